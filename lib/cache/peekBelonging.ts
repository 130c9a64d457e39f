import { openBare, settled } from './bareDatabase'
import { fits } from './fits'
import type { BelongingRow, SpaceRow } from './db'

/** Whose a record is, from the cache, with bare IndexedDB: as `peek.ts`, before Dexie has loaded. Null: not known. */
export async function peekBelonging(name: string, spaceKey: string, id: string): Promise<{ readonly space: SpaceRow; readonly row: BelongingRow } | null> {
  const opened = await openBare(name)
  if (!opened) return null
  try {
    if (!opened.objectStoreNames.contains('belongings')) return null
    const transaction = opened.transaction(['spaces', 'belongings'], 'readonly')
    const space = await settled<SpaceRow | undefined>(transaction.objectStore('spaces').get(spaceKey))
    const row = fits('spaces', space) && space && (await settled<BelongingRow | undefined>(transaction.objectStore('belongings').get([space.space, id])))
    return space && row && fits('belongings', row) ? { space, row } : null
  } finally {
    opened.close()
  }
}
