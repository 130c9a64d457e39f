import { fail, ok, type Result } from '../adapter'
import type { Api } from './api'
import { apart } from './composite'
import { isApiPath } from './paths'
import { elsewhere, errorOf, send, type Reply } from './request'

/** At most so many subrequests in one batch; unlike in a composite, all of them may be queries. */
export const mostInBatch = 25

/** Where a server has no batches, so many requests at a time go side by side. */
const mostAtOnce = 5

/** Asks all paths in one request, and where that is not to be had in requests of their own. The replies are in the order of the paths. */
export async function batch(api: Api, version: string, paths: readonly string[]): Promise<Result<readonly Reply[]>> {
  if (!paths.every(isApiPath)) return fail(elsewhere)
  const sent = await send(api, {
    method: 'POST',
    path: `/services/data/${version}/composite/batch`,
    body: { haltOnError: false, batchRequests: paths.map(path => ({ method: 'GET', url: path.replace(/^\/services\/data\//, '') })) },
  })
  if (!sent.ok) return sent
  if (absent.has(sent.value.status)) return oneByOne(api, paths)
  if (sent.value.status >= 400) return fail(errorOf(sent.value))
  const results = (sent.value.body as { results?: unknown } | null)?.results
  if (!Array.isArray(results) || results.length !== paths.length) return fail({ kind: 'unreadable', what: 'a batch answer without all of its results' })
  const replies: Reply[] = []
  for (const item of results as unknown[]) {
    const { statusCode, result } = (item ?? {}) as Record<string, unknown>
    if (typeof statusCode !== 'number') return fail({ kind: 'unreadable', what: 'a batch answer without a status' })
    replies.push({ status: statusCode, body: result ?? null, retryAt: sent.value.retryAt })
  }
  return ok(replies)
}

/** What servers answer that know no batches. */
const absent = new Set([404, 405, 410, 501])

async function oneByOne(api: Api, paths: readonly string[]): Promise<Result<readonly Reply[]>> {
  const replies: Reply[] = []
  for (let from = 0; from < paths.length; from += mostAtOnce) {
    const some = Object.fromEntries(paths.slice(from, from + mostAtOnce).map((path, i) => [String(i), path]))
    const answer = await apart(api, some)
    if (!answer.ok) return answer
    replies.push(...Object.keys(some).map(name => answer.value[name]!))
  }
  return ok(replies)
}
