import type { SpaceRow, TurfsideDb } from '../cache/db'
import { fail, ok, type Connection, type Result, type Session } from '../crm/adapter'

/**
 * Whose data is this? A space is one user of one CRM org. The fingerprint of the session tells, without asking the CRM, that
 * nobody else has signed in since the space was seen; otherwise the CRM is asked who it is, before anything of a space is shown or sent.
 */
export const spaceKey = (crm: string, org: string): string => `${crm}|${org}`

/** Space of what happened before it is known whose it is. */
export const nobody = (crm: string, org: string): string => `${spaceKey(crm, org)}||`

/** The space of the session as it is now, if that session was seen before; no request. */
export async function knownSpace(db: TurfsideDb, crm: string, org: string, connection: Connection): Promise<SpaceRow | 'signedOut' | 'unknown'> {
  const [fingerprint, row] = await Promise.all([connection.fingerprint(), db.spaces.get(spaceKey(crm, org))])
  if (fingerprint === null) return 'signedOut'
  return row?.fingerprint === fingerprint ? row : 'unknown'
}

/** The space of the session as it is now, by asking the CRM where it must be. */
export async function currentSpace(db: TurfsideDb, crm: string, org: string, connection: Connection, now: number): Promise<Result<SpaceRow>> {
  const known = await knownSpace(db, crm, org, connection)
  if (known === 'signedOut') return fail({ kind: 'signedOut' })
  if (known !== 'unknown') return ok(known)
  const asked = await askedSpace(crm, org, connection, now)
  if (asked.ok) await db.spaces.put(asked.value)
  return asked
}

/** The space of the session as it is now, by asking the CRM; nothing is kept. */
export async function askedSpace(crm: string, org: string, connection: Connection, now: number): Promise<Result<SpaceRow>> {
  // Taken before the answer: a session that changes meanwhile must not be remembered as this user's.
  const fingerprint = await connection.fingerprint()
  const session = await connection.session()
  if (!session.ok) return session
  if (fingerprint === null || fingerprint !== (await connection.fingerprint())) return fail({ kind: 'signedOut' })
  return ok(rowOf(crm, org, fingerprint, session.value, now))
}

function rowOf(crm: string, org: string, fingerprint: string, { user, orgId }: Session, now: number): SpaceRow {
  return { key: spaceKey(crm, org), space: `${crm}|${org}|${orgId ?? ''}|${user.ids[0]}`, fingerprint, user, seenAt: now }
}
