import { assess, summarise } from '../assess/assess'
import type { RecordRow, TurfsideDb } from '../cache/db'
import { outboxOf, peersOf, snapshotOf } from '../cache/snapshots'
import type { Peer } from '../model/snapshot'

/** What the other accounts need of this one; nothing without a plan. */
export async function rememberPeer(db: TurfsideDb, row: RecordRow, now: number): Promise<void> {
  const plan = (await db.plan.get(1))?.plan
  if (!plan) return
  const snapshot = snapshotOf(row, await outboxOf(db, row.space, row.id), await peersOf(db, row.space))
  await db.peers.put({ ...summarise(snapshot, assess(snapshot, plan, now), plan, now), space: row.space })
}

/**
 * Makes the rows of all cached accounts anew, as another plan sees them. In two rounds: what an account is to the others may itself rest on
 * the others (its share of wallet, its rank).
 */
export async function rebuildPeers(db: TurfsideDb, now: number): Promise<void> {
  const plan = (await db.plan.get(1))?.plan
  const rows = await db.records.toArray()
  const outbox = await db.outbox.toArray()
  const bySpace = new Map<string, RecordRow[]>()
  for (const row of rows) bySpace.set(row.space, [...(bySpace.get(row.space) ?? []), row])
  const made = [...bySpace].flatMap(([space, records]) => {
    const own = outbox.filter(entry => entry.space === space)
    let peers: readonly Peer[] = []
    for (let round = 0; plan && round < 2; round++) {
      const before = peers
      peers = records.map(row => {
        const snapshot = snapshotOf(row, own, before)
        return summarise(snapshot, assess(snapshot, plan, now), plan, now)
      })
    }
    return peers.map(peer => ({ ...peer, space }))
  })
  await db.transaction('rw', db.peers, async () => {
    await db.peers.clear()
    await db.peers.bulkPut(made)
  })
}
