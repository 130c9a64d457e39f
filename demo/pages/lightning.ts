import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Gate } from '../gate'
import type { Host } from '../hosts'
import { isId } from '../ids'
import type { Org } from '../org'
import type { Row, Value } from '../schema/field'
import { cookie } from '../sessions'
import { listOn } from './lists'

const shell = readFileSync(new URL('./shell.html', import.meta.url), 'utf8')
const script = readFileSync(new URL('./shell.js', import.meta.url), 'utf8')

/** The Lightning host: one shell for every page, a script that draws it, and the data the script asks for. */
export function serveLightning(gate: Gate, host: Host, req: IncomingMessage, res: ServerResponse, url: URL): void {
  const send = (status: number, type: string, body: string): void => {
    res.writeHead(status, { 'Content-Type': `${type};charset=UTF-8`, 'Cache-Control': 'no-store' }).end(body)
  }
  if (url.pathname === '/secur/frontdoor.jsp') {
    const back = url.searchParams.get('retURL') ?? '/lightning/page/home'
    res.writeHead(
      302,
      {
        'Set-Cookie': `sid=${url.searchParams.get('sid') ?? ''}; Path=/; Secure; HttpOnly; SameSite=None`,
        Location: back.startsWith('/') ? back : '/lightning/page/home',
      }
    ).end()
    return
  }
  if (url.pathname === '/secur/logout.jsp') {
    res.writeHead(302, { 'Set-Cookie': 'sid=; Path=/; Secure; HttpOnly; Max-Age=0', Location: `${host.api}/secur/logout.jsp` }).end()
    return
  }
  if (url.pathname === '/auraFW/shell.js') return send(200, 'text/javascript', script)
  if (url.pathname === '/aura') {
    const org = gate.orgOf(host)
    const session = gate.sessions.get(cookie(req.headers.cookie, 'sid'))
    if (!session || session.org !== org.name) return send(
      401, 'application/json', JSON.stringify({ login: `${host.api}/?startURL=${encodeURIComponent(url.searchParams.get('page') ?? '')}` })
    )
    return send(200, 'application/json', JSON.stringify(pageData(org, session.userId, url.searchParams.get('page') ?? '')))
  }
  if (url.pathname === '/') {
    res.writeHead(302, { Location: '/lightning/page/home' }).end()
    return
  }
  if (!url.pathname.startsWith('/lightning') && url.pathname !== '/one/one.app') return send(404, 'text/html', '<!DOCTYPE html><title>Page not found</title><h1>Page not found</h1>')
  return send(200, 'text/html', shell)
}

interface PageData {
  readonly user: string
  readonly kind: 'record' | 'list' | 'home' | 'missing'
  readonly title: string
  readonly object: string
  readonly fields: readonly { readonly label: string; readonly value: string }[]
  readonly links: readonly { readonly href: string; readonly text: string; readonly note: string }[]
}

const recordPath = /^\/lightning\/r\/(?:(\w+)\/)?([A-Za-z0-9]{15,18})\/(?:view|edit|related\/.*)$/
const shown: Record<string, readonly string[]> = {
  Account: [
    'Type', 'Industry', 'Segment__c', 'Priority__c', 'Phone', 'Website', 'NumberOfEmployees', 'BillingStreet', 'BillingCity', 'BillingState',
    'BillingPostalCode', 'BillingCountry',
  ],
  Opportunity: ['StageName', 'Amount', 'CloseDate', 'Type'], Contact: ['Title', 'Phone', 'Email'], Lead: ['Company', 'Title', 'Status', 'Email', 'Phone', 'Street', 'City', 'State', 'PostalCode', 'Country'],
  Case: ['CaseNumber', 'Status', 'Priority', 'Origin', 'Description'], Site_Visit__c: ['Visited_On__c', 'Findings__c'],
  Campaign: ['Type', 'Status', 'StartDate'],
  Task: ['Subject', 'Type', 'Status', 'ActivityDate', 'Description'], Event: ['Subject', 'Location', 'DurationInMinutes'],
}

/** What the shell shows at an address; text only, the shell never takes it for markup. */
function pageData(org: Org, userId: string, page: string): PageData {
  const user = org.get(userId)!
  const base = { user: `${String(user.FirstName)} ${String(user.LastName)}`, fields: [], links: [], object: '' }
  // The path is the tab that is looked at; a workspace opened by its address alone is in the query: /lightning/page/home?ws=/lightning/r/Account/001…/view
  const { pathname, searchParams } = new URL(page, 'https://x')
  const path = (pathname === '/lightning/page/home' ? searchParams.get('ws') : null) ?? pathname
  const list = listOn(org, userId, new URL(path === pathname ? page : path, 'https://x'))
  // As many as the real page loads before somebody scrolls.
  if (list) return { ...base, kind: 'list', title: list.title, links: list.rows.slice(0, 50).map(r => link(org, r)) }
  const record = recordPath.exec(path)
  if (record) return recordData(org, userId, base, record[2]!)
  const mine = org.by('Account', 'OwnerId', userId).filter(r => r.IsDeleted !== true).slice(0, 12)
  return { ...base, kind: 'home', title: 'Home', links: mine.map(r => link(org, r)) }
}

function recordData(org: Org, userId: string, base: Pick<PageData, 'user' | 'fields' | 'links'>, id: string): PageData {
  const row = isId(id) ? org.get(id) : undefined
  const object = org.schema.byPrefix(id)
  if (!row || !object || row.IsDeleted === true || !org.sees(userId, row)) {
    return { ...base, kind: 'missing', title: "Page doesn't exist", object: '' }
  }
  const related = ['Opportunity', 'Contact', 'Case', 'Event', 'Task'].flatMap(name => (object.name === 'Account' ? org.by(name, 'AccountId', String(row.Id)).filter(r => r.IsDeleted !== true).slice(-5) : []))
  const parents = ['AccountId', 'Account__c', 'WhatId', 'WhoId', 'ContactId', 'ConvertedAccountId'].map(field => org.get(String(row[field] ?? ''))).filter(parent => parent !== undefined)
  return {
    ...base, kind: 'record', title: titleOf(org, row), object: object.label,
    fields: (shown[object.name] ?? ['Name']).map(name => ({ label: org.schema.field(object, name)?.label ?? name, value: text(row[name] ?? null) })),
    links: [...new Set([...parents, ...related])].map(r => link(org, r)),
  }
}

const text = (value: Value): string => (value === null ? '' : String(value))
const titleOf = (org: Org, row: Row): string => {
  const object = org.schema.byPrefix(String(row.Id))!
  const name = object.fields.find(f => f.nameField)
  return text(object.name === 'Case' ? row.Subject ?? null : name ? org.value(object, row, name) : row.Subject ?? null)
}
const link = (org: Org, row: Row): PageData['links'][number] => {
  const object = org.schema.byPrefix(String(row.Id))!
  return { href: `/lightning/r/${object.name}/${String(row.Id)}/view`, text: titleOf(org, row), note: object.label }
}
