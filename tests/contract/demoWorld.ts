import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import selfsigned from 'selfsigned'
import { startDemoOrg, type DemoOptions, type DemoOrg } from '../../demo/server'
import type { Access, Connection, Wanted } from '../../lib/crm/adapter'
import { salesforce } from '../../lib/crm/salesforce/adapter'
import { fetchAt, memoryMemo } from './nodeAccess'
import type { World } from './suite'

/** The demo org with an account of known content, and connections to it as the extension has them. */
export interface DemoWorld extends World {
  readonly demo: DemoOrg
  readonly memo: ReturnType<typeof memoryMemo>
  /** The content of the account. */
  readonly acme: Acme
  /** A connection with a memory of its own: an org never seen. `change` stands between it and the server. */
  fresh(change?: (fetch: Access['fetch']) => Access['fetch']): Connection
  /** What the extension would hand the adapter. */
  access(over?: Partial<Access>): Access
  /** A session of its own; without a name, of the account's owner. */
  signIn(username?: string): Promise<string>
}

export const origin = 'https://turfside-demo.my.salesforce.com'

export const wanted: Wanted = {
  fields: { priority: 'Priority__c', segment: 'Segment__c', marketing: 'Marketing_Spend__c', visitMinutes: 'Visit_Minutes__c', former: 'Former_Customer__c' },
  formerValues: null, extra: ['ERP_Number__c', 'AnnualRevenue'], campaigns: true, revenue: 'deals',
  touchesSince: new Date(Date.now() - 730 * 86_400_000).toISOString().slice(0, 10),
}

export async function demoWorld(options: DemoOptions = {}): Promise<DemoWorld> {
  const demo = await startDemoOrg({ accounts: 30, ...options })
  const mute = await muteServer()
  const fetch = fetchAt(demo.port)
  const acme = fillAcme(demo)
  const signIn = async (username?: string): Promise<string> => {
    const response = await fetch(`${origin}/login${username === undefined ? '' : `?un=${encodeURIComponent(username)}`}`)
    const sid = /\bsid=([^;]+)/.exec(response.headers.get('set-cookie') ?? '')?.[1]
    if (sid === undefined) throw new Error(`no session cookie: ${response.status} ${await response.text()}`)
    return sid
  }
  const sid = await signIn()
  const memo = memoryMemo()
  const access = (over: Partial<Access> = {}): Access => ({
    fetch, memo, pageStorage: async () => null, now: () => Date.now(),
    cookie: async (url, name) => (url === origin && name === 'sid' ? sid : null),
    ...over,
  })
  const connect = (over?: Partial<Access>): Connection => salesforce.connect(origin, access(over))
  const countOf = (object: string, accountId: string): number => demo.org.by(object, 'AccountId', accountId).filter(row => row.IsDeleted !== true).length
  return {
    demo, memo, acme, wanted, signIn, access,
    connection: connect(),
    signedOut: connect({ cookie: async () => null }),
    silent: connect({ fetch: fetchAt(mute.port), memo: memoryMemo() }),
    fresh: change => connect({ memo: memoryMemo(), ...(change ? { fetch: change(fetch) } : {}) }),
    accountId: acme.id,
    missingId: '001Hs00000zzzzzIAA',
    secrets: [sid, sid.slice(sid.indexOf('!') + 1)],
    remembered: () => [...memo.entries],
    touchesInCrm: async id => countOf('Task', id) + countOf('Event', id),
    fleeting: {
      create: async () => String(demo.org.insert('Account', { Name: 'Gone soon', OwnerId: acme.owner, CreatedDate: Date.now() }).Id),
      remove: async id => demo.org.remove('Account', demo.org.get(id)!),
    },
    async close() {
      await demo.close()
      await mute.close()
    },
  }
}

/** Takes every request and never answers. */
async function muteServer(): Promise<{ port: number; close(): Promise<void> }> {
  const key = await selfsigned.generate([{ name: 'commonName', value: 'localhost' }], { keyType: 'ec', algorithm: 'sha256' })
  const server = createServer({ key: key.private, cert: key.cert }, () => undefined)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((resolve, reject) => {
      server.close(error => (error ? reject(error) : resolve()))
      server.closeAllConnections()
    }),
  }
}

export interface Acme {
  readonly id: string
  readonly owner: string
  readonly won: readonly string[]
  readonly open: string
  readonly campaign: string
  readonly ids: Readonly<Record<'call' | 'email' | 'archived' | 'undated' | 'openTask' | 'noTouch' | 'visit' | 'meeting' | 'allDay' | 'deleted' | 'ofDeal' | 'ofContact', string>>
}

const dayMs = 86_400_000

/** One account with a deal, touch and campaign of each kind that matters. */
function fillAcme({ org }: DemoOrg): Acme {
  const now = Date.now()
  const day = (ago: number): string => new Date(now - ago * dayMs).toISOString().slice(0, 10)
  const moment = (ago: number, hour = 15): number => Date.parse(day(ago)) + hour * 3_600_000
  const insert = (object: string, row: Record<string, string | number | boolean | null>): string =>
    String(org.insert(object, { CreatedDate: now - 40 * dayMs, LastModifiedDate: now, SystemModstamp: now, ...row }).Id)
  const owner = String(org.rows('User').find(user => user.Title === 'Territory Representative')!.Id)
  const id = insert('Account', {
    Name: 'Acme <i>Lawn</i> & Söhne', OwnerId: owner, Type: 'Customer - Direct', Industry: 'Recreation', NumberOfEmployees: 250, Phone: '+1 518 555 0100',
    Website: 'https://acme.example', BillingStreet: '1 State St', BillingCity: 'Albany', BillingState: 'NY', BillingPostalCode: '12207', BillingCountry: 'United States',
    BillingLatitude: 42.65, BillingLongitude: -73.75, Priority__c: 'High', Segment__c: 'Mid-Market', Marketing_Spend__c: 1200.5, Visit_Minutes__c: 45, Former_Customer__c: false,
    ERP_Number__c: 'E-77', AnnualRevenue: 5_000_000,
  })
  const deal = (name: string, StageName: string, Amount: number | null, ago: number): string => insert('Opportunity', { AccountId: id, Name: name, StageName, Amount, CloseDate: day(ago), OwnerId: owner })
  const won = [deal('Mowers', 'Closed Won', 1234.5, 30), deal('First order', 'Closed Won', 0.1, 1500)]
  const open = deal('Sprinklers', 'Prospecting', 999.99, -30)
  deal('Lost', 'Closed Lost', 500, 60)
  deal('Lost long ago', 'Closed Lost', 500, 1500)
  const product = insert('Product2', { Name: 'Mower', Family: 'Ground Care' })
  insert('OpportunityLineItem', { OpportunityId: won[0]!, Product2Id: product, Quantity: 1, UnitPrice: 1234.5, TotalPrice: 1234.5 })

  const task = (row: Record<string, string | number | boolean | null>): string =>
    insert('Task', { AccountId: id, WhatId: id, OwnerId: owner, Subject: 'Task', Status: 'Completed', TaskSubtype: 'Task', CompletedDateTime: moment(9), ...row })
  const event = (row: Record<string, string | number | boolean | null>): string =>
    insert('Event', { AccountId: id, WhatId: id, OwnerId: owner, Subject: 'Event', IsAllDayEvent: false, DurationInMinutes: 60, StartDateTime: moment(5), ...row })
  const contact = insert('Contact', { AccountId: id, FirstName: 'Ann', LastName: 'Lee', OwnerId: owner })
  const deleted = task({ TaskSubtype: 'Call', ActivityDate: day(3) })
  org.update('Task', org.get(deleted)!, { IsDeleted: true })
  const campaign = insert('Campaign', { Name: 'Spring fair', ActualCost: null, BudgetedCost: 6000, StartDate: day(200), OwnerId: owner })
  insert('CampaignMember', { CampaignId: campaign, ContactId: contact, Status: 'Sent' })
  return {
    id, owner, won, open, campaign,
    ids: {
      deleted,
      call: task({ TaskSubtype: 'Call', ActivityDate: day(10), CallDurationInSeconds: 300 }),
      email: task({ TaskSubtype: 'ListEmail', ActivityDate: day(12), Status: 'Done by partner' }),
      archived: task({ TaskSubtype: 'Call', ActivityDate: day(500) }),
      undated: task({ Type: 'Visit', ActivityDate: null }),
      openTask: task({ TaskSubtype: 'Call', ActivityDate: day(-5), Status: 'Not Started', CompletedDateTime: null }),
      noTouch: task({ Type: 'Other', ActivityDate: day(8) }),
      visit: event({ Location: '1 State St', StartDateTime: moment(20) }),
      meeting: event({ Location: 'Zoom', StartDateTime: moment(400), DurationInMinutes: 30 }),
      allDay: event({ IsAllDayEvent: true, StartDateTime: moment(15, 0), DurationInMinutes: 1440 }),
      ofDeal: task({ WhatId: won[0]!, TaskSubtype: 'Email', ActivityDate: day(7) }),
      ofContact: event({ WhatId: null, WhoId: contact, StartDateTime: moment(6) }),
    },
  }
}
