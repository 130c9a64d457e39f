import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Belonging, Result } from '../../lib/crm/adapter'
import { demoWorld, wanted, type DemoWorld } from './demoWorld'
import { value } from './suite'

/** Whose a record is, against an org that answers as Salesforce does. */

let world: DemoWorld
beforeAll(async () => {
  world = await demoWorld({ accounts: 60 })
  // So that the org is known, as it is after the first account.
  value(await world.connection.read(world.accountId, wanted))
})
afterAll(() => world?.close())

const find = (object: string, holds: (row: Readonly<Record<string, unknown>>) => boolean): string => {
  const row = world.demo.org.rows(object).find(holds)
  if (!row) throw new Error(`no such ${object}`)
  return String(row.Id)
}
const asked = (id: string, object: string | null = null): Promise<Result<Belonging>> => {
  world.demo.log.length = 0
  return world.connection.accountOf({ object, id }, wanted)
}
const requests = (): number => world.demo.log.length
const showcase = (name: keyof DemoWorld['demo']['showcase']): string => world.demo.showcase[name].id

describe('a record', () => {
  it.each([
    ['Contact', 'contact', 'Ann Lee'], ['Opportunity', 'deal', 'Mowers'], ['Task', 'task', 'Task'], ['Event', 'event', 'Event'],
  ] as const)('%s is its account’s, learned in one round trip', async (object, kind, name) => {
    const id = find(object, row => row.AccountId === world.accountId && row.IsDeleted !== true)
    expect(value(await asked(id, object))).toEqual({ to: 'account', accountId: world.accountId, via: { kind, name } })
    expect(requests()).toBe(1)
    expect(value(await asked(id))).toMatchObject({ to: 'account', accountId: world.accountId })
    expect(requests()).toBe(1)
  })

  it('that a case is, is called by its subject’s name or number, and is its account’s', async () => {
    expect(value(await asked(find('Case', row => row.CaseNumber === '00001026'), 'Case')))
      .toEqual({ to: 'account', accountId: showcase('overlap'), via: { kind: 'case', name: 'Fairway mower stops on slopes' } })
  })

  it('of the org’s own making is the account’s that it looks up, though it names another as well', async () => {
    const visit = find('Site_Visit__c', row => row.Name === 'SV-0041')
    expect(value(await asked(visit, 'Site_Visit__c'))).toEqual({ to: 'account', accountId: showcase('expand'), via: { kind: 'record', name: 'SV-0041' } })
    expect(requests()).toBe(1)
    // Where the address does not name the object, the org is asked for its list of objects, once a day.
    expect(value(await asked(visit))).toMatchObject({ accountId: showcase('expand') })
    expect(requests()).toBe(2)
    value(await asked(visit))
    expect(requests()).toBe(1)
  })

  it('that names one account under another name is that one’s; one that names several, none as its own, is said to', async () => {
    const { org } = world.demo
    const visit = org.get(find('Site_Visit__c', row => row.Name === 'SV-0041'))!
    org.update('Site_Visit__c', visit, { Account__c: null })
    try {
      expect(value(await asked(String(visit.Id), 'Site_Visit__c'))).toMatchObject({ to: 'account', accountId: showcase('keep') })
      const another = world.fresh(fetch => async (url, init) => {
        const answer = await fetch(url, init)
        return url.includes('/Site_Visit__c/') ? Response.json({ ...(await answer.json() as object), Landlord__c: showcase('overlap') }) : answer
      })
      expect(value(await another.accountOf({ object: 'Site_Visit__c', id: String(visit.Id) }, wanted)))
        .toEqual({ to: 'several', accountIds: [showcase('keep'), showcase('overlap')], via: { kind: 'record', name: 'SV-0041' } })
    } finally {
      org.update('Site_Visit__c', visit, { Account__c: showcase('expand') })
    }
  })

  it('between it and the account costs a round trip more: a task on a visit is the visit’s account’s', async () => {
    const task = find('Task', row => row.Subject === 'Send the findings')
    expect(value(await asked(task, 'Task'))).toEqual({ to: 'account', accountId: showcase('expand'), via: { kind: 'task', name: 'Send the findings' } })
  })

  it.each([
    ['Contact', (row: Readonly<Record<string, unknown>>) => row.LastName === 'Falk', 'contact'],
    ['Task', (row: Readonly<Record<string, unknown>>) => row.Subject === 'Book the fair', 'task'],
    ['Case', (row: Readonly<Record<string, unknown>>) => row.CaseNumber === '00001028', 'case'],
    ['Site_Visit__c', (row: Readonly<Record<string, unknown>>) => row.Name === 'SV-0042', 'record'],
  ] as const)('%s without an account is said to be nobody’s', async (object, holds, kind) => {
    expect(value(await asked(find(object, holds), object))).toMatchObject({ to: 'nobody', via: { kind } })
  })

  it('whose account may not be seen is not said to have none', async () => {
    const { org } = world.demo
    org.hidden.add('Contact.AccountId')
    try {
      expect(await asked(find('Contact', row => row.AccountId === world.accountId), 'Contact')).toEqual({ ok: false, error: { kind: 'fieldHidden', field: 'Contact.AccountId' } })
    } finally {
      org.hidden.delete('Contact.AccountId')
    }
  })

  it('that is deleted, not there, or of an object that is not there, is not found', async () => {
    for (const [id, object] of [['003Hs00000zzzzzIAA', 'Contact'], ['a0zHs00000zzzzzIAA', null], ['006Hs00000zzzzzIAA', 'Opportunity'], ['a0zHs00000zzzzzIAA', 'Gone__c']] as const) {
      expect(await asked(id, object)).toEqual({ ok: false, error: { kind: 'notFound' } })
    }
  })

  it('is not asked about without a session', async () => {
    expect(await world.signedOut.accountOf({ object: 'Contact', id: '003Hs00000zzzzzIAA' }, wanted)).toEqual({ ok: false, error: { kind: 'signedOut' } })
  })
})

describe('a lead', () => {
  const maya = () => find('Lead', row => row.LastName === 'Okafor')

  it('is read as the account it may become, in one round trip', async () => {
    const belonging = value(await asked(maya(), 'Lead'))
    expect(requests()).toBe(1)
    if (belonging.to !== 'lead') throw new Error(belonging.to)
    expect(belonging).toMatchObject({ via: { kind: 'lead', name: 'Maya Okafor' }, status: 'Open - Not Contacted' })
    expect(belonging.reading).toMatchObject({
      account: { name: 'Harbor Point Golf Resort', industry: 'Hospitality', employees: 180, priority: 'High', segment: 'Mid-Market', address: { city: 'Boston', region: 'MA', country: 'United States' } },
      deals: [], touches: [], hidden: [],
    })
    expect(belonging.reading.account.ids[0]).toBe(maya())
    expect(belonging.reading.users.map(({ name }) => name)).toContain('Hannah Whitcomb')
  })

  it('that was converted is the account’s that it became', async () => {
    expect(value(await asked(find('Lead', row => row.IsConverted === true || row.ConvertedAccountId === showcase('keep')), 'Lead')))
      .toEqual({ to: 'account', accountId: showcase('keep'), via: { kind: 'lead', name: 'Rowan Whitfield' } })
  })

  it('takes a call as a Task on the person, once however often it is sent, and gives it back', async () => {
    const mark = crypto.randomUUID()
    const touch = { mark, accountId: maya(), type: 'call' as const, start: Date.now() - 600_000, day: new Date().toISOString().slice(0, 10), minutes: 5, note: 'First word', onlineWord: 'Online', extra: {} }
    const written = value(await world.connection.write(touch, false))
    expect(value(await world.connection.write(touch, true)).id).toBe(written.id)
    const tasks = world.demo.org.rows('Task').filter(row => row.WhoId === maya() && row.IsDeleted !== true)
    expect(tasks).toHaveLength(1)
    expect(tasks[0]).toMatchObject({ AccountId: null, TaskSubtype: 'Call' })
    expect(tasks[0]!.WhatId ?? null).toBeNull()
    const again = value(await asked(maya(), 'Lead'))
    expect(again.to === 'lead' && again.reading.touches.map(({ id, mark, completed }) => ({ id, mark, completed }))).toEqual([{ id: written.id, mark, completed: true }])
    // The task's own page shows the lead.
    expect(value(await asked(written.id, 'Task'))).toMatchObject({ to: 'lead', via: { kind: 'task' } })
    value(await world.connection.remove(written.id))
    expect(value(await asked(maya(), 'Lead'))).toMatchObject({ reading: { touches: [] } })
  })

  it('whose touches may not be seen says so', async () => {
    const { org } = world.demo
    org.hidden.add('Task.WhoId')
    try {
      expect(value(await world.fresh().accountOf({ object: 'Lead', id: maya() }, wanted))).toMatchObject({ reading: { hidden: ['touches'] } })
    } finally {
      org.hidden.delete('Task.WhoId')
    }
  })
})
