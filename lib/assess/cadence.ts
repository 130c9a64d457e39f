import type { Evidence, NextTouchFact, PersonRef, TouchCounts } from '../model/assessment'
import { toIso, type Day } from '../model/day'
import type { Person, Rotation } from '../model/plan'
import { touchTypes, type Snapshot, type TouchType } from '../model/snapshot'
import { nextPeriod, previousPeriod, type Period } from './calendar'
import { because } from './evidence'
import { personBehind, userOf } from './people'
import { refOfPerson, refOfUser, type PreparedPlan } from './prepared'
import type { StandingClaim } from './territory'
import { touchesUnknown, type CountedTouch, type Touches } from './touches'

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
export function owningOf(snapshot: Snapshot, claims: readonly StandingClaim[], prepared: PreparedPlan): Owning {
  const owner = userOf(snapshot, snapshot.account.ownerId)
  const ownerPerson = personBehind(snapshot, prepared, snapshot.account.ownerId)
  const naming = claims.find(({ people }) => ownerPerson !== null && people.includes(ownerPerson))
  if (naming || claims.length === 0) return { rep: ownerPerson, ref: refOfUser(owner, snapshot.account.ownerId), claim: naming ?? null }
  const rep = claims[0]!.people[0] ?? null
  return { rep, ref: rep && refOfPerson(rep), claim: claims[0]! }
}

export interface Priority {
  readonly name: string | null
  readonly evidence: Evidence
}

const zero: TouchCounts = { visit: 0, meeting: 0, call: 0, email: 0 }
const missedPeriods = 6
/** How far ahead a period with a working day is looked for. */
const periodsAhead = 8

/**
 * The touch that the rotation plan asks for next, and how the account stands against it. Touch k of n in a period of W working days is due
 * on working day ⌈k × W ÷ n⌉. A missed period is counted, never carried over.
 */
export function nextTouchOf(snapshot: Snapshot, prepared: PreparedPlan, touches: Touches, owning: Owning, priority: Priority, today: Day): NextTouchFact {
  const ofTeam = touches.counted.filter(touch => personBehind(snapshot, prepared, touch.userId) !== null)
  const evidence = readingEvidence(snapshot, touches, ofTeam)
  const rotation = priority.name === null ? null : prepared.rotationOf(priority.name)
  const base = { priority: priority.name, rep: owning.ref, last: lastOf(snapshot, touches.counted) }
  if (!rotation) {
    const why = priority.name === null ? [priority.evidence] : [priority.evidence, because('priorityWithoutRotation', { priority: priority.name })]
    return {
      ...base, state: priority.name === null ? 'noPriority' : 'noRotation', type: null, due: null, overdue: false, per: null, period: null,
      planned: zero, done: zero, remaining: zero, prorated: null, missed: { count: 0, of: 0 }, upcoming: null, evidence: [...why, ...evidence],
    }
  }

  const { calendar } = prepared
  const cameIn = cameInOn(snapshot, owning, prepared, today)
  const period = calendar.periodOf(today, rotation.per)
  const quota = quotaOf(rotation, period, owning.rep, cameIn, prepared)
  const done = countsIn(ofTeam, period)
  const remaining = counts(type => Math.max(0, quota.planned[type] - done[type]))
  const unknown = touchesUnknown(snapshot, period.from)
  const next = unknown ? null : earliest(type => (remaining[type] > 0 ? quota.due(type, done[type] + 1) : null))
  const missed = missedBefore(period, rotation, owning.rep, cameIn, snapshot, ofTeam, prepared)
  const planned = touchTypes.some(type => (rotation[type] ?? 0) > 0)

  const why: Evidence[] = [priority.evidence, because('rotation', { priority: rotation.priority, per: rotation.per, planned: { list: touchTypes.flatMap(type => (rotation[type] ? [`${type}:${rotation[type]}`] : [])) } })]
  if (owning.rep) why.push(because('workingDaysOf', { rep: owning.rep.name }))
  if (quota.prorated) why.push(because('prorated', { ...quota.prorated, day: { day: quota.prorated.day } }))
  if (quota.workdays.length === 0) why.push(because('noWorkingDay', { from: { day: toIso(period.from) }, to: { day: toIso(period.to) } }))
  for (const type of touchTypes) if (quota.planned[type] > 0) why.push(because('countedTouches', { type: { type }, done: done[type], planned: quota.planned[type] }))
  if (next) {
    why.push(because('dueRule', {
      type: { type: next.type }, number: done[next.type] + 1, planned: quota.planned[next.type],
      workday: quota.workdays.indexOf(next.day) + 1, workdays: quota.workdays.length, due: { day: toIso(next.day) },
    }))
  }
  if (missed.of > 0) why.push(because('missedPeriods', { ...missed, per: rotation.per }))

  return {
    ...base,
    state: unknown ? 'unknown' : next ? 'due' : quota.workdays.length === 0 && !quota.prorated ? 'dayOff' : touchTypes.every(type => quota.planned[type] === 0) ? 'nothingPlanned' : 'done',
    type: next?.type ?? null,
    due: next ? toIso(next.day) : null,
    overdue: next !== null && next.day < today,
    per: rotation.per,
    period: { from: toIso(period.from), to: toIso(period.to) },
    planned: quota.planned, done, remaining,
    prorated: quota.prorated,
    missed,
    upcoming: next || unknown || !planned ? null : upcomingAfter(period, rotation, owning.rep, prepared),
    evidence: [...why, ...evidence],
  }
}

interface Quota {
  readonly planned: TouchCounts
  /** The working days over which the touches are spread. */
  readonly workdays: readonly Day[]
  readonly prorated: { readonly day: string; readonly left: number; readonly of: number } | null
  /** The day by which touch k (1 to planned) of a type is due. */
  due(type: TouchType, k: number): Day
}

/** The touches planned in one period: those of the rotation plan, fewer where the account came in part-way. */
function quotaOf(rotation: Rotation, period: Period, rep: Person | null, cameIn: Day | null, prepared: PreparedPlan): Quota {
  const all = prepared.calendar.workingDays(rep, period)
  const partWay = cameIn !== null && period.from < cameIn && cameIn <= period.to
  const workdays = partWay ? all.filter(day => day >= cameIn) : all
  // n × W′ ÷ W rounded half up, in whole numbers.
  const planned = counts(type => (all.length === 0 ? 0 : Math.floor((2 * (rotation[type] ?? 0) * workdays.length + all.length) / (2 * all.length))))
  return {
    planned,
    workdays,
    prorated: partWay && workdays.length < all.length ? { day: toIso(cameIn), left: workdays.length, of: all.length } : null,
    due: (type, k) => workdays[Math.ceil((k * workdays.length) / planned[type]) - 1]!,
  }
}

/** The day the account came in: claimed or created, the later; null: not known, or not in the past. */
function cameInOn(snapshot: Snapshot, { claim }: Owning, prepared: PreparedPlan, today: Day): Day | null {
  const { createdAt } = snapshot.account
  const created = createdAt === null ? null : prepared.dayOf(createdAt)
  const day = Math.max(created !== null && created <= today ? created : -Infinity, claim?.since ?? -Infinity)
  return Number.isFinite(day) ? day : null
}

function missedBefore(
  current: Period, rotation: Rotation, rep: Person | null, cameIn: Day | null, snapshot: Snapshot, touches: readonly CountedTouch[], prepared: PreparedPlan,
): { count: number; of: number } {
  let count = 0
  let of = 0
  let period = current
  for (let back = 0; back < missedPeriods; back++) {
    period = previousPeriod(prepared.calendar, period, rotation.per)
    if (touchesUnknown(snapshot, period.from) || (cameIn !== null && period.to < cameIn)) break
    const quota = quotaOf(rotation, period, rep, cameIn, prepared)
    if (touchTypes.every(type => quota.planned[type] === 0)) continue
    of++
    const done = countsIn(touches, period)
    if (touchTypes.some(type => done[type] < quota.planned[type])) count++
  }
  return { count, of }
}

function upcomingAfter(current: Period, rotation: Rotation, rep: Person | null, prepared: PreparedPlan): NextTouchFact['upcoming'] {
  let period = current
  for (let ahead = 0; ahead < periodsAhead; ahead++) {
    period = nextPeriod(prepared.calendar, period, rotation.per)
    const quota = quotaOf(rotation, period, rep, null, prepared)
    const first = earliest(type => (quota.planned[type] > 0 ? quota.due(type, 1) : null))
    if (first) return { type: first.type, due: toIso(first.day) }
  }
  return null
}

const counts = (of: (type: TouchType) => number): TouchCounts => ({ visit: of('visit'), meeting: of('meeting'), call: of('call'), email: of('email') })

function countsIn(touches: readonly CountedTouch[], period: Period): TouchCounts {
  const found = { ...zero } as Record<TouchType, number>
  for (const { type, day } of touches) if (period.from <= day && day <= period.to) found[type]++
  return found
}

/** The earliest day among the types; on the same day the first in `touchTypes`: visit, meeting, call, email. */
function earliest(dayOf: (type: TouchType) => Day | null): { type: TouchType; day: Day } | null {
  let best: { type: TouchType; day: Day } | null = null
  for (const type of touchTypes) {
    const day = dayOf(type)
    if (day !== null && (best === null || day < best.day)) best = { type, day }
  }
  return best
}

function lastOf(snapshot: Snapshot, touches: readonly CountedTouch[]): NextTouchFact['last'] {
  let last: CountedTouch | null = null
  for (const touch of touches) if (!last || touch.day > last.day || (touch.day === last.day && (touch.moment ?? 0) >= (last.moment ?? 0))) last = touch
  return last && { type: last.type, day: toIso(last.day), by: refOfUser(userOf(snapshot, last.userId), last.userId) }
}

function readingEvidence(snapshot: Snapshot, { counted, doubles }: Touches, ofTeam: readonly CountedTouch[]): Evidence[] {
  const evidence: Evidence[] = []
  const last = lastOf(snapshot, counted)
  if (snapshot.hidden.includes('touches')) evidence.push(because('touchesHidden', {}))
  else if (last) evidence.push(because('lastTouch', { type: { type: last.type }, day: { day: last.day }, rep: last.by?.name ?? null }))
  else evidence.push(because('neverTouched', {}))
  if (ofTeam.length < counted.length) evidence.push(because('notOfTheTeam', { count: counted.length - ofTeam.length }))
  if (doubles > 0) evidence.push(because('sameTouch', { count: doubles }))
  if (snapshot.touchesSince !== null) evidence.push(because('touchesReadSince', { day: { day: snapshot.touchesSince } }))
  return evidence
}
