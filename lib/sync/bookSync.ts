import { storageError } from '../cache/storageError'
import { changeBook, newBook, type BookRow, type Waiting } from '../cache/bookStore'
import type { SpaceRow, TurfsideDb } from '../cache/db'
import { planFor } from '../cache/planStore'
import type { Connection, CrmError } from '../crm/adapter'
import type { Usage } from '../crm/book'
import { step, type Run } from './bookSteps'
import { defaultShare, shareOf, withCalls } from './bookShare'
import { knownSpace, spaceKey } from './space'
import { orgOf } from './signedIn'
import { wantedFor } from './wanted'

/** What the sync of books works with: handed in, so that it runs in a simulated browser as well as in a real one. */
export interface BookParts {
  readonly db: TurfsideDb
  readonly connect: (crm: string, org: string) => Connection
  readonly now: () => number
  /** From 0 up to, not including, 1. */
  readonly random: () => number
  /** Runs the work unless one of that name runs already, in whichever worker or page; then null. */
  readonly tryLock: <T>(name: string, work: () => Promise<T>) => Promise<T | null>
  /** What the browser says of its network and battery. */
  readonly conditions: () => Promise<Conditions>
  /** Starts the worker again then, should it have been stopped; null: there is nothing to do. */
  readonly wake: (at: number | null) => Promise<void>
  /** Spaces whose own user is signed in now. */
  readonly ownSpaces: () => Promise<readonly SpaceRow[]>
}

export interface Conditions {
  readonly metered: boolean
  readonly batteryLow: boolean
}

/** Between the ends of one sync and the beginning of the next. */
export const everyMs = 3_600_000
/** A worker that was stopped is started again so soon. */
const deadManMs = 60_000
/** Network and battery are looked at again so soon. That a user is back is told by the page that shows it. */
const lookAgainMs = 10 * 60_000

/**
 * Brings the books of all who are signed in up to date, as far as they are due, and sets the alarm for the next time. It may be called at any time and as often as one likes:
 * one sync of a book runs at a time. `came`: what has just changed, so that what waited for it need not wait longer.
 */
export async function syncBooks(parts: BookParts, signal: AbortSignal, came: 'online' | 'session' | null = null): Promise<void> {
  const { db, now } = parts
  const own = await parts.ownSpaces()
  await followPlans(db, own)
  const books = await db.books.toArray()
  const signedIn = new Set(own.map(({ space }) => space))
  for (const book of books) {
    if (signal.aborted) return
    if (!signedIn.has(book.space) || !isDue(await released(db, book, came), now())) continue
    await parts.tryLock(lockOf(book.space), () => syncBook(parts, book.space, signal))
  }
  const left = await db.books.toArray()
  const next = left.filter(runs).map(book => (signedIn.has(book.space) ? dueAt(book) : now() + everyMs)).reduce((a, b) => Math.min(a, b), Infinity)
  await parts.wake(Number.isFinite(next) ? Math.max(next, now() + deadManMs / 2) : null)
}

export const lockOf = (space: string): string => `turfside book ${space}`

const runs = ({ on, halted }: BookRow): boolean => on !== 'off' && halted !== 'paused'
const dueAt = ({ sync, nextAt, waiting }: BookRow): number => Math.max(sync ? 0 : nextAt, waiting?.until ?? 0)
const isDue = (book: BookRow, now: number): boolean => runs(book) && dueAt(book) <= now

/** A plan that wants the book kept turns it on for whoever has not said otherwise; one that no longer does turns off what it had turned on. */
async function followPlans(db: TurfsideDb, own: readonly SpaceRow[]): Promise<void> {
  for (const { space, key } of own) {
    const wants = (await planFor(db, space))?.plan.sync?.book === true
    await db.transaction('rw', db.books, async () => {
      const book = await db.books.get(space)
      if (!book && wants) await db.books.put(newBook(space, key, 'plan'))
      if (book?.on === 'plan' && !wants) await db.books.put({ ...book, on: 'off', sync: null, waiting: null })
    })
  }
}

/** Waiting for what has come is over. */
async function released(db: TurfsideDb, book: BookRow, came: 'online' | 'session' | null): Promise<BookRow> {
  const kind = book.waiting?.why === 'failed' ? book.waiting.error.kind : null
  const over = (came === 'online' && kind === 'offline') || (came === 'session' && (kind === 'signedOut' || kind === 'portal'))
  return over ? ((await changeBook(db, book.space, now => ({ ...now, waiting: null }))) ?? book) : book
}

/** Why a sync ends before its end: it waits, the user or the browser wants it so, or what it answers is not this user's any more. */
export type Stop = { readonly stop: 'waiting'; readonly waiting: Waiting } | { readonly stop: 'failed'; readonly error: CrmError } | { readonly stop: 'halted' | 'otherUser' } | { readonly stop: 'storage'; readonly name: string }

async function syncBook(parts: BookParts, space: string, signal: AbortSignal): Promise<void> {
  const { db, now } = parts
  const book = await db.books.get(space)
  if (!book) return
  const { crm, org } = orgOf(book)
  const connection = parts.connect(crm, org)
  const known = await knownSpace(db, crm, org, connection)
  if (typeof known !== 'object' || known.space !== space) return
  if (!connection.book) {
    await changeBook(db, space, row => ({ ...row, on: 'off', sync: null }))
    return
  }
  const [plan, setting] = await Promise.all([planFor(db, space), db.settings.get(spaceKey(crm, org))])
  const want = wantedFor(plan?.plan ?? null, setting?.fields ?? {}, now())
  let calls = 0
  let usage: Usage | null = null
  const run: Run = {
    db, now, space, signal, want, connection,
    fingerprint: known.fingerprint,
    book: connection.book(want, said => {
      calls++
      usage = said ?? usage
    }),
    spend: row => {
      const after = { ...row, calls: withCalls(row.calls, calls, now()), usage: usage ? { ...usage, at: now() } : row.usage }
      calls = 0
      return after
    },
    mayGoOn: row => mayGoOn(parts, row && { ...row, calls: withCalls(row.calls, calls, now()), usage: usage ? { ...usage, at: now() } : row.usage }, signal, plan?.plan.sync?.apiShare ?? defaultShare),
    ahead: null,
  }
  let stop: Stop | 'done' | null = null
  while (stop === null) {
    // Should this worker be stopped, the alarm starts another, which goes on from what was committed.
    await parts.wake(now() + deadManMs)
    stop = await step(run).catch(storageFailed)
  }
  run.ahead?.leave.abort()
  await changeBook(db, space, row => ended(run.spend(row), stop, parts))
}

/** This browser's storage is full or ails: what is committed stays. */
function storageFailed(error: unknown): Stop {
  const name = storageError(error)
  if (name === null) throw error
  return { stop: 'storage', name }
}

/** What the user, the browser and the org's limit say before each request; null: go on. */
async function mayGoOn(parts: BookParts, row: BookRow | undefined, signal: AbortSignal, share: number): Promise<Stop | null> {
  if (!row || signal.aborted || !runs(row) || row.halted === 'cancelled') return { stop: 'halted' }
  const now = parts.now()
  if (!row.anyway) {
    const { metered, batteryLow } = await parts.conditions()
    if (metered || batteryLow) return { stop: 'waiting', waiting: { why: metered ? 'metered' : 'battery', until: now + lookAgainMs } }
  }
  const { waiting } = shareOf((await parts.db.books.toArray()).filter(({ key, space }) => key === row.key && space !== row.space).concat(row), share, now)
  return waiting ? { stop: 'waiting', waiting } : null
}

function ended(row: BookRow, stop: Stop | 'done', { now, random }: BookParts): BookRow {
  const at = now()
  if (stop === 'done') return { ...row, sync: null, syncedAt: at, nextAt: at + everyMs, waiting: null, failures: 0, halted: null, anyway: false }
  if (row.halted === 'cancelled') return { ...row, sync: null, nextAt: at + everyMs, waiting: null, halted: null, anyway: false }
  switch (stop.stop) {
    case 'halted':
    case 'otherUser': return row
    case 'waiting': return { ...row, waiting: stop.waiting }
    case 'storage': return { ...row, waiting: { why: 'storage', name: stop.name, until: at + everyMs } }
    case 'failed': return { ...row, failures: row.failures + 1, waiting: { why: 'failed', error: stop.error, until: againAt(stop.error, row.failures, at, random()) } }
  }
}

const firstWaitMs = 60_000
const longestWaitMs = everyMs

/** When to ask again: when the CRM says, else later and later, and not everybody at the same moment. */
function againAt(error: CrmError, failures: number, now: number, random: number): number {
  const said = error.kind === 'limit' || error.kind === 'down' ? (error.retryAt ?? null) : null
  if (said !== null) return Math.max(said, now + firstWaitMs / 2)
  return now + Math.min(firstWaitMs * 2 ** Math.min(failures, 10), longestWaitMs) * (0.75 + random / 2)
}
