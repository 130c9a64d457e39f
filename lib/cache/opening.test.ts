import 'fake-indexeddb/auto'
import { liveQuery } from 'dexie'
import { afterEach, expect, it, vi } from 'vitest'
import type { StorageTrouble } from '../model/storageTrouble'
import { TurfsideDb, type SettingRow } from './db'
import { keepOpen } from './opening'
import { storageError } from './storageError'

let made = 0
const opened: { close(): void }[] = []
const fresh = (name = `opening ${++made}`): TurfsideDb => {
  const db = new TurfsideDb(name)
  opened.push(db)
  return db
}
afterEach(() => {
  vi.restoreAllMocks()
  for (const one of opened.splice(0)) one.close()
})

/** A connection as bare as an older or newer version of the extension has it. */
const bare = (name: string, version?: number, onUpgrade: (database: IDBDatabase) => void = () => {}): Promise<IDBDatabase> => new Promise((resolve, reject) => {
  const request = version === undefined ? indexedDB.open(name) : indexedDB.open(name, version)
  request.onupgradeneeded = () => onUpgrade(request.result)
  request.onsuccess = () => {
    opened.push(request.result)
    resolve(request.result)
  }
  request.onerror = () => reject(request.error ?? new Error('no reason'))
})
const setting: SettingRow = { key: 'crm|https://a', fields: {}, pillHidden: true }
const nameOf = (work: Promise<unknown>): Promise<string | null> => work.then(() => 'it worked', storageError)
const until = async (holds: () => boolean, ms = 8_000): Promise<void> => {
  const end = Date.now() + ms
  while (!holds()) {
    if (Date.now() > end) throw new Error('not in time')
    await new Promise(resolve => setTimeout(resolve, 10))
  }
}

it('data of a newer version is not touched, and says so; the older version reads and writes nothing of it', async () => {
  const db = fresh()
  await db.settings.put(setting)
  const version = db.verno * 10
  db.close()
  const newer = await bare(db.name, version + 10, database => database.createObjectStore('unheardOf'))
  newer.close()
  const older = fresh(db.name)
  expect(await nameOf(older.settings.toArray())).toBe('NewerDataError')
  expect(await nameOf(older.settings.put({ ...setting, pillHidden: false }))).toBe('NewerDataError')
  const after = await bare(db.name)
  expect(after.version).toBe(version + 10)
  expect([...after.objectStoreNames]).toContain('unheardOf')
})

it('a version that Dexie itself raised by one is no newer one', async () => {
  const db = fresh()
  await db.settings.put(setting)
  db.close()
  ;(await bare(db.name, db.verno * 10 + 1)).close()
  expect(await fresh(db.name).settings.toArray()).toEqual([setting])
})

it('a page that is open while a newer version takes over lets go at once, and says that it is outdated', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  const page = fresh()
  await page.settings.put(setting)
  const newer = await bare(page.name, page.verno * 10 + 10)
  expect(newer.version).toBe(page.verno * 10 + 10)
  expect(await nameOf(page.settings.toArray())).toBe('OutdatedPageError')
})

it('an older page that does not let go holds nobody up for ever: it is said, and once it has gone all goes on', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  const name = `opening ${++made}`
  const older = await bare(name, 10, database => database.createObjectStore('records', { keyPath: ['space', 'id'] }))
  const db = fresh(name)
  const began = Date.now()
  expect(await nameOf(db.settings.toArray())).toBe('HeldUpError')
  expect(Date.now() - began).toBeLessThan(6_000)
  // Nothing was changed behind the older page's back.
  expect(older.version).toBe(10)
  older.close()
  await new Promise(resolve => setTimeout(resolve, 50))
  await db.settings.put(setting)
  expect(await db.settings.toArray()).toEqual([setting])
  const native = await bare(name)
  expect(native.version).toBe(db.verno * 10)
})

it('an opening that failed is tried again by what asks next', async () => {
  const db = fresh()
  const open = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
    throw new DOMException('no storage here', 'SecurityError')
  })
  expect(await nameOf(db.settings.toArray())).toBe('SecurityError')
  expect(await nameOf(Promise.all([db.settings.toArray(), db.outbox.count()]))).toBe('SecurityError')
  await new Promise(resolve => setTimeout(resolve, 5))
  open.mockRestore()
  expect(await db.settings.toArray()).toEqual([])
})

it('a page hears of a wiped database, opens it anew by itself, and what it follows goes on', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  const db = fresh()
  const told: (StorageTrouble | null)[] = []
  let reopened = 0
  keepOpen(db, trouble => told.push(trouble), () => reopened++)
  const seen: number[] = []
  const following = liveQuery(() => db.settings.count()).subscribe({ next: count => seen.push(count), error: () => seen.push(-1) })
  await db.settings.put(setting)
  await until(() => seen.at(-1) === 1)
  await new Promise<void>((resolve, reject) => {
    const wiped = indexedDB.deleteDatabase(db.name)
    wiped.onsuccess = () => resolve()
    wiped.onerror = () => reject(wiped.error ?? new Error('no reason'))
  })
  await until(() => seen.at(-1) === 0 && reopened === 1)
  await db.settings.bulkPut([setting, { ...setting, key: 'crm|https://b' }])
  await until(() => seen.at(-1) === 2)
  following.unsubscribe()
  expect(new Set(told)).toEqual(new Set([null]))
})

it('a page tells the trouble of the storage, and that it is over', async () => {
  const db = fresh()
  const open = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
    throw new DOMException('no storage here', 'SecurityError')
  })
  const told: (StorageTrouble | null)[] = []
  keepOpen(db, trouble => told.push(trouble), () => {})
  await until(() => told.length === 1)
  expect(told).toEqual([{ kind: 'blocked', name: 'SecurityError' }])
  open.mockRestore()
  await until(() => told.length >= 2)
  expect(told.at(-1)).toBeNull()
})
