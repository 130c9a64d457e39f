import type { NextTouchFact, TouchCounts } from '../model/assessment'
import { toIso, type Day } from '../model/day'
import type { Person, Rotation } from '../model/plan'
import { touchTypes, type TouchType } from '../model/snapshot'
import { nextPeriod, previousPeriod, type Calendar, type Period } from './calendar'

/** The touches that a rotation plan asks for in one period of one rep, and when. */
export interface Quota {
  readonly period: Period
  readonly planned: TouchCounts
  /** False: nothing is planned. */
  readonly asks: boolean
  /** The working days over which the touches are spread. */
  readonly workdays: readonly Day[]
  /** Set where the account came in part-way. */
  readonly prorated: { readonly day: string; readonly left: number; readonly of: number } | null
}

/** What a rotation plan asks of a rep around today: the same for all accounts of that rep and priority. */
export interface Schedule {
  readonly current: Quota
  /** The six periods before, the latest first. */
  readonly before: readonly Quota[]
  /** The first due date after the current period. */
  readonly upcoming: NextTouchFact['upcoming']
}

const missedPeriods = 6
/** How far ahead a period with a working day is looked for. */
const periodsAhead = 8

export function scheduleFrom(period: Period, rotation: Rotation, rep: Person | null, calendar: Calendar): Schedule {
  const quotaIn = (of: Period): Quota => quota(rotation, of, calendar.workingDays(rep, of), null)
  const before: Quota[] = []
  for (let back = 0, past = period; back < missedPeriods; back++) {
    past = previousPeriod(calendar, past, rotation.per)
    before.push(quotaIn(past))
  }
  let upcoming: Schedule['upcoming'] = null
  for (let ahead = 0, next = period; ahead < periodsAhead && !upcoming; ahead++) {
    next = nextPeriod(calendar, next, rotation.per)
    const first = earliest(quotaIn(next), none)
    if (first) upcoming = { type: first.type, due: toIso(first.day) }
  }
  return { current: quotaIn(period), before, upcoming }
}

/** The quota of an account that came in on a day: fewer touches over the working days that were left, that day included. */
export function since(cameIn: Day | null, whole: Quota, rotation: Rotation): Quota {
  const { period, workdays } = whole
  return cameIn === null || cameIn <= period.from || cameIn > period.to ? whole : quota(rotation, period, workdays, cameIn)
}

const each = (count: (type: TouchType) => number): TouchCounts => ({ visit: count('visit'), meeting: count('meeting'), call: count('call'), email: count('email') })
export const none: TouchCounts = each(() => 0)

function quota(rotation: Rotation, period: Period, all: readonly Day[], cameIn: Day | null): Quota {
  const workdays = cameIn === null ? all : all.filter(day => day >= cameIn)
  // n × W′ ÷ W rounded half up, in whole numbers.
  const planned = each(type => (all.length === 0 ? 0 : Math.floor((2 * (rotation[type] ?? 0) * workdays.length + all.length) / (2 * all.length))))
  return {
    period, planned, workdays,
    asks: touchTypes.some(type => planned[type] > 0),
    prorated: cameIn !== null && workdays.length < all.length ? { day: toIso(cameIn), left: workdays.length, of: all.length } : null,
  }
}

/** The working day by which touch k (1 to what is planned) of a type is due: ⌈k × W ÷ n⌉. */
export const dueDay = ({ workdays, planned }: Quota, type: TouchType, k: number): Day => workdays[Math.ceil((k * workdays.length) / planned[type]) - 1]!

/** The next touch that is due when so many are done; on the same day the first in `touchTypes`: visit, meeting, call, email. */
export function earliest(of: Quota, done: TouchCounts): { readonly type: TouchType; readonly day: Day } | null {
  let first: { type: TouchType; day: Day } | null = null
  for (const type of touchTypes) {
    if (done[type] >= of.planned[type]) continue
    const day = dueDay(of, type, done[type] + 1)
    if (first === null || day < first.day) first = { type, day }
  }
  return first
}
