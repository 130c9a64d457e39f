import type { TurfsideDb } from './db'
import { orgOf } from './spaceKeys'
import { ofSpace, spaceTables } from './spaceTables'

/** That a CRM has asked to be left alone is nobody's secret, and must outlive whoever was signed in. */
export const keptMemo = (key: string): boolean => key.endsWith('|hold')

/** The space to be forgotten, and what was seen of it when that was decided. */
export interface ToForget {
  readonly space: string
  /** Of the session that it was seen with last; null: none is known. If it is another by now, the user is back, and nothing is removed. */
  readonly fingerprint: string | null
  /** Another user is signed in at that org: what was learned of it is theirs by now. */
  readonly inUse: boolean
}

/**
 * Removes all that is kept of one user of one org, but for touches that wait: of these the account's name goes, which the CRM does not need. Marks of touches
 * written since `marksSince` stay as well, without which one of them might be written twice; they hold ids only. Answers whether it was done.
 */
export function forgetSpace(db: TurfsideDb, { space, fingerprint, inUse }: ToForget, marksSince: number): Promise<boolean> {
  return db.transaction('rw', db.tables, async () => {
    const row = await db.spaces.get(orgOf(space))
    if (row?.space === space && row.fingerprint !== fingerprint) return false
    for (const table of spaceTables(db)) {
      if (table.name === 'outbox') await db.outbox.where('space').equals(space).modify({ accountName: '' })
      else if (table.name === 'written') await db.written.where('space').equals(space).and(({ at }) => at < marksSince).delete()
      else await ofSpace(table, space).delete()
    }
    if (row?.space === space) await db.spaces.delete(row.key)
    if (!inUse) await db.memo.where('key').startsWith(`${orgOf(space)}|`).and(({ key }) => !keptMemo(key)).delete()
    return true
  })
}
