import { fail, ok, type Result } from '../adapter'
import type { Api } from './api'
import { recordsOf } from './org'
import { errorOf, send, type Reply } from './request'

export type Row = Readonly<Record<string, unknown>>

export interface Rows {
  readonly rows: readonly Row[]
  /** False: there are more than anyone reads. */
  readonly whole: boolean
}

const mostRows = 20_000

/**
 * All rows of a query's answer. An answer holds up to 2,000; the rest is fetched page by page, each a round trip more: only accounts
 * with thousands of touches or deals pay for it.
 */
export async function allRows(api: Api, first: Reply): Promise<Result<Rows>> {
  let reply = first
  const rows: Row[] = []
  for (;;) {
    if (reply.status >= 400) return fail(errorOf(reply))
    const records = recordsOf(reply)
    if (records === null) return fail({ kind: 'unreadable', what: 'a query answer without records' })
    rows.push(...records)
    const { done, nextRecordsUrl } = reply.body as { done?: unknown; nextRecordsUrl?: unknown }
    if (done !== false || typeof nextRecordsUrl !== 'string') return ok({ rows, whole: true })
    if (rows.length >= mostRows) return ok({ rows, whole: false })
    const next = await send(api, { method: 'GET', path: nextRecordsUrl })
    if (!next.ok) return next
    reply = next.value
  }
}
