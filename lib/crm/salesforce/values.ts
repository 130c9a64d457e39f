import { isDay } from '../../model/day'

/** What the API's JSON says, made into the snapshot's plain values. Whatever is malformed is null: nothing is made up. */

const longest = 1000
/** Beyond this a number of JSON has lost its cents, and no account earns it. */
const absurd = 1e15

/** Trimmed, at most 1,000 characters and never half a character; null for empty. */
export function text(value: unknown): string | null {
  if (typeof value !== 'string') return null
  const trimmed = value.trim()
  if (trimmed === '') return null
  if (trimmed.length <= longest) return trimmed
  return trimmed.slice(0, longest).replace(/[\uD800-\uDBFF]$/, '').trimEnd()
}

/** A field of any kind as text: what a picklist, number or checkbox says. */
export function anyText(value: unknown): string | null {
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return decimal(value)
  return text(value)
}

export function number(value: unknown): number | null {
  const n = typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN
  return Number.isFinite(n) ? n : null
}

/** A decimal string without an exponent: 1e-7 is "0.0000001". Null for what is no amount. */
export function decimal(value: unknown): string | null {
  const written = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : ''
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/.exec(written)
  if (!parts || !(Math.abs(Number(written)) < absurd)) return null
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts
  const digits = whole + fraction
  const point = whole.length + Number(exponent)
  const before = (point > 0 ? digits.slice(0, point).padEnd(point, '0') : '').replace(/^0+(?=\d)/, '') || '0'
  const cents = point > 0 ? digits.slice(point) : '0'.repeat(-point) + digits
  // "1234.50" stays as the CRM said it; zeros that only the exponent's shift made go.
  const after = exponent === '0' ? cents : cents.replace(/0+$/, '')
  const plain = after === '' ? before : `${before}.${after}`
  return /[1-9]/.test(plain) ? sign + plain : '0'
}

/** A bare date; of a date and time only when it is asked for elsewhere. */
export function day(value: unknown): string | null {
  return typeof value === 'string' && isDay(value) ? value : null
}

/** Such dates come of an empty cell that became a number, not of a sale. */
const firstBelievable = '1950-01-01'

/** A day on which something can have been sold. */
export function saleDay(value: unknown): string | null {
  const said = day(value)
  return said !== null && said >= firstBelievable ? said : null
}

const written = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})$/

const daysKnown = new Map<string, number | null>()
const mostDays = 5000

/** Midnight of an ISO day; the same days come over and over. */
function midnight(date: string): number | null {
  let at = daysKnown.get(date)
  if (at === undefined) {
    if (daysKnown.size >= mostDays) daysKnown.clear()
    at = isDay(date) ? Date.parse(date) : null
    daysKnown.set(date, at)
  }
  return at
}

/** The form in which the API itself writes moments, to the second and in UTC, taken apart by its places: a book has millions. Null: another form. */
function plainMoment(value: string): number | null {
  if (value.length !== 28 || !value.endsWith('.000+0000') || value.charCodeAt(10) !== 84 || value.charCodeAt(13) !== 58 || value.charCodeAt(16) !== 58) return null
  const two = (at: number): number => {
    const [tens, ones] = [value.charCodeAt(at) - 48, value.charCodeAt(at + 1) - 48]
    return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN
  }
  const [hours, minutes, seconds] = [two(11), two(14), two(17)]
  const day = midnight(value.slice(0, 10))
  return day !== null && hours < 24 && minutes < 60 && seconds < 60 ? day + (hours * 3600 + minutes * 60 + seconds) * 1000 : null
}

/** "2026-11-24T10:00:00.000+0000" as epoch milliseconds. */
export function moment(value: unknown): number | null {
  if (typeof value !== 'string') return null
  const plain = plainMoment(value)
  if (plain !== null) return plain
  const date = written.exec(value)?.[1]
  // A day such as 2026-02-30 would be rolled over silently.
  if (date === undefined || !isDay(date)) return null
  // The API writes "+0000"; `Date` is only sure to read "+00:00".
  const at = Date.parse(value.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'))
  return Number.isFinite(at) ? at : null
}

/** The date part of a date, or of a date and time, as it is written: no zone shifts it. */
export function dateOf(value: unknown): string | null {
  return typeof value === 'string' ? day(value.slice(0, 10)) : null
}

/** A text in the quotes of SOQL. */
export const quoted = (value: string): string =>
  `'${value.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r').replace(/\t/g, '\\t')}'`
