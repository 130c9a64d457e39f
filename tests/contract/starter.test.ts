import { afterEach, describe, expect, it } from 'vitest'
import { gapCodes } from '../../lib/starter/assumption'
import { starterPlan } from '../../lib/starter/starterPlan'
import type { StarterFacts } from '../../lib/model/starter'
import { parsePlan } from '../../lib/model/planFile'
import { demoWorld, type DemoWorld } from './demoWorld'
import { value } from './suite'

const words = { planName: () => 'Starter plan', elsewhere: (name: string) => `${name}, elsewhere` }
const planOf = (facts: StarterFacts) => starterPlan({ facts, bases: {}, settings: {}, zone: 'UTC', words })

let world: DemoWorld | null = null
afterEach(() => world?.close())
const open = async (options?: Parameters<typeof demoWorld>[0]): Promise<DemoWorld> => (world = await demoWorld(options))

const codes = ({ gaps }: StarterFacts): string[] => gaps.map(({ code }) => code)

describe('what a starter plan is made of, in Salesforce', () => {
  it('is the org’s own: territories in force with people and accounts, whose accounts lie where, and what customers paid', async () => {
    const { connection, demo } = await open({ accounts: 150 })
    const facts = value(await connection.starterFacts())
    expect(facts).toMatchObject({ orgName: 'Turfside Demo', timeZone: 'America/New_York', fiscalYearStart: 1, country: 'US', locale: 'en-US', ownerField: 'OwnerId', currency: null, gaps: [] })
    const alive = (object: string) => demo.org.rows(object).filter(row => row.IsDeleted !== true)
    expect(facts.accounts).toBe(alive('Account').length)
    expect(facts.owned!.reduce((sum, { count }) => sum + count, 0)).toBe(facts.accounts)
    expect(facts.territories!.map(({ name }) => name).sort()).toEqual(['New England', 'New Jersey', 'New York'])
    expect(facts.territories!.reduce((sum, { accounts }) => sum + accounts.length, 0)).toBe(alive('ObjectTerritory2Association').length)
    // Who has left is nobody to give a territory to.
    const active = new Set(alive('User').filter(row => row.IsActive === true).map(({ Id }) => Id))
    expect(facts.people.every(({ id }) => active.has(id))).toBe(true)
    expect(facts.people.find(({ name }) => name.startsWith('Hannah'))?.address).toMatchObject({ city: 'Boston', region: 'MA' })

    const since = Date.now() - 366 * 86_400_000
    const lately = alive('Opportunity').filter(row => row.StageName === 'Closed Won' && Number(row.Amount) > 0 && Date.parse(String(row.CloseDate)) > since && Date.parse(String(row.CloseDate)) < Date.now())
    expect(Math.abs(facts.customers!.count - new Set(lately.map(({ AccountId }) => AccountId)).size)).toBeLessThanOrEqual(2)
    expect(facts.customers!.largest).toEqual([...facts.customers!.largest].sort((a, b) => b - a))
  })
  it('takes few requests in an org that is known: two composites side by side, one for the assignments, one for the people', async () => {
    const { connection, demo } = await open()
    await connection.starterFacts()
    demo.log.length = 0
    value(await connection.starterFacts())
    expect(demo.log.length).toBeLessThanOrEqual(4)
    expect(demo.log.every(({ path, method }) => method === 'POST' && path.endsWith('/composite'))).toBe(true)
  })
  it('makes a plan that holds to every check, of an org with territories and of one without', async () => {
    for (const territories of [true, false]) {
      const { connection, close } = await open({ accounts: 150, territories })
      const facts = value(await connection.starterFacts())
      expect(facts.gaps).toEqual([])
      expect(facts.territories === null).toBe(!territories)
      const { plan, notes } = planOf(facts)
      expect(parsePlan(JSON.stringify(plan))).toMatchObject({ ok: true })
      expect(plan.territories.length).toBeGreaterThan(5)
      expect(new Set(Object.values(notes.basis))).toEqual(new Set(territories ? ['assigned', 'areas', 'owner'] : ['areas', 'owner']))
      await close()
      world = null
    }
  })
  it('names the corporate currency of an org with several', async () => {
    const { connection } = await open({ multiCurrency: true })
    expect(value(await connection.starterFacts()).currency).toBe('USD')
  })
  it('does without what the user may not see, and says so', async () => {
    const { connection, demo } = await open()
    for (const field of ['Opportunity.Amount', 'Account.BillingState', 'User.City']) demo.org.hidden.add(field)
    const facts = value(await connection.starterFacts())
    expect(codes(facts).sort()).toEqual(['placesRefused', 'revenueRefused'])
    expect(facts.people.length).toBeGreaterThan(5)
    expect(facts.people.every(({ address }) => address === null)).toBe(true)
    expect(facts.owned!.every(({ region }) => region === null)).toBe(true)
    expect(planOf(facts).plan.territories.length).toBeGreaterThan(3)
  })
  it('counts owners alone where the org will not count by place, and knows only what it was told', async () => {
    const w = await open({ accounts: 60 })
    // As a table too large answers a grouped query.
    const fresh = w.fresh(fetch => async (url, init) => {
      const body = typeof init?.body === 'string' ? init.body : ''
      const answer = await fetch(url, init)
      if (!body.includes('BillingCountry')) return answer
      const { compositeResponse } = await answer.json() as { compositeResponse: { referenceId: string; httpStatusCode: number; body: unknown }[] }
      const asked = (JSON.parse(body) as { compositeRequest: { referenceId: string; url: string }[] }).compositeRequest
      for (const reply of compositeResponse) {
        if (!decodeURIComponent(asked.find(({ referenceId }) => referenceId === reply.referenceId)!.url).includes('GROUP BY OwnerId, BillingCountry')) continue
        Object.assign(reply, { httpStatusCode: 400, body: [{ errorCode: 'QUERY_TIMEOUT', message: 'Your query request was running for too long.' }] })
      }
      return new Response(JSON.stringify({ compositeResponse }), { status: answer.status })
    })
    const facts = value(await fresh.starterFacts())
    expect(codes(facts)).toEqual(['placesRefused'])
    expect(facts.owned!.every(({ country, region }) => country === null && region === null)).toBe(true)
    const { plan, notes } = planOf({ ...facts, territories: null })
    expect(Object.values(notes.basis).every(basis => basis === 'owner' || basis === 'areas')).toBe(true)
    expect(plan.territories.length).toBeGreaterThan(0)
  })
  it('is not had without a session, nor when the limit is reached: no gap hides that', async () => {
    const w = await open()
    expect(await w.signedOut.starterFacts()).toEqual({ ok: false, error: { kind: 'signedOut' } })
    w.demo.faults.add({ kind: 'limit', times: null })
    expect(await w.fresh().starterFacts()).toMatchObject({ ok: false, error: { kind: 'limit' } })
  })
  it('names no gap that screens have no words for', async () => {
    const { connection, demo } = await open()
    demo.org.hidden.add('Account.OwnerId')
    const facts = value(await connection.starterFacts())
    for (const code of codes(facts)) expect(Object.keys(gapCodes)).toContain(code)
    expect(facts.owned).toBeNull()
    expect(parsePlan(JSON.stringify(planOf(facts).plan))).toMatchObject({ ok: true })
  })
})
