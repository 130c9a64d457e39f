import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Listed, ListRef, ReadTogether, Reading } from '../../lib/crm/adapter'
import { sosl } from '../../lib/crm/salesforce/listed'
import { demoWorld, origin, wanted, type DemoWorld } from './demoWorld'
import { value } from './suite'

let world: DemoWorld
const signal = new AbortController().signal

beforeAll(async () => {
  world = await demoWorld({ accounts: 2000 })
})
afterAll(() => world?.close())
afterEach(() => world.demo.faults.clear())

const list = (kind: ListRef['kind'], id: string, object: string | null = null): ListRef => ({ page: 'list', crm: 'salesforce', org: origin, kind, object, id })
const idOf = (object: 'ListView' | 'Report', name: string) => String(world.demo.org.rows(object).find(row => row.DeveloperName === name)!.Id)
const live = (object: string) => world.demo.org.rows(object).filter(row => row.IsDeleted !== true)
const listed = async (ref: ListRef): Promise<Listed> => {
  const answer = value(await world.connection.listed(ref, signal))
  expect(answer.ids.length + answer.repeated + answer.without).toBe(answer.rows)
  expect(new Set(answer.ids).size).toBe(answer.ids.length)
  return answer
}
const requestsOf = async (work: () => Promise<unknown>): Promise<number> => {
  world.demo.log.length = 0
  await work()
  return world.demo.log.length
}
async function readAll(ids: readonly string[], over = wanted): Promise<ReadTogether> {
  const all: { readings: Reading[]; missing: string[]; tooLarge: string[] } = { readings: [], missing: [], tooLarge: [] }
  for await (const result of world.connection.readMany(ids, over, signal)) {
    const { readings, missing, tooLarge } = value(result)
    all.readings.push(...readings)
    all.missing.push(...missing)
    all.tooLarge.push(...tooLarge)
  }
  return all
}

describe('which accounts a page lists', () => {
  it('a list view, by its id and by its name, in one request each', async () => {
    await world.connection.session()
    await listed(list('view', '__Recent', 'Account'))
    const mine = live('Account').filter(row => row.OwnerId === world.acme.owner).map(row => row.Id)
    for (const id of [idOf('ListView', 'MyAccounts'), 'MyAccounts']) {
      let answer: Listed | null = null
      expect(await requestsOf(async () => { answer = await listed(list('view', id, 'Account')) })).toBe(1)
      expect(answer!.name).toBe('My Accounts')
      expect([...answer!.ids].sort()).toEqual([...mine].sort())
      expect(answer!.more).toBe(false)
    }
  })
  it('at most 2,000 rows, and says that there are more', async () => {
    const answer = await listed(list('view', 'AllAccounts', 'Account'))
    expect(answer.rows).toBe(2000)
    expect(answer.more).toBe(true)
  })
  it('what was looked at last, the latest first', async () => {
    const answer = await listed(list('view', '__Recent', 'Account'))
    const seen = live('Account').filter(row => typeof row.LastViewedDate === 'number').toSorted((a, b) => Number(b.LastViewedDate) - Number(a.LastViewedDate))
    expect(answer.ids).toEqual(seen.map(row => row.Id))
  })
  it('the accounts of listed contacts and deals, each once', async () => {
    const contacts = await listed(list('view', 'AllContacts', 'Contact'))
    expect(contacts.repeated).toBeGreaterThan(0)
    for (const id of contacts.ids) expect(id).toMatch(/^001/)
    const deals = await listed(list('view', idOf('ListView', 'OpenOpportunities'), 'Opportunity'))
    expect([...deals.ids].sort()).toEqual([...new Set(live('Opportunity').filter(row => !String(row.StageName).startsWith('Closed')).map(row => row.AccountId))].sort())
  })
  it('a report: its account column, the groups of a summary, or the deals in it', async () => {
    const open = [...new Set(live('Opportunity').filter(row => !String(row.StageName).startsWith('Closed')).map(row => row.AccountId))].sort()
    for (const name of ['OpenDeals', 'DealsByAccount', 'AccountsFolded']) {
      const answer = await listed(list('report', idOf('Report', name)))
      expect([name, [...answer.ids].sort()]).toEqual([name, open])
      expect(answer.name).toMatch(/Open/)
    }
    const owners = await listed(list('report', idOf('Report', 'AccountsByOwner')))
    expect(owners).toMatchObject({ rows: 2000, more: true, without: 0 })
  })
  it('a search, of accounts and of the people and deals found', async () => {
    const answer = await listed(list('search', 'acme lawn'))
    expect(answer.ids).toContain(world.acme.id)
    const person = await listed(list('search', 'Ann Lee'))
    expect(person.ids).toContain(world.acme.id)
  })
  it.each(['"quoted" & (grouped) {braced}', "O'Neil'; SELECT Id FROM User", 'a.*b+[c-d]^~:!|?\\', 'Söhne 株式会社', '}', 'x', '**'])('takes %s for words, not for a language', async term => {
    await listed(list('search', term))
  })
  it('says that a view or a report is not there', async () => {
    for (const ref of [list('view', 'NoSuchView', 'Account'), list('view', '00BHs00000zzzzzMAA', 'Account'), list('report', '00OHs00000zzzzzMAA')]) {
      expect(await world.connection.listed(ref, signal)).toEqual({ ok: false, error: { kind: 'notFound' } })
    }
  })
  it('does not ask without a session', async () => {
    expect(await world.signedOut.listed(list('view', 'AllAccounts', 'Account'), signal)).toEqual({ ok: false, error: { kind: 'signedOut' } })
  })
})

describe('many accounts at once', () => {
  const ids = (n: number) => live('Account').slice(0, n).map(row => String(row.Id))

  it('gives the same of each account as reading it alone', async () => {
    const some = [world.acme.id, ...ids(30)]
    const { readings, missing } = await readAll(some)
    expect(missing).toEqual([])
    for (const reading of readings) {
      const alone = value(await world.connection.read(reading.account.ids[0]!, wanted))
      expect(sorted(reading)).toEqual(sorted(alone))
    }
  })
  it.each([[20, 1], [200, 2], [2000, 4]])('%d accounts come in at most %d requests', async (count, most) => {
    let read: ReadTogether | null = null
    expect(await requestsOf(async () => { read = await readAll(ids(count)) })).toBeLessThanOrEqual(most)
    expect(read!.readings.map(({ account }) => account.ids[0]).sort()).toEqual(ids(count).sort())
    for (const { subrequests } of world.demo.log) {
      expect(subrequests.length).toBeLessThanOrEqual(25)
      for (const { url } of subrequests) expect(decodeURIComponent(url).match(/'00\w{16}'/g)?.length ?? 0).toBeLessThanOrEqual(201)
    }
  })
  it('names those that are not there, hidden, or another org’s, and reads the others', async () => {
    const [hidden, ...others] = ids(10)
    world.demo.faults.conceal(hidden!)
    const { readings, missing } = await readAll([...others, hidden!, world.missingId, 'not an id', others[0]!])
    expect(readings.map(({ account }) => account.ids[0]).sort()).toEqual([...others].sort())
    expect([...missing].sort()).toEqual([hidden, world.missingId, 'not an id'].sort())
  })
  it('marks what the user may not see, as reading one does', async () => {
    world.demo.faults.hide('Account.Industry', 'Opportunity.Amount')
    const connection = world.fresh()
    for await (const result of connection.readMany([world.acme.id], wanted, signal)) {
      const alone = value(await connection.read(world.acme.id, wanted))
      expect(value(result).readings[0]!.hidden).toEqual(alone.hidden)
      expect(alone.hidden).toContain('account.industry')
    }
  })
  it('describes the org again when a field went away, and reads all the same', async () => {
    const connection = world.fresh()
    await connection.read(world.acme.id, wanted)
    world.demo.faults.hide('Account.Website')
    let count = 0
    for await (const result of connection.readMany(ids(250), wanted, signal)) count += value(result).readings.length
    expect(count).toBe(250)
  })
  it('leaves out an addition that the org does not take, and keeps the rest', async () => {
    const connection = world.fresh()
    await connection.read(world.acme.id, wanted)
    world.demo.faults.hide('OpportunityLineItem.OpportunityId')
    for await (const result of connection.readMany([world.acme.id], wanted, signal)) expect(value(result).readings[0]!.deals.length).toBeGreaterThan(2)
  })
  it('stops when it is told to, and says what went wrong once', async () => {
    const gone = new AbortController()
    const seen: unknown[] = []
    for await (const result of world.connection.readMany(ids(600), wanted, gone.signal)) {
      seen.push(result)
      gone.abort()
    }
    expect(seen).toHaveLength(1)
    for (const kind of ['unauthorized', 'limit', 'unavailable', 'html'] as const) {
      world.demo.faults.add({ kind, path: '/composite/batch', times: null })
      const answers = []
      for await (const result of world.connection.readMany(ids(600), wanted, signal)) answers.push(result.ok ? 'read' : result.error.kind)
      expect(answers).toEqual([{ unauthorized: 'signedOut', limit: 'limit', unavailable: 'down', html: 'unreadable' }[kind]])
      world.demo.faults.clear()
    }
  })
  it('asks one by one where a server has no batches', async () => {
    world.demo.faults.add({ kind: 'notFound', path: '/composite/batch', times: null })
    const { readings } = await readAll(ids(30))
    expect(readings).toHaveLength(30)
  })
})

/** Rows come in another order when many are read together, the moment of reading is another, and what only a single account is asked for is not there. */
function sorted({ readAt: _, brief: _brief, hierarchy: _hierarchy, assigned: _assigned, ...reading }: Reading): unknown {
  const byId = <T extends { id: string }>(rows: readonly T[]): T[] => rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const named = new Set([reading.account.ownerId, ...reading.touches.map(({ userId }) => userId)])
  return {
    ...reading, deals: byId(reading.deals), touches: byId(reading.touches), users: reading.users.filter(({ ids }) => named.has(ids[0]!)).toSorted((a, b) => (a.ids[0]! < b.ids[0]! ? -1 : 1)),
    campaigns: reading.campaigns && byId(reading.campaigns),
  }
}

describe('the search language', () => {
  it('is escaped, but for the stars and question marks of the search box', () => {
    expect(sosl('a"b\'c {x} (y) [z] 1+1-2 ~^:!|&\\ un*on?')).toBe('a\\"b\\\'c \\{x\\} \\(y\\) \\[z\\] 1\\+1\\-2 \\~\\^\\:\\!\\|\\&\\\\ un*on?')
  })
})
