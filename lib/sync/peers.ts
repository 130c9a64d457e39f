import { assess, summarise } from '../assess/assess'
import { folded } from '../assess/folded'
import { prepare } from '../assess/prepared'
import type { OutboxRow, PeerRow, RecordRow, TurfsideDb } from '../cache/db'
import { planFor } from '../cache/planStore'
import { outboxOf, peersOf, snapshotOf } from '../cache/snapshots'
import type { Assessment, NextTouchFact } from '../model/assessment'
import type { Plan } from '../model/plan'
import type { Peer, Snapshot } from '../model/snapshot'

/** What the other accounts need of this one, and when its next touch is due; nothing without a plan. */
export async function rememberPeer(db: TurfsideDb, row: RecordRow, now: number): Promise<void> {
  const plan = (await planFor(db, row.space))?.plan
  if (!plan) return
  await db.peers.put(peerOf(row, await outboxOf(db, row.space, row.id), await peersOf(db, row.space), plan, now))
}

/** As `rememberPeer`, of an account by its id: a touch of it waits, or waits no longer. An account that is not cached has no row. */
export async function rememberTouched(db: TurfsideDb, space: string, accountId: string, now: number): Promise<void> {
  const row = await db.records.get([space, accountId])
  if (row) await rememberPeer(db, row, now)
}

/**
 * Makes the rows of all cached accounts anew, as another plan sees them. In two rounds: what an account is to the others may itself rest on
 * the others (its share of wallet, its rank).
 */
export async function rebuildPeers(db: TurfsideDb, now: number): Promise<void> {
  const rows = await db.records.toArray()
  const outbox = await db.outbox.toArray()
  const bySpace = new Map<string, RecordRow[]>()
  for (const row of rows) {
    const others = bySpace.get(row.space)
    if (others) others.push(row)
    else bySpace.set(row.space, [row])
  }
  const plans = await plansOf(db, rows)
  const made = [...bySpace].flatMap(([space, records]) => {
    const plan = plans.get(space)
    const own = outbox.filter(entry => entry.space === space)
    let peers: readonly PeerRow[] = []
    for (let round = 0; plan && round < 2; round++) {
      const before = peers
      peers = records.map(row => peerOf(row, own, before, plan, now))
    }
    return peers
  })
  await db.transaction('rw', db.peers, async () => {
    await db.peers.clear()
    await db.peers.bulkPut(made)
  })
}

/** The plan in force by space; starter plans are each space's own. */
async function plansOf(db: TurfsideDb, rows: readonly { readonly space: string }[]): Promise<ReadonlyMap<string, Plan>> {
  const spaces = [...new Set(rows.map(({ space }) => space))]
  const plans = await Promise.all(spaces.map(space => planFor(db, space)))
  return new Map(spaces.flatMap((space, i) => (plans[i] ? [[space, plans[i].plan] as const] : [])))
}

/** Of many accounts at a time, so that the worker answers in between. */
const batch = 50

/** Makes those rows anew whose period is over: what was due in it is counted as missed, and the next period asks anew. */
export async function renewPeers(db: TurfsideDb, today: string, now: number): Promise<void> {
  const over = (await db.peers.toArray()).filter(row => hasEnded(row, today))
  const plans = await plansOf(db, over)
  for (let from = 0; from < over.length; from += batch) {
    const some = over.slice(from, from + batch)
    const records = await db.records.bulkGet(some.map(({ space, id }) => [space, id] as [string, string]))
    const others = new Map<string, PeerRow[]>()
    for (const { space } of some) if (!others.has(space)) others.set(space, await peersOf(db, space))
    const made: PeerRow[] = []
    for (const row of records) {
      const plan = row && plans.get(row.space)
      if (plan) made.push(peerOf(row, await outboxOf(db, row.space, row.id), others.get(row.space)!, plan, now))
    }
    await db.peers.bulkPut(made)
    await db.peers.bulkDelete(some.filter((_, i) => !records[i]).map(({ space, id }) => [space, id] as [string, string]))
  }
}

/** Whether the period that `next` belongs to is over; a row that an older version wrote cannot say, and has. */
export const hasEnded = ({ holdsUntil }: PeerRow, today: string): boolean => holdsUntil === undefined || (holdsUntil !== null && holdsUntil < today)

function peerOf(row: RecordRow, outbox: readonly OutboxRow[], peers: readonly Peer[], plan: Plan, now: number): PeerRow {
  const snapshot = snapshotOf(row, outbox, peers)
  return peerRow(row, snapshot, assess(snapshot, plan, now), plan, now)
}

/** What is kept of an account that was assessed already. */
export function peerRow(row: RecordRow, snapshot: Snapshot, assessment: Assessment, plan: Plan, now: number): PeerRow {
  return {
    ...summarise(snapshot, assessment, plan, now), space: row.space,
    mine: isUsers(assessment.nextTouch.rep, row, plan), holdsUntil: assessment.nextTouch.period?.to ?? null,
  }
}

/** Whether the rep is the user of the row's space: by any id of theirs in the CRM or the plan, or by email. */
function isUsers(rep: NextTouchFact['rep'], { space, snapshot }: RecordRow, plan: Plan): boolean {
  if (rep?.id == null) return false
  const userId = space.split('|').at(-1)!
  const user = snapshot.users.find(({ ids }) => ids.includes(userId))
  const person = prepare(plan).personOf(user)
  const email = folded(rep.id)
  return [userId, ...(user?.ids ?? []), person?.id].includes(rep.id) || [user?.email, person?.email].some(known => known != null && folded(known) === email)
}
