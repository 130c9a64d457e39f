import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Gate } from '../gate'
import type { Host } from '../hosts'
import type { Row } from '../schema/field'
import { credentials, loginResult, logoutResult, soapFault } from '../rest/soap'
import { cookie } from '../sessions'
import { document, escape } from './html'

/** Everything on the my.salesforce.com host that is not the REST API: signing in and out, SOAP's login, Classic pages. */
export function serveClassic(gate: Gate, host: Host, req: IncomingMessage, res: ServerResponse, url: URL, body: string): void {
  const soap = /^\/services\/Soap\/[uc]\/(\d+\.\d)/.exec(url.pathname)
  if (soap) return serveSoap(gate, host, res, soap[1]!, body)
  switch (url.pathname) {
    case '/login':
      return signIn(gate, host, res, url)
    case '/secur/logout.jsp':
      return signOut(gate, host, req, res)
    case '/servlet/servlet.su':
      return logInAs(gate, host, req, res, url)
    case '/':
      return page(res, 200, 'Login | Salesforce', loginForm(gate, host, url.searchParams.get('startURL')))
  }
  const session = gate.sessions.get(cookie(req.headers.cookie, 'sid'))
  const org = gate.orgOf(host)
  if (!session || session.org !== org.name) return page(res, 200, 'Login | Salesforce', loginForm(gate, host))
  const record = org.get(url.pathname.slice(1).split('/')[0]!)
  if (!record || record.IsDeleted === true) return page(
    res, 404, 'URL No Longer Exists', '<h1>URL No Longer Exists</h1><p>You have attempted to reach a URL that no longer exists on salesforce.com.</p>'
  )
  return page(res, 200, `${org.schema.byPrefix(String(record.Id))?.label ?? ''}: ${String(record.Name)} ~ Salesforce`, classicRecord(host, record))
}

const page = (res: ServerResponse, status: number, title: string, body: string): void => {
  res.writeHead(status, { 'Content-Type': 'text/html;charset=UTF-8' }).end(document(title, body))
}

function findUser(gate: Gate, host: Host, username: string | null): Row | undefined {
  const users = gate.orgOf(host).rows('User').filter(u => u.IsActive === true && u.IsDeleted !== true)
  if (username === null) return users.find(u => u.Title === 'Territory Representative')
  return users.find(u => String(u.Username).toLowerCase() === username.toLowerCase() || u.Id === username)
}

function signIn(gate: Gate, host: Host, res: ServerResponse, url: URL): void {
  const org = gate.orgOf(host)
  const user = findUser(gate, host, url.searchParams.get('un'))
  if (!user) return page(res, 401, 'Login | Salesforce', `<p role="alert">Please check your username and password.</p>${loginForm(gate, host)}`)
  const sid = gate.sessions.open({ org: org.name, userId: String(user.Id), face: 'api' }, org.id)
  const front = gate.sessions.open({ org: org.name, userId: String(user.Id), face: 'lightning' }, org.id)
  const target = url.searchParams.get('startURL') ?? '/lightning/page/home'
  enter(host, res, sid, front, target)
}

/** Sets the sessions of both faces; what is asked of this host itself goes on here. */
function enter(host: Host, res: ServerResponse, sid: string, front: string, target: string): void {
  res.writeHead(302, {
    'Set-Cookie': `sid=${sid}; Path=/; Secure; HttpOnly; SameSite=None`,
    Location: target.startsWith('/services/oauth2/authorize?') ? target : `${host.lightning}/secur/frontdoor.jsp?sid=${encodeURIComponent(front)}&retURL=${encodeURIComponent(target)}`,
  }).end()
}

/** "Log in as": an admin's browser goes on as another user, until logging out leads back. */
function logInAs(gate: Gate, host: Host, req: IncomingMessage, res: ServerResponse, url: URL): void {
  const own = cookie(req.headers.cookie, 'sid')
  const admin = gate.sessions.get(own)
  const org = gate.orgOf(host)
  const user = org.get(url.searchParams.get('suorgadminid') ?? '')
  if (own === null || !admin || admin.org !== org.name || admin.behind !== undefined || user?.IsActive !== true) return page(res, 403, 'Insufficient Privileges', '<h1>Insufficient Privileges</h1>')
  const sid = gate.sessions.open({ org: org.name, userId: String(user.Id), face: 'api', behind: own }, org.id)
  const front = gate.sessions.open({ org: org.name, userId: String(user.Id), face: 'lightning' }, org.id)
  enter(host, res, sid, front, url.searchParams.get('targetURL') ?? '/lightning/page/home')
}

function signOut(gate: Gate, host: Host, req: IncomingMessage, res: ServerResponse): void {
  const sid = cookie(req.headers.cookie, 'sid')
  const session = gate.sessions.get(sid)
  gate.sessions.end(sid)
  // Leaving one face ends the user's visit to the other as well.
  if (session) gate.sessions.expire({ org: session.org, userId: session.userId, face: 'lightning' })
  const admin = gate.sessions.get(session?.behind ?? null)
  if (session?.behind !== undefined && admin) {
    return enter(host, res, session.behind, gate.sessions.open({ org: admin.org, userId: admin.userId, face: 'lightning' }, gate.orgOf(host).id), '/lightning/page/home')
  }
  res.writeHead(302, { 'Set-Cookie': 'sid=; Path=/; Secure; HttpOnly; SameSite=None; Max-Age=0', Location: '/' }).end()
}

function loginForm(gate: Gate, host: Host, startURL: string | null = null): string {
  const start = startURL === null ? '' : `&startURL=${encodeURIComponent(startURL)}`
  const users = gate.orgOf(host).rows('User').filter(u => u.IsActive === true)
  return `<h1>Log in to ${escape(host.org)}</h1><ul>${users.map(u => `<li><a href="${escape(`/login?un=${encodeURIComponent(String(u.Username))}${start}`)}">${escape(`${String(u.FirstName)} ${String(u.LastName)}`)}</a> ${escape(String(u.Title))}</li>`).join('')}</ul>`
}

function classicRecord(host: Host, record: Row): string {
  const rows = ['Name', 'Type', 'Industry', 'Phone', 'Website', 'BillingStreet', 'BillingCity', 'BillingState', 'BillingPostalCode', 'BillingCountry']
    .map(name => `<tr><th scope="row">${name}</th><td>${escape(String(record[name] ?? ''))}</td></tr>`).join('')
  return `<div id="AppBodyHeader"><a href="${host.lightning}/lightning/page/home">Switch to Lightning Experience</a> <a href="/secur/logout.jsp">Logout</a></div>
<h2 class="pageDescription">${escape(String(record.Name ?? record.Subject ?? ''))}</h2><table>${rows}</table>`
}

function serveSoap(gate: Gate, host: Host, res: ServerResponse, version: string, body: string): void {
  const say = (status: number, xml: string): void => {
    res.writeHead(status, { 'Content-Type': 'text/xml;charset=UTF-8' }).end(xml)
  }
  if (/<(?:\w+:)?logout[\s/>]/.test(body)) {
    gate.sessions.end(/<(?:\w+:)?sessionId>([^<]+)</.exec(body)?.[1] ?? null)
    return say(200, logoutResult())
  }
  const given = credentials(body)
  const user = given && given.password !== '' ? findUser(gate, host, given.username) : undefined
  if (!user || given?.password === 'wrong') return say(500, soapFault('INVALID_LOGIN', 'Invalid username, password, security token; or user locked out.'))
  const org = gate.orgOf(host)
  const sid = gate.sessions.open({ org: org.name, userId: String(user.Id), face: 'api' }, org.id)
  return say(200, loginResult({ org, user, sid, origin: host.api, version }))
}
