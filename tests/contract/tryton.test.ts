import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Access, Connection, Wanted } from '../../lib/crm/adapter'
import { tryton } from '../../lib/crm/tryton/adapter'
import { parsePlan } from '../../lib/model/planFile'
import { starterPlan } from '../../lib/starter/starterPlan'
import { signIn, type Caller, type Ids } from '../../demo/tryton/call'
import { adminPassword, startTryton, type TrytonServer } from '../../demo/tryton/server'
import { contractSuite, touchOf, value } from './suite'

let server: TrytonServer
let admin: Caller

beforeAll(async () => {
  // The first start of a day installs Tryton and fills it; the next take seconds.
  server = await startTryton()
  admin = await signIn(server.origin, server.database, 'admin', adminPassword)
}, 600_000)
afterAll(async () => {
  await server?.close()
}, 20_000)

/** A connection as the browser would give it: `caller`'s session in the open page's storage, or nobody's. */
function connectionOf(caller: Caller | null, options: { org?: string, remembered?: Map<string, unknown>, fetch?: Access['fetch'] } = {}): Connection {
  const remembered = options.remembered ?? new Map<string, unknown>()
  return tryton.connect(options.org ?? server.org, {
    fetch: options.fetch ?? fetch,
    cookie: async () => null,
    pageStorage: async (_origin, prefix) => (caller === null ? {} : { [prefix]: JSON.stringify({ login: caller.login, user_id: caller.userId, session: caller.session }) }),
    memo: { get: async key => remembered.get(key), set: async (key, what) => void remembered.set(key, what) },
    now: Date.now,
  })
}

const wanted: Wanted = {
  fields: { priority: 'categories/Priority', segment: 'categories/Segment', former: 'categories/Status' }, formerValues: ['Former customer'],
  extra: ['code'], campaigns: false, revenue: 'invoices', touchesSince: new Date(Date.now() - 400 * 86_400_000).toISOString().slice(0, 10),
}
const shown = (shows: string): string => server.company.showcase.find(account => account.shows === shows)!.id

contractSuite('Tryton', async () => {
  const remembered = new Map<string, unknown>()
  const deaf = await silentServer()
  const caller = await signIn(server.origin, server.database, 'ana', server.company.password)
  return {
    connection: connectionOf(caller, { remembered }),
    signedOut: connectionOf(null),
    silent: connectionOf(caller, { org: `http://localhost:${(deaf.address() as AddressInfo).port}/${server.database}` }),
    accountId: shown('keep'),
    missingId: '999999',
    wanted,
    secrets: [caller.session, server.company.password, adminPassword],
    remembered: () => [...remembered],
    touchesInCrm: async id => (await admin.call('model.ir.note.search', [['resource', '=', `party.party,${id}`]], 0, null, null, {}) as Ids).length,
    fleeting: {
      create: async () => String((await admin.call('model.party.party.create', [{ name: 'Here today' }], {}) as Ids)[0]),
      remove: async id => void await admin.call('model.party.party.delete', [Number(id)], {}),
    },
    close: async () => {
      deaf.closeAllConnections()
      await new Promise(resolve => deaf.close(resolve))
    },
  }
})

describe('Tryton itself', () => {
  it('gives address, categories, invoices with product lines, and the open deal beside them', async () => {
    const reading = value(await connectionOf(admin).read(shown('keep'), wanted))
    expect(reading.account).toMatchObject({ name: 'Hudson Water Works', priority: 'Medium', segment: 'Mid-size', former: false, currency: 'USD', industry: 'Manufacturing' })
    expect(reading.account.address).toMatchObject({ city: 'New York', postalCode: '10019', region: 'US-NY', country: 'US' })
    const invoices = reading.deals.filter(deal => deal.kind === 'invoice')
    expect(invoices).toHaveLength(4)
    expect(invoices.every(deal => deal.state === 'won' && deal.amount?.currency === 'USD' && deal.products!.length === 2)).toBe(true)
    expect(reading.deals.some(deal => deal.kind === 'deal' && deal.state === 'open')).toBe(true)
    expect(reading.users.find(user => user.ids[0] === reading.account.ownerId)?.email).toBe('ana@larkfield.example')
  })
  it('gives orders where the plan counts orders, and deals alone where it counts deals', async () => {
    const kinds = async (revenue: Wanted['revenue']) => {
      const reading = value(await connectionOf(admin).read(await partyWithSale(), { ...wanted, revenue }))
      return new Set(reading.deals.map(deal => deal.kind))
    }
    expect(await kinds('orders')).toContain('order')
    expect(await kinds('deals')).not.toContain('order')
    expect(await kinds('deals')).not.toContain('invoice')
  })
  it('takes at most two requests one after the other, also where fields are closed', async () => {
    for (const [caller, account] of [[admin, shown('another currency')], [await signIn(server.origin, server.database, server.company.guest, server.company.password), shown('keep')]] as const) {
      const trips = countingTrips()
      value(await connectionOf(caller, { fetch: trips.fetch }).read(account, wanted))
      expect(trips.count()).toBeLessThanOrEqual(2)
    }
  })
  it('gives foreign invoices in their own currency, with the dated rates to make them one', async () => {
    const reading = value(await connectionOf(admin).read(shown('another currency'), wanted))
    expect(new Set(reading.deals.filter(deal => deal.kind === 'invoice').map(deal => deal.amount?.currency))).toEqual(new Set(['EUR']))
    expect(reading.rates.length).toBe(3)
    expect(reading.rates[0]).toMatchObject({ from: 'USD', to: 'EUR', rate: '0.93' })
  })
  it('gives odd names as they are, and an account without an address', async () => {
    const names = await Promise.all(['markup in the name', 'right to left', 'no address'].map(async shows => value(await connectionOf(admin).read(shown(shows), wanted)).account))
    expect(names[0]!.name).toBe('<img src=x onerror=alert(1)> & Sons "Foundry" </script>')
    expect(names[1]!.name).toBe('شركة النور لمعالجة المياه')
    expect(Object.values(names[2]!.address).every(part => part === null)).toBe(true)
  })
  it('says what a user without rights may not see, and still gives the rest', async () => {
    const guest = await signIn(server.origin, server.database, server.company.guest, server.company.password)
    const reading = value(await connectionOf(guest).read(shown('keep'), wanted))
    expect(reading.hidden).toContain('deals')
    expect(reading.account.name).toBe('Hudson Water Works')
    expect(reading.touches.length).toBeGreaterThan(0)
  })
  it('counts only notes that say they are a touch', async () => {
    const party = (await admin.call('model.party.party.create', [{ name: 'Noted' }], {}) as Ids)[0]!
    const notes = ['Call them back', 'visit, 30 min, 2026-11-02\nAt the plant', 'Supplier number 7'].map(message => ({ resource: `party.party,${party}`, message }))
    await admin.call('model.ir.note.create', notes, {})
    const { touches } = value(await connectionOf(admin).read(String(party), wanted))
    expect(touches.map(({ type, day, seconds, subject }) => ({ type, day, seconds, subject }))).toEqual([{ type: 'visit', day: '2026-11-02', seconds: 1800, subject: 'At the plant' }])
  })
  it('says that the session is over when it is, and writes nothing on an account that is gone', async () => {
    const ended: Caller = { ...admin, session: 'f'.repeat(64) }
    expect(await connectionOf(ended).read(shown('keep'), wanted)).toEqual({ ok: false, error: { kind: 'signedOut' } })
    expect(await connectionOf(admin).write(touchOf('call', { accountId: '999999' }), false)).toEqual({ ok: false, error: { kind: 'notFound' } })
  })
  it('leaves one note where the browser itself has sent it twice', async () => {
    const account = shown('keep')
    const notes = async () => (await admin.call('model.ir.note.search', [['resource', '=', `party.party,${account}`]], 0, null, null, {}) as Ids).length
    const before = await notes()
    let sent = 0
    // As a browser does when the connection that it kept breaks before the answer: the same POST again, and the second answer is told.
    const doubled: Access['fetch'] = async (url, init) => {
      if (String(init?.body).includes('ir.note.create')) {
        sent++
        await fetch(url, init)
      }
      return fetch(url, init)
    }
    const touch = touchOf('call', { accountId: account })
    const written = value(await connectionOf(admin, { fetch: doubled }).write(touch, false))
    expect(sent).toBe(1)
    expect(await notes()).toBe(before + 1)
    const found = value(await connectionOf(admin).read(account, wanted)).touches.filter(({ mark }) => mark === touch.mark)
    expect(found.map(({ id }) => id)).toEqual([written.id])
    value(await connectionOf(admin).remove(written.id))
    expect(await notes()).toBe(before)
  })
  it('knows whose an opportunity, a sale, an invoice and an address are, in one round trip, and that a new opportunity may be nobody’s', async () => {
    for (const [model, kind] of [['sale.opportunity', 'deal'], ['sale.sale', 'order'], ['account.invoice', 'invoice'], ['party.address', 'record']] as const) {
      const [row] = await admin.call(`model.${model}.search_read`, [['party', '!=', null]], 0, 1, [['id', 'ASC']], ['party', 'rec_name'], {}) as readonly { id: number; party: number; rec_name: string }[]
      const trips = countingTrips()
      const belonging = value(await connectionOf(admin, { fetch: trips.fetch }).accountOf({ object: model, id: String(row!.id) }, wanted))
      expect(belonging).toEqual({ to: 'account', accountId: String(row!.party), via: { kind, name: row!.rec_name } })
      expect(trips.count()).toBe(1)
    }
    const [company] = await admin.call('model.company.company.search', [], 0, 1, null, {}) as Ids
    const [loose] = await admin.call('model.sale.opportunity.create', [{ description: 'From the fair', party: null, company: company! }], { company: company! }) as Ids
    expect(value(await connectionOf(admin).accountOf({ object: 'sale.opportunity', id: String(loose) }, wanted))).toMatchObject({ to: 'nobody', via: { kind: 'deal' } })
    await admin.call('model.sale.opportunity.delete', [loose!], { company: company! })
    expect(await connectionOf(admin).accountOf({ object: 'sale.opportunity', id: '999999' }, wanted)).toEqual({ ok: false, error: { kind: 'notFound' } })
    expect(await connectionOf(null).accountOf({ object: 'sale.opportunity', id: '1' }, wanted)).toEqual({ ok: false, error: { kind: 'signedOut' } })
  })
  it.each([
    ['HTML', new Response('<html>Log in</html>'), { kind: 'unreadable', what: 'not a JSON-RPC answer' }],
    ['too many requests', new Response('', { status: 429, headers: { 'Retry-After': 'soon' } }), { kind: 'limit', retryAt: null }],
    ['a failing server', new Response('', { status: 502 }), { kind: 'down', status: 502 }],
    ['a forbidden method', new Response('', { status: 403 }), { kind: 'notAllowed', what: 'Tryton: 403 Forbidden' }],
    ['no network', new TypeError('fetch failed'), { kind: 'offline' }],
  ] as const)('has a plain word for %s', async (_name, answer, error) => {
    const broken: Access['fetch'] = async () => {
      if (answer instanceof Error) throw answer
      return answer.clone()
    }
    expect(await connectionOf(admin, { fetch: broken }).read('1', wanted)).toEqual({ ok: false, error })
  })
})

/** A party with a confirmed sale. */
async function partyWithSale(): Promise<string> {
  const [sale] = await admin.call('model.sale.sale.search_read', [['state', 'in', ['confirmed', 'processing', 'done']]], 0, 1, null, ['party'], {}) as readonly { party: number }[]
  return String(sale!.party)
}

/** Counts how many times a request was sent when none was under way: the round trips of one reading. */
function countingTrips(): { readonly fetch: Access['fetch'], readonly count: () => number } {
  let underWay = 0
  let trips = 0
  return {
    count: () => trips,
    fetch: async (url, init) => {
      if (underWay++ === 0) trips++
      try {
        return await fetch(url, init)
      } finally {
        underWay--
      }
    },
  }
}

describe('what a starter plan is made of, in Tryton', () => {
  it('is who has which parties by their newest opportunity, where those are, and what was won: two trips, and no rule can ask for the owner', async () => {
    const facts = value(await connectionOf(admin).starterFacts())
    expect(facts).toMatchObject({ currency: 'USD', territories: null, ownerField: null, gaps: [] })
    expect(facts.orgName).toMatch(/Larkfield/)
    expect(facts.accounts).toBeGreaterThan(20)
    expect(facts.people.length).toBeGreaterThan(1)
    expect(facts.people.every(({ email }) => email?.endsWith('@larkfield.example'))).toBe(true)
    const known = new Set(facts.people.map(({ id }) => id))
    expect(facts.owned!.length).toBeGreaterThan(2)
    expect(facts.owned!.every(({ owner, count }) => known.has(owner) && count > 0)).toBe(true)
    expect(facts.owned!.some(({ region }) => region?.startsWith('US-'))).toBe(true)
    // As each account says itself whose it is.
    const reading = value(await connectionOf(admin).read(shown('keep'), wanted))
    expect(known.has(reading.account.ownerId!)).toBe(true)
    const { plan } = starterPlan({ facts, bases: {}, settings: {}, zone: 'UTC', words: { planName: () => 'Starter plan', elsewhere: name => name } })
    expect(parsePlan(JSON.stringify(plan))).toMatchObject({ ok: true })
    expect(await connectionOf(null).starterFacts()).toEqual({ ok: false, error: { kind: 'signedOut' } })
  })
})

function silentServer(): Promise<Server> {
  const server = createServer(() => {})
  return new Promise(resolve => server.listen(0, 'localhost', () => resolve(server)))
}
