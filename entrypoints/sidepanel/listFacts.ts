import { signal, type ReadonlySignal } from '@preact/signals'
import { liveQuery } from 'dexie'
import type { AccountFacts, ListedAccount } from '../../components/panel/list/view'
import { assess } from '../../lib/assess/assess'
import { db, type ListRow, type OutboxRow, type PeerRow, type RecordRow, type SpaceRow } from '../../lib/cache/db'
import { snapshotOf } from '../../lib/cache/snapshots'
import type { ListRef } from '../../lib/crm/adapter'
import { siteOf } from '../../lib/crm/sites'
import type { Assessment } from '../../lib/model/assessment'
import type { Plan } from '../../lib/model/plan'
import { sessionAccess } from '../../lib/sync/access'
import { mayShow } from '../../lib/sync/mayShow'
import { peerRow } from '../../lib/sync/peers'
import { listKey } from '../../lib/sync/readList'
import { send } from '../../lib/sync/send'
import { onSessionsChanged } from '../../lib/sync/sessionsChanged'
import { nobody, spaceKey } from '../../lib/sync/space'
import { pageStarter, reportStorage } from './state'

/** What the cache and the plan say of a list; null: the cache has not answered yet. */
export interface ListFacts {
  /** Null: not listed yet, or it is not known (yet) whose session this is. */
  readonly row: ListRow | null
  readonly accounts: readonly ListedAccount[] | null
  readonly oldest: number | null
  readonly waitingInAll: number
  /** Nobody is signed in: it may be read, and nothing be done with it. */
  readonly kept: boolean
}

/** So long a stretch of assessing, then the page has its turn: scrolling and typing must not wait. */
const sliceMs = 8
/** Records that are taken out of the cache at a time. */
const atOnce = 20
/** While they stream in, rows are shown no more often than this. */
const showEveryMs = 250
/** Summaries that are put into the cache at a time. */
const putAtOnce = 200

interface Known {
  readonly name: string
  readonly readAt: number
  readonly facts: AccountFacts | null
}

/**
 * Follows a list in the cache until the signal aborts, and assesses its accounts in slices. Twice where records are new: what an account is may rest on the
 * others (rank, peers), which are only known in the end. Their summaries are then kept, so that opening one of them shows the same.
 */
export function followFacts(list: ListRef, plan: () => Plan | null, left: AbortSignal): { facts: ReadonlySignal<ListFacts | null>; again(): void; settle(): void } {
  const facts = signal<ListFacts | null>(null)
  const known = new Map<string, Known>()
  const queue = new Set<string>()
  const unsummed = new Set<string>()
  let peers = new Map<string, PeerRow>()
  // The same list for as long as may be: what is made of it to compare accounts by is made once a list.
  let others: readonly PeerRow[] = []
  let drawn = new Map<string, ListedAccount>()
  let row: ListRow | null = null
  let place = new Map<string, number>()
  let outbox: readonly OutboxRow[] = []
  let waitingInAll = 0
  let kept = false
  let space: string | null = null
  // From here on; what was read before is found by the list.
  const opened = Date.now() - 1_000
  let since = opened
  let working = false
  let ended = false
  let shownAt = 0

  const end = (stop: () => void) => left.addEventListener('abort', stop)
  const follow = <T>(query: () => Promise<T>, next: (value: T) => void) => {
    const subscription = liveQuery(query).subscribe({ next: value => void (left.aborted || next(value)), error: reportStorage })
    end(() => subscription.unsubscribe())
  }

  end(() => (pageStarter.value = null))
  const key = listKey(list)
  const nobodys = nobody(list.crm, list.org)
  let turn = 0
  type Seen = { readonly seen: SpaceRow | undefined; readonly own: ListRow | undefined; readonly unknown: ListRow | undefined }
  let latest: Seen | null = null
  follow(async (): Promise<Seen> => {
    const seen = await db.spaces.get(spaceKey(list.crm, list.org))
    const [own, unknown] = await db.lists.bulkGet([[seen?.space ?? nobodys, key], [nobodys, key]])
    return { seen, own, unknown }
  }, found => {
    latest = found
    return look(found)
  })
  onSessionsChanged(() => latest && void look(latest).catch(reportStorage), left)

  async function look({ seen, own, unknown }: Seen): Promise<void> {
    const now = ++turn
    // Asked each time: nothing of a space is shown to who is not its user, but what plan or policy let be read while nobody is.
    const fingerprint = await siteOf(list.crm)!.fingerprint(list.org, sessionAccess)
    const may = await mayShow(db, seen, fingerprint)
    if (left.aborted || now !== turn) return
    kept = may === 'kept'
    const shown = may === 'none' ? undefined : own
    const error = unknown?.error ?? (seen && fingerprint === null ? { kind: 'signedOut' as const } : null)
    row = shown ? (error ? { ...shown, error } : shown) : unknown ? { ...unknown, listed: null } : error ? { space: nobodys, key, listed: null, listedAt: Date.now(), missing: [], tooLarge: [], error } : null
    const ids = row?.listed?.ids ?? []
    place = new Map(ids.map((id, i) => [id, i]))
    if (may !== 'none' && seen!.space !== space) await enter(seen!.space)
    if (may === 'none') {
      space = null
      pageStarter.value = null
      known.clear()
    }
    add(ids.filter(id => !known.has(id)))
    show(true)
  }

  /** Another user's space, or the first: what was known is not theirs, nor what waits. */
  async function enter(next: string): Promise<void> {
    space = next
    known.clear()
    queue.clear()
    peers = new Map()
    others = []
    outbox = []
    drawn = new Map()
    const rows = await db.peers.where('space').equals(next).toArray()
    peers = new Map(rows.map(peer => [peer.id, peer]))
    others = rows
    follow(async () => (await db.records.where('[space+readAt]').between([next, since], [next, Infinity]).primaryKeys()).map(([, id]) => id), ids => {
      if (space === next) add(ids.filter(id => place.has(id)))
    })
    follow(async () => await db.starters.get(next), starter => {
      if (space === next) pageStarter.value = starter ?? null
    })
    follow(async () => ({ own: await db.outbox.where('space').equals(next).toArray(), all: await db.outbox.count() }), ({ own, all }) => {
      if (space !== next) return
      // What left the outbox is in the record now.
      const touched = new Set([...outbox, ...own].map(({ touch }) => touch.accountId))
      outbox = own
      waitingInAll = all
      add([...touched].filter(id => place.has(id)))
      show(true)
    })
  }

  function add(ids: readonly string[]): void {
    for (const id of ids) queue.add(id)
    start()
  }

  function start(): void {
    const toDo = queue.size > 0 || (ended && unsummed.size > 0)
    if (working || !toDo || left.aborted || space === null) return
    working = true
    // What came in while it was ending is not forgotten.
    void work().then(() => true, (error: unknown) => void reportStorage(error)).then(done => {
      working = false
      if (done) start()
    })
  }

  async function work(): Promise<void> {
    let sliceEnd = performance.now() + sliceMs
    while (!left.aborted && space !== null) {
      const ids = [...queue].slice(0, atOnce)
      if (ids.length === 0) {
        if (!ended || unsummed.size === 0) break
        await summed()
        continue
      }
      for (const id of ids) queue.delete(id)
      const own = space
      const records = await db.records.bulkGet(ids.map((id): [string, string] => [own, id]))
      sliceEnd = performance.now() + sliceMs
      for (const record of records) {
        if (left.aborted || space !== own) return
        if (!record) continue
        // The moment counts as seen only now that the record is here.
        since = Math.max(since, record.readAt)
        take(record)
        if (performance.now() < sliceEnd) continue
        await pause()
        sliceEnd = performance.now() + sliceMs
      }
      show(false)
    }
    show(true)
  }

  function take(record: RecordRow): void {
    const before = known.get(record.id)
    const { assessment, peer } = assessed(record)
    if (peer && before?.readAt !== record.readAt && (record.readAt >= opened || !peers.has(record.id))) unsummed.add(record.id)
    if (peer) peers.set(record.id, peer)
    known.set(record.id, { name: record.snapshot.account.name, readAt: record.readAt, facts: assessment && factsOf(assessment) })
  }

  function assessed(record: RecordRow): { assessment: Assessment | null; peer: PeerRow | null } {
    const inForce = plan()
    if (!inForce) return { assessment: null, peer: null }
    const now = Date.now()
    const snapshot = snapshotOf(record, outbox, others)
    const assessment = assess(snapshot, inForce, now)
    return { assessment, peer: peerRow(record, snapshot, assessment, inForce, now) }
  }

  /** The second time: all of them, now that all are known. Then what they are to each other is kept. */
  async function summed(): Promise<void> {
    const own = space!
    const ids = [...place.keys()].filter(id => known.has(id))
    unsummed.clear()
    others = [...peers.values()]
    let made: PeerRow[] = []
    for (let from = 0; from < ids.length; from += atOnce) {
      const records = await db.records.bulkGet(ids.slice(from, from + atOnce).map((id): [string, string] => [own, id]))
      let sliceEnd = performance.now() + sliceMs
      for (const record of records) {
        if (left.aborted || space !== own) return
        if (!record) continue
        take(record)
        const peer = peers.get(record.id)
        if (peer) made.push(peer)
        if (performance.now() < sliceEnd) continue
        await pause()
        sliceEnd = performance.now() + sliceMs
      }
      if (made.length >= putAtOnce) {
        await db.peers.bulkPut(made)
        made = []
      }
      show(false)
    }
    await db.peers.bulkPut(made)
    unsummed.clear()
    await send('peersMade', null)
  }

  function show(now: boolean): void {
    if (left.aborted || (!now && performance.now() - shownAt < showEveryMs)) return
    shownAt = performance.now()
    const ids = row?.listed?.ids
    const unseen = new Set(row?.missing)
    const alone = new Set(row?.tooLarge)
    const waiting = new Map<string, number>()
    for (const { touch, state } of outbox) if (state !== 'taken back') waiting.set(touch.accountId, (waiting.get(touch.accountId) ?? 0) + 1)
    let oldest: number | null = null
    const before = drawn
    drawn = new Map()
    const accounts = ids?.filter(id => !unseen.has(id)).map((id, i): ListedAccount => {
      const own = known.get(id)
      if (own) oldest = Math.min(oldest ?? Infinity, own.readAt)
      const next: ListedAccount = { id, place: i, state: own ? 'read' : alone.has(id) ? 'alone' : 'waiting', name: own?.name ?? null, facts: own?.facts ?? null, waitingTouches: waiting.get(id) ?? 0 }
      // What is as it was stays the same object: its row need not be drawn again.
      const last = before.get(id)
      const kept = last && same(last, next) ? last : next
      drawn.set(id, kept)
      return kept
    })
    facts.value = { row, accounts: accounts ?? null, oldest, waitingInAll, kept }
  }

  return {
    facts,
    again: () => add([...known.keys()]),
    settle: () => {
      ended = true
      start()
    },
  }
}

function factsOf({ territory, profitability, kare, nextTouch }: Assessment): AccountFacts {
  return {
    territory: territory.state,
    claims: territory.claims.map(({ name, reps }) => ({ name, reps })),
    owner: territory.owner,
    ownerMismatch: territory.ownerMismatch,
    revenue: territory.atStake.revenue,
    pipeline: territory.atStake.pipeline,
    bucket: kare.bucket,
    next: { state: nextTouch.state, type: nextTouch.type, due: nextTouch.due, overdue: nextTouch.overdue, upcoming: nextTouch.upcoming },
    net: profitability.net === null ? null : { minor: profitability.net, currency: profitability.currency },
    netShort: profitability.missing.length > 0,
    netEstimated: profitability.estimated.length > 0,
  }
}

const same = (a: ListedAccount, b: ListedAccount): boolean =>
  a.place === b.place && a.state === b.state && a.name === b.name && a.facts === b.facts && a.waitingTouches === b.waitingTouches

/** Lets the page have its turn. */
const pause = (): Promise<void> => {
  const { scheduler } = globalThis as { scheduler?: { yield?: () => Promise<void> } }
  return scheduler?.yield ? scheduler.yield() : new Promise(resolve => setTimeout(resolve))
}
