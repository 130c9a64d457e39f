import type { Evidence, NextTouchFact, PersonRef, TouchCounts } from '../model/assessment'
import { toIso, type Day } from '../model/day'
import type { Person, Rotation } from '../model/plan'
import { touchTypes, type Snapshot, type TouchType } from '../model/snapshot'
import { because } from './evidence'
import type { People } from './people'
import { refOfPerson, type PreparedPlan } from './prepared'
import { earliest, none, since, type Schedule } from './schedule'
import type { StandingClaim } from './territory'
import { areKnown, lastOf, type CountedTouch, type Touches } from './touches'

/** Who works the account, and since when it is theirs. */
export interface Owning {
  /** Whose working days count; null: a rep whom the plan does not know. */
  readonly rep: Person | null
  readonly ref: PersonRef | null
  readonly claim: StandingClaim | null
}

/**
 * The owning rep: the CRM's owner where a claim names them, else the rep of the claim with the highest precedence, else of the first
 * by territory name; without a claim, the CRM's owner.
 */
export function owningOf({ account }: Snapshot, claims: readonly StandingClaim[], people: People): Owning {
  const owner = people.of(account.ownerId)
  const naming = claims.find(claim => owner.person !== null && claim.people.includes(owner.person))
  if (naming || claims.length === 0) return { rep: owner.person, ref: owner.ref, claim: naming ?? null }
  const rep = claims[0]!.people[0] ?? null
  return { rep, ref: rep && refOfPerson(rep), claim: claims[0]! }
}

export interface Priority {
  readonly name: string | null
  readonly evidence: Evidence
}

/**
 * The touch that the rotation plan asks for next, and how the account stands against it. Touch k of n in a period of W working days is due
 * on working day ⌈k × W ÷ n⌉. A missed period is counted, never carried over.
 */
export function nextTouchOf(snapshot: Snapshot, prepared: PreparedPlan, touches: Touches, owning: Owning, priority: Priority, today: Day): NextTouchFact {
  const last = lastTouch(touches.counted)
  const asked = priority.name === null ? null : prepared.rotationOf(priority.name)
  if (!asked) {
    const evidence = [priority.evidence]
    if (priority.name !== null) evidence.push(because('priorityWithoutRotation', { priority: priority.name }))
    addReading(evidence, snapshot, touches, last)
    return {
      state: priority.name === null ? 'noPriority' : 'noRotation', type: null, due: null, overdue: false, priority: priority.name, per: null, period: null,
      planned: none, done: none, remaining: none, prorated: null, missed: { count: 0, of: 0 }, upcoming: null, last, rep: owning.ref, evidence,
    }
  }

  const { rotation } = asked
  const cameIn = cameInOn(snapshot, owning, prepared, today)
  const schedule = asked.scheduleOf(owning.rep, today)
  const { period } = schedule.current
  const quota = since(cameIn, schedule.current, rotation)
  const tallies = tally(touches.counted, schedule)
  const done = tallies[0]!

  const known = areKnown(touches, period.from)
  const next = known ? earliest(quota, done) : null
  const missed = missedBefore(schedule, tallies, touches, cameIn, rotation)

  const evidence = [priority.evidence, asked.reason]
  if (owning.rep) evidence.push(because('workingDaysOf', { rep: owning.rep.name }))
  if (quota.prorated) evidence.push(because('prorated', { day: { day: quota.prorated.day }, left: quota.prorated.left, of: quota.prorated.of }))
  if (quota.workdays.length === 0) evidence.push(because('noWorkingDay', { from: { day: toIso(period.from) }, to: { day: toIso(period.to) } }))
  for (const type of touchTypes) if (quota.planned[type] > 0) evidence.push(because('countedTouches', { type: { type }, done: done[type], planned: quota.planned[type] }))
  if (next) {
    evidence.push(because('dueRule', {
      type: { type: next.type }, number: done[next.type] + 1, planned: quota.planned[next.type],
      workday: quota.workdays.indexOf(next.day) + 1, workdays: quota.workdays.length, due: { day: toIso(next.day) },
    }))
  }
  if (missed.of > 0) evidence.push(because('missedPeriods', { count: missed.count, of: missed.of, per: rotation.per }))
  addReading(evidence, snapshot, touches, last)

  return {
    state: !known ? 'unknown' : next ? 'due' : quota.workdays.length === 0 && !quota.prorated ? 'dayOff' : quota.asks ? 'done' : 'nothingPlanned',
    type: next?.type ?? null,
    due: next ? toIso(next.day) : null,
    overdue: next !== null && next.day < today,
    priority: priority.name,
    per: rotation.per,
    period: { from: toIso(period.from), to: toIso(period.to) },
    planned: quota.planned, done: done, remaining: remainingOf(quota.planned, done),
    prorated: quota.prorated,
    missed,
    upcoming: next || !known ? null : schedule.upcoming,
    last,
    rep: owning.ref,
    evidence,
  }
}

/** The day the account came in: claimed or created, the later; null: not known, or not in the past. */
function cameInOn({ account: { createdAt } }: Snapshot, { claim }: Owning, prepared: PreparedPlan, today: Day): Day | null {
  const created = createdAt === null ? null : prepared.dayOf(createdAt)
  const claimed = claim?.since ?? null
  if (created === null || created > today) return claimed
  return claimed === null ? created : Math.max(created, claimed)
}

/** The whole periods before this one, since the account came in, in which something was planned, and in how many of them a type fell short. */
function missedBefore({ before }: Schedule, tallies: readonly TouchCounts[], touches: Touches, cameIn: Day | null, rotation: Rotation): NextTouchFact['missed'] {
  let count = 0
  let of = 0
  for (let back = 0; back < before.length; back++) {
    const past = before[back]!
    if (!areKnown(touches, past.period.from) || (cameIn !== null && past.period.to < cameIn)) break
    const { asks, planned } = since(cameIn, past, rotation)
    if (!asks) continue
    of++
    if (fellShort(tallies[back + 1]!, planned)) count++
  }
  return { count, of }
}

type Tally = Record<TouchType, number>
const emptyTally = (): Tally => ({ visit: 0, meeting: 0, call: 0, email: 0 })

/** How many touches of the team were done in the current period, and in each of those before. */
function tally(touches: readonly CountedTouch[], { current, before }: Schedule): readonly Tally[] {
  const found = [emptyTally()]
  for (let back = 0; back < before.length; back++) found.push(emptyTally())
  for (const { day, type, who } of touches) {
    if (who.person === null || day > current.period.to) continue
    let at = 0
    let { from } = current.period
    while (day < from && at < before.length) from = before[at++]!.period.from
    if (day >= from) found[at]![type]++
  }
  return found
}

const fellShort = (done: TouchCounts, planned: TouchCounts): boolean =>
  done.visit < planned.visit || done.meeting < planned.meeting || done.call < planned.call || done.email < planned.email

const remainingOf = (planned: TouchCounts, done: TouchCounts): TouchCounts => ({
  visit: Math.max(0, planned.visit - done.visit), meeting: Math.max(0, planned.meeting - done.meeting),
  call: Math.max(0, planned.call - done.call), email: Math.max(0, planned.email - done.email),
})

function lastTouch(touches: readonly CountedTouch[]): NextTouchFact['last'] {
  const last = lastOf(touches)
  return last && { type: last.type, day: toIso(last.day), by: last.who.ref }
}

/** What was read, and what of it does not count. */
function addReading(evidence: Evidence[], { hidden, touchesSince }: Snapshot, { counted, doubles }: Touches, last: NextTouchFact['last']): void {
  if (hidden.includes('touches')) evidence.push(because('touchesHidden', {}))
  else if (last) evidence.push(because('lastTouch', { type: { type: last.type }, day: { day: last.day }, rep: last.by?.name ?? null }))
  else evidence.push(because('neverTouched', {}))
  let strangers = 0
  for (const { who } of counted) if (who.person === null) strangers++
  if (strangers > 0) evidence.push(because('notOfTheTeam', { count: strangers }))
  if (doubles > 0) evidence.push(because('sameTouch', { count: doubles }))
  if (touchesSince !== null) evidence.push(because('touchesReadSince', { day: { day: touchesSince } }))
}
