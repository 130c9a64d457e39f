import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { roundTrips } from '../../demo/log'
import type { Connection, CrmError, Result } from '../../lib/crm/adapter'
import { salesforce } from '../../lib/crm/salesforce/adapter'
import { demoWorld, origin, wanted, type DemoWorld } from './demoWorld'
import { memoryMemo } from './nodeAccess'
import { touchOf, value } from './suite'

const errorOf = (result: Result<unknown>): CrmError | 'no error' => (result.ok ? 'no error' : result.error)

describe('writing to Salesforce', () => {
  let world: DemoWorld
  beforeAll(async () => {
    world = await demoWorld()
  })
  afterAll(async () => {
    await world?.close()
  })
  afterEach(() => {
    world.demo.faults.clear()
  })
  const readBy = async (connection: Connection) => value(await connection.read(world.acme.id, wanted))
  const row = (id: string) => world.demo.org.get(id)!
  const call = () => touchOf('call', { accountId: world.acme.id })
  const visit = () => touchOf('visit', { accountId: world.acme.id })

  it('makes a completed task of the signed-in user on the account', async () => {
    const written = value(await world.fresh().write({ ...call(), note: 'Spoke with Ann' }, false))
    expect(row(written.id)).toMatchObject({
      WhatId: world.acme.id, AccountId: world.acme.id, OwnerId: world.acme.owner, Status: 'Completed', TaskSubtype: 'Call', Description: 'Spoke with Ann',
      CallDurationInSeconds: 1500, CallObject: `turfside:${written.mark}`, ActivityDate: written.day,
    })
  })
  it('makes an event at its time, whose description ends in the mark', async () => {
    const touch = { ...touchOf('meeting', { accountId: world.acme.id }), note: 'Demo' }
    const written = value(await world.fresh().write(touch, false))
    expect(row(written.id)).toMatchObject({ WhatId: world.acme.id, OwnerId: world.acme.owner, StartDateTime: touch.start, DurationInMinutes: 25, Location: 'online', Description: `Demo\n\nturfside:${touch.mark}` })
  })
  it('asks for a field that the org requires, with the org’s own choices, and sends what was chosen', async () => {
    world.demo.faults.requireOnEvent({ how: 'required' })
    const connection = world.fresh()
    const form = value(await connection.touchForm('visit'))
    expect(form).toEqual([expect.objectContaining({ name: 'Visit_Reason__c', kind: 'choice' })])
    expect(form[0]!.choices.map(choice => choice.value)).toContain('Complaint')
    expect(value(await connection.touchForm('call'))).toEqual([])
    expect(errorOf(await connection.write(visit(), false))).toEqual({ kind: 'refused', message: 'Required fields are missing: [Visit_Reason__c]', fields: ['Visit_Reason__c'] })
    const written = value(await connection.write({ ...visit(), extra: { Visit_Reason__c: 'Complaint' } }, false))
    expect(row(written.id)).toMatchObject({ Visit_Reason__c: 'Complaint' })
  })
  it('gives the org’s own words when a rule says no, and writes nothing', async () => {
    world.demo.faults.requireOnEvent({ how: 'validation', message: 'Say why you went.' })
    const before = await world.touchesInCrm(world.acme.id)
    expect(errorOf(await world.fresh().write(visit(), false))).toMatchObject({ kind: 'refused', message: 'Say why you went.' })
    expect(await world.touchesInCrm(world.acme.id)).toBe(before)
  })
  it.each([false, true])('writes once where the version of the API was retired meanwhile (as a repeat: %s)', async repeat => {
    const connection = world.fresh()
    await readBy(connection)
    const before = await world.touchesInCrm(world.acme.id)
    world.demo.faults.versions = { oldest: 50, newest: 62 }
    const touch = call()
    const first = await connection.write(touch, repeat)
    if (repeat) expect(errorOf(first)).toMatchObject({ kind: 'unreadable' })
    expect(value(repeat ? await connection.write(touch, true) : first).mark).toBe(touch.mark)
    expect(await world.touchesInCrm(world.acme.id)).toBe(before + 1)
  })
  it.each(['call', 'visit'] as const)('finds a %s whose answer was lost, and makes no second one', async type => {
    const connection = world.fresh()
    await readBy(connection)
    const before = await world.touchesInCrm(world.acme.id)
    const touch = touchOf(type, { accountId: world.acme.id })
    world.demo.faults.add({ kind: 'cut', method: 'POST', path: '/sobjects/', after: true })
    expect(errorOf(await connection.write(touch, false))).toEqual({ kind: 'offline' })
    expect(await world.touchesInCrm(world.acme.id)).toBe(before + 1)
    expect(value(await connection.write(touch, true)).mark).toBe(touch.mark)
    expect(await world.touchesInCrm(world.acme.id)).toBe(before + 1)
  })
  it.each(['call', 'visit'] as const)('leaves one %s where the browser itself has sent it twice', async type => {
    const before = await world.touchesInCrm(world.acme.id)
    const connection = world.fresh(fetch => async (url, init) => {
      // As Chromium does when a kept connection breaks before the answer.
      if (init?.method === 'POST' && url.includes('/sobjects/')) await fetch(url, init)
      return fetch(url, init)
    })
    const written = value(await connection.write(touchOf(type, { accountId: world.acme.id }), false))
    expect(await world.touchesInCrm(world.acme.id)).toBe(before + 1)
    expect(row(written.id).IsDeleted).toBe(false)
  })
  it('finds a visit of two years ago on a repeat, and writes one again that was deleted in the CRM', async () => {
    const connection = world.fresh()
    const start = Date.now() - 730 * 86_400_000
    const touch = { ...visit(), start, day: new Date(start).toISOString().slice(0, 10) }
    const first = value(await connection.write(touch, false))
    expect(value(await connection.write(touch, true)).id).toBe(first.id)
    world.demo.org.remove('Event', row(first.id))
    expect(value(await connection.write(touch, true)).id).not.toBe(first.id)
  })
  it('keeps the mark elsewhere when its field was taken away in the meantime', async () => {
    const connection = world.fresh()
    await readBy(connection)
    world.demo.faults.hide('Task.CallObject')
    const before = await world.touchesInCrm(world.acme.id)
    const touch = call()
    const first = value(await connection.write(touch, false))
    expect(String(row(first.id).Description)).toMatch(new RegExp(`\nturfside:${touch.mark}$`))
    expect(value(await connection.write(touch, true)).id).toBe(first.id)
    expect(await world.touchesInCrm(world.acme.id)).toBe(before + 1)
    expect((await readBy(connection)).touches.find(one => one.id === first.id)?.mark).toBe(touch.mark)
  })
  it('refuses, and writes nothing, where a task could not be told from any other', async () => {
    world.demo.faults.hide('Task.TaskSubtype', 'Task.Type')
    const before = await world.touchesInCrm(world.acme.id)
    expect(errorOf(await world.fresh().write(call(), false))).toMatchObject({ kind: 'refused', fields: expect.arrayContaining(['Type']) as string[] })
    expect(await world.touchesInCrm(world.acme.id)).toBe(before)
  })
  it('asks once who is signed in: a touch is one round trip and one to make sure that it is there only once; taking it back is one', async () => {
    const connection = world.fresh()
    await readBy(connection)
    const tripsOf = async (work: () => Promise<unknown>): Promise<number> => {
      world.demo.faults.latencyMs = 150
      world.demo.log.length = 0
      await work()
      return roundTrips(world.demo.log)
    }
    expect(await tripsOf(() => connection.write(call(), false))).toBe(3)
    expect(await tripsOf(() => connection.write(call(), false))).toBe(2)
    const written = value(await connection.write(call(), false))
    expect(await tripsOf(() => connection.remove(written.id))).toBe(1)
  })
  it('does not take a stranger’s 404 for a removal', async () => {
    const connection = world.fresh(fetch => async (url, init) => (init?.method === 'DELETE' ? new Response('<html>Blocked', { status: 404 }) : fetch(url, init)))
    const written = value(await connection.write(call(), false))
    expect(errorOf(await connection.remove(written.id))).toEqual({ kind: 'notFound' })
    expect(row(written.id).IsDeleted).toBe(false)
  })
  it('removes touches only', async () => {
    expect(errorOf(await world.fresh().remove(world.acme.id))).toEqual({ kind: 'notFound' })
    expect(errorOf(await world.fresh().remove(world.acme.won[0]!))).toEqual({ kind: 'notFound' })
    expect(row(world.acme.id).IsDeleted).toBe(false)
  })
})

describe('a field of the org’s own for the marks of touches', () => {
  const field = 'Turfside_Mark__c'
  let world: DemoWorld
  beforeAll(async () => {
    world = await demoWorld({ markField: true })
  })
  afterAll(async () => {
    await world?.close()
  })
  afterEach(() => {
    world.demo.faults.clear()
  })
  /** A connection for which the options name the field. */
  const named = (name: string | null = field): Connection => salesforce.connect(origin, world.access({ memo: memoryMemo(), markField: async () => name }))
  const touches = () => world.touchesInCrm(world.acme.id)
  const asked = () => world.demo.log.map(({ path }) => decodeURIComponent(path))

  it('is offered where it can hold a mark', async () => {
    expect(value(await world.fresh().markPlaces!())).toEqual(['Task', 'Event'].map(place => ({ place, label: place, fields: [{ name: field, label: 'Turfside Mark' }] })))
  })
  it.each(['call', 'visit'] as const)('bears the mark of a %s, which leaves the description to the note, and reading finds it there', async type => {
    const touch = { ...touchOf(type, { accountId: world.acme.id }), note: 'Spoke with Ann' }
    const written = value(await named().write(touch, false))
    expect(world.demo.org.get(written.id)).toMatchObject({ [field]: `turfside:${touch.mark}`, Description: 'Spoke with Ann' })
    expect(value(await named().read(world.acme.id, wanted)).touches.find(({ id }) => id === written.id)?.mark).toBe(touch.mark)
  })
  it.each(['call', 'visit'] as const)('answers by one filtered question whether a %s arrived, on whatever account it is by now', async type => {
    const connection = named()
    await connection.read(world.acme.id, wanted)
    const touch = touchOf(type, { accountId: world.acme.id })
    world.demo.faults.add({ kind: 'cut', method: 'POST', path: '/sobjects/', after: true })
    expect(await connection.write(touch, false)).toMatchObject({ ok: false })
    const before = await touches()
    world.demo.log.length = 0
    expect(value(await connection.write(touch, true)).mark).toBe(touch.mark)
    expect(asked()).toEqual([expect.stringContaining(`WHERE ${field} = 'turfside:${touch.mark}'`)])
    expect(asked()[0]).not.toContain('AccountId =')
    expect(await touches()).toBe(before)
  })
  it('that is unique makes the org itself refuse a second one, and the first is answered', async () => {
    const touch = touchOf('visit', { accountId: world.acme.id })
    const first = value(await named().write(touch, false))
    const before = await touches()
    // As if the attempt before had arrived after it was asked for.
    expect(value(await named().write(touch, false)).id).toBe(first.id)
    expect(await touches()).toBe(before)
  })
  it('finds a touch of before it was named, and takes it back', async () => {
    const touch = touchOf('visit', { accountId: world.acme.id })
    const before = await touches()
    await world.fresh().write(touch, false)
    expect(value(await named().write(touch, true)).mark).toBe(touch.mark)
    expect(await touches()).toBe(before + 1)
    expect(value(await named().withdraw(touch))).toBe(1)
    expect(value(await named().withdraw(touch))).toBe(0)
    expect(await touches()).toBe(before)
  })
  it('that is hidden from the user, or gone, is left alone: the mark stands where it stands without', async () => {
    world.demo.faults.hide(`Event.${field}`)
    const touch = touchOf('visit', { accountId: world.acme.id })
    const written = value(await named().write(touch, false))
    expect(world.demo.org.get(written.id)?.Description).toMatch(new RegExp(`turfside:${touch.mark}$`))
    expect(value(await named('Never_There__c').write(touch, true)).id).toBe(written.id)
  })
})
