import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { TurfsideDb, type OutboxRow, type PeerRow, type RecordRow } from './db'
import { peek } from './peek'

const space = 'crm|https://crm.example|1|u'
const account = (id: string) => ({
  ids: [id], name: `Account ${id}`, address: {}, fields: {},
})
const record = (id: string): RecordRow => ({
  space, id, readAt: 5, snapshot: { account: account(id), area: {}, users: [], deals: [], touches: [], rates: [], hidden: [] },
} as unknown as RecordRow)
const peerRow = (id: string): PeerRow => ({ space, id, name: id, territories: [] } as unknown as PeerRow)

let made = 0
let db: TurfsideDb
beforeEach(async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  db = new TurfsideDb(`damage ${++made}`)
  await db.open()
})
afterEach(() => {
  vi.restoreAllMocks()
  db.close()
})

/** Writes as only damage would: past the types. */
const put = (table: 'records' | 'peers' | 'spaces' | 'lists' | 'belongings' | 'troubles', ...rows: object[]) => db.table(table).bulkPut(rows)
const until = async (holds: () => Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 200; tries++) {
    if (await holds()) return
    await new Promise(resolve => setTimeout(resolve, 5))
  }
  throw new Error('not in time')
}
const keys = async (table: string): Promise<unknown[]> => db.table(table).toCollection().primaryKeys()

const damages: readonly [string, object][] = [
  ['nothing but its key', { space, id: 'bad' }],
  ['no account', { ...record('bad'), snapshot: { ...record('bad').snapshot, account: null } }],
  ['touches that are no list', { ...record('bad'), snapshot: { ...record('bad').snapshot, touches: {} } }],
  ['a name that is none', { ...record('bad'), snapshot: { ...record('bad').snapshot, account: { ...account('bad'), name: 7 } } }],
  ['a snapshot that is text', { ...record('bad'), snapshot: 'x' }],
]
for (const [what, row] of damages) {
  it(`an account of which the cache holds ${what} is not cached: it is asked for anew, and the others stay`, async () => {
    await put('records', record('a'), row, record('c'))
    expect(await db.records.get([space, 'bad'])).toBeUndefined()
    expect((await db.records.bulkGet([[space, 'a'], [space, 'bad'], [space, 'c']])).map(one => one?.id)).toEqual(['a', undefined, 'c'])
    expect((await db.records.where('space').equals(space).toArray()).map(({ id }) => id)).toEqual(['a', 'c'])
    expect((await db.records.toArray()).map(({ id }) => id)).toEqual(['a', 'c'])
    await until(async () => (await keys('records')).length === 2)
  })
}

it('a damaged row that was read anew meanwhile stays', async () => {
  await put('records', { space, id: 'a' })
  expect(await db.records.get([space, 'a'])).toBeUndefined()
  await db.records.put(record('a'))
  await new Promise(resolve => setTimeout(resolve, 30))
  expect(await db.records.get([space, 'a'])).toEqual(record('a'))
})

it('what the browser has lost of one row takes none of the others with it', async () => {
  await put('records', record('a'), record('lost'), record('c'))
  const { getAll, get } = IDBObjectStore.prototype
  const failing = (request: IDBRequest): IDBRequest => {
    // As a browser says it: the request fails, and the transaction lives on.
    const answer = { error: new DOMException('Data lost due to missing file. Affected record should be considered irrecoverable', 'NotReadableError') }
    request.addEventListener('success', event => {
      event.stopImmediatePropagation()
      request.onerror?.({ target: answer, preventDefault() {}, stopPropagation() {} } as unknown as Event)
    })
    return request
  }
  vi.spyOn(IDBObjectStore.prototype, 'getAll').mockImplementation(function (this: IDBObjectStore, ...args) {
    return this.name === 'records' ? failing(getAll.apply(this, args)) : getAll.apply(this, args)
  })
  vi.spyOn(IDBObjectStore.prototype, 'get').mockImplementation(function (this: IDBObjectStore, key) {
    const request = get.call(this, key)
    return this.name === 'records' && Array.isArray(key) && key[1] === 'lost' ? failing(request) : request
  })
  expect((await db.records.toArray()).map(({ id }) => id)).toEqual(['a', 'c'])
  expect(await db.records.get([space, 'lost'])).toBeUndefined()
  expect((await db.records.bulkGet([[space, 'lost'], [space, 'c']])).map(one => one?.id)).toEqual([undefined, 'c'])
  vi.restoreAllMocks()
})

it('other tables: a damaged row of each is as if it were not there', async () => {
  await put('peers', peerRow('a'), { space, id: 'b', name: null })
  await put('spaces', { key: 'crm|https://crm.example', space })
  await put('lists', { space, key: 'k', listed: { ids: 'x' }, missing: [], tooLarge: [] })
  await put('belongings', { space, id: 'b', accountIds: null })
  await put('troubles', { space, id: 'b', error: 'x' })
  expect((await db.peers.toArray()).map(({ id }) => id)).toEqual(['a'])
  expect(await db.spaces.toArray()).toEqual([])
  expect(await db.lists.get([space, 'k'])).toBeUndefined()
  expect(await db.belongings.get([space, 'b'])).toBeUndefined()
  expect(await db.troubles.toArray()).toEqual([])
  await until(async () => (await Promise.all(['spaces', 'lists', 'belongings', 'troubles'].map(keys))).flat().length === 0)
})

it('the outbox is never touched, whatever its rows look like', async () => {
  const odd = { mark: 'm', space } as OutboxRow
  await db.outbox.put(odd)
  expect(await db.outbox.toArray()).toEqual([odd])
  await new Promise(resolve => setTimeout(resolve, 30))
  expect(await db.outbox.count()).toBe(1)
})

it('the first paint shows nothing of a damaged account, and no error', async () => {
  await put('spaces', { key: 'crm|https://crm.example', space, user: { ids: ['u'] }, fingerprint: 'f' })
  await put('records', { space, id: 'a', snapshot: 3 }, record('b'))
  await put('peers', peerRow('a'), { space, id: 'b' })
  const bad = await peek(db.name, 'crm|https://crm.example', 'a')
  expect(bad).toMatchObject({ record: null, space: { space } })
  expect(bad?.peers.map(({ id }) => id)).toEqual(['a'])
  expect((await peek(db.name, 'crm|https://crm.example', 'b'))?.record?.id).toBe('b')
  await put('spaces', { key: 'crm|https://crm.example' })
  expect(await peek(db.name, 'crm|https://crm.example', 'b')).toMatchObject({ space: null, record: null })
})

