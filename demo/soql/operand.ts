import { fromIso } from '../../lib/model/day'
import { SalesforceError } from '../errors'
import { isId, to18 } from '../ids'
import type { FieldDef, Value } from '../schema/field'
import type { Context } from './context'
import { literalSpan, parseMoment } from './dates'
import { wrongOperand, malformed } from './errors'

/** What the right side of a condition is to be compared with. A span is what a date literal covers, its end not included. */
export type Operand = { readonly kind: 'null' } | { readonly kind: 'value'; readonly value: string | number | boolean } | { readonly kind: 'span'; readonly from: number; readonly to: number }

const texts = new Set(['string', 'picklist', 'combobox', 'phone', 'url', 'email', 'textarea', 'id', 'reference'])
const numbers = new Set(['currency', 'double', 'percent', 'int'])

const unquote = (literal: string): string =>
  literal.slice(1, -1).replace(/\\(u[0-9a-f]{4}|.)/gi, (_, code: string) =>
    code.length > 1 ? String.fromCharCode(Number.parseInt(code.slice(1), 16)) : (
      { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' } as Record<string, string>
    )[code.toLowerCase()] ?? code)

/** Text as SOQL compares it. */
export const fold = (text: string): string => text.toLowerCase()

/** A field's value in the form in which it is compared. Days become numbers; ids keep their case. */
export function comparable(field: FieldDef, value: Value): string | number | boolean | null {
  if (value === null) return null
  if (field.type === 'date') return fromIso(String(value))
  if (field.type === 'id' || field.type === 'reference') return to18(String(value))
  return typeof value === 'string' ? fold(value) : value
}

export const isText = (field: FieldDef): boolean => texts.has(field.type)

export function operand(c: Context, field: FieldDef, raw: string, literalType: string | undefined, operator: string): Operand {
  if (literalType === 'NULL') return { kind: 'null' }
  const quoted = literalType === 'STRING'
  const wrong = (): SalesforceError => wrongOperand(c.soql, field.name, field.type === 'datetime' ? 'dateTime' : field.type, texts.has(field.type))
  if (texts.has(field.type)) {
    if (!quoted) throw wrong()
    const text = unquote(raw)
    if (field.type !== 'id' && field.type !== 'reference') return { kind: 'value', value: fold(text) }
    if (operator === 'LIKE') throw new SalesforceError('INVALID_FIELD', `invalid operator on id field`)
    if (text !== '' && !isId(text)) throw new SalesforceError(
      'INVALID_QUERY_FILTER_OPERATOR', `\n${c.soql}\nERROR at Row:1:Column:1\ninvalid ID field: ${text}`
    )
    return text === '' ? { kind: 'null' } : { kind: 'value', value: to18(text) }
  }
  if (numbers.has(field.type)) {
    if (literalType?.endsWith('WITH_CURRENCY_PREFIX')) return { kind: 'value', value: Number(raw.slice(3)) }
    if (literalType !== 'INTEGER' && literalType !== 'DECIMAL') throw wrong()
    return { kind: 'value', value: Number(raw) }
  }
  if (field.type === 'boolean') {
    if (literalType !== 'BOOLEAN') throw wrong()
    return { kind: 'value', value: raw.toUpperCase() === 'TRUE' }
  }
  return dateOperand(c, field, raw, literalType, wrong)
}

function dateOperand(c: Context, field: FieldDef, raw: string, literalType: string | undefined, wrong: () => SalesforceError): Operand {
  const isDate = field.type === 'date'
  const bounds = (from: number, to: number): Operand =>
    isDate ? { kind: 'span', from, to } : { kind: 'span', from: c.org.clock.at(from), to: c.org.clock.at(to) }
  if (literalType === 'DATE_LITERAL' || literalType === 'DATE_N_LITERAL') {
    const span = literalSpan(raw, fromIso(c.org.clock.today())!)
    if (!span) throw malformed(`unexpected token: '${raw}'`)
    return bounds(span.from, span.to)
  }
  if (literalType === 'DATE') {
    const day = fromIso(raw)
    if (!isDate) throw wrong()
    if (day === null) throw malformed(`line 1:1 no viable alternative at character '${raw}'`)
    return { kind: 'span', from: day, to: day + 1 }
  }
  if (literalType === 'DATETIME') {
    const moment = parseMoment(raw)
    if (isDate) throw wrong()
    if (moment === null) throw malformed(`line 1:1 no viable alternative at character '${raw}'`)
    return { kind: 'value', value: moment }
  }
  throw wrong()
}

/** LIKE: `%` any run, `_` one character, a backslash before either takes it as written. */
export function likePattern(raw: string): RegExp {
  let source = ''
  const inner = raw.slice(1, -1)
  for (let i = 0; i < inner.length; i++) {
    const ch = inner[i]!
    if (ch === '\\' && i + 1 < inner.length) source += escape(inner[++i]!)
    else if (ch === '%') source += '[^]*'
    else if (ch === '_') source += '[^]'
    else source += escape(ch)
  }
  return new RegExp(`^${source}$`, 'iu')
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, ch => (ch === '-' ? '\\x2d' : `\\${ch}`))
