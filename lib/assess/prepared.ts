import type { Evidence, PersonRef } from '../model/assessment'
import { dayOf, fromIso, type Day } from '../model/day'
import type { Person, Plan, Rotation, Territory } from '../model/plan'
import { touchTypes, type User } from '../model/snapshot'
import { calendarOf, type Calendar } from './calendar'
import { because } from './evidence'
import { folded } from './folded'
import { ruleOf, type Rule } from './rules'
import { scheduleFrom, type Schedule } from './schedule'
import { termsOf, type Terms } from './terms'

/** A plan made quick to ask: who is who, which day is it, which rotation plan has that priority, and what it asks of a rep. */
export interface PreparedPlan {
  readonly plan: Plan
  readonly terms: Terms
  readonly calendar: Calendar
  readonly dayOf: (moment: number) => Day
  /** The rep or manager that a CRM user is, by id or by email. */
  personOf(user: User | undefined): Person | null
  /** The rep that a territory names by id or email. */
  repNamed(key: string): Person | null
  rotationOf(priority: string): PreparedRotation | null
  /** Whether an appointment's place says that nobody travelled: a web address, or one of the plan's words. */
  isOnline(where: string): boolean
  /** In order of id. */
  readonly territories: readonly PreparedTerritory[]
}

export interface PreparedRotation {
  readonly rotation: Rotation
  readonly reason: Evidence
  /** What it asks of a rep (null: one without leave) around a day. */
  scheduleOf(rep: Person | null, today: Day): Schedule
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
  const calendar = calendarOf(plan)
  const rotations = new Map((plan.rotations ?? []).map(rotation => [folded(rotation.priority), prepareRotation(rotation, calendar)]))
  const repNamed = (key: string): Person | null => byId.get(key) ?? byEmail.get(folded(key)) ?? null

  function personOf(user: User | undefined): Person | null {
    if (!user) return null
    for (const id of user.ids) {
      const person = byId.get(id)
      if (person) return person
    }
    return (user.email && byEmail.get(folded(user.email))) || null
  }

  return {
    plan,
    terms: termsOf(plan),
    calendar,
    dayOf: dayOf(plan.timeZone),
    personOf,
    repNamed,
    rotationOf: priority => rotations.get(folded(priority)) ?? null,
    isOnline: onlineBy(plan.onlineWords ?? defaultOnlineWords),
    territories: [...plan.territories].sort((a, b) => (a.id < b.id ? -1 : 1)).map(territory => ready(territory, repNamed)),
  }
}

function prepareRotation(rotation: Rotation, calendar: Calendar): PreparedRotation {
  /** By rep, of the current period only: the clock goes on. */
  const schedules = new Map<Person | null, Schedule>()
  return {
    rotation,
    reason: because('rotation', {
      priority: rotation.priority, per: rotation.per, planned: { list: touchTypes.flatMap(type => (rotation[type] ? [`${type}:${rotation[type]}`] : [])) },
    }),
    scheduleOf(rep, today) {
      let schedule = schedules.get(rep)
      if (!schedule || today < schedule.current.period.from || today > schedule.current.period.to) {
        schedule = scheduleFrom(calendar.periodOf(today, rotation.per), rotation, rep, calendar)
        schedules.set(rep, schedule)
      }
      return schedule
    },
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

/** By a web address, or one of the words as a whole word in any case: "Meeting room 4" does not hold "meet". */
function onlineBy(words: readonly string[]): (where: string) => boolean {
  const escaped = words.map(word => word.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  const whole = escaped.length ? `|(?<![\\p{L}\\p{N}])(?:${escaped.join('|')})(?![\\p{L}\\p{N}])` : ''
  const pattern = new RegExp(`https?://|www\\.${whole}`, 'iu')
  // People meet at the same places again and again.
  const known = new Map<string, boolean>()
  return where => {
    let online = known.get(where)
    if (online === undefined) {
      if (known.size >= mostPlaces) known.clear()
      online = pattern.test(where)
      known.set(where, online)
    }
    return online
  }
}
const mostPlaces = 5000

export const refOfUser = (user: User | undefined, id: string | null): PersonRef | null =>
  user ? { id: user.ids[0] ?? id, name: user.name } : id ? { id, name: id } : null

export const refOfPerson = (person: Person): PersonRef => ({ id: person.id ?? person.email ?? null, name: person.name })
