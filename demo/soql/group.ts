import type { FieldType, FunctionExp, HavingClause, Query } from 'soql-parser-js'
import { SalesforceError } from '../errors'
import { field as makeField, type FieldDef, type ObjectDef, type Row, type Value } from '../schema/field'
import { resolve, type Context } from './context'
import { inCorporate } from './corporate'
import { formatMoment } from './dates'
import { malformed, notGroupable, notHere } from './errors'
import { dateFunction, type Computed } from './functions'
import { compile } from './logic'
import { comparable } from './operand'
import type { RecordJson } from './project'
import { compareValues } from './sort'
import { compare } from './where'

const aggregates = new Set(['COUNT', 'COUNT_DISTINCT', 'SUM', 'AVG', 'MIN', 'MAX'])

export const isAggregate = (f: FieldType): boolean => f.type === 'FieldFunctionExpression' && aggregates.has(f.functionName.toUpperCase())

interface Group {
  readonly rows: readonly Row[]
}
interface Column {
  readonly name: string
  readonly field: FieldDef
  get(group: Group): Value
}

/** An aggregate such as SUM(Amount) as a function of a group's rows. */
function aggregate(c: Context, object: ObjectDef, fn: FunctionExp, alias?: string): Omit<Column, 'name'> {
  const name = fn.functionName?.toUpperCase() ?? ''
  const [parameter] = fn.parameters ?? []
  if (!aggregates.has(name)) throw malformed(`unexpected token: '${fn.functionName ?? ''}'`)
  if (parameter === undefined) return { field: makeField('expr', 'int'), get: g => g.rows.length }
  if (typeof parameter !== 'string') throw malformed(`unexpected token: '${parameter.functionName ?? ''}'`)
  const path = resolve(c, object, parameter, alias)
  const { type } = path.field
  const numeric = ['currency', 'double', 'percent', 'int'].includes(type)
  // Money of several currencies is added up in the corporate one.
  const get = type === 'currency' && path.via.length === 0 ? (row: Row): Value => inCorporate(c.org, object, row, path.get(row)) : path.get
  const values = (g: Group): Value[] => g.rows.map(get).filter(v => v !== null && v !== '')
  const fails = (): never => { throw new SalesforceError('INVALID_FIELD', `field ${path.field.name} does not support aggregate operator ${name}`) }
  if (!path.field.filterable || type === 'address') fails()
  // Every row has an id.
  if (name === 'COUNT' && type === 'id' && path.via.length === 0) return { field: makeField('expr', 'int'), get: g => g.rows.length }
  if (name === 'COUNT') return { field: makeField('expr', 'int'), get: g => values(g).length }
  if (name === 'COUNT_DISTINCT') return { field: makeField('expr', 'int'), get: g => new Set(values(g).map(v => comparable(path.field, v))).size }
  if (name === 'MIN' || name === 'MAX') {
    if (type === 'boolean' || type === 'id' || type === 'reference') fails()
    const sign = name === 'MIN' ? 1 : -1
    return {
      field: path.field,
      get: g => values(g).reduce<Value>((best, v) => (best === null || sign * compareValues(path.field, v, best) < 0 ? v : best), null),
    }
  }
  if (!numeric) fails()
  const sum = (g: Group): number | null => {
    const list = values(g) as number[]
    // To the field's scale: sums of cents must not show the trace of binary fractions.
    return list.length === 0 ? null : Number(list.reduce((a, b) => a + b, 0).toFixed(Math.max(path.field.scale, 2)))
  }
  return { field: makeField('expr', 'double'), get: g => (name === 'SUM' ? sum(g) : sum(g) === null ? null : sum(g)! / values(g).length) }
}

/** Answers a query that groups or aggregates. `rows` are those that passed WHERE. */
export function grouped(c: Context, object: ObjectDef, query: Query, rows: Iterable<Row>): RecordJson[] {
  const alias = query.sObjectAlias
  const groupBy = [query.groupBy ?? []].flat()
  const keys: (Computed & { readonly text: string })[] = groupBy.map(g => {
    if ('fn' in g) {
      const name = g.fn.functionName ?? ''
      if (['ROLLUP', 'CUBE'].includes(name.toUpperCase())) throw notHere(`GROUP BY ${name.toUpperCase()}`)
      return { ...dateFunction(c, object, name, g.fn.parameters ?? [], alias), text: (g.fn.rawValue ?? '').toLowerCase() }
    }
    const path = resolve(c, object, g.field, alias)
    if (!path.field.filterable || ['currency', 'double', 'percent', 'datetime', 'address'].includes(path.field.type)) throw notGroupable(c.soql, g.field)
    return { field: path.field, get: path.get, text: g.field.toLowerCase() }
  })

  const groups = new Map<string, Row[]>()
  // What is spelled alike is the same group without a closer look: most rows are.
  const spelled = new Map<string, Row[]>()
  for (const row of rows) {
    const values = keys.map(k => k.get(row))
    const spelling = values.join('\u0000')
    let group = spelled.get(spelling)
    if (!group) {
      const key = JSON.stringify(values.map((value, i) => comparable(keys[i]!.field, value)))
      group = groups.get(key) ?? []
      groups.set(key, group)
      spelled.set(spelling, group)
    }
    group.push(row)
  }
  if (keys.length === 0 && groups.size === 0) groups.set('', [])

  let unnamed = 0
  const keyColumn = (text: string): Omit<Column, 'name'> | null => {
    const key = keys.find(k => k.text === text.toLowerCase())
    return key ? { field: key.field, get: g => (g.rows[0] ? key.get(g.rows[0]) : null) } : null
  }
  const columns: Column[] = (query.fields ?? []).map(f => {
    if (f.type === 'FieldFunctionExpression') {
      const column = isAggregate(f) ? aggregate(c, object, f, alias) : keyColumn(f.rawValue ?? '')
      if (!column) throw malformed(`Field must be grouped or aggregated: ${f.rawValue ?? f.functionName}`)
      return { ...column, name: f.alias ?? `expr${unnamed++}` }
    }
    if (f.type !== 'Field' && f.type !== 'FieldRelationship') throw malformed('Grouped query cannot have child sub-selects')
    const text = f.type === 'Field' ? f.field : [...f.relationships, f.field].join('.')
    const column = keyColumn(text)
    if (!column) {
      resolve(c, object, text, alias)
      throw malformed(`Field must be grouped or aggregated: ${text}`)
    }
    return { ...column, name: ('alias' in f ? f.alias : undefined) ?? column.field.name }
  })

  let list: Group[] = [...groups.values()].map(r => ({ rows: r }))
  const ofFunction = (fn: FunctionExp): Omit<Column, 'name'> => keyColumn(fn.rawValue ?? '') ?? aggregate(c, object, fn, alias)
  if (query.having) list = list.filter(having(c, query.having, ofFunction, keyColumn))
  for (const order of [query.orderBy ?? []].flat().reverse()) {
    const column = 'fn' in order ? ofFunction(order.fn) : keyColumn(order.field)
    if (!column) throw malformed(`Ordered field must be grouped or aggregated: ${'field' in order ? order.field : ''}`)
    list.sort((a, b) => compareValues(column.field, column.get(a), column.get(b), order.order === 'DESC', order.nulls === 'LAST'))
  }
  list = list.slice(query.offset ?? 0, query.limit === undefined ? undefined : (query.offset ?? 0) + query.limit)
  if (list.length > 2000) throw new SalesforceError(
    'EXCEEDED_ID_LIMIT', 'Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch'
  )
  return list.map(g => {
    const record: RecordJson = { attributes: { type: 'AggregateResult' } }
    for (const column of columns) {
      const value = column.get(g)
      record[column.name] = column.field.type === 'datetime' && typeof value === 'number' ? formatMoment(value) : value
    }
    return record
  })
}

function having(c: Context, clause: HavingClause, ofFunction: (fn: FunctionExp) => Omit<Column, 'name'>, ofKey: (text: string) => Omit<Column, 'name'> | null): (g: Group) => boolean {
  return compile<Group>(clause, condition => {
    if (!('fn' in condition) && !('field' in condition)) throw malformed("unexpected token: ')'")
    const column = 'fn' in condition ? ofFunction(condition.fn) : ofKey(condition.field)
    if (!column) throw malformed(`Field must be grouped or aggregated: ${'field' in condition ? condition.field : ''}`)
    const test = compare(c, column.field, condition)
    return g => test(column.get(g))
  })
}
