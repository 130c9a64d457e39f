import 'fake-indexeddb/auto'
import type { Row } from '../../demo/schema/field'
import { readTable, sourcesOf, type BookRow, type BookSourceRow } from '../../lib/cache/bookStore'
import { TurfsideDb } from '../../lib/cache/db'
import type { TableName, BookRow as TableRow } from '../../lib/book/tables'
import type { Access, Connection } from '../../lib/crm/adapter'
import { salesforce } from '../../lib/crm/salesforce/adapter'
import type { BookOrder } from '../../lib/messages'
import { orderBook } from '../../lib/sync/bookOrders'
import { syncBooks, type BookParts } from '../../lib/sync/bookSync'
import { currentSpace } from '../../lib/sync/space'
import { memoryMemo } from './nodeAccess'
import { origin, type DemoWorld } from './demoWorld'

/** A browser that keeps a book of the demo org: its database, its clock, and what it asked. */
export interface BookWorld {
  readonly db: TurfsideDb
  readonly space: string
  /** Milliseconds by which this computer's clock was put forward. */
  ahead: number
  conditions: { metered: boolean; batteryLow: boolean }
  /** The session's token. */
  sid: string
  /** Stands before each request; may change the world, or throw. */
  before: (url: string, at: number) => void | Promise<void>
  /** Requests so far. */
  requests: number
  readonly parts: BookParts
  order(order: BookOrder): Promise<void>
  /** Syncs as an alarm does; resolves when it is over. `signal`: what ends the worker. */
  sync(signal?: AbortSignal, came?: 'online' | 'session' | null): Promise<void>
  book(): Promise<BookRow>
  sources(): Promise<readonly BookSourceRow[]>
  rows(table: TableName): Promise<readonly TableRow[]>
  close(): Promise<void>
}

let serial = 0

export async function bookWorld(world: DemoWorld): Promise<BookWorld> {
  const db = new TurfsideDb(`book ${serial++}`)
  const memo = memoryMemo()
  const locks = new Set<string>()
  const plain = world.access()
  const access: Access = {
    ...plain, memo, now: () => book.parts.now(),
    cookie: async (url, name) => (url === origin && name === 'sid' ? book.sid : null),
    async fetch(url, init) {
      await book.before(url, ++book.requests)
      if (init?.signal?.aborted) throw init.signal.reason
      return plain.fetch(url, init)
    },
  }
  const connect = (): Connection => salesforce.connect(origin, access)
  const book: BookWorld = {
    db, space: '', ahead: 0, conditions: { metered: false, batteryLow: false }, sid: await world.signIn(), before: () => undefined, requests: 0,
    parts: {
      db, connect, now: () => Date.now() + book.ahead, random: () => 0.5, conditions: async () => book.conditions, wake: async () => undefined,
      async tryLock(name, work) {
        if (locks.has(name)) return null
        locks.add(name)
        return work().finally(() => locks.delete(name))
      },
      async ownSpaces() {
        const fingerprint = await connect().fingerprint()
        return (await db.spaces.toArray()).filter(row => row.fingerprint === fingerprint)
      },
    },
    order: async order => {
      const done = await orderBook(book.parts, 'salesforce', origin, order)
      if (!done.ok) throw new Error(JSON.stringify(done.error))
    },
    sync: (signal = new AbortController().signal, came = null) => syncBooks(book.parts, signal, came),
    book: async () => (await db.books.get(book.space))!,
    sources: () => sourcesOf(db, book.space),
    async rows(table) {
      const found: TableRow[] = []
      for await (const part of readTable(db, book.space, table, book.parts.now)) if ('chunk' in part) for (let row = 0; row < part.chunk.rows; row++) found.push(part.chunk.row(row))
      return found
    },
    close: () => db.delete(),
  }
  const session = await currentSpace(db, 'salesforce', origin, connect(), Date.now())
  if (!session.ok) throw new Error(JSON.stringify(session.error))
  Object.assign(book, { space: session.value.space })
  return book
}

/** The ids of the org's rows that are not deleted and not hidden from all, sorted. */
export const idsIn = ({ demo: { org } }: DemoWorld, ...objects: readonly string[]): string[] =>
  objects.flatMap(object => org.rows(object).filter((row: Row) => row.IsDeleted !== true && !org.invisible.has(String(row.Id))).map(({ Id }) => String(Id))).sort()
