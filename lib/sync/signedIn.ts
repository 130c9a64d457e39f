import type { SpaceRow, TurfsideDb } from '../cache/db'
import type { SessionAccess } from '../crm/adapter'
import { siteOf } from '../crm/sites'

/** A space, and whose session its org holds now: the space's own user's, nobody's, or another's. Only an `own` space may be shown. */
export interface Presence {
  readonly row: SpaceRow
  readonly session: 'own' | 'none' | 'another'
}

/** Every space of this browser with whose session it is now; no CRM is asked. */
export async function presences(db: TurfsideDb, access: SessionAccess): Promise<Presence[]> {
  const rows = await db.spaces.toArray()
  return Promise.all(rows.map(async row => {
    const { crm, org } = orgOf(row)
    const fingerprint = await siteOf(crm)?.fingerprint(org, access)
    return { row, session: fingerprint == null ? 'none' as const : fingerprint === row.fingerprint ? 'own' as const : 'another' as const }
  }))
}

/** The spaces whose user is signed in now. */
export const ownSpaces = async (db: TurfsideDb, access: SessionAccess): Promise<SpaceRow[]> =>
  (await presences(db, access)).filter(({ session }) => session === 'own').map(({ row }) => row)

/** CRM and origin of a space's key. */
export function orgOf({ key }: Pick<SpaceRow, 'key'>): { readonly crm: string; readonly org: string } {
  const bar = key.indexOf('|')
  return { crm: key.slice(0, bar), org: key.slice(bar + 1) }
}
