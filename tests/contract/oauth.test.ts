import { createRequire } from 'node:module'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startDemoOrg, type DemoOrg } from '../../demo/server'
import type { Access, AppDoor, Connection } from '../../lib/crm/adapter'
import { salesforce } from '../../lib/crm/salesforce/adapter'
import { origin, wanted } from './demoWorld'
import { fetchAt, memoryMemo } from './nodeAccess'

/** The demo org with API Access Control on: for Salesforce's own kind of client, and for our adapter with a browser that goes to its pages. */

const { Connection: JsConnection, OAuth2 } = createRequire(import.meta.url)('jsforce') as typeof import('jsforce')
const redirectUri = 'https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/'
const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED

let demo: DemoOrg
let fetch: Access['fetch']

beforeAll(async () => {
  // The org's certificate is its own.
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
  demo = await startDemoOrg({ accounts: 30, apiAccessControl: true, callbackUrls: [redirectUri] })
  fetch = fetchAt(demo.port)
}, 60_000)
afterAll(async () => {
  await demo.close()
  if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED
  else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before
})
beforeEach(() => {
  Object.assign(demo.oauth, { enforced: true, blocked: false, preauthorized: true, rotates: false })
  demo.oauth.asked.length = 0
})

const rep = (n: number) => demo.org.rows('User').filter(user => user.IsActive === true && user.Title === 'Territory Representative')[n]!
const signIn = async (username: unknown): Promise<string> => {
  const answer = await fetch(`${origin}/login?un=${encodeURIComponent(String(username))}`)
  return /\bsid=([^;]+)/.exec(answer.headers.get('set-cookie') ?? '')![1]!
}
/** Where the page sends a browser with that session; its own address when it stays. */
const visit = async (url: string, sid: string): Promise<{ at: string; status: number; page: string }> => {
  const { pathname, search } = new URL(url)
  const answer = await fetch(`${origin}${pathname}${search}`, { headers: { cookie: `sid=${sid}` } })
  return { at: answer.headers.get('location') ?? url, status: answer.status, page: await answer.text() }
}

describe('jsforce', () => {
  const client = () => new OAuth2({ loginUrl: demo.url, clientId: demo.oauth.clientId, redirectUri, useVerifier: true })

  it('is refused with a session of the browser, and let in with a code for its verifier', async () => {
    const sid = await signIn(rep(0).Username)
    const cookie = new JsConnection({ instanceUrl: demo.url, accessToken: sid, version: '60.0', logLevel: 'NONE' })
    await expect(cookie.query('SELECT Id FROM Account LIMIT 1')).rejects.toThrow('This session is not valid for use with the REST API')

    const oauth2 = client()
    const { at } = await visit(oauth2.getAuthorizationUrl({ scope: 'api refresh_token', state: 's' }), sid)
    const code = new URL(at).searchParams.get('code')!
    const conn = new JsConnection({ oauth2, instanceUrl: demo.url, version: '60.0', logLevel: 'NONE' })
    const granted = await oauth2.requestToken(code)
    expect(granted).toMatchObject({ token_type: 'Bearer', instance_url: demo.url, scope: 'api refresh_token' })
    expect(granted.id.endsWith(`/${demo.org.id}/${String(rep(0).Id)}`)).toBe(true)
    Object.assign(conn, { accessToken: granted.access_token })
    expect((await conn.query('SELECT Id FROM Account LIMIT 3')).records).toHaveLength(3)
    await expect(oauth2.requestToken(code)).rejects.toThrow('invalid authorization code')

    const renewed = await oauth2.refreshToken(granted.refresh_token!)
    expect(renewed.access_token).not.toBe(granted.access_token)
    await oauth2.revokeToken(granted.refresh_token!)
    await expect(oauth2.refreshToken(granted.refresh_token!)).rejects.toThrow('expired access/refresh token')
  })

  it('is refused with another’s verifier, an app that is not there or blocked, and a callback URL that is not the app’s to the letter', async () => {
    const sid = await signIn(rep(0).Username)
    const { at } = await visit(client().getAuthorizationUrl({ scope: 'api' }), sid)
    await expect(client().requestToken(new URL(at).searchParams.get('code')!)).rejects.toThrow('invalid code verifier')
    for (const [over, error] of [[{ redirectUri: redirectUri.slice(0, -1) }, 'redirect_uri_mismatch'], [{ clientId: 'nobody' }, 'invalid_client_id']] as const) {
      const wrong = new OAuth2({ loginUrl: demo.url, clientId: demo.oauth.clientId, redirectUri, useVerifier: true, ...over })
      expect(await visit(wrong.getAuthorizationUrl({}), sid)).toMatchObject({ status: 400, page: expect.stringContaining(`error=${error}`) as string })
    }
    demo.oauth.blocked = true
    expect((await visit(client().getAuthorizationUrl({}), sid)).page).toContain('OAUTH_APP_BLOCKED')
    await expect(client().refreshToken('any')).rejects.toThrow('this app is blocked by admin')
  })

  it('is asked for a login where nobody is signed in, and for consent where nobody has given it', async () => {
    demo.oauth.preauthorized = false
    expect((await visit(client().getAuthorizationUrl({}), 'nobody')).at).toMatch(/^\/\?startURL=/)
    const sid = await signIn(rep(3).Username)
    expect((await visit(client().getAuthorizationUrl({}), sid)).page).toContain('Allow Access?')
    expect((await visit(client().getAuthorizationUrl({ immediate: true } as never), sid)).at).toContain('error=immediate_unsuccessful')
  })
})

describe('our adapter', () => {
  /** A browser with that session; who signs in anew takes its place. */
  function browserOf(sid: string): { sid: string; connection: Connection; kept: Map<string, unknown> } {
    const kept = new Map<string, unknown>()
    const door: AppDoor = {
      vault: { get: async area => kept.get(area) ?? null, set: async (area, value) => void kept.set(area, structuredClone(value)) },
      redirectUri: async () => redirectUri,
      managedId: async () => null,
      visit: async url => {
        const { at } = await visit(url, self.sid)
        return at.startsWith(redirectUri) ? { at } : { failed: 'needsUser' }
      },
    }
    const access: Access = {
      fetch, door, memo: memoryMemo(), pageStorage: async () => null, now: () => Date.now(), cookie: async (url, name) => (url === origin && name === 'sid' ? self.sid : null),
    }
    const self = { sid, connection: salesforce.connect(origin, access), kept }
    return self
  }
  const account = () => String(demo.org.rows('Account')[0]!.Id)

  it('says that the org lets in approved apps only, by whichever way it asks first', async () => {
    const { connection } = browserOf(await signIn(rep(0).Username))
    const closed = { ok: false, error: { kind: 'apiAccess', why: 'closed' } }
    expect(await connection.session()).toEqual(closed)
    expect(await connection.read(account(), wanted)).toEqual(closed)
  })

  it('still says signed out of a session that has ended', async () => {
    const { connection } = browserOf('00DHs0000000001!nonsense')
    expect(await connection.session()).toEqual({ ok: false, error: { kind: 'signedOut' } })
  })

  it('reads, writes and removes with the grant, and renews it once for all that run at the same time', async () => {
    const { connection } = browserOf(await signIn(rep(0).Username))
    expect(await connection.app!.connect(demo.oauth.clientId, false)).toEqual({ connectedAs: `${String(rep(0).FirstName)} ${String(rep(0).LastName)}` })
    expect(await connection.session()).toMatchObject({ ok: true, value: { user: { ids: [rep(0).Id, String(rep(0).Id).slice(0, 15)] }, orgId: demo.org.id } })
    demo.oauth.rotates = true
    demo.oauth.expireAccess()
    const reads = await Promise.all([account(), account(), account()].map(id => connection.read(id, wanted)))
    expect(reads.map(({ ok }) => ok)).toEqual([true, true, true])
    expect(demo.oauth.asked.filter(type => type === 'refresh_token')).toHaveLength(1)
    const written = await connection.write({ mark: crypto.randomUUID(), accountId: account(), type: 'call', start: Date.now() - 60_000, day: new Date().toISOString().slice(0, 10), minutes: 1, note: '', onlineWord: 'online', extra: {} }, false)
    expect(written.ok && demo.org.get(written.value.id)?.OwnerId).toBe(rep(0).Id)
    if (written.ok) expect(await connection.remove(written.value.id)).toEqual({ ok: true, value: null })
  })

  it('names both users when the browser’s session is another’s, and holds no token of either', async () => {
    const browser = browserOf(await signIn(rep(0).Username))
    await browser.connection.app!.connect(demo.oauth.clientId, false)
    browser.sid = await signIn(rep(1).Username)
    const name = (n: number) => `${String(rep(n).FirstName)} ${String(rep(n).LastName)}`
    const wrong = { ok: false, error: { kind: 'otherUser', signedInAs: name(1), connectedAs: name(0) } }
    expect(await Promise.all([browser.connection.session(), browser.connection.read(account(), wanted)])).toEqual([wrong, wrong])
    expect(JSON.stringify([...browser.kept.values()])).not.toMatch(/5Aep|!AQ/)
  })

  it('gives everything back on disconnecting', async () => {
    const browser = browserOf(await signIn(rep(0).Username))
    await browser.connection.app!.connect(demo.oauth.clientId, true)
    expect(JSON.stringify(browser.kept.get('lasting'))).toMatch(/5Aep/)
    expect(await browser.connection.app!.disconnect(true)).toEqual({ revoked: true })
    expect([...browser.kept.values()]).toEqual([null, null])
    expect(await browser.connection.read(account(), wanted)).toEqual({ ok: false, error: { kind: 'apiAccess', why: 'closed' } })
  })
})
