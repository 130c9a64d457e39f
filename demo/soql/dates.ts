import { civil, dayFromCivil, fromIso, weekdayOf } from '../../lib/model/day'
import { addMonths } from '../clock'

/** Days as numbers, the end not included. */
export interface Span {
  readonly from: number
  readonly to: number
}

const monthStart = (day: number): number => {
  const { year, month } = civil(day)
  return dayFromCivil(year, month, 1)
}
const quarterStart = (day: number): number => {
  const { year, month } = civil(day)
  return dayFromCivil(year, month - ((month - 1) % 3), 1)
}
const yearStart = (day: number): number => dayFromCivil(civil(day).year, 1, 1)
/** Weeks start on Sunday, as the en_US locale has it. */
const weekStart = (day: number): number => day - ((weekdayOf(day) + 1) % 7)

type Unit = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR'
const starts: Record<Unit, (day: number) => number> = { DAY: d => d, WEEK: weekStart, MONTH: monthStart, QUARTER: quarterStart, YEAR: yearStart }

function shift(start: number, unit: Unit, n: number): number {
  if (unit === 'DAY') return start + n
  if (unit === 'WEEK') return start + 7 * n
  return addMonths(start, n * { MONTH: 1, QUARTER: 3, YEAR: 12 }[unit])
}

/** The days that a date literal such as THIS_MONTH or LAST_N_DAYS:30 means; null when there is none of that name. The fiscal year is the calendar's. */
export function literalSpan(literal: string, today: number): Span | null {
  const name = literal.toUpperCase().split(':')[0]!.replace('FISCAL_', '')
  const n = Number(literal.split(':')[1] ?? Number.NaN)
  if (name === 'TODAY') return { from: today, to: today + 1 }
  if (name === 'YESTERDAY') return { from: today - 1, to: today }
  if (name === 'TOMORROW') return { from: today + 1, to: today + 2 }
  if (name === 'LAST_90_DAYS') return { from: today - 90, to: today + 1 }
  if (name === 'NEXT_90_DAYS') return { from: today + 1, to: today + 91 }
  const one = /^(LAST|THIS|NEXT)_(WEEK|MONTH|QUARTER|YEAR)$/.exec(name)
  if (one) {
    const unit = one[2] as Unit
    const from = shift(starts[unit](today), unit, { LAST: -1, THIS: 0, NEXT: 1 }[one[1] as 'LAST' | 'THIS' | 'NEXT'])
    return { from, to: shift(from, unit, 1) }
  }
  const many = /^(?:(LAST|NEXT)_N_(DAY|WEEK|MONTH|QUARTER|YEAR)S|N_(DAY|WEEK|MONTH|QUARTER|YEAR)S_AGO)$/.exec(name)
  if (!many || !Number.isInteger(n) || n < 0) return null
  const unit = (many[2] ?? many[3]) as Unit
  const start = starts[unit](today)
  if (!many[1]) return { from: shift(start, unit, -n), to: shift(start, unit, 1 - n) }
  // Days count today in, the larger units leave the current one out.
  if (many[1] === 'LAST') return { from: shift(start, unit, -n), to: unit === 'DAY' ? today + 1 : start }
  return { from: shift(start, unit, 1), to: shift(start, unit, n + 1) }
}

/** The moment an ISO date-time means; null when it is none, or has no zone. */
export function parseMoment(text: string): number | null {
  const shape = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2})?(\.\d+)?(Z|[+-]\d{2}:?\d{2})$/i.exec(text)
  if (!shape || fromIso(shape[1]!) === null) return null
  const moment = Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'))
  return Number.isNaN(moment) ? null : moment
}

/** "2026-11-24T15:00:00.000+0000" */
export function formatMoment(moment: number): string {
  const day = Math.floor(moment / 86_400_000)
  const ms = moment - day * 86_400_000
  // A day is written once and remembered: pages hold thousands of moments of few days.
  let written = days.get(day)
  if (written === undefined) {
    written = new Date(day * 86_400_000).toISOString().slice(0, 11)
    days.set(day, written)
  }
  const minute = Math.floor(ms / 60_000)
  const second = Math.floor(ms / 1000) % 60
  return `${written}${two[Math.floor(minute / 60)]!}:${two[minute % 60]!}:${two[second]!}.${String(ms % 1000).padStart(3, '0')}+0000`
}

const days = new Map<number, string>()
const two = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'))
