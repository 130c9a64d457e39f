import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { newBook, newSource } from './bookStore'
import { TurfsideDb, type OutboxRow, type RecordRow } from './db'
import { giveUpOldest, withRoom } from './room'

const space = 'crm|https://crm.example|1|u'
const other = 'crm|https://other.example|2|v'
const record = (id: string, readAt: number, of = space): RecordRow => ({
  space: of, id, readAt, snapshot: { account: { ids: [id], name: id, address: {}, fields: {} }, area: {}, users: [], deals: [], touches: [], rates: [], hidden: [] },
} as unknown as RecordRow)
const waiting = { mark: 'm', space, touch: { accountId: 'a0' }, state: 'waiting' } as unknown as OutboxRow
const full = () => new DOMException('The quota has been exceeded.', 'QuotaExceededError')

let made = 0
let db: TurfsideDb
beforeEach(() => {
  db = new TurfsideDb(`room ${++made}`)
})
afterEach(() => db.close())

/** Stores an account in a browser whose disk holds so many. */
const store = (row: RecordRow, most: number) => db.transaction('rw', db.records, async () => {
  await db.records.put(row)
  if ((await db.records.count()) > most) throw full()
})

it('accounts make room for what is read now, the longest unread of all orgs first; the outbox and the plan stay', async () => {
  await db.records.bulkPut(Array.from({ length: 60 }, (_, i) => record(`a${i}`, 1000 + i)))
  await db.records.bulkPut(Array.from({ length: 10 }, (_, i) => record(`b${i}`, 10 + i, other)))
  await db.peers.bulkPut([{ space, id: 'a0', name: 'a0', territories: [] }, { space, id: 'a59', name: 'a59', territories: [] }] as never)
  await db.outbox.put(waiting)
  await db.plan.put({ key: 1, plan: {} as never, importedAt: 1, fileName: null })
  const given = await giveUpOldest(db)
  expect(given).toEqual({ accounts: 20, lists: 0, books: 0 })
  expect((await db.records.toArray()).map(({ readAt }) => readAt).sort((a, b) => a - b)[0]).toBe(1010)
  expect((await db.peers.toArray()).map(({ id }) => id)).toEqual(['a59'])
  expect(await db.outbox.toArray()).toEqual([waiting])
  expect(await db.plan.count()).toBe(1)
})

it('a full browser keeps what is read now, after others have gone', async () => {
  await db.records.bulkPut(Array.from({ length: 50 }, (_, i) => record(`a${i}`, 1000 + i)))
  await withRoom(db, () => store(record('new', 5000), 32))
  const ids = (await db.records.toArray()).map(({ id }) => id)
  expect(ids).toContain('new')
  expect(ids).toContain('a49')
  expect(ids).not.toContain('a0')
})

it('where nothing is left to give up, it is said, and what waits is still there', async () => {
  await db.outbox.put(waiting)
  await expect(withRoom(db, async () => { throw full() })).rejects.toMatchObject({ name: 'QuotaExceededError' })
  expect(await giveUpOldest(db)).toBeNull()
  expect(await db.outbox.toArray()).toEqual([waiting])
})

it('any other error gives nothing up', async () => {
  await db.records.put(record('a', 1))
  await expect(withRoom(db, async () => { throw new TypeError('x') })).rejects.toThrow(TypeError)
  expect(await db.records.count()).toBe(1)
})

it('a book makes room when accounts do not suffice: the one synced longest ago, and it stays off until the user turns it on again', async () => {
  await db.records.bulkPut(Array.from({ length: 100 }, (_, i) => record(`a${i}`, 1000 + i)))
  for (const [of, syncedAt] of [[space, 9], [other, 5]] as const) {
    await db.books.put({ ...newBook(of, of.split('|').slice(0, 2).join('|'), 'user'), syncedAt })
    await db.bookSources.put(newSource(of, 'account', 'accounts'))
    await db.bookChunks.put({ space: of, source: 'account', n: 1, data: new ArrayBuffer(8) })
  }
  await withRoom(db, async () => {
    if ((await db.bookChunks.count()) > 1) throw full()
  })
  expect((await db.bookChunks.toArray()).map(row => row.space)).toEqual([space])
  expect((await db.books.get(other))?.on).toBe('off')
  expect((await db.books.get(space))?.on).toBe('user')
  // Most accounts are still there.
  expect(await db.records.count()).toBeGreaterThan(50)
})
