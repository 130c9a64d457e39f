import type { BelongingRow, SpaceRow } from './db'

/** Whose a record is, from the cache, with bare IndexedDB: as `peek.ts`, before Dexie has loaded. Null: not known. */
export async function peekBelonging(name: string, spaceKey: string, id: string): Promise<{ readonly space: SpaceRow; readonly row: BelongingRow } | null> {
  if (!(await indexedDB.databases()).some(database => database.name === name)) return null
  const opened = await settled(indexedDB.open(name))
  try {
    if (!opened.objectStoreNames.contains('belongings')) return null
    const transaction = opened.transaction(['spaces', 'belongings'], 'readonly')
    const space = await settled<SpaceRow | undefined>(transaction.objectStore('spaces').get(spaceKey))
    const row = space && (await settled<BelongingRow | undefined>(transaction.objectStore('belongings').get([space.space, id])))
    return space && row ? { space, row } : null
  } finally {
    opened.close()
  }
}

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('IndexedDB gave no reason'))
  })
