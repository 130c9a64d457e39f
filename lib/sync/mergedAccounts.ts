import type { TurfsideDb } from '../cache/db'

/**
 * An account was merged into another, which has its deals and touches now. So has what still waits to be sent, and what was refused; and the cache
 * forgets the account's own figures, or they would be counted twice.
 */
export async function carryOver(db: TurfsideDb, space: string, from: string, into: { readonly id: string; readonly name: string | null }): Promise<void> {
  if (from === into.id) return
  await db.transaction('rw', db.outbox, db.records, db.peers, async () => {
    await db.outbox.where('[space+touch.accountId]').equals([space, from]).modify(row => {
      Object.assign(row, { touch: { ...row.touch, accountId: into.id }, accountName: into.name ?? row.accountName })
    })
    await db.records.delete([space, from])
    await db.peers.delete([space, from])
  })
}
