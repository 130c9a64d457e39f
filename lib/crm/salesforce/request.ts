import { fail, ok, type CrmError, type Result } from '../adapter'
import { tokenOf, type Api, type Bearer } from './api'
import { isApiPath } from './paths'
import { text } from './values'

/** The one place where HTTP becomes a result or one of the contract's errors. */

export interface Ask {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** From `/services/`. */
  readonly path: string
  readonly body?: unknown
  /** Instead of `body`, in the way that OAuth wants it. */
  readonly form?: Readonly<Record<string, string>>
  /** A table is asked for: the body of a good answer is `{ csv, locator, count }`: the locator of the part after it, the number of its records. */
  readonly csv?: boolean
}

/** An answer of the API, good or bad. Subrequests of a composite answer in the same form. */
export interface Reply {
  readonly status: number
  /** Parsed JSON; null for an empty answer and for an error page. */
  readonly body: unknown
  /** What `Retry-After` asks for, as a moment. */
  readonly retryAt: number | null
}

/** What would lead away from the API is not sent. */
export const elsewhere: CrmError = { kind: 'unreadable', what: 'an address outside the API' }

/** Longer than the slowest query that is worth waiting for, and shorter than the 30 s after which a browser stops a service worker whose fetch has no answer. */
const patienceMs = 25_000

/** Sends one request with the org's session. Fails when there is no session, no connection, no answer in time or no API behind the address. */
export async function send(api: Api, ask: Ask): Promise<Result<Reply>> {
  const bearer = await (api.door ? api.door.bearer() : session(api))
  if (!bearer.ok) return bearer
  const reply = await sendAs(api, ask, bearer.value.token)
  // A grant lasts hours, and is renewed without anybody: refused before it was carried out, the request goes again, once.
  if (!api.door || bearer.value.as === null || !reply.ok || reply.value.status !== 401) return reply
  const renewed = await api.door.renew(bearer.value.token)
  if (!renewed.ok) return renewed
  const again = await sendAs(api, ask, renewed.value.token)
  return again.ok && again.value.status === 401 && renewed.value.as !== null ? fail({ kind: 'apiAccess', why: 'ended' }) : again
}

async function session(api: Api): Promise<Result<Bearer>> {
  const token = await tokenOf(api)
  return token === null ? fail({ kind: 'signedOut' }) : ok({ token, as: null })
}

/** The same with a given token; null: with none. */
export async function sendAs(api: Pick<Api, 'org' | 'access'>, ask: Ask, token: string | null): Promise<Result<Reply>> {
  const url = new URL(ask.path, api.org)
  // A path can come from an answer (nextRecordsUrl): the session goes to no other host.
  if (url.origin !== api.org || !isApiPath(ask.path)) return fail(elsewhere)
  try {
    const response = await api.access.fetch(url.href, {
      method: ask.method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        accept: ask.csv ? 'text/csv' : 'application/json',
        ...(ask.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(ask.form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(ask.body === undefined ? {} : { body: JSON.stringify(ask.body) }),
      ...(ask.form === undefined ? {} : { body: new URLSearchParams(ask.form).toString() }),
      // Only the session we hold, never whichever cookies lie around; and no answer from a cache.
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMs),
    })
    if (redirects(response)) return fail(await whoRedirects(api))
    const written = await response.text()
    return ask.csv === true && isTable(response) ? ok(tableOf(response, written)) : read(response, written, api.access.now())
  } catch (error) {
    if (error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError')) return fail({ kind: 'down', status: 0 })
    // What `fetch` throws for every failure of the network; anything else is a bug.
    if (error instanceof TypeError) return fail({ kind: 'offline' })
    throw error
  }
}

const isTable = ({ status, headers }: Response): boolean => status < 400 && /^text\/csv\b/i.test(headers.get('content-type') ?? '')

const tableOf = ({ status, headers }: Response, csv: string): Reply =>
  ({ status, body: { csv, locator: headers.get('sforce-locator'), count: headers.get('sforce-numberofrecords') }, retryAt: null })

/** The API does not redirect. */
const redirects = ({ type, status }: Response): boolean => type === 'opaqueredirect' || (status >= 300 && status < 400)

/**
 * What leads away from the API: the CRM's way to its login page, or a network that shows its own page first. Where it leads is not told, so the
 * list of versions is asked for, which needs no session: whoever leads away from that is not the CRM.
 */
async function whoRedirects(api: Api): Promise<CrmError> {
  const response = await api.access.fetch(new URL('/services/data/', api.org).href, {
    headers: { accept: 'application/json' }, credentials: 'omit', cache: 'no-store', redirect: 'manual', signal: AbortSignal.timeout(patienceMs),
  })
  return { kind: redirects(response) ? 'portal' : 'signedOut' }
}

function read(response: Response, written: string, now: number): Result<Reply> {
  const { status } = response
  const reply = { status, retryAt: retryMoment(response.headers.get('retry-after'), now, response.headers.get('date')) }
  if (written.trim() === '') return status === 204 || status >= 400 ? ok({ ...reply, body: null }) : fail({ kind: 'unreadable', what: `an empty answer (${status})` })
  try {
    return ok({ ...reply, body: JSON.parse(written) as unknown })
  } catch {
    // userinfo says "Bad_OAuth_Token" as bare text.
    if (status >= 400) return ok({ ...reply, body: /^\w+$/.test(written.trim()) ? written.trim() : null })
    if (isLoginPage(written)) return fail({ kind: 'signedOut' })
    return fail({ kind: 'unreadable', what: /^\s*<(?:!doctype|html)/i.test(written) ? 'a web page instead of data' : 'data that breaks off or is no JSON' })
  }
}

const isLoginPage = (written: string): boolean =>
  /^\s*<(?:!doctype|html|head|script)/i.test(written) && /type=["']?password|name=["']?pw\b|\/secur\/login|login\.salesforce\.com|[?&]ec=30[12]\b|<title>\s*(?:login|log in|sign in)\b/i.test(written)

/** `Retry-After` in seconds or as a date, as a moment of our clock. A date is of the server's clock: how far ahead it lies is told by its own `Date`. */
export function retryMoment(header: string | null, now: number, serverDate: string | null = null): number | null {
  if (header === null || header.trim() === '') return null
  const seconds = Number(header)
  if (Number.isFinite(seconds)) return seconds >= 0 ? now + Math.ceil(seconds * 1000) : null
  const at = Date.parse(header)
  const sent = Date.parse(serverDate ?? '')
  if (!Number.isFinite(at)) return null
  return Number.isFinite(sent) ? now + at - sent : at
}

interface Complaint {
  readonly errorCode: string
  readonly message: string
  readonly fields: readonly string[]
}

/** What the API complains of: `[{ errorCode, message, fields }]`. */
function complaints(body: unknown): Complaint[] {
  const list = Array.isArray(body) ? body : [body]
  return list.flatMap(item => {
    if (typeof item !== 'object' || item === null) return []
    const said = item as Record<string, unknown>
    const errorCode = text(said.errorCode) ?? text(said.statusCode) ?? text(said.error) ?? ''
    const message = text(said.message) ?? text(said.error_description) ?? ''
    const fields = Array.isArray(said.fields) ? said.fields.filter(field => typeof field === 'string') : []
    return errorCode === '' && message === '' ? [] : [{ errorCode, message, fields }]
  })
}

/** The first error code of a bad answer; null for a good one. */
export const codeOf = (reply: Reply): string | null => (reply.status < 400 ? null : (complaints(reply.body)[0]?.errorCode ?? ''))

/** The API's own words for a bad answer. */
export const wordsOf = (reply: Reply): string => complaints(reply.body)[0]?.message ?? ''

const signedOutCodes = new Set(['INVALID_SESSION_ID', 'INVALID_AUTH_HEADER', 'Bad_OAuth_Token', 'Missing_OAuth_Token'])
/** Passes by itself: sent again later it may well succeed. */
const passing = new Set(['UNABLE_TO_LOCK_ROW', 'QUERY_TIMEOUT', 'SERVER_UNAVAILABLE'])
const noRight = /^(?:INSUFFICIENT_ACCESS\w*|NO_ACCESS\w*)$/
const apiOff = new Set(['API_DISABLED_FOR_ORG', 'API_CURRENTLY_DISABLED'])

/** The contract's error for a bad answer. */
export function errorOf({ status, body, retryAt }: Reply): CrmError {
  const said = complaints(body)
  const { errorCode: code = '', message = '' } = said[0] ?? {}
  const words = said.map(complaint => complaint.message).filter(Boolean).join(' ')
  // "API Access Control": the user is signed in, yet may not use the session for the API. Signing in again would not help.
  if (/not valid for use with the (?:REST )?API/i.test(message)) return { kind: 'apiAccess', why: 'closed' }
  if (code === 'OAUTH_APP_BLOCKED') return { kind: 'apiAccess', why: 'blocked' }
  if (status === 401 || signedOutCodes.has(code)) return { kind: 'signedOut' }
  if (code === 'REQUEST_LIMIT_EXCEEDED' || status === 429) return { kind: 'limit', retryAt }
  if (status === 403 && bareOAuthRefusal(body)) return { kind: 'signedOut' }
  if (apiOff.has(code)) return { kind: 'apiOff', what: words || code }
  // Without a reason it is a proxy's, or broke off: below.
  if ((status === 403 && said.length > 0) || noRight.test(code)) return { kind: 'notAllowed', what: words || code || 'this' }
  if (status === 404 || status === 410) return { kind: 'notFound' }
  if (status >= 500 || passing.has(code)) return { kind: 'down', status, ...(retryAt === null ? {} : { retryAt }) }
  if (said.length === 0) return { kind: 'unreadable', what: `an answer ${status} without a reason` }
  return { kind: 'refused', message: words || code, fields: [...new Set(said.flatMap(complaint => complaint.fields))] }
}

/** As `errorOf`, where the answer is the last word on a touch: a 403 or 404 without the API's own reason is a proxy's, or broke off, and is none. */
export const lastWordOf = (reply: Reply): CrmError =>
  [403, 404, 410].includes(reply.status) && codeOf(reply) === '' && !bareOAuthRefusal(reply.body) ? { kind: 'unreadable', what: `an answer ${reply.status} without a reason` } : errorOf(reply)

/** userinfo refuses a dead session with 403 and the bare word. */
const bareOAuthRefusal = (body: unknown): boolean => typeof body === 'string' && signedOutCodes.has(body)

/** The body of a good answer, else the contract's error. */
export function settled(result: Result<Reply>): Result<unknown> {
  if (!result.ok) return result
  return result.value.status < 400 ? ok(result.value.body) : fail(errorOf(result.value))
}
