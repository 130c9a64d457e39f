import { fail, ok, type Result } from '../adapter'
import type { Api } from './api'
import { isApiPath } from './paths'
import { codeOf, elsewhere, errorOf, send, type Reply } from './request'

/** At most so many subrequests in one composite, and so many queries among them. */
const mostRequests = 25
const mostQueries = 5

/** What servers answer that know no composite, or not this version of it. */
const noComposite = new Set([400, 404, 405, 410, 501])

const isQuery = (path: string): boolean => /\/query(?:All)?\?/.test(path)

/** Paths in as few groups as a composite allows. */
export function groups(asks: Readonly<Record<string, string>>): [string, string][][] {
  const made: [string, string][][] = []
  for (const ask of Object.entries(asks)) {
    const fits = made.find(group => group.length < mostRequests && (!isQuery(ask[1]) || group.filter(([, path]) => isQuery(path)).length < mostQueries))
    if (fits) fits.push(ask)
    else made.push([ask])
  }
  return made
}

/** Replies by the name of their ask; `absent`: there is no `/composite` at this address (no such version, or none at all), or it cannot do what it is for. */
export type Together = { readonly absent: false; readonly replies: Readonly<Record<string, Reply>> } | { readonly absent: true }

/** Reads all paths in one round trip: composites side by side where one is not enough. */
export async function together(api: Api, version: string, asks: Readonly<Record<string, string>>): Promise<Result<Together>> {
  if (!Object.values(asks).every(isApiPath)) return fail(elsewhere)
  const sent = await Promise.all(groups(asks).map(async group => ({
    group,
    reply: await send(api, {
      method: 'POST',
      path: `/services/data/${version}/composite`,
      body: { allOrNone: false, compositeRequest: group.map(([referenceId, url]) => ({ method: 'GET', url, referenceId })) },
    }),
  })))
  const replies: Record<string, Reply> = {}
  for (const { group, reply } of sent) {
    if (!reply.ok) return reply
    if (noComposite.has(reply.value.status)) return ok({ absent: true })
    if (reply.value.status >= 400) return fail(errorOf(reply.value))
    const subreplies = readSubreplies(reply.value.body)
    // Asked not to, it still lets one failure spoil the others.
    if ([...subreplies.values()].some(subreply => codeOf(subreply) === 'PROCESSING_HALTED')) return ok({ absent: true })
    for (const [name] of group) {
      const subreply = subreplies.get(name)
      if (!subreply) return fail({ kind: 'unreadable', what: `a composite answer without ${name}` })
      replies[name] = subreply
    }
  }
  return ok({ absent: false, replies })
}

function readSubreplies(body: unknown): Map<string, Reply> {
  const list = (body as { compositeResponse?: unknown } | null)?.compositeResponse
  const found = new Map<string, Reply>()
  for (const item of Array.isArray(list) ? list : []) {
    const { referenceId, httpStatusCode, body } = (item ?? {}) as Record<string, unknown>
    if (typeof referenceId === 'string' && typeof httpStatusCode === 'number') found.set(referenceId, { status: httpStatusCode, body: body ?? null, retryAt: null })
  }
  return found
}

/** The same paths as requests of their own, side by side. */
export async function apart(api: Api, asks: Readonly<Record<string, string>>): Promise<Result<Readonly<Record<string, Reply>>>> {
  const replies: Record<string, Reply> = {}
  const sent = await Promise.all(Object.entries(asks).map(async ([name, path]) => ({ name, reply: await send(api, { method: 'GET', path }) })))
  for (const { name, reply } of sent) {
    if (!reply.ok) return reply
    replies[name] = reply.value
  }
  return ok(replies)
}

/** The trouble that spoils everything asked along with it: a dead session, a limit, an API that is switched off. */
export function commonTrouble(replies: Readonly<Record<string, Reply>>): Result<null> {
  for (const reply of Object.values(replies)) {
    if (reply.status < 400) continue
    const error = errorOf(reply)
    if (error.kind === 'signedOut' || error.kind === 'limit' || error.kind === 'apiOff') return fail(error)
  }
  return ok(null)
}
