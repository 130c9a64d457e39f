import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { FaultKind } from '../../demo/faults'
import { roundTrips } from '../../demo/log'
import type { Access, Connection, CrmError, Result } from '../../lib/crm/adapter'
import { salesforce } from '../../lib/crm/salesforce/adapter'
import { demoWorld, origin, wanted, type DemoWorld } from './demoWorld'
import { memoryMemo } from './nodeAccess'
import { contractSuite, shapeFaults, touchOf, value } from './suite'

contractSuite('Salesforce (demo org)', demoWorld)

const errorOf = (result: Result<unknown>): CrmError | 'no error' => (result.ok ? 'no error' : result.error)

describe('Salesforce', () => {
  let world: DemoWorld
  beforeAll(async () => {
    world = await demoWorld()
  })
  afterAll(async () => {
    await world?.close()
  })
  afterEach(() => {
    world.demo.faults.clear()
  })
  const readBy = async (connection: Connection) => value(await connection.read(world.acme.id, wanted))
  const requests = (text: string): number => world.demo.log.filter(entry => decodeURIComponent(entry.path).includes(text)).length

  describe('round trips', () => {
    const tripsOf = async (work: () => Promise<unknown>): Promise<number> => {
      world.demo.faults.latencyMs = 150
      world.demo.log.length = 0
      await work()
      return roundTrips(world.demo.log)
    }
    it('takes two for an account of an org never seen, and one once the org is known', async () => {
      const connection = world.fresh()
      expect(await tripsOf(() => readBy(connection))).toBe(2)
      expect(await tripsOf(() => readBy(connection))).toBe(1)
      expect(await tripsOf(async () => connection.read(world.missingId, wanted))).toBe(1)
    })
    it('describes the org again after a day', async () => {
      const memo = memoryMemo()
      let now = Date.now()
      const access: Access = { ...world.access({ memo }), now: () => now }
      await readBy(salesforce.connect(origin, access))
      now += 23 * 3_600_000
      expect(await tripsOf(() => readBy(salesforce.connect(origin, access)))).toBe(1)
      now += 2 * 3_600_000
      expect(await tripsOf(() => readBy(salesforce.connect(origin, access)))).toBe(2)
    })
  })

  describe('what is read', () => {
    it('counts as touches what the design says, archived ones and those of the account’s deals and contacts too', async () => {
      const { touches } = await readBy(world.fresh())
      const { ids } = world.acme
      const found = Object.fromEntries(touches.map(touch => [touch.id, touch]))
      const mine = Object.entries(ids).filter(([, id]) => found[id]).map(([name, id]) => [name, found[id]!.type, found[id]!.completed])
      expect(mine.sort()).toEqual([
        ['allDay', 'appointment', true], ['archived', 'call', true], ['call', 'call', true], ['email', 'email', true], ['meeting', 'appointment', true],
        ['ofContact', 'appointment', true], ['ofDeal', 'email', true], ['openTask', 'call', false], ['undated', 'visit', true], ['visit', 'appointment', true],
      ])
      expect(found[ids.call]).toMatchObject({ seconds: 300, userId: world.acme.owner })
      expect(found[ids.allDay]).toMatchObject({ start: null, day: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/) as string })
      expect(found[ids.meeting]).toMatchObject({ where: 'Zoom', seconds: 1800, day: null })
    })
    it('has every won and open deal however old, with product lines, and no float artefacts', async () => {
      const { deals } = await readBy(world.fresh())
      expect(deals.map(deal => [deal.name, deal.state, deal.amount?.value, deal.products])).toEqual(expect.arrayContaining([
        ['Mowers', 'won', '1234.5', ['Ground Care']], ['First order', 'won', '0.1', []], ['Sprinklers', 'open', '999.99', []], ['Lost', 'lost', '500', []],
      ]))
      expect(deals).toHaveLength(4)
    })
    it('has the mapped fields, the extra ones and the campaigns', async () => {
      const { account, campaigns } = await readBy(world.fresh())
      expect(account).toMatchObject({
        name: 'Acme <i>Lawn</i> & Söhne', priority: 'High', segment: 'Mid-Market', marketing: { value: '1200.5', currency: null }, visitMinutes: 45, former: false,
        fields: { ERP_Number__c: 'E-77', AnnualRevenue: 5_000_000 },
      })
      expect(campaigns).toEqual([expect.objectContaining({ name: 'Spring fair', cost: { value: '6000', currency: null }, budgeted: true, members: 1, ofAccount: 1 })])
    })
    it('reads an account with thousands of touches to the end', async () => {
      const { org } = world.demo
      const id = String(org.insert('Account', { Name: 'Busy', OwnerId: world.acme.owner, CreatedDate: Date.now() }).Id)
      for (let i = 0; i < 4500; i++) {
        const ActivityDate = new Date(Date.now() - (i % 300) * 86_400_000).toISOString().slice(0, 10)
        org.insert('Task', { AccountId: id, WhatId: id, OwnerId: world.acme.owner, Subject: `Call ${i}`, Status: 'Completed', TaskSubtype: 'Call', ActivityDate, CreatedDate: Date.now() })
      }
      const { touches, touchesSince } = value(await world.fresh().read(id, wanted))
      expect(new Set(touches.map(touch => touch.subject)).size).toBe(4500)
      expect(touchesSince).toBe(wanted.touchesSince)
    })
    it('keeps to the snapshot’s shape for every odd account of the demo org', async () => {
      const connection = world.fresh()
      for (const { id, name } of Object.values(world.demo.showcase)) {
        if (name === '') continue
        const reading = value(await connection.read(id, wanted))
        expect([name, shapeFaults(reading), reading.hidden]).toEqual([name, [], []])
        expect(JSON.parse(JSON.stringify(reading))).toEqual(reading)
      }
    })
    it('takes the 15-character spelling for the same account', async () => {
      expect(value(await world.fresh().read(world.acme.id.slice(0, 15), wanted)).account.ids).toEqual([world.acme.id, world.acme.id.slice(0, 15)])
    })
    it('reads the same from a server without composite, and from one that lacks the first version asked', async () => {
      const expected = await readBy(world.fresh())
      const refusing = (lacks: (url: string) => boolean) => (fetch: Access['fetch']): Access['fetch'] => async (url, init) =>
        lacks(url) ? new Response('[{"errorCode":"NOT_FOUND","message":"The requested resource does not exist"}]', { status: 404 }) : fetch(url, init)
      expect(await readBy(world.fresh(refusing(url => url.endsWith('/composite'))))).toEqual({ ...expected, readAt: expect.any(Number) as number })
      expect(await readBy(world.fresh(refusing(url => url.includes('/v60.0/'))))).toEqual({ ...expected, readAt: expect.any(Number) as number })
    })
  })

  describe('what the user may not see', () => {
    it('is hidden, not empty, and no error', async () => {
      world.demo.faults.hide('Account.Industry', 'Account.Marketing_Spend__c', 'Opportunity.Amount', 'OpportunityLineItem.Product2Id')
      const { account, deals, hidden } = await readBy(world.fresh())
      expect([account.industry, account.marketing]).toEqual([null, null])
      expect(hidden).toEqual(['account.industry', 'account.marketing', 'deals'])
      expect(deals.map(deal => [deal.amount, deal.products])).toEqual(deals.map(() => [null, null]))
    })
    it('is noticed when it was hidden after the org was described', async () => {
      const connection = world.fresh()
      expect((await readBy(connection)).hidden).toEqual([])
      world.demo.faults.hide('Account.Industry', 'Event.Location')
      const { account, hidden, touches } = await readBy(connection)
      expect([account.industry, account.name, hidden]).toEqual([null, 'Acme <i>Lawn</i> & Söhne', ['account.industry']])
      expect(touches.length).toBeGreaterThan(5)
      world.demo.log.length = 0
      await readBy(connection)
      expect(requests('/v60.0/composite')).toBe(0)
    })
    it('is another’s business when another signs in: nothing of one user’s view is used for the next', async () => {
      world.demo.faults.hide(`${world.acme.owner}|Account.Industry`)
      const memo = memoryMemo()
      const own = salesforce.connect(origin, world.access({ memo }))
      expect((await readBy(own)).hidden).toEqual(['account.industry'])
      const manager = String(world.demo.org.rows('User').find(user => user.IsActive === true && user.Id !== world.acme.owner)!.Username)
      const sid = await world.signIn(manager)
      const other = salesforce.connect(origin, { ...world.access({ memo }), cookie: async () => sid })
      expect(await other.fingerprint()).not.toBe(await own.fingerprint())
      expect((await readBy(other)).hidden).toEqual([])
      expect(value(await other.session()).user.ids).not.toEqual(value(await own.session()).user.ids)
    })
    it('says "not found" of a record that is concealed', async () => {
      world.demo.faults.conceal(world.acme.id)
      expect(errorOf(await world.fresh().read(world.acme.id, wanted))).toEqual({ kind: 'notFound' })
    })
    /** Answers "no such thing" to those subrequests of a composite. */
    const spoiling = (names: string[]) => (fetch: Access['fetch']): Access['fetch'] => async (url, init) => {
      const response = await fetch(url, init)
      if (!url.endsWith('/composite')) return response
      const body = await response.json() as { compositeResponse: { referenceId: string; httpStatusCode: number; body: unknown }[] }
      const gone = { httpStatusCode: 404, body: [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }] }
      return Response.json({ compositeResponse: body.compositeResponse.map(one => (names.includes(one.referenceId) ? { ...one, ...gone } : one)) })
    }
    it('may be whole objects', async () => {
      const noDeals = await readBy(world.fresh(spoiling(['Opportunity', 'Task'])))
      expect([noDeals.hidden, noDeals.deals]).toEqual([['deals', 'touches'], []])
      expect(noDeals.touches.every(touch => touch.type === 'appointment')).toBe(true)
    })
    it('is not what a composite without describes leaves out: they are asked for apart', async () => {
      expect((await readBy(world.fresh(spoiling(['Account', 'Task'])))).hidden).toEqual([])
    })
    it('may be the user directory: owners then bring their names along', async () => {
      world.demo.log.length = 0
      const connection = world.fresh(spoiling(['users']))
      const { users } = await readBy(connection)
      expect(users).toEqual([expect.objectContaining({ ids: [world.acme.owner, world.acme.owner.slice(0, 15)], name: expect.stringMatching(/ /) as string, email: expect.stringMatching(/@/) as string })])
      expect(requests('FROM User WHERE')).toBe(0)
    })
  })

  describe('the session', () => {
    it('is the cookie of this org’s API host and of no other', async () => {
      const asked: string[] = []
      const elsewhere = salesforce.connect('https://other-org.my.salesforce.com', {
        ...world.access({ memo: memoryMemo() }),
        cookie: async (url, name) => {
          asked.push(`${url} ${name}`)
          return url === origin ? world.secrets[0]! : null
        },
        fetch: async () => {
          throw new Error('must not ask')
        },
      })
      expect(errorOf(await elsewhere.read(world.acme.id, wanted))).toEqual({ kind: 'signedOut' })
      expect(new Set(asked)).toEqual(new Set(['https://other-org.my.salesforce.com sid']))
    })
    it('that has ended is "signed out", also when only a part of an answer says so', async () => {
      const connection = world.fresh()
      await readBy(connection)
      world.demo.faults.add({ kind: 'unauthorized' })
      expect(errorOf(await connection.read(world.acme.id, wanted))).toEqual({ kind: 'signedOut' })
      const inside = world.fresh(fetch => async (url, init) => (url.endsWith('/v66.0/composite')
        ? Response.json({ compositeResponse: (JSON.parse(String(init?.body)) as { compositeRequest: { referenceId: string }[] }).compositeRequest.map(({ referenceId }) => ({
            referenceId, httpStatusCode: 401, httpHeaders: {}, body: [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }],
          })) })
        : fetch(url, init)))
      expect(errorOf(await inside.read(world.acme.id, wanted))).toEqual({ kind: 'signedOut' })
    })
  })

  describe('trouble', () => {
    const kinds: [FaultKind, CrmError][] = [
      ['unauthorized', { kind: 'signedOut' }], ['limit', { kind: 'limit', retryAt: null }], ['tooMany', { kind: 'limit', retryAt: null }],
      ['serverError', { kind: 'down', status: 500 }], ['badGateway', { kind: 'down', status: 502 }], ['unavailable', { kind: 'down', status: 503 }], ['html', { kind: 'unreadable', what: 'a web page instead of data' }],
      ['truncated', { kind: 'unreadable', what: 'data that breaks off or is no JSON' }], ['cut', { kind: 'offline' }], ['cutBody', { kind: 'offline' }],
      ['apiDisabled', { kind: 'apiOff', what: 'The REST API is not enabled for this Organization.' }], ['apiDisabledForUser', { kind: 'apiOff', what: 'API is disabled for this User' }],
      ['loginPage', { kind: 'signedOut' }], ['portal', { kind: 'portal' }],
    ]
    it.each(kinds)('%s is told as it is, on a known org and on a new one', async (kind, error) => {
      const connection = world.fresh()
      await readBy(connection)
      world.demo.faults.add({ kind, times: null })
      expect(errorOf(await connection.read(world.acme.id, wanted))).toEqual(error)
      expect(errorOf(await world.fresh().read(world.acme.id, wanted))).toEqual(error)
      expect(errorOf(await connection.write(touchOf('call', { accountId: world.acme.id }), false))).toEqual(error)
      world.demo.faults.clear()
      expect(errorOf(await connection.read(world.acme.id, wanted))).toBe('no error')
    })
    it('says when to try again', async () => {
      world.demo.faults.add({ kind: 'tooMany', retryAfter: 120, times: null })
      const error = errorOf(await world.fresh().read(world.acme.id, wanted))
      expect(error).toMatchObject({ kind: 'limit' })
      expect(Math.abs((error as { retryAt: number }).retryAt - Date.now() - 120_000)).toBeLessThan(30_000)
    })
    it('is a redirect to the login page: signed out', async () => {
      world.demo.faults.add({ kind: 'loginRedirect', path: '/services/data/v', times: null })
      expect(errorOf(await world.fresh().read(world.acme.id, wanted))).toEqual({ kind: 'signedOut' })
    })
    it('is a version of the API that was retired or never was: another is learned, once, and reading goes on', async () => {
      const connection = world.fresh()
      await readBy(connection)
      for (const versions of [{ oldest: 50, newest: 62 }, { oldest: 63, newest: 66 }]) {
        world.demo.faults.versions = versions
        await readBy(connection)
        world.demo.log.length = 0
        await readBy(connection)
        expect(new Set(world.demo.log.map(({ path }) => /v(\d+)\.0/.exec(path)?.[1]))).toEqual(new Set([String(versions.newest)]))
      }
    })
    it('is a server whose versions are all unknown: said as such, not as a missing account', async () => {
      const connection = world.fresh()
      await readBy(connection)
      world.demo.faults.versions = { oldest: 99, newest: 99 }
      const error = { kind: 'unreadable', what: 'no version of the API that Turfside knows' }
      expect(errorOf(await connection.read(world.acme.id, wanted))).toEqual(error)
      expect(errorOf(await world.fresh().read(world.acme.id, wanted))).toEqual(error)
    })
    it('is offline when nothing listens', async () => {
      const connection = world.fresh(() => async () => {
        throw new TypeError('fetch failed')
      })
      expect(errorOf(await connection.read(world.acme.id, wanted))).toEqual({ kind: 'offline' })
    })
  })
})

describe('Salesforce with several currencies', () => {
  let world: DemoWorld
  beforeAll(async () => {
    world = await demoWorld({ multiCurrency: true })
  })
  afterAll(async () => {
    await world?.close()
  })
  it('reads rates, and the currency of each amount', async () => {
    world.demo.org.update('Opportunity', world.demo.org.get(world.acme.won[0]!)!, { CurrencyIsoCode: 'EUR' })
    const { deals, rates } = value(await world.connection.read(world.acme.id, wanted))
    expect(deals.find(deal => deal.id === world.acme.won[0])?.amount).toEqual({ value: '1234.5', currency: 'EUR' })
    expect(rates.length).toBeGreaterThan(0)
    expect(rates.find(rate => rate.to === 'EUR')).toMatchObject({ from: 'USD' })
  })
})
