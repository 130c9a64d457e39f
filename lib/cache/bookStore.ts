import { openChunk, type Chunk, type Unsound } from '../book/chunk'
import { bytesOf, rangeOf, rowsOf, type Directory, type IdRange } from '../book/directory'
import type { Merged } from '../book/merge'
import { shapes, type TableName } from '../book/tables'
import type { CrmError } from '../crm/adapter'
import type { Usage } from '../crm/book'
import type { TurfsideDb } from './db'

/** The book of one user of one org: whether it is kept, and how its sync stands. */
export interface BookRow {
  readonly space: string
  /** crm|org */
  readonly key: string
  /** `plan`: the plan turned it on; `off`: the user turned it off, whatever the plan says. */
  readonly on: 'user' | 'plan' | 'off'
  /** The user's word; null: go on. */
  readonly halted: 'paused' | 'cancelled' | null
  /** The user wants the next sync, or the one under way, on whatever network and battery. */
  readonly anyway: boolean
  /** The sync under way; it goes on from here in whatever worker. Null: none is. */
  readonly sync: BookSync | null
  /** When a sync ended last with everything read; null: never. */
  readonly syncedAt: number | null
  /** The next is not begun before. */
  readonly nextAt: number
  /** Why a sync under way stands still; null: it does not. */
  readonly waiting: Waiting | null
  /** Failures one after the other; 0 after any success. */
  readonly failures: number
  /** What was asked for, as text: another plan may ask for other fields. */
  readonly wanted: string
  readonly hidden: readonly string[]
  /** What the CRM said of its limit last. */
  readonly usage: (Usage & { readonly at: number }) | null
  /** Requests of the book by the hour in which they were sent (epoch hours), of the last day. */
  readonly calls: Readonly<Record<number, number>>
  /** The last few commits of the first reading: rows and milliseconds. */
  readonly pace: readonly { readonly rows: number; readonly ms: number }[]
  /** Chunks that were not sound and were read again, since the book is kept, and when last. */
  readonly mended: { readonly chunks: number; readonly at: number; readonly why: string } | null
}

export interface BookSync {
  readonly startedAt: number
  /** `reading` all sources, then `checking` their counts; what differs is read again, once. */
  readonly stage: 'reading' | 'checking' | 'mending'
}

export type Waiting =
  | { readonly why: 'share'; readonly until: number }
  /** All of the org's users and programs together have used most of its day. */
  | { readonly why: 'orgLimit'; readonly until: number }
  | { readonly why: 'metered' | 'battery'; readonly until: number }
  /** This browser could not keep it: the storage's error. */
  | { readonly why: 'storage'; readonly name: string; readonly until: number }
  | { readonly why: 'failed'; readonly until: number; readonly error: CrmError }

/** One object of the CRM in a book: its chunks, and how far it is read. */
export interface BookSourceRow {
  readonly space: string
  readonly source: string
  readonly table: TableName
  /** `crm`: there is too much of it to be read; the CRM counts. */
  readonly from: 'book' | 'crm'
  readonly directory: Directory
  /** Ids to be read as a whole; the first of them is being read, up to `cursor`. */
  readonly todo: readonly IdRange[]
  readonly cursor: string | null
  /** The reading of changes: of which sync (its `startedAt`), and up to where; null: never begun. */
  readonly changes: { readonly of: number; readonly cursor: string | null; readonly done: boolean } | null
  /** All changes up to this stamp are in the chunks, but for the overlap; null: it was never read as a whole. */
  readonly frontier: number | null
  /** What becomes of `frontier` when the reading under way has ended. */
  readonly nextFrontier: number | null
  readonly goneThrough: number | null
  /** By the CRM's count, when it was asked last; null: never. */
  readonly count: number | null
  readonly countedAt: number | null
  /** When each range was counted by the CRM last, and when all was read from the beginning. */
  readonly recountedAt: number | null
  readonly readAt: number | null
}

export interface BookChunkRow {
  readonly space: string
  readonly source: string
  readonly n: number
  readonly data: ArrayBuffer
}

export const bookTables = (db: TurfsideDb) => [db.books, db.bookSources, db.bookChunks] as const

export const sourcesOf = (db: TurfsideDb, space: string): Promise<BookSourceRow[]> => db.bookSources.where('space').equals(space).toArray()

export const loadChunk = async (db: TurfsideDb, space: string, source: string, n: number): Promise<ArrayBuffer | undefined> => (await db.bookChunks.get([space, source, n]))?.data

/**
 * Keeps what a pass made of a source, and how far it went, in one transaction: whoever is stopped in the middle finds all of it, or nothing. Answers false, and keeps nothing,
 * where the book was forgotten or its source written by another meanwhile.
 */
export function commitPass(db: TurfsideDb, before: BookSourceRow, after: BookSourceRow, merged: Pick<Merged, 'puts' | 'drops'>, change: (book: BookRow) => BookRow): Promise<boolean> {
  const { space, source } = after
  return db.transaction('rw', bookTables(db), async () => {
    const [book, now] = await Promise.all([db.books.get(space), db.bookSources.get([space, source])])
    if (!book || !now || placeIn(now) !== placeIn(before)) return false
    await db.bookChunks.bulkDelete(merged.drops.map((n): [string, string, number] => [space, source, n]))
    await db.bookChunks.bulkPut(merged.puts.map(({ n, data }) => ({ space, source, n, data })))
    await db.bookSources.put(after)
    await db.books.put(change(book))
    return true
  })
}

const placeIn = ({ directory, todo, cursor, changes }: BookSourceRow): string => JSON.stringify([directory.next, directory.entries.length, todo, cursor, changes])

/** Changes the book's row as it is now; answers it as it is then, undefined where there is none. */
export function changeBook(db: TurfsideDb, space: string, change: (book: BookRow) => BookRow): Promise<BookRow | undefined> {
  return db.transaction('rw', db.books, async () => {
    const book = await db.books.get(space)
    if (!book) return undefined
    const after = change(book)
    await db.books.put(after)
    return after
  })
}

/** Removes every row of the book and what was read of it; `keepWord`: only that it is off is remembered, so that a plan does not turn it on again. */
export function forgetBook(db: TurfsideDb, space: string, keepWord: boolean): Promise<void> {
  return db.transaction('rw', bookTables(db), async () => {
    const book = await db.books.get(space)
    await Promise.all([dropRead(db, space), db.books.delete(space)])
    if (keepWord && book) await db.books.put(newBook(space, book.key, 'off'))
  })
}

/** Within a transaction: all that was read. */
export async function dropRead(db: TurfsideDb, space: string): Promise<void> {
  // An array is above every text and number in IndexedDB's order.
  await db.bookChunks.where('[space+source+n]').between([space], [space, []]).delete()
  await db.bookSources.where('space').equals(space).delete()
}

export const newBook = (space: string, key: string, on: BookRow['on']): BookRow => ({
  space, key, on, halted: null, anyway: false, sync: null, syncedAt: null, nextAt: 0, waiting: null, failures: 0, wanted: '', hidden: [], usage: null, calls: {}, pace: [], mended: null,
})

export const newSource = (space: string, source: string, table: TableName): BookSourceRow => ({
  space, source, table, from: 'book', directory: { entries: [], next: 1 }, todo: [{ from: null, to: null }], cursor: null, changes: null, frontier: null, nextFrontier: null,
  goneThrough: null, count: null, countedAt: null, recountedAt: null, readAt: null,
})

/** What a book takes: rows of each table, and bytes of their chunks. */
export function amountsOf(sources: readonly BookSourceRow[]): { readonly rows: Readonly<Record<TableName, number>>; readonly bytes: number } {
  const rows = { accounts: 0, deals: 0, activities: 0 }
  for (const { table, directory } of sources) rows[table] += rowsOf(directory)
  return { rows, bytes: sources.reduce((sum, { directory }) => sum + bytesOf(directory), 0) }
}

/** A chunk of a table as a reader gets it; `unsound`: it is not there, or not what was written, and its ids are read again by the next sync. */
export type ReadChunk = { readonly source: string; readonly chunk: Chunk } | { readonly source: string; readonly unsound: Unsound | 'missing'; readonly range: IdRange }

/** All chunks of a table, one after the other: one at a time is in memory. */
export async function* readTable(db: TurfsideDb, space: string, table: TableName, now: () => number): AsyncGenerator<ReadChunk, void> {
  for (const { source, directory } of (await sourcesOf(db, space)).filter(row => row.table === table)) {
    for (const [at, entry] of directory.entries.entries()) {
      const data = await loadChunk(db, space, source, entry.n)
      const opened = data === undefined ? null : openChunk(shapes[table], data)
      if (opened?.ok && opened.chunk.checksum === entry.checksum) {
        yield { source, chunk: opened.chunk }
        continue
      }
      const range = rangeOf(directory.entries, at)
      const why = opened === null ? 'missing' : opened.ok ? ({ what: 'checksum', expected: entry.checksum, got: opened.chunk.checksum } as const) : opened.unsound
      await askAgain(db, { space, source, n: entry.n, range, why, at: now() })
      yield { source, unsound: why, range }
    }
  }
}

/** Takes a chunk that is not to be believed out of the book, and has the next sync, which is due at once, read its ids again. */
async function askAgain(db: TurfsideDb, { space, source, n, range, why, at }: { space: string; source: string; n: number; range: IdRange; why: Unsound | 'missing'; at: number }): Promise<void> {
  await db.transaction('rw', bookTables(db), async () => {
    const [row, book] = await Promise.all([db.bookSources.get([space, source]), db.books.get(space)])
    if (!row || !book) return
    const entries = row.directory.entries.filter(entry => entry.n !== n)
    if (entries.length === row.directory.entries.length) return
    // The number is used up, so that a pass under way, which still counts on the chunk, is not kept.
    await db.bookSources.put({ ...row, directory: { entries, next: row.directory.next + 1 }, todo: [...row.todo, range] })
    await db.bookChunks.delete([space, source, n])
    await db.books.put({ ...mended(book, 1, whyText(why), at), nextAt: 0 })
  })
}

export const whyText = (why: Unsound | 'missing'): string => (why === 'missing' ? why : `${why.what}: ${why.got}, not ${why.expected}`)

export const mended = (book: BookRow, chunks: number, why: string, at: number): BookRow => (chunks === 0 ? book : { ...book, mended: { chunks: (book.mended?.chunks ?? 0) + chunks, at, why } })
