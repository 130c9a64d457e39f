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
import type { Job } from './rest/bulk'
import { route, versions } from './rest/router'
import type { Sessions } from './sessions'
import type { Json } from './soql/project'
import type { Answer } from './soql/run'

/** What the gate needs of the server. */
export interface Gate {
  readonly sessions: Sessions
  readonly name: string
  readonly faults: Faults
  readonly oauth: OAuthState
  readonly log: LogEntry[]
  orgOf(host: Host): Org
  readonly usage: Map<string, { used: number }>
  /** By user. */
  readonly jobs: Map<string, Map<string, Job>>
  readonly cursors: Map<string, Map<string, Answer>>
}

export const isApi = (path: string): boolean => path.startsWith('/services/data') || path.startsWith('/services/oauth2/userinfo') || path.startsWith('/id/')

/** Takes a request to the API through faults, session and limits, and answers it. */
export async function serveApi(gate: Gate, host: Host, req: IncomingMessage, res: ServerResponse, url: URL, body: string): Promise<void> {
  const entry: LogEntry = {
    host: req.headers.host ?? '', method: req.method ?? 'GET', path: url.pathname + url.search, at: Date.now(), until: null, status: null,
    subrequests: subrequests(body), ...jobOf(req, url, body),
  }
  gate.log.push(entry)
  res.on('close', () => { entry.until ??= Date.now() })
  const fault = gate.faults.take(entry.method, entry.path)
  if (gate.faults.latencyMs > 0) await wait(gate.faults.latencyMs)
  if (fault && !fault.after) return spoil(fault, gate, res, entry, { status: 200, body: {} })
  const answer = respond(gate, host, req, url, body)
  if (fault) return spoil(fault, gate, res, entry, answer)
  send(gate, res, entry, answer)
}

/** The query in the order for a query job. */
function jobOf(req: IncomingMessage, url: URL, body: string): Pick<LogEntry, 'job'> {
  if (req.method !== 'POST' || !url.pathname.endsWith('/jobs/query')) return {}
  try {
    const { query } = JSON.parse(body) as { query?: unknown }
    return typeof query === 'string' ? { job: query } : {}
  } catch (error) {
    if (error instanceof SyntaxError) return {}
    throw error
  }
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
    const speaks = gate.faults.versions
    if (/^\/services\/data\/?$/.test(url.pathname)) return spoken(speaks)
    const org = gate.orgOf(host)
    const token = /^(?:Bearer|OAuth)\s+(.+)$/i.exec(req.headers.authorization ?? '')?.[1] ?? (url.pathname.startsWith('/id/') ? url.searchParams.get('oauth_token') : null)
    const session = gate.sessions.get(token)
    // A session of another org is no session here, and one of the Lightning host is none for the API.
    if (!session || session.org !== org.name) throw invalidSession(url.pathname, 'Session expired or invalid')
    // So it is with API Access Control on, for whatever no app was granted.
    if (session.face !== 'api' || (gate.oauth.enforced && session.by !== 'app')) throw invalidSession(url.pathname, 'This session is not valid for use with the REST API')
    const asked = Number(/^\/services\/data\/v(\d+)\./.exec(url.pathname)?.[1] ?? NaN)
    if (speaks && asked < speaks.oldest) throw new SalesforceError('UNSUPPORTED_API_VERSION', 'This API version has been retired.', 410)
    if (speaks && asked > speaks.newest) throw notFound()
    const user = org.get(session.userId)!
    if (url.pathname.startsWith('/services/oauth2/userinfo')) return { status: 200, body: userinfo(org, user, host.api) }
    if (url.pathname.startsWith('/id/')) return { status: 200, body: identity(org, user, host.api) }
    return api(gate, org, session.userId, host, req, url, body)
  } catch (error) {
    if (error instanceof SalesforceError) return { status: error.status, body: error.body }
    throw error
  }
}

/** The list of versions, cut to those that the org speaks at the moment. */
function spoken(speaks: Faults['versions']): ApiAnswer {
  const all = versions()
  if (!speaks) return all
  const within = ({ version }: { version: string }): boolean => Number(version) >= speaks.oldest && Number(version) <= speaks.newest
  return { ...all, body: (all.body as { version: string }[]).filter(within) }
}

const invalidSession = (path: string, message: string): SalesforceError =>
  path.startsWith('/services/data') ? new SalesforceError('INVALID_SESSION_ID', message, 401) : new SalesforceError('Bad_OAuth_Token', 'Bad_OAuth_Token', 403)

function api(gate: Gate, org: Org, userId: string, host: Host, req: IncomingMessage, url: URL, body: string): ApiAnswer {
  const count = gate.usage.get(org.name) ?? { used: 0 }
  gate.usage.set(org.name, count)
  count.used++
  const usage = { used: count.used, max: gate.faults.dailyRequests }
  const key = `${org.name}|${userId}`
  const cursors = gate.cursors.get(key) ?? new Map<string, Answer>()
  gate.cursors.set(key, cursors)
  const jobs = gate.jobs.get(key) ?? new Map<string, Job>()
  gate.jobs.set(key, jobs)
  const caller: Caller = { org, userId, origin: host.api, cursors, jobs, bulkMs: gate.faults.bulkMs, usage }
  const headers = { 'Sforce-Limit-Info': `api-usage=${usage.used}/${usage.max}` }
  try {
    if (usage.used > usage.max) throw new SalesforceError('REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.', 403)
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

function send({ faults }: Gate, res: ServerResponse, entry: LogEntry, answer: ApiAnswer): void {
  entry.status = answer.status
  res.writeHead(
    answer.status,
    { 'Content-Type': 'application/json;charset=UTF-8', 'Cache-Control': 'no-cache,must-revalidate,max-age=0,no-store,private', Date: new Date(Date.now() + faults.clockAheadMs).toUTCString(), ...answer.headers }
  )
  res.end(answer.file ?? (answer.body === undefined ? undefined : JSON.stringify(answer.body)))
  entry.until = Date.now()
}

const page = (title: string, body: string): string => `<!DOCTYPE html><html><head><title>${title}</title></head><body>${body}</body></html>`
const maintenance = page('Scheduled Maintenance', '<h1>We are down for maintenance.</h1>')
const gateway = page('502 Bad Gateway', '<center><h1>502 Bad Gateway</h1></center>')
const login = page('Login | Salesforce', '<form action="/" method="post"><input name="un"><input name="pw" type="password"></form>')
const half = { totalSize: 1, done: true, records: [{ attributes: { type: 'Account' }, Name: 'Half an ans' }] }

/** Answers as the fault wants it. */
function spoil(fault: Fault, gate: Gate, res: ServerResponse, entry: LogEntry, answer: ApiAnswer): void {
  const headers: Record<string, string> = fault.retryAfter === undefined ? {} : { 'Retry-After': String(fault.retryAfter) }
  const refuse = (code: string, message: string, status: number): void => send(gate, res, entry, { ...asAnswer(new SalesforceError(code, message, status)), headers })
  const show = (status: number, html: string): void => {
    entry.status = status
    res.writeHead(status, { 'Content-Type': 'text/html;charset=UTF-8', ...headers }).end(html)
  }
  const lead = (to: string): void => {
    entry.status = 302
    res.writeHead(302, { Location: to }).end()
  }
  const text = fault.after && typeof answer.file === 'string' ? answer.file : JSON.stringify(fault.after ? answer.body ?? null : half)
  const begun = text.slice(0, Math.ceil(text.length * 0.6))
  const json = { 'Content-Type': 'application/json;charset=UTF-8' }
  switch (fault.kind) {
    case 'unauthorized': return refuse('INVALID_SESSION_ID', 'Session expired or invalid', 401)
    case 'limit': return refuse('REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.', 403)
    case 'notFound': return send(gate, res, entry, { ...asAnswer(notFound()), headers })
    case 'tooMany': return refuse('REQUEST_LIMIT_EXCEEDED', 'ConcurrentRequests Limit exceeded.', 429)
    case 'serverError': return refuse('UNKNOWN_EXCEPTION', 'An unexpected error occurred. Please include this ErrorId if you contact support: 1374029375-60129 (1887396921)', 500)
    case 'badGateway': return show(502, gateway)
    case 'unavailable': return refuse('SERVER_UNAVAILABLE', 'Server unavailable', 503)
    case 'apiDisabled': return refuse('API_DISABLED_FOR_ORG', 'The REST API is not enabled for this Organization.', 403)
    case 'apiDisabledForUser': return refuse('API_CURRENTLY_DISABLED', 'API is disabled for this User', 403)
    case 'html': return show(200, maintenance)
    case 'loginPage': return show(200, login)
    case 'loginRedirect': return lead('/?ec=302&startURL=%2F')
    case 'portal': return lead('http://portal.hotel.example/welcome')
    case 'truncated':
      entry.status = 200
      res.writeHead(200, json).end(begun)
      return
    case 'cutBody':
      entry.status = 200
      res.writeHead(200, { ...json, 'Content-Length': String(Buffer.byteLength(text)) })
      res.write(begun, () => res.destroy())
      return
    // Nothing is said; the client's patience or the server's end closes the connection.
    case 'silence': return
    case 'cut':
      res.destroy()
      return
  }
}

const asAnswer = ({ status, body }: SalesforceError): ApiAnswer => ({ status, body })
