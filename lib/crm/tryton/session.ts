import type { SessionAccess } from '../adapter'
import { partsOf } from './pages'

/** The session of the web client, as it keeps it in `localStorage['sao_session_<database>']`: JSON with these three. */
export interface SaoSession {
  readonly login: string
  readonly userId: number
  readonly key: string
}

/** The user's own session in an open tab; null: no such tab, or nobody is signed in there. Read anew for each use, never kept. */
export async function sessionOf(org: string, access: SessionAccess): Promise<SaoSession | null> {
  const { origin, database } = partsOf(org)
  const name = `sao_session_${database}`
  const stored = await access.pageStorage(origin, name)
  // The prefix of one database may begin the name of another: only the exact key counts.
  const text = stored?.[name]
  if (text === undefined) return null
  const { login, user_id: userId, session: key } = parsed(text)
  return typeof login === 'string' && typeof userId === 'number' && typeof key === 'string' && key !== '' ? { login, userId, key } : null
}

/** The value of the Authorization header. Base64 of UTF-8, as logins may hold any letter. */
export function authorization({ login, userId, key }: SaoSession): string {
  const bytes = new TextEncoder().encode(`${login}:${userId}:${key}`)
  return `Session ${btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''))}`
}

/** Tells sessions apart without giving one away: the first half of a SHA-256, in hex. */
export async function fingerprintOf(org: string, { login, userId, key }: SaoSession): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify([org, login, userId, key])))
  return Array.from(new Uint8Array(digest).slice(0, 16), byte => byte.toString(16).padStart(2, '0')).join('')
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value as Record<string, unknown> : {}
  } catch {
    // What is no JSON is no session: the page itself would ask for a login.
    return {}
  }
}
