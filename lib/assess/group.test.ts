import { describe, expect, it } from 'vitest'
import type { GroupFigures, GroupRow } from '../model/group'
import type { Plan } from '../model/plan'
import type { Peer } from '../model/snapshot'
import { groupFact } from './group'

const row = (id: string, level: number, revenue: string | null, deals = revenue === null ? 0 : 1, withoutAmount = 0): GroupRow => ({ id, name: id, level, revenue, deals, withoutAmount })
const figures = (own: GroupRow, below: GroupRow[], more: Partial<GroupFigures> = {}): GroupFigures =>
  ({ from: '2025-11-25', to: '2026-11-24', currency: null, own, parent: null, below, whole: true, ...more })
const plan = { currency: 'USD' } as Plan
const peer = (id: string, net: number | null, currency = 'USD'): Peer => ({ id, net, currency } as Peer)

describe('a group', () => {
  it('is rolled up from itself and all below, and its parent is apart', () => {
    const fact = groupFact(figures(row('a', 0, '100.10'), [row('b', 1, '20.05'), row('c', 2, '-3')], { parent: row('p', -1, '900') }), plan, [])
    expect([fact.own.revenue, fact.rolledUp, fact.parent?.revenue, fact.deals]).toEqual([10_010, 11_715, 90_000, 3])
  })
  it('counts what is not known as missing, and what was not sold as nothing', () => {
    const fact = groupFact(figures(row('a', 0, null, 2, 2), [row('b', 1, null)]), plan, [])
    expect([fact.own.revenue, fact.below[0]?.revenue, fact.rolledUp, fact.withoutAmount]).toEqual([null, 0, 0, 2])
    expect(groupFact(figures(row('a', 0, null, 2, 2), []), plan, []).rolledUp).toBeNull()
  })
  it('keeps what the plan keeps of revenue, and rounds once', () => {
    const third = { currency: 'USD', profitability: { grossMargin: 0.333 } } as Plan
    expect(groupFact(figures(row('a', 0, '0.01'), [row('b', 1, '0.01'), row('c', 1, '0.01')]), third, []).rolledUp).toBe(1)
  })
  it('sums the net of those that are cached, each currency apart, and says of how many', () => {
    const below = [row('b', 1, '1'), row('c', 1, '1'), row('d', 1, '1'), row('e', 1, '1')]
    const fact = groupFact(figures(row('a', 0, '1'), below, { currency: 'EUR' }), plan, [peer('b', 500), peer('c', 700, 'EUR'), peer('d', null), peer('x', 9_999), peer('e', 20)])
    expect([fact.currency, fact.nets]).toEqual(['EUR', { count: 3, sums: [{ minor: 700, currency: 'EUR' }, { minor: 520, currency: 'USD' }] }])
  })
  it('never makes a figure past what holds to the cent', () => {
    expect(groupFact(figures(row('a', 0, '999999999999999'), []), plan, []).rolledUp).toBeNull()
  })
})
