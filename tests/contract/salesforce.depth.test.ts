import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { roundTrips } from '../../demo/log'
import { mergeAccounts } from '../../demo/merge'
import type { Row } from '../../demo/schema/field'
import type { Reading, Wanted } from '../../lib/crm/adapter'
import { demoWorld, wanted, type DemoWorld } from './demoWorld'
import { touchOf, value } from './suite'

/** What an account really is in Salesforce: a person, a part of a group, merged away, assigned by the CRM itself, met in series and with others. */

const dayMs = 86_400_000
const day = (ago: number): string => new Date(Date.now() - ago * dayMs).toISOString().slice(0, 10)
const moment = (ago: number, hour = 15): number => Date.parse(day(ago)) + hour * 3_600_000

let world: DemoWorld
beforeAll(async () => {
  world = await demoWorld({ personAccounts: true })
})
afterAll(() => world?.close())

const insert = (object: string, row: Row): string =>
  String(world.demo.org.insert(object, { CreatedDate: Date.now() - 40 * dayMs, LastModifiedDate: Date.now(), SystemModstamp: Date.now(), ...row }).Id)
const account = (row: Row = {}): string => insert('Account', { Name: 'Anvil Works', OwnerId: world.acme.owner, ...row })
const contact = (accountId: string): string => insert('Contact', { AccountId: accountId, FirstName: 'Ann', LastName: 'Lee', OwnerId: world.acme.owner })
const event = (row: Row): string => insert('Event', { OwnerId: world.acme.owner, Subject: 'Meeting', IsAllDayEvent: false, DurationInMinutes: 60, StartDateTime: moment(5), ...row })
const task = (row: Row): string => insert('Task', { OwnerId: world.acme.owner, Subject: 'Call', TaskSubtype: 'Call', Status: 'Completed', ActivityDate: day(4), CompletedDateTime: moment(4), ...row })
const won = (accountId: string, Amount: number | null, ago = 30, more: Row = {}): string =>
  insert('Opportunity', { AccountId: accountId, Name: 'Order', StageName: 'Closed Won', Amount, CloseDate: day(ago), OwnerId: world.acme.owner, ...more })
const users = (): string[] => world.demo.org.rows('User').filter(user => user.Title === 'Territory Representative').map(user => String(user.Id))
const read = async (id: string, want: Wanted = wanted): Promise<Reading> => value(await world.fresh().read(id, want))
const ids = (reading: Reading): string[] => reading.touches.map(({ id }) => id).sort()

it('reads all of it in one round trip once the org is known', async () => {
  const connection = world.fresh()
  await connection.read(world.acme.id, wanted)
  world.demo.faults.latencyMs = 100
  world.demo.log.length = 0
  value(await connection.read(world.acme.id, wanted))
  world.demo.faults.clear()
  expect(roundTrips(world.demo.log)).toBe(1)
  const queries = world.demo.log.map(({ subrequests }) => subrequests.filter(({ url }) => url.includes('/query')).length)
  expect(Math.max(...queries)).toBeLessThanOrEqual(5)
})

describe('a person account', () => {
  it('is told as a person, with the touches of the contact that it also is, each once', async () => {
    const id = account({ Name: 'Rosa Klein', FirstName: 'Rosa', LastName: 'Klein', IsPersonAccount: true, PersonEmail: 'rosa@example.org', PersonMobilePhone: '+49 171 5550' })
    const self = contact(id)
    world.demo.org.update('Account', world.demo.org.get(id)!, { PersonContactId: self })
    const other = account()
    const deal = won(other, 5)
    const own = task({ WhatId: id, AccountId: id })
    const both = task({ WhoId: self, AccountId: id })
    // About another's deal: its AccountId is the other's, and the call was with this person all the same.
    const elsewhere = task({ WhoId: self, WhatId: deal, AccountId: other })
    const meeting = event({ WhoId: self, WhatId: deal, AccountId: other })
    const reading = await read(id)
    expect(reading.account).toMatchObject({ name: 'Rosa Klein', person: { email: 'rosa@example.org', mobile: '+49 171 5550' }, phone: '+49 171 5550' })
    expect(ids(reading)).toEqual([own, both, elsewhere, meeting].sort())
  })
  it('is not what a company is: its contacts’ calls about others’ deals stay with those', async () => {
    const id = account()
    const other = account()
    const elsewhere = task({ WhoId: contact(id), WhatId: won(other, 5), AccountId: other })
    const reading = await read(id)
    expect([reading.account.person, reading.touches]).toEqual([null, []])
    expect(ids(await read(other))).toEqual([elsewhere])
  })
  it('costs an org without them nothing', async () => {
    const plain = await demoWorld()
    try {
      await plain.connection.read(plain.acme.id, wanted)
      expect(JSON.stringify(plain.demo.log.map(({ subrequests }) => subrequests))).not.toContain('Person')
    } finally {
      await plain.close()
    }
  })
})

describe('appointments', () => {
  it('with invited users are one, though each has a copy in his calendar', async () => {
    const id = account()
    const [owner, second, third] = users() as [string, string, string]
    const one = { WhatId: id, AccountId: id, Subject: 'Course walk', StartDateTime: moment(6) }
    const parent = event({ ...one, OwnerId: owner, IsGroupEvent: true })
    event({ ...one, OwnerId: second, IsChild: true, IsGroupEvent: true })
    event({ ...one, OwnerId: third, IsChild: true, IsGroupEvent: true })
    const { touches } = await read(id)
    expect(touches.map(touch => [touch.id, touch.userId])).toEqual([[parent, owner]])
  })
  it('that somebody outside the team made are the invited rep’s', async () => {
    const id = account()
    const [owner, rep] = users() as [string, string]
    const one = { WhatId: id, AccountId: id, Subject: 'Roadshow', StartDateTime: moment(6) }
    const parent = event({ ...one, OwnerId: owner, IsGroupEvent: true })
    event({ ...one, OwnerId: rep, IsChild: true, IsGroupEvent: true })
    const { touches } = await read(id, { ...wanted, team: [String(world.demo.org.get(rep)!.Email).toUpperCase()] })
    expect(touches.map(touch => [touch.id, touch.userId])).toEqual([[parent, rep]])
  })
  it('whose original the user may not see are one all the same', async () => {
    const id = account()
    const one = { WhatId: id, AccountId: id, Subject: 'Private original', StartDateTime: moment(6), IsChild: true, IsGroupEvent: true }
    const [, second, third] = users() as [string, string, string]
    event({ ...one, OwnerId: second })
    event({ ...one, OwnerId: third })
    expect((await read(id)).touches).toHaveLength(1)
  })
  it('to which a contact of the account was invited count, unless he declined', async () => {
    const id = account()
    const other = account()
    const invite = (Status: string, Subject: string): string => {
      const made = event({ WhatId: other, AccountId: other, IsGroupEvent: true, Subject })
      insert('EventRelation', { EventId: made, RelationId: contact(id), IsInvitee: true, IsParent: false, IsWhat: false, Status })
      return made
    }
    const accepted = invite('Accepted', 'Tasting')
    const open = invite('New', 'Fair')
    invite('Declined', 'Dinner')
    expect(ids(await read(id))).toEqual([accepted, open].sort())
    expect(ids(await read(other))).toHaveLength(3)
  })
  it('in a series count each, and its pattern does not', async () => {
    const id = account()
    const one = { WhatId: id, AccountId: id }
    event({ ...one, IsRecurrence: true, StartDateTime: moment(30) })
    event({ ...one, GroupEventType: '3', IsRecurrence2: true, StartDateTime: moment(30, 9) })
    const occurrences = [21, 14, 7].flatMap(ago => [event({ ...one, StartDateTime: moment(ago) }), event({ ...one, IsRecurrence2: true, StartDateTime: moment(ago, 9) })])
    task({ ...one, IsRecurrence: true })
    const call = task({ ...one })
    expect(ids(await read(id))).toEqual([...occurrences, call].sort())
  })
})

it('a task that was assigned to several counts for each who completed his', async () => {
  const id = account()
  const [first, second, third] = users() as [string, string, string]
  const copy = { WhatId: id, AccountId: id, Subject: 'Call before the season' }
  const done = [task({ ...copy, OwnerId: first }), task({ ...copy, OwnerId: second })]
  task({ ...copy, OwnerId: third, Status: 'Not Started', CompletedDateTime: null })
  const { touches } = await read(id)
  expect(touches.filter(({ completed }) => completed).map(touch => [touch.id, touch.userId]).sort()).toEqual([[done[0], first], [done[1], second]].sort())
})

describe('an account that was merged', () => {
  it('says into which, and a touch meant for it is told to go there', async () => {
    const connection = world.fresh()
    const [winner, loser] = [account({ Name: 'Winner Ltd' }), account({ Name: 'Loser Ltd' })]
    const call = task({ WhatId: loser, AccountId: loser })
    expect(await connection.read(loser, wanted)).toMatchObject({ ok: true })
    mergeAccounts(world.demo.org, winner, loser)
    const merged = { ok: false, error: { kind: 'merged', into: { id: winner, name: 'Winner Ltd' } } }
    expect(await connection.read(loser, wanted)).toEqual(merged)
    expect(await connection.write(touchOf('call', { accountId: loser }), false)).toEqual(merged)
    expect(ids(value(await connection.read(winner, wanted)))).toEqual([call])
  })
  it('into one that the user may not see keeps that one’s name to itself', async () => {
    const [winner, loser] = [account(), account()]
    mergeAccounts(world.demo.org, winner, loser)
    world.demo.faults.conceal(winner)
    expect(await world.fresh().read(loser, wanted)).toEqual({ ok: false, error: { kind: 'merged', into: { id: winner, name: null } } })
    world.demo.faults.clear()
  })
  it('is another thing than one that was deleted', async () => {
    const id = account()
    world.demo.org.remove('Account', world.demo.org.get(id)!)
    expect(await world.fresh().read(id, wanted)).toEqual({ ok: false, error: { kind: 'notFound' } })
    expect(await world.fresh().write(touchOf('call', { accountId: id }), false)).toMatchObject({ ok: false, error: { kind: 'refused' } })
  })
})

describe('a group', () => {
  const period = { from: day(365), to: day(0) }
  it('is told from both ends: who is above, and how many are below', async () => {
    const top = account({ Name: 'Top' })
    const middle = account({ Name: 'Middle', ParentId: top })
    const low = account({ Name: 'Low', ParentId: middle })
    expect((await read(low)).hierarchy).toEqual({ parents: [{ id: middle, name: 'Middle' }, { id: top, name: 'Top' }], children: 0, firstChildren: [] })
    expect((await read(top)).hierarchy).toEqual({ parents: [], children: 1, firstChildren: [{ id: middle, name: 'Middle' }] })
    world.demo.faults.conceal(middle)
    expect((await read(low)).hierarchy?.parents).toEqual([{ id: middle, name: null }])
    world.demo.faults.clear()
  })
  it('adds up itself and all below it, with what is missing by number', async () => {
    const top = account({ Name: 'Top' })
    const parent = account({ Name: 'Mother' })
    world.demo.org.update('Account', world.demo.org.get(top)!, { ParentId: parent })
    const child = account({ Name: 'Child', ParentId: top })
    const grandchild = account({ Name: 'Grandchild', ParentId: child })
    won(parent, 7)
    won(top, 100)
    won(top, 900, 400)
    won(child, 20.5)
    won(child, null)
    won(grandchild, 3)
    won(grandchild, -1)
    const figures = value(await world.fresh().group(top, period, 'deals'))!
    expect(figures).toMatchObject({
      currency: null, whole: true,
      own: { id: top, level: 0, revenue: '100', deals: 1, withoutAmount: 0 },
      parent: { name: 'Mother', level: -1, revenue: '7' },
      below: [{ name: 'Child', level: 1, revenue: '20.5', deals: 2, withoutAmount: 1 }, { name: 'Grandchild', level: 2, revenue: '2', deals: 2 }],
    })
  })
  it('that runs in a circle ends', async () => {
    const first = account({ Name: 'First' })
    const second = account({ Name: 'Second', ParentId: first })
    world.demo.org.update('Account', world.demo.org.get(first)!, { ParentId: second })
    expect((await read(first)).hierarchy).toMatchObject({ parents: [{ id: second }], children: 1 })
    const figures = value(await world.fresh().group(first, period, 'deals'))!
    expect([figures.own.id, figures.parent?.id, figures.below, figures.whole]).toEqual([first, second, [], true])
    const alone = account()
    world.demo.org.update('Account', world.demo.org.get(alone)!, { ParentId: alone })
    expect((await read(alone)).hierarchy).toEqual({ parents: [], children: 0, firstChildren: [] })
  })
  it('of hundreds is counted to the last, and added up in four round trips', async () => {
    const top = account({ Name: 'Chain' })
    for (let i = 0; i < 430; i++) won(account({ Name: `Branch ${String(i).padStart(3, '0')}`, ParentId: top }), 2)
    const connection = world.fresh()
    const { hierarchy } = value(await connection.read(top, wanted))
    expect([hierarchy?.children, hierarchy?.firstChildren.length]).toEqual([430, 200])
    world.demo.faults.latencyMs = 100
    world.demo.log.length = 0
    const figures = value(await connection.group(top, period, 'deals'))!
    world.demo.faults.clear()
    expect([figures.below.length, figures.below.reduce((sum, row) => sum + Number(row.revenue), 0)]).toEqual([430, 860])
    // The account itself, its children, theirs (there are none), and the sums.
    expect(roundTrips(world.demo.log)).toBe(4)
  })
  it('is not added up from what is no revenue of Salesforce', async () => {
    expect(await world.fresh().group(world.acme.id, period, 'invoices')).toMatchObject({ ok: false, error: { kind: 'notAllowed' } })
  })
})

describe('the territories of the CRM itself', () => {
  it('are told with who works them, of the active model only', async () => {
    const { org } = world.demo
    const id = account()
    const [rep] = users() as [string]
    const territory = (Name: string, State: string): string => insert('Territory2', { Name, Territory2ModelId: insert('Territory2Model', { Name: State, State }) })
    const west = territory('West 2', 'Active')
    for (const [to, cause] of [[west, 'Territory2Manual'], [territory('Planned', 'Planning'), 'Territory2AssignmentRule']] as const) insert('ObjectTerritory2Association', { ObjectId: id, Territory2Id: to, AssociationCause: cause })
    insert('UserTerritory2Association', { UserId: rep, Territory2Id: west, IsActive: true })
    insert('UserTerritory2Association', { UserId: users()[1]!, Territory2Id: west, IsActive: false })
    const reading = await read(id)
    expect(reading.assigned).toEqual([{ id: west, name: 'West 2', userIds: [rep], byHand: true }])
    expect(reading.users.map(({ ids }) => ids[0])).toContain(rep)
    expect((await read(account())).assigned).toEqual([])
    expect(org.rows('Territory2').length).toBeGreaterThan(3)
  })
  it('cost an org without them nothing, and are not there', async () => {
    const plain = await demoWorld({ territories: false })
    try {
      const reading = value(await plain.connection.read(plain.acme.id, wanted))
      expect(reading.assigned).toBeNull()
      expect(JSON.stringify(plain.demo.log.map(({ subrequests }) => subrequests))).not.toContain('FROM%20ObjectTerritory2Association')
    } finally {
      await plain.close()
    }
  })
})

it('counts ten thousand activities and five hundred deals of one account exactly', async () => {
  const id = account({ Name: 'Biggest customer' })
  for (let i = 0; i < 7_000; i++) task({ WhatId: id, AccountId: id, ActivityDate: day(i % 700), Subject: `Call ${i}` })
  for (let i = 0; i < 3_000; i++) event({ WhatId: id, AccountId: id, StartDateTime: moment(1 + (i % 700), 8 + (i % 9)), Subject: `Visit ${i}` })
  for (let i = 0; i < 500; i++) won(id, 10.01, i % 300)
  const connection = world.fresh()
  await connection.read(world.acme.id, wanted)
  world.demo.log.length = 0
  const started = Date.now()
  const reading = value(await connection.read(id, wanted))
  console.info(`10,000 activities and 500 deals: ${Date.now() - started} ms, ${world.demo.log.length} requests`)
  expect([new Set(ids(reading)).size, reading.touches.length, reading.deals.length]).toEqual([10_000, 10_000, 500])
  expect(reading.touchesSince).toBe(wanted.touchesSince)
  // Three composites, then the further pages of tasks and events: nothing is asked twice.
  expect(world.demo.log.length).toBeLessThanOrEqual(4 + 3 + 1)
})

describe('what cannot be right', () => {
  it('is missing, and told by name; what is merely unusual counts', async () => {
    const id = account()
    won(id, 2 ** 53, 30, { Name: 'Too much' })
    won(id, 50, 30, { Name: 'From 1900', CloseDate: '1900-01-01' })
    won(id, -12.5, 30, { Name: 'Credit' })
    const reading = await read(id)
    expect(reading.odd).toEqual([{ what: 'amount', of: 'Too much', value: '9007199254740992' }, { what: 'day', of: 'From 1900', value: '1900-01-01' }])
    expect(Object.fromEntries(reading.deals.map(deal => [deal.name, [deal.amount?.value ?? null, deal.day]]))).toEqual({
      'Too much': [null, day(30)], 'From 1900': ['50', null], Credit: ['-12.5', day(30)],
    })
  })
  it('in an answer never becomes a figure: strings that are no numbers, moments without a zone', async () => {
    const id = account()
    won(id, 1, 30, { Name: 'Odd' })
    task({ WhatId: id, AccountId: id, Subject: 'Call' })
    event({ WhatId: id, AccountId: id, Subject: 'Visit' })
    const twist = (text: string): string => text
      .replace(/"Amount":1\b/g, '"Amount":"NaN"')
      .replace(/"StartDateTime":"([^"+]+)\.000\+0000"/g, '"StartDateTime":"$1"')
      .replace(/("Subject":"Visit"[^}]*"ActivityDate":)"[^"]+"/g, '$1null')
      .replace(/("Subject":"Call"[^}]*"ActivityDate":)"[^"]+"/g, '$1"NaN"')
    const connection = world.fresh(fetch => async (url, init) => {
      const answer = await fetch(url, init)
      return new Response(twist(await answer.text()), { status: answer.status, headers: answer.headers })
    })
    const reading = value(await connection.read(id, wanted))
    expect(reading.deals.map(({ amount }) => amount)).toEqual([null])
    // The call's own day is not to be read, but when it was completed is; when the visit was, nobody knows.
    expect(reading.touches.map(({ type, day, completedAt }) => [type, day, completedAt])).toEqual([['call', null, moment(4)]])
    expect(reading.odd?.map(({ what, of }) => [what, of]).sort()).toEqual([['amount', 'Odd'], ['day', 'Call'], ['moment', 'Visit']])
  })
})

describe('an org of several currencies', () => {
  it('converts by the rate of the day, also between two foreign ones, and adds a group up in the corporate one', async () => {
    const several = await demoWorld({ multiCurrency: true })
    try {
      const { org } = several.demo
      const id = String(org.insert('Account', { Name: 'Lyon', OwnerId: several.acme.owner, CurrencyIsoCode: 'EUR', CreatedDate: Date.now() }).Id)
      const child = String(org.insert('Account', { Name: 'Québec', OwnerId: several.acme.owner, CurrencyIsoCode: 'CAD', ParentId: id, CreatedDate: Date.now() }).Id)
      for (const [AccountId, CurrencyIsoCode] of [[id, 'CAD'], [id, 'EUR'], [child, 'CAD']] as const) {
        org.insert('Opportunity', { AccountId, Name: CurrencyIsoCode, StageName: 'Closed Won', Amount: 100, CloseDate: day(200), CurrencyIsoCode, OwnerId: several.acme.owner, CreatedDate: Date.now() })
      }
      const { rates } = value(await several.connection.read(id, { ...wanted, currency: 'USD' }))
      const dated = (code: string): number => Number(org.rows('DatedConversionRate').find(rate => rate.IsoCode === code && String(rate.StartDate) <= day(200) && day(200) < String(rate.NextStartDate))!.ConversionRate)
      const used = (from: string, to: string): number => Number(rates.filter(rate => rate.from === from && rate.to === to && (rate.day ?? '') <= day(200)).sort((a, b) => ((a.day ?? '') < (b.day ?? '') ? 1 : -1))[0]!.rate)
      expect(used('USD', 'EUR')).toBe(dated('EUR'))
      expect(used('CAD', 'EUR')).toBeCloseTo(dated('EUR') / dated('CAD'), 12)
      const figures = value(await several.connection.group(id, { from: day(365), to: day(0) }, 'deals'))!
      expect(figures.currency).toBe('USD')
      expect(Number(figures.own.revenue)).toBeCloseTo(100 / dated('CAD') + 100 / dated('EUR'), 1)
      expect(Number(figures.below[0]!.revenue)).toBeCloseTo(100 / dated('CAD'), 1)
    } finally {
      await several.close()
    }
  })
  it('without dated rates uses the fixed ones, and with more rates than a page reads all of them', async () => {
    const fixed = await demoWorld({ multiCurrency: true, datedRates: false })
    const many = await demoWorld({ multiCurrency: true })
    try {
      const readEur = async ({ demo: { org }, acme, connection }: DemoWorld) => {
        org.update('Account', org.get(acme.id)!, { CurrencyIsoCode: 'EUR' })
        return value(await connection.read(acme.id, { ...wanted, currency: 'USD' })).rates
      }
      expect(await readEur(fixed)).toEqual([{ from: 'USD', to: 'EUR', rate: '0.92', day: null }])
      for (let i = 0; i < 2_500; i++) many.demo.org.insert('DatedConversionRate', { IsoCode: 'EUR', StartDate: day(4_000 - i), NextStartDate: day(3_999 - i), ConversionRate: 0.5 + i / 10_000 })
      const rates = await readEur(many)
      expect(rates.find(rate => rate.day === day(4_000))?.rate).toBe('0.5')
      expect(rates.length).toBeGreaterThan(2_500)
    } finally {
      await fixed.close()
      await many.close()
    }
  })
})
