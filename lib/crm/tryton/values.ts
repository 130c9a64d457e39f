import { fromIso } from '../../model/day'

/** Tryton's JSON values as ours. Each answers null for what it does not know, never a guess. */

/** One record of a `search_read`; the record behind a field `party` is under `party.`. */
export type Row = Readonly<Record<string, unknown>>

interface Tagged {
  readonly __class__: string
  readonly [key: string]: unknown
}

const isTagged = (value: unknown): value is Tagged => typeof value === 'object' && value !== null && '__class__' in value

export function text(value: unknown): string | null {
  const trimmed = typeof value === 'string' ? value.trim() : ''
  return trimmed === '' ? null : trimmed
}

/** `{"__class__":"Decimal","decimal":"12.30"}` → "12.30". Python may write a large one as "1E+3", and zero as "0E-8". */
export function decimal(value: unknown): string | null {
  const said = isTagged(value) && value.__class__ === 'Decimal' ? String(value.decimal) : typeof value === 'number' ? String(value) : null
  const parts = said === null ? null : /^(-?)(\d+)(?:\.(\d+))?(?:E([+-]?\d{1,3}))?$/i.exec(said)
  if (!parts) return null
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts
  const point = whole.length + Number(exponent)
  const digits = (whole + fraction).padEnd(point, '0').padStart(whole.length + fraction.length - Math.min(point - 1, 0), '0')
  const at = Math.max(point, 1)
  const left = digits.slice(0, at).replace(/^0+(?=\d)/, '')
  const right = digits.slice(at)
  const plain = right === '' ? left : `${left}.${right}`
  return /[1-9]/.test(plain) ? sign + plain : plain
}

/** `{"__class__":"date",…}` → "2026-11-24". */
export function day(value: unknown): string | null {
  if (!isTagged(value) || value.__class__ !== 'date') return null
  const iso = `${pad(value.year, 4)}-${pad(value.month, 2)}-${pad(value.day, 2)}`
  return fromIso(iso) === null ? null : iso
}

/** `{"__class__":"datetime",…}`, which Tryton keeps in UTC → epoch milliseconds. */
export function moment(value: unknown): number | null {
  if (!isTagged(value) || value.__class__ !== 'datetime') return null
  const at = Date.UTC(Number(value.year), Number(value.month) - 1, Number(value.day), Number(value.hour), Number(value.minute), Number(value.second))
  return Number.isFinite(at) ? at + Math.floor(Number(value.microsecond ?? 0) / 1000) : null
}

/** The moment as Tryton's JSON has it. */
export function toDatetime(at: number): Tagged {
  const date = new Date(at)
  return {
    __class__: 'datetime', year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(),
    hour: date.getUTCHours(), minute: date.getUTCMinutes(), second: date.getUTCSeconds(), microsecond: date.getUTCMilliseconds() * 1000,
  }
}

export const recordId = (value: unknown): string | null => (typeof value === 'number' && value >= 0 ? String(value) : null)

/** The record, or records, behind a relation that was read as `field.x`. */
export function related(row: Row, field: string): readonly Row[] {
  const value = row[`${field}.`]
  const rows: readonly unknown[] = Array.isArray(value) ? value as unknown[] : [value]
  return rows.filter((item): item is Row => typeof item === 'object' && item !== null)
}

/** The value that a dotted name such as `lang.code` reads; of several records behind it a list, as text. */
export function valueAt(row: Row, path: string): string | number | boolean | null {
  const [first = '', ...rest] = path.split('.')
  if (rest.length > 0) {
    const values = related(row, first).map(item => valueAt(item, rest.join('.'))).filter(value => value !== null)
    return values.length > 1 ? values.join(', ') : (values[0] ?? null)
  }
  const value = row[first]
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return value
  const exact = decimal(value)
  if (exact !== null) return Number(exact)
  const at = moment(value)
  return text(value) ?? day(value) ?? (at === null ? null : new Date(at).toISOString())
}

const pad = (value: unknown, width: number): string => String(value).padStart(width, '0')
