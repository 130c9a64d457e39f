import { newestNative } from './version'

/** So long the first paint waits for the database; what takes longer is Dexie's to see to. */
const patience = 1_000

/**
 * Opens the database as it is, with bare IndexedDB, for a short look: whoever opened it closes it. Null: there is none, somebody is at work on it, or a newer
 * version of the extension made it.
 * It is in nobody's way: an upgrade or a deletion that wants it gets it at once.
 */
export async function openBare(name: string): Promise<IDBDatabase | null> {
  if (!(await indexedDB.databases()).some(database => database.name === name)) return null
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name)
    let late = false
    const timer = setTimeout(() => {
      late = true
      resolve(null)
    }, patience)
    // It was deleted since: none is made.
    request.onupgradeneeded = () => {
      late = true
      request.transaction!.abort()
      resolve(null)
    }
    request.onsuccess = () => {
      clearTimeout(timer)
      const database = request.result
      if (late) return database.close()
      // A newer version's data is not ours to read.
      if (database.version > newestNative) {
        database.close()
        return resolve(null)
      }
      database.onversionchange = () => database.close()
      resolve(database)
    }
    request.onerror = event => {
      event.preventDefault()
      clearTimeout(timer)
      reject(request.error ?? new Error('IndexedDB gave no reason'))
    }
  })
}

export const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('IndexedDB gave no reason'))
  })
