import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PersonRef } from '../../../lib/model/assessment'
import { inOrder, passes, sorts } from './order'
import { overlapGroups, stakeOf } from './stake'
import type { AccountFacts, ListedAccount } from './view'

const [anna, bo, cy]: PersonRef[] = [{ id: 'a', name: 'Anna Lee' }, { id: 'b', name: 'Bo Chen' }, { id: null, name: 'Cy Diaz' }]
let serial = 0

function account(over: Partial<AccountFacts> = {}, more: Partial<ListedAccount> = {}): ListedAccount {
  const facts: AccountFacts = {
    territory: 'overlap', claims: [{ name: 'East', reps: [anna!] }, { name: 'West', reps: [bo!] }], owner: anna!, ownerMismatch: false,
    revenue: { minor: 100, currency: 'USD' }, pipeline: { minor: 10, currency: 'USD' }, bucket: 'keep',
    next: { state: 'due', type: 'call', due: '2026-11-27', overdue: false, upcoming: null }, net: { minor: 50, currency: 'USD' }, netShort: false, netEstimated: false, ...over,
  }
  serial++
  return { id: `id${serial}`, place: serial, state: 'read', name: `Account ${serial}`, facts, waitingTouches: 0, ...more }
}

describe('what is at stake', () => {
  it('is summed by who has claims, whichever of their territories it is', () => {
    const groups = overlapGroups([account(), account({ claims: [{ name: 'North', reps: [bo!] }, { name: 'South', reps: [anna!] }] }), account({ territory: 'assigned' })])
    expect(groups).toHaveLength(1)
    expect(groups[0]).toMatchObject({ reps: [anna, bo], territories: ['East', 'North', 'South', 'West'], unmanned: [], sums: [{ currency: 'USD', revenue: 200, pipeline: 20 }] })
    expect(groups[0]!.ids.size).toBe(2)
  })
  it('never adds up amounts of different currencies, and says of how many nothing is known', () => {
    const { sums, unknown } = stakeOf([account(), account({ revenue: { minor: 7, currency: 'EUR' }, pipeline: null }), account({ revenue: null, pipeline: { minor: 5, currency: 'EUR' } })])
    expect(sums).toEqual([{ currency: 'USD', revenue: 100, pipeline: 10 }, { currency: 'EUR', revenue: 7, pipeline: 5 }])
    expect(unknown).toEqual({ revenue: 1, pipeline: 1 })
  })
  it('tells a territory that nobody works, and a rep of both claims', () => {
    const [first] = overlapGroups([account({ claims: [{ name: 'East', reps: [anna!] }, { name: 'Key accounts', reps: [] }] })])
    expect(first).toMatchObject({ reps: [anna], unmanned: ['Key accounts'] })
    const [self] = overlapGroups([account({ claims: [{ name: 'East', reps: [cy!] }, { name: 'Parks', reps: [cy!] }] })])
    expect(self).toMatchObject({ reps: [cy], unmanned: [], territories: ['East', 'Parks'] })
  })
  it('counts each overlapping account in exactly one group, and each amount once', () => {
    const rep = fc.constantFrom(anna!, bo!, cy!)
    const claim = fc.record({ name: fc.constantFrom('East', 'West', 'North'), reps: fc.uniqueArray(rep, { maxLength: 2, selector: ({ name }) => name }) })
    const money = fc.option(fc.record({ minor: fc.integer({ min: 0, max: 1e9 }), currency: fc.constantFrom('USD', 'EUR') }))
    const facts = fc.record({ territory: fc.constantFrom('overlap' as const, 'assigned' as const, 'unassigned' as const), claims: fc.array(claim, { minLength: 2, maxLength: 4 }), revenue: money, pipeline: money })
    fc.assert(fc.property(fc.array(facts, { maxLength: 30 }), all => {
      const accounts = all.map(over => account(over))
      const groups = overlapGroups(accounts)
      expect(groups.flatMap(({ ids }) => [...ids]).sort()).toEqual(accounts.filter(({ facts: of }) => of?.territory === 'overlap').map(({ id }) => id).sort())
      for (const currency of ['USD', 'EUR']) {
        const of = (sums: readonly { currency: string; revenue: number }[]) => sums.filter(sum => sum.currency === currency).reduce((total, { revenue }) => total + revenue, 0)
        expect(groups.reduce((total, { sums }) => total + of(sums), 0)).toBe(of(stakeOf(accounts).sums))
      }
    }))
  })
})

describe('the order of rows', () => {
  const unread = account({}, { state: 'waiting', name: null, facts: null })
  it('puts what is not known last, either way round, and keeps equals as the CRM has them', () => {
    const rows = [unread, account({ net: null }), account({ net: { minor: 5, currency: 'USD' } }), account({ net: { minor: -5, currency: 'USD' } }), account({ net: { minor: 5, currency: 'USD' } })]
    const nets = (descending: boolean) => inOrder(rows, { by: 'net', descending }).map(row => rows.indexOf(row))
    expect(nets(true)).toEqual([2, 4, 3, 0, 1])
    expect(nets(false)).toEqual([3, 2, 4, 0, 1])
  })
  it('holds amounts of one currency together', () => {
    const rows = (['USD', 'EUR', 'USD', 'EUR'] as const).map((currency, i) => account({ net: { minor: i, currency } }))
    expect(inOrder(rows, { by: 'net', descending: true }).map(({ facts }) => `${facts!.net!.currency} ${facts!.net!.minor}`)).toEqual(['EUR 3', 'EUR 1', 'USD 2', 'USD 0'])
  })
  it('is by due day, that of the next period where nothing is left in this one', () => {
    const due = (day: string) => account({ next: { state: 'due', type: 'call', due: day, overdue: false, upcoming: null } })
    const later = account({ next: { state: 'done', type: null, due: null, overdue: false, upcoming: { type: 'visit', due: '2026-12-02' } } })
    const rows = [later, due('2026-12-09'), due('2026-11-20')]
    expect(inOrder(rows, { by: 'next', descending: false }).map(row => rows.indexOf(row))).toEqual([2, 0, 1])
  })
  it('loses and doubles no row, by whichever column', () => {
    const some = fc.array(fc.constantFrom<Partial<AccountFacts>>({}, { net: null }, { territory: 'unknown', claims: [] }, { bucket: 'attain' }, { territory: 'unassigned', claims: [] }), { maxLength: 20 })
    fc.assert(fc.property(some, fc.constantFrom(...sorts), fc.boolean(), (all, by, descending) => {
      const rows = [...all.map(over => account(over)), unread]
      expect(inOrder(rows, { by, descending }).map(({ id }) => id).sort()).toEqual(rows.map(({ id }) => id).sort())
    }))
  })
  it('filters by state; what is not read passes none of them', () => {
    expect(passes('all', unread)).toBe(true)
    for (const filter of ['overlap', 'unassigned', 'late'] as const) expect(passes(filter, unread)).toBe(false)
    expect(passes('late', account({ next: { state: 'due', type: 'call', due: '2026-11-20', overdue: true, upcoming: null } }))).toBe(true)
  })
})
