import { SalesforceError, notFound } from '../errors'
import { newest, oldest, release, type ApiAnswer, type ApiRequest, type Caller } from './api'
import { collections } from './collections'
import { batch, composite } from './composite'
import { bulkQuery } from './bulk'
import { analytics } from './reports'
import { search } from './search'
import { query, queryMore } from './query'
import { sobjects } from './records'

export const versions = (): ApiAnswer => ({
  status: 200,
  body: Array.from({ length: newest - oldest + 1 }, (_, i) => oldest + i).map(v => ({ label: release(v), url: `/services/data/v${v}.0`, version: `${v}.0` })),
})

/** Answers one request to /services/data/vXX.0/… Throws `SalesforceError` for what Salesforce refuses. */
export function route(c: Caller, r: ApiRequest): ApiAnswer {
  const parts = /^\/services\/data\/v(\d+)\.0(?:\/(.*?))?\/?$/.exec(r.path)
  const version = Number(parts?.[1] ?? 0)
  if (!parts || version < oldest || version > newest) throw notFound()
  const base = `/services/data/v${version}.0`
  const [head, ...rest] = (parts[2] ?? '').split('/').filter(Boolean)
  switch (head) {
    case undefined:
      return { status: 200, body: resources(c, base) }
    case 'query':
    case 'queryAll':
      if (r.method !== 'GET') throw new SalesforceError('METHOD_NOT_ALLOWED', `HTTP Method '${r.method}' not allowed. Allowed are HEAD, GET`, 405)
      return rest[0] ? queryMore(c, r, base, rest[0]) : query(c, r, base, head === 'queryAll')
    case 'sobjects':
      return sobjects(c, r, base, rest)
    case 'composite':
      if (rest[0] === 'sobjects') return collections(c, r, base, rest.slice(1))
      if (rest[0] === 'batch') return batch(c, r, route)
      if (rest[0] !== undefined) throw notFound()
      if (r.method === 'GET') return { status: 200, body: { batch: `${base}/composite/batch`, sobjects: `${base}/composite/sobjects` } }
      if (r.method !== 'POST') throw new SalesforceError('METHOD_NOT_ALLOWED', `HTTP Method '${r.method}' not allowed. Allowed are GET, POST`, 405)
      return composite(c, r, route)
    case 'jobs':
      if (rest[0] !== 'query') throw notFound()
      return bulkQuery(c, r, version, rest.slice(1))
    case 'analytics':
      return analytics(c, r, base, rest)
    case 'search':
      return search(c, r, base)
    case 'limits':
      return { status: 200, body: limits(c) }
    default:
      throw notFound()
  }
}

function resources(c: Caller, base: string): Record<string, string> {
  const names = ['sobjects', 'query', 'queryAll', 'composite', 'jobs', 'analytics', 'search', 'limits']
  return { identity: `${c.origin}/id/${c.org.id}/${c.userId}`, ...Object.fromEntries(names.map(n => [n, `${base}/${n}`])) }
}

function limits(c: Caller): Record<string, { Max: number; Remaining: number }> {
  return {
    DailyApiRequests: { Max: c.usage.max, Remaining: Math.max(0, c.usage.max - c.usage.used) },
    DailyBulkV2QueryJobs: { Max: 10_000, Remaining: 10_000 - c.jobs.size }, DataStorageMB: { Max: 5120, Remaining: 4310 }, FileStorageMB: { Max: 20_480, Remaining: 20_112 },
  }
}
