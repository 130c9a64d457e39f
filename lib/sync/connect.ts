import browser from 'webextension-polyfill'
import type { SettingRow, TurfsideDb } from '../cache/db'
import { storageError } from '../cache/storageError'
import type { Access, Connection } from '../crm/adapter'
import { adapterOf } from '../crm/registry'
import { sessionAccess, tabOf } from './access'
import { appDoor } from './appDoor'
import { oneSession } from './oneSession'
import { insist, noting, restraintOn } from './restraint'
import { watchingClock } from './serverClock'

/**
 * A connection to one org with what its adapter may use of this browser. With a signal: one for a single work, all of it in the session that it finds first,
 * should another user sign in meanwhile; and nothing is asked once the signal aborts.
 */
export function connectTo(db: TurfsideDb, crm: string, org: string, signal?: AbortSignal): Connection {
  const adapter = adapterOf(crm)
  if (!adapter) throw new Error(`No adapter "${crm}"`)
  const memo = memoOf(db, crm, org)
  const now = () => Date.now()
  const restraint = restraintOn(memo, watchingClock(memo, adapter.requestsFrom === 'page' ? fetchFromPage : fetchHere, now), now)
  const fetch: Access['fetch'] = signal ? (url, init) => restraint.fetch(url, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, signal]) : signal }) : restraint.fetch
  const access: Access = { ...(signal ? oneSession(sessionAccess) : sessionAccess), fetch, memo, now, door: appDoor(crm, org), markField: markFieldIn(db, crm, org) }
  return noting(adapter.connect(org, access), async error => {
    await restraint.note(error)
    return error.kind === 'offline' && navigator.onLine ? { ...error, online: true } : error
  })
}

/** Lets an org be asked again that has asked to be left alone: the user wants it. */
export const insistOn = (db: TurfsideDb, crm: string, org: string): Promise<void> => insist(memoOf(db, crm, org))

/** What the options name; asked once a connection. */
function markFieldIn(db: TurfsideDb, crm: string, org: string): (place: string) => Promise<string | null> {
  let row: Promise<SettingRow | undefined> | undefined
  return async place => (await (row ??= orElse(() => db.settings.get(`${crm}|${org}`), () => undefined)))?.marks?.[place] ?? null
}

/** What a storage that fails could not keep, as long as this worker lives: whose session it is must be known even then. */
const unkept = new Map<string, unknown>()

const memoOf = (db: TurfsideDb, crm: string, org: string): Access['memo'] => ({
  get: async name => {
    const key = `${crm}|${org}|${name}`
    return orElse(async () => (await db.memo.get(key))?.value ?? unkept.get(key), () => unkept.get(key))
  },
  set: async (name, value) => {
    const key = `${crm}|${org}|${name}`
    await orElse(async () => {
      await db.memo.put({ key, value })
      unkept.delete(key)
    }, () => unkept.set(key, value))
  },
})

async function orElse<T>(stored: () => Promise<T>, instead: () => unknown): Promise<T> {
  try {
    return await stored()
  } catch (error) {
    if (storageError(error) === null) throw error
    return instead() as T
  }
}

/** The session goes in a header that the adapter sets; nothing is left in the browser's cache. */
const withoutTraces = { credentials: 'omit', cache: 'no-store', referrerPolicy: 'no-referrer' } as const

/** The last answer of an origin, where it was a server's error. */
const ailing = new Map<string, number>()

/**
 * Chromium holds an extension's requests back after a few answers of 500 and more, and fails them as it does without a network: then the
 * CRM's last word still stands, and nobody is told to be offline.
 */
async function fetchHere(url: string, init?: RequestInit): Promise<Response> {
  const { origin } = new URL(url)
  try {
    const answer = await fetch(url, { ...init, ...withoutTraces })
    if (answer.status >= 500) ailing.set(origin, answer.status)
    else ailing.delete(origin)
    return answer
  } catch (error) {
    const status = ailing.get(origin)
    if (!(error instanceof TypeError) || status === undefined || !navigator.onLine) throw error
    return new Response(null, { status })
  }
}

/**
 * Sends a request from an open tab of the same origin, in the extension's own world there: the page's scripts see nothing of it.
 * Rejects with a TypeError as `fetch` does when there is no answer, or no tab to ask from.
 */
async function fetchFromPage(url: string, init: RequestInit = {}): Promise<Response> {
  const tabId = await tabOf(new URL(url).origin)
  if (tabId === null) throw new TypeError('No open tab of this origin')
  const { method = 'GET', body = null } = init
  const headers = [...new Headers(init.headers)]
  const asked = browser.scripting.executeScript({
    target: { tabId },
    args: [url, method, headers, typeof body === 'string' ? body : null],
    func: async (url: string, method: string, headers: [string, string][], body: string | null) => {
      try {
        const answer = await fetch(url, { method, headers, body, credentials: 'omit', cache: 'no-store' })
        return { status: answer.status, headers: [...answer.headers], text: await answer.text() }
      } catch {
        // Told as data: an error does not survive the way out of the page.
        return null
      }
    },
  })
  const [result] = await Promise.race([asked, aborted(init.signal ?? null)])
  const answer = result?.result as { status: number; headers: [string, string][]; text: string } | null | undefined
  if (!answer) throw new TypeError('No answer')
  return new Response([204, 205, 304].includes(answer.status) ? null : answer.text, { status: answer.status, headers: answer.headers })
}

/** Rejects as `fetch` would when its signal aborts. */
const aborted = (signal: AbortSignal | null): Promise<never> =>
  new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)))
