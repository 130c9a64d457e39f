import { fromIso } from '../../lib/model/day'
import { exponentOf, toDecimal } from '../../lib/model/money'
import type { Money } from '../../lib/model/assessment'
import { plural, t, uiLocale } from './words'

const numberFormats = new Map<string, Intl.NumberFormat>()

// Making a formatter costs more than all of its uses in one panel.
function numbers(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = uiLocale() + JSON.stringify(options)
  const known = numberFormats.get(key) ?? new Intl.NumberFormat(uiLocale(), options)
  numberFormats.set(key, known)
  return known
}

// A hyphen reads as a dash before a figure.
const minus = (text: string): string => text.replace('-', '−')

const isCurrency = (code: string): boolean => /^[A-Z]{3}$/.test(code)

const major = ({ minor, currency }: Money): number => minor / 10 ** exponentOf(currency)

const inCurrency = (amount: Money, digits: number): string => {
  const fixed = { minimumFractionDigits: digits, maximumFractionDigits: digits }
  return minus(isCurrency(amount.currency)
    ? numbers({ style: 'currency', currency: amount.currency, currencyDisplay: 'narrowSymbol', ...fixed }).format(major(amount))
    // A code that is none, as dirty data has it, must not take the panel down.
    : `${numbers(fixed).format(major(amount))} ${amount.currency}`)
}

/** For reading: whole units, as the panel is no ledger; below ten units to the cent. */
export const money = (amount: Money): string => {
  const value = Math.abs(major(amount))
  return inCurrency(amount, value >= 10 || value === 0 ? 0 : exponentOf(amount.currency))
}

/** For reading, to the last minor unit. */
export const exactMoney = (amount: Money): string => inCurrency(amount, exponentOf(amount.currency))

/** For machines: "1234.50", without loss. */
export const decimal = ({ minor, currency }: Money): string => toDecimal(minor, currency)

export const percent = (ratio: number): string => {
  // "100%" only when it is; "99.5%" is told from it.
  const whole = Math.abs(ratio) >= 10 || Number.isInteger(ratio * 100)
  return minus(numbers({ style: 'percent', maximumFractionDigits: whole ? 0 : 1 }).format(ratio))
}

export const number = (value: number): string => minus(numbers({ maximumFractionDigits: 2 }).format(value))

/** "6 km", "0.4 km". */
export const distance = (km: number): string => numbers({ style: 'unit', unit: 'kilometer', maximumFractionDigits: km < 10 ? 1 : 0 }).format(km)

const dateFormats = new Map<string, Intl.DateTimeFormat>()

function dates(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = uiLocale() + JSON.stringify(options)
  const known = dateFormats.get(key) ?? new Intl.DateTimeFormat(uiLocale(), options)
  dateFormats.set(key, known)
  return known
}

const msPerDay = 86_400_000

const atNoon = (iso: string): number | null => {
  const day = fromIso(iso)
  return day === null ? null : day * msPerDay + msPerDay / 2
}

/** "Fri 27 Nov"; with the year once it is not that of `today`. What is no ISO day stands as it is. */
export function day(iso: string, today: string): string {
  const moment = atNoon(iso)
  if (moment === null) return iso
  const year = iso.slice(0, 4) === today.slice(0, 4) ? {} : ({ year: 'numeric' } as const)
  return dates({ timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short', ...year }).format(moment)
}

/** "November" for a calendar month, else "1 Oct – 31 Dec". */
export function period(from: string, to: string, per: 'week' | 'month' | 'quarter' | null): string {
  const [start, end] = [atNoon(from), atNoon(to)]
  if (start === null || end === null) return `${from} – ${to}`
  if (per === 'month') return dates({ timeZone: 'UTC', month: 'long' }).format(start)
  return dates({ timeZone: 'UTC', day: 'numeric', month: 'short' }).formatRange(start, end)
}

/** The month of an ISO day: "November 2026", or "Nov 26". */
export function monthName(iso: string, length: 'long' | 'short'): string {
  const moment = atNoon(iso)
  return moment === null ? iso : dates({ timeZone: 'UTC', month: length, year: length === 'long' ? 'numeric' : '2-digit' }).format(moment)
}

/** Days from one ISO day to another; negative when `to` is before `from`. */
export const daysBetween = (from: string, to: string): number => (fromIso(to) ?? 0) - (fromIso(from) ?? 0)

/** "today", "tomorrow", "in 3 days", "19 days late". */
export function untilDue(due: string, today: string): string {
  const days = daysBetween(today, due)
  if (days === 0) return t('today')
  if (days === 1) return t('tomorrow')
  return days > 0 ? plural('inDays', days) : plural('daysLate', -days)
}

/** "14:05", in the browser's zone. */
export const clock = (moment: number): string => dates({ hour: 'numeric', minute: '2-digit' }).format(moment)

/** "just now", "5 min ago", "at 09:12", "yesterday, 17:40", "Fri 20 Nov". */
export function age(at: number, now: number): string {
  const minutes = Math.floor((now - at) / 60_000)
  if (minutes < 1) return t('justNow')
  if (minutes < 60) return plural('minutesAgo', minutes)
  // Of the browser's own zone: it is the reader's day that "yesterday" is about.
  const midnight = new Date(now).setHours(0, 0, 0, 0)
  if (at >= midnight) return t('ageToday', clock(at))
  if (at >= new Date(midnight).setDate(new Date(midnight).getDate() - 1)) return t('ageYesterday', clock(at))
  return dates({ weekday: 'short', day: 'numeric', month: 'short' }).format(at)
}
