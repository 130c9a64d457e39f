import type { ListRef, RecordPage, RecordRef } from '../crm/adapter'
import { learnBelonging } from './belonging'
import type { BookKeeping } from './bookKeeping'
import type { Outbox } from './outbox'
import { rememberPeer } from './peers'
import type { PrivacyWatch } from './privacyWatch'
import { listKey, readList } from './readList'
import { refresh, type Reader } from './refresh'
import { spaceKey } from './space'
import { shownBy } from './whose'

/** What the background works with. `reading` holds the reads under way, so that nobody asks the CRM twice at once. */
export interface Office {
  readonly reader: Reader
  readonly outbox: Outbox
  readonly reading: Map<string, Promise<void>>
  /** Lists under way, and what ends each. */
  readonly listing: Map<string, { readonly done: Promise<void>; readonly leave: AbortController }>
  /** What is due may be other than it was: the badge looks again. */
  readonly dueChanged: () => Promise<void>
  /** Holds the copies to what plan and policy say. */
  readonly privacy: PrivacyWatch
  readonly book: BookKeeping
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

const keyOf = (list: ListRef): string => `${spaceKey(list.crm, list.org)}|${listKey(list)}`

/** Reads a list, or joins the reading of it that is under way. One list of an org at a time: the next begins when this one ended or was left. */
export async function readListOnce({ reader, outbox, listing }: Office, list: ListRef, maxAgeMs: number): Promise<void> {
  const key = keyOf(list)
  const under = listing.get(key)
  if (under && !under.leave.signal.aborted) return under.done
  const leave = new AbortController()
  const { signal } = leave
  const done = navigator.locks.request(`turfside list ${spaceKey(list.crm, list.org)}`, { signal }, () => readList(reader, list, maxAgeMs, signal))
    .then(space => (space === null ? undefined : void outbox.wake(space)))
    .catch((error: unknown) => {
      // Left while it waited for its turn.
      if (!signal.aborted) throw error
    })
    .finally(() => {
      if (listing.get(key)?.leave === leave) listing.delete(key)
    })
  listing.set(key, { done, leave })
  await done
}

/** Ends the reading of a list. */
export const leaveList = ({ listing }: Office, list: ListRef): void => listing.get(keyOf(list))?.leave.abort()

/** Learns whose a record is, or joins the question that is under way, and reads that account; answers once the cache has both. */
export async function belongOnce(office: Office, page: RecordPage, maxAgeMs: number): Promise<void> {
  const { reader, reading } = office
  const key = `${spaceKey(page.crm, page.org)}|${page.id}|whose`
  let asked = reading.get(key)
  if (!asked) {
    asked = learnBelonging(reader, page, maxAgeMs)
      .then(async row => {
        const ref = row && !row.lead ? shownBy(row, page) : null
        if (ref) await readOnce(office, ref, maxAgeMs)
      })
      .finally(() => reading.delete(key))
    reading.set(key, asked)
  }
  await asked
}
