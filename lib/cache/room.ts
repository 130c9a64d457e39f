import type { GivenUp } from '../model/storageTrouble'
import { forgetBook } from './bookStore'
import type { TurfsideDb } from './db'
import { localArea } from './localArea'
import { storageError } from './storageError'
import { leaveNote } from './storageNote'

/** So many of the accounts go at a time, and at least so many. */
const share = 0.25
const atLeast = 20
/** So often accounts make room before a book does. */
const rounds = 2

/**
 * Does a work that stores something. Where the browser has no room for it, what was read longest ago makes room, then a whole book, and it is done again: until
 * it fits, or until there is nothing more to give up. The work runs as often as it takes: it is a transaction, or what may be repeated like one. What was given
 * up is told. Never the outbox, the plan or a setting.
 *
 * Chromium frees large values, such as a book's chunks, at once, and small rows only when it tidies up, perhaps minutes later: so accounts are not given up
 * to the last for one that does not fit yet.
 */
export async function withRoom<T>(db: TurfsideDb, work: () => PromiseLike<T>): Promise<T> {
  for (let round = 0; ; round++) {
    try {
      return await work()
    } catch (error) {
      if (storageError(error) !== 'QuotaExceededError') throw error
      const given = (round < rounds ? await giveUpOldest(db) : null) ?? (await giveUpBook(db))
      if (!given) throw error
      await leaveNote(localArea(), { kind: 'madeRoom', at: Date.now(), ...given })
    }
  }
}

/** Gives up what was read longest ago; null: there is nothing. */
export async function giveUpOldest(db: TurfsideDb): Promise<GivenUp | null> {
  return db.transaction('rw', [db.records, db.peers, db.lists, db.belongings, db.troubles], async () => {
    const lists = await oldest(db.lists.toArray(), ({ listedAt }) => listedAt)
    await db.lists.bulkDelete(lists.map(({ space, key }): [string, string] => [space, key]))
    const belongings = await oldest(db.belongings.toArray(), ({ readAt }) => readAt)
    await db.belongings.bulkDelete(belongings.map(({ space, id }): [string, string] => [space, id]))
    const troubles = await db.troubles.count()
    await db.troubles.clear()
    const accounts = await oldest(readTimes(db), ({ readAt }) => readAt)
    const keys = accounts.map(({ key }) => key)
    await db.records.bulkDelete(keys)
    // What others are compared with goes with what it was made of: it could not be made anew.
    await db.peers.bulkDelete(keys)
    return lists.length + belongings.length + troubles + accounts.length === 0 ? null : { accounts: accounts.length, lists: lists.length, books: 0 }
  })
}

/** Gives up the book that was synced longest ago, and leaves it off, or its next sync would fill the disk again; null: there is none. */
async function giveUpBook(db: TurfsideDb): Promise<GivenUp | null> {
  const spaces = new Set((await db.bookSources.toArray()).map(({ space }) => space))
  const [book] = (await db.books.bulkGet([...spaces])).flatMap(row => row ?? []).sort((a, b) => (a.syncedAt ?? 0) - (b.syncedAt ?? 0))
  if (!book) return null
  await forgetBook(db, book.space, true)
  return { accounts: 0, lists: 0, books: 1 }
}

/** Keys only: the rows themselves may be more than fits in memory at once. */
async function readTimes(db: TurfsideDb): Promise<{ readonly key: [string, string]; readonly readAt: number }[]> {
  const index = db.records.orderBy('[space+readAt]')
  const [times, keys] = await Promise.all([index.keys(), index.primaryKeys()])
  return keys.map((key, i) => ({ key, readAt: (times[i] as unknown as [string, number])[1] }))
}

async function oldest<T>(rows: PromiseLike<readonly T[]>, at: (row: T) => number): Promise<T[]> {
  const sorted = [...(await rows)].sort((a, b) => at(a) - at(b))
  return sorted.slice(0, Math.max(atLeast, Math.ceil(sorted.length * share)))
}
