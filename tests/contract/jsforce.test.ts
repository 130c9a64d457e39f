import { createRequire } from 'node:module'
import type { Connection as JsforceConnection } from 'jsforce'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startDemoOrg, type DemoOrg } from '../../demo/server'

/** The demo org answers Salesforce's own kind of client, jsforce, unmodified: what it takes for Salesforce is enough like it for our adapter. */

const { Connection } = createRequire(import.meta.url)('jsforce') as typeof import('jsforce')
type Failure = Error & { errorCode?: string; name: string; data?: unknown }

let demo: DemoOrg
let conn: JsforceConnection
const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED
const user = 'hannah.whitcomb@turfside.example'

const fails = async (work: PromiseLike<unknown>): Promise<Failure> => {
  try {
    await work
  } catch (error) {
    return error as Failure
  }
  throw new Error('was expected to fail')
}

beforeAll(async () => {
  // The org's certificate is its own.
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
  demo = await startDemoOrg({ accounts: 2100, today: '2026-11-24' })
  conn = new Connection({ loginUrl: demo.url, instanceUrl: demo.url, version: '60.0', logLevel: 'NONE' })
  await conn.login(user, 'any password')
}, 60_000)

afterAll(async () => {
  await demo.close()
  if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED
  else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before
})

describe('signing in', () => {
  it('takes username and password', () => {
    expect(conn.accessToken).toMatch(/^00D\w{12}!/)
    expect(conn.userInfo?.organizationId).toBe(demo.org.id)
    expect(demo.org.get(conn.userInfo!.id)?.Email).toBe(user)
  })

  it('refuses a wrong password', async () => {
    const other = new Connection({ loginUrl: demo.url, logLevel: 'NONE' })
    expect((await fails(other.login(user, 'wrong'))).message).toContain('INVALID_LOGIN')
  })

  it('takes a session that was opened elsewhere', async () => {
    const other = new Connection({ sessionId: conn.accessToken!, serverUrl: `${demo.url}/services/Soap/u/60.0`, logLevel: 'NONE' })
    expect((await other.query('SELECT Id FROM Account LIMIT 3')).records).toHaveLength(3)
  })

  it('refuses a session that has ended', async () => {
    const other = new Connection({ sessionId: '00DHs0000000001!nonsense', serverUrl: demo.url, logLevel: 'NONE' })
    expect((await fails(other.query('SELECT Id FROM Account'))).errorCode).toBe('INVALID_SESSION_ID')
  })

  it('says who the session belongs to', async () => {
    const identity = await conn.identity()
    expect(identity).toMatchObject({ username: user, organization_id: demo.org.id, display_name: 'Hannah Whitcomb' })
    expect(await conn.request(`${demo.url}/services/oauth2/userinfo`)).toMatchObject({ user_id: identity.user_id, email: user })
  })
})

describe('queries', () => {
  it('come a page at a time, and on with queryMore', async () => {
    const first = await conn.query('SELECT Id FROM Account ORDER BY Id')
    expect(first).toMatchObject({ totalSize: 2100, done: false })
    expect(first.records).toHaveLength(2000)
    const second = await conn.queryMore(first.nextRecordsUrl!)
    expect(second.done).toBe(true)
    expect(new Set([...first.records, ...second.records].map(r => r.Id)).size).toBe(2100)
  })

  it('come whole with autoFetch', async () => {
    const { records } = await conn.query('SELECT Id FROM Account', { autoFetch: true, maxFetch: 10_000 })
    expect(records).toHaveLength(2100)
  })

  it('know relationships both ways', async () => {
    const { records } = await conn.query(`SELECT Name, Owner.Name, (SELECT Name, Amount FROM Opportunities WHERE IsWon = true ORDER BY CloseDate DESC LIMIT 2) FROM Account WHERE Id = '${demo.showcase.keep.id}'`)
    expect(records[0]).toMatchObject({ Name: 'Fairhaven Country Club', Owner: { Name: 'Hannah Whitcomb' }, Opportunities: { totalSize: 2, done: true } })
  })

  it('add up by group', async () => {
    const { records } = await conn.query("SELECT IsWon, COUNT(Id) deals, SUM(Amount) total FROM Opportunity WHERE AccountId = '" + demo.showcase.expand.id + "' GROUP BY IsWon ORDER BY IsWon")
    expect(records).toMatchObject([{ IsWon: false, deals: 1, total: 45_000 }, { IsWon: true, deals: 7, total: 109_000 }])
  })

  it('find what jsforce asks for in its own words', async () => {
    const found = await conn.sobject('Account').find(
      { Name: { $like: 'Fairhaven Country%' }, OwnerId: conn.userInfo!.id }, ['Id', 'Name']
    ).sort({ Name: 1 }).limit(5)
    expect(found.map(r => r.Id)).toContain(demo.showcase.keep.id)
    expect(await conn.sobject('Account').count({ BillingState: 'MA' })).toBeGreaterThan(20)
  })

  it('leave archived activities to queryAll', async () => {
    const soql = `SELECT Id, IsArchived FROM Task WHERE AccountId = '${demo.showcase.archived.id}'`
    expect((await conn.query(soql)).totalSize).toBe(0)
    const all = await conn.query(soql, { scanAll: true })
    expect(all.totalSize).toBeGreaterThan(0)
    expect(all.records.every(r => r.IsArchived)).toBe(true)
  })

  it('come in pages of the size asked for, and end when the cursor has gone', async () => {
    const first = await conn.request<{ records: unknown[]; nextRecordsUrl: string }>({
      method: 'GET', url: `${demo.url}/services/data/v60.0/query?q=${encodeURIComponent('SELECT Id FROM Account')}`, headers: { 'Sforce-Query-Options': 'batchSize=300' },
    })
    expect(first.records).toHaveLength(300)
    expect(first.nextRecordsUrl).toMatch(/-300$/)
    demo.faults.expireCursors()
    expect((await fails(conn.queryMore(first.nextRecordsUrl))).errorCode).toBe('INVALID_QUERY_LOCATOR')
  })

  it('add up 2,000 groups and no more', async () => {
    expect((await conn.query('SELECT Id, COUNT(Name) FROM Account GROUP BY Id LIMIT 2000')).records).toHaveLength(2000)
    expect(await fails(conn.query('SELECT Id, COUNT(Name) FROM Account GROUP BY Id'))).toMatchObject({
      errorCode: 'EXCEEDED_ID_LIMIT', message: expect.stringContaining('does not support queryMore()') as string,
    })
  })

  it('leave out what is not shared with the user, and what belongs to it', async () => {
    const { id } = demo.showcase.keep
    const count = async (object: string): Promise<number> => (await conn.query(`SELECT Id FROM ${object} WHERE ${object === 'Account' ? 'Id' : 'AccountId'} = '${id}'`)).totalSize
    expect(await count('Opportunity')).toBeGreaterThan(0)
    demo.faults.unshare(conn.userInfo!.id, id)
    try {
      expect(await Promise.all(['Account', 'Opportunity', 'Task'].map(count))).toEqual([0, 0, 0])
      expect((await fails(conn.sobject('Account').retrieve(id))).errorCode).toBe('NOT_FOUND')
      demo.faults.share(conn.userInfo!.id, id)
      expect(await count('Account')).toBe(1)
    } finally {
      demo.faults.clear()
    }
  })

  it('fail in the words of Salesforce', async () => {
    expect(await fails(conn.query('SELECT Nope FROM Account'))).toMatchObject({
      errorCode: 'INVALID_FIELD', message: expect.stringContaining("No such column 'Nope' on entity 'Account'") as string,
    })
    expect((await fails(conn.query('SELECT Id FROM Nope'))).errorCode).toBe('INVALID_TYPE')
    expect((await fails(conn.query('SELECT FROM Account'))).errorCode).toBe('MALFORMED_QUERY')
    expect((await fails(conn.queryMore('/services/data/v60.0/query/01gNOPE-2000'))).errorCode).toBe('INVALID_QUERY_LOCATOR')
  })
})

describe('what changed', () => {
  const from = (minutes: number): string => new Date(demo.org.clock.now() - minutes * 60_000).toISOString()
  // The API ignores seconds and looks no further than the minute that has begun.
  const ago = (id: string, object: string, minutes: number): void =>
    demo.org.update(object, demo.org.get(id)!, { SystemModstamp: demo.org.clock.now() - minutes * 60_000 })

  it('is told by id, and what is in the bin is told apart', async () => {
    const [kept, gone] = await Promise.all(['Kept', 'Gone'].map(async Name => (await conn.sobject('Account').create({ Name })).id!)) as [string, string]
    await conn.sobject('Account').destroy(gone)
    ago(kept, 'Account', 5)
    ago(gone, 'Account', 4)
    const changes = await conn.updated('Account', from(10), from(2))
    expect(changes.ids).toContain(kept)
    expect(changes.ids).not.toContain(gone)
    const removed = await conn.deleted('Account', from(10), from(2))
    expect(removed.deletedRecords).toEqual([{ id: gone, deletedDate: new Date(Number(demo.org.get(gone)!.SystemModstamp)).toISOString().replace('Z', '+0000') }])
    expect(Date.parse(removed.latestDateCovered)).toBeLessThanOrEqual(demo.org.clock.now())
    expect(Date.parse(removed.earliestDateAvailable)).toBeLessThan(demo.org.clock.now() - 14 * 86_400_000)
  })

  it('is still told of what left the bin for good, until the bin’s log is lost', async () => {
    const id = (await conn.sobject('Account').create({ Name: 'Purged' })).id!
    await conn.sobject('Account').destroy(id)
    ago(id, 'Account', 3)
    demo.org.purge('Account', demo.org.get(id)!)
    expect((await conn.query(`SELECT Id FROM Account WHERE Id = '${id}'`, { scanAll: true })).totalSize).toBe(0)
    expect((await conn.deleted('Account', from(10), from(1))).deletedRecords.map(r => r.id)).toContain(id)
    demo.org.forgetDeletions()
    const later = await conn.deleted('Account', from(10), from(1))
    expect(later.deletedRecords.map(r => r.id)).not.toContain(id)
    expect(Date.parse(later.earliestDateAvailable)).toBeGreaterThan(demo.org.clock.now() - 120_000)
  })

  it('is no deletion when it came out of the bin again', async () => {
    const id = (await conn.sobject('Account').create({ Name: 'Back' })).id!
    await conn.sobject('Account').destroy(id)
    demo.org.restore('Account', demo.org.get(id)!)
    ago(id, 'Account', 3)
    expect((await conn.deleted('Account', from(10), from(1))).deletedRecords.map(r => r.id)).not.toContain(id)
    expect((await conn.updated('Account', from(10), from(1))).ids).toContain(id)
  })

  it('is told for 30 days back and spans of a minute or more', async () => {
    for (const [start, end] of [[from(31 * 1440), from(1)], [from(10), from(10)], [from(1), from(10)]] as const) {
      expect((await fails(conn.deleted('Account', start, end))).errorCode).toBe('INVALID_REPLICATION_DATE')
    }
    expect((await fails(conn.request(`${demo.url}/services/data/v60.0/sobjects/Account/updated/?end=${encodeURIComponent(from(1))}`))).errorCode).toBe('MISSING_ARGUMENT')
  })

  it('comes in the order of its stamps, page by page', async () => {
    const seen: string[] = []
    const soql = (more: string): string => `SELECT Id, SystemModstamp FROM Account WHERE SystemModstamp > 2020-01-01T00:00:00Z${more} ORDER BY SystemModstamp, Id LIMIT 500`
    for (let more = ''; ;) {
      const { records } = await conn.query<{ Id: string; SystemModstamp: string }>(soql(more))
      seen.push(...records.map(r => `${r.SystemModstamp} ${r.Id}`))
      const last = records.at(-1)
      if (records.length < 500 || !last) break
      const at = last.SystemModstamp.replace('+0000', 'Z')
      more = ` AND (SystemModstamp > ${at} OR (SystemModstamp = ${at} AND Id > '${last.Id}'))`
    }
    expect(seen).toEqual(seen.toSorted())
    expect(new Set(seen).size).toBe((await conn.query('SELECT COUNT() FROM Account')).totalSize)
  })
})

describe('an org’s allowance', () => {
  it('is told with every answer, and ends', async () => {
    expect((await conn.query('SELECT Id FROM Account LIMIT 1')).totalSize).toBe(1)
    expect(conn.limitInfo.apiUsage).toMatchObject({ limit: 100_000 })
    demo.faults.leave(2)
    try {
      expect((await conn.limits()).DailyApiRequests).toEqual({ Max: 100_000, Remaining: 1 })
      await conn.query('SELECT Id FROM Account LIMIT 1')
      expect((await fails(conn.query('SELECT Id FROM Account LIMIT 1'))).errorCode).toBe('REQUEST_LIMIT_EXCEEDED')
    } finally {
      demo.faults.clear()
    }
  })
})

describe('the Bulk API 2.0', () => {
  interface Line { [column: string]: string }
  const lines = async (soql: string, options: { scanAll?: boolean } = {}): Promise<Line[]> => {
    conn.bulk2.pollInterval = 20
    const stream = await conn.bulk2.query(soql, options)
    return await stream.toArray() as unknown as Line[]
  }
  const ask = async <T>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T> => await conn.request<T>({
    method, url: `${demo.url}/services/data/v60.0/jobs/query${path}`, ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })
  interface JobInfo { id: string; state: string; numberRecordsProcessed?: number; object: string }

  it('extracts what a query finds, a line a record', async () => {
    const soql = "SELECT Id, Name, Owner.Name, AnnualRevenue, NumberOfEmployees, CreatedDate, Former_Customer__c FROM Account WHERE BillingState = 'MA'"
    const found = await conn.query<{ Id: string; Name: string; Owner: { Name: string }; AnnualRevenue: number | null }>(soql)
    const extracted = await lines(soql)
    expect(extracted).toHaveLength(found.totalSize)
    const byId = new Map(extracted.map(line => [line.Id, line]))
    for (const { Id, Name, Owner, AnnualRevenue } of found.records) {
      const line = byId.get(Id)!
      expect([line.Name, line['Owner.Name'], line.AnnualRevenue === '' ? null : Number(line.AnnualRevenue)]).toEqual([Name, Owner.Name, AnnualRevenue])
      expect(line.CreatedDate).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    }
  })

  it('keeps commas, quotes and line breaks in their cells', async () => {
    const Description = 'One, "two"\nand three'
    const id = (await conn.sobject('Account').create({ Name: 'Quoted, "so"', Description })).id!
    expect(await lines(`SELECT Id, Name, Description, ParentId FROM Account WHERE Id = '${id}'`)).toMatchObject([{ Name: 'Quoted, "so"', Description, ParentId: '' }])
  })

  it('sees the bin and the archive with queryAll alone', async () => {
    const soql = `SELECT Id FROM Task WHERE AccountId = '${demo.showcase.archived.id}'`
    expect(await lines(soql)).toEqual([])
    expect((await lines(soql, { scanAll: true })).length).toBeGreaterThan(0)
  })

  it('goes from state to state, and hands out its results in parts', async () => {
    demo.faults.bulkMs = 150
    try {
      const made = await ask<JobInfo>('POST', '', { operation: 'query', query: 'SELECT Id FROM Account', contentType: 'CSV' })
      expect(made).toMatchObject({ state: 'UploadComplete', object: 'Account' })
      expect(made.id).toMatch(/^750/)
      expect((await ask<JobInfo>('GET', `/${made.id}`)).state).toBe('InProgress')
      expect((await fails(ask('GET', `/${made.id}/results`))).errorCode).toBe('INVALIDJOBSTATE')
      await vi.waitFor(async () => expect((await ask<JobInfo>('GET', `/${made.id}`)).state).toBe('JobComplete'), { timeout: 5000, interval: 30 })
      const total = (await ask<JobInfo>('GET', `/${made.id}`)).numberRecordsProcessed!
      const ids: string[] = []
      let locator: string | null = ''
      while (locator !== 'null') {
        const response: Response = await fetch(`${demo.url}/services/data/v60.0/jobs/query/${made.id}/results?maxRecords=900${locator ? `&locator=${locator}` : ''}`, { headers: { authorization: `Bearer ${conn.accessToken!}` } })
        expect(response.headers.get('content-type')).toContain('text/csv')
        expect(response.headers.get('sforce-limit-info')).toMatch(/^api-usage=\d+\/100000$/)
        const part = (await response.text()).trimEnd().split('\n').slice(1)
        expect(Number(response.headers.get('sforce-numberofrecords'))).toBe(part.length)
        ids.push(...part)
        locator = response.headers.get('sforce-locator')
      }
      expect([ids.length, new Set(ids).size]).toEqual([total, total])
      await ask('DELETE', `/${made.id}`)
      expect((await fails(ask('GET', `/${made.id}`))).errorCode).toBe('NOT_FOUND')
    } finally {
      demo.faults.clear()
    }
  })

  it('ends a job when told to', async () => {
    demo.faults.bulkMs = 60_000
    try {
      const { id } = await ask<JobInfo>('POST', '', { operation: 'query', query: 'SELECT Id FROM Account' })
      expect((await ask<JobInfo>('PATCH', `/${id}`, { state: 'Aborted' })).state).toBe('Aborted')
      expect((await fails(ask('GET', `/${id}/results`))).errorCode).toBe('INVALIDJOBSTATE')
    } finally {
      demo.faults.clear()
    }
  })

  it.each([
    ['SELECT COUNT(Id) FROM Account'], ['SELECT OwnerId, COUNT(Id) FROM Account GROUP BY OwnerId'], ['SELECT Id FROM Account LIMIT 10 OFFSET 5'],
    ['SELECT Id, (SELECT Id FROM Contacts) FROM Account'], ['SELECT Id, BillingAddress FROM Account'], ['SELECT Nope FROM Account'],
  ])('does not take %s', async soql => {
    expect((await fails(ask('POST', '', { operation: 'query', query: soql }))).errorCode).toBe('API_ERROR')
  })
})

describe('what an object is made of', () => {
  it('lists the objects', async () => {
    const { sobjects } = await conn.describeGlobal()
    expect(sobjects.map(o => o.name)).toEqual(expect.arrayContaining(['Account', 'Opportunity', 'Task', 'Event', 'Contact', 'User']))
  })

  it('tells fields, values and references', async () => {
    const task = await conn.describe('Task')
    const field = (name: string) => task.fields.find(f => f.name === name)!
    expect(task.keyPrefix).toBe('00T')
    expect(field('Status')).toMatchObject({ type: 'picklist', nillable: false, defaultedOnCreate: true })
    expect(field('Status').picklistValues?.map(v => v.value)).toContain('Completed')
    expect(field('Description')).toMatchObject({ type: 'textarea', filterable: false, length: 32000 })
    expect(field('AccountId')).toMatchObject({ createable: false, updateable: false, referenceTo: ['Account'] })
    expect(field('WhatId')).toMatchObject({ relationshipName: 'What', polymorphicForeignKey: true })
  })

  it('lets a field vanish that the user may not see', async () => {
    demo.faults.hide('Account.Industry')
    try {
      expect((await conn.describe('Account')).fields.map(f => f.name)).not.toContain('Industry')
      expect((await fails(conn.query('SELECT Industry FROM Account LIMIT 1'))).errorCode).toBe('INVALID_FIELD')
    } finally {
      demo.faults.show('Account.Industry')
    }
  })
})

describe('records', () => {
  it('are created, read, changed and deleted', async () => {
    const made = await conn.sobject('Task').create({
      Subject: 'Call', TaskSubtype: 'Call', Status: 'Completed', ActivityDate: '2026-11-24', WhatId: demo.showcase.keep.id, CallObject: 'mark-1',
    })
    expect(made).toMatchObject({ success: true, errors: [] })
    const id = made.id!
    const task = await conn.sobject('Task').retrieve(id)
    expect(task).toMatchObject({ AccountId: demo.showcase.keep.id, IsClosed: true, OwnerId: conn.userInfo!.id, Priority: 'Normal' })
    expect(task.CompletedDateTime).not.toBeNull()
    await conn.sobject('Task').update({ Id: id, Subject: 'Called twice' })
    expect((await conn.query<{ Subject: string }>("SELECT Subject FROM Task WHERE CallObject = 'mark-1'")).records.map(r => r.Subject)).toEqual(['Called twice'])
    await conn.sobject('Task').destroy(id)
    expect((await fails(conn.sobject('Task').retrieve(id))).errorCode).toBe('NOT_FOUND')
    expect((await fails(conn.sobject('Task').destroy(id))).errorCode).toBe('ENTITY_IS_DELETED')
    expect((await conn.query("SELECT Id FROM Task WHERE CallObject = 'mark-1'", { scanAll: true })).totalSize).toBe(1)
  })

  it('are made or changed by external id', async () => {
    const first = await conn.sobject('Account').upsert({ ERP_Number__c: 'X-77', Name: 'Upserted' }, 'ERP_Number__c')
    const second = await conn.sobject('Account').upsert({ ERP_Number__c: 'X-77', Name: 'Upserted again' }, 'ERP_Number__c')
    expect([first.success, second.success]).toEqual([true, true])
    expect((await conn.query<{ Name: string }>("SELECT Name FROM Account WHERE ERP_Number__c = 'X-77'")).records.map(r => r.Name)).toEqual(['Upserted again'])
  })

  it('go many at a time, each with its own outcome', async () => {
    const results = await conn.sobject('Contact').create([{ LastName: 'One', AccountId: demo.showcase.keep.id }, { FirstName: 'Nameless' }])
    expect(results.map(r => r.success)).toEqual([true, false])
    expect(results[1]!.errors[0]).toMatchObject({ statusCode: 'REQUIRED_FIELD_MISSING', fields: ['LastName'] })
    expect(await conn.sobject('Contact').destroy([results[0]!.id!])).toMatchObject([{ success: true }])
  })

  it.each([
    [{ Subject: 'x'.repeat(256) }, 'STRING_TOO_LONG'], [{ AccountId: '001Hs0000000001IAA' }, 'INVALID_FIELD_FOR_INSERT_UPDATE'],
    [{ TaskSubtype: 'Pigeon' }, 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST'],
    [{ Nope: 1 }, 'INVALID_FIELD'], [{ WhatId: 'nonsense' }, 'MALFORMED_ID'], [{ ActivityDate: 'tomorrow' }, 'JSON_PARSER_ERROR'],
  ])('are refused with the reason: %o', async (fields, code) => {
    expect((await fails(conn.sobject('Task').create({ Status: 'Completed', ...fields } as Record<string, unknown>))).errorCode).toBe(code)
  })

  it('are refused by a rule of the org', async () => {
    demo.faults.requireOnEvent({ how: 'validation', message: 'Say why.' })
    const event = { Subject: 'Visit', StartDateTime: '2026-11-24T15:00:00Z', DurationInMinutes: 60, WhatId: demo.showcase.keep.id }
    try {
      expect(await fails(conn.sobject('Event').create(event))).toMatchObject({ errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'Say why.' })
      expect((await conn.sobject('Event').create({ ...event, Visit_Reason__c: 'Complaint' })).success).toBe(true)
    } finally {
      demo.faults.requireOnEvent(null)
    }
  })
})

interface Composite { compositeResponse: { referenceId: string | null; httpStatusCode: number; body: never }[] }

describe('composite', () => {
  const post = (body: unknown): Promise<Composite> => conn.requestPost<Composite>('/services/data/v60.0/composite', body as object)

  it('runs requests in order, the later on the answers of the earlier', async () => {
    const { compositeResponse } = await post({ compositeRequest: [
      { method: 'POST', url: '/services/data/v60.0/sobjects/Account', referenceId: 'account', body: { Name: 'Composite' } },
      { method: 'POST', url: '/services/data/v60.0/sobjects/Contact', referenceId: 'contact', body: { LastName: 'Ite', AccountId: '@{account.id}' } },
      { method: 'GET', url: "/services/data/v60.0/query?q=SELECT+Account.Name+FROM+Contact+WHERE+Id='@{contact.id}'", referenceId: 'read' },
    ] })
    expect(compositeResponse.map(r => r.httpStatusCode)).toEqual([201, 201, 200])
    expect(compositeResponse[2]!.body).toMatchObject({ records: [{ Account: { Name: 'Composite' } }] })
  })

  it('takes all back when all or none is asked', async () => {
    const { compositeResponse } = await post({ allOrNone: true, compositeRequest: [
      { method: 'POST', url: '/services/data/v60.0/sobjects/Account', referenceId: 'good', body: { Name: 'Must not stay' } },
      { method: 'POST', url: '/services/data/v60.0/sobjects/Account', referenceId: 'bad', body: {} },
    ] })
    expect(compositeResponse.map(r => (r.body as { errorCode: string }[])[0]!.errorCode)).toEqual(['PROCESSING_HALTED', 'REQUIRED_FIELD_MISSING'])
    expect((await conn.query("SELECT Id FROM Account WHERE Name = 'Must not stay'")).totalSize).toBe(0)
  })

  it('takes 25 requests, and five queries, and no more', async () => {
    const query = { method: 'GET', url: '/services/data/v60.0/query?q=SELECT+Id+FROM+Account+LIMIT+1' }
    const record = { method: 'GET', url: `/services/data/v60.0/sobjects/Account/${demo.showcase.keep.id}` }
    const ask = (sub: object, n: number): Promise<Composite> => post({ compositeRequest: Array.from(
      { length: n }, (_, i) => ({ ...sub, referenceId: `r${i}` })
    ) })
    expect((await ask(record, 25)).compositeResponse).toHaveLength(25)
    expect((await ask(record, 26)).compositeResponse[0]).toMatchObject({ httpStatusCode: 400, body: [{ errorCode: 'LIMIT_EXCEEDED' }] })
    expect((await ask(query, 5)).compositeResponse).toHaveLength(5)
    expect((await ask(query, 6)).compositeResponse[0]).toMatchObject({ httpStatusCode: 400 })
  })
})

describe('what belongs to an account, or to none yet', () => {
  it('is described with its key prefix: cases, leads, and objects of the org’s own', async () => {
    const { sobjects } = await conn.describeGlobal()
    const prefix = (name: string) => sobjects.find(object => object.name === name)?.keyPrefix
    expect(['Lead', 'Case', 'Site_Visit__c'].map(prefix)).toEqual(['00Q', '500', 'a0B'])
    const visit = await conn.describe('Site_Visit__c')
    expect(visit.custom).toBe(true)
    expect(visit.fields.find(({ name }) => name === 'Account__c')).toMatchObject({ type: 'reference', referenceTo: ['Account'], relationshipName: 'Account__r' })
  })

  it('is read whole, with the account in its place', async () => {
    const id = String((await conn.query("SELECT Id FROM Case WHERE CaseNumber = '00001026'")).records[0]!.Id)
    expect(await conn.sobject('Case').retrieve(id)).toMatchObject({ AccountId: demo.showcase.overlap.id, Subject: 'Fairway mower stops on slopes', IsClosed: false })
    const { records } = await conn.query('SELECT Name, Account__r.Name, Contractor__r.Name FROM Site_Visit__c WHERE Account__c != null')
    expect(records).toMatchObject([{ Name: 'SV-0041', Account__r: { Name: demo.showcase.expand.name }, Contractor__r: { Name: demo.showcase.keep.name } }])
  })

  it('numbers cases by itself', async () => {
    const made = await conn.sobject('Case').create({ Subject: 'Blade', AccountId: demo.showcase.keep.id })
    if (!made.success) throw new Error('not made')
    expect(await conn.sobject('Case').retrieve(made.id)).toMatchObject({ CaseNumber: expect.stringMatching(/^\d{8}$/) as string, Status: 'New', AccountId: demo.showcase.keep.id })
  })

  it('says what a converted lead became, and keeps a task on a lead off every account', async () => {
    const leads = await conn.query("SELECT Id, IsConverted, ConvertedAccountId FROM Lead WHERE ConvertedAccountId != null")
    expect(leads.records).toMatchObject([{ IsConverted: true, ConvertedAccountId: demo.showcase.keep.id }])
    const open = String((await conn.query("SELECT Id FROM Lead WHERE LastName = 'Okafor'")).records[0]!.Id)
    const made = await conn.sobject('Task').create({ WhoId: open, Subject: 'Call', TaskSubtype: 'Call', Status: 'Completed' })
    if (!made.success) throw new Error('not made')
    expect(await conn.sobject('Task').retrieve(made.id)).toMatchObject({ WhoId: open, WhatId: null, AccountId: null, IsClosed: true })
  })
})

describe('limits and faults', () => {
  it('counts the calls', async () => {
    const limits = await conn.limits()
    expect(limits.DailyApiRequests!.Remaining).toBeLessThan(limits.DailyApiRequests!.Max)
    expect(conn.limitInfo.apiUsage).toMatchObject({ limit: limits.DailyApiRequests!.Max })
  })

  it.each([
    [{ kind: 'limit' as const }, 'REQUEST_LIMIT_EXCEEDED'], [{ kind: 'notFound' as const }, 'NOT_FOUND'],
  ])('goes wrong once when told to: %o', async (fault, code) => {
    demo.faults.add(fault)
    expect((await fails(conn.query('SELECT Id FROM Account LIMIT 1'))).errorCode).toBe(code)
    expect((await conn.query('SELECT Id FROM Account LIMIT 1')).records).toHaveLength(1)
  })

  it('answers again after a 500, which jsforce repeats by itself', async () => {
    demo.log.length = 0
    demo.faults.add({ kind: 'serverError' })
    expect((await conn.query('SELECT Id FROM Account LIMIT 1')).records).toHaveLength(1)
    expect(demo.log.map(e => e.status)).toEqual([500, 200])
  })

  it('keeps a record whose answer was cut off', async () => {
    demo.faults.add({ kind: 'cut', after: true, method: 'POST' })
    const raw = fetch(
      `${demo.url}/services/data/v60.0/sobjects/Account`,
      {
        method: 'POST', headers: { Authorization: `Bearer ${conn.accessToken}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({ Name: 'Cut off' }),
      }
    )
    await expect(raw).rejects.toThrow('fetch failed')
    expect((await conn.query("SELECT Id FROM Account WHERE Name = 'Cut off'")).totalSize).toBe(1)
  })
})
