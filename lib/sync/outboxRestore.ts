import type { OutboxRow, TurfsideDb } from '../cache/db'
import { mirror, mirrored, unmirror, type KeyedArea } from '../cache/outboxMirror'
import { firstWait } from './outboxWaits'

/** Brings back what only the mirror has, and copies there what it lacks. */
export async function restore(db: TurfsideDb, area: KeyedArea, now: number): Promise<void> {
  const entries = await mirrored(area).catch((error: unknown): OutboxRow[] => {
    untold(error)
    return []
  })
  for (const entry of entries) if (await comesBack(db, entry, now)) await uncopy(area, entry.mark)
  const copied = new Set(entries.map(({ mark }) => mark))
  for (const row of await db.outbox.toArray()) if (!copied.has(row.mark)) await copy(area, row)
}

/** Answers whether the entry is done with: the touch has left the outbox. */
const comesBack = (db: TurfsideDb, entry: OutboxRow, now: number): Promise<boolean> => db.transaction('rw', db.outbox, db.written, async () => {
  if (await db.outbox.get(entry.mark)) return false
  if (await db.written.get(entry.mark)) return true
  // How often it was sent is not known any more: once at least, so that the CRM is asked first.
  await db.outbox.add({ ...entry, attempts: Math.max(1, entry.attempts), unsureSince: now, notBefore: now + firstWait })
  return false
})

/** The database leads, so a mirror that fails stops nothing: the next round tries again. */
export const copy = (area: KeyedArea, row: OutboxRow): Promise<void> => mirror(area, row).catch(untold)

export const uncopy = (area: KeyedArea, mark: string): Promise<void> => unmirror(area, [mark]).catch(untold)

const untold = (error: unknown): void => console.warn('The outbox has no second copy', error)
