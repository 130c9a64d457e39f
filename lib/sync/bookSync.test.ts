import 'fake-indexeddb/auto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BookRow as Row, TableName } from '../book/tables'
import { newBook, readTable, sourcesOf } from '../cache/bookStore'
import { TurfsideDb } from '../cache/db'
import { fail, ok, type Connection, type CrmError, type Result } from '../crm/adapter'
import { mostAccounts, type Book } from '../crm/book'
import { syncBooks, type BookParts } from './bookSync'

/** A CRM of two objects with pages of five rows, in which anything may happen before each answer. */
class FakeCrm {
  readonly rows = new Map<string, { row: Row; stamp: number; deleted: boolean }>()
  now = Date.UTC(2026, 10, 24)
  calls = 0
  accounts: number | null = null
  before: (call: number) => CrmError | null = () => null

  put(id: string, value: number): void {
    this.now += 1000
    this.rows.set(id, { row: { id, name: `v${value}`, stamp: this.now }, stamp: this.now, deleted: false })
  }

  remove(id: string): void {
    const row = this.rows.get(id)
    if (row) this.rows.set(id, { ...row, deleted: true, stamp: (this.now += 1000) })
  }

  live(source: string): { row: Row; stamp: number }[] {
    return [...this.rows.values()].filter(({ row, deleted }) => !deleted && row.id.startsWith(source)).sort((a, b) => (a.row.id < b.row.id ? -1 : 1))
  }

  connection(): Connection {
    const answer = async <T>(work: () => T): Promise<Result<T>> => {
      const error = this.before(++this.calls)
      return error ? fail(error) : ok(work())
    }
    const inRange = (id: string, { from, to }: { from: string | null; to: string | null }) => (from === null || id >= from) && (to === null || id < to)
    const book: Book = {
      sources: () => answer(() => ({ sources: [{ id: 'a', table: 'accounts' as const }, { id: 't', table: 'activities' as const }], hidden: [] })),
      measure: asks => answer(() => asks.map(({ source, range }) => {
        const rows = this.live(source).filter(({ row }) => inRange(row.id, range))
        return { count: source === 'a' && this.accounts !== null ? this.accounts : rows.length, newest: rows.length === 0 ? null : Math.max(...rows.map(({ stamp }) => stamp)) }
      })),
      page: ({ source, range, since, cursor }) => answer(() => {
        const found = [...this.rows.values()].filter(({ row: { id }, stamp, deleted }) => id.startsWith(source) && inRange(id, range) && (cursor === null || id > cursor) && (since === null ? !deleted : stamp >= since)).sort((a, b) => (a.row.id < b.row.id ? -1 : 1)).slice(0, 5)
        const last = found.length === 5 ? found[4]!.row.id : null
        const whole = since === null ? { from: cursor === null ? range.from : `${cursor}\0`, to: last === null ? range.to : `${last}\0` } : null
        return { rows: found.filter(({ deleted }) => !deleted).map(({ row }) => row), gone: found.filter(({ deleted }) => deleted).map(({ row }) => row.id), whole, cursor: last }
      }),
      gone: (source, since) => answer(() => ({ ids: [...this.rows.values()].filter(({ row, deleted, stamp }) => deleted && row.id.startsWith(source) && stamp >= since).map(({ row }) => row.id), through: this.now })),
      usage: () => answer(() => ({ used: 0, max: 1_000_000 })),
    }
    return { fingerprint: async () => 'session', book: () => book } as unknown as Connection
  }
}

const space = 'fake|https://fake.example||user'
const key = 'fake|https://fake.example'
let serial = 0

async function browser(crm: FakeCrm): Promise<{ parts: BookParts; whole: (table: TableName) => Promise<Partial<Row>[]>; close: () => Promise<void> }> {
  const db = new TurfsideDb(`sync ${serial++}`)
  const row = { key, space, fingerprint: 'session', user: { ids: ['user'], name: 'U', email: null }, seenAt: 0 }
  await db.spaces.put(row)
  await db.books.put(newBook(space, key, 'user'))
  const connection = crm.connection()
  const parts: BookParts = {
    db, connect: () => connection, now: () => crm.now, random: () => 0.5, tryLock: (_, work) => work(), conditions: async () => ({ metered: false, batteryLow: false }),
    wake: async () => undefined, ownSpaces: async () => [row],
  }
  return {
    parts, close: () => db.delete(),
    async whole(table) {
      const found: Row[] = []
      for await (const part of readTable(db, space, table, parts.now)) if ('chunk' in part) for (let at = 0; at < part.chunk.rows; at++) found.push(part.chunk.row(at))
      return found.map(({ id, name = null, stamp = null }) => (table === 'accounts' ? { id, name, stamp } : { id, stamp }))
    },
  }
}

const idOf = (n: number): string => `${n % 2 ? 'a' : 't'}${String(n).padStart(3, '0')}`
const shown = (rows: { row: Row }[], table: TableName) => rows.map(({ row: { id, name, stamp } }) => (table === 'accounts' ? { id, name, stamp } : { id, stamp }))

/** What happens before the call of that number, from the beginning of the trial. */
const happening = fc.record({
  at: fc.integer({ min: 1, max: 60 }), ids: fc.array(fc.nat(120), { maxLength: 4 }),
  what: fc.constantFrom<'put' | 'remove' | 'crash' | 'offline' | 'down' | 'limit'>('put', 'put', 'remove', 'remove', 'crash', 'offline', 'down', 'limit'),
})

describe('whatever happens while it reads', () => {
  it('the book is what the CRM has, an hour after all is well again', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.nat(120), { maxLength: 60 }), fc.array(happening, { maxLength: 14 }), async (at, happenings) => {
      const crm = new FakeCrm()
      for (const n of at) crm.put(idOf(n), 0)
      const { parts, whole, close } = await browser(crm)
      let worker = new AbortController()
      crm.before = call => {
        let error: CrmError | null = null
        for (const { what, ids } of happenings.filter(one => one.at === call)) {
          if (what === 'put') for (const n of ids) crm.put(idOf(n), call)
          else if (what === 'remove') for (const n of ids) crm.remove(idOf(n))
          else if (what === 'crash') worker.abort()
          else error = what === 'offline' ? { kind: 'offline' } : what === 'down' ? { kind: 'down', status: 503 } : { kind: 'limit', retryAt: crm.now + 60_000 }
        }
        return error
      }
      for (let runs = 0; runs < 20; runs++) {
        worker = new AbortController()
        await syncBooks(parts, worker.signal)
        crm.now += 20 * 60_000
      }
      crm.before = () => null
      for (let hours = 0; hours < 3; hours++) {
        crm.now += 3_600_001
        await syncBooks(parts, new AbortController().signal)
      }
      for (const [table, source] of [['accounts', 'a'], ['activities', 't']] as const) expect(await whole(table)).toEqual(shown(crm.live(source), table))
      expect(await parts.db.books.get(space)).toMatchObject({ sync: null, waiting: null, failures: 0 })
      await close()
    }), { numRuns: 15 })
  })
})

it('past 250,000 accounts nothing is copied, and it says that the CRM counts', async () => {
  const crm = new FakeCrm()
  for (let n = 0; n < 40; n++) crm.put(idOf(n), 0)
  const { parts, whole, close } = await browser(crm)
  await syncBooks(parts, new AbortController().signal)
  expect(await whole('accounts')).toHaveLength(20)
  crm.accounts = mostAccounts + 1
  crm.now += 3_600_001
  await syncBooks(parts, new AbortController().signal)
  expect((await sourcesOf(parts.db, space)).map(({ source, from, count, directory }) => [source, from, count, directory.entries.length])).toEqual([['a', 'crm', mostAccounts + 1, 0], ['t', 'crm', 20, 0]])
  expect(await parts.db.bookChunks.count()).toBe(0)
  // Back under it, it is read again.
  crm.accounts = null
  crm.now += 3_600_001
  await syncBooks(parts, new AbortController().signal)
  expect(await whole('accounts')).toHaveLength(20)
  await close()
})

it('two that sync at once are one', async () => {
  const crm = new FakeCrm()
  for (let n = 0; n < 40; n++) crm.put(idOf(n), 0)
  const { parts, close } = await browser(crm)
  const held = new Set<string>()
  const locked: BookParts = { ...parts, tryLock: async (name, work) => (held.has(name) ? null : (held.add(name), work().finally(() => held.delete(name)))) }
  await Promise.all([syncBooks(locked, new AbortController().signal), syncBooks(locked, new AbortController().signal)])
  const alone = new FakeCrm()
  for (let n = 0; n < 40; n++) alone.put(idOf(n), 0)
  const other = await browser(alone)
  await syncBooks(other.parts, new AbortController().signal)
  expect(crm.calls).toBe(alone.calls)
  await Promise.all([close(), other.close()])
})
