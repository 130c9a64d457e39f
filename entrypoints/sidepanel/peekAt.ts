import { batch } from '@preact/signals'
import { peek } from '../../lib/cache/peek'
import { peekBelonging } from '../../lib/cache/peekBelonging'
import type { RecordPage, RecordRef } from '../../lib/crm/adapter'
import { siteOf } from '../../lib/crm/sites'
import { sessionAccess } from '../../lib/sync/access'
import { spaceKey } from '../../lib/sync/space'
import { cached, imported, peers, whose } from './state'

/** The first paint: what the cache holds of this account for the user who is signed in now. */
export async function peekAt(ref: RecordRef, signal: AbortSignal): Promise<void> {
  const [seen, fingerprint] = await Promise.all([peek('turfside', spaceKey(ref.crm, ref.org), ref.id), siteOf(ref.crm)!.fingerprint(ref.org, sessionAccess)])
  if (signal.aborted || !seen) return
  batch(() => {
    imported.value = seen.plan
    if (!seen.space || seen.space.fingerprint !== fingerprint) return
    peers.value = seen.peers
    const { record, trouble, outbox, waitingInAll, space, setting, starter } = seen
    cached.value = { ref, space: space.space, record, trouble, outbox, waitingInAll, mapped: setting?.fields ?? {}, starter, clockOff: null }
  })
}

/** Whose the shown record is, if the cache knows it for the user who is signed in now. */
export async function peekWhose({ crm, org, id }: RecordPage, signal: AbortSignal): Promise<void> {
  const [seen, fingerprint] = await Promise.all([peekBelonging('turfside', spaceKey(crm, org), id), siteOf(crm)!.fingerprint(org, sessionAccess)])
  if (!signal.aborted && seen?.space.fingerprint === fingerprint) whose.value = { row: seen.row, trouble: null }
}
