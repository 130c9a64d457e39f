import { toIso } from '../../lib/model/day'
import type { Clock } from '../clock'
import { isWorkingDay } from '../data/calendar'

/** Working days, and the moments of their hours, looked up instead of worked out a million times. */
export interface Days {
  readonly first: number
  readonly last: number
  /** The working day at a share of the way from the first to the last: the later days are busier, as reps took to the plan. */
  at(share: number): number
  /** Epoch milliseconds of a day's hour and minute. */
  moment(day: number, hour: number, minute: number): number
  /** As an ISO date. */
  iso(day: number): string
}

/** How much more is logged a day in the last half year than before. */
const brisk = 2.5
const lately = 183

export function daysOf(clock: Clock, first: number, last: number): Days {
  const noons = Float64Array.from({ length: last - first + 2 }, (_, i) => clock.at(first + i, 12))
  const written = Array.from(noons, (_, i) => toIso(first + i))
  const working: number[] = []
  for (let day = first; day <= last; day++) if (isWorkingDay(day)) for (let i = 0; i < (day > last - lately ? brisk * 2 : 2); i++) working.push(day)
  return {
    first, last,
    at: share => working[Math.min(working.length - 1, Math.floor(share * working.length))]!,
    iso: day => written[day - first] ?? toIso(day),
    moment: (day, hour, minute) => noons[day - first]! + (hour - 12) * 3_600_000 + minute * 60_000,
  }
}
