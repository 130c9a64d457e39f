import type { Snapshot, User } from '../model/snapshot'

const byId = new WeakMap<readonly User[], ReadonlyMap<string, User>>()

/** The CRM user of an id, in whichever spelling. */
export function userOf(snapshot: Snapshot, id: string | null): User | undefined {
  if (id === null) return undefined
  let users = byId.get(snapshot.users)
  if (!users) {
    users = new Map(snapshot.users.flatMap(user => user.ids.map(spelling => [spelling, user] as const)))
    byId.set(snapshot.users, users)
  }
  return users.get(id)
}
