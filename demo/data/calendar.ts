import { civil, dayFromCivil, fromIso, weekdayOf } from '../../lib/model/day'
import { addMonths } from '../clock'
import { examplePlan } from '../example'

const names = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** A weekday of the plan that is no holiday. Leave is each rep's own. */
export function isWorkingDay(day: number): boolean {
  const { calendar } = examplePlan()
  return calendar.workingDays.includes(names[weekdayOf(day)]!) && !(calendar.holidays ?? []).some(h => fromIso(h.day) === day)
}

export const monthStart = (day: number): number => dayFromCivil(civil(day).year, civil(day).month, 1)

function period(day: number, per: 'week' | 'month' | 'quarter'): readonly [from: number, to: number] {
  if (per === 'week') return [day - weekdayOf(day), day - weekdayOf(day) + 7]
  const { year, month } = civil(day)
  const from = per === 'month' ? monthStart(day) : dayFromCivil(year, month - ((month - 1) % 3), 1)
  return [from, addMonths(from, per === 'month' ? 1 : 3)]
}

/**
 * The priority whose first touch is overdue on that day when nothing was done in the period; null on the few days (the first working day of
 * a quarter, when it is also that of its week) on which nothing can be overdue yet.
 */
export function overduePriority(today: number): string | null {
  for (const rotation of examplePlan().rotations ?? []) {
    const [from, to] = period(today, rotation.per)
    const days = Array.from({ length: to - from }, (_, i) => from + i).filter(isWorkingDay)
    const most = Math.max(rotation.visit ?? 0, rotation.meeting ?? 0, rotation.call ?? 0, rotation.email ?? 0)
    if (most === 0 || days.length === 0) continue
    if (days[Math.ceil(days.length / most) - 1]! < today) return rotation.priority
  }
  return null
}

/** The nearest working day at or before the day. */
export function workingDayBefore(day: number): number {
  let d = day
  while (!isWorkingDay(d)) d--
  return d
}
