import type { OutboxRow, RecordRow, TurfsideDb, WrittenRow } from '../cache/db'
import type { Touch } from '../model/snapshot'
import { changeLeadTouches } from './belonging'
import { rememberPeer } from './peers'

/** What becomes of a touch that leaves the outbox: each in one transaction with the cached account, so that it never shows twice or not at all. */

/** The CRM has it. It stays in the outbox where it was taken back in the meantime: then it is to be removed again. */
export async function arrived(db: TurfsideDb, { mark, space, touch }: OutboxRow, written: Touch, now: number): Promise<void> {
  await changed(db, space, touch.accountId, now, touches => [...touches.filter(({ id }) => id !== written.id), written], async () => {
    await db.written.put({ mark, space, touchId: written.id, accountId: touch.accountId, at: now, removedAt: null })
    if ((await db.outbox.get(mark))?.state !== 'taken back') await db.outbox.delete(mark)
  })
}

/** It is taken back, and the CRM does not have it, or no longer. */
export async function takenBack(db: TurfsideDb, { mark, space, accountId }: Pick<WrittenRow, 'mark' | 'space' | 'accountId'>, now: number): Promise<void> {
  await changed(db, space, accountId, now, touches => touches.filter(touch => touch.mark !== mark), async () => {
    const before = await db.written.get(mark)
    await db.written.put({ mark, space, touchId: before?.touchId ?? null, accountId, at: before?.at ?? now, removedAt: now })
    await db.outbox.delete(mark)
  })
}

async function changed(db: TurfsideDb, space: string, accountId: string, now: number, change: (touches: readonly Touch[]) => readonly Touch[], also: () => Promise<void>): Promise<void> {
  const row = await db.transaction('rw', db.outbox, db.written, db.records, db.belongings, async () => {
    await also()
    const record = await db.records.get([space, accountId])
    const made: RecordRow | undefined = record && { ...record, snapshot: { ...record.snapshot, touches: change(record.snapshot.touches) } }
    if (made) await db.records.put(made)
    else await changeLeadTouches(db, space, accountId, change)
    return made
  })
  if (row) await rememberPeer(db, row, now)
}
