import type { ConditionWithValueQuery, WhereClause } from 'soql-parser-js'
import type { FieldDef, ObjectDef, Row, Value } from '../schema/field'
import { SalesforceError } from '../errors'
import { resolve, type Context } from './context'
import { malformed, notFilterable } from './errors'
import { dateFunction } from './functions'
import { compile } from './logic'
import { comparable, isText, likePattern, operand, type Operand } from './operand'
import { select } from './run'

type Test = (value: Value) => boolean

/** Compiles a WHERE clause into a test of rows. */
export function where(c: Context, object: ObjectDef, clause: WhereClause | undefined, alias?: string): (row: Row) => boolean {
  if (!clause) return () => true
  return compile<Row>(clause, condition => {
    if ('fn' in condition) {
      const f = dateFunction(c, object, condition.fn.functionName ?? '', condition.fn.parameters ?? [], alias)
      const test = compare(c, f.field, condition)
      return row => test(f.get(row))
    }
    if (!('field' in condition)) throw malformed("unexpected token: ')'")
    const path = resolve(c, object, condition.field, alias)
    if (!path.field.filterable) throw notFilterable(c.soql, condition.field)
    const test = 'valueQuery' in condition ? semiJoin(c, path.field, condition) : compare(c, path.field, condition)
    return row => test(path.get(row))
  })
}

type WithValue = Extract<ConditionWithValueQuery, { value: string | string[] }>

/** The test that one condition makes of a field's value. */
export function compare(c: Context, field: FieldDef, condition: ConditionWithValueQuery): Test {
  const { operator, value, literalType } = condition as WithValue
  if (field.type === 'address') throw notFilterable(c.soql, field.name)
  if (Array.isArray(value)) {
    if (operator === 'INCLUDES' || operator === 'EXCLUDES') throw new SalesforceError(
      'INVALID_FIELD', `includes and excludes operator only valid on multipicklist field: ${field.name}`
    )
    const tests = value.map((v, i) => equals(field, operand(c, field, v, Array.isArray(literalType) ? literalType[i] : literalType, operator)))
    return operator === 'NOT IN' ? v => !tests.some(t => t(v)) : inSet(c, field, value, literalType) ?? (v => tests.some(t => t(v)))
  }
  if (operator === 'IN' || operator === 'NOT IN') throw malformed(`unexpected token: '${value}'`)
  if (operator === 'INCLUDES' || operator === 'EXCLUDES') throw new SalesforceError(
    'INVALID_FIELD', `includes and excludes operator only valid on multipicklist field: ${field.name}`
  )
  const right = operand(c, field, value, literalType as string, operator)
  if (operator === 'LIKE') {
    if (!isText(field)) throw new SalesforceError('INVALID_FIELD', `invalid operator on ${field.type} field`)
    const pattern = likePattern(value)
    return v => v !== null && pattern.test(String(v))
  }
  const same = equals(field, right)
  if (operator === '=') return same
  if (operator === '!=') return v => !same(v)
  if (field.type === 'boolean') throw new SalesforceError('INVALID_FIELD', `invalid operator on boolean field`)
  return ordered(field, operator, right)
}

/** Long lists of plain values: one look-up a row instead of one comparison a value. */
function inSet(c: Context, field: FieldDef, values: readonly string[], types: string | readonly string[] | undefined): Test | null {
  const operands = values.map((v, i) => operand(c, field, v, typeof types === 'string' ? types : types?.[i], 'IN'))
  if (operands.some(o => o.kind === 'span')) return null
  const set = new Set(operands.map(o => (o.kind === 'value' ? o.value : null)))
  return v => set.has(comparable(field, v === '' ? null : v))
}

function equals(field: FieldDef, right: Operand): Test {
  if (right.kind === 'null') return v => v === null || v === ''
  if (right.kind === 'span') {
    return v => {
      const left = comparable(field, v)
      return typeof left === 'number' && left >= right.from && left < right.to
    }
  }
  if (right.value === '') return v => v === null || v === ''
  return v => comparable(field, v) === right.value
}

function ordered(field: FieldDef, operator: string, right: Operand): Test {
  if (right.kind === 'null') return () => false
  // "after a span" is from its end on, "before or in it" is before its end.
  const low = right.kind === 'span' ? right.from : right.value
  const high = right.kind === 'span' ? right.to : right.value
  const span = right.kind === 'span'
  const tests: Record<string, (left: string | number | boolean) => boolean> = {
    '<': left => left < low,
    '>': left => (span ? left >= high : left > high),
    '<=': left => (span ? left < high : left <= high),
    '>=': left => left >= low,
  }
  const test = tests[operator]
  if (!test) throw malformed(`unexpected token: '${operator}'`)
  return v => {
    const left = comparable(field, v)
    return left !== null && test(left)
  }
}

function semiJoin(c: Context, field: FieldDef, condition: Extract<ConditionWithValueQuery, { valueQuery: unknown }>): Test {
  const query = condition.valueQuery
  const column = query.fields?.[0]
  if (field.type !== 'id' && field.type !== 'reference') throw malformed(`Semi join sub-selects can only be used with ID or reference fields: ${field.name}`)
  if (query.fields?.length !== 1 || !column || !('field' in column) || column.type === 'FieldTypeof') throw malformed('Semi join sub-selects must select exactly one field')
  const object = c.org.schema.object(query.sObject ?? '')
  const rows = select(c, query)
  const path = object ? resolve(c, object, column.type === 'FieldRelationship' ? [...column.relationships, column.field].join('.') : column.field, query.sObjectAlias) : null
  if (!path || (path.field.type !== 'id' && path.field.type !== 'reference')) throw malformed('Semi join sub-selects must select an ID or reference field')
  const ids = new Set(rows.map(row => path.get(row)))
  ids.delete(null)
  return condition.operator === 'NOT IN' ? v => !ids.has(v) : v => ids.has(v)
}
