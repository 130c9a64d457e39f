import { request } from 'node:https'
import type { IncomingHttpHeaders } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { roundTrips, type LogEntry } from './log'
import { startDemoOrg, type DemoOrg } from './server'

/** The demo org over the wire, asked by name as a browser with mapped hosts would ask it. */

interface Answer { status: number; headers: IncomingHttpHeaders; body: string }

let demo: DemoOrg
let sid = ''
const api = 'turfside-demo.my.salesforce.com'

const ask = (host: string, path: string, o: {
  method?: string; headers?: Record<string, string>; body?: unknown; port?: number,
} = {}): Promise<Answer> => new Promise((resolve, reject) => {
  const body = o.body === undefined ? undefined : JSON.stringify(o.body)
  const req = request({
    host: '127.0.0.1', port: o.port ?? demo.port, path, method: o.method ?? 'GET', rejectUnauthorized: false, timeout: 10_000,
    headers: { host, 'content-type': 'application/json', ...o.headers },
  }, res => {
    let text = ''
    res.setEncoding('utf8').on('data', (chunk: string) => { text += chunk }).on(
      'end', () => resolve({ status: res.statusCode ?? 0, headers: res.headers, body: text })
    ).on('error', reject)
  })
  req.on('error', reject).on('timeout', () => req.destroy(new Error('no answer')))
  req.end(body)
})
const cookieOf = (answer: Answer): string => /sid=([^;]+)/.exec(answer.headers['set-cookie']?.[0] ?? '')?.[1] ?? ''
const signIn = async (host: string, query = ''): Promise<string> => cookieOf(await ask(host, `/login${query}`))
const query = (soql: string, host = api, session = sid): Promise<Answer> => ask(
  host, `/services/data/v60.0/query?q=${encodeURIComponent(soql)}`, { headers: { authorization: `Bearer ${session}` } }
)
const one = 'SELECT Id FROM Account LIMIT 1'
const code = (answer: Answer): string => (JSON.parse(answer.body) as { errorCode: string }[])[0]!.errorCode

beforeAll(async () => {
  demo = await startDemoOrg({ accounts: 60, today: '2026-11-24' })
})
beforeEach(async () => {
  demo.faults.clear()
  sid = await signIn(api)
  demo.log.length = 0
})
afterAll(() => demo.close())

describe('sessions', () => {
  it('come as an HttpOnly cookie with the org id in front, and lead to Lightning', async () => {
    const answer = await ask(api, '/login?un=diane.kessler@turfside.example')
    expect(answer.headers['set-cookie']?.[0]).toMatch(/^sid=00DHs\w{10}![\w.]+; Path=\/; Secure; HttpOnly/)
    expect(answer.headers.location).toMatch(/^https:\/\/turfside-demo\.lightning\.force\.com\/secur\/frontdoor\.jsp/)
    const me = await ask(api, '/services/oauth2/userinfo', { headers: { authorization: `Bearer ${cookieOf(answer)}` } })
    expect(JSON.parse(me.body)).toMatchObject({ name: 'Diane Kessler', organization_id: demo.org.id })
  })

  it('are wanted as a bearer token; the cookie alone opens nothing', async () => {
    const answer = await ask(api, `/services/data/v60.0/query?q=${encodeURIComponent(one)}`, { headers: { cookie: `sid=${sid}` } })
    expect([answer.status, code(answer)]).toEqual([401, 'INVALID_SESSION_ID'])
    expect((await ask(api, '/services/data/')).status).toBe(200)
  })

  it('of the sandbox are none of the production org, and the other way round', async () => {
    const sandbox = 'turfside-demo--uat.sandbox.my.salesforce.com'
    const other = await signIn(sandbox)
    expect(other.slice(0, 15)).not.toBe(sid.slice(0, 15))
    expect((await query(one, sandbox, other)).status).toBe(200)
    expect((await query(one, sandbox, sid)).status).toBe(401)
    expect((await query(one, api, other)).status).toBe(401)
  })

  it('of Lightning are none for the API', async () => {
    const front = new URL((await ask(api, '/login')).headers.location!).searchParams.get('sid')!
    const answer = await query(one, api, front)
    expect(answer.body).toContain('This session is not valid for use with the REST API')
  })

  it('end when the user logs out, and all of them when told to', async () => {
    await ask(api, '/secur/logout.jsp', { headers: { cookie: `sid=${sid}` } })
    expect((await query(one)).status).toBe(401)
    const again = await signIn(api)
    demo.faults.expireSessions()
    expect((await query(one, api, again)).status).toBe(401)
  })
})

describe('faults', () => {
  it.each([
    ['unauthorized', 401, 'INVALID_SESSION_ID'], ['limit', 403, 'REQUEST_LIMIT_EXCEEDED'], ['notFound', 404, 'NOT_FOUND'],
    ['tooMany', 429, 'REQUEST_LIMIT_EXCEEDED'],
    ['serverError', 500, 'UNKNOWN_EXCEPTION'], ['unavailable', 503, 'SERVER_UNAVAILABLE'],
  ] as const)('%s answers %i', async (kind, status, errorCode) => {
    demo.faults.add({ kind, times: 2, retryAfter: 7 })
    for (let i = 0; i < 2; i++) {
      const answer = await query(one)
      expect([answer.status, code(answer), answer.headers['retry-after']]).toEqual([status, errorCode, '7'])
    }
    expect((await query(one)).status).toBe(200)
  })

  it('html and half a JSON come with status 200', async () => {
    demo.faults.add({ kind: 'html' })
    demo.faults.add({ kind: 'truncated' })
    expect((await query(one)).headers['content-type']).toContain('text/html')
    const half = await query(one)
    expect(half.status).toBe(200)
    expect(() => JSON.parse(half.body) as unknown).toThrow(SyntaxError)
  })

  it('cut before, nothing is written; cut after, the record is there', async () => {
    const post = (name: string): Promise<Answer> => ask(
      api, '/services/data/v60.0/sobjects/Account', { method: 'POST', headers: { authorization: `Bearer ${sid}` }, body: { Name: name } }
    )
    demo.faults.add({ kind: 'cut' })
    await expect(post('Cut before')).rejects.toThrow('socket hang up')
    demo.faults.add({ kind: 'cut', after: true })
    await expect(post('Cut after')).rejects.toThrow('socket hang up')
    const found = await query("SELECT Name FROM Account WHERE Name LIKE 'Cut %'")
    expect((JSON.parse(found.body) as { records: { Name: string }[] }).records.map(r => r.Name)).toEqual(['Cut after'])
  })

  it('strike only the requests they name', async () => {
    demo.faults.add({ kind: 'serverError', path: '/limits', times: null })
    expect((await query(one)).status).toBe(200)
    expect((await ask(api, '/services/data/v60.0/limits', { headers: { authorization: `Bearer ${sid}` } })).status).toBe(500)
  })

  it('can be ordered over HTTP, and wrong orders are refused', async () => {
    const order = (body: unknown): Promise<Answer> => ask('localhost', '/__demo/faults', { method: 'POST', body })
    expect((await order({ add: [{ kind: 'limit' }], hide: ['Account.Industry'], latencyMs: 30 })).status).toBe(200)
    expect((await query(one)).status).toBe(403)
    const before = Date.now()
    expect((await query('SELECT Industry FROM Account')).status).toBe(400)
    expect(Date.now() - before).toBeGreaterThanOrEqual(29)
    expect((await order({ add: [{ kind: 'flood' }] })).body).toContain('no fault')
    await ask('localhost', '/__demo/faults', { method: 'DELETE' })
    expect((await query('SELECT Industry FROM Account')).status).toBe(200)
  })

  it('a required field shows in describe, a concealed record is not there', async () => {
    demo.faults.requireOnEvent({ how: 'required' })
    demo.faults.conceal(demo.showcase.keep.id)
    const headers = { authorization: `Bearer ${sid}` }
    const event = JSON.parse((await ask(
      api, '/services/data/v60.0/sobjects/Event/describe', { headers }
    )).body) as { fields: { name: string; nillable: boolean }[] }
    expect(event.fields.find(f => f.name === 'Visit_Reason__c')?.nillable).toBe(false)
    expect((await ask(api, `/services/data/v60.0/sobjects/Account/${demo.showcase.keep.id}`, { headers })).status).toBe(404)
    expect((JSON.parse((await query(`SELECT Id FROM Account WHERE Id = '${demo.showcase.keep.id}'`)).body) as { totalSize: number }).totalSize).toBe(0)
  })
})

describe('changes', () => {
  const counted = async (soql: string): Promise<number> => (JSON.parse((await query(soql)).body) as { totalSize: number }).totalSize

  it('can be ordered over HTTP, and wrong orders are refused', async () => {
    const order = async (body: unknown): Promise<{ changed?: string[]; error?: string }> =>
      JSON.parse((await ask('localhost', '/__demo/changes', { method: 'POST', body })).body) as { changed?: string[]; error?: string }
    const since = new Date(demo.org.clock.now()).toISOString()
    const { changed } = await order({ stir: { object: 'Contact', count: 12 } })
    expect(new Set(changed).size).toBe(12)
    expect(await counted(`SELECT Id FROM Contact WHERE SystemModstamp >= ${since}`)).toBe(12)
    const [one, two] = changed as [string, string]
    expect((await order({ update: [{ id: one, patch: { Title: 'Head of Turf' } }], remove: [two] })).changed).toEqual([one, two])
    expect(await counted(`SELECT Id FROM Contact WHERE Id = '${one}' AND Title = 'Head of Turf'`)).toBe(1)
    expect(await counted(`SELECT Id FROM Contact WHERE Id = '${two}'`)).toBe(0)
    expect((await order({ restore: [two] })).changed).toEqual([two])
    expect(await counted(`SELECT Id FROM Contact WHERE Id = '${two}'`)).toBe(1)
    expect((await order({ remove: ['003000000000000'] })).error).toContain('no record')
  })

  it('come between a client’s requests where they are told to', async () => {
    const counts: number[] = []
    const soql = "SELECT Id FROM Account WHERE Name = 'Come in between'"
    demo.faults.before({ path: '/query', nth: 2 }, () => { demo.org.insert('Account', { Name: 'Come in between' }) })
    for (let i = 0; i < 3; i++) counts.push(await counted(soql))
    expect(counts).toEqual([0, 1, 1])
  })

  it('bear the stamp of a server whose clock differs, when it does', async () => {
    demo.faults.stampsAheadMs = -90_000
    const { Id } = demo.org.insert('Account', { Name: 'Stamped late' })
    demo.faults.clear()
    expect(await counted(`SELECT Id FROM Account WHERE Id = '${String(Id)}' AND SystemModstamp < ${new Date(demo.org.clock.now() - 60_000).toISOString()}`)).toBe(1)
  })
})

describe('pages', () => {
  const lightning = 'turfside-demo.lightning.force.com'
  const front = async (): Promise<string> => new URL((await ask(api, '/login')).headers.location!).searchParams.get('sid')!
  const drawn = async (page: string, session: string): Promise<Answer> => ask(
    lightning, `/aura?page=${encodeURIComponent(page)}`, { headers: { cookie: `sid=${session}` } }
  )

  it('of Lightning are one shell; what it draws needs the session', async () => {
    const { id, name } = demo.showcase.markup
    const session = await front()
    expect((await ask(lightning, `/lightning/r/Account/${id}/view`)).headers['content-type']).toContain('text/html')
    for (const page of [`/lightning/r/Account/${id}/view`, `/lightning/r/${id.slice(0, 15)}/view`, `/lightning/page/home?ws=/lightning/r/Account/${id}/view`]) {
      expect(JSON.parse((await drawn(page, session)).body)).toMatchObject({ kind: 'record', title: name, user: 'Hannah Whitcomb' })
    }
    expect(JSON.parse((await drawn('/lightning/o/Account/list', session)).body)).toMatchObject({ kind: 'list', title: 'Accounts' })
    expect(JSON.parse((await drawn('/lightning/r/Account/001Hs00000zzzzz/view', session)).body)).toMatchObject({ kind: 'missing' })
    demo.faults.expireSessions()
    expect((await drawn('/lightning/page/home', session)).status).toBe(401)
  })

  it('of Classic show the account as text, to who is signed in', async () => {
    const path = `/${demo.showcase.markup.id.slice(0, 15)}`
    const page = await ask(api, path, { headers: { cookie: `sid=${sid}` } })
    expect(page.body).toContain('&lt;script&gt;alert')
    expect(page.body).not.toContain('<script>alert')
    expect((await ask(api, path)).body).toContain('Log in to turfside-demo')
  })
})

describe('the log', () => {
  it('has each request with what was inside a composite', async () => {
    await ask(
      api, '/services/data/v60.0/composite',
      {
        method: 'POST', headers: { authorization: `Bearer ${sid}` },
        body: { compositeRequest: [{ method: 'GET', url: '/services/data/v60.0/limits', referenceId: 'l' }] },
      }
    )
    expect(demo.log).toMatchObject([{
      method: 'POST', path: '/services/data/v60.0/composite', status: 200, subrequests: [{ method: 'GET', url: '/services/data/v60.0/limits' }],
    }])
  })

  it('counts requests side by side as one round trip', () => {
    const entry = (at: number, until: number): LogEntry => ({ host: '', method: 'GET', path: '', at, until, status: 200, subrequests: [] })
    expect(roundTrips([entry(0, 10), entry(1, 12), entry(2, 9)])).toBe(1)
    expect(roundTrips([entry(0, 10), entry(1, 12), entry(12, 20)])).toBe(2)
    expect(roundTrips([])).toBe(0)
  })
})

describe('an org with several currencies', () => {
  it('says the currency of each amount and the rates by date', async () => {
    const several = await startDemoOrg({ accounts: 120, today: '2026-11-24', multiCurrency: true })
    try {
      const session = cookieOf(await ask(api, '/login', { port: several.port }))
      const get = async (soql: string): Promise<{ records: Record<string, unknown>[] }> =>
        JSON.parse((await ask(
          api, `/services/data/v60.0/query?q=${encodeURIComponent(soql)}`, { port: several.port, headers: { authorization: `Bearer ${session}` } }
        )).body) as { records: Record<string, unknown>[] }
      expect((await get('SELECT CurrencyIsoCode c FROM Account GROUP BY CurrencyIsoCode ORDER BY CurrencyIsoCode')).records.map(r => r.c)).toEqual(['USD', 'CAD', 'EUR'])
      expect((await get("SELECT ConversionRate FROM DatedConversionRate WHERE IsoCode = 'EUR' AND StartDate <= TODAY AND NextStartDate > TODAY")).records).toHaveLength(1)
      expect((await get("SELECT Id FROM Opportunity WHERE CurrencyIsoCode = null")).records).toEqual([])
      expect((await query('SELECT CurrencyIsoCode FROM Account')).status).toBe(400)
    } finally {
      await several.close()
    }
  })
})
