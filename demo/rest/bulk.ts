import { gzipSync } from 'node:zlib'
import type { Query } from 'soql-parser-js'
import { SalesforceError, notFound } from '../errors'
import { makeId } from '../ids'
import type { FieldDef, Row, Value } from '../schema/field'
import { resolve, type Context } from '../soql/context'
import { formatMoment } from '../soql/dates'
import { parse } from '../soql/parse'
import { isGrouped, objectOf, select } from '../soql/run'
import type { ApiAnswer, ApiRequest, Caller } from './api'

type State = 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted'

/** A query job of Bulk API 2.0. */
export interface Job {
  readonly id: string
  readonly operation: 'query' | 'queryAll'
  readonly object: string
  readonly context: Context
  readonly query: Query
  readonly created: number
  readonly version: number
  readonly delimiter: string
  readonly lineEnding: string
  /** Where it stands as far as anybody has looked. */
  state: State
  rows: readonly Row[]
  /** Epoch milliseconds, once it has come to an end. */
  ended: number | null
}

let serial = 0

interface Column {
  readonly name: string
  readonly field: FieldDef
  get(row: Row): Value
}

/** Rows in one answer where the client does not say; Salesforce's own choice depends on their size. */
const usualRows = 100_000

const delimiters: Readonly<Record<string, string>> = { COMMA: ',', SEMICOLON: ';', TAB: '\t', PIPE: '|', CARET: '^', BACKQUOTE: '`' }
const endings: Readonly<Record<string, string>> = { LF: '\n', CRLF: '\r\n' }

const refused = (code: string, message: string): SalesforceError => new SalesforceError(code, message)

/** /jobs/query: makes jobs, tells of them, and hands out their results. */
export function bulkQuery(c: Caller, r: ApiRequest, version: number, rest: readonly string[]): ApiAnswer {
  const [id, part] = rest
  if (id === undefined) {
    if (r.method === 'POST') return { status: 200, body: told(c, open(c, r, version), false) }
    if (r.method === 'GET') return { status: 200, body: { done: true, records: [...c.jobs.values()].map(job => told(c, job, false)), nextRecordsUrl: null } }
    throw new SalesforceError('METHOD_NOT_ALLOWED', `HTTP Method '${r.method}' not allowed. Allowed are GET, POST`, 405)
  }
  const job = [...c.jobs.values()].find(one => one.id === id || one.id.slice(0, 15) === id)
  if (!job) throw new SalesforceError('NOT_FOUND', 'The requested resource does not exist', 404)
  advance(c, job)
  if (part === 'results') return results(r, job)
  if (part !== undefined) throw notFound()
  if (r.method === 'GET') return { status: 200, body: told(c, job, true) }
  if (r.method === 'PATCH') return { status: 200, body: told(c, abort(c, r, job), false) }
  if (r.method !== 'DELETE') throw new SalesforceError('METHOD_NOT_ALLOWED', `HTTP Method '${r.method}' not allowed. Allowed are GET, PATCH, DELETE`, 405)
  if (job.ended === null) throw refused('INVALIDJOBSTATE', `InvalidJobState : The job ${job.id} is in progress and cannot be deleted`)
  c.jobs.delete(job.id)
  return { status: 204 }
}

function open(c: Caller, r: ApiRequest, version: number): Job {
  const body = (typeof r.body === 'object' && r.body !== null && !Array.isArray(r.body) ? r.body : {}) as Record<string, unknown>
  const { operation, query: soql, contentType = 'CSV', columnDelimiter = 'COMMA', lineEnding = 'LF' } = body
  if (operation !== 'query' && operation !== 'queryAll') throw refused('INVALIDJOB', `InvalidJob : Operation ${String(operation ?? null)} is not supported`)
  if (typeof soql !== 'string' || soql.trim() === '') throw refused('INVALIDJOB', 'InvalidJob : No query found in the request')
  if (contentType !== 'CSV') throw refused('INVALIDJOB', 'InvalidJob : Content type must be CSV')
  const [delimiter, ending] = [delimiters[String(columnDelimiter)], endings[String(lineEnding)]]
  if (delimiter === undefined || ending === undefined) throw refused('INVALIDJOB', 'InvalidJob : Unknown columnDelimiter or lineEnding')
  const context: Context = { org: c.org, userId: c.userId, soql, all: operation === 'queryAll', base: `/services/data/v${version}.0` }
  let query: Query
  let object: string
  try {
    query = parse(soql)
    object = objectOf(context, query).name
    allowed(query)
    columnsOf(context, query)
    // Compiled for its errors.
    select(context, query, [])
  } catch (error) {
    // Whatever is wrong with the query, the job's code is the same.
    if (error instanceof SalesforceError) throw refused('API_ERROR', error.message)
    throw error
  }
  const job: Job = {
    id: makeId('750', ++serial), operation, object, context, query, version, delimiter, lineEnding: ending, created: c.org.clock.now(),
    state: 'UploadComplete', rows: [], ended: null,
  }
  c.jobs.set(job.id, job)
  return job
}

function allowed(query: Query): void {
  const fields = query.fields ?? []
  if (fields.some(field => field.type === 'FieldSubquery')) throw refused('API_ERROR', 'Aggregate Relationships not supported in Bulk V2 Query with CSV content type')
  if (isGrouped(query) || fields.some(field => field.type === 'FieldFunctionExpression')) throw refused('API_ERROR', 'Aggregate queries and functions are not supported in Bulk V2 Query')
  if (query.offset !== undefined) throw refused('API_ERROR', 'OFFSET is not supported in Bulk V2 Query')
}

function columnsOf(c: Context, query: Query): Column[] {
  const object = objectOf(c, query)
  return (query.fields ?? []).map(field => {
    if (field.type !== 'Field' && field.type !== 'FieldRelationship') throw refused('API_ERROR', `Not supported in Bulk V2 Query: ${field.type}`)
    const path = resolve(c, object, field.type === 'Field' ? field.field : [...field.relationships, field.field].join('.'), query.sObjectAlias)
    if (path.field.type === 'address') throw refused('API_ERROR', 'Selecting compound data not supported in Bulk Query')
    return { name: [...path.via, path.field.name].join('.'), field: path.field, get: path.get }
  })
}

/** Takes the job as far as it has come by now. The query runs when the job's time is up: what changes until then is in its results. */
function advance(c: Caller, job: Job): void {
  if (job.ended !== null) return
  job.state = 'InProgress'
  const now = c.org.clock.now()
  if (now < job.created + c.bulkMs) return
  job.rows = select(job.context, job.query)
  job.state = 'JobComplete'
  job.ended = now
}

function abort(c: Caller, r: ApiRequest, job: Job): Job {
  if ((r.body as { state?: unknown } | null | undefined)?.state !== 'Aborted') throw refused('INVALIDJOBSTATE', 'InvalidJobState : state must be Aborted')
  if (job.ended !== null) throw refused('INVALIDJOBSTATE', `InvalidJobState : The job ${job.id} has ended: ${job.state}`)
  job.state = 'Aborted'
  job.ended = c.org.clock.now()
  return job
}

function told(c: Caller, job: Job, whole: boolean): Record<string, unknown> {
  return {
    id: job.id, operation: job.operation, object: job.object, createdById: c.userId, createdDate: formatMoment(job.created),
    systemModstamp: formatMoment(job.ended ?? job.created), state: job.state, concurrencyMode: 'Parallel', contentType: 'CSV', apiVersion: job.version,
    ...(whole ? { jobType: 'V2Query' } : {}),
    lineEnding: job.lineEnding === '\n' ? 'LF' : 'CRLF', columnDelimiter: Object.keys(delimiters).find(name => delimiters[name] === job.delimiter),
    ...(whole ? { numberRecordsProcessed: job.rows.length, retries: 0, totalProcessingTime: (job.ended ?? c.org.clock.now()) - job.created, isPkChunkingSupported: true } : {}),
  }
}

function results(r: ApiRequest, job: Job): ApiAnswer {
  if (r.method !== 'GET') throw new SalesforceError('METHOD_NOT_ALLOWED', `HTTP Method '${r.method}' not allowed. Allowed are GET`, 405)
  if (job.state !== 'JobComplete') throw refused('INVALIDJOBSTATE', `InvalidJobState : The job ${job.id} has no results: ${job.state}`)
  const asked = r.params.get('maxRecords')
  const most = asked === null ? usualRows : Number(asked)
  const given = r.params.get('locator')
  const from = given === null ? 0 : Number(Buffer.from(given, 'base64').toString('latin1'))
  if (!Number.isInteger(most) || most < 1 || !Number.isInteger(from) || from < 0 || (from > 0 && from >= job.rows.length)) {
    throw refused('INVALIDREQUEST', 'InvalidRequest : maxRecords or locator is not valid')
  }
  const rows = job.rows.slice(from, from + most)
  const next = from + rows.length < job.rows.length ? Buffer.from(String(from + rows.length)).toString('base64').replace(/=+$/, '') : 'null'
  const columns = columnsOf(job.context, job.query)
  const line = (cells: readonly string[]): string => cells.map(quoted).join(job.delimiter) + job.lineEnding
  const csv = line(columns.map(({ name }) => name)) + rows.map(row => line(columns.map(column => written(column, row)))).join('')
  const packed = /\bgzip\b/.test(r.headers['accept-encoding'] ?? '')
  return {
    status: 200,
    file: packed ? gzipSync(csv, { level: 1 }) : csv,
    headers: {
      'Content-Type': 'text/csv', ...(packed ? { 'Content-Encoding': 'gzip' } : {}),
      'Sforce-Locator': next, 'Sforce-NumberOfRecords': String(rows.length),
    },
  }
}

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`

function written({ field, get }: Column, row: Row): string {
  const value = get(row)
  if (value === null) return ''
  if (field.type === 'datetime' && typeof value === 'number') return new Date(value).toISOString()
  if (typeof value === 'number' && ['currency', 'double', 'percent'].includes(field.type)) return asDouble(value)
  return String(value)
}

/** A number as Java writes a double: always with a fraction, and from ten million on with an exponent. */
export function asDouble(value: number): string {
  const size = Math.abs(value)
  const pointed = (text: string): string => (text.includes('.') ? text : `${text}.0`)
  if (value === 0 || (size >= 1e-3 && size < 1e7)) return pointed(String(value))
  const [digits, exponent] = value.toExponential().split('e') as [string, string]
  return `${pointed(digits)}E${Number(exponent)}`
}
