import { fail, ok, type Result, type Wanted } from '../adapter'
import type { AggregateAsk, AggregateRow } from '../book'
import type { Api } from './api'
import { amountField, dayField, keyOf, monthOf, type Counted, type Key, type Split } from './bookGroups'
import { minorOf } from './bookRows'
import { orgOf, type Org } from './org'
import { queryPath } from './queries'
import { codeOf, errorOf, send, type Reply } from './request'
import { recordsOf, type Row } from './rows'
import { decimal, number, quoted } from './values'

/**
 * Groups counted and added up by Salesforce itself, for an org too large to be read. It answers at most 2,000 groups and has no next page for them: a query with more
 * is taken apart by the values of what it groups by, until each part has few enough.
 */
const mostGroups = 2000
/** An address holds some 16,000 characters; what a part's condition may take of them. */
const longestCondition = 9000

/** The groups of one object. */
interface Grouping {
  readonly api: Api
  readonly org: Org
  readonly object: Counted
  readonly keys: readonly (Key | null)[]
  readonly amount: string | null
}

export async function aggregates(api: Api, ask: AggregateAsk, want: Wanted): Promise<Result<readonly AggregateRow[]>> {
  const known = await orgOf(api)
  if (!known.ok) return known
  const org = known.value
  // In an org of several currencies Salesforce gives every sum in the corporate one, by its own rates (dated ones for deals, where the org has them): there is no asking for
  // the sums of each currency apart. Where nobody says which is the corporate one, no sum is told.
  const isTold = !org.multiCurrency || org.corporate !== null
  const currency = org.multiCurrency ? org.corporate : null
  const groups = new Map<string, AggregateRow>()
  for (const object of objectsOf(ask.table, org, want)) {
    const keys = ask.by.map(column => keyOf(column, object, org, want))
    const grouping: Grouping = { api, org, object, keys, amount: ask.amounts && isTold ? amountField(object, org) : null }
    const day = dayField(object, org)
    const { from, to } = ask.days ?? { from: null, to: null }
    const conditions = [
      'IsDeleted = false',
      ...(day === null || from === null ? [] : [`${day} >= ${from}`]), ...(day === null || to === null ? [] : [`${day} <= ${to}`]),
    ]
    const found = await groupsOf(grouping, conditions, keys.flatMap(key => key?.split ?? []))
    if (!found.ok) return found
    for (const row of found.value) add(groups, groupOf(grouping, row, currency, want))
  }
  return ok([...groups.values()])
}

function objectsOf(table: AggregateAsk['table'], org: Org, want: Wanted): Counted[] {
  const all: Readonly<Record<AggregateAsk['table'], readonly Counted[]>> = {
    accounts: ['Account'], deals: want.revenue === 'orders' ? ['Opportunity', 'Order'] : ['Opportunity'], activities: ['Task', 'Event'],
  }
  return all[table].filter(object => org.objects[object] !== null)
}

function groupOf({ keys, amount }: Grouping, row: Row, currency: string | null, want: Wanted): AggregateRow {
  let at = 0
  return {
    keys: keys.map(key => {
      if (!key) return null
      const values = key.expressions.map(() => row[`k${at++}`])
      return key.read(values)
    }),
    count: number(row.n) ?? 0,
    amount: amount === null ? null : minorOf(decimal(row.total), currency ?? want.currency),
    currency,
  }
}

/** Groups that the book's columns do not tell apart are one. */
function add(groups: Map<string, AggregateRow>, more: AggregateRow): void {
  const name = JSON.stringify(more.keys)
  const known = groups.get(name)
  groups.set(name, known ? { ...known, count: known.count + more.count, amount: known.amount === null || more.amount === null ? (known.amount ?? more.amount) : known.amount + more.amount } : more)
}

/** All groups of what the conditions hold for. `splits`: by what the query may still be taken apart. */
async function groupsOf(grouping: Grouping, conditions: readonly string[], splits: readonly Split[]): Promise<Result<readonly Row[]>> {
  const rows = await counted(grouping, conditions)
  if (!rows.ok || rows.value !== 'tooMany') return rows as Result<readonly Row[]>
  const [split, ...others] = splits
  if (!split) return fail({ kind: 'unreadable', what: `more than ${mostGroups} groups that cannot be told apart` })
  const values = await valuesOf(grouping, conditions, split)
  if (!values.ok) return values
  // Rows without a value are a part of their own: no comparison finds them.
  const named = values.value.filter(value => value !== null)
  const parts: (string | null)[][] = [...(named.length < values.value.length ? [[null]] : []), ...halves(named)]
  const found: Row[] = []
  while (parts.length > 0) {
    const part = parts.shift()!
    const condition = conditionOf(split, part)
    const isLong = encodeURIComponent(condition).length > longestCondition
    if (isLong && part.length > 1) {
      parts.unshift(...halves(part))
      continue
    }
    if (part.length === 1) {
      const own = await groupsOf(grouping, [...conditions, condition], others)
      if (!own.ok) return own
      found.push(...own.value)
      continue
    }
    const own = await counted(grouping, [...conditions, condition])
    if (!own.ok) return own
    if (own.value === 'tooMany') parts.unshift(...halves(part))
    else found.push(...own.value)
  }
  return ok(found)
}

const halves = <T>(list: readonly T[]): T[][] => {
  const middle = Math.ceil(list.length / 2)
  return [list.slice(0, middle), list.slice(middle)].filter(half => half.length > 0)
}

async function counted(grouping: Grouping, conditions: readonly string[]): Promise<Result<readonly Row[] | 'tooMany'>> {
  const { keys, object, amount } = grouping
  const expressions = keys.flatMap(key => key?.expressions ?? [])
  const columns = [...expressions.map((expression, i) => `${expression} k${i}`), 'COUNT(Id) n', ...(amount === null ? [] : [`SUM(${amount}) total`])]
  const by = expressions.length === 0 ? '' : ` GROUP BY ${[...new Set(expressions)].join(', ')}`
  return asked(grouping, `SELECT ${columns.join(', ')} FROM ${object} WHERE ${conditions.join(' AND ')}${by}`)
}

/** `queryAll`, as `query` leaves out what is archived. */
async function asked({ api, org }: Grouping, soql: string): Promise<Result<readonly Row[] | 'tooMany'>> {
  const sent = await send(api, { method: 'GET', path: queryPath(org, soql, true) })
  if (!sent.ok) return sent
  if (isTooMuch(sent.value)) return ok('tooMany')
  const rows = recordsOf(sent.value)
  if (rows === null) return fail(sent.value.status >= 400 ? errorOf(sent.value) : { kind: 'unreadable', what: 'a count without groups' })
  return ok((sent.value.body as { done?: unknown }).done === false ? 'tooMany' : rows)
}

/** Too many groups for one answer, or more rows than it gets through in time: a part of them may do. */
const tooMuch = new Set(['EXCEEDED_ID_LIMIT', 'QUERY_TIMEOUT'])
const isTooMuch = (reply: Reply): boolean => tooMuch.has(codeOf(reply) ?? '')

/** The values by which to take apart, in an order in which neighbours may stay together. */
async function valuesOf(grouping: Grouping, conditions: readonly string[], { field, kind }: Split): Promise<Result<readonly (string | null)[]>> {
  const { object } = grouping
  const by = kind === 'months' ? [`CALENDAR_YEAR(${field})`, `CALENDAR_MONTH(${field})`] : [field]
  const selected = by.map((expression, i) => `${expression} v${i}`).join(', ')
  const found = new Map<string | null, string | null>()
  for (let after: string | null = null; ;) {
    const where: string[] = [...conditions, ...(after === null ? [] : [`${field} > ${quoted(after)}`])]
    const page = kind === 'texts' ? ` ORDER BY ${field} LIMIT ${mostGroups}` : ''
    const rows = await asked(grouping, `SELECT ${selected}, COUNT(Id) n FROM ${object} WHERE ${where.join(' AND ')} GROUP BY ${by.join(', ')}${page}`)
    if (!rows.ok) return rows
    if (rows.value === 'tooMany') return fail({ kind: 'unreadable', what: `more than ${mostGroups} values of ${field}` })
    const values = rows.value.map(row => (kind === 'months' ? monthOf(row.v0, row.v1) : typeof row.v0 === 'string' ? row.v0 : null))
    // The CRM compares without regard to case: of "NY" and "ny" one stands for both. Not so ids, of which it tells none twice anyway.
    for (const value of values) found.set(/Id$/.test(field) ? value : (value?.toLowerCase() ?? null), value)
    const last = values.at(-1)
    if (kind !== 'texts' || values.length < mostGroups || typeof last !== 'string' || last === after) break
    after = last
  }
  const all = [...found.values()]
  return ok(kind === 'months' ? all.toSorted((a, b) => ((a ?? '') < (b ?? '') ? -1 : 1)) : all)
}

function conditionOf({ field, kind }: Split, values: readonly (string | null)[]): string {
  const named = values.filter(value => value !== null)
  if (named.length === 0) return `${field} = null`
  if (kind === 'months') return `${field} >= ${named[0]!}-01 AND ${field} < ${monthAfter(named.at(-1)!)}-01`
  return `${field} IN (${named.map(quoted).join(', ')})`
}

function monthAfter(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return number === 12 ? `${String(year + 1).padStart(4, '0')}-01` : `${month.slice(0, 5)}${String(number + 1).padStart(2, '0')}`
}
