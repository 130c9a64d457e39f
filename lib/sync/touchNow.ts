import type { RecordRef } from '../crm/adapter'
import type { LogRequest, TouchChanges } from '../messages'
import { dayOf, fromIso, momentAt, toIso } from '../model/day'
import type { Plan } from '../model/plan'
import type { TouchType } from '../model/snapshot'

/** What a person says of a touch. `minutes` null: left to the plan. */
export interface TouchWords {
  /** ISO, in the plan's time zone. */
  readonly day: string
  readonly minutes: number | null
  readonly note: string
  readonly extra: Readonly<Record<string, string>>
}

/** Minutes of an appointment that neither the user nor the plan gives: a CRM wants one for its calendar. */
const minutesOfAppointment = { visit: 60, meeting: 30 } as const
/** Noon: the middle of a day of which nothing more is known. */
const noon = 12 * 60

/** The plan's time zone; without a plan, the browser's. */
export const zoneOf = (plan: Plan | null): string => plan?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone

/** The day of `now` in the plan's time zone; ISO. */
export const todayOf = (plan: Plan | null, now: number): string => toIso(dayOf(zoneOf(plan))(now))

/** A touch in what its user may change: one of today ends now, one of another day is at its noon. */
export function changesOf(type: TouchType, { day, minutes, note, extra }: TouchWords, plan: Plan | null, now: number): TouchChanges {
  const planned = plan?.profitability?.minutes?.[type]
  // A call of unknown length is written as such, so that the plan's minutes stay what they are: an estimate.
  const length = minutes ?? (type === 'visit' || type === 'meeting' ? (planned ?? minutesOfAppointment[type]) : 0)
  const from = fromIso(day)!
  const start = day === todayOf(plan, now) ? Math.max(now - length * 60_000, momentAt(zoneOf(plan), from, 0)) : momentAt(zoneOf(plan), from, noon)
  return { start, day, minutes: length, note, extra }
}

/** A touch to be logged; without words, one that has just happened. Each call makes another touch. */
export function logRequest(ref: RecordRef, accountName: string, type: TouchType, words: TouchWords | null, plan: Plan | null, now: number): LogRequest {
  return {
    ref, type, accountName, mark: crypto.randomUUID(), onlineWord: plan?.onlineWords?.[0] ?? 'Online',
    ...changesOf(type, words ?? { day: todayOf(plan, now), minutes: null, note: '', extra: {} }, plan, now),
  }
}
