import type { PersonRef } from '../model/assessment'
import { dayOf, fromIso, type Day } from '../model/day'
import type { Person, Plan, Rotation, Territory } from '../model/plan'
import type { User } from '../model/snapshot'
import { calendarOf, type Calendar } from './calendar'
import { folded } from './folded'
import { ruleOf, type Rule } from './rules'

/** A plan made quick to ask: who is who, which day is it, which rotation plan has that priority. */
export interface PreparedPlan {
  readonly plan: Plan
  readonly calendar: Calendar
  readonly dayOf: (moment: number) => Day
  /** The rep or manager that a CRM user is, by id or by email. */
  personOf(user: User | undefined): Person | null
  /** The rep that a territory names by id or email. */
  repNamed(key: string): Person | null
  rotationOf(priority: string): Rotation | null
  readonly onlineWords: RegExp
  /** In order of id. */
  readonly territories: readonly PreparedTerritory[]
}

export interface PreparedTerritory {
  readonly territory: Territory
  readonly precedence: number
  readonly since: Day | null
  /** The people of the plan whom it names, in its order. */
  readonly people: readonly Person[]
  readonly reps: readonly PersonRef[]
  readonly included: NamedAccounts
  readonly excluded: NamedAccounts
  /** Null: it only names accounts. */
  readonly rule: Rule | null
}

/** Accounts in or out by name, with the reason that the plan gives. */
export type NamedAccounts = ReadonlyMap<string, string | null>

const prepared = new WeakMap<Plan, PreparedPlan>()


export const defaultOnlineWords = ['zoom', 'teams', 'meet', 'webex', 'online', 'virtual', 'phone']

export function prepare(plan: Plan): PreparedPlan {
  let known = prepared.get(plan)
  if (!known) prepared.set(plan, (known = make(plan)))
  return known
}

function make(plan: Plan): PreparedPlan {
  const byId = new Map<string, Person>()
  const byEmail = new Map<string, Person>()
  for (const person of [...plan.reps, ...(plan.managers ?? [])]) {
    if (person.id) byId.set(person.id, person)
    if (person.email) byEmail.set(folded(person.email), person)
  }
  const rotations = new Map((plan.rotations ?? []).map(rotation => [folded(rotation.priority), rotation]))
  const byUser = new WeakMap<User, { person: Person | null }>()

  function personOf(user: User | undefined): Person | null {
    if (!user) return null
    let known = byUser.get(user)
    if (!known) {
      const id = user.ids.find(candidate => byId.has(candidate))
      known = { person: (id && byId.get(id)) || (user.email && byEmail.get(folded(user.email))) || null }
      byUser.set(user, known)
    }
    return known.person
  }

  const repNamed = (key: string): Person | null => byId.get(key) ?? byEmail.get(folded(key)) ?? null

  return {
    plan,
    calendar: calendarOf(plan),
    dayOf: dayOf(plan.timeZone),
    personOf,
    repNamed,
    rotationOf: priority => rotations.get(folded(priority)) ?? null,
    onlineWords: wordsPattern(plan.onlineWords ?? defaultOnlineWords),
    territories: [...plan.territories].sort((a, b) => (a.id < b.id ? -1 : 1)).map(territory => ready(territory, repNamed)),
  }
}

function ready(territory: Territory, repNamed: PreparedPlan['repNamed']): PreparedTerritory {
  const people = territory.reps.map(repNamed).filter(person => person !== null)
  return {
    territory,
    precedence: territory.precedence ?? 0,
    since: territory.from ? fromIso(territory.from) : null,
    people,
    reps: people.map(refOfPerson),
    included: named(territory.include),
    excluded: named(territory.exclude),
    rule: ruleOf(territory),
  }
}

const named = (accounts: Territory['include']): NamedAccounts => new Map((accounts ?? []).map(({ account, reason }) => [account, reason ?? null]))

/** A web address, or one of the words as a whole word in any case: "Meeting room 4" does not hold "meet". */
function wordsPattern(words: readonly string[]): RegExp {
  const escaped = words.map(word => word.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  const whole = escaped.length ? `|(?<![\\p{L}\\p{N}])(?:${escaped.join('|')})(?![\\p{L}\\p{N}])` : ''
  return new RegExp(`https?://|www\\.${whole}`, 'iu')
}

export const refOfUser = (user: User | undefined, id: string | null): PersonRef | null =>
  user ? { id: user.ids[0] ?? id, name: user.name } : id ? { id, name: id } : null

export const refOfPerson = (person: Person): PersonRef => ({ id: person.id ?? person.email ?? null, name: person.name })
