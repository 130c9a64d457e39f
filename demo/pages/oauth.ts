import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Gate } from '../gate'
import type { Host } from '../hosts'
import { issueCode, revoke, token, wrongWith, type Refusal } from '../oauth'
import type { Org } from '../org'
import { cookie } from '../sessions'
import { document, escape } from './html'

const approvalPage = '/setup/secur/RemoteAccessAuthorizationPage.apexp'

export const isOAuth = (path: string): boolean => /^\/services\/oauth2\/(?:authorize|token|revoke)$/.test(path) || path === approvalPage

/** The OAuth endpoints and the page on which a user lets an app in. */
export function serveOAuth(gate: Gate, host: Host, req: IncomingMessage, res: ServerResponse, url: URL, body: string): void {
  const org = gate.orgOf(host)
  const form = new URLSearchParams(body)
  const json = ({ status, body: said }: { status: number; body?: unknown }): void => {
    res.writeHead(status, { 'Content-Type': 'application/json;charset=UTF-8', 'Cache-Control': 'no-cache, no-store' }).end(said === undefined ? undefined : JSON.stringify(said))
  }
  const isPost = req.method === 'POST'
  switch (url.pathname) {
    case '/services/oauth2/token':
      return isPost ? json(token(gate.oauth, org, gate.sessions, host.api, form, Date.now())) : json({ status: 400, body: { error: 'invalid_request', error_description: 'must use HTTP POST' } })
    case '/services/oauth2/revoke':
      return json(revoke(gate.oauth, gate.sessions, isPost ? form : url.searchParams))
    case approvalPage:
      return isPost ? decide(gate, org, req, res, form) : page(res, 400, '<h1>Nothing to approve</h1>')
    default:
      return authorize(gate, org, req, res, url)
  }
}

const page = (res: ServerResponse, status: number, body: string): void => {
  res.writeHead(status, { 'Content-Type': 'text/html;charset=UTF-8' }).end(document('Salesforce', body))
}

function refuse(res: ServerResponse, asked: URLSearchParams, { error, description, toClient }: Refusal): void {
  if (!toClient && error.startsWith('OAUTH_')) return page(res, 200, `<h1>We can't authorize you because of an OAuth error.</h1><p id="error">${escape(error)} : ${escape(description)}</p>`)
  if (!toClient) {
    res.writeHead(400, { 'Content-Type': 'text/html;charset=UTF-8' }).end(`error=${error}&error_description=${encodeURIComponent(description)}`)
    return
  }
  back(res, asked, { error, error_description: description })
}

/** Back to the client, with what it is told and its own state. */
function back(res: ServerResponse, asked: URLSearchParams, told: Record<string, string>): void {
  const address = new URL(asked.get('redirect_uri')!)
  for (const [name, value] of Object.entries(told)) address.searchParams.set(name, value)
  const state = asked.get('state')
  if (state !== null) address.searchParams.set('state', state)
  res.writeHead(302, { Location: address.href, 'Cache-Control': 'no-store' }).end()
}

/** The user of the browser's session at this org; null: nobody is signed in. */
function visitor(gate: Gate, org: Org, req: IncomingMessage): string | null {
  const session = gate.sessions.get(cookie(req.headers.cookie, 'sid'))
  return session && session.org === org.name && session.by !== 'app' ? session.userId : null
}

function authorize(gate: Gate, org: Org, req: IncomingMessage, res: ServerResponse, url: URL): void {
  const asked = url.searchParams
  const wrong = wrongWith(gate.oauth, asked)
  if (wrong) return refuse(res, asked, wrong)
  const userId = visitor(gate, org, req)
  const immediate = asked.get('immediate') === 'true' || asked.get('prompt') === 'none'
  const consented = gate.oauth.preauthorized || (userId !== null && gate.oauth.consents.has(`${org.name}|${userId}`))
  if (immediate && (userId === null || !consented)) return back(res, asked, { error: 'immediate_unsuccessful' })
  if (userId === null) {
    res.writeHead(302, { Location: `/?startURL=${encodeURIComponent(url.pathname + url.search)}` }).end()
    return
  }
  if (consented && asked.get('prompt') !== 'consent') return back(res, asked, { code: issueCode(gate.oauth, org, userId, asked, Date.now()) })
  const user = org.get(userId)!
  const hidden = [...asked].map(([name, value]) => `<input type="hidden" name="${escape(name)}" value="${escape(value)}">`).join('')
  page(res, 200, `<h1>Allow Access?</h1><p>Turfside is asking to: manage user data via APIs; perform requests at any time.</p>
<form method="post" action="${approvalPage}">${hidden}<p>Do you want to allow access for <b>${escape(String(user.Username))}</b>?</p>
<button id="oadeny" name="deny" value="1">Deny</button> <button id="oaapprove" name="approve" value="1">Allow</button></form>`)
}

function decide(gate: Gate, org: Org, req: IncomingMessage, res: ServerResponse, asked: URLSearchParams): void {
  const wrong = wrongWith(gate.oauth, asked)
  if (wrong) return refuse(res, asked, wrong)
  const userId = visitor(gate, org, req)
  if (userId === null || !asked.has('approve')) return back(res, asked, { error: 'access_denied', error_description: 'end-user denied authorization' })
  gate.oauth.consents.add(`${org.name}|${userId}`)
  back(res, asked, { code: issueCode(gate.oauth, org, userId, asked, Date.now()) })
}
