import fc from 'fast-check'
import { expect, it } from 'vitest'
import { worlds, type World } from '../../tests/oracle/arbitraries'
import { fromIso, momentAt, toIso } from '../model/day'
import type { Plan } from '../model/plan'
import type { Deal, Snapshot } from '../model/snapshot'
import { assess } from './assess'
import { historyOf } from './history'
import { prepare } from './prepared'

const law = (holds: (world: World) => void) => () => fc.assert(fc.property(worlds, holds), { numRuns: 100 })

const plan: Plan = {
  turfside: 1, name: 'Test', currency: 'USD', timeZone: 'America/New_York', calendar: { workingDays: ['mon', 'tue', 'wed', 'thu', 'fri'] }, reps: [{ id: 'rep', name: 'Rae' }], territories: [],
}
const sale = (id: string, value: string, day: string): Deal => ({ id, kind: 'deal', name: id, amount: { value, currency: 'USD' }, state: 'won', day, createdAt: null, products: [] })
const account = (deals: readonly Deal[], createdAt: string): Snapshot => ({
  area: { country: null, region: null, county: null, postalCode: null }, place: null, placeNote: 'noAddress', users: [], deals, touches: [], touchesSince: null, campaigns: [], rates: [], hidden: [], peers: [], readAt: 0,
  account: {
    ids: ['a'], name: 'A', ownerId: null, type: null, industry: null, employees: null, phone: null, website: null, currency: 'USD', createdAt: Date.parse(createdAt),
    address: { street: null, city: null, region: null, postalCode: null, country: null }, coordinates: null, priority: null, segment: null, marketing: null, visitMinutes: null, former: null, fields: {},
  },
})
const now = Date.parse('2026-11-24T17:00:00Z')

it('tells how purchases moved an account: won, lapsed on the day the limit passes, won again', () => {
  const { moves, byPurchases } = historyOf(account([sale('first', '100', '2025-01-10'), sale('again', '100', '2026-03-02')], '2024-12-01T12:00:00Z'), plan, now)
  // 2025-01-10 is followed by 365 days that are still in time.
  expect(moves).toEqual([
    { from: 'recapture', to: 'keep', day: '2026-03-02' },
    { from: 'keep', to: 'recapture', day: '2026-01-11' },
    { from: 'attain', to: 'keep', day: '2025-01-10' },
  ])
  expect(byPurchases).toBe('keep')
})

it('knows no move of what the user may not see, and none from what is not known of the past', () => {
  const hidden: Snapshot = { ...account([], '2024-01-01T12:00:00Z'), hidden: ['deals'] }
  expect(historyOf(hidden, plan, now)).toMatchObject({ moves: [], byPurchases: null })
  const former = account([sale('one', '100', '2026-06-01')], '2026-05-01T12:00:00Z')
  expect(historyOf({ ...former, account: { ...former.account, former: true } }, plan, now).byPurchases).toBe('keep')
})

it('has twelve calendar months, one after the other, the last until today', law(({ snapshot, plan, now }) => {
  const { months } = historyOf(snapshot, plan, now)
  expect(months).toHaveLength(12)
  expect(months.at(-1)!.to).toBe(toIso(prepare(plan).dayOf(now)))
  for (const [i, month] of months.entries()) {
    expect(month.from.slice(8)).toBe('01')
    if (i > 0) expect(fromIso(month.from)! - fromIso(months[i - 1]!.to)!).toBe(1)
  }
}))

it('gives a month’s figures as they were profitability’s own with that month as its period', law(({ snapshot, plan, now }) => {
  const monthly: Plan = { ...plan, profitability: { ...plan.profitability, period: 'month' } }
  const { profitability } = assess(snapshot, monthly, now)
  const { net, revenue, missing } = historyOf(snapshot, plan, now).months.at(-1)!
  expect({ net, revenue, missing }).toEqual({ net: profitability.net, revenue: profitability.revenue.amount, missing: profitability.missing })
}))

it('lists each touch that counts once, the newest first', law(({ snapshot, plan, now }) => {
  const { touches } = historyOf(snapshot, plan, now)
  expect(new Set(touches.map(({ id }) => id)).size).toBe(touches.length)
  for (let i = 1; i < touches.length; i++) expect(touches[i]!.day <= touches[i - 1]!.day).toBe(true)
  const { last } = assess(snapshot, plan, now).nextTouch
  expect(touches[0]?.day ?? null).toBe(last?.day ?? null)
}))

it('its moves are those that asking day by day would find', () => {
  fc.assert(fc.property(worlds, fc.array(fc.integer({ min: 0, max: 729 }), { minLength: 3, maxLength: 6 }), ({ snapshot, plan, now }, daysAgo) => {
    const { moves, byPurchases } = historyOf(snapshot, plan, now)
    fc.pre(byPurchases !== null)
    const today = prepare(plan).dayOf(now)
    const { createdAt } = snapshot.account
    const start = createdAt === null ? -Infinity : prepare(plan).dayOf(createdAt)
    for (const ago of daysAgo) {
      const day = today - ago
      if (day < start || createdAt === null) continue
      // The bucket after the last move up to that day; before the first, the one that it left.
      const until = moves.find(move => fromIso(move.day)! <= day)
      const said = until?.to ?? moves.at(-1)?.from ?? byPurchases
      expect(said).toBe(historyOf(snapshot, plan, momentAt(plan.timeZone, day, 12 * 60)).byPurchases)
    }
  }), { numRuns: 100 })
})
