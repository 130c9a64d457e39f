import type { FieldType, FunctionExp } from 'soql-parser-js'
import type { FieldDef, ObjectDef, Row, Value } from '../schema/field'
import { parentRow, relationship, resolve, type Context } from './context'
import { formatMoment } from './dates'
import { malformed, noSuchChildren, notHere } from './errors'
import { select } from './run'

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }
export type RecordJson = { [key: string]: Json }

export const attributes = (c: Context, object: string, id: Value): RecordJson => ({ type: object, url: `${c.base}/sobjects/${object}/${String(id)}` })

/** A field's value as the REST API writes it. */
export function toJson(c: Context, object: ObjectDef, field: FieldDef, row: Row): Json {
  if (field.type === 'address') return addressJson(row, field.name.replace(/Address$/, ''))
  const value = c.org.value(object, row, field)
  if (field.type === 'datetime' && typeof value === 'number') return formatMoment(value)
  return value === '' ? null : value
}

function addressJson(row: Row, prefix: string): Json {
  const part = (name: string): Value => row[prefix + name] ?? null
  const parts = {
    city: part('City'), country: part('Country'), geocodeAccuracy: null, latitude: part('Latitude'), longitude: part('Longitude'),
    postalCode: part('PostalCode'), state: part('State'), street: part('Street'),
  }
  return Object.values(parts).every(v => v === null) ? null : parts
}

type Put = (row: Row, record: RecordJson) => void

/** Compiles a select list into a function from a row to what the API answers for it. */
export function projection(c: Context, object: ObjectDef, fields: readonly FieldType[], alias?: string): (row: Row) => RecordJson {
  const puts = fields.flatMap(f => putsOf(c, object, f, alias))
  return row => {
    const record: RecordJson = { attributes: attributes(c, object.name, row.Id ?? null) }
    for (const put of puts) put(row, record)
    return record
  }
}

function putsOf(c: Context, object: ObjectDef, f: FieldType, alias: string | undefined): Put[] {
  if (f.type === 'FieldSubquery') return [childPut(c, object, f)]
  if (f.type === 'FieldFunctionExpression') return functionPuts(c, object, f, alias)
  if (f.type === 'FieldTypeof') throw notHere('TYPEOF')
  if ('alias' in f && f.alias) throw malformed('only aggregate expressions use field aliasing')
  return [pathPut(c, object, f.type === 'FieldRelationship' ? [...f.relationships, f.field] : [f.field], alias)]
}

function pathPut(c: Context, object: ObjectDef, given: readonly string[], alias: string | undefined): Put {
  const head = given[0]!.toLowerCase()
  const aliased = given.length > 1 && (head === alias?.toLowerCase() || (head === object.name.toLowerCase() && !object.fields.some(f => f.relationshipName?.toLowerCase() === head)))
  const [first, ...rest] = (aliased ? given.slice(1) : given) as [string, ...string[]]
  const path = resolve(c, object, [first, ...rest].join('.'))
  if (rest.length === 0) return (row, record) => { record[path.field.name] = toJson(c, object, path.field, row) }
  const link = relationship(c, object, first)
  const key = link.relationshipName!
  const many = link.referenceTo.length > 1
  const inner = many ? null : pathPut(c, c.org.schema.object(link.referenceTo[0]!)!, rest, undefined)
  return (row, record) => {
    const parent = parentRow(c, row, link)
    if (!parent) {
      record[key] = null
      return
    }
    const target = c.org.schema.byPrefix(String(parent.Id))!
    const nested = (record[key] ?? { attributes: attributes(c, many ? 'Name' : target.name, parent.Id ?? null) }) as RecordJson
    if (many) (nested.attributes as RecordJson).url = `${c.base}/sobjects/${target.name}/${String(parent.Id)}`
    record[key] = nested
    if (inner) inner(parent, nested)
    else nested[path.field.name] = path.get(row)
  }
}

function functionPuts(c: Context, object: ObjectDef, f: FunctionExp & { parameters: (string | FunctionExp)[] }, alias: string | undefined): Put[] {
  const name = f.functionName?.toUpperCase() ?? ''
  const parameter = f.parameters[0]
  if (name === 'FIELDS') {
    const which = String(parameter).toUpperCase()
    if (!['ALL', 'STANDARD', 'CUSTOM'].includes(which)) throw malformed(`unexpected token: '${which}'`)
    return object.fields
      .filter(x => (which === 'ALL' || (which === 'CUSTOM') === x.custom) && !c.org.hides(c.userId, object, x))
      .map(x => (row, record) => { record[x.name] = toJson(c, object, x, row) })
  }
  if (!['TOLABEL', 'FORMAT', 'CONVERTCURRENCY'].includes(name)) throw notHere(f.functionName ?? name)
  const inner = typeof parameter === 'string' ? parameter : parameter?.parameters?.[0]
  if (typeof inner !== 'string') throw malformed(`unexpected token: '${f.functionName ?? ''}'`)
  const path = resolve(c, object, inner, alias)
  const key = f.alias ?? path.field.name
  return [(row, record) => {
    const value = path.get(row)
    // Labels equal values in this org, and amounts are said in the user's currency, which is the corporate one.
    record[key] = name === 'FORMAT' && value !== null ? String(value) : value
  }]
}

function childPut(c: Context, object: ObjectDef, f: Extract<FieldType, { type: 'FieldSubquery' }>): Put {
  const { subquery } = f
  const child = c.org.schema.children(object).find(x => x.name.toLowerCase() === subquery.relationshipName.toLowerCase())
  if (!child || c.org.hides(c.userId, child.object, child.field)) throw noSuchChildren(c.soql, subquery.relationshipName)
  const fields = subquery.fields ?? []
  if (fields.some(x => x.type === 'FieldSubquery')) throw malformed('Only root queries support aggregate expressions')
  const { relationshipName: _, ...rest } = subquery
  const query = { ...rest, sObject: child.object.name }
  const project = projection(c, child.object, fields, subquery.sObjectAlias)
  // Compiled once for its errors, even when no parent is found.
  select(c, query, [])
  return (row, record) => {
    const rows = select(c, query, c.org.by(child.object.name, child.field.name, String(row.Id)))
    record[child.name] = rows.length === 0 ? null : { totalSize: rows.length, done: true, records: rows.map(project) }
  }
}
