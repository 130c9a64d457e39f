import type { SpaceRow, TurfsideDb } from '../cache/db'
import { privacyInForce } from './managed'

/**
 * Whether what is cached of a space may be shown in a session with that fingerprint: `own`, it is its user's; `kept`, nobody is signed in, and plan or policy let the
 * last user's copies be read, without a hand on anything; `none`.
 */
export async function mayShow(db: TurfsideDb, seen: SpaceRow | undefined, fingerprint: string | null): Promise<'own' | 'kept' | 'none'> {
  if (!seen) return 'none'
  if (seen.fingerprint === fingerprint) return 'own'
  return fingerprint === null && (await privacyInForce(db)).afterSignOut === 'keep' ? 'kept' : 'none'
}
