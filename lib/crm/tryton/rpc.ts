import { fail, ok, type Access, type CrmError, type Result } from '../adapter'
import { partsOf } from './pages'
import { authorization, type SaoSession } from './session'

/** One call of Tryton's JSON-RPC. Tryton answers 200 to nearly everything and puts its "no" into the body. */
export type Call = (method: string, ...params: readonly unknown[]) => Promise<Result<unknown>>

const patience = 30_000

export function callerOf(org: string, access: Access, session: SaoSession): Call {
  const { origin, database } = partsOf(org)
  return async (method, ...params) => {
    let response: Response
    let text: string
    try {
      response = await access.fetch(`${origin}/${database}/`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          'Authorization': authorization(session),
          // Without it a 401 makes the browser ask for a name and a password of its own.
          'X-Requested-With': 'XMLHttpRequest',
        },
        credentials: 'omit',
        cache: 'no-store',
        body: JSON.stringify({ id: 0, method, params }),
        signal: AbortSignal.timeout(patience),
      })
      text = await response.text()
    } catch (error) {
      return fail(noAnswer(error))
    }
    if (!response.ok) return fail(httpError(response, access.now()))
    const body = parsed(text)
    if (body === null) return fail({ kind: 'unreadable', what: 'not a JSON-RPC answer' })
    return 'error' in body ? fail(rpcError(body.error)) : ok(body.result)
  }
}

/** Signed out in the middle, offline and the like: nothing that comes after can succeed. A refusal concerns one call. */
export const isFatal = (error: CrmError): boolean => error.kind !== 'refused'

const noAnswer = (error: unknown): CrmError => {
  const name = error instanceof Error ? error.name : ''
  return name === 'TimeoutError' || name === 'AbortError' ? { kind: 'down', status: 0 } : { kind: 'offline' }
}

function httpError(response: Response, now: number): CrmError {
  if (response.status === 401) return { kind: 'signedOut' }
  if (response.status === 403) return { kind: 'notAllowed', what: 'Tryton: 403 Forbidden' }
  if (response.status === 429) return { kind: 'limit', retryAt: retryAt(response.headers.get('Retry-After'), now) }
  // 404 is a database that is not there: the server is, its data is not.
  const until = retryAt(response.headers.get('Retry-After'), now)
  return { kind: 'down', status: response.status, ...(until === null ? {} : { retryAt: until }) }
}

function retryAt(header: string | null, now: number): number | null {
  if (header === null || header.trim() === '') return null
  const moment = /^\s*\d+\s*$/.test(header) ? now + Number(header) * 1000 : Date.parse(header)
  return Number.isFinite(moment) ? moment : null
}

function parsed(text: string): { readonly result?: unknown, readonly error?: unknown } | null {
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null && ('result' in body || 'error' in body) ? body : null
  } catch {
    // A login page of a proxy, half an answer: said as unreadable by the caller.
    return null
  }
}

/**
 * `["UserError", [message, description, domain]]`, `["UserWarning", [name, message, description]]`, `["LoginException", …]`, or, for a
 * fault inside Tryton, `[message, trace]`: a module that is not installed is `["'sale.opportunity'", ""]`.
 */
function rpcError(error: unknown): CrmError {
  const [kind, detail] = Array.isArray(error) ? error as unknown[] : []
  if (kind === 'LoginException') return { kind: 'signedOut' }
  const texts = Array.isArray(detail) ? detail as unknown[] : [detail]
  if (kind === 'UserWarning') return refused(texts.slice(1, 3))
  if (kind === 'UserError') return refused(texts.slice(0, 2))
  if (kind === 'ConcurrencyException') return refused(texts)
  return refused([kind])
}

function refused(texts: readonly unknown[]): CrmError {
  const message = texts.filter(text => typeof text === 'string' && text.trim() !== '').join(' ').trim()
  return { kind: 'refused', message: message || 'Tryton gave no reason', fields: [] }
}
