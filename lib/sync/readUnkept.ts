import { keptPlan, keptSetting } from '../cache/keepsakes'
import { localArea } from '../cache/localArea'
import type { RecordRef } from '../crm/adapter'
import type { Unkept } from '../messages'
import { rowOf, type Reader } from './refresh'
import { askedSpace, spaceKey } from './space'
import { wantedFor } from './wanted'

/**
 * Reads an account to be shown and not kept, where this browser keeps nothing: as `refresh` does, but for the cache. Whose session it is is asked each time, and an
 * answer that came while it changed is nobody's.
 */
export async function readUnkept({ connect, locate, now }: Reader, { crm, org, id }: RecordRef): Promise<Unkept> {
  const connection = connect(crm, org)
  const area = localArea()
  const [fingerprint, plan, setting] = await Promise.all([connection.fingerprint(), keptPlan(area), keptSetting(area, spaceKey(crm, org))])
  if (fingerprint === null) return { error: { kind: 'signedOut' } }
  const [session, reading] = await Promise.all([askedSpace(crm, org, connection, now()), connection.read(id, wantedFor(plan?.plan ?? null, setting?.fields ?? {}, now()))])
  if (!session.ok) return { error: session.error }
  if ((await connection.fingerprint()) !== fingerprint) return { error: { kind: 'signedOut' } }
  if (!reading.ok) return { error: reading.error }
  // A record by another id is another record, whatever made the CRM answer with it.
  if (reading.value.account.ids[0] !== id) return { error: { kind: 'notFound' } }
  const { space, snapshot, readAt } = await rowOf(session.value, reading.value, plan?.plan.homeCountry ?? null, locate)
  return { space, fingerprint, snapshot, readAt }
}
