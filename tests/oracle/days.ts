import type { Plan } from '../../lib/model/plan'

/** Days as ISO text, stepped one by one: slow, and plain to see. Shares nothing with `lib/model/day.ts`. */

const formats = new Map<string, Intl.DateTimeFormat>()

/** The day on which a moment falls in a time zone. */
export function dayOfMoment(moment: number, zone: string): string {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, calendar: 'gregory', numberingSystem: 'latn', year: 'numeric', month: 'numeric', day: 'numeric' })
    formats.set(zone, format)
  }
  const parts = format.formatToParts(new Date(moment))
  const get = (type: string): string => parts.find(p => p.type === type)?.value ?? ''
  return `${get('year').padStart(4, '0')}-${get('month').padStart(2, '0')}-${get('day').padStart(2, '0')}`
}

const noon = (day: string): Date => new Date(`${day}T12:00:00Z`)

export function plusDays(day: string, days: number): string {
  const date = noon(day)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

/** How many days `later` is after `earlier`. */
export const daysBetween = (earlier: string, later: string): number => Math.round((noon(later).getTime() - noon(earlier).getTime()) / 86_400_000)

/** False for what looks like a day and is none, such as 2026-02-30: the CRM's value then counts as not there. */
export function isRealDay(day: string | null): day is string {
  return day !== null && /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(noon(day).getTime()) && plusDays(day, 0) === day
}

const weekdayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const
export const weekday = (day: string) => weekdayNames[noon(day).getUTCDay()]!

export interface Span {
  readonly from: string
  readonly to: string
}

export const within = (day: string, span: Span): boolean => day >= span.from && day <= span.to

export function daysOf(span: Span): string[] {
  const days: string[] = []
  for (let day = span.from; day <= span.to; day = plusDays(day, 1)) days.push(day)
  return days
}

/** True on the first day of such a period. */
function begins(per: 'week' | 'month' | 'quarter' | 'year', day: string, plan: Plan): boolean {
  if (per === 'week') return weekday(day) === (plan.calendar.firstDayOfWeek ?? 'mon')
  if (day.slice(8) !== '01') return false
  const monthsIntoYear = (Number(day.slice(5, 7)) - (plan.calendar.fiscalYearStart ?? 1) + 12) % 12
  return per === 'month' || (per === 'quarter' ? monthsIntoYear % 3 === 0 : monthsIntoYear === 0)
}

/** The calendar week, month, fiscal quarter or fiscal year that holds the day. */
export function periodAround(per: 'week' | 'month' | 'quarter' | 'year', day: string, plan: Plan): Span {
  let from = day
  while (!begins(per, from, plan)) from = plusDays(from, -1)
  let to = day
  while (!begins(per, plusDays(to, 1), plan)) to = plusDays(to, 1)
  return { from, to }
}
