import { describe, expect, it } from 'vitest'
import type { Access } from '../adapter'
import type { Api } from './api'
import { retryMoment, send, settled } from './request'

const now = Date.UTC(2026, 10, 24, 10)
const token = '00DHs!secret.token'

function answering(answer: Access['fetch'], sid: string | null = token): Api {
  const access: Access = {
    fetch: answer,
    cookie: async (url, name) => (url === 'https://acme.my.salesforce.com' && name === 'sid' ? sid : null),
    pageStorage: async () => null,
    memo: { get: async () => undefined, set: async () => undefined },
    now: () => now,
  }
  return { org: 'https://acme.my.salesforce.com', access }
}

const outcome = async (body: BodyInit | null, init: ResponseInit) => settled(await send(answering(async () => new Response(body, init)), { method: 'GET', path: '/services/data/' }))
const error = async (body: BodyInit | null, init: ResponseInit) => {
  const result = await outcome(body, init)
  return result.ok ? result : result.error
}
const complaint = (errorCode: string, message = 'Words.', fields: string[] = []) => JSON.stringify([{ errorCode, message, fields }])

describe('what an answer of the API becomes', () => {
  it.each([
    ['a dead session', 401, complaint('INVALID_SESSION_ID', 'Session expired or invalid'), { kind: 'signedOut' }],
    ['a session that userinfo refuses', 403, 'Bad_OAuth_Token', { kind: 'signedOut' }],
    ['an empty 401', 401, '', { kind: 'signedOut' }],
    ['a session that may not be used for the API', 401, complaint('INVALID_SESSION_ID', 'This session is not valid for use with the REST API'), { kind: 'apiAccess', why: 'closed' }],
    ['the daily limit', 403, complaint('REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'), { kind: 'limit', retryAt: null }],
    ['a lacking right', 403, complaint('INSUFFICIENT_ACCESS', 'Ask your administrator.'), { kind: 'notAllowed', what: 'Ask your administrator.' }],
    ['an org without API', 403, complaint('API_DISABLED_FOR_ORG', 'The REST API is not enabled for this Organization.'), { kind: 'apiOff', what: 'The REST API is not enabled for this Organization.' }],
    ['a user without API', 403, complaint('API_CURRENTLY_DISABLED', 'API is disabled for this User'), { kind: 'apiOff', what: 'API is disabled for this User' }],
    ['no such record', 404, complaint('NOT_FOUND'), { kind: 'notFound' }],
    ['an HTML 404', 404, '<!doctype html><p>URL No Longer Exists', { kind: 'notFound' }],
    ['an ailing server', 500, complaint('UNKNOWN_EXCEPTION'), { kind: 'down', status: 500 }],
    ['an ailing server in HTML', 503, '<html><body>Down for maintenance', { kind: 'down', status: 503 }],
    ['a locked row', 400, complaint('UNABLE_TO_LOCK_ROW'), { kind: 'down', status: 400 }],
    ['a validation rule', 400, complaint('FIELD_CUSTOM_VALIDATION_EXCEPTION', 'A visit needs a reason.', ['Visit_Reason__c']), { kind: 'refused', message: 'A visit needs a reason.', fields: ['Visit_Reason__c'] }],
    ['missing fields', 400, complaint('REQUIRED_FIELD_MISSING', 'Required fields are missing: [Status]', ['Status']), { kind: 'refused', message: 'Required fields are missing: [Status]', fields: ['Status'] }],
    ['a 400 without a word', 400, '<html>', { kind: 'unreadable', what: 'an answer 400 without a reason' }],
  ] as const)('%s', async (_, status, body, kind) => {
    expect(await error(body, { status })).toEqual(kind)
  })

  it('keeps the moment to try again, in seconds or as a date', async () => {
    expect(await error(complaint('x'), { status: 429, headers: { 'retry-after': '90' } })).toEqual({ kind: 'limit', retryAt: now + 90_000 })
    expect(await error('', { status: 429, headers: { 'retry-after': 'Tue, 24 Nov 2026 10:05:00 GMT' } })).toEqual({ kind: 'limit', retryAt: now + 300_000 })
    expect(await error('', { status: 429 })).toEqual({ kind: 'limit', retryAt: null })
    // By the server's own clock, whatever ours says.
    expect(await error('', { status: 503, headers: { 'retry-after': 'Wed, 25 Nov 2026 12:05:00 GMT', date: 'Wed, 25 Nov 2026 12:00:00 GMT' } })).toEqual({ kind: 'down', status: 503, retryAt: now + 300_000 })
    expect(await error(complaint('UNKNOWN_EXCEPTION'), { status: 500, headers: { 'retry-after': '30' } })).toEqual({ kind: 'down', status: 500, retryAt: now + 30_000 })
    expect(retryMoment('soon', now)).toBeNull()
    expect(retryMoment('-5', now)).toBeNull()
  })

  it('tells a login page from any other page and from data cut off', async () => {
    const login = '<!DOCTYPE html><html><head><title>Login | Salesforce</title></head><body><form action="/"><input name="pw" type="password"></form>'
    expect(await error(login, { status: 200 })).toEqual({ kind: 'signedOut' })
    expect(await error('<script>window.location.replace("https://acme.my.salesforce.com/?ec=302&startURL=%2F")</script>', { status: 200 })).toEqual({ kind: 'signedOut' })
    expect(await error('<!DOCTYPE html><html><body>Access denied by proxy</body></html>', { status: 200 })).toEqual({ kind: 'unreadable', what: 'a web page instead of data' })
    expect(await error('{"records":[{"Id":"001', { status: 200 })).toEqual({ kind: 'unreadable', what: 'data that breaks off or is no JSON' })
    expect(await error('', { status: 200 })).toEqual({ kind: 'unreadable', what: 'an empty answer (200)' })
    expect(await outcome(null, { status: 204 })).toEqual({ ok: true, value: null })
  })

  it('tells the way to the login page from a network that shows a page of its own', async () => {
    const led = async (versions: Response) => {
      const asked: [string, boolean][] = []
      const api = answering(async (url, init) => {
        asked.push([url, new Headers(init?.headers).has('authorization')])
        return url.endsWith('/services/data/') ? versions : new Response(null, { status: 302, headers: { location: '/?ec=302' } })
      })
      const answer = await send(api, { method: 'GET', path: '/services/data/v60.0/query' })
      // The second question carries no session.
      expect(asked.map(([, session]) => session)).toEqual([true, false])
      return answer
    }
    expect(await led(new Response('[]'))).toEqual({ ok: false, error: { kind: 'signedOut' } })
    expect(await led(new Response(null, { status: 302, headers: { location: 'http://hotel.example/' } }))).toEqual({ ok: false, error: { kind: 'portal' } })
  })

  it('is offline when the network fails, and down when nobody answers', async () => {
    const failing = async (thrown: unknown) => send(answering(() => Promise.reject(thrown)), { method: 'GET', path: '/services/data/' })
    expect(await failing(new TypeError('Failed to fetch'))).toEqual({ ok: false, error: { kind: 'offline' } })
    expect(await failing(new DOMException('timed out', 'TimeoutError'))).toEqual({ ok: false, error: { kind: 'down', status: 0 } })
    await expect(failing(new RangeError('a bug'))).rejects.toThrow('a bug')
  })
})

describe('where the session goes', () => {
  it('sends the session of this org as a bearer token, no cookies, and follows no redirect', async () => {
    let sent: [string, RequestInit | undefined] | null = null
    const api = answering(async (url, init) => {
      sent = [url, init]
      return new Response('{}')
    })
    await send(api, { method: 'GET', path: '/services/data/' })
    expect(sent![0]).toBe('https://acme.my.salesforce.com/services/data/')
    expect(sent![1]).toMatchObject({ credentials: 'omit', redirect: 'manual', cache: 'no-store', headers: { authorization: `Bearer ${token}` } })
  })
  it.each(['https://evil.example/services/data/v60.0/query/01g', '//evil.example/services/x', '/secur/frontdoor.jsp', '/services/../secur/logout.jsp', '\\\\evil.example/services/'])(
    'goes nowhere else, such as %s', async path => {
      const api = answering(async () => {
        throw new Error('must not be sent')
      })
      expect(await send(api, { method: 'GET', path })).toMatchObject({ ok: false, error: { kind: 'unreadable' } })
    })
  it('asks nothing without a session', async () => {
    const api = answering(async () => {
      throw new Error('must not be sent')
    }, null)
    expect(await send(api, { method: 'GET', path: '/services/data/' })).toEqual({ ok: false, error: { kind: 'signedOut' } })
  })
})
