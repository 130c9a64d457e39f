import type { Access, SessionAccess } from '../adapter'

/** Where requests go and what they may use. */
export interface Api {
  readonly org: string
  readonly access: Access
}

/** What finding the session needs of that. */
export interface SessionApi {
  readonly org: string
  readonly access: SessionAccess
}

/** The session of exactly this org's API host; another org's is never used, though several may be open at once. */
export async function tokenOf({ org, access }: SessionApi): Promise<string | null> {
  const sid = await access.cookie(org, 'sid')
  return sid === null || sid === '' ? null : sid
}

/** A hash of the session, cut short: it changes with the session and cannot be turned back into it. */
export async function fingerprintOf(api: SessionApi): Promise<string | null> {
  const sid = await tokenOf(api)
  if (sid === null) return null
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`turfside ${api.org} ${sid}`))
  return [...new Uint8Array(digest).subarray(0, 12)].map(byte => byte.toString(16).padStart(2, '0')).join('')
}
