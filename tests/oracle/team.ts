import type { Person, Plan, Territory } from '../../lib/model/plan'
import type { Snapshot } from '../../lib/model/snapshot'

const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase()

/** Every spelling of a CRM user's id, and the email, as far as the snapshot knows the user. */
function user(userId: string, snapshot: Snapshot): { ids: readonly string[]; email: string | null } {
  return snapshot.users.find(u => u.ids.includes(userId)) ?? { ids: [userId], email: null }
}

/** One name for all spellings of a user's id. */
export const canonicalUser = (userId: string | null, snapshot: Snapshot): string | null => (userId === null ? null : user(userId, snapshot).ids[0] ?? userId)

function isUser(person: Person, userId: string, snapshot: Snapshot): boolean {
  const { ids, email } = user(userId, snapshot)
  return (person.id !== undefined && ids.includes(person.id)) || (person.email !== undefined && email !== null && same(person.email, email))
}

/** The rep or manager of the plan that a CRM user is; null: not of the team. */
export function personOf(userId: string | null, snapshot: Snapshot, plan: Plan): Person | null {
  if (userId === null) return null
  return [...plan.reps, ...(plan.managers ?? [])].find(p => isUser(p, userId, snapshot)) ?? null
}

/** The people whom a territory names, in its order. */
export function repsOf(territory: Territory, plan: Plan): Person[] {
  return territory.reps.flatMap(name => plan.reps.find(p => p.id === name || (p.email !== undefined && same(p.email, name))) ?? [])
}

export const names = (territory: Territory, userId: string, snapshot: Snapshot, plan: Plan): boolean =>
  repsOf(territory, plan).some(person => isUser(person, userId, snapshot))
