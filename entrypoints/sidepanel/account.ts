import { liveQuery, type Subscription } from 'dexie'
import { signal } from '@preact/signals'
import { db, type OutboxRow, type PeerRow, type PlanRow, type RecordRow, type TroubleRow } from '../../lib/cache/db'
import type { RecordRef } from '../../lib/crm/adapter'
import { siteOf } from '../../lib/crm/sites'
import { sessionAccess } from '../../lib/sync/access'
import { nobody, spaceKey } from '../../lib/sync/space'

/** What the cache holds for the account that the panel shows; each account's own, never carried over to the next. */
export interface Cached {
  readonly ref: RecordRef
  /** Null: it is not known (yet) whose session this is, so nothing cached may be shown. */
  readonly space: string | null
  readonly record: RecordRow | null
  readonly trouble: TroubleRow | null
  readonly outbox: readonly OutboxRow[]
  readonly waitingInAll: number
}

export const cached = signal<Cached | null>(null)
export const plan = signal<PlanRow | null | 'loading'>('loading')
export const peers = signal<readonly PeerRow[]>([])

liveQuery(() => db.plan.get(1)).subscribe({ next: row => (plan.value = row ?? null), error: reportStorage })

let peersSpace: string | null = null
let peersSubscription: Subscription | null = null

/** Kept while accounts of the same space are shown: the others are not read again for each. */
function followPeers(space: string): void {
  if (space === peersSpace) return
  peersSubscription?.unsubscribe()
  peersSpace = space
  peers.value = []
  peersSubscription = liveQuery(() => db.peers.where('space').equals(space).toArray()).subscribe({ next: rows => (peers.value = rows), error: reportStorage })
}

/** Follows one account in the cache until the signal aborts. */
export function followAccount(ref: RecordRef, signal: AbortSignal): void {
  cached.value = null
  const site = siteOf(ref.crm)!
  const nobodys = nobody(ref.crm, ref.org)
  const query = liveQuery(async () => {
    const seen = await db.spaces.get(spaceKey(ref.crm, ref.org))
    const space = seen?.space ?? nobodys
    const [record, troubles, outbox, waitingInAll] = await Promise.all([
      db.records.get([space, ref.id]),
      db.troubles.bulkGet([[space, ref.id], [nobodys, ref.id]]),
      db.outbox.where('[space+touch.accountId]').equals([space, ref.id]).toArray(),
      db.outbox.count(),
    ])
    return { seen, record: record ?? null, troubles, outbox, waitingInAll }
  })
  let latest = 0
  const subscription = query.subscribe({
    next: async ({ seen, record, troubles, outbox, waitingInAll }) => {
      const turn = ++latest
      // Asked each time: who has signed out or changed since must not see what was another's.
      const fingerprint = await site.fingerprint(ref.org, sessionAccess)
      if (signal.aborted || turn !== latest) return
      const own = seen !== undefined && seen.fingerprint === fingerprint
      if (own) followPeers(seen.space)
      cached.value = own
        ? { ref, space: seen.space, record, trouble: troubles[0] ?? troubles[1] ?? null, outbox, waitingInAll }
        : { ref, space: null, record: null, trouble: troubles[1] ?? null, outbox: [], waitingInAll }
    },
    error: reportStorage,
  })
  signal.addEventListener('abort', () => subscription.unsubscribe())
}

/** Set when the browser's storage fails: the panel says so. */
export const storageTrouble = signal<string | null>(null)

function reportStorage(error: unknown): void {
  storageTrouble.value = error instanceof Error ? error.name : String(error)
}
