import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Connection, NewTouch, Reading, Result, Wanted } from '../../lib/crm/adapter'
import { isDay } from '../../lib/model/day'
import { touchTypes, type Touch, type TouchType } from '../../lib/model/snapshot'

/** A CRM with an account in it, as one adapter sees it. The same tests run against each. */
export interface World {
  readonly connection: Connection
  /** The same CRM without a session. */
  readonly signedOut: Connection
  /** A CRM that takes every request and never answers. */
  readonly silent: Connection
  /** An account with an address, at least one won deal and at least three touches of the last year. */
  readonly accountId: string
  /** Shaped like an account's id, but there is none. */
  readonly missingId: string
  readonly wanted: Wanted
  /** Session tokens and passwords: nothing that the adapter answers or remembers may hold one. */
  readonly secrets: readonly string[]
  /** All that the adapter has put into `access.memo`. */
  readonly remembered: () => unknown
  /** Records on the account in the CRM itself that may be touches, counted behind the adapter's back. */
  touchesInCrm(accountId: string): Promise<number>
  /** Makes an account, answers its id; `deleteAccount` takes it away. For "deleted in the meantime". */
  readonly fleeting?: { create(): Promise<string>; remove(id: string): Promise<void> }
  close(): Promise<void>
}

const minute = 60_000
/** A read waits 30 s for silence to end; a test of it a little longer. */
const silence = 30_000

/** Ends the test with the error itself in the message when a result is none. */
export function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`expected a value, got ${JSON.stringify(result.error)}`)
  return result.value
}

const errorOf = (result: Result<unknown>): unknown => (result.ok ? { ok: result.value } : result.error)

/** Runs what every adapter owes against the CRM that `open` gives. */
export function contractSuite(name: string, open: () => Promise<World>): void {
  describe(`contract: ${name}`, () => {
    let world: World
    const answers: unknown[] = []
    /** Keeps each answer, so that the last test can search all of them for secrets. */
    const seen = async <T>(answer: Promise<Result<T>>): Promise<Result<T>> => {
      const result = await answer
      answers.push(result)
      return result
    }
    const read = async (): Promise<Reading> => value(await seen(world.connection.read(world.accountId, world.wanted)))

    beforeAll(async () => {
      world = await open()
    }, 120_000)
    afterAll(async () => {
      await world?.close()
    })

    describe('session', () => {
      it('says who is signed in', async () => {
        const session = value(await seen(world.connection.session()))
        expect(session.user.ids.length).toBeGreaterThan(0)
        expect(session.user.ids[0]).toMatch(/\S/)
        expect(session.user.name).toMatch(/\S/)
      })
      it('has a fingerprint that stays the same and gives nothing of the session away', async () => {
        const first = await world.connection.fingerprint()
        expect(first).toMatch(/\S{8,}/)
        expect(await world.connection.fingerprint()).toBe(first)
        for (const secret of world.secrets) {
          expect(secret.includes(first!)).toBe(false)
          expect(first!.includes(secret)).toBe(false)
        }
      })
      it('knows that nobody is signed in', async () => {
        expect(await world.signedOut.fingerprint()).toBeNull()
        expect(errorOf(await seen(world.signedOut.session()))).toEqual({ kind: 'signedOut' })
        expect(errorOf(await seen(world.signedOut.read(world.accountId, world.wanted)))).toEqual({ kind: 'signedOut' })
        expect(errorOf(await seen(world.signedOut.write(touchOf('call', world), false)))).toEqual({ kind: 'signedOut' })
        expect(errorOf(await seen(world.signedOut.remove('nothing')))).toEqual({ kind: 'signedOut' })
      })
    })

    describe('reading', () => {
      it('gives the account with its ids, owner, deals and touches', async () => {
        const reading = await read()
        expect(reading.account.ids).toContain(world.accountId)
        expect(reading.account.name).toMatch(/\S/)
        expect(reading.deals.filter(deal => deal.state === 'won').length).toBeGreaterThan(0)
        expect(reading.touches.length).toBeGreaterThanOrEqual(3)
        expect(reading.hidden).toEqual([])
        expect(Math.abs(reading.readAt - Date.now())).toBeLessThan(5 * minute)
      })
      it('names every user that it refers to', async () => {
        const reading = await read()
        const known = new Set(reading.users.flatMap(user => user.ids))
        const named = [reading.account.ownerId, ...reading.touches.map(touch => touch.userId)].filter(id => id !== null)
        expect(named.filter(id => !known.has(id))).toEqual([])
        for (const user of reading.users) expect(user.name).toMatch(/\S/)
      })
      it('keeps to the shape: decimal strings, ISO days, moments, no id twice', async () => {
        const reading = await read()
        expect(shapeFaults(reading)).toEqual([])
      })
      it('survives JSON unchanged', async () => {
        const reading = await read()
        expect(JSON.parse(JSON.stringify(reading))).toEqual(reading)
      })
      it('reads no touch from long before the day it was told to begin on', async () => {
        const since = new Date(Date.now() - 60 * 24 * 60 * minute).toISOString().slice(0, 10)
        const reading = value(await seen(world.connection.read(world.accountId, { ...world.wanted, touchesSince: since })))
        // A moment belongs to a day only in a zone: one day of leeway either way.
        const limit = Date.parse(since) - 2 * 24 * 60 * minute
        if (reading.touchesSince !== null) {
          expect(reading.touchesSince).toBe(since)
          expect(reading.touches.filter(touch => momentOf(touch) < limit)).toEqual([])
        }
        const won = (r: Reading): string[] => r.deals.filter(d => d.state === 'won').map(d => d.id).sort()
        expect(won(reading)).toEqual(won(await read()))
      })
      it('says "not found" of an account that is not there', async () => {
        expect(errorOf(await seen(world.connection.read(world.missingId, world.wanted)))).toEqual({ kind: 'notFound' })
      })
      it('says "not found" of an account that was deleted in the meantime', async context => {
        if (!world.fleeting) return context.skip()
        const id = await world.fleeting.create()
        expect(value(await seen(world.connection.read(id, world.wanted))).account.ids).toContain(id)
        await world.fleeting.remove(id)
        expect(errorOf(await seen(world.connection.read(id, world.wanted)))).toEqual({ kind: 'notFound' })
      })
      it('calls a mapped field that is not there hidden, not empty', async () => {
        const wanted: Wanted = { ...world.wanted, fields: { ...world.wanted.fields, priority: 'no_such_field_xyz' }, extra: [] }
        const reading = value(await seen(world.connection.read(world.accountId, wanted)))
        expect(reading.account.priority).toBeNull()
        expect(reading.hidden).toContain('account.priority')
      })
      it('lists the fields that options can map, each once', async () => {
        const fields = value(await seen(world.connection.accountFields()))
        expect(fields.length).toBeGreaterThan(3)
        expect(new Set(fields.map(field => field.name)).size).toBe(fields.length)
        for (const field of fields) expect(field.label).toMatch(/\S/)
      })
    })

    describe('writing', () => {
      for (const type of touchTypes) {
        it(`writes a ${type} that reading then gives with its mark, and takes exactly it back`, async () => {
          const before = await world.touchesInCrm(world.accountId)
          const touch = await filled(world, touchOf(type, world))
          const me = value(await seen(world.connection.session())).user
          const written = value(await seen(world.connection.write(touch, false)))
          expect(written.mark).toBe(touch.mark)
          expect(me.ids).toContain(written.userId)
          expect(await world.touchesInCrm(world.accountId)).toBe(before + 1)

          const found = (await read()).touches.filter(t => t.mark === touch.mark)
          expect(found).toHaveLength(1)
          expect(withoutClock(found[0]!)).toEqual(withoutClock(written))
          expect(Math.abs(clockOf(found[0]!) - clockOf(written))).toBeLessThan(5 * minute)
          expect(countsAs(found[0]!, touch)).toBe(type)
          expect(found[0]!.completed).toBe(true)
          expect(found[0]!.seconds).toBe(touch.minutes * 60)

          value(await seen(world.connection.remove(written.id)))
          expect(await world.touchesInCrm(world.accountId)).toBe(before)
          expect((await read()).touches.filter(t => t.mark === touch.mark)).toEqual([])
          expect(await seen(world.connection.remove(written.id))).toEqual({ ok: true, value: null })
          expect(await world.touchesInCrm(world.accountId)).toBe(before)
        })
        it(`recognises a ${type} that was sent before and makes no second one`, async () => {
          const before = await world.touchesInCrm(world.accountId)
          const touch = await filled(world, touchOf(type, world))
          const first = value(await seen(world.connection.write(touch, false)))
          const again = value(await seen(world.connection.write(touch, true)))
          expect(again.id).toBe(first.id)
          expect(again.mark).toBe(touch.mark)
          expect(await world.touchesInCrm(world.accountId)).toBe(before + 1)
          value(await seen(world.connection.remove(first.id)))
        })
        it(`writes a ${type} on a repeat whose first attempt never arrived`, async () => {
          const before = await world.touchesInCrm(world.accountId)
          const touch = await filled(world, touchOf(type, world))
          const written = value(await seen(world.connection.write(touch, true)))
          expect(await world.touchesInCrm(world.accountId)).toBe(before + 1)
          value(await seen(world.connection.remove(written.id)))
        })
      }
      it('keeps a note with markup, quotes, line ends and emoji apart from the mark', async () => {
        const touch = await filled(world, { ...touchOf('visit', world), note: `O'Hara said "<b>yes</b>" \\ twice\nand again 🌱\nשלום` })
        const written = value(await seen(world.connection.write(touch, false)))
        const found = (await read()).touches.filter(t => t.id === written.id)
        expect(found.map(t => t.mark)).toEqual([touch.mark])
        value(await seen(world.connection.remove(written.id)))
      })
    })

    it('gives up on a CRM that is silent', async () => {
      const began = Date.now()
      expect(errorOf(await seen(world.silent.read(world.accountId, world.wanted)))).toEqual({ kind: 'down', status: 0 })
      expect(Date.now() - began).toBeLessThan(silence + 10_000)
    }, silence + 15_000)

    it('never lets a session token out: not in answers, not in errors, not in what it remembers', async () => {
      const all = JSON.stringify([answers, world.remembered()])
      expect(all.length).toBeGreaterThan(1000)
      for (const secret of world.secrets) {
        expect(secret.length).toBeGreaterThan(3)
        expect(all.includes(secret)).toBe(false)
      }
    })
  })
}

/** A touch of half an hour ago on the world's account, with a mark of its own. */
export function touchOf(type: TouchType, world: Pick<World, 'accountId'>): NewTouch {
  const start = Math.floor(Date.now() / minute) * minute - 30 * minute
  return {
    mark: crypto.randomUUID(), accountId: world.accountId, type, start, day: new Date(start).toISOString().slice(0, 10),
    minutes: 25, note: `A ${type}`, onlineWord: 'online', extra: {},
  }
}

/** The touch with the first choice, or a plain value, for whatever the CRM asks for beyond. */
async function filled(world: World, touch: NewTouch): Promise<NewTouch> {
  const form = value(await world.connection.touchForm(touch.type))
  const plain = { choice: '', text: 'x', number: '1', date: touch.day, checkbox: 'true' }
  return { ...touch, extra: Object.fromEntries(form.map(field => [field.name, field.choices[0]?.value ?? plain[field.kind]])) }
}

const momentOf = (touch: Touch): number => (touch.day !== null ? Date.parse(touch.day) : (touch.start ?? touch.completedAt ?? touch.createdAt ?? Infinity))
const clockOf = (touch: Touch): number => touch.start ?? touch.completedAt ?? touch.createdAt ?? NaN
/** What the CRM's own clock stamps can differ by a moment from what the adapter supposed. */
const withoutClock = (touch: Touch): Partial<Touch> => ({ ...touch, completedAt: null, createdAt: null })
/** The type a plan with `online` among its words makes of it. */
const countsAs = (touch: Touch, sent: NewTouch): string =>
  touch.type !== 'appointment' ? touch.type : (touch.where ?? '').toLowerCase().includes(sent.onlineWord) ? 'meeting' : 'visit'

/** Everything in a reading that breaks the promises of `snapshot.ts`. */
export function shapeFaults(reading: Reading): string[] {
  const faults: string[] = []
  const check = (holds: boolean, what: string): void => void (holds || faults.push(what))
  const amount = (a: { value: string; currency: string | null } | null, of: string): void => {
    if (!a) return
    check(/^-?\d+(\.\d+)?$/.test(a.value), `${of}: amount ${a.value}`)
    check(a.currency === null || /^[A-Z]{3}$/.test(a.currency), `${of}: currency ${a.currency}`)
  }
  const day = (d: string | null, of: string): void => check(d === null || isDay(d), `${of}: day ${d}`)
  const moment = (m: number | null, of: string): void => check(m === null || Number.isSafeInteger(m), `${of}: moment ${m}`)
  const texts = (record: object, of: string): void => {
    for (const [key, text] of Object.entries(record)) if (typeof text === 'string') check(text !== '' && text === text.trim(), `${of}: ${key} is empty or untrimmed`)
  }
  const { account } = reading
  texts({ ...account, name: account.name || 'unnamed' }, 'account')
  texts(account.address, 'address')
  amount(account.marketing, 'account')
  moment(account.createdAt, 'account')
  for (const deal of reading.deals) {
    amount(deal.amount, deal.id)
    day(deal.day, deal.id)
    moment(deal.createdAt, deal.id)
  }
  for (const touch of reading.touches) {
    texts({ ...touch }, touch.id)
    day(touch.day, touch.id)
    for (const m of [touch.start, touch.completedAt, touch.createdAt]) moment(m, touch.id)
    check(touch.seconds === null || (Number.isFinite(touch.seconds) && touch.seconds >= 0), `${touch.id}: seconds ${touch.seconds}`)
  }
  for (const rate of reading.rates) {
    check(/^\d+(\.\d+)?$/.test(rate.rate), `rate ${rate.rate}`)
    day(rate.day, 'rate')
  }
  for (const campaign of reading.campaigns ?? []) {
    amount(campaign.cost, campaign.id)
    check(campaign.members >= campaign.ofAccount, `${campaign.id}: ${campaign.ofAccount} of ${campaign.members} members`)
  }
  const twice = (ids: readonly string[], of: string): void => check(new Set(ids).size === ids.length, `${of}: an id twice`)
  twice(reading.deals.map(d => `${d.kind} ${d.id}`), 'deals')
  twice(reading.touches.map(t => t.id), 'touches')
  twice(reading.users.map(u => u.ids[0]!), 'users')
  return faults
}
