import { beforeEach, describe, expect, it } from 'vitest'
import type { Access, AppDoor } from '../adapter'
import { appAccessOf } from './oauthConnect'
import { doorOf, type Doored } from './oauthDoor'
import { send, settled } from './request'

/** An org that grants tokens to whoever's session the browser holds, in memory; and a browser that can sign in and go unseen to its page. */
const org = 'https://acme.my.salesforce.com'
const redirectUri = 'https://abcdefgh.chromiumapp.org/'
const orgId = '00D000000000001EAA'
const ids = { ada: '005000000000001AAA', ben: '005000000000002AAA' } as const
type Who = keyof typeof ids

interface Browser {
  sid: string | null
  who: Who
  now: number
  /** What the next visits do instead of consenting. */
  visits: (Awaited<ReturnType<AppDoor['visit']>> | null)[]
  readonly visited: { seen: boolean; immediate: boolean }[]
  readonly session: { value: unknown }
  readonly lasting: { value: unknown }
}
interface Crm {
  readonly good: Map<string, Who>
  readonly refreshable: Map<string, Who>
  readonly asked: string[]
  readonly revoked: string[]
  /** What the token endpoint answers instead. */
  answers: (() => Promise<Response>)[]
  rotates: boolean
}

let browser: Browser
let crm: Crm
let made = 0

const json = (status: number, body: unknown): Response => new Response(body === null ? '' : JSON.stringify(body), { status })
const grant = (who: Who): Response => {
  const [access, refresh] = [`access-${++made}-${who}`, `refresh-${made}-${who}`]
  crm.good.set(access, who)
  crm.refreshable.set(refresh, who)
  return json(200, { access_token: access, refresh_token: refresh, id: `https://login.salesforce.com/id/${orgId}/${ids[who]}` })
}

const answer: Access['fetch'] = async (url, init) => {
  const { pathname } = new URL(url)
  const form = new URLSearchParams(String(init?.body ?? ''))
  if (pathname.endsWith('/token')) {
    crm.asked.push(form.get('grant_type')!)
    const instead = crm.answers.shift()
    if (instead) return instead()
    if (form.get('grant_type') === 'authorization_code') return grant(form.get('code')!.replace('code-', '') as Who)
    const who = crm.refreshable.get(form.get('refresh_token')!)
    if (!who) return json(400, { error: 'invalid_grant', error_description: 'expired access/refresh token' })
    if (crm.rotates) crm.refreshable.delete(form.get('refresh_token')!)
    return grant(who)
  }
  if (pathname.endsWith('/revoke')) {
    crm.revoked.push(form.get('token')!)
    return json(200, null)
  }
  const token = new Headers(init?.headers).get('authorization')!.replace('Bearer ', '')
  const who = crm.good.get(token)
  if (!who) return json(401, [{ errorCode: 'INVALID_SESSION_ID', message: token.startsWith('00D') ? 'This session is not valid for use with the REST API' : 'Session expired or invalid' }])
  if (pathname.endsWith('/query')) return json(200, { records: [{ Name: who === 'ada' ? 'Ada Byron' : 'Ben Cole', Email: null }] })
  return json(200, { by: who })
}

function doored(): Doored {
  const area = (name: 'session' | 'lasting') => browser[name]
  const door: AppDoor = {
    vault: { get: async name => area(name).value, set: async (name, value) => void (area(name).value = value) },
    redirectUri: async () => redirectUri,
    managedId: async () => null,
    visit: async (url, seen) => {
      const { searchParams } = new URL(url)
      browser.visited.push({ seen, immediate: searchParams.get('immediate') === 'true' })
      const instead = browser.visits.shift()
      return instead ?? { at: `${redirectUri}?code=code-${browser.who}&state=${searchParams.get('state')}` }
    },
  }
  const access: Access = {
    fetch: answer, cookie: async () => browser.sid, pageStorage: async () => null, now: () => browser.now, door,
    memo: { get: async () => undefined, set: async () => undefined },
  }
  return { org, access, door }
}

const ask = async () => {
  const at = doored()
  return settled(await send({ ...at, door: doorOf(at) }, { method: 'GET', path: '/services/data/v60.0/' }))
}
const connect = () => appAccessOf(doored()).connect(' key ', false)
const signIn = (who: Who): void => void Object.assign(browser, { who, sid: `00D000000000001!${who}-${++made}` })
const expire = (): void => crm.good.clear()

beforeEach(() => {
  browser = { sid: null, who: 'ada', now: 1_000_000, visits: [], visited: [], session: { value: null }, lasting: { value: null } }
  crm = { good: new Map(), refreshable: new Map(), asked: [], revoked: [], answers: [], rotates: false }
  signIn('ada')
})

describe('without a grant', () => {
  it('says that the org takes no session of the browser', async () => {
    expect(await ask()).toEqual({ ok: false, error: { kind: 'apiAccess', why: 'closed' } })
    expect(browser.visited).toEqual([])
  })
  it('says signed out where nobody is', async () => {
    browser.sid = null
    expect(await ask()).toEqual({ ok: false, error: { kind: 'signedOut' } })
  })
})

describe('connecting', () => {
  it('asks with the grant’s token from then on, and says who is connected', async () => {
    expect(await connect()).toEqual({ connectedAs: 'Ada Byron' })
    expect(await ask()).toEqual({ ok: true, value: { by: 'ada' } })
    expect(await appAccessOf(doored()).state()).toMatchObject({ clientId: 'key', connectedAs: 'Ada Byron', stay: false, redirectUri })
  })
  it('keeps no token beyond the browser’s session unless the user wants to stay connected', async () => {
    await connect()
    expect(JSON.stringify(browser.lasting.value)).not.toMatch(/access-|refresh-/)
    await appAccessOf(doored()).connect('key', true)
    expect(JSON.stringify(browser.lasting.value)).toMatch(/refresh-/)
    expect(JSON.stringify(browser.lasting.value)).not.toMatch(/access-/)
  })
  it('connects nothing when the answer has another state, and exchanges no code', async () => {
    browser.visits = [{ at: `${redirectUri}?code=code-ben&state=guessed` }]
    expect(await connect()).toEqual({ failed: 'refused', said: '' })
    expect(crm.asked).toEqual([])
    expect(browser.session.value).toBeNull()
  })
  it.each([
    [{ failed: 'closed' }, { failed: 'closed', said: '' }],
    [{ failed: 'notPermitted' }, { failed: 'notPermitted', said: '' }],
    [{ failed: 'unreachable' }, { failed: 'unreachable', said: '' }],
  ] as const)('tells why it did not: %j', async (visit, outcome) => {
    browser.visits = [visit]
    expect(await connect()).toEqual(outcome)
    expect(await appAccessOf(doored()).state()).toMatchObject({ connectedAs: null })
  })
  it('tells that the app is blocked, and what the CRM says of a wrong client id', async () => {
    crm.answers = [async () => json(400, { error: 'OAUTH_APP_BLOCKED', error_description: 'this app is blocked by admin' }), async () => json(400, { error: 'invalid_client_id', error_description: 'client identifier invalid' })]
    expect(await connect()).toEqual({ failed: 'blocked', said: '' })
    expect(await connect()).toEqual({ failed: 'refused', said: 'invalid_client_id: client identifier invalid' })
  })
  it('revokes and connects nothing when the window was signed in to another org', async () => {
    browser.sid = '00D000000000009!elsewhere'
    expect(await connect()).toEqual({ failed: 'otherOrg', said: '' })
    expect(crm.revoked).toHaveLength(1)
    expect(browser.session.value).toBeNull()
  })
  it('revokes on disconnecting, and forgets even what the CRM could not be told of', async () => {
    await connect()
    const refresh = [...crm.refreshable.keys()].at(-1)
    expect(await appAccessOf(doored()).disconnect(false)).toEqual({ revoked: true })
    expect(crm.revoked).toEqual([refresh])
    expect(JSON.stringify([browser.session.value, browser.lasting.value])).not.toMatch(/access-|refresh-|Ada/)
    expect(await appAccessOf(doored()).state()).toMatchObject({ clientId: 'key', connectedAs: null })
    expect(await ask()).toMatchObject({ error: { kind: 'apiAccess', why: 'closed' } })
  })
})

describe('a token that has run out', () => {
  beforeEach(connect)

  it('is renewed once for requests that run at the same time, also where a refresh token is good for one use', async () => {
    crm.rotates = true
    expire()
    const answers = await Promise.all([ask(), ask(), ask(), ask()])
    expect(answers).toEqual(Array.from({ length: 4 }, () => ({ ok: true, value: { by: 'ada' } })))
    expect(crm.asked.filter(type => type === 'refresh_token')).toHaveLength(1)
    expire()
    expect(await ask()).toEqual({ ok: true, value: { by: 'ada' } })
  })
  it('is renewed unseen by a new grant when its refresh token is over as well', async () => {
    expire()
    crm.refreshable.clear()
    expect(await ask()).toEqual({ ok: true, value: { by: 'ada' } })
    expect(browser.visited.at(-1)).toEqual({ seen: false, immediate: true })
  })
  it('ends the connection when nothing is granted any more, and asks anew only after a while', async () => {
    expire()
    crm.refreshable.clear()
    browser.visits = [{ failed: 'needsUser' }, { failed: 'needsUser' }]
    expect(await ask()).toEqual({ ok: false, error: { kind: 'apiAccess', why: 'ended' } })
    const { length } = browser.visited
    expect(await ask()).toEqual({ ok: false, error: { kind: 'apiAccess', why: 'ended' } })
    expect(browser.visited).toHaveLength(length)
    browser.now += 11_000
    await ask()
    expect(browser.visited).toHaveLength(length + 1)
  })
  it('does not wait for ever when the clock was set back', async () => {
    expire()
    crm.refreshable.clear()
    browser.visits = [{ failed: 'needsUser' }]
    await ask()
    browser.now -= 86_400_000
    expect(await ask()).toEqual({ ok: true, value: { by: 'ada' } })
  })
  it('says that the app is blocked', async () => {
    expire()
    crm.answers = [async () => json(400, { error: 'OAUTH_APP_BLOCKED' })]
    expect(await ask()).toEqual({ ok: false, error: { kind: 'apiAccess', why: 'blocked' } })
  })
  it('keeps the grant when the CRM ails or cannot be reached', async () => {
    expire()
    crm.answers = [async () => json(503, null), async () => Promise.reject(new TypeError('fetch failed'))]
    expect(await ask()).toEqual({ ok: false, error: { kind: 'down', status: 503 } })
    expect(await ask()).toEqual({ ok: false, error: { kind: 'offline' } })
    expect(await ask()).toEqual({ ok: true, value: { by: 'ada' } })
    expect(browser.visited).toHaveLength(1)
  })
  it('is not renewed for ever when each new one is refused too', async () => {
    expire()
    crm.answers = [async () => json(200, { access_token: 'dead', id: `${org}/id/${orgId}/${ids.ada}` })]
    expect(await ask()).toEqual({ ok: false, error: { kind: 'apiAccess', why: 'ended' } })
    expect(crm.asked.filter(type => type === 'refresh_token')).toHaveLength(1)
  })
})

describe('another session in the browser', () => {
  beforeEach(connect)

  it('of the same user is made sure of unseen, once for all requests, before any is sent', async () => {
    signIn('ada')
    expect(await Promise.all([ask(), ask(), ask()])).toEqual(Array.from({ length: 3 }, () => ({ ok: true, value: { by: 'ada' } })))
    expect(browser.visited.filter(({ seen }) => !seen)).toEqual([{ seen: false, immediate: true }])
  })
  it('of another user gets neither the connected user’s token nor one of its own', async () => {
    const first = [...crm.good.keys()]
    signIn('ben')
    const wrong = { ok: false, error: { kind: 'otherUser', signedInAs: 'Ben Cole', connectedAs: 'Ada Byron' } }
    expect(await Promise.all([ask(), ask()])).toEqual([wrong, wrong])
    expect(browser.visited.filter(({ seen }) => !seen)).toHaveLength(1)
    // Ben's grant was for finding out only.
    expect(crm.revoked).toHaveLength(1)
    expect(crm.revoked[0]).toMatch(/ben$/)
    expect(JSON.stringify([browser.session.value, browser.lasting.value])).not.toMatch(/access-|refresh-/)
    expect(first.every(token => crm.good.has(token))).toBe(true)
    signIn('ada')
    expect(await ask()).toEqual({ ok: true, value: { by: 'ada' } })
  })
  it('of whom the CRM does not say unasked gets nothing either', async () => {
    signIn('ben')
    browser.visits = [{ at: `${redirectUri}?error=immediate_unsuccessful&state=` }]
    expect(await ask()).toEqual({ ok: false, error: { kind: 'apiAccess', why: 'unconfirmed' } })
  })
  it('that begins while the CRM is asked gets nothing, and what came of it is revoked', async () => {
    signIn('ada')
    crm.answers = [async () => {
      signIn('ben')
      return grant('ada')
    }]
    expect(await ask()).toEqual({ ok: false, error: { kind: 'signedOut' } })
    expect(crm.revoked).toHaveLength(1)
  })
  it('waits for the network, and remembers nothing of that', async () => {
    signIn('ada')
    browser.visits = [{ failed: 'unreachable' }]
    expect(await ask()).toEqual({ ok: false, error: { kind: 'offline' } })
    expect(await ask()).toEqual({ ok: true, value: { by: 'ada' } })
  })
  it('of another user may be connected instead', async () => {
    signIn('ben')
    await ask()
    expect(await connect()).toEqual({ connectedAs: 'Ben Cole' })
    expect(await ask()).toEqual({ ok: true, value: { by: 'ben' } })
  })
  it('that is none is signed out, token or not', async () => {
    browser.sid = null
    expect(await ask()).toEqual({ ok: false, error: { kind: 'signedOut' } })
  })
})

describe('after the browser was closed', () => {
  it('goes on with the kept grant when the browser’s session is the same, else asks unseen', async () => {
    await appAccessOf(doored()).connect('key', true)
    browser.session.value = null
    expire()
    expect(await ask()).toEqual({ ok: true, value: { by: 'ada' } })
    expect(crm.asked.at(-1)).toBe('refresh_token')
    browser.session.value = null
    signIn('ada')
    expect(await ask()).toEqual({ ok: true, value: { by: 'ada' } })
    expect(browser.visited.at(-1)).toEqual({ seen: false, immediate: true })
  })
})
