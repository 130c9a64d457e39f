import { SalesforceError, notFound } from '../errors'
import { isId } from '../ids'
import { describe, describeBasics } from '../schema/describe'
import type { ObjectDef, Row } from '../schema/field'
import { attributes, toJson, type RecordJson } from '../soql/project'
import { formatMoment } from '../soql/dates'
import { resolve } from '../soql/context'
import type { ApiAnswer, ApiRequest, Caller } from './api'
import { deleted, updated } from './changes'
import { listViews } from './listViews'
import { create, remove, update } from './write'

const notAllowed = (method: string, allowed: string): SalesforceError =>
  new SalesforceError('METHOD_NOT_ALLOWED', `HTTP Method '${method}' not allowed. Allowed are ${allowed}`, 405)

/** Everything under /sobjects. */
export function sobjects(c: Caller, r: ApiRequest, base: string, rest: readonly string[]): ApiAnswer {
  const [name, second, third] = rest
  if (name === undefined) {
    return { status: 200, body: { encoding: 'UTF-8', maxBatchSize: 200, sobjects: c.org.schema.objects.map(o => describeBasics(o, base)) } }
  }
  const object = c.org.schema.object(name)
  if (!object) throw notFound()
  if (second === undefined) return collection(c, r, base, object)
  if (second === 'describe') return { status: 200, body: describe(c.org, c.userId, object, base) }
  if (second === 'updated') return updated(c, r, object)
  if (second === 'deleted') return deleted(c, r, object)
  if (second === 'listviews') return listViews(c, r, base, object, rest.slice(2))
  if (third !== undefined) return upsert(c, r, object, second, decodeURIComponent(third))
  return one(c, r, base, object, second)
}

function collection(c: Caller, r: ApiRequest, base: string, object: ObjectDef): ApiAnswer {
  if (r.method === 'GET') return { status: 200, body: { objectDescribe: describeBasics(object, base), recentItems: [] } }
  if (r.method !== 'POST') throw notAllowed(r.method, 'HEAD, GET, POST')
  const id = create(c, object, r.body)
  return { status: 201, body: { id, success: true, errors: [] }, headers: { Location: `${base}/sobjects/${object.name}/${id}` } }
}

/** The row behind an id; 404 when it is of another object, not there, or not for this user. */
export function find(c: Caller, object: ObjectDef, id: string): Row {
  const row = isId(id) ? c.org.get(id) : undefined
  if (!row || !String(row.Id).startsWith(object.keyPrefix) || !c.org.sees(c.userId, row)) {
    throw isId(id) ? notFound() : new SalesforceError('NOT_FOUND', `Provided external ID field does not exist or is not accessible: ${id}`, 404)
  }
  return row
}

function one(c: Caller, r: ApiRequest, base: string, object: ObjectDef, id: string): ApiAnswer {
  const row = find(c, object, id)
  switch (r.method) {
    case 'GET':
    case 'HEAD':
      if (row.IsDeleted === true) throw notFound()
      return { status: 200, body: retrieve(c, base, object, row, r.params.get('fields')) }
    case 'PATCH':
      update(c, object, row, r.body)
      return { status: 204 }
    case 'DELETE':
      remove(c, object, row)
      return { status: 204 }
    default:
      throw notAllowed(r.method, 'HEAD, GET, PATCH, DELETE')
  }
}

/** A record, whole or with the fields asked for. */
export function retrieve(c: Caller, base: string, object: ObjectDef, row: Row, wanted: string | null): RecordJson {
  const context = { org: c.org, userId: c.userId, soql: '', all: true, base }
  const record: RecordJson = { attributes: attributes(context, object.name, row.Id ?? null) }
  if (wanted === null) {
    for (const f of object.fields) if (!c.org.hides(c.userId, object, f)) record[f.name] = toJson(context, object, f, row)
    return record
  }
  for (const name of wanted.split(',').map(n => n.trim()).filter(Boolean)) {
    if (!name.includes('.')) {
      const f = c.org.schema.field(object, name)
      if (!f || c.org.hides(c.userId, object, f)) throw new SalesforceError('INVALID_FIELD', `No such column '${name}' on sobject of type ${object.name}`)
      record[f.name] = toJson(context, object, f, row)
      continue
    }
    const path = resolve(context, object, name)
    const value = path.get(row)
    let target: RecordJson = record
    for (const link of path.via) target = (target[link] ??= {}) as RecordJson
    target[path.field.name] = path.field.type === 'datetime' && typeof value === 'number' ? formatMoment(value) : value
  }
  record.Id = row.Id ?? null
  return record
}

function upsert(c: Caller, r: ApiRequest, object: ObjectDef, fieldName: string, value: string): ApiAnswer {
  const field = c.org.schema.field(object, fieldName)
  if (!field || !(field.externalId || field.type === 'id')) throw new SalesforceError(
    'NOT_FOUND', `Provided external ID field does not exist or is not accessible: ${fieldName}`, 404
  )
  const matches = c.org.rows(object.name).filter(row => row.IsDeleted !== true && row[field.name] === value)
  if (matches.length > 1) return { status: 300, body: matches.map(m => `/sobjects/${object.name}/${String(m.Id)}`) }
  const [match] = matches
  if (r.method === 'GET') {
    if (!match) throw notFound()
    return { status: 200, body: retrieve(c, r.path.split('/sobjects/')[0]!, object, match, r.params.get('fields')) }
  }
  if (r.method === 'DELETE') {
    if (!match) throw notFound()
    remove(c, object, match)
    return { status: 204 }
  }
  if (r.method !== 'PATCH') throw notAllowed(r.method, 'HEAD, GET, PATCH, DELETE')
  if (match) {
    update(c, object, match, r.body)
    return { status: 200, body: { id: match.Id, success: true, errors: [], created: false } }
  }
  const body = typeof r.body === 'object' && r.body !== null && !Array.isArray(r.body) ? { ...r.body, [field.name]: value } : r.body
  const id = create(c, object, body)
  return { status: 201, body: { id, success: true, errors: [], created: true } }
}
