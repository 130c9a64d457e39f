import type { Person } from '../model/plan'
import type { Snapshot, User } from '../model/snapshot'
import type { PreparedPlan } from './prepared'

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

/** The rep or manager of the plan behind a CRM user's id; null: a stranger to the plan. A plan may name an id that the CRM's list of users lacks. */
export const personBehind = (snapshot: Snapshot, prepared: PreparedPlan, id: string | null): Person | null =>
  prepared.personOf(userOf(snapshot, id)) ?? (id === null ? null : prepared.repNamed(id))
