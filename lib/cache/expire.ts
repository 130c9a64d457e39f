import { forgetBook } from './bookStore'
import type { TurfsideDb } from './db'
import { keptMemo } from './forgetSpace'
import { orgOf } from './spaceKeys'
import { spacesIn } from './spaceTables'

/** So long a written touch's mark is needed: a message that is asked again, or an answer on its way, may still come with it. */
export const marksNeededMs = 3_600_000

/**
 * Removes copies of what a CRM said before a moment. What the user made stays: touches that wait, settings, an imported plan, and that a starter plan was taken away.
 *
 * @param before epoch milliseconds
 * @param own    the spaces whose user is signed in now: it stays known that they are
 * @returns how many rows went, by table; those with none are left out
 */
export async function expire(db: TurfsideDb, before: number, own: ReadonlySet<string>, now: number): Promise<Readonly<Record<string, number>>> {
  const gone = {
    records: await expireRecords(db, before),
    lists: await db.lists.filter(({ listedAt }) => listedAt < before).delete(),
    belongings: await db.belongings.filter(({ readAt }) => readAt < before).delete(),
    troubles: await db.troubles.filter(({ at }) => at < before).delete(),
    starters: await db.starters.filter(({ at, made }) => at < before && made !== null).delete(),
    written: await expireMarks(db, Math.min(before, now - marksNeededMs)),
    peers: await expirePeers(db),
    books: await expireBooks(db, before),
    spaces: await db.spaces.filter(({ space, seenAt }) => seenAt < before && !own.has(space)).delete(),
    memo: await expireMemo(db),
  }
  return Object.fromEntries(Object.entries(gone).filter(([, count]) => count > 0))
}

/** By their index: a snapshot is large, and none need be read. */
async function expireRecords(db: TurfsideDb, before: number): Promise<number> {
  const spaces = await spacesIn(db.records)
  const counts = await Promise.all(spaces.map(space => db.records.where('[space+readAt]').between([space, -Infinity], [space, before], true, false).delete()))
  return counts.reduce((sum, count) => sum + count, 0)
}

/** A touch that waits may have been written already: then its mark says so. */
async function expireMarks(db: TurfsideDb, before: number): Promise<number> {
  const waiting = new Set(await db.outbox.toCollection().primaryKeys())
  return db.written.filter(({ mark, at, removedAt }) => Math.max(at, removedAt ?? 0) < before && !waiting.has(mark)).delete()
}

/** A book that nobody has brought up to date since; that its user wants none is remembered. */
async function expireBooks(db: TurfsideDb, before: number): Promise<number> {
  const over = await db.books.filter(({ on, syncedAt, sync }) => on !== 'off' && Math.max(syncedAt ?? 0, sync?.startedAt ?? 0) < before && (syncedAt !== null || sync !== null)).toArray()
  for (const { space } of over) await forgetBook(db, space, false)
  return over.length
}

/** What an account is to the others goes with it. */
async function expirePeers(db: TurfsideDb): Promise<number> {
  const kept = new Set((await db.records.toCollection().primaryKeys()).map(([space, id]) => `${space}|${id}`))
  const over = (await db.peers.toCollection().primaryKeys()).filter(([space, id]) => !kept.has(`${space}|${id}`))
  await db.peers.bulkDelete(over)
  return over.length
}

/** What was learned of an org goes with the last that is kept of it. */
async function expireMemo(db: TurfsideDb): Promise<number> {
  const orgs = new Set([...(await db.spaces.toCollection().primaryKeys()), ...(await db.records.orderBy('space').uniqueKeys()).map(space => orgOf(String(space)))])
  return db.memo.filter(({ key }) => !orgs.has(orgOf(key)) && !keptMemo(key)).delete()
}
