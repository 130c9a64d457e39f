import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Row } from '../../demo/schema/field'
import { salesforce } from '../../lib/crm/salesforce/adapter'
import type { AggregateAsk, AggregateRow, Usage } from '../../lib/crm/book'
import { demoWorld, origin, wanted, type DemoWorld } from './demoWorld'
import { memoryMemo } from './nodeAccess'

/** What the CRM counts itself, held against a count of the org's rows one by one. */

let world: DemoWorld
let several: DemoWorld
beforeAll(async () => {
  world = await demoWorld({ accounts: 2600, activities: 9000 })
  several = await demoWorld({ accounts: 300, activities: 1500, multiCurrency: true })
})
afterAll(async () => {
  await world?.close()
  await several?.close()
})

const never = new AbortController().signal
const heard: (Usage | null)[] = []
const open = (of = world) => salesforce.connect(origin, of.access({ memo: memoryMemo() })).book!(wanted, usage => heard.push(usage))
const none = { from: null, to: null }
async function ask(over: Partial<AggregateAsk> & Pick<AggregateAsk, 'table' | 'by'>, of = world): Promise<readonly AggregateRow[]> {
  const answer = await open(of).aggregates!({ amounts: false, days: none, ...over }, never)
  if (!answer.ok) throw new Error(JSON.stringify(answer.error))
  return answer.value
}

const live = (object: string, of = world): Row[] => of.demo.org.rows(object).filter(row => row.IsDeleted !== true)
const value = (object: string, row: Row, field: string, { demo: { org } } = world) => {
  const def = org.schema.object(object)!
  return org.value(def, row, org.schema.field(def, field)!)
}
const accountOf = (row: Row, of = world): Row | undefined => of.demo.org.get(String(row.AccountId))
/** Counts by key, as `ask` tells them. */
function tally(rows: readonly Row[], keys: (row: Row) => readonly unknown[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const row of rows) {
    const key = JSON.stringify(keys(row).map(key => (typeof key === 'string' ? key.trim() : key) || null))
    counts[key] = (counts[key] ?? 0) + 1
  }
  return counts
}
const told = (rows: readonly AggregateRow[]): Record<string, number> => Object.fromEntries(rows.map(({ keys, count }) => [JSON.stringify(keys), count]))
/** Salesforce groups texts whatever their case: so does the count. */
const folded = (counts: Record<string, number>): Record<string, number> => {
  const result: Record<string, number> = {}
  for (const [key, count] of Object.entries(counts)) result[key.toLowerCase()] = (result[key.toLowerCase()] ?? 0) + count
  return result
}
const month = (day: unknown): string | null => (typeof day === 'string' ? day.slice(0, 7) : null)

describe('the CRM counts', () => {
  it('accounts by owner, region and segment', async () => {
    expect(told(await ask({ table: 'accounts', by: ['ownerId'] }))).toEqual(tally(live('Account'), row => [row.OwnerId]))
    expect(folded(told(await ask({ table: 'accounts', by: ['country', 'region'] })))).toEqual(folded(tally(live('Account'), row => [row.BillingCountry, row.BillingState])))
    expect(told(await ask({ table: 'accounts', by: ['segment', 'industry', 'type'] }))).toEqual(tally(live('Account'), row => [row.Segment__c, row.Industry, row.Type]))
    expect(await ask({ table: 'accounts', by: [] })).toEqual([{ keys: [], count: live('Account').length, amount: null, currency: null }])
  })

  it('deals by state, stage and month, and adds up their amounts to the cent', async () => {
    const rows = await ask({ table: 'deals', by: ['state', 'stage'], amounts: true })
    const state = (row: Row): string => (value('Opportunity', row, 'IsWon') === true ? 'won' : value('Opportunity', row, 'IsClosed') === true ? 'lost' : 'open')
    expect(told(rows)).toEqual(tally(live('Opportunity'), row => [state(row), row.StageName]))
    for (const { keys, amount } of rows) {
      // Some amounts have fractions of a cent: the sum is rounded once, at the end.
      const fractions = live('Opportunity').filter(row => row.StageName === keys[1]).reduce((sum, row) => sum + Math.round(Number(row.Amount ?? 0) * 10_000), 0)
      expect(Math.abs(amount! * 100 - fractions)).toBeLessThanOrEqual(50)
    }
    expect(told(await ask({ table: 'deals', by: ['month'] }))).toEqual(tally(live('Opportunity'), row => [month(row.CloseDate)]))
  })

  it('deals and activities by what only their accounts have', async () => {
    expect(told(await ask({ table: 'deals', by: ['industry'] }))).toEqual(tally(live('Opportunity'), row => [accountOf(row)?.Industry]))
    expect(told(await ask({ table: 'activities', by: ['ownerId', 'segment'] }))).toEqual(tally([...live('Task'), ...live('Event')], row => [accountOf(row)?.OwnerId, accountOf(row)?.Segment__c]))
  })

  it('activities of every age by user, type and month, the archived ones too', async () => {
    const type = (row: Row): string | null => ({ Call: 'call', Email: 'email', ListEmail: 'email' })[String(row.TaskSubtype)] ?? ({ Visit: 'visit', Call: 'call', Email: 'email', Meeting: 'meeting' })[String(row.Type)] ?? null
    expect(told(await ask({ table: 'activities', by: ['userId', 'type'] }))).toEqual({
      ...tally(live('Task'), row => [row.OwnerId, type(row)]), ...tally(live('Event'), row => [row.OwnerId, 'appointment']),
    })
    const days = [...live('Task').map(row => row.ActivityDate), ...live('Event').map(row => value('Event', row, 'ActivityDate'))]
    expect(told(await ask({ table: 'activities', by: ['month'] }))).toEqual(tally(days.map(day => ({ day: day ?? null })), ({ day }) => [month(day)]))
  })

  it('of certain days only', async () => {
    const [from, to] = ['2026-01-15', '2026-06-30']
    const within = (day: unknown): boolean => typeof day === 'string' && day >= from && day <= to
    const rows = await ask({ table: 'activities', by: [], days: { from, to } })
    const counts = [...live('Task').map(row => row.ActivityDate), ...live('Event').map(row => value('Event', row, 'ActivityDate'))].filter(within).length
    expect(rows.map(({ count }) => count)).toEqual([counts])
    expect((await ask({ table: 'deals', by: [], days: { from, to: null } }))[0]!.count).toBe(live('Opportunity').filter(row => String(row.CloseDate) >= from).length)
  })

  it('nothing by what the user may not see, and says so by keys without a value', async () => {
    world.demo.faults.hide('Account.Industry')
    try {
      expect(await ask({ table: 'accounts', by: ['industry'] })).toEqual([{ keys: [null], count: live('Account').length, amount: null, currency: null }])
    } finally {
      world.demo.faults.show('Account.Industry')
    }
  })

  it('only what is shared with the user', async () => {
    const mine = String(world.acme.owner)
    const hidden = live('Account').slice(-3).map(row => String(row.Id))
    world.demo.faults.unshare(mine, ...hidden)
    try {
      expect((await ask({ table: 'accounts', by: [] }))[0]!.count).toBe(live('Account').length - 3)
    } finally {
      world.demo.faults.share(mine, ...hidden)
    }
  })
})

describe('of more than 2,000 groups', () => {
  it('asks for the parts, and each group is counted once', async () => {
    const keys = (row: Row): readonly unknown[] => [row.OwnerId, row.StageName, month(row.CloseDate), accountOf(row)?.Industry]
    const expected = tally(live('Opportunity'), keys)
    expect(Object.keys(expected).length).toBeGreaterThan(2000)
    heard.length = 0
    expect(told(await ask({ table: 'deals', by: ['ownerId', 'stage', 'month', 'industry'] }))).toEqual(expected)
    expect(heard.length).toBeLessThan(25)
    expect(heard.at(-1)).toMatchObject({ max: 100_000 })
  })

  it('also where one column alone has so many values, some of them none', async () => {
    const changed = live('Account').slice(200, 2500)
    const before = changed.map(row => ({ row, BillingState: row.BillingState ?? null }))
    changed.forEach((row, i) => world.demo.org.update('Account', row, { BillingState: i < 40 ? null : `State '${i}'` }))
    try {
      const rows = await ask({ table: 'accounts', by: ['region'] })
      expect(rows.length).toBeGreaterThan(2200)
      expect(folded(told(rows))).toEqual(folded(tally(live('Account'), row => [row.BillingState])))
    } finally {
      for (const { row, BillingState } of before) world.demo.org.update('Account', row, { BillingState })
    }
  })

  it('says what went wrong in the middle, and tells no part for the whole', async () => {
    world.demo.faults.leave(6)
    try {
      expect(await open().aggregates!({ table: 'deals', by: ['ownerId', 'stage', 'month', 'industry'], amounts: false, days: none }, never)).toMatchObject({ ok: false, error: { kind: 'limit' } })
    } finally {
      world.demo.faults.clear()
    }
  })

  it('ends when told to', async () => {
    const ended = open().aggregates!({ table: 'accounts', by: ['ownerId'], amounts: false, days: none }, AbortSignal.abort())
    expect(await ended).toMatchObject({ ok: false })
  })
})

it('gives sums of several currencies in the corporate one, as the CRM’s own rates have it, and says so', async () => {
  const [row] = await ask({ table: 'deals', by: [], amounts: true }, several)
  expect(row!.currency).toBe('USD')
  const { org } = several.demo
  const rate = (code: unknown, day: string): number => ((code ?? 'USD') === 'USD' ? 1 : Number(org.rows('DatedConversionRate').find(one => one.IsoCode === code && String(one.StartDate) <= day && day < String(one.NextStartDate))?.ConversionRate
    ?? org.rows('CurrencyType').find(one => one.IsoCode === code)!.ConversionRate))
  const sum = live('Opportunity', several).reduce((total, deal) => total + Number(deal.Amount ?? 0) / rate(deal.CurrencyIsoCode, String(deal.CloseDate)), 0)
  expect(new Set(live('Opportunity', several).map(deal => deal.CurrencyIsoCode ?? 'USD')).size).toBe(3)
  expect(row!.amount! / 100).toBeCloseTo(sum, 1)
})
