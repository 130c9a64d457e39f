import 'fake-indexeddb/auto'
import { TurfsideDb } from '../lib/cache/db'
import type { KeyedArea } from '../lib/cache/outboxMirror'
import { fail, ok, type Connection, type CrmError, type NewTouch, type Result } from '../lib/crm/adapter'
import type { LogRequest } from '../lib/messages'
import type { Touch } from '../lib/model/snapshot'
import { Outbox } from '../lib/sync/outbox'

/** A CRM in memory, one org, whoever is signed in; and a browser with a database, a mirror and a clock of its own. */
export interface OutboxWorld {
  readonly db: TurfsideDb
  readonly area: KeyedArea & { readonly items: Map<string, unknown> }
  /** What the CRM holds, in the order in which it was written. */
  readonly records: { readonly id: string; readonly by: string; readonly touch: NewTouch }[]
  /** How often the CRM was asked to write, and whether as a repeat. */
  readonly writes: { readonly mark: string; readonly repeat: boolean }[]
  /** Set: what the CRM answers instead; `after`: once it has carried it out. */
  trouble: ((ask: { readonly what: 'write' | 'withdraw' | 'remove'; readonly touch?: NewTouch }) => { readonly error: CrmError; readonly after?: boolean } | null) | null
  user: string | null
  now: number
  /** A worker of this browser: another instance over the same storage, as after a restart. */
  worker(): Outbox
  /** Lets the clock run, draining whenever the next try is due, until nothing more happens or the time is over. */
  run(outbox: Outbox, ms: number): Promise<void>
  /** Holds every write open until the returned function is called. */
  hold(): () => void
}

const crm = 'crm'
const org = 'https://crm.example'
let made = 0

export function outboxWorld(): OutboxWorld {
  const items = new Map<string, unknown>()
  const area: OutboxWorld['area'] = {
    items,
    get: async keys => Object.fromEntries([...items].filter(([key]) => keys === null || [keys].flat().includes(key)).map(([key, value]) => [key, structuredClone(value)])),
    set: async added => {
      for (const [key, value] of Object.entries(added)) items.set(key, structuredClone(value))
    },
    remove: async keys => {
      for (const key of [keys].flat()) items.delete(key)
    },
  }
  const locks = new Map<string, Promise<unknown>>()
  const lock = <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const before = locks.get(name) ?? Promise.resolve()
    const turn = before.then(work, work)
    locks.set(name, turn.catch(() => undefined))
    return turn
  }
  let held: Promise<void> | null = null
  let ids = 0
  const world: OutboxWorld = {
    db: new TurfsideDb(`outbox ${++made}`), area, records: [], writes: [], trouble: null, user: 'anna', now: 1_750_000_000_000,
    worker: () => new Outbox({ db: world.db, connect, now: () => world.now, lock, random: () => 0.5, area }),
    async run(outbox, ms) {
      const end = world.now + ms
      for (let rounds = 0; rounds < 500; rounds++) {
        const next = await outbox.drain()
        if (next === null || next > end) break
        world.now = Math.max(world.now + 1, next)
      }
      world.now = Math.max(world.now, end)
    },
    hold() {
      let open = (): void => undefined
      held = new Promise(resolve => (open = resolve))
      return () => {
        held = null
        open()
      }
    },
  }
  const asTouch = ({ id, by, touch }: OutboxWorld['records'][number]): Touch => ({
    id, type: touch.type, userId: by, completed: true, day: touch.day, start: touch.start, completedAt: touch.start, createdAt: touch.start, seconds: null, where: null, subject: null, mark: touch.mark,
  })
  const marked = (touch: NewTouch) => world.records.filter(record => record.touch.mark === touch.mark)
  const drop = (gone: (record: OutboxWorld['records'][number]) => boolean) => world.records.splice(0, Infinity, ...world.records.filter(record => !gone(record)))
  const carriedOut = <T>(ask: Parameters<NonNullable<OutboxWorld['trouble']>>[0], work: () => Result<T>): Result<T> => {
    if (world.user === null) return fail({ kind: 'signedOut' })
    const trouble = world.trouble?.(ask) ?? null
    if (trouble && !trouble.after) return fail(trouble.error)
    const answer = work()
    return trouble ? fail(trouble.error) : answer
  }
  const connect = () => {
    const connection: Pick<Connection, 'fingerprint' | 'session' | 'write' | 'remove' | 'withdraw'> = {
      fingerprint: async () => world.user,
      session: async () => (world.user === null ? fail({ kind: 'signedOut' }) : ok({ user: { ids: [world.user], name: world.user, email: null }, orgId: 'org' })),
      async write(touch, repeat) {
        world.writes.push({ mark: touch.mark, repeat })
        await held
        return carriedOut({ what: 'write', touch }, () => {
          const before = repeat ? marked(touch)[0] : undefined
          const record = before ?? { id: `t${++ids}`, by: world.user!, touch }
          if (!before) world.records.push(record)
          return ok(asTouch(record))
        })
      },
      remove: async id => carriedOut({ what: 'remove' }, () => {
        drop(record => record.id === id)
        return ok(null)
      }),
      withdraw: async touch => carriedOut({ what: 'withdraw', touch }, () => {
        const count = marked(touch).length
        drop(record => record.touch.mark === touch.mark)
        return ok(count)
      }),
    }
    return connection as Connection
  }
  return world
}

/** A touch to be logged on an account of that org. */
export const call = (mark: string, accountId = 'a1', note = ''): LogRequest => ({
  mark, ref: { crm, org, id: accountId }, accountName: `Account ${accountId}`, type: 'call', start: 1_750_000_000_000, day: '2025-06-15', minutes: 5, note, onlineWord: 'online', extra: {},
})
