import { placeOf, rangeOf, rowsOf, type Directory, type IdRange } from '../book/directory'
import { merge, type Change } from '../book/merge'
import { shapes } from '../book/tables'
import {
  bookTables, commitPass, loadChunk, mended, newSource, sourcesOf, whyText, changeBook, dropRead, type BookRow, type BookSourceRow, type BookSync,
} from '../cache/bookStore'
import type { TurfsideDb } from '../cache/db'
import type { Connection, Result, Wanted } from '../crm/adapter'
import { mostAccounts, type Book, type Page, type PageAsk } from '../crm/book'
import { paceKept } from './bookEstimate'
import type { Stop } from './bookSync'

/** One sync of one book in this worker. All that must outlive the worker is in the database. */
export interface Run {
  readonly db: TurfsideDb
  readonly now: () => number
  readonly space: string
  readonly signal: AbortSignal
  readonly want: Wanted
  readonly connection: Connection
  /** Of the session in which all of it must be answered. */
  readonly fingerprint: string
  readonly book: Book
  /** The row with what was asked since the last time counted. */
  readonly spend: (row: BookRow) => BookRow
  /** Asked before each request. */
  readonly mayGoOn: (row: BookRow | undefined) => Promise<Stop | null>
  /** The page after, asked for while the one before is being kept. */
  ahead: { readonly key: string; readonly page: Promise<Result<Page>>; readonly leave: AbortController } | null
}

/** Pages that are kept together: about a chunk, so that in the first reading each chunk is written once. */
const pagesAPass = 4
/** No more are begun with so many rows at hand, as the parts of an extract are larger than pages. */
const rowsAPass = 8000
/**
 * Changes are asked for from so long before the last stamp seen. A record's stamp is taken when it is saved, and others see it only when its transaction ends, which CRMs allow up to
 * ten minutes; five more are for servers whose clocks differ. All of it is the CRM's own time: this computer's clock plays no part.
 */
export const overlapMs = 15 * 60_000
const dayMs = 86_400_000
/** Each range of ids is counted anew so often: rows that the user may no longer see leave no other trace. */
const recountMs = dayMs
/** All is read anew so often, in case as many came as went. */
const rereadMs = 30 * dayMs

const all: IdRange = { from: null, to: null }

/** Does the next piece of work, and commits it. Null: there is more. */
export async function step(run: Run): Promise<Stop | 'done' | null> {
  const row = await run.db.books.get(run.space)
  const stop = await run.mayGoOn(row)
  if (stop) return stop
  const wanted = wantedText(run.want)
  if (!row!.sync || row!.wanted !== wanted) return begin(run, row!, wanted)
  const sources = (await sourcesOf(run.db, run.space)).filter(({ from }) => from === 'book').sort((a, b) => order.indexOf(a.table) - order.indexOf(b.table) || (a.source < b.source ? -1 : 1))
  const unread = sources.find(({ todo }) => todo.length > 0)
  if (unread) return readRange(run, unread)
  if (row!.sync.stage === 'mending') return 'done'
  if (row!.sync.stage === 'checking') return check(run, sources)
  const { startedAt } = row!.sync
  const behind = sources.find(({ changes }) => changes?.of !== startedAt || !changes.done)
  if (!behind) return toStage(run, 'checking')
  return behind.changes?.of === startedAt ? readChanges(run, behind) : readGone(run, behind, startedAt)
}

const order = ['accounts', 'deals', 'activities']

/** What of the wish changes the rows. */
const wantedText = ({ fields, formerValues, extra, revenue, currency }: Wanted): string => JSON.stringify([fields, formerValues, extra, revenue, currency ?? null])

const failed = (result: { readonly ok: false; readonly error: Extract<Stop, { stop: 'failed' }>['error'] }): Stop => ({ stop: 'failed', error: result.error })

/** An answer is kept under the user whose session asked for it, or not at all. */
const isOthers = async ({ connection, fingerprint }: Run): Promise<boolean> => (await connection.fingerprint()) !== fingerprint

async function toStage(run: Run, stage: BookSync['stage']): Promise<null> {
  await changeBook(run.db, run.space, row => (row.sync ? { ...run.spend(row), sync: { ...row.sync, stage } } : row))
  return null
}

/** Learns what there is and how much, before anything is read: the stamps that are seen now are what the next sync begins from. */
async function begin(run: Run, row: BookRow, wanted: string): Promise<Stop | null> {
  const { book, db, space, now, signal } = run
  if (row.usage === null || now() - row.usage.at > dayMs) {
    const usage = await book.usage(signal)
    if (!usage.ok) return failed(usage)
    if (usage.value) await changeBook(db, space, before => ({ ...run.spend(before), usage: { ...usage.value!, at: now() } }))
  }
  const found = await book.sources()
  if (!found.ok) return failed(found)
  const asks = found.value.sources.map(({ id }) => ({ source: id, range: all }))
  const measured = await book.measure(asks, signal)
  if (!measured.ok) return failed(measured)
  if (await isOthers(run)) return { stop: 'otherUser' }
  const accounts = found.value.sources.reduce((sum, { table }, i) => sum + (table === 'accounts' ? measured.value[i]!.count : 0), 0)
  const from = accounts > mostAccounts ? 'crm' : 'book'
  await db.transaction('rw', bookTables(db), async () => {
    const kept = await db.books.get(space)
    if (!kept) return
    if (from === 'crm') await dropRead(db, space)
    const before = new Map((await sourcesOf(db, space)).map(source => [source.source, source]))
    for (const [i, { id, table }] of found.value.sources.entries()) {
      const { count, newest } = measured.value[i]!
      const source = before.get(id) ?? newSource(space, id, table)
      before.delete(id)
      const anew = kept.wanted !== wanted || (source.readAt !== null && now() - source.readAt > rereadMs)
      await db.bookSources.put({
        ...source, from, count, countedAt: now(), nextFrontier: newest ?? 0,
        ...(from === 'crm' ? { todo: [], cursor: null } : anew ? { todo: [all], cursor: null } : {}),
        // Deletions are told by time alone. The last change is surely past; where it is long ago, a day is more than any two clocks differ.
        goneThrough: source.goneThrough ?? Math.max(newest ?? 0, now() - dayMs),
      })
    }
    // What this user may see no more of at all.
    for (const source of before.keys()) {
      await db.bookSources.delete([space, source])
      await db.bookChunks.where('[space+source+n]').between([space, source], [space, source, []]).delete()
    }
    await db.books.put({ ...run.spend(kept), sync: { startedAt: now(), stage: 'reading' }, wanted, hidden: found.value.hidden, waiting: null })
  })
  return null
}

interface Pages {
  readonly change: Change
  readonly cursor: string | null
  readonly took: number
}

/** Up to a chunk's worth of pages. What was answered before a failure is worth keeping; the failure comes again with the next step. */
async function pages(run: Run, ask: PageAsk): Promise<Pages | Stop> {
  const rows: Change['rows'][number][] = []
  const gone: string[] = []
  let whole: IdRange | null = null
  let { cursor } = ask
  let goesOn = true
  const began = run.now()
  for (let page = 0; page < pagesAPass && rows.length < rowsAPass; page++) {
    goesOn = page === 0 || (await run.mayGoOn(await run.db.books.get(run.space))) === null
    if (!goesOn) break
    const answer = await pageOf(run, { ...ask, cursor })
    if (!answer.ok && page === 0) return failed(answer)
    goesOn = answer.ok
    if (!answer.ok) break
    for (const row of answer.value.rows) rows.push(row)
    gone.push(...answer.value.gone)
    whole = page === 0 || !answer.value.whole || !whole ? answer.value.whole : { from: (whole as IdRange).from, to: answer.value.whole.to }
    cursor = answer.value.cursor
    if (cursor === null) break
  }
  if (await isOthers(run)) return { stop: 'otherUser' }
  if (cursor !== null && goesOn) askAhead(run, { ...ask, cursor })
  return { change: { rows, gone, whole }, cursor, took: run.now() - began }
}

function pageOf(run: Run, ask: PageAsk): Promise<Result<Page>> {
  const { ahead } = run
  run.ahead = null
  if (ahead?.key === JSON.stringify(ask)) return ahead.page
  ahead?.leave.abort()
  return run.book.page(ask, run.signal)
}

function askAhead(run: Run, ask: PageAsk): void {
  const leave = new AbortController()
  const page = run.book.page(ask, AbortSignal.any([leave.signal, run.signal]))
  // Nobody may come for it.
  page.catch(() => undefined)
  run.ahead = { key: JSON.stringify(ask), page, leave }
}

/** So many chunks are worked on at once: a thousand changes may bear on each chunk of a book, and all of them do not fit into a worker's memory. */
const mostChunks = 6

/** A change in parts that bear on few chunks each. */
function partsOf(change: Change, { entries }: Directory): readonly Change[] {
  if (change.whole || entries.length <= mostChunks) return [change]
  const parts = new Map<number, { rows: Change['rows'][number][]; gone: string[]; whole: null }>()
  const partOf = (id: string) => {
    const at = Math.floor(placeOf(entries, id) / mostChunks)
    const part = parts.get(at) ?? { rows: [], gone: [], whole: null }
    parts.set(at, part)
    return part
  }
  for (const row of change.rows) partOf(row.id).rows.push(row)
  for (const id of change.gone) partOf(id).gone.push(id)
  return parts.size === 0 ? [change] : [...parts.values()]
}

/** Works a change into the source's chunks, and commits it with how far the reading went. Of a change in parts, how far is kept with the last of them. */
async function keep(run: Run, given: BookSourceRow, change: Change, after: Partial<BookSourceRow>, book: (row: BookRow) => BookRow = row => row): Promise<Stop | null> {
  const { db, space, now } = run
  let source = given
  const parts = partsOf(change, source.directory)
  for (const [at, part] of parts.entries()) {
    const last = at === parts.length - 1
    const { directory } = source
    const merged = await merge(shapes[source.table], directory, part, n => loadChunk(db, space, source.source, n))
    const lost = merged.lost.map(({ range }) => range)
    const next: BookSourceRow = { ...source, directory: merged.directory, ...(last ? after : {}) }
    // A chunk that was not sound is not believed: its ids are read again, after what is under way.
    const kept = { ...next, todo: [...next.todo, ...(at > 0 && last && after.todo ? source.todo.slice(given.todo.length) : []), ...lost] }
    const done = await commitPass(db, source, kept, merged, row =>
      (last ? book : (same: BookRow) => same)({ ...mended(run.spend(row), lost.length, merged.lost.map(({ why }) => whyText(why)).join(), now()), failures: 0, waiting: null }))
    // Forgotten, or a reader found a chunk unsound: what is there now decides.
    if (!done) return (await db.books.get(space)) ? null : { stop: 'halted' }
    source = kept
  }
  return null
}

async function readRange(run: Run, source: BookSourceRow): Promise<Stop | null> {
  const [range, ...rest] = source.todo
  const read = await pages(run, { source: source.source, range: range!, since: null, cursor: source.cursor })
  if ('stop' in read) return read
  const first = source.frontier === null
  const todo = read.cursor === null ? rest : source.todo
  const whole = range!.from === null && range!.to === null
  const over = read.cursor === null && whole ? { readAt: run.now(), recountedAt: run.now() } : {}
  return keep(run, source, read.change, { todo, cursor: read.cursor, ...over, ...(first && todo.length === 0 ? { frontier: source.nextFrontier } : {}) }, row =>
    (first ? { ...row, pace: [...row.pace, { rows: read.change.rows.length, ms: read.took }].slice(-paceKept) } : row))
}

/** What was deleted goes first: of what was restored since, the changes bring it back. */
async function readGone(run: Run, source: BookSourceRow, of: number): Promise<Stop | null> {
  const since = (source.goneThrough ?? 0) - overlapMs
  const gone = await run.book.gone(source.source, since, run.signal)
  if (!gone.ok) return failed(gone)
  if (await isOthers(run)) return { stop: 'otherUser' }
  if (gone.value.ids === null) return keep(run, source, { rows: [], gone: [], whole: null }, { todo: [all], cursor: null, goneThrough: run.now() - dayMs, changes: { of, cursor: null, done: false } })
  return keep(run, source, { rows: [], gone: gone.value.ids, whole: null }, { goneThrough: gone.value.through, changes: { of, cursor: null, done: false } })
}

async function readChanges(run: Run, source: BookSourceRow): Promise<Stop | null> {
  const { of, cursor } = source.changes!
  const since = Math.max(0, (source.frontier ?? 0) - overlapMs)
  const read = await pages(run, { source: source.source, range: all, since, cursor })
  if ('stop' in read) return read
  const done = read.cursor === null
  return keep(run, source, read.change, { changes: { of, cursor: read.cursor, done }, ...(done ? { frontier: source.nextFrontier } : {}) })
}

/**
 * Counts what the CRM shows this user against what is kept. Where the two differ, and once a day in any case, range by range: so what was shared with the user, or no longer is, is
 * found by few requests, and only the ranges that differ are read again.
 */
async function check(run: Run, sources: readonly BookSourceRow[]): Promise<Stop | null> {
  const { book, db, now, signal } = run
  const totals = await book.measure(sources.map(({ source }) => ({ source, range: all })), signal)
  if (!totals.ok) return failed(totals)
  const suspect = sources.filter(({ directory, recountedAt }, i) => totals.value[i]!.count !== rowsOf(directory) || now() - (recountedAt ?? 0) > recountMs)
  const ranges = suspect.flatMap(source => (source.directory.entries.length === 0 ? [{ source, range: all, rows: 0 }] : source.directory.entries.map(({ rows }, at) => ({ source, range: rangeOf(source.directory.entries, at), rows }))))
  const counted = ranges.length === 0 ? null : await book.measure(ranges.map(({ source, range }) => ({ source: source.source, range })), signal)
  if (counted && !counted.ok) return failed(counted)
  if (await isOthers(run)) return { stop: 'otherUser' }
  for (const [i, source] of sources.entries()) {
    const todo = counted ? ranges.filter((one, at) => one.source === source && counted.value[at]!.count !== one.rows).map(({ range }) => range) : []
    const recountedAt = suspect.includes(source) ? now() : source.recountedAt
    const stop = await keep(run, source, { rows: [], gone: [], whole: null }, { count: totals.value[i]!.count, countedAt: now(), recountedAt, todo, cursor: null })
    if (stop) return stop
  }
  await changeBook(db, run.space, row => run.spend(row))
  return toStage(run, 'mending')
}
