import 'fake-indexeddb/auto'
import Dexie from 'dexie'
import { afterEach, expect, it } from 'vitest'
import { TurfsideDb } from './db'
import { peek } from './peek'
import { dataVersion } from './version'

/**
 * A stored example of every version that was in use, with the tables and rows of its time. They stay as they are: who adds a version adds the one before it
 * here. Each is upgraded to today's, and everything in it is there and is found by the indexes of today.
 */
const org = 'crm|https://crm.example'
const space = `${org}|1|u`
const snapshot = {
  account: { ids: ['a'], name: 'Acme', ownerId: 'u', type: null, industry: null, employees: null, phone: null, website: null, currency: null, createdAt: 1, address: { street: null, city: 'York', region: null, postalCode: null, country: null }, coordinates: null, priority: null, segment: null, marketing: null, visitMinutes: null, former: null, fields: {} },
  area: { country: null, region: null, county: null, postalCode: null }, place: null, placeNote: null, users: [{ ids: ['u'], name: 'U', email: null }],
  deals: [], touches: [], touchesSince: null, campaigns: null, rates: [], hidden: [], readAt: 5,
}
const first = {
  records: [{ space, id: 'a', snapshot, readAt: 5 }, { space, id: 'b', snapshot: { ...snapshot, account: { ...snapshot.account, ids: ['b'] } }, readAt: 9 }],
  peers: [{ space, id: 'a', name: 'Acme', currency: 'USD', segment: null, industry: null, type: null, employees: null, country: null, region: null, lat: null, lon: null, territories: ['North'], net: 1, revenue: 1, bought: true, products: null, bucket: 'keep', next: null, mine: true }],
  spaces: [{ key: org, space, fingerprint: 'f', user: { ids: ['u'], name: 'U', email: null }, seenAt: 4 }],
  outbox: [{ mark: 'm', space, crm: 'crm', org: 'https://crm.example', touch: { mark: 'm', accountId: 'a', type: 'call', start: 1, day: '2026-01-02', minutes: 5, note: null, extra: {} }, accountName: 'Acme', loggedAt: 3, attempts: 1, state: 'sending', error: null, notBefore: 0 }],
  written: [{ mark: 'w', space, touchId: 't', accountId: 'a', at: 2, removedAt: null }],
  plan: [{ key: 1, plan: { turfside: 1, name: 'Autumn', territories: [], reps: [] }, importedAt: 1, fileName: 'autumn.json' }],
  settings: [{ key: org, fields: { priority: 'Priority__c' }, pillHidden: false }],
  memo: [{ key: `${org}|describe`, value: { a: 1 } }],
  troubles: [{ space, id: 'c', error: { kind: 'offline' }, at: 1 }],
}
const lists = [{ space, key: 'view|Account|1', listed: { name: 'Mine', ids: ['a'], rows: 1, repeated: 0, without: 0, more: false }, listedAt: 6, missing: [], tooLarge: [], error: null }]
const belongings = [{ space, id: 'd', via: { kind: 'contact', name: 'D' }, accountIds: ['a'], lead: null, readAt: 6 }]
const starters = [{ space, crm: 'crm', org: 'https://crm.example', made: null, settings: {}, at: 1, error: null }]
const tables = {
  records: '[space+id], space', peers: '[space+id], space', spaces: 'key', outbox: 'mark, space, [space+touch.accountId]', written: 'mark, space, [space+accountId]',
  plan: 'key', settings: 'key', memo: 'key', troubles: '[space+id]',
}
const withLists = { ...tables, records: '[space+id], space, [space+readAt]', lists: '[space+key], space' }
const withBelongings = { ...withLists, belongings: '[space+id]' }
const withStarters = { ...withBelongings, starters: 'space' }

interface Example {
  readonly tables: Readonly<Record<string, string>>
  readonly rows: Readonly<Record<string, readonly object[]>>
}
const examples: Readonly<Record<number, Example>> = {
  1: { tables, rows: first },
  2: { tables: withLists, rows: { ...first, lists } },
  3: { tables: withBelongings, rows: { ...first, lists, belongings } },
  4: { tables: withStarters, rows: { ...first, lists, belongings, starters } },
}

let made = 0
const open: Dexie[] = []
afterEach(() => {
  for (const db of open.splice(0)) db.close()
})

/** The database as that version left it. */
async function stored(version: number): Promise<string> {
  const db = new Dexie(`upgrade ${++made}`)
  db.version(version).stores(examples[version]!.tables)
  for (const [table, rows] of Object.entries(examples[version]!.rows)) await db.table(table).bulkPut(rows)
  db.close()
  return db.name
}
const current = (name: string): TurfsideDb => {
  const db = new TurfsideDb(name)
  open.push(db)
  return db
}

async function nothingIsLost(db: TurfsideDb, version: number): Promise<void> {
  for (const [table, rows] of Object.entries(examples[version]!.rows)) {
    const key = db.table(table).schema.primKey.keyPath
    const sorted = (all: readonly object[]) => [...all].sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))
    const now: object[] = await db.table(table).toArray()
    // A later version may add to a row, and takes nothing from it.
    expect([table, sorted(now).map((row, i) => ({ ...row, ...sorted(rows)[i] }))], `by ${String(key)}`).toEqual([table, sorted(now)])
    expect([table, now.length]).toEqual([table, rows.length])
  }
  expect((await db.records.where('[space+readAt]').between([space, 6], [space, Infinity]).toArray()).map(({ id }) => id)).toEqual(['b'])
  expect((await db.outbox.where('[space+touch.accountId]').equals([space, 'a']).toArray()).map(({ mark, attempts }) => [mark, attempts])).toEqual([['m', 1]])
}

it('there is an example of every version before this one', () => {
  const { verno } = new TurfsideDb('never opened')
  expect(dataVersion).toBe(verno)
  expect(Object.keys(examples).map(Number)).toEqual(expect.arrayContaining(Array.from({ length: verno - 1 }, (_, i) => i + 1)))
})

for (const version of Object.keys(examples).map(Number)) {
  it(`data of version ${version}: everything is there after the upgrade, the waiting touch first of all`, async () => {
    const db = current(await stored(version))
    await nothingIsLost(db, version)
    expect(db.tables.map(({ name }) => name)).toEqual(expect.arrayContaining(['records', 'lists', 'belongings', 'starters']))
  })

  it(`data of version ${version}: an upgrade that is cut off half-way leaves it as it was, and the next one completes it`, async () => {
    const name = await stored(version)
    const { verno } = current(name)
    // The browser ends in the middle of it: what the transaction has done by then is not there.
    await new Promise<void>((resolve, reject) => {
      const request = indexedDB.open(name, Math.max(verno, version + 1) * 10)
      request.onupgradeneeded = () => {
        const database = request.result
        if (!database.objectStoreNames.contains('starters')) database.createObjectStore('starters', { keyPath: 'space' })
        database.deleteObjectStore('memo')
        const outbox = request.transaction!.objectStore('outbox')
        outbox.clear().onsuccess = () => request.transaction!.abort()
      }
      request.onsuccess = () => reject(new Error('it was not cut off'))
      request.onerror = event => {
        event.preventDefault()
        resolve()
      }
    })
    await nothingIsLost(current(name), version)
  })

  it(`data of version ${version}: the first paint shows the account before any upgrade`, async () => {
    const seen = await peek(await stored(version), org, 'a')
    expect(seen).toMatchObject({ record: { id: 'a' }, waitingInAll: 1, plan: { fileName: 'autumn.json' } })
    expect(seen?.outbox.map(({ mark }) => mark)).toEqual(['m'])
  })
}

it('two that open it at once upgrade it once, and both have everything', async () => {
  const name = await stored(1)
  const both = [current(name), current(name)]
  await Promise.all(both.map(db => nothingIsLost(db, 1)))
})
