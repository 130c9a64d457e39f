import type { Access, Result, Session, SessionAccess } from '../adapter'

/** Where requests go and what they may use. */
export interface Api {
  readonly org: string
  readonly access: Access
  /** Stands where requests get their token; absent: it is the browser's session, without more ado. */
  readonly door?: Door
}

/** The token of a request. `as`: whose it is, where an app was granted it; null: it is the browser's session itself. */
export interface Bearer {
  readonly token: string
  readonly as: Session | null
}

export interface Door {
  bearer(): Promise<Result<Bearer>>
  /** Another token, after the API has refused this one. */
  renew(used: string): Promise<Result<Bearer>>
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
  return sid === null ? null : hashOf(api.org, sid)
}

export async function hashOf(org: string, sid: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`turfside ${org} ${sid}`))
  return [...new Uint8Array(digest).subarray(0, 12)].map(byte => byte.toString(16).padStart(2, '0')).join('')
}
