import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import type { Access, Connection, ListRef, Wanted } from '../adapter'
import { salesforce } from './adapter'
import { isApiPath } from './paths'
import { recognise } from './recognise'

const org = 'https://acme.my.salesforce.com'
const wanted: Wanted = { fields: {}, formerValues: null, extra: [], campaigns: true, revenue: 'deals', touchesSince: '2024-01-01' }

/** A CRM that says of every object that it has every field, and of everything else that it is not there; and what it was asked. */
function crm(): { connection: Connection; asked: string[] } {
  const asked: string[] = []
  const answer = (path: string): { status: number; body: unknown } => {
    if (path === '/services/data/' || path === '/services/data') return { status: 200, body: [{ version: '60.0', label: 'x', url: '/services/data/v60.0' }] }
    if (path.includes('/services/oauth2/userinfo')) return { status: 200, body: { user_id: '005Hs00000000uiIAA', organization_id: '00DHs000000orgaMAA', name: 'A Rep', email: 'rep@acme.example', preferred_username: 'rep@acme.example' } }
    const described = /\/sobjects\/(\w+)\/describe$/.exec(path)?.[1]
    if (described !== undefined) {
      const field = (name: string) => ({ name, label: name, type: name.endsWith('Id') ? 'reference' : 'string', createable: true, updateable: true, filterable: true, nillable: true, length: 255, picklistValues: [], relationshipName: name.replace(/Id$/, ''), referenceTo: [] })
      return { status: 200, body: { name: described, keyPrefix: '001', queryable: true, createable: true, fields: ['Id', 'Name', 'OwnerId', 'AccountId', 'WhatId', 'WhoId', 'ParentId', 'Amount', 'StageName', 'CloseDate', 'CallObject', 'Subject', 'Status', 'ActivityDate', 'CampaignId', 'ContactId', 'Product2Id', 'Family', 'MasterRecordId', 'IsDeleted'].map(field) } }
    }
    if (/\/query(?:All)?\?/.test(path)) return { status: 200, body: { totalSize: 0, done: true, records: [] } }
    return { status: 404, body: [{ errorCode: 'NOT_FOUND', message: 'nothing' }] }
  }
  const access: Access = {
    cookie: async () => '00Dsession!token', pageStorage: async () => null, now: () => Date.parse('2026-11-24T12:00:00Z'),
    memo: (() => {
      const kept = new Map<string, unknown>()
      return { get: async (key: string) => kept.get(key), set: async (key: string, value: unknown) => void kept.set(key, value) }
    })(),
    fetch: async (url, init) => {
      const { origin, pathname, search } = new URL(url)
      expect(origin).toBe(org)
      const path = pathname + search
      asked.push(path)
      const body = typeof init?.body === 'string' ? JSON.parse(init.body) as { compositeRequest?: { url: string; referenceId: string }[]; batchRequests?: { url: string }[] } : null
      const reply = (value: unknown, status = 200): Response => new Response(JSON.stringify(value), { status })
      if (body?.compositeRequest) {
        asked.push(...body.compositeRequest.map(request => request.url))
        return reply({ compositeResponse: body.compositeRequest.map(request => ({ referenceId: request.referenceId, httpStatusCode: answer(request.url).status, body: answer(request.url).body })) })
      }
      if (body?.batchRequests) {
        asked.push(...body.batchRequests.map(request => `/services/data/${request.url}`))
        return reply({ hasErrors: false, results: body.batchRequests.map(request => ({ statusCode: answer(`/services/data/${request.url}`).status, result: answer(`/services/data/${request.url}`).body })) })
      }
      const { status, body: said } = answer(path)
      return reply(said, status)
    },
  }
  return { connection: salesforce.connect(org, access), asked }
}

/** A query's or search's text without what stands in its quotes or braces; null: a quote that does not end. */
function outsideQuotes(text: string): string | null {
  let outside = ''
  for (let at = 0; at < text.length; at++) {
    if (text[at] !== "'") { outside += text[at]; continue }
    for (at++; text[at] !== "'"; at++) {
      if (text[at] === undefined) return null
      if (text[at] === '\\') at++
    }
    outside += "''"
  }
  // How many ids a list holds is no part of what is asked.
  return outside.replace(/''(?:, ?'')*/g, "''")
}
const queryOf = (path: string): string | null => (path.includes('?q=') ? decodeURIComponent(path.slice(path.indexOf('?q=') + 3)) : null)

const real = '001Hs00003abcdeIAA'
const piece = fc.constantFrom(
  '001Hs00003abcdeIAA', '001Hs00003abcde', '003Hs00004fghijIAA', '00QHs00006abcdeMAA', '00B', '00O', '/', '//', '..', '/../', '%2f', '%2F', '%2e%2e', '%252e', '\\', '?', '#', '&', '=', "'", "\\'", '%27', '"', ' OR ', "' OR Name LIKE '%",
  ' ', '\n', '\0', '%00', '\u202e', ';', '@', ':', '{', '}', '@{x}', 'view', 'describe', 'É', 'x', '<img src=x onerror=alert(1)>', 'javascript:alert(1)', '__proto__', 'constructor',
)
const hostileId = fc.oneof(fc.array(piece, { minLength: 1, maxLength: 5 }).map(parts => parts.join('')), fc.string({ maxLength: 40 }))
const place = fc.constantFrom<((id: string) => string)[]>(
  id => `https://acme.lightning.force.com/lightning/r/Account/${id}/view`, id => `https://acme.lightning.force.com/lightning/r/${id}/view`, id => `https://acme.my.salesforce.com/${id}`,
  id => `https://acme.lightning.force.com/lightning/r/Contact/${id}/view`, id => `https://acme.lightning.force.com/lightning/r/${id}/003Hs00004fghijIAA/view`, id => `https://acme.lightning.force.com/one/one.app#/sObject/${id}/view`,
  id => `https://acme.lightning.force.com/lightning/page/home?ws=/lightning/r/${id}/view`, id => `https://acme.lightning.force.com/lightning/page/home?ws=${encodeURIComponent(`/lightning/r/Account/${id}/view`)}`,
  id => `https://acme.lightning.force.com/lightning/o/${id}/list?filterName=Mine`, id => `https://acme.lightning.force.com/lightning/o/Account/list?filterName=${id}`, id => `https://acme.my.salesforce.com/001?fcf=${id}`,
  id => `https://acme.lightning.force.com/lightning/r/Report/${id}/view`, id => `https://acme.my.site.com/portal/s/account/${id}`,
)

/** All that the CRM is asked of a record of that id, in whichever way. */
async function askedOf(id: string, object: string | null, list: ListRef | null): Promise<string[]> {
  const { connection, asked } = crm()
  const { signal } = new AbortController()
  if (list) await connection.listed(list, signal)
  else {
    await connection.read(id, wanted)
    await connection.accountOf({ object, id }, wanted)
    await connection.group(id, { from: '2025-01-01', to: '2025-12-31' }, 'deals')
    for await (const part of connection.readMany([id], wanted, signal)) void part
    await connection.remove(id)
    await connection.write({ mark: id, accountId: id, type: 'call', start: 0, day: '2026-11-24', minutes: 5, note: id, onlineWord: id, extra: {} }, true)
  }
  return asked
}

let ordinary: ReadonlySet<string | null>
const queriesOf = (asked: readonly string[]): (string | null)[] => asked.flatMap(path => (queryOf(path) === null ? [] : [outsideQuotes(queryOf(path)!)]))

beforeAll(async () => {
  const asked = await Promise.all([real, '003Hs00004fghijIAA', '00QHs00006abcdeMAA', '00THs00005abcdeMAA'].map(id => askedOf(id, null, null)))
  ordinary = new Set(queriesOf(asked.flat()))
  expect(ordinary.size).toBeGreaterThan(8)
})

it('an address with anything in place of an id names an id, or nothing', () => {
  fc.assert(fc.property(place, hostileId, (at, id) => {
    const page = recognise(at(id))
    if (page?.page === 'account') expect(page.ref).toEqual({ crm: 'salesforce', org, id: expect.stringMatching(/^001[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/) })
    if (page?.page === 'record') {
      expect(page.id).toMatch(/^[A-Za-z0-9]{18}$/)
      expect(page.object ?? 'x').toMatch(/^\w+$/)
    }
    if (page?.page === 'list' && page.kind !== 'search') expect([page.object ?? 'x', page.id]).toEqual([expect.stringMatching(/^\w+$/), expect.stringMatching(/^\w+$/)])
  }), { numRuns: 5000 })
})

it('whatever stands where an id should be, the CRM’s paths stay what they are and its queries ask the same', async () => {
  await fc.assert(fc.asyncProperty(hostileId, fc.option(hostileId), async (id, object) => {
    const asked = await askedOf(id, object, null)
    for (const path of asked) expect(isApiPath(path), path).toBe(true)
    for (const query of queriesOf(asked)) expect([...ordinary], `${id}: ${query}`).toContain(query)
  }), { numRuns: 300 })
})

it('a list of any object, view or report leads to no other path of the CRM', async () => {
  await fc.assert(fc.asyncProperty(fc.constantFrom<ListRef['kind']>('view', 'report'), fc.option(hostileId), hostileId, async (kind, object, id) => {
    const asked = await askedOf('', null, { page: 'list', crm: 'salesforce', org, kind, object, id })
    for (const path of asked) {
      expect(isApiPath(path), path).toBe(true)
      expect(path).not.toMatch(/\.\.|%2[ef]/i)
    }
    for (const query of queriesOf(asked)) expect(query).not.toBeNull()
  }), { numRuns: 300 })
})

it.each(['/services/data/v60.0/../../secur/logout.jsp', '/services//evil.example/', '/services/data/v60.0/sobjects/Account/x%2f..%2f', '/services/data/./x', '/services/data/..', '//evil.example/services/', 'https://evil.example/services/data/', '/secur/frontdoor.jsp', '/services/data/a\\b', '/services/data/a#b', '/services/data/a b'])('%s is no path of the API', path => {
  expect(isApiPath(path)).toBe(false)
})
