import { randomBytes } from 'node:crypto'

/** A signed-in user of an org. Sessions of the Lightning host are no good for the API, as in the real thing. */
export interface Session {
  readonly org: string
  readonly userId: string
  readonly face: 'api' | 'lightning'
  /** An app that was let in; absent: the user in a browser, or SOAP's login. */
  readonly by?: 'app'
  /** Where an admin has logged in as this user: the admin's own session, to which logging out leads back. */
  readonly behind?: string
}

export interface Sessions {
  open(session: Session, orgId: string): string
  get(sid: string | null): Session | null
  end(sid: string | null): void
  /** Ends every session of the org's user, or all there are. */
  expire(match?: Partial<Session>): void
}

export function createSessions(): Sessions {
  const all = new Map<string, Session>()
  return {
    open(session, orgId) {
      // "<15-character org id>!<token>", with the characters that Salesforce's tokens have.
      const sid = `${orgId.slice(0, 15)}!AQ${randomBytes(66).toString('base64url').replaceAll('-', '.')}`
      all.set(sid, session)
      return sid
    },
    get: sid => (sid === null ? null : all.get(sid) ?? null),
    end: sid => {
      if (sid !== null) all.delete(sid)
    },
    expire(match = {}) {
      for (const [sid, s] of all) {
        if ((Object.keys(match) as (keyof Session)[]).every(k => s[k] === match[k])) all.delete(sid)
      }
    },
  }
}

/** The value of a cookie of a request. */
export function cookie(header: string | undefined, name: string): string | null {
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=')
    if (at > 0 && part.slice(0, at).trim() === name) return decodeURIComponent(part.slice(at + 1).trim())
  }
  return null
}
