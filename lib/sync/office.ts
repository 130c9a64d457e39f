import type { RecordRef } from '../crm/adapter'
import type { Outbox } from './outbox'
import { rememberPeer } from './peers'
import { refresh, type Reader } from './refresh'
import { spaceKey } from './space'

/** What the background works with. `reading` holds the reads under way, so that nobody asks the CRM twice at once. */
export interface Office {
  readonly reader: Reader
  readonly outbox: Outbox
  readonly reading: Map<string, Promise<void>>
  /** What is due may be other than it was: the badge looks again. */
  readonly dueChanged: () => Promise<void>
}

/**
 * Reads an account, or joins the read of it that is under way; answers once the cache has it. What the others need of it is made after that, and
 * a CRM that answers gets what has waited for it.
 */
export async function readOnce({ reader, outbox, reading, dueChanged }: Office, ref: RecordRef, maxAgeMs: number): Promise<void> {
  const key = `${spaceKey(ref.crm, ref.org)}|${ref.id}`
  let read = reading.get(key)
  if (!read) {
    read = refresh(reader, ref, maxAgeMs)
      .then(row => {
        if (!row) return
        void rememberPeer(reader.db, row, reader.now()).then(dueChanged)
        void outbox.wake(row.space)
      })
      .finally(() => reading.delete(key))
    reading.set(key, read)
  }
  await read
}
