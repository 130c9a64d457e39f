import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Row } from '../../demo/schema/field'
import { bookTables, loadChunk } from '../../lib/cache/bookStore'
import type { TableName } from '../../lib/book/tables'
import { parsePlan } from '../../lib/model/planFile'
import { readFileSync } from 'node:fs'
import { bookWorld, idsIn, type BookWorld } from './bookWorld'
import { demoWorld, origin, type DemoWorld } from './demoWorld'

/** The whole book against the demo org: what a user may see is in the browser, whatever happens while it is read. */

let world: DemoWorld
let book: BookWorld
beforeAll(async () => {
  world = await demoWorld({ accounts: 120 })
  book = await bookWorld(world)
})
afterAll(async () => {
  await book?.close()
  await world?.close()
})

const hour = 3_600_000
const objects: Readonly<Record<TableName, readonly string[]>> = { accounts: ['Account'], deals: ['Opportunity'], activities: ['Task', 'Event'] }
const tables = Object.keys(objects) as TableName[]

/** Syncs after an hour, and holds the book against the org. */
async function nextHour(kept = book): Promise<void> {
  kept.ahead += hour + 1
  await kept.sync()
}
async function expectWhole(kept = book): Promise<void> {
  for (const table of tables) expect((await kept.rows(table)).map(({ id }) => id).sort(), table).toEqual(idsIn(world, ...objects[table]))
  expect(await kept.book()).toMatchObject({ sync: null, waiting: null })
}
const change = (object: string, id: string, patch: Row): void => world.demo.org.update(object, world.demo.org.get(id)!, { ...patch, SystemModstamp: world.demo.org.clock.now(), LastModifiedDate: world.demo.org.clock.now() })
const some = (object: string, count: number): string[] => idsIn(world, object).filter((_, at) => at % 7 === 3).slice(0, count)
const rowById = async (table: TableName, id: string) => (await book.rows(table)).find(row => row.id === id)

it('is off until the user turns it on', async () => {
  await book.sync()
  expect(await book.db.books.count()).toBe(0)
  expect(book.requests).toBe(1)
})

it('then holds every account, deal and activity that the user may see, as the CRM said them', async () => {
  await book.order('on')
  await book.sync()
  await expectWhole()
  expect(await rowById('accounts', world.acme.id)).toMatchObject({
    name: 'Acme <i>Lawn</i> & Söhne', ownerId: world.acme.owner, type: 'Customer - Direct', industry: 'Recreation', employees: 250, city: 'Albany', region: 'NY', postalCode: '12207', lat: 42.65, lon: -73.75,
  })
  expect(await rowById('deals', world.acme.won[0]!)).toMatchObject({ accountId: world.acme.id, kind: 'deal', state: 'won', stage: 'Closed Won', amount: 123_450, products: '["Ground Care"]' })
  expect(await rowById('deals', world.acme.won[1]!)).toMatchObject({ amount: 10, products: '[]' })
  expect(await rowById('activities', world.acme.ids.call)).toMatchObject({ accountId: world.acme.id, type: 'call', completed: true, seconds: 300, userId: world.acme.owner })
  expect(await rowById('activities', world.acme.ids.archived)).toMatchObject({ type: 'call' })
  expect(await rowById('activities', world.acme.ids.noTouch)).toMatchObject({ type: null })
  expect(await rowById('activities', world.acme.ids.openTask)).toMatchObject({ completed: false })
  expect(await rowById('activities', world.acme.ids.meeting)).toMatchObject({ type: 'appointment', where: 'Zoom', seconds: 1800 })
  expect(await rowById('activities', world.acme.ids.deleted)).toBeUndefined()
  const { usage, calls, hidden } = await book.book()
  expect(usage).toMatchObject({ max: 100_000 })
  expect(Object.values(calls).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(5)
  expect(hidden).toEqual([])
})

it('holds nothing that a rep wrote: no subjects, no notes', async () => {
  change('Task', world.acme.ids.call, { Subject: 'very private subject', Description: 'very private words' })
  change('Event', world.acme.ids.visit, { Subject: 'very private subject', Description: 'very private words' })
  await nextHour()
  const chunks = await book.db.bookChunks.toArray()
  expect(chunks.filter(({ data }) => Buffer.from(data).includes('very private'))).toEqual([])
})

describe('an hour later', () => {
  it('asks a dozen requests where nothing has changed, and writes no chunk', async () => {
    await nextHour()
    const before = new Map((await book.db.bookChunks.toArray()).map(({ source, n, data }) => [`${source} ${n}`, new Uint32Array(data, 8, 1)[0]]))
    book.requests = 0
    await nextHour()
    expect(book.requests).toBeLessThanOrEqual(14)
    for (const { source, n, data } of await book.db.bookChunks.toArray()) expect(before.get(`${source} ${n}`)).toBe(new Uint32Array(data, 8, 1)[0])
  })

  it('has what was changed, added, deleted and restored', async () => {
    const { org } = world.demo
    const [renamed, gone, back] = some('Account', 3)
    change('Account', renamed!, { Name: 'Renamed Greens' })
    const added = String(org.insert('Account', { Name: 'New Greens', OwnerId: world.acme.owner, CreatedDate: org.clock.now(), SystemModstamp: org.clock.now() }).Id)
    for (const id of [gone!, back!]) org.remove('Account', org.get(id)!)
    const [call] = some('Task', 1)
    org.remove('Task', org.get(call!)!)
    await nextHour()
    await expectWhole()
    expect(await rowById('accounts', renamed!)).toMatchObject({ name: 'Renamed Greens' })
    expect(await rowById('accounts', added)).toMatchObject({ name: 'New Greens' })
    change('Account', back!, { IsDeleted: false })
    await nextHour()
    await expectWhole()
    expect(await rowById('accounts', back!)).toBeDefined()
  })

  it('has what was saved a quarter of an hour before others were seen, and shown only now', async () => {
    const { org } = world.demo
    const late = org.clock.now() - 10 * 60_000
    await nextHour()
    const id = String(org.insert('Task', { AccountId: world.acme.id, WhatId: world.acme.id, OwnerId: world.acme.owner, TaskSubtype: 'Call', Status: 'Completed', CreatedDate: late, SystemModstamp: late }).Id)
    await nextHour()
    expect(await rowById('activities', id)).toBeDefined()
  })

  it('no longer has what is not shared with the user any more, and has it again when it is', async () => {
    const ids = [...some('Account', 2), ...some('Event', 2)]
    world.demo.faults.conceal(...ids)
    await nextHour()
    await expectWhole()
    world.demo.org.invisible.clear()
    await nextHour()
    await expectWhole()
  })

  it('finds once a day that as many came as went', async () => {
    const [away, other] = some('Opportunity', 2)
    world.demo.faults.conceal(away!)
    await nextHour()
    world.demo.org.invisible.clear()
    world.demo.faults.conceal(other!)
    await nextHour()
    book.ahead += 24 * hour
    await nextHour()
    world.demo.org.invisible.clear()
    await nextHour()
    await expectWhole()
  })
})

it('reads all again after a month, in which deletions are not told any more', async () => {
  const { org } = world.demo
  const [gone] = some('Task', 1)
  org.remove('Task', org.get(gone!)!)
  book.ahead += 40 * 24 * hour
  await nextHour()
  await expectWhole()
  expect((await book.sources()).map(({ readAt }) => book.parts.now() - readAt! < hour)).toEqual(Array.from({ length: 4 }, () => true))
})

it('a spoilt chunk is noticed, told and read again', async () => {
  const [source] = (await book.sources()).filter(({ table }) => table === 'activities')
  const [entry] = source!.directory.entries
  const data = (await loadChunk(book.db, book.space, source!.source, entry!.n))!
  new Uint8Array(data)[3000]! ^= 1
  await book.db.bookChunks.put({ space: book.space, source: source!.source, n: entry!.n, data })
  expect((await book.rows('activities')).length).toBeLessThan(idsIn(world, 'Task', 'Event').length)
  expect(await book.book()).toMatchObject({ nextAt: 0, mended: { chunks: 1, why: expect.stringContaining('checksum') } })
  await book.sync()
  await expectWhole()
})

describe('a new book, while it is read', () => {
  const fresh = async (run: (kept: BookWorld) => Promise<void>): Promise<void> => {
    const kept = await bookWorld(world)
    try {
      await kept.order('on')
      await run(kept)
    } finally {
      await kept.close()
    }
  }

  it('goes on from where it was when the worker ends before any request, and misses nothing', () => fresh(async kept => {
    // Each worker ends one request later than the one before.
    for (let last = 1; (await kept.book()).syncedAt === null; last++) {
      expect(last, 'it does not come to an end').toBeLessThan(60)
      const worker = new AbortController()
      const until = kept.requests + last
      kept.before = (_, at) => void (at > until && worker.abort())
      kept.ahead += 10 * 60_000
      await kept.sync(worker.signal).catch(() => undefined)
    }
    kept.before = () => undefined
    await expectWhole(kept)
  }))

  it('has what was changed behind the reader’s back', () => fresh(async kept => {
    const { org } = world.demo
    let changed: string | null = null
    const [, gone] = some('Task', 2)
    kept.before = url => {
      if (changed !== null || !decodeURIComponent(url).includes('FROM Event WHERE IsDeleted')) return
      changed = some('Account', 1)[0]!
      change('Account', changed, { Name: 'Changed meanwhile' })
      org.remove('Task', org.get(gone!)!)
    }
    await kept.sync()
    await expectWhole(kept)
    expect((await kept.rows('accounts')).find(({ id }) => id === changed)).toMatchObject({ name: 'Changed meanwhile' })
  }))

  it('waits when the session ends, and goes on when its user is back', () => fresh(async kept => {
    kept.before = (_, at) => void (at === kept.requests && at > 6 && !expired && ((expired = true), world.demo.faults.add({ kind: 'unauthorized', times: 1 })))
    let expired = false
    await kept.sync()
    expect(await kept.book()).toMatchObject({ syncedAt: null, waiting: { why: 'failed', error: { kind: 'signedOut' } } })
    await kept.sync(undefined, 'session')
    await expectWhole(kept)
  }))

  it('keeps nothing that another user’s session answered', () => fresh(async kept => {
    const another = await world.signIn(String(world.demo.org.rows('User').filter(({ Title }) => Title === 'Territory Representative')[1]!.Username))
    const own = kept.sid
    kept.before = url => void (decodeURIComponent(url).includes('FROM Task WHERE IsDeleted = false ORDER') && (kept.sid = another))
    await kept.sync()
    expect((await kept.sources()).filter(({ source }) => source === 'task').map(({ directory }) => directory.entries)).toEqual([[]])
    expect(await kept.book()).toMatchObject({ syncedAt: null })
    kept.before = () => undefined
    kept.ahead += hour
    await kept.sync()
    expect(await kept.book()).toMatchObject({ syncedAt: null })
    kept.sid = own
    await kept.sync()
    await expectWhole(kept)
  }))

  it('stops at its share of the org’s requests, says until when, and goes on then', () => fresh(async kept => {
    const plan = parsePlan(readFileSync(new URL('../../demo/plan.json', import.meta.url), 'utf8'))
    if (!plan.ok) throw new Error('the plan')
    await kept.db.plan.put({ key: 1, plan: { ...plan.plan, sync: { apiShare: 0.000_1 } }, importedAt: 0, fileName: null })
    await kept.sync()
    const row = await kept.book()
    // Ten of 100,000; to begin takes some at once.
    const made = Object.values(row.calls).reduce((sum, count) => sum + count, 0)
    expect(made).toBeGreaterThanOrEqual(10)
    expect(made).toBeLessThan(14)
    expect(row).toMatchObject({ syncedAt: null, waiting: { why: 'share' } })
    const { until } = row.waiting!
    expect(until - kept.parts.now()).toBeGreaterThan(22 * hour)
    kept.requests = 0
    await kept.sync()
    expect(kept.requests).toBe(0)
    for (let days = 0; days < 12 && (await kept.book()).syncedAt === null; days++) {
      kept.ahead = (await kept.book()).waiting!.until - Date.now() + 1
      await kept.sync()
    }
    await expectWhole(kept)
  }))

  it('leaves the CRM alone for as long as it asks, and asks later and later where it does not say', () => fresh(async kept => {
    world.demo.faults.add({ kind: 'limit', path: '/queryAll', times: 1, retryAfter: 1800 })
    await kept.sync()
    const { waiting } = await kept.book()
    expect(waiting).toMatchObject({ why: 'failed', error: { kind: 'limit' } })
    expect(waiting!.until - kept.parts.now()).toBeGreaterThan(1_790_000)
    const waits: number[] = []
    for (let i = 0; i < 4; i++) {
      kept.ahead = (await kept.book()).waiting!.until - Date.now() + 1
      world.demo.faults.add({ kind: 'serverError', times: null })
      await kept.sync()
      world.demo.faults.clear()
      waits.push(Math.round(((await kept.book()).waiting!.until - kept.parts.now()) / 60_000))
    }
    expect(waits).toEqual([2, 4, 8, 16])
    kept.ahead = (await kept.book()).waiting!.until - Date.now() + 1
    await kept.sync()
    await expectWhole(kept)
  }))

  it('stands still on a metered network and a low battery unless the user wants it now', () => fresh(async kept => {
    kept.conditions = { metered: true, batteryLow: false }
    await kept.sync()
    expect(kept.requests).toBe(1)
    expect(await kept.book()).toMatchObject({ waiting: { why: 'metered' } })
    kept.conditions = { metered: false, batteryLow: true }
    kept.ahead += 11 * 60_000
    await kept.sync()
    expect(await kept.book()).toMatchObject({ waiting: { why: 'battery' } })
    await kept.order('now')
    await kept.sync()
    await expectWhole(kept)
    expect(await kept.book()).toMatchObject({ anyway: false })
  }))

  it('can be paused and resumed, cancelled, and forgotten', () => fresh(async kept => {
    let pages = 0
    const pauseAt = (page: number, order: 'pause' | 'cancel' | 'forget') => async (url: string): Promise<void> => {
      if (url.includes('queryAll') && ++pages === page) await kept.order(order)
    }
    kept.before = pauseAt(2, 'pause')
    await kept.sync()
    const read = (await kept.sources()).reduce((sum, { directory }) => sum + directory.entries.length, 0)
    expect(read).toBeGreaterThan(0)
    kept.ahead += hour
    await kept.sync()
    expect(await kept.book()).toMatchObject({ halted: 'paused', syncedAt: null })
    await kept.order('resume')
    pages = 0
    kept.before = pauseAt(2, 'cancel')
    await kept.sync()
    expect(await kept.book()).toMatchObject({ halted: null, sync: null, syncedAt: null })
    kept.before = () => undefined
    await nextHour(kept)
    await expectWhole(kept)
    await kept.order('forget')
    expect(await Promise.all(bookTables(kept.db).slice(1).map(table => table.count()))).toEqual([0, 0])
    await nextHour(kept)
    expect(await kept.book()).toMatchObject({ on: 'off', syncedAt: null })
  }))

  it('names what the user may not see, and never calls it zero', () => fresh(async kept => {
    world.demo.faults.hide('Opportunity.Amount', 'Account.Industry')
    await kept.sync()
    world.demo.faults.clear()
    expect((await kept.book()).hidden).toEqual(['accounts.industry', 'deals.amount'])
    expect(new Set((await kept.rows('deals')).map(({ amount }) => amount))).toEqual(new Set([null]))
    expect(new Set((await kept.rows('accounts')).map(({ industry }) => industry))).toEqual(new Set([null]))
  }))
})

it('another browser’s user has a book of their own', async () => {
  expect((await book.db.books.toArray()).map(({ space, key }) => ({ space, key }))).toEqual([{ space: book.space, key: `salesforce|${origin}` }])
})
