import type { TurfsideDb } from '../cache/db'
import { expire, marksNeededMs } from '../cache/expire'
import { forgetSpace } from '../cache/forgetSpace'
import { isNobody, orgOf } from '../cache/spaceKeys'
import { spacesOf } from '../cache/spaceTables'
import type { SessionAccess } from '../crm/adapter'
import type { Privacy } from '../model/privacy'
import { presences } from './signedIn'

const dayMs = 86_400_000

/** A space that was forgotten; `inUse`: another user is signed in at its org. */
export interface Forgotten {
  readonly space: string
  readonly inUse: boolean
}

/**
 * Does with the copies in this browser what plan and policy say. With `forget`, all goes that is of a user who is not signed in now, as far as this browser can
 * tell; where only an open page could tell, and none is, nothing is known. Whatever is set, what is too old goes.
 */
export async function tidy(db: TurfsideDb, access: SessionAccess, { afterSignOut, retentionDays }: Privacy, now: number): Promise<readonly Forgotten[]> {
  const forgotten = afterSignOut === 'forget' ? await forgetSignedOut(db, access, now) : []
  const own = (await presences(db, access)).filter(({ session }) => session === 'own').map(({ row }) => row.space)
  await expire(db, now - retentionDays * dayMs, new Set(own), now)
  return forgotten
}

/** Removes what is kept of all who are not signed in. Of a session that the CRM has called ended, the user is not. */
export async function forgetSignedOut(db: TurfsideDb, access: SessionAccess, now: number): Promise<readonly Forgotten[]> {
  const seen = await presences(db, access)
  const ended = new Set((await db.troubles.filter(({ error: { kind } }) => kind === 'signedOut').toArray()).map(({ space }) => space))
  const staying = new Set(seen.filter(({ row, session, certain }) => (session === 'own' ? !ended.has(row.space) : !certain)).map(({ row }) => row.space))
  const gone = (await remembered(db, now - marksNeededMs)).filter(space => !staying.has(space))
  const forgotten: Forgotten[] = []
  for (const space of gone) {
    const fingerprint = seen.find(({ row }) => row.space === space)?.row.fingerprint ?? null
    const inUse = seen.some(({ row, session }) => row.space !== space && orgOf(row.space) === orgOf(space) && session === 'own')
    if (await forgetSpace(db, { space, fingerprint, inUse }, now - marksNeededMs)) forgotten.push({ space, inUse })
  }
  return forgotten
}

/** The spaces of which more is kept than forgetting one leaves. */
async function remembered(db: TurfsideDb, marksSince: number): Promise<string[]> {
  const [full, named, marked] = await Promise.all([
    spacesOf(db, ['outbox', 'written']),
    db.outbox.filter(({ accountName }) => accountName !== '').toArray(),
    db.written.filter(({ at }) => at < marksSince).toArray(),
  ])
  // What is nobody's yet says only that somebody could not be read.
  return [...new Set([full, named.map(({ space }) => space), marked.map(({ space }) => space)].flat())].filter(space => !isNobody(space))
}
