import { liveQuery, type Observable, type Subscription } from 'dexie'
import { db, type BelongingRow, type RecordRow, type TroubleRow } from '../../lib/cache/db'
import { keepOpen } from '../../lib/cache/opening'
import type { RecordPage, RecordRef } from '../../lib/crm/adapter'
import { siteOf } from '../../lib/crm/sites'
import type { PressedBy } from '../../lib/messages'
import { sessionAccess } from '../../lib/sync/access'
import { rememberShown } from '../../lib/sync/lastShown'
import { mayShow } from '../../lib/sync/mayShow'
import { clockOffKey } from '../../lib/sync/serverClock'
import { onSessionsChanged } from '../../lib/sync/sessionsChanged'
import { nobody, spaceKey } from '../../lib/sync/space'
import { send } from '../../lib/sync/send'
import { followNote } from '../../lib/sync/storageNotes'
import { cached, imported, ownStorage, peers, reopened, reportStorage, storageNote, whose } from './state'

/** Loaded after the first paint, with Dexie: keeps what the panel shows up with the cache. */

followNote(note => (storageNote.value = note))
keepOpen(db, trouble => (ownStorage.value = trouble), () => {
  reopened.value++
  // What was logged meanwhile lies in the outbox's mirror.
  void send('drain', null)
})

liveQuery(() => db.plan.get(1)).subscribe({ next: row => (imported.value = row ?? null), error: reportStorage })

let peersSpace: string | null = null
let peersSubscription: Subscription | null = null

/** Kept while accounts of the same space are shown: the others are not read again for each. */
function followPeers(space: string): void {
  if (space === peersSpace) return
  peersSubscription?.unsubscribe()
  // What another user's accounts are is nothing to this one's, not even until the answer.
  if (peersSpace !== null) peers.value = []
  peersSpace = space
  peersSubscription = liveQuery(() => db.peers.where('space').equals(space).toArray()).subscribe({ next: rows => (peers.value = rows), error: reportStorage })
}

/** Follows one account in the cache until the signal aborts; `reread` has it read for somebody else who has signed in since. */
export function followAccount(ref: RecordRef, signal: AbortSignal, reread: () => void): void {
  void rememberShown(ref)
  const site = siteOf(ref.crm)!
  const nobodys = nobody(ref.crm, ref.org)
  const query = liveQuery(async () => {
    const seen = await db.spaces.get(spaceKey(ref.crm, ref.org))
    const space = seen?.space ?? nobodys
    const [record, lead, troubles, outbox, waitingInAll, setting, starter, clock] = await Promise.all([
      db.records.get([space, ref.id]),
      db.belongings.get([space, ref.id]),
      db.troubles.bulkGet([[space, ref.id], [nobodys, ref.id]]),
      db.outbox.where('[space+touch.accountId]').equals([space, ref.id]).toArray(),
      db.outbox.count(),
      db.settings.get(spaceKey(ref.crm, ref.org)),
      db.starters.get(space),
      db.memo.get(clockOffKey(ref.crm, ref.org)),
    ])
    return { seen, record: record ?? leadRecord(lead), leadStatus: lead?.lead?.status ?? null, troubles, outbox, waitingInAll, mapped: setting?.fields ?? {}, starter: starter ?? null, clockOff: (clock?.value as number | null | undefined) ?? null }
  })
  let shownOf: string | null | undefined
  const told = whenever(query, signal, async ({ seen, record, leadStatus, troubles, outbox, waitingInAll, mapped, starter, clockOff }, isLatest) => {
    ownStorage.value = null
    // Asked each time: who has signed out or changed since must not see what was another's.
    const fingerprint = await site.fingerprint(ref.org, sessionAccess)
    const may = await mayShow(db, seen, fingerprint)
    if (!isLatest()) return
    if (may !== 'none') followPeers(seen!.space)
    const trouble = troubles[1] ?? (seen && fingerprint === null ? signedOut(nobodys, ref.id) : null)
    cached.value = may === 'own'
      ? { ref, space: seen!.space, record, trouble: troubles[0] ?? troubles[1] ?? null, outbox, waitingInAll, leadStatus, mapped, starter, clockOff }
      // Of copies that may be read while nobody is signed in, none is anybody's to act on.
      : may === 'kept' ? { ref, space: null, record, trouble: trouble ?? signedOut(nobodys, ref.id), outbox: [], waitingInAll, leadStatus, mapped, starter, clockOff }
      : { ref, space: null, record: null, trouble, outbox: [], waitingInAll, mapped, starter: null, clockOff }
    // Somebody else is here by now: for them it is read anew.
    if (may === 'none' && fingerprint !== null && shownOf !== undefined && shownOf !== fingerprint) reread()
    shownOf = fingerprint
  })
  onSessionsChanged(told, signal)
}

/**
 * Calls `tell` with each answer of the query, and answers a function that calls it with the last one again, until the signal aborts. Answers overtake each other:
 * `isLatest` says whether what was made of one is still to be shown.
 */
function whenever<T>(query: Observable<T>, signal: AbortSignal, tell: (value: T, isLatest: () => boolean) => Promise<void>): () => void {
  let last: { readonly value: T } | null = null
  let turn = 0
  const again = () => {
    const mine = ++turn
    if (last) void tell(last.value, () => !signal.aborted && mine === turn).catch(reportStorage)
  }
  const subscription = query.subscribe({
    next: value => {
      last = { value }
      again()
    },
    error: reportStorage,
  })
  signal.addEventListener('abort', () => subscription.unsubscribe())
  return again
}

/** What is known without asking: nobody is signed in where somebody was. */
const signedOut = (space: string, id: string): TroubleRow => ({ space, id, error: { kind: 'signedOut' }, at: Date.now() })

/** A lead as the account it may become. */
const leadRecord = (row: BelongingRow | undefined): RecordRow | null =>
  row?.lead ? { space: row.space, id: row.lead.snapshot.account.ids[0]!, snapshot: row.lead.snapshot, readAt: row.readAt } : null

/** Follows in the cache whose a record is, until the signal aborts. */
export function followWhose({ crm, org, id }: RecordPage, signal: AbortSignal): void {
  const nobodys = nobody(crm, org)
  const query = liveQuery(async () => {
    const seen = await db.spaces.get(spaceKey(crm, org))
    const space = seen?.space ?? nobodys
    const [row, troubles] = await Promise.all([db.belongings.get([space, id]), db.troubles.bulkGet([[space, id], [nobodys, id]])])
    return { seen, row, troubles }
  })
  const told = whenever(query, signal, async ({ seen, row, troubles }, isLatest) => {
    const may = await mayShow(db, seen, await siteOf(crm)!.fingerprint(org, sessionAccess))
    if (!isLatest()) return
    if (may !== 'none') followPeers(seen!.space)
    whose.value = may === 'own' ? { row: row ?? null, trouble: troubles[0] ?? troubles[1] ?? null } : { row: may === 'kept' ? (row ?? null) : null, trouble: troubles[1] ?? null }
  })
  onSessionsChanged(told, signal)
}

/** Whose session it is at this moment. */
export async function sessionOf({ crm, org }: RecordRef): Promise<PressedBy> {
  const [fingerprint, seen] = await Promise.all([siteOf(crm)!.fingerprint(org, sessionAccess), db.spaces.get(spaceKey(crm, org)).catch(() => undefined)])
  return { fingerprint, space: seen && seen.fingerprint === fingerprint ? seen.space : null }
}

export const outboxRow = (mark: string) => db.outbox.get(mark)

/** Tells once what becomes of a logged touch: the CRM has it, or refused it. One that is taken back is not told. */
export function followTouch(mark: string, tell: (state: 'sent' | 'refused') => void): void {
  const subscription = liveQuery(async () => {
    const [waiting, written] = await Promise.all([db.outbox.get(mark), db.written.get(mark)])
    if (written) return written.removedAt === null ? 'sent' as const : 'gone' as const
    return waiting === undefined ? 'gone' as const : waiting.state === 'refused' ? 'refused' as const : null
  }).subscribe({
    next: state => {
      if (state === null) return
      // The first answer may come before there is a subscription.
      queueMicrotask(() => subscription.unsubscribe())
      if (state !== 'gone') tell(state)
    },
    error: reportStorage,
  })
}
