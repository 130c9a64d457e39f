import {
  forceCloseDatabase, IDBFactory as FDBFactory, IDBKeyRange as FDBKeyRange, IDBOpenDBRequest as FDBOpenDBRequest, IDBTransaction as FDBTransaction, IDBVersionChangeEvent as FDBVersionChangeEvent,
} from 'fake-indexeddb'
import { cloned } from './clone'
import type { Loop } from './loop'
import type { Random } from './random'
import { Controller } from './signals'

/** What is used of fake-indexeddb's inside. */
interface RawTransaction {
  _state: 'active' | 'inactive' | 'committing' | 'finished'
  _rollbackLog: (() => void)[]
  _requests: { request: { readyState: string } }[]
  readonly mode: 'readonly' | 'readwrite' | 'versionchange'
  _abort(name: string | null): void
  _start(): void
  _execRequestAsync(asked: { operation: () => unknown }): unknown
}
interface RawIndex {
  readonly name: string
  readonly keyPath: unknown
  readonly multiEntry: boolean
  readonly unique: boolean
  initialized: boolean
}
interface RawStore {
  readonly name: string
  readonly keyPath: unknown
  readonly autoIncrement: boolean
  records: { values(): Iterable<{ value: unknown }>; get(key: unknown): { value: unknown } | undefined }
  rawIndexes: Map<string, RawIndex>
}
interface RawDatabase {
  readonly name: string
  readonly version: number
  rawObjectStores: Map<string, RawStore>
  transactions: RawTransaction[]
  connections: { _closed: boolean }[]
}
interface Inside {
  _databases: Map<string, RawDatabase>
}

/** What goes wrong with the storage, and how likely. */
export interface DiskFaults {
  /** Longest time of one step, in milliseconds. */
  slow: number
  /** That one request to the storage fails. */
  failing: number
  /** That a transaction that has changed something is aborted when it should be committed. */
  aborting: number
  /** No room is left: whatever is put is refused. */
  full: boolean
  /** The database cannot be opened. */
  shut: boolean
}

export const soundDisk = (): DiskFaults => ({ slow: 0.3, failing: 0, aborting: 0, full: false, shut: false })

/**
 * IndexedDB of one browser profile: fake-indexeddb, whose steps are tasks of the loop. What was committed outlives a crash; what was not is rolled back, or
 * was committed just before: nobody can tell.
 */
export class Disk {
  faults = soundDisk()
  private databases = new Map<string, RawDatabase>()

  constructor(readonly loop: Loop, readonly random: Random) {}

  /** Begins with the tables of another disk, empty: quicker than to make them anew in each world. */
  begin(like: Disk): void {
    for (const [name, database] of like.databases) this.databases.set(name, emptied(database))
  }

  /** The storage as one life sees it. */
  factory(): IDBFactory {
    const made = new FDBFactory()
    ;(made as unknown as Inside)._databases = this.databases
    const open = made.open.bind(made)
    made.open = (name: string, version?: number) => (this.faults.shut ? refusedOpen() : open(name, version))
    return made
  }

  /** All rows of a table, as they stand; none where there is no such table. */
  rows<T>(table: string, name = 'turfside'): T[] {
    const store = this.databases.get(name)?.rawObjectStores.get(table)
    return store ? Array.from(store.records.values(), ({ value }) => structuredClone(value) as T) : []
  }

  /** One row of a table; not to be changed. */
  row<T>(table: string, key: IDBValidKey, name = 'turfside'): T | undefined {
    return this.databases.get(name)?.rawObjectStores.get(table)?.records.get(key)?.value as T | undefined
  }

  /** The life that used it has ended, wherever it was. */
  cut(): void {
    for (const database of this.databases.values()) {
      for (const transaction of database.transactions) {
        if (transaction._state === 'finished') continue
        const done = transaction._requests.every(({ request }) => request.readyState === 'done')
        if (!done || transaction.mode === 'versionchange' || this.random.chance(0.5)) for (const undo of transaction._rollbackLog.reverse()) undo()
        transaction._state = 'finished'
      }
      database.transactions = []
      database.connections = []
    }
  }

  /** The browser throws the site's data away, also while it is open. */
  wipe(): void {
    for (const database of this.databases.values()) {
      for (const transaction of database.transactions) if (transaction._state !== 'finished') transaction._abort('AbortError')
      for (const connection of database.connections) forceCloseDatabase(connection as never)
    }
    // Shared with the factories that are in use.
    this.databases.clear()
  }

  /** Refuses to do what was asked. Throws what a browser would. */
  strike(write: boolean): void {
    const { full, failing } = this.faults
    if (full && write) throw new DOMException('The quota has been exceeded.', 'QuotaExceededError')
    if (failing > 0 && this.random.chance(failing)) throw new DOMException('Internal error.', 'UnknownError')
  }

  strikesCommit({ mode, _rollbackLog }: RawTransaction): boolean {
    return mode === 'readwrite' && _rollbackLog.length > 0 && this.faults.aborting > 0 && this.random.chance(this.faults.aborting)
  }
}

function emptied(database: RawDatabase): RawDatabase {
  const made = new (database.constructor as new (name: string, version: number) => RawDatabase)(database.name, database.version)
  for (const [name, { keyPath, autoIncrement, rawIndexes, constructor }] of database.rawObjectStores) {
    const store = new (constructor as unknown as new (...of: readonly unknown[]) => RawStore)(made, name, keyPath, autoIncrement)
    for (const index of rawIndexes.values()) {
      const { name, keyPath, multiEntry, unique, constructor } = index
      const copy = new (constructor as unknown as new (...of: readonly unknown[]) => RawIndex)(store, name, keyPath, multiEntry, unique)
      copy.initialized = true
      store.rawIndexes.set(name, copy)
    }
    made.rawObjectStores.set(name, store)
  }
  return made
}

function refusedOpen(): IDBOpenDBRequest {
  const request = new FDBOpenDBRequest() as unknown as { readyState: string; error: unknown; dispatchEvent: (event: unknown) => void }
  setImmediate(() => {
    request.readyState = 'done'
    request.error = new DOMException('The database cannot be opened.', 'UnknownError')
    request.dispatchEvent(Object.assign(new FDBVersionChangeEvent('error'), { eventPath: [], bubbles: true, cancelable: true }))
  })
  return request as unknown as IDBOpenDBRequest
}

let current: Disk | null = null

/** From now on fake-indexeddb works on this disk, in its loop's time; null: in none. Answers the way back. */
export function mount(disk: Disk): () => void {
  const { setImmediate: real, structuredClone: clone, AbortController: controller } = globalThis
  // Dexie makes one for each transaction.
  globalThis.AbortController = Controller as unknown as typeof AbortController
  current = disk
  globalThis.structuredClone = (value => cloned(clone, value)) as typeof structuredClone
  globalThis.setImmediate = ((run: () => void) => void disk.loop.step(run, disk.faults.slow)) as unknown as typeof setImmediate
  return () => {
    current = null
    globalThis.setImmediate = real
    globalThis.structuredClone = clone
    globalThis.AbortController = controller
  }
}

export const keyRange = FDBKeyRange

const raw = FDBTransaction.prototype as unknown as RawTransaction
const { _start: start, _execRequestAsync: ask } = raw
raw._start = function (this: RawTransaction) {
  const over = this._state !== 'finished' && this._requests.every(({ request }) => request.readyState === 'done')
  if (over && current?.strikesCommit(this)) return this._abort('QuotaExceededError')
  start.call(this)
}
raw._execRequestAsync = function (this: RawTransaction, asked) {
  if (this.mode === 'versionchange') return ask.call(this, asked)
  const { operation } = asked
  const writes = this.mode === 'readwrite' && asked.operation.length === 0
  return ask.call(this, { ...asked, operation: () => {
    current?.strike(writes)
    return operation()
  } })
}
