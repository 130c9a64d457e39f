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

/** What is kept of a group while its rows go by: a million of them would not fit. */
interface Group {
  readonly first: Row | null
  readonly tallies: readonly Tally[]
}
/** One aggregate of one group. */
interface Tally {
  add(row: Row): void
  result(): Value
}
interface Column {
  readonly name: string
  readonly field: FieldDef
  get(group: Group): Value
}
/** What every group must keep, by the place in its list. */
type Tallies = (() => Tally)[]

/** An aggregate such as SUM(Amount): how a group keeps it is put on the list of `tallies`. */
function aggregate(c: Context, object: ObjectDef, tallies: Tallies, fn: FunctionExp, alias?: string): Omit<Column, 'name'> {
  const name = fn.functionName?.toUpperCase() ?? ''
  const [parameter] = fn.parameters ?? []
  if (!aggregates.has(name)) throw malformed(`unexpected token: '${fn.functionName ?? ''}'`)
  const kept = (field: FieldDef, tally: () => Tally): Omit<Column, 'name'> => {
    const at = tallies.push(tally) - 1
    return { field, get: g => g.tallies[at]!.result() }
  }
  if (parameter === undefined) return kept(makeField('expr', 'int'), counting(() => true))
  if (typeof parameter !== 'string') throw malformed(`unexpected token: '${parameter.functionName ?? ''}'`)
  const path = resolve(c, object, parameter, alias)
  const { type } = path.field
  const numeric = ['currency', 'double', 'percent', 'int'].includes(type)
  // Money of several currencies is added up in the corporate one.
  const get = type === 'currency' && path.via.length === 0 ? (row: Row): Value => inCorporate(c.org, object, row, path.get(row)) : path.get
  const fails = (): never => { throw new SalesforceError('INVALID_FIELD', `field ${path.field.name} does not support aggregate operator ${name}`) }
  if (!path.field.filterable || type === 'address') fails()
  const isThere = (value: Value): boolean => value !== null && value !== ''
  // Every row has an id.
  if (name === 'COUNT') return kept(makeField('expr', 'int'), counting(type === 'id' && path.via.length === 0 ? () => true : row => isThere(get(row))))
  if (name === 'COUNT_DISTINCT') return kept(makeField('expr', 'int'), () => {
    const seen = new Set<string | number | boolean | null>()
    return {
      add(row) {
        const value = get(row)
        if (isThere(value)) seen.add(comparable(path.field, value))
      },
      result: () => seen.size,
    }
  })
  if (name === 'MIN' || name === 'MAX') {
    if (type === 'boolean' || type === 'id' || type === 'reference') fails()
    const sign = name === 'MIN' ? 1 : -1
    return kept(path.field, () => {
      let best: Value = null
      return {
        add(row) {
          const value = get(row)
          if (isThere(value) && (best === null || sign * compareValues(path.field, value, best) < 0)) best = value
        },
        result: () => best,
      }
    })
  }
  if (!numeric) fails()
  return kept(makeField('expr', 'double'), () => {
    let sum = 0
    let count = 0
    // To the field's scale: sums of cents must not show the trace of binary fractions.
    const rounded = (): number => Number(sum.toFixed(Math.max(path.field.scale, 2)))
    return {
      add(row) {
        const value = get(row)
        if (!isThere(value)) return
        sum += Number(value)
        count++
      },
      result: () => (count === 0 ? null : name === 'SUM' ? rounded() : rounded() / count),
    }
  })
}

const counting = (counts: (row: Row) => boolean) => (): Tally => {
  let n = 0
  return {
    add: row => { if (counts(row)) n++ },
    result: () => n,
  }
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

  const tallies: Tallies = []
  let unnamed = 0
  const keyColumn = (text: string): Omit<Column, 'name'> | null => {
    const key = keys.find(k => k.text === text.toLowerCase())
    return key ? { field: key.field, get: g => (g.first ? key.get(g.first) : null) } : null
  }
  const columns: Column[] = (query.fields ?? []).map(f => {
    if (f.type === 'FieldFunctionExpression') {
      const column = isAggregate(f) ? aggregate(c, object, tallies, f, alias) : keyColumn(f.rawValue ?? '')
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
  const ofFunction = (fn: FunctionExp): Omit<Column, 'name'> => keyColumn(fn.rawValue ?? '') ?? aggregate(c, object, tallies, fn, alias)
  const holds = query.having ? having(c, query.having, ofFunction, keyColumn) : null
  const orders = [query.orderBy ?? []].flat().map(order => {
    const column = 'fn' in order ? ofFunction(order.fn) : keyColumn(order.field)
    if (!column) throw malformed(`Ordered field must be grouped or aggregated: ${'field' in order ? order.field : ''}`)
    return { column, descending: order.order === 'DESC', nullsLast: order.nulls === 'LAST' }
  })

  const groups = gather(rows, keys, first => ({ first, tallies: tallies.map(tally => tally()) }))
  if (keys.length === 0 && groups.length === 0) groups.push({ first: null, tallies: tallies.map(tally => tally()) })
  let list: Group[] = holds ? groups.filter(holds) : groups
  for (const { column, descending, nullsLast } of orders.toReversed()) {
    list.sort((a, b) => compareValues(column.field, column.get(a), column.get(b), descending, nullsLast))
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

/** Lets the rows go by, each into its group. */
function gather(rows: Iterable<Row>, keys: readonly Computed[], begin: (first: Row) => Group): Group[] {
  const groups = new Map<string, Group>()
  // What is spelled alike is the same group without a closer look: most rows are.
  const spelled = new Map<string, Group>()
  for (const row of rows) {
    const values = keys.map(k => k.get(row))
    const spelling = values.join('\u0000')
    let group = spelled.get(spelling)
    if (!group) {
      const key = JSON.stringify(values.map((value, i) => comparable(keys[i]!.field, value)))
      group = groups.get(key) ?? begin(row)
      groups.set(key, group)
      spelled.set(spelling, group)
    }
    for (const tally of group.tallies) tally.add(row)
  }
  return [...groups.values()]
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
