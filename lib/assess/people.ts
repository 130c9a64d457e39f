import type { PersonRef } from '../model/assessment'
import type { Person } from '../model/plan'
import type { Snapshot, User } from '../model/snapshot'
import { refOfUser, type PreparedPlan } from './prepared'

/** Whom an id of the CRM stands for. */
export interface Known {
  /** A small number of their own, whichever the spelling of the id. */
  readonly at: number
  /** The CRM's name for them, else the id; null: nobody. */
  readonly ref: PersonRef | null
  /** The rep or manager of the plan; null: a stranger to the plan. A plan may name an id that the CRM's list of users lacks. */
  readonly person: Person | null
}

/** Who is who in one account, by any spelling of a CRM user's id. */
export interface People {
  of(id: string | null): Known
}

/** More users than this are looked up by an index of their ids. */
const few = 8

export function peopleOf({ users }: Snapshot, prepared: PreparedPlan): People {
  const index = users.length > few ? new Map(users.flatMap((user, at) => user.ids.map(id => [id, at] as const)).reverse()) : null
  const known = new Map<string | null, Known>()
  // Touches of one user tend to follow each other.
  let lastId: string | null | undefined
  let last: Known | undefined

  function meet(id: string | null): Known {
    const at = id === null ? -1 : index ? (index.get(id) ?? -1) : users.findIndex(({ ids }) => ids.includes(id))
    const user: User | undefined = users[at]
    return { at: at >= 0 ? at : users.length + known.size, ref: refOfUser(user, id), person: prepared.personOf(user) ?? (id === null ? null : prepared.repNamed(id)) }
  }

  return {
    of(id) {
      if (last === undefined || id !== lastId) {
        last = known.get(id)
        if (!last) known.set(id, (last = meet(id)))
        lastId = id
      }
      return last
    },
  }
}

/** The rep or manager of the plan behind a CRM user's id; null: a stranger to the plan. */
export const personBehind = (snapshot: Snapshot, prepared: PreparedPlan, id: string | null): Person | null => peopleOf(snapshot, prepared).of(id).person
