import { computed, signal } from '@preact/signals'
import { liveQuery } from 'dexie'
import type { BookView } from '../../components/options/view'
import { rowsOf } from '../../lib/book/directory'
import { amountsOf, type BookRow, type BookSourceRow } from '../../lib/cache/bookStore'
import { db, type SpaceRow } from '../../lib/cache/db'
import { planFor } from '../../lib/cache/planStore'
import type { CrmError } from '../../lib/crm/adapter'
import { siteOf } from '../../lib/crm/sites'
import type { BookOrder } from '../../lib/messages'
import { estimate } from '../../lib/sync/bookEstimate'
import { defaultShare, shareOf } from '../../lib/sync/bookShare'
import { askToLast } from '../../lib/sync/lasting'
import { send } from '../../lib/sync/send'
import { partsOf } from './parts'

interface Kept {
  readonly space: SpaceRow
  readonly book: BookRow | null
  readonly sources: readonly BookSourceRow[]
  readonly share: number
}

const kept = signal<readonly Kept[]>([])
/** Whether an org's CRM, and the browser's policy, allow a book; by org. */
const can = signal<Readonly<Record<string, 'yes' | 'no' | 'policy'>>>({})
const failed = signal<Readonly<Record<string, CrmError>>>({})

/** Follows what is kept of the book of each org's last user. */
export function followBooks(reportStorage: (error: unknown) => void): void {
  liveQuery(async () => {
    const spaces = await db.spaces.toArray()
    return Promise.all(spaces.map(async (space): Promise<Kept> => {
      const [book, sources, plan] = await Promise.all([db.books.get(space.space), db.bookSources.where('space').equals(space.space).toArray(), planFor(db, space.space)])
      return { space, book: book ?? null, sources, share: plan?.plan.sync?.apiShare ?? defaultShare }
    }))
  }).subscribe({
    next: found => {
      kept.value = found
      for (const { space: { key } } of found) void askOnce(key)
    },
    error: reportStorage,
  })
  tellBattery()
}

const asked = new Set<string>()

async function askOnce(key: string): Promise<void> {
  if (asked.has(key)) return
  asked.add(key)
  can.value = { ...can.peek(), [key]: (await send('bookCan', partsOf(key))).can }
}

export async function orderBook(key: string, order: BookOrder): Promise<void> {
  const { [key]: _before, ...others } = failed.peek()
  failed.value = others
  // A whole book is worth that the browser keeps it.
  if (order === 'on') void askToLast()
  const answer = await send('book', { ...partsOf(key), order })
  if ('error' in answer) failed.value = { ...others, [key]: answer.error }
}

export const books = computed((): readonly BookView[] => kept.value.map(({ space: { key, user }, book, sources, share }) => {
  const { crm, org } = partsOf(key)
  const { rows, bytes } = amountsOf(sources)
  const others = kept.value.flatMap(other => (other.book && other.space.key === key ? [other.book] : []))
  const now = Date.now()
  const { most, used } = shareOf(others, share, now)
  const unread = sources.filter(source => source.from === 'book' && source.readAt === null)
  const first = unread.length > 0 || sources.length === 0
  const of = sources.reduce((sum, { count }) => sum + (count ?? 0), 0)
  const read = sources.reduce((sum, { directory }) => sum + rowsOf(directory), 0)
  const state = stateOf(book, sources, now)
  const counts: Partial<Record<'accounts' | 'deals' | 'activities', number>> = {}
  for (const { table, count } of sources) counts[table] = (counts[table] ?? 0) + (count ?? 0)
  return {
    key, org, crmLabel: siteOf(crm)?.label ?? crm, userName: user.name, can: can.value[key] ?? null, state, first, byPlan: book?.on === 'plan', byCrm: sources.some(({ from }) => from === 'crm'),
    underWay: book?.sync != null, waiting: book?.waiting ?? null, nextAt: book?.nextAt ?? 0,
    progress: state !== 'off' && first && of > 0 ? { read: Math.min(read, of), of } : null,
    estimate: state === 'reading' && first ? estimate(book?.pace ?? [], of - read) : null,
    rows, counts, bytes, syncedAt: book?.syncedAt ?? null, calls: { used, most }, hidden: book?.hidden ?? [], mended: book?.mended?.chunks ?? 0, failed: failed.value[key] ?? null,
  }
}))

function stateOf(book: BookRow | null, sources: readonly BookSourceRow[], now: number): BookView['state'] {
  if (!book || book.on === 'off') return 'off'
  if (book.halted === 'paused') return 'paused'
  if (book.waiting && book.waiting.until > now) return 'waiting'
  if (!book.sync) return book.syncedAt === null && book.nextAt === 0 ? 'reading' : 'idle'
  if (sources.length === 0 || sources.some(({ todo }) => todo.length > 0)) return 'reading'
  return book.sync.stage === 'reading' ? 'updating' : 'checking'
}

interface Battery extends EventTarget {
  readonly charging: boolean
  readonly level: number
}

/** Under that, and not being charged, a battery is spared. */
const lowLevel = 0.2

/** Tells the worker how the battery is, as long as the page is open; where the browser tells nobody, nothing. */
function tellBattery(): void {
  const { getBattery } = navigator as { getBattery?: () => Promise<Battery> }
  if (!getBattery) return
  void getBattery.call(navigator).then(battery => {
    const tell = () => void send('battery', { low: !battery.charging && battery.level < lowLevel })
    tell()
    for (const change of ['chargingchange', 'levelchange']) battery.addEventListener(change, tell)
  })
}
