import type { OutboxRow, RecordRow, PeerRow, TurfsideDb } from './db'
import type { Peer, Snapshot, Touch } from '../model/snapshot'

/** Those on their way: one that the CRM refused never took place there, until it is edited and sent again; one taken back does not stand. */
const onItsWay: ReadonlySet<OutboxRow['state']> = new Set(['waiting', 'sending'])

/** A touch that waits counts at once: what the CRM will say when it has it. */
export function waitingTouch({ touch, loggedAt }: OutboxRow, userId: string): Touch {
  return {
    id: `waiting ${touch.mark}`, type: touch.type, userId, completed: true, day: touch.day, start: touch.start, completedAt: loggedAt, createdAt: loggedAt,
    seconds: touch.minutes > 0 ? touch.minutes * 60 : null, where: null, subject: null, mark: touch.mark,
  }
}

/** The snapshot that `assess` reads: the record as cached, the touches that wait, and the other accounts. */
export function snapshotOf(row: RecordRow, outbox: readonly OutboxRow[], peers: readonly Peer[]): Snapshot {
  const userId = row.space.split('|').at(-1)!
  const waiting = outbox.filter(({ state, touch }) => touch.accountId === row.id && onItsWay.has(state)).map(entry => waitingTouch(entry, userId))
  return {
    ...row.snapshot,
    touches: waiting.length ? [...row.snapshot.touches, ...waiting] : row.snapshot.touches,
    peers,
  }
}

export const peersOf = (db: TurfsideDb, space: string): Promise<PeerRow[]> => db.peers.where('space').equals(space).toArray()

export const outboxOf = (db: TurfsideDb, space: string, accountId: string): Promise<OutboxRow[]> =>
  db.outbox.where('[space+touch.accountId]').equals([space, accountId]).toArray()
