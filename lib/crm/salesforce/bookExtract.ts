import { fail, ok, type Result } from '../adapter'
import type { Api } from './api'
import { csvLines } from './csv'
import type { ObjectShape } from './describe'
import { idOf } from './ids'
import type { Org } from './org'
import { errorOf, send, type Reply } from './request'
import type { Row } from './rows'
import { number, text } from './values'

/**
 * All rows of a large object by a query job of Bulk API 2.0: Salesforce runs the query by itself, and hands its result out in parts twice as large as a page. A job and
 * its result last a week, so that reading goes on where it stopped. What cannot be had so is read by pages.
 */

/** From so many rows on a job is worth its own requests. */
export const worthwhile = 50_000
/** Rows of a part: two are a chunk of the book. Larger ones would save requests, of which there are enough, and take memory, of which there is not. */
const mostRows = 4096
/** A job is asked about so often, and no longer in one go than a browser lets a worker wait. */
const lookAgainMs = [500, 2500, 5000]

/** Where the reading of a job's result stands. */
export interface Place {
  readonly job: string
  /** Salesforce's name for the next part; null: the first. */
  readonly locator: string | null
  /** The last id that was read. */
  readonly last: string | null
}

export type Extracted =
  | { readonly state: 'running'; readonly place: Place }
  /** `place` null: these were the last. */
  | { readonly state: 'rows'; readonly records: readonly Row[]; readonly place: Place | null }
  /** There is no such job, or none to be had: read by pages. */
  | { readonly state: 'none' }

const none: Result<Extracted> = ok({ state: 'none' })

export const writePlace = ({ job, locator, last }: Place): string => `bulk ${job} ${locator ?? '-'} ${last ?? '-'}`

/** The place that a cursor names; null: it is one of pages. */
export function readPlace(cursor: string | null): Place | null {
  const parts = /^bulk (750[A-Za-z0-9]{12,15}) ([A-Za-z0-9_=+/-]+) ([A-Za-z0-9]+|-)$/.exec(cursor ?? '')
  return parts ? { job: parts[1]!, locator: parts[2] === '-' ? null : parts[2]!, last: parts[3] === '-' ? null : parts[3]! } : null
}

/** Begins a job. `soql` is in the order of ids. */
export async function beginExtract(api: Api, org: Org, soql: string): Promise<Result<Extracted>> {
  const sent = await send(api, { method: 'POST', path: jobs(org), body: { operation: 'queryAll', query: soql, contentType: 'CSV', columnDelimiter: 'COMMA', lineEnding: 'LF' } })
  if (!sent.ok) return sent
  const job = (sent.value.body as { id?: unknown } | null)?.id
  if (sent.value.status < 400 && typeof job === 'string') return ok({ state: 'running', place: { job, locator: null, last: null } })
  return passesOn(sent.value)
}

/** Waits for the job for a few seconds, and reads the next part of its result. */
export async function goOnExtract(api: Api, org: Org, shape: ObjectShape, place: Place): Promise<Result<Extracted>> {
  // A part after the first is there for sure, or the job is not.
  for (const wait of place.locator === null ? lookAgainMs : []) {
    const state = await stateOf(api, org, place.job)
    if (!state.ok) return state
    if (state.value === 'JobComplete') return part(api, org, shape, place)
    if (state.value !== 'UploadComplete' && state.value !== 'InProgress') return none
    await new Promise(resolve => { setTimeout(resolve, wait) })
  }
  return place.locator === null ? ok({ state: 'running', place }) : part(api, org, shape, place)
}

const jobs = (org: Org, job?: string): string => `/services/data/${org.version}/jobs/query${job === undefined ? '' : `/${job}`}`

/** Null: there is no such job. */
async function stateOf(api: Api, org: Org, job: string): Promise<Result<string | null>> {
  const sent = await send(api, { method: 'GET', path: jobs(org, job) })
  if (!sent.ok) return sent
  if (sent.value.status < 400) return ok(text((sent.value.body as { state?: unknown } | null)?.state))
  const other = passesOn(sent.value)
  return other.ok ? ok(null) : other
}

async function part(api: Api, org: Org, shape: ObjectShape, { job, locator, last }: Place): Promise<Result<Extracted>> {
  const sent = await send(api, { method: 'GET', path: `${jobs(org, job)}/results?maxRecords=${mostRows}${locator === null ? '' : `&locator=${encodeURIComponent(locator)}`}`, csv: true })
  if (!sent.ok) return sent
  if (sent.value.status >= 400) return passesOn(sent.value)
  const { csv, locator: next, count } = (sent.value.body ?? {}) as { csv?: unknown; locator?: unknown; count?: unknown }
  if (typeof csv !== 'string') return none
  const records = recordsIn(csv, shape)
  // Out of order, a part would not say what is missing from it.
  if (records === null || !ascends(records, last)) return none
  if (number(count) !== null && number(count) !== records.length) return fail({ kind: 'unreadable', what: 'a table that breaks off' })
  const newest = idOf(records.at(-1)?.Id) ?? last
  if (typeof next === 'string' && next !== 'null') return ok({ state: 'rows', records, place: { job, locator: next, last: newest } })
  // Salesforce would keep the job for a week. Should it not go, so it does.
  await send(api, { method: 'DELETE', path: jobs(org, job) })
  return ok({ state: 'rows', records, place: null })
}

/** Refused for what ails the session, the limit or the server, pages would fare no better. */
function passesOn(reply: Reply): Result<Extracted> {
  const error = errorOf(reply)
  return ['signedOut', 'apiAccess', 'limit', 'down', 'apiOff'].includes(error.kind) ? fail(error) : none
}

const numeric = new Set(['int', 'long', 'double', 'currency', 'percent'])

/** Records as a page has them; null: these are no lines of one table. */
function recordsIn(csv: string, shape: ObjectShape): Row[] | null {
  const lines = csvLines(csv)
  const header = lines.next().value
  if (!header?.includes('Id')) return null
  const types = header.map(name => shape[name.toLowerCase()]?.type ?? 'string')
  const records: Row[] = []
  for (const line of lines) {
    if (line.length !== header.length) return null
    const record: Record<string, unknown> = {}
    line.forEach((cell, i) => { record[header[i]!] = valueOf(cell, types[i]!) })
    records.push(record)
  }
  return records
}

function valueOf(cell: string, type: string): unknown {
  if (cell === '') return null
  if (type === 'boolean') return cell === 'true'
  return numeric.has(type) ? Number(cell) : cell
}

function ascends(records: readonly Row[], last: string | null): boolean {
  let before = last ?? ''
  for (const { Id } of records) {
    const id = idOf(Id)
    if (id === null || id <= before) return false
    before = id
  }
  return true
}
