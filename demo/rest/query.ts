import { SalesforceError } from '../errors'
import { run } from '../soql/run'
import type { ApiAnswer, ApiRequest, Caller } from './api'

const page = 2000
/** Salesforce keeps the newest ten cursors of a user. */
const kept = 10

let serial = 0

/** Runs a query and answers its first page. */
export function query(c: Caller, r: ApiRequest, base: string, all: boolean): ApiAnswer {
  const soql = r.params.get('q')
  if (soql === null) throw new SalesforceError('MALFORMED_QUERY', 'A query string has to be specified')
  const answer = run({ org: c.org, userId: c.userId, soql, all, base })
  const { totalSize, length } = answer
  const size = batchSize(r)
  if (length <= size) return { status: 200, body: { totalSize, done: true, records: answer.page(0, length) } }
  const locator = `01gHs${(++serial).toString(36).padStart(10, '0')}AAA`
  c.cursors.set(locator, answer)
  for (const key of c.cursors.keys()) {
    if (c.cursors.size <= kept) break
    c.cursors.delete(key)
  }
  return { status: 200, body: { totalSize, done: false, nextRecordsUrl: `${base}/query/${locator}-${size}`, records: answer.page(0, size) } }
}

/** The next page of a query. */
export function queryMore(c: Caller, r: ApiRequest, base: string, cursor: string): ApiAnswer {
  const [locator, position] = cursor.split('-') as [string, string | undefined]
  const answer = c.cursors.get(locator)
  const from = Number(position ?? Number.NaN)
  if (!answer || !Number.isInteger(from) || from < 0 || from > answer.length) throw new SalesforceError('INVALID_QUERY_LOCATOR', 'invalid query locator')
  const to = from + batchSize(r)
  const done = to >= answer.length
  return {
    status: 200,
    body: { totalSize: answer.totalSize, done, ...(done ? {} : { nextRecordsUrl: `${base}/query/${locator}-${to}` }), records: answer.page(from, to) },
  }
}

function batchSize(r: ApiRequest): number {
  const wanted = Number(/batchSize\s*=\s*(\d+)/i.exec(r.headers['sforce-query-options'] ?? '')?.[1] ?? page)
  return Math.min(page, Math.max(200, wanted))
}
