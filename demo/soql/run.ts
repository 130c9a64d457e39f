import type { Query } from 'soql-parser-js'
import { SalesforceError } from '../errors'
import type { ObjectDef, Row } from '../schema/field'
import { resolve, type Context } from './context'
import { malformed, noSuchObject, notSortable } from './errors'
import { grouped, isAggregate } from './group'
import { parse } from './parse'
import { projection, type RecordJson } from './project'
import { compareValues } from './sort'
import { candidates, where } from './where'

export interface Answer {
  readonly totalSize: number
  readonly records: readonly RecordJson[]
}

/** Runs a SOQL query as the REST API would. Throws `SalesforceError` where Salesforce says no. */
export function run(c: Context): Answer {
  const query = parse(c.soql)
  const object = objectOf(c, query)
  const fields = query.fields ?? []
  const first = fields[0]!
  if (first.type === 'FieldFunctionExpression' && first.functionName.toUpperCase() === 'COUNT' && first.parameters.length === 0) {
    if (fields.length > 1 || query.groupBy || query.orderBy) throw malformed(fields.length > 1 ? "unexpected token: ','" : 'Ordered field must be grouped or aggregated')
    return { totalSize: select(c, query).length, records: [] }
  }
  if (query.groupBy || fields.some(isAggregate)) {
    if (!query.groupBy && query.having) throw malformed("unexpected token: 'HAVING'")
    const records = grouped(c, object, query, filtered(c, object, query))
    return { totalSize: records.length, records }
  }
  if (query.having) throw malformed("unexpected token: 'HAVING'")
  checkFieldsFunction(query)
  const project = projection(c, object, fields, query.sObjectAlias)
  const rows = select(c, query)
  return { totalSize: rows.length, records: rows.map(project) }
}

/** The rows that a query without groups finds, in its order. `from` stands in for the table where the caller knows better. */
export function select(c: Context, query: Query, from?: readonly Row[]): readonly Row[] {
  const object = objectOf(c, query)
  const rows = [...filtered(c, object, query, from)]
  const orders = [query.orderBy ?? []].flat().map(order => {
    if ('fn' in order) throw malformed(`unexpected token: '${order.fn.functionName ?? ''}'`)
    const path = resolve(c, object, order.field, query.sObjectAlias)
    if (!path.field.filterable || path.field.type === 'address') throw notSortable(c.soql, order.field)
    return { path, descending: order.order === 'DESC', nullsLast: order.nulls === 'LAST' }
  })
  if (orders.length > 0) {
    rows.sort((a, b) => {
      for (const { path, descending, nullsLast } of orders) {
        const result = compareValues(path.field, path.get(a), path.get(b), descending, nullsLast)
        if (result !== 0) return result
      }
      return 0
    })
  }
  const offset = query.offset ?? 0
  if (offset > 2000) throw new SalesforceError('NUMBER_OUTSIDE_VALID_RANGE', `Maximum SOQL offset allowed is 2000`)
  return rows.slice(offset, query.limit === undefined ? undefined : offset + query.limit)
}

function filtered(c: Context, object: ObjectDef, query: Query, from?: readonly Row[]): readonly Row[] {
  const test = where(c, object, query.where, query.sObjectAlias)
  const mine = /^mine$/i.test(query.usingScope ?? '')
  return (from ?? candidates(c, object, query.where)).filter(row => visible(c, object, row) && (!mine || row.OwnerId === c.userId) && test(row))
}

/** `query` does not show what is in the bin or archived; nothing shows what the user may not see. */
function visible(c: Context, object: ObjectDef, row: Row): boolean {
  if (c.org.invisible.has(row.Id as string)) return false
  if (c.all) return true
  if (row.IsDeleted === true) return false
  const archived = c.org.schema.field(object, 'IsArchived')
  return !archived || c.org.value(object, row, archived) !== true
}

function objectOf(c: Context, query: Query): ObjectDef {
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
