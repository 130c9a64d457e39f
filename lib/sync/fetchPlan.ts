import { planAddress, type FetchProblem, type Stamps } from '../model/planAddress'

/** A plan's file is loaded up to this many bytes, and not read on. The demo team's has 20,000. */
export const mostBytes = 5_000_000
/** From the question to the last byte; shorter than the 30 s after which a browser stops a service worker. */
const patienceMs = 20_000

export type Fetched =
  | { readonly state: 'text'; readonly text: string; readonly stamps: Stamps }
  | { readonly state: 'same' }
  | { readonly state: 'failed'; readonly problem: FetchProblem }

const failed = (code: Exclude<FetchProblem['code'], 'status'>): Fetched => ({ state: 'failed', problem: { code } })

/**
 * The text behind an address, unless it is the same as before. Sends no cookie, no referrer and nothing of the user; follows no redirect, wherever it leads; takes JSON
 * only; stops reading at the limit, whatever the server says of its length.
 */
export async function fetchPlan(typed: string, before: Stamps | null, fetch: typeof globalThis.fetch, patience = patienceMs): Promise<Fetched> {
  const wanted = planAddress(typed)
  if ('problem' in wanted) return failed(wanted.problem)
  // Ends the connection as well: what the server would send on is not received.
  const end = new AbortController()
  const late = setTimeout(() => end.abort(), patience)
  try {
    const response = await fetch(wanted.address, {
      headers: {
        accept: 'application/json',
        ...(before?.etag ? { 'if-none-match': before.etag } : {}),
        ...(before?.modified ? { 'if-modified-since': before.modified } : {}),
      },
      credentials: 'omit', cache: 'no-store', redirect: 'manual', referrerPolicy: 'no-referrer', signal: end.signal,
    })
    if (response.status === 304 && before) return { state: 'same' }
    if (response.type === 'opaqueredirect' || response.redirected || (response.status >= 300 && response.status < 400)) return failed('redirects')
    if (!response.ok) return { state: 'failed', problem: { code: 'status', status: response.status } }
    if (!/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(response.headers.get('content-type') ?? '')) return failed('notJson')
    if (Number(response.headers.get('content-length')) > mostBytes) return failed('tooLarge')
    const text = await upToLimit(response)
    return text === null ? failed('tooLarge') : { state: 'text', text, stamps: { etag: stamp(response, 'etag'), modified: stamp(response, 'last-modified') } }
  } catch (error) {
    if (end.signal.aborted) return failed('late')
    // What `fetch` throws for every failure of the network.
    if (error instanceof TypeError) return failed('unreachable')
    throw error
  } finally {
    clearTimeout(late)
    end.abort()
  }
}

/** The whole text; null: there is more of it than is taken. Counted as it is unpacked, so that a small answer cannot become a large one. */
async function upToLimit({ body }: Response): Promise<string | null> {
  if (!body) return ''
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let bytes = 0
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    bytes += value.byteLength
    if (bytes > mostBytes) {
      await reader.cancel()
      return null
    }
    text += decoder.decode(value, { stream: true })
  }
}

/** It goes back to the server as it came; one that is longer than any is not kept. */
function stamp({ headers }: Response, name: string): string | null {
  const value = headers.get(name)
  return value !== null && value.length <= 500 ? value : null
}
