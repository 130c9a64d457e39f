import type { AppDoor, Session } from '../adapter'

/**
 * What is kept of the second way in. The rule that holds it together: a grant is bound to one session of the browser (by its hash), and is used
 * for nothing while the browser's session is another.
 */

/** Stays on this computer: who is connected by which app. The refresh token only where the user wants to stay connected. */
export interface Setup {
  readonly format: 1
  readonly clientId: string
  /** Null: nobody is connected. */
  readonly as: Session | null
  readonly stay: boolean
  readonly kept: { readonly refresh: string; readonly sid: string } | null
}

/** Gone when the browser closes. `sid`: hash of the browser's session for which this holds. */
export type Grant = { readonly sid: string } & (
  | { readonly state: 'open'; readonly access: string; readonly refresh: string | null }
  /** The tab's user is another. */
  | { readonly state: 'other'; readonly name: string }
  /** The CRM did not confirm that it is still the same user, or grants nothing any more. */
  | { readonly state: 'shut'; readonly why: 'blocked' | 'ended' | 'unconfirmed'; readonly at: number }
)

type Vault = AppDoor['vault']

export async function setupIn(vault: Vault): Promise<Setup | null> {
  const kept = (await vault.get('lasting')) as Setup | null | undefined
  return kept?.format === 1 ? kept : null
}

export const grantIn = async (vault: Vault): Promise<Grant | null> => ((await vault.get('session')) as Grant | null | undefined) ?? null

export const keepSetup = (vault: Vault, setup: Setup | null): Promise<void> => vault.set('lasting', setup)
export const keepGrant = (vault: Vault, grant: Grant | null): Promise<void> => vault.set('session', grant)
