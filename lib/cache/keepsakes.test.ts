import 'fake-indexeddb/auto'
import { afterEach, expect, it, vi } from 'vitest'
import type { Plan } from '../model/plan'
import { TurfsideDb } from './db'
import { keptPlan } from './keepsakes'
import type { KeyedArea } from './outboxMirror'
import { clearEverything, loadPlan, savePlan } from './planStore'
import { dismissNote, readNote } from './storageNote'

const plan = { turfside: 1, name: 'Autumn', territories: [], reps: [] } as unknown as Plan
const org = 'crm|https://crm.example'

/** As `storage.local`. */
function makeArea(): KeyedArea & { readonly kept: Map<string, unknown> } {
  const kept = new Map<string, unknown>()
  return {
    kept,
    get: async keys => Object.fromEntries([...kept].filter(([key]) => keys === null || [keys].flat().includes(key)).map(([key, value]) => [key, structuredClone(value)])),
    set: async items => Object.entries(items).forEach(([key, value]) => kept.set(key, structuredClone(value))),
    remove: async keys => [keys].flat().forEach(key => kept.delete(key)),
  }
}

let made = 0
const opened: TurfsideDb[] = []
const open = (area: KeyedArea, name = `keepsakes ${++made}`): TurfsideDb => {
  const db = new TurfsideDb(name, area)
  opened.push(db)
  return db
}
afterEach(() => {
  vi.restoreAllMocks()
  for (const db of opened.splice(0)) db.close()
})
const copied = () => new Promise(resolve => setTimeout(resolve, 120))
/** As a browser wipes: with the pages open. */
async function wipe(db: TurfsideDb): Promise<void> {
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  await new Promise<void>((resolve, reject) => {
    const request = indexedDB.deleteDatabase(db.name)
    request.onsuccess = () => resolve()
    request.onerror = () => reject(request.error ?? new Error('no reason'))
  })
}

it('a wiped database has the imported plan and what the user has set again, before anybody reads it, and it is told', async () => {
  const area = makeArea()
  const db = open(area)
  await savePlan(db, plan, 'autumn.json')
  await db.settings.put({ key: org, fields: { priority: 'Priority__c' }, pillHidden: true })
  await copied()
  expect(await readNote(area)).toBeNull()
  await wipe(db)
  const [row, settings] = await Promise.all([loadPlan(db), db.settings.toArray()])
  expect(row).toMatchObject({ plan: { name: 'Autumn' }, fileName: 'autumn.json' })
  expect(settings).toEqual([{ key: org, fields: { priority: 'Priority__c' }, pillHidden: true }])
  expect(await readNote(area)).toMatchObject({ kind: 'wiped' })
  await dismissNote(area)
  expect(await readNote(area)).toBeNull()
})

it('wiped between two starts: the next one has them again', async () => {
  const area = makeArea()
  const db = open(area)
  await savePlan(db, plan, null)
  await copied()
  db.close()
  await wipe(db)
  expect(await loadPlan(open(area, db.name))).toMatchObject({ plan: { name: 'Autumn' } })
})

it('a disk too full to take them back: the copies stay, and the next start has them', async () => {
  const area = makeArea()
  const db = open(area)
  await savePlan(db, plan, null)
  await copied()
  await wipe(db)
  db.close()
  // As a browser refuses at the end of a transaction, when all that was put seemed to be.
  const { put } = IDBObjectStore.prototype
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args) {
    const request = put.apply(this, args)
    request.addEventListener('success', () => this.transaction.abort())
    return request
  })
  const full = open(area, db.name)
  await full.open()
  await copied()
  full.close()
  vi.restoreAllMocks()
  expect(await keptPlan(area)).toMatchObject({ plan: { name: 'Autumn' } })
  expect(await loadPlan(open(area, db.name))).toMatchObject({ plan: { name: 'Autumn' } })
})

it('a first start is no wipe, and nothing is told', async () => {
  const area = makeArea()
  expect(await loadPlan(open(area))).toBeNull()
  await copied()
  expect(await readNote(area)).toBeNull()
})

it('what the user has cleared does not come back', async () => {
  const area = makeArea()
  const db = open(area)
  await savePlan(db, plan, null)
  await copied()
  await clearEverything(db, false)
  await copied()
  expect([...area.kept.keys()]).not.toContain('keepsake|plan')
  db.close()
  expect(await loadPlan(open(area, db.name))).toBeNull()
})

it('a page that was closed before its change was copied: the next start copies it', async () => {
  const area = makeArea()
  const failing = { ...area, set: async () => { throw new Error('closed') } }
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  const db = open(failing)
  await savePlan(db, plan, null)
  await copied()
  db.close()
  expect(area.kept.size).toBe(0)
  await open(area, db.name).open()
  await copied()
  expect(area.kept.get('keepsake|plan')).toMatchObject([{ plan: { name: 'Autumn' } }])
})

it('an area that fails holds no database up', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  const fails = async () => { throw new Error('no area') }
  const db = open({ get: fails, set: fails, remove: fails })
  await savePlan(db, plan, null)
  expect(await loadPlan(db)).toMatchObject({ plan: { name: 'Autumn' } })
})
