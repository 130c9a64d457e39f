import Dexie from 'dexie'
import type { TouchChanges, LogRequest } from '../../lib/messages'
import type { RecordRef } from '../../lib/crm/adapter'
import type { Located } from '../../lib/geo/gazetteer'
import { keyRange } from './disk'
import type { Life } from './loop'
import type { Profile } from './profile'
import type * as product from './product'

type Product = typeof product

/** The product's bundle as a function of the globals that it finds. */
export type Evaluate = (globals: Readonly<Record<string, unknown>>, require: (name: string) => unknown) => Product

/** What pages ask of the worker; wired as `entrypoints/background.ts` and `lib/sync/answer.ts` do. */
export interface Asks {
  log: (request: LogRequest) => Promise<{ mark: string } | { failed: string }>
  undo: (mark: string) => Promise<boolean>
  again: (mark: string, changes: TouchChanges | null) => Promise<null>
  discard: (mark: string) => Promise<null>
  refresh: (ref: RecordRef, maxAgeMs: number, insist: boolean) => Promise<null>
  drain: () => Promise<null>
  /** The browser has a connection again. */
  wake: () => Promise<null>
}

const nowhere: Located = { area: { country: null, region: null, postalCode: null, city: null } as unknown as Located['area'], place: null, placeNote: 'noAddress' }

/** One life of the service worker. */
export class Worker {
  readonly life: Life
  readonly asks: Asks
  readonly product: Product

  constructor(profile: Profile, evaluate: Evaluate, n: number, tell: (line: string) => void, private readonly bug: (words: string) => void) {
    this.life = { name: `worker ${n}`, ended: false }
    const { loop } = profile
    const before = loop.life
    loop.life = this.life
    Dexie.dependencies.indexedDB = profile.disk.factory()
    Dexie.dependencies.IDBKeyRange = keyRange
    const extension = profile.extension(this.life)
    const globals = profile.globals(this.life)
    const { db, connectTo, insistOn, Outbox, refresh } = (this.product = evaluate(globals, name => (name === 'dexie' ? Dexie : extension)))
    const connect = (crm: string, org: string, signal?: AbortSignal) => connectTo(db, crm, org, signal)
    const { now } = profile
    const locks = globals.navigator as { locks: ReturnType<Profile['locks']> }
    const area = (extension as { storage: { local: never } }).storage.local
    const alarms = (extension as { alarms: { create: (name: string, info: { when: number }) => Promise<void>; clear: (name: string) => Promise<boolean> } }).alarms
    const outbox = new Outbox({ db, connect, now, lock: (name, work) => locks.locks.request(name, work) as Promise<never>, random: () => profile.random.next(), area })
    const drainLater = async (): Promise<void> => {
      if ((await db.outbox.count().catch(() => 1)) > 0) await alarms.create('outbox', { when: now() + 6_000 })
      const next = await outbox.drain()
      if (next === null) await alarms.clear('outbox')
      else await alarms.create('outbox', { when: Math.max(next, now() + 1000) })
    }
    /** In the background nobody waits for it; the next event tries again. */
    const aside = (work: Promise<unknown>): void => void work.catch((error: unknown) => {
      tell(`  ${this.life.name}: ${String(error)}`)
      this.noteBug(error)
    })
    this.asks = {
      log: async request => {
        const logged = await outbox.log(request).catch(() => ({ failed: 'storage' as const }))
        if ('mark' in logged) aside(drainLater())
        return logged
      },
      undo: async mark => {
        const done = await outbox.undo(mark)
        aside(drainLater())
        return done
      },
      again: async (mark, changes) => {
        await outbox.again(mark, changes)
        await drainLater()
        return null
      },
      discard: async mark => {
        await outbox.discard(mark)
        return null
      },
      refresh: async (ref, maxAgeMs, insist) => {
        if (insist) await insistOn(db, ref.crm, ref.org)
        const row = await refresh({ db, connect, locate: async () => nowhere, now }, ref, maxAgeMs)
        // The CRM has answered.
        if (row) aside(outbox.wake(row.space))
        return null
      },
      drain: async () => {
        await drainLater()
        return null
      },
      wake: async () => {
        await outbox.wake(null)
        await drainLater()
        return null
      },
    }
    loop.life = before
  }
  /** Storage may fail; any other error nobody foresaw. */
  noteBug(error: unknown): void {
    if (this.product.storageError(error) === null && !String(error).includes('IO error')) this.bug(error instanceof Error ? (error.stack ?? error.message) : String(error))
  }
}
