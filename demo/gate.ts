import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { SalesforceError, notFound } from './errors'
import type { Fault, Faults } from './faults'
import type { Host } from './hosts'
import type { LogEntry } from './log'
import type { OAuthState } from './oauth'
import type { Org } from './org'
import { identity, userinfo } from './rest/identity'
import type { ApiAnswer, ApiRequest, Caller } from './rest/api'
import { dailyLimit, route, versions } from './rest/router'
import type { Sessions } from './sessions'
import type { Json } from './soql/project'

/** What the gate needs of the server. */
export interface Gate {
  readonly sessions: Sessions
  readonly name: string
  readonly faults: Faults
  readonly oauth: OAuthState
  readonly log: LogEntry[]
  orgOf(host: Host): Org
  readonly usage: Map<string, { used: number }>
  readonly cursors: Map<string, Map<string, readonly Json[]>>
}

export const isApi = (path: string): boolean => path.startsWith('/services/data') || path.startsWith('/services/oauth2/userinfo') || path.startsWith('/id/')

/** Takes a request to the API through faults, session and limits, and answers it. */
export async function serveApi(gate: Gate, host: Host, req: IncomingMessage, res: ServerResponse, url: URL, body: string): Promise<void> {
  const entry: LogEntry = {
    host: req.headers.host ?? '', method: req.method ?? 'GET', path: url.pathname + url.search, at: Date.now(), until: null, status: null,
    subrequests: subrequests(body),
  }
  gate.log.push(entry)
  res.on('close', () => { entry.until ??= Date.now() })
  const fault = gate.faults.take(entry.method, entry.path)
  if (gate.faults.latencyMs > 0) await wait(gate.faults.latencyMs)
  if (fault && !fault.after) return spoil(fault, res, entry, { status: 200, body: {} })
  const answer = respond(gate, host, req, url, body)
  if (fault) return spoil(fault, res, entry, answer)
  send(res, entry, answer)
}

function subrequests(body: string): { method: string; url: string }[] {
  if (!body.includes('"compositeRequest"') && !body.includes('"batchRequests"')) return []
  try {
    const parsed = JSON.parse(body) as { compositeRequest?: { method: string; url: string }[]; batchRequests?: { method: string; url: string }[] }
    return (parsed.compositeRequest ?? parsed.batchRequests ?? []).map(({ method, url }) => ({ method, url }))
  } catch (error) {
    if (error instanceof SyntaxError) return []
    throw error
  }
}

function respond(gate: Gate, host: Host, req: IncomingMessage, url: URL, body: string): ApiAnswer {
  try {
    if (/^\/services\/data\/?$/.test(url.pathname)) return versions()
    const org = gate.orgOf(host)
    const token = /^(?:Bearer|OAuth)\s+(.+)$/i.exec(req.headers.authorization ?? '')?.[1] ?? (url.pathname.startsWith('/id/') ? url.searchParams.get('oauth_token') : null)
    const session = gate.sessions.get(token)
    // A session of another org is no session here, and one of the Lightning host is none for the API.
    if (!session || session.org !== org.name) throw invalidSession(url.pathname, 'Session expired or invalid')
    // So it is with API Access Control on, for whatever no app was granted.
    if (session.face !== 'api' || (gate.oauth.enforced && session.by !== 'app')) throw invalidSession(url.pathname, 'This session is not valid for use with the REST API')
    const user = org.get(session.userId)!
    if (url.pathname.startsWith('/services/oauth2/userinfo')) return { status: 200, body: userinfo(org, user, host.api) }
    if (url.pathname.startsWith('/id/')) return { status: 200, body: identity(org, user, host.api) }
    return api(gate, org, session.userId, host, req, url, body)
  } catch (error) {
    if (error instanceof SalesforceError) return { status: error.status, body: error.body }
    throw error
  }
}

const invalidSession = (path: string, message: string): SalesforceError =>
  path.startsWith('/services/data') ? new SalesforceError('INVALID_SESSION_ID', message, 401) : new SalesforceError('Bad_OAuth_Token', 'Bad_OAuth_Token', 403)

function api(gate: Gate, org: Org, userId: string, host: Host, req: IncomingMessage, url: URL, body: string): ApiAnswer {
  const usage = gate.usage.get(org.name) ?? { used: 0 }
  gate.usage.set(org.name, usage)
  usage.used++
  const key = `${org.name}|${userId}`
  const cursors = gate.cursors.get(key) ?? new Map<string, readonly Json[]>()
  gate.cursors.set(key, cursors)
  const caller: Caller = { org, userId, origin: host.api, cursors, usage }
  const headers = { 'Sforce-Limit-Info': `api-usage=${usage.used}/${dailyLimit}` }
  try {
    const answer = route(caller, requestOf(req, url, body))
    return { ...answer, headers: { ...headers, ...answer.headers } }
  } catch (error) {
    if (error instanceof SalesforceError) return { status: error.status, body: error.body, headers }
    throw error
  }
}

function requestOf(req: IncomingMessage, url: URL, body: string): ApiRequest {
  let parsed: Json | undefined
  if (body !== '') {
    try {
      parsed = JSON.parse(body) as Json
    } catch (error) {
      throw new SalesforceError('JSON_PARSER_ERROR', error instanceof Error ? error.message : 'not JSON')
    }
  }
  const headers = Object.fromEntries(Object.entries(req.headers).map(([k, v]) => [k, Array.isArray(v) ? v.join(', ') : v]))
  // Salesforce takes PATCH as POST with a parameter from clients that cannot send it.
  const override = url.searchParams.get('_HttpMethod')
  if (/^\/services\/data\/v/.test(url.pathname) && url.href.length > 16_384) throw new SalesforceError('UNKNOWN_EXCEPTION', 'URI too long', 414)
  return { method: (override ?? req.method ?? 'GET').toUpperCase(), path: url.pathname, params: url.searchParams, headers, body: parsed }
}

function send(res: ServerResponse, entry: LogEntry, answer: ApiAnswer): void {
  entry.status = answer.status
  res.writeHead(
    answer.status,
    { 'Content-Type': 'application/json;charset=UTF-8', 'Cache-Control': 'no-cache,must-revalidate,max-age=0,no-store,private', ...answer.headers }
  )
  res.end(answer.body === undefined ? undefined : JSON.stringify(answer.body))
  entry.until = Date.now()
}

const html = '<!DOCTYPE html><html><head><title>Scheduled Maintenance</title></head><body><h1>We are down for maintenance.</h1></body></html>'

/** Answers as the fault wants it. */
function spoil(fault: Fault, res: ServerResponse, entry: LogEntry, answer: ApiAnswer): void {
  const headers: Record<string, string> = fault.retryAfter === undefined ? {} : { 'Retry-After': String(fault.retryAfter) }
  const refuse = (error: SalesforceError): void => send(res, entry, { status: error.status, body: error.body, headers })
  switch (fault.kind) {
    case 'unauthorized': return refuse(new SalesforceError('INVALID_SESSION_ID', 'Session expired or invalid', 401))
    case 'limit': return refuse(new SalesforceError('REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.', 403))
    case 'notFound': return refuse(notFound())
    case 'tooMany': return refuse(new SalesforceError('REQUEST_LIMIT_EXCEEDED', 'ConcurrentRequests Limit exceeded.', 429))
    case 'serverError': return refuse(new SalesforceError(
      'UNKNOWN_EXCEPTION', 'An unexpected error occurred. Please include this ErrorId if you contact support: 1374029375-60129 (1887396921)', 500
    ))
    case 'unavailable': return refuse(new SalesforceError('SERVER_UNAVAILABLE', 'Server unavailable', 503))
    case 'html':
      entry.status = 200
      res.writeHead(200, { 'Content-Type': 'text/html;charset=UTF-8' }).end(html)
      return
    case 'truncated': {
      const text = JSON.stringify(fault.after ? answer.body ?? null : {
        totalSize: 1, done: true, records: [{ attributes: { type: 'Account' }, Name: 'Half an ans' }],
      })
      entry.status = 200
      res.writeHead(200, { 'Content-Type': 'application/json;charset=UTF-8' }).end(text.slice(0, Math.ceil(text.length * 0.6)))
      return
    }
    // Nothing is said; the client's patience or the server's end closes the connection.
    case 'silence': return
    case 'cut':
      res.destroy()
      return
  }
}
