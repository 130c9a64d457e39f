import type { Query } from 'soql-parser-js'
import { SalesforceError } from '../errors'
import type { ObjectDef, Row } from '../schema/field'
import { resolve, type Context } from './context'
import { malformed, noSuchObject, notSortable } from './errors'
import { grouped, isAggregate } from './group'
import { parse } from './parse'
import { plan } from './plan'
import { projection, type RecordJson } from './project'
import { compareValues } from './sort'
import { where } from './where'

export interface Answer {
  readonly totalSize: number
  /** How many records there are to be had. */
  readonly length: number
  /** The records of a page; they are made when asked for, as a million of them would not fit. */
  page(from: number, to: number): readonly RecordJson[]
}

/** Runs a SOQL query as the REST API would. Throws `SalesforceError` where Salesforce says no. */
export function run(c: Context): Answer {
  const query = parse(c.soql)
  const object = objectOf(c, query)
  const fields = query.fields ?? []
  const first = fields[0]!
  if (first.type === 'FieldFunctionExpression' && first.functionName.toUpperCase() === 'COUNT' && first.parameters.length === 0) {
    if (fields.length > 1 || query.groupBy || query.orderBy) throw malformed(fields.length > 1 ? "unexpected token: ','" : 'Ordered field must be grouped or aggregated')
    return { totalSize: count(c, object, query), length: 0, page: () => [] }
  }
  if (isGrouped(query)) {
    if (!query.groupBy && query.having) throw malformed("unexpected token: 'HAVING'")
    const records = grouped(c, object, query, filtered(c, object, query))
    return { totalSize: records.length, length: records.length, page: (from, to) => records.slice(from, to) }
  }
  if (query.having) throw malformed("unexpected token: 'HAVING'")
  checkFieldsFunction(query)
  const project = projection(c, object, fields, query.sObjectAlias)
  const rows = select(c, query)
  return { totalSize: rows.length, length: rows.length, page: (from, to) => rows.slice(from, to).map(project) }
}

/** Whether the query groups or aggregates. */
export const isGrouped = (query: Query): boolean => Boolean(query.groupBy) || (query.fields ?? []).some(isAggregate)

/** The rows that a query without groups finds, in its order. `from` stands in for the table where the caller knows better. */
export function select(c: Context, query: Query, from?: readonly Row[]): readonly Row[] {
  const object = objectOf(c, query)
  const orders = [query.orderBy ?? []].flat().map(order => {
    if ('fn' in order) throw malformed(`unexpected token: '${order.fn.functionName ?? ''}'`)
    const path = resolve(c, object, order.field, query.sObjectAlias)
    if (!path.field.filterable || path.field.type === 'address') throw notSortable(c.soql, order.field)
    return { path, descending: order.order === 'DESC', nullsLast: order.nulls === 'LAST' }
  })
  const offset = query.offset ?? 0
  if (offset > 2000) throw new SalesforceError('NUMBER_OUTSIDE_VALID_RANGE', `Maximum SOQL offset allowed is 2000`)
  const end = query.limit === undefined ? Number.POSITIVE_INFINITY : offset + query.limit
  const holds = tests(c, object, query)
  const { rows: candidates, inOrder } = from ? { rows: from, inOrder: false } : plan(c, object, query)
  const rows: Row[] = []
  const enough = inOrder || orders.length === 0 ? end : Number.POSITIVE_INFINITY
  if (enough > 0) for (const row of candidates) if (holds(row) && rows.push(row) >= enough) break
  if (orders.length > 0 && !inOrder) {
    rows.sort((a, b) => {
      for (const { path, descending, nullsLast } of orders) {
        const result = compareValues(path.field, path.get(a), path.get(b), descending, nullsLast)
        if (result !== 0) return result
      }
      return 0
    })
  }
  return offset === 0 && rows.length <= end ? rows : rows.slice(offset, end)
}

function count(c: Context, object: ObjectDef, query: Query): number {
  let n = 0
  for (const _ of filtered(c, object, query)) n++
  return Math.min(n, query.limit ?? n)
}

function* filtered(c: Context, object: ObjectDef, query: Query): Iterable<Row> {
  const holds = tests(c, object, query)
  for (const row of plan(c, object, query).rows) if (holds(row)) yield row
}

/** What a row must be for the query to find it. */
function tests(c: Context, object: ObjectDef, query: Query): (row: Row) => boolean {
  const test = query.where ? where(c, object, query.where, query.sObjectAlias) : null
  const mine = /^mine$/i.test(query.usingScope ?? '')
  const archived = c.all ? undefined : c.org.schema.field(object, 'IsArchived')
  return row =>
    // `query` does not show what is in the bin or archived; nothing shows what the user may not see.
    (c.all || row.IsDeleted !== true) && c.org.sees(c.userId, row) && (!mine || row.OwnerId === c.userId)
    && (!test || test(row)) && (!archived || c.org.value(object, row, archived) !== true)
}

export function objectOf(c: Context, query: Query): ObjectDef {
  const object = c.org.schema.object(query.sObject ?? '')
  if (!object) throw noSuchObject(c.soql, query.sObject ?? '')
  return object
}

function checkFieldsFunction(query: Query): void {
  for (const f of query.fields ?? []) {
    if (f.type !== 'FieldFunctionExpression' || f.functionName.toUpperCase() !== 'FIELDS') continue
    const all = String(f.parameters[0]).toUpperCase() !== 'STANDARD'
    if (all && (query.limit === undefined || query.limit > 200)) throw malformed('The SOQL FIELDS function must have a LIMIT of at most 200')
  }
}
