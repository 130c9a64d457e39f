import type { SpaceRow, TurfsideDb } from '../cache/db'
import type { SessionAccess } from '../crm/adapter'
import { siteOf } from '../crm/sites'
import type { Privacy } from '../model/privacy'

/** A space, and whose session its org holds now: the space's own user's, nobody's, or another's. Only an `own` space may be shown. */
export interface Presence {
  readonly row: SpaceRow
  readonly session: 'own' | 'none' | 'another'
  /** False: only an open page of the CRM could tell, and there is none. */
  readonly certain: boolean
}

/** Every space of this browser with whose session it is now; no CRM is asked. */
export async function presences(db: TurfsideDb, access: SessionAccess): Promise<Presence[]> {
  const rows = await db.spaces.toArray()
  return Promise.all(rows.map(async row => {
    const { crm, org } = orgOf(row)
    let certain = true
    const pageStorage: SessionAccess['pageStorage'] = async (origin, keyPrefix) => {
      const found = await access.pageStorage(origin, keyPrefix)
      if (found === null) certain = false
      return found
    }
    const fingerprint = await siteOf(crm)?.fingerprint(org, { ...access, pageStorage })
    return { row, session: fingerprint == null ? 'none' as const : fingerprint === row.fingerprint ? 'own' as const : 'another' as const, certain }
  }))
}

/** The spaces whose user is signed in now. */
export const ownSpaces = async (db: TurfsideDb, access: SessionAccess): Promise<SpaceRow[]> =>
  (await presences(db, access)).filter(({ session }) => session === 'own').map(({ row }) => row)

/** The spaces of which cached copies may be read now: those whose user is signed in, and of others what plan or policy let be read while nobody is. */
export const readableSpaces = async (db: TurfsideDb, access: SessionAccess, { afterSignOut }: Privacy): Promise<SpaceRow[]> =>
  (await presences(db, access)).filter(({ session }) => session === 'own' || (session === 'none' && afterSignOut === 'keep')).map(({ row }) => row)

/** CRM and origin of a space's key. */
export function orgOf({ key }: Pick<SpaceRow, 'key'>): { readonly crm: string; readonly org: string } {
  const bar = key.indexOf('|')
  return { crm: key.slice(0, bar), org: key.slice(bar + 1) }
}
