import Dexie, { RangeSet } from 'dexie'
import { storageTrouble, type StorageTrouble } from '../model/storageTrouble'
import { storageError } from './storageError'

/** So long an opening waits for a page that holds the database in an older version; then whoever waits is told. */
const patience = 4_000
/** So long it waits for a browser that says nothing at all. */
const silence = 15_000

const failure = (name: string, message: string): Error => Object.assign(new Error(message), { name })

/**
 * IndexedDB for Dexie, whose every opening ends:
 * - one that other pages hold up fails with `HeldUpError`, and upgrades nothing later behind everybody's back;
 * - data that a newer version of the extension wrote is not touched: `NewerDataError`, or `OutdatedPageError` where that version took over while this page
 *   had it open. Dexie alone would go on with tables whose rows it does not know. (A version of ours is ten of the browser's; Dexie may raise those by one.)
 */
export function guardedIndexedDb(): { indexedDB?: IDBFactory } {
  const browsers = Dexie.dependencies.indexedDB as IDBFactory | undefined
  if (!browsers) return {}
  let superseded = false
  let newest = Infinity
  const open = (name: string, version?: number): IDBOpenDBRequest => {
    if (version !== undefined) newest = version - (version % 10) + 9
    const real = version === undefined ? browsers.open(name) : browsers.open(name, version)
    real.addEventListener('success', () => real.result.addEventListener('versionchange', event => {
      if (event.newVersion !== null && event.newVersion > newest) superseded = true
    }))
    return guarded(real, database => {
      if (database.version <= newest) return null
      return superseded ? failure('OutdatedPageError', 'A newer version has taken over') : failure('NewerDataError', `Version ${database.version} is newer than ${newest}`)
    })
  }
  return { indexedDB: { open, cmp: browsers.cmp.bind(browsers), databases: browsers.databases.bind(browsers), deleteDatabase: browsers.deleteDatabase.bind(browsers) } }
}

/** The request as Dexie uses it: with handlers, which hear of what is still wanted only. */
function guarded(real: IDBOpenDBRequest, refused: (database: IDBDatabase) => Error | null): IDBOpenDBRequest {
  let over = false
  const heard = {
    onsuccess: null, onerror: null, onupgradeneeded: null, onblocked: null,
    get result() { return real.result },
    get transaction() { return real.transaction },
  } as unknown as { -readonly [K in 'onsuccess' | 'onerror' | 'onupgradeneeded' | 'onblocked']: ((event: unknown) => void) | null }
  const fail = (error: unknown) => {
    over = true
    clearTimeout(timer)
    heard.onerror?.({ target: { error } })
  }
  let timer = setTimeout(() => fail(failure('TimeoutError', 'The browser did not open the database')), silence)
  real.onblocked = event => {
    if (over) return
    heard.onblocked?.(event)
    clearTimeout(timer)
    timer = setTimeout(() => fail(failure('HeldUpError', 'Another page holds the database')), patience)
  }
  real.onupgradeneeded = event => {
    if (over) return real.transaction?.abort()
    // It takes as long as it takes.
    clearTimeout(timer)
    heard.onupgradeneeded?.(event)
  }
  real.onsuccess = event => {
    if (over) return real.result.close()
    const error = refused(real.result)
    if (error) {
      real.result.close()
      return fail(error)
    }
    clearTimeout(timer)
    heard.onsuccess?.(event)
  }
  real.onerror = event => {
    event.preventDefault()
    event.stopPropagation()
    if (!over) fail(real.error)
  }
  return heard as unknown as IDBOpenDBRequest
}

/** After a failure a page tries again by itself: soon, then at ever longer intervals. */
const again = [1_000, 3_000, 10_000, 30_000]

/**
 * For a page that stays open: opens the database again when the browser has closed or wiped it, so that what the page follows goes on, and tells how the
 * storage is: its trouble, and null once there is none any more.
 *
 * @param reopened the database is another, or the same anew: what was read before may be gone
 */
export function keepOpen(db: Dexie, tell: (trouble: StorageTrouble | null) => void, reopened: () => void): void {
  let failed = 0
  let was = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const open = async (): Promise<void> => {
    timer = undefined
    try {
      await db.open()
      tell(null)
      failed = 0
      // What was asked while it was closed has got no answer.
      if (was) {
        Dexie.on.storagemutated.fire({ all: new RangeSet(-Infinity, [[]]) })
        reopened()
      }
      was = true
    } catch (error) {
      const trouble = storageTrouble(storageError(error) ?? 'UnknownError')
      tell(trouble)
      was = true
      // Only loading the page anew helps one that is outdated.
      if (trouble.kind !== 'outdated') later(again[Math.min(failed, again.length - 1)]!)
      failed++
    }
  }
  const later = (ms: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => void open(), ms)
  }
  // An opening that fails closes as well, and is tried again by its own clock.
  db.on('close', () => {
    if (db.isOpen()) later(0)
  })
  void open()
}
