import { SalesforceError, notFound } from '../errors'
import type { ObjectDef } from '../schema/field'
import type { Json } from '../soql/project'
import type { ApiAnswer, ApiRequest, Caller } from './api'
import { find, retrieve } from './records'
import { create, remove, update } from './write'

interface Outcome {
  readonly id?: string
  readonly success: boolean
  readonly errors: readonly { statusCode: string; message: string; fields: readonly string[] }[]
}

/** /composite/sobjects: up to 200 records in one go. */
export function collections(c: Caller, r: ApiRequest, base: string, rest: readonly string[]): ApiAnswer {
  if (rest[0] !== undefined) return retrieveMany(c, r, base, rest[0])
  if (r.method === 'DELETE') {
    const ids = (r.params.get('ids') ?? '').split(',').filter(Boolean)
    return all(c, ids, r.params.get('allOrNone') === 'true', id => {
      const object = c.org.schema.byPrefix(id)
      if (!object) throw new SalesforceError('MALFORMED_ID', `malformed id ${id}`, 400, [])
      remove(c, object, find(c, object, id))
      return id
    })
  }
  const body = r.body as { allOrNone?: boolean; records?: readonly { [key: string]: Json }[] } | null | undefined
  if (!Array.isArray(body?.records)) throw new SalesforceError('JSON_PARSER_ERROR', 'Required field records is missing at [line:1, column:1]')
  const creating = r.method === 'POST'
  if (!creating && r.method !== 'PATCH') throw new SalesforceError(
    'METHOD_NOT_ALLOWED', `HTTP Method '${r.method}' not allowed. Allowed are POST, PATCH, DELETE`, 405
  )
  return all(c, body.records, body.allOrNone === true, record => {
    const { attributes, ...given } = record
    const values = { ...given }
    const object = objectOf(c, (attributes as { type?: string } | undefined)?.type)
    if (creating) return create(c, object, values)
    const key = Object.keys(values).find(k => k.toLowerCase() === 'id')
    const id = key === undefined ? null : String(values[key])
    if (key === undefined || id === null) throw new SalesforceError('MISSING_ARGUMENT', 'Id not specified in an update call', 400, [])
    delete values[key]
    const row = find(c, object, id)
    update(c, object, row, values)
    return String(row.Id)
  })
}

function objectOf(c: Caller, type: string | undefined): ObjectDef {
  const object = c.org.schema.object(type ?? '')
  if (!object) throw new SalesforceError('INVALID_TYPE', `sObject type '${type ?? ''}' is not supported.`)
  return object
}

function all<T>(c: Caller, items: readonly T[], allOrNone: boolean, work: (item: T) => string): ApiAnswer {
  if (items.length > 200) throw new SalesforceError('EXCEEDED_ID_LIMIT', 'record limit reached. cannot submit more than 200 records into this call')
  let outcomes: Outcome[] = []
  c.org.transaction(() => {
    outcomes = items.map((item): Outcome => {
      try {
        return { id: work(item), success: true, errors: [] }
      } catch (error) {
        if (!(error instanceof SalesforceError)) throw error
        return { success: false, errors: [{ statusCode: error.errorCode, message: error.message, fields: error.fields ?? [] }] }
      }
    })
    if (!allOrNone || outcomes.every(o => o.success)) return true
    outcomes = outcomes.map(o => (o.success ? {
      success: false,
      errors: [{
        statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
        message: 'Record rolled back because not all records were valid and the request was using AllOrNone header', fields: [],
      }],
    } : o))
    return false
  })
  return { status: 200, body: outcomes }
}

function retrieveMany(c: Caller, r: ApiRequest, base: string, name: string): ApiAnswer {
  const object = c.org.schema.object(name)
  if (!object) throw notFound()
  const body = r.body as { ids?: readonly string[]; fields?: readonly string[] } | null | undefined
  const ids = body?.ids ?? (r.params.get('ids') ?? '').split(',').filter(Boolean)
  const fields = body?.fields?.join(',') ?? r.params.get('fields')
  return {
    status: 200,
    body: ids.map(id => {
      const row = c.org.get(id)
      const there = row && String(row.Id).startsWith(object.keyPrefix) && row.IsDeleted !== true && c.org.sees(c.userId, row)
      return there ? retrieve(c, base, object, row, fields) : null
    }),
  }
}
