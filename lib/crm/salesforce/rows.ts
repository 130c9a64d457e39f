import { fail, ok, type Result } from '../adapter'
import type { Api } from './api'
import { errorOf, send, type Reply } from './request'

export type Row = Readonly<Record<string, unknown>>

export interface Rows {
  readonly rows: readonly Row[]
  /** False: there are more than anyone reads. */
  readonly whole: boolean
  /** How many there are by the CRM's own count. */
  readonly total?: number
}

/** Records of a query's answer; null when it failed. */
export function recordsOf(reply: Reply): Record<string, unknown>[] | null {
  const records = reply.status < 400 ? (reply.body as { records?: unknown } | null)?.records : null
  return Array.isArray(records) ? records.filter(record => typeof record === 'object' && record !== null) : null
}

const mostRows = 20_000

/**
 * All rows of a query's answer. An answer holds up to 2,000; the rest is fetched page by page, each a round trip more: only accounts
 * with thousands of touches or deals pay for it.
 */
export async function allRows(api: Api, first: Reply): Promise<Result<Rows>> {
  return rowsOf(api, first, mostRows)
}

/** The rows of the first page, however many there are. */
export const firstRows = (api: Api, first: Reply): Promise<Result<Rows>> => rowsOf(api, first, 0)

async function rowsOf(api: Api, first: Reply, most: number): Promise<Result<Rows>> {
  let reply = first
  const rows: Row[] = []
  for (;;) {
    if (reply.status >= 400) return fail(errorOf(reply))
    const records = recordsOf(reply)
    if (records === null) return fail({ kind: 'unreadable', what: 'a query answer without records' })
    rows.push(...records)
    const { done, nextRecordsUrl, totalSize } = reply.body as { done?: unknown; nextRecordsUrl?: unknown; totalSize?: unknown }
    const total = typeof totalSize === 'number' && totalSize >= rows.length ? totalSize : rows.length
    if (done !== false || typeof nextRecordsUrl !== 'string') return ok({ rows, whole: true, total })
    if (rows.length >= most) return ok({ rows, whole: false, total })
    const next = await send(api, { method: 'GET', path: nextRecordsUrl })
    if (!next.ok) return next
    reply = next.value
  }
}
