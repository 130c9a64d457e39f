import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { assess, summarise } from '../../lib/assess/assess'
import { planSchema } from '../../lib/model/plan'
import type { Amount, Deal, Snapshot, Touch } from '../../lib/model/snapshot'
import { differences } from './differences'
import { expected } from './oracle'

/** Figures worked by hand, that both calculations must give. */

const usd = (value: string): Amount => ({ value, currency: 'USD' })
const at = (iso: string): number => Date.parse(iso)

const plan = v.parse(planSchema, {
  turfside: 1,
  name: 'Guide',
  currency: 'USD',
  timeZone: 'America/New_York',
  calendar: { workingDays: ['mon', 'tue', 'wed', 'thu', 'fri'] },
  reps: [{ id: 'rep', name: 'Rae', base: { lat: 40, lon: -74 }, hourlyCost: 50 }],
  territories: [{ id: 'east', name: 'East', reps: ['rep'], areas: [{ countries: ['US'] }] }],
  profitability: {
    travel: { perVisit: 500 },
    minutes: { visit: 60, meeting: 30, call: 15, email: 6 },
    marketing: { from: 'field', yearly: false },
  },
  priorities: { rules: [{ priority: 'high', otherwise: true }] },
  rotations: [{ priority: 'high', per: 'month', visit: 2, call: 2, email: 4 }],
})

const touch = (id: string, type: Touch['type'], start: string, more: Partial<Touch> = {}): Touch =>
  ({ id, type, userId: 'rep', completed: true, day: null, start: at(start), completedAt: null, createdAt: null, seconds: null, where: null, subject: null, mark: null, ...more })

const sale = (id: string, value: string, day: string, more: Partial<Deal> = {}): Deal =>
  ({ id, kind: 'deal', name: id, amount: usd(value), state: 'won', day, createdAt: null, products: [], ...more })

function snapshot(more: Partial<Omit<Snapshot, 'account'>> & { account?: Partial<Snapshot['account']> } = {}): Snapshot {
  return {
    area: { country: 'US', region: 'US-NY', county: null, postalCode: null },
    place: null, placeNote: null,
    users: [{ ids: ['rep'], name: 'Rae', email: null }],
    deals: [], touches: [], touchesSince: null, campaigns: [], rates: [], hidden: [], peers: [], readAt: 0,
    ...more,
    account: {
      ids: ['dorne'], name: 'Dorne', ownerId: 'rep', type: null, industry: null, employees: null, phone: null, website: null, currency: 'USD',
      createdAt: null, address: { street: null, city: null, region: null, postalCode: null, country: null }, coordinates: null,
      priority: null, segment: null, marketing: usd('0'), visitMinutes: null, former: null, fields: {}, ...more.account,
    },
  }
}

/** What the product says, once the second calculation has said the same. */
function agreed(of: Snapshot, now: string, by = plan) {
  const assessment = assess(of, by, at(now))
  expect(differences(assessment, expected(of, by, at(now)), of)).toEqual([])
  return assessment
}

const november = '2026-11-24T17:00:00Z'
const visits = (count: number): Touch[] => Array.from({ length: count }, (_, i) => touch(`v${i}`, 'visit', `2026-0${1 + (i % 9)}-${String(10 + Math.floor(i / 9)).padStart(2, '0')}T15:00:00Z`))

describe('the guide’s figures', () => {
  /** Ten visits cost 10 × 500 to get there and 10 hours at 50; marketing is the rest of the guide's costs. */
  const company = (name: string, revenue: string, marketing: string, count: number): Snapshot =>
    snapshot({ account: { ids: [name], name, marketing: usd(marketing) }, deals: [sale('year', revenue, '2026-06-30')], touches: visits(count) })
  const dorne = company('Dorne', '39000', '11500', 10)
  const second = company('Second', '42000', '17000', 20)
  const third = company('Third', '47000', '22500', 10)

  it('39,000 less 17,000 is 22,000; 42,000 less 28,000 is 14,000, not the printed 20,000; 47,000 less 28,000 is 19,000', () => {
    const net = (of: Snapshot) => agreed(of, november).profitability
    expect(net(dorne)).toMatchObject({ travel: { amount: 500000 }, repTime: { amount: 50000 }, marketing: { amount: 1150000 }, net: 2200000, missing: [] })
    expect(net(second)).toMatchObject({ travel: { amount: 1000000 }, repTime: { amount: 100000 }, marketing: { amount: 1700000 }, net: 1400000 })
    expect(net(third).net).toBe(1900000)
    expect(net(third).margin).toBeCloseTo(19 / 47, 12)
  })

  it('Dorne ranks first, the second third, the third second', () => {
    const all = [dorne, second, third]
    const peers = all.map(of => summarise(of, assess(of, plan, at(november)), plan, at(november)))
    const ranks = all.map((of, index) => agreed({ ...of, peers: peers.filter((_, i) => i !== index) }, november).profitability.rank?.position)
    expect(ranks).toEqual([1, 3, 2])
  })
})

describe('2 visits, 2 calls and 4 emails a month, in the 21 working days of November 2026', () => {
  it('asks for an email by the 6th working day first, then for a visit by the 11th', () => {
    expect(agreed(snapshot(), '2026-11-02T17:00:00Z').nextTouch).toMatchObject({ type: 'email', due: '2026-11-09', overdue: false, planned: { visit: 2, meeting: 0, call: 2, email: 4 } })
    const emailed = snapshot({ touches: [touch('e', 'email', '2026-11-03T15:00:00Z')] })
    expect(agreed(emailed, '2026-11-16T17:00:00Z').nextTouch).toMatchObject({ type: 'visit', due: '2026-11-16', overdue: false, remaining: { email: 3 } })
    expect(agreed(emailed, '2026-11-17T17:00:00Z').nextTouch).toMatchObject({ type: 'visit', due: '2026-11-16', overdue: true })
  })

  it('shows December’s first due date when November is done, and counts the months that fell short', () => {
    const all = [...[1, 2].flatMap(k => [touch(`v${k}`, 'visit', `2026-11-0${k + 1}T15:00:00Z`), touch(`c${k}`, 'call', `2026-11-0${k + 1}T18:00:00Z`)]),
      ...[2, 3, 4, 5].map(k => touch(`e${k}`, 'email', `2026-11-0${k}T20:00:00Z`))]
    // December has 23 working days: the first email is due on the ⌈23 ÷ 4⌉ = 6th, the 8th.
    expect(agreed(snapshot({ touches: all }), november).nextTouch).toMatchObject({ state: 'done', type: null, due: null, upcoming: { type: 'email', due: '2026-12-08' }, missed: { count: 6, of: 6 } })
  })

  it('asks an account that came in on the 16th for the share of the 11 working days left', () => {
    const fact = agreed(snapshot({ account: { createdAt: at('2026-11-16T14:00:00Z') } }), november).nextTouch
    expect(fact).toMatchObject({ planned: { visit: 1, meeting: 0, call: 1, email: 2 }, type: 'email', due: '2026-11-23', overdue: true, missed: { count: 0, of: 0 } })
  })

  it('takes two records within ten minutes for one touch, and a third from the one that was kept', () => {
    const calls = ['15:00:00', '15:10:00', '15:10:01'].map((time, i) => touch(`c${i}`, 'call', `2026-11-03T${time}Z`))
    expect(agreed(snapshot({ touches: calls.slice(0, 2) }), november).nextTouch.done.call).toBe(1)
    expect(agreed(snapshot({ touches: calls }), november).nextTouch.done.call).toBe(2)
  })

  it('counts a touch on the team’s day, though it is the next month in UTC', () => {
    expect(agreed(snapshot({ touches: [touch('late', 'call', '2026-11-01T03:30:00Z')] }), november).nextTouch.done.call).toBe(0)
    expect(agreed(snapshot({ touches: [touch('early', 'call', '2026-11-01T04:30:00Z')] }), november).nextTouch.done.call).toBe(1)
  })
})

describe('KARE by hand', () => {
  const bucket = (deals: Deal[], more: Parameters<typeof snapshot>[0] = {}, by = plan) => agreed(snapshot({ ...more, deals }), november, by).kare.bucket

  it('attains who never bought, keeps who bought a year ago today, recaptures who bought a day earlier', () => {
    expect(bucket([])).toBe('attain')
    expect(bucket([sale('a', '0', '2026-01-01')])).toBe('attain')
    expect(bucket([sale('a', '100', '2025-11-24')])).toBe('keep')
    expect(bucket([sale('a', '100', '2025-11-23')])).toBe('recapture')
  })

  it('expands at exactly 15 percent more than the year before, not below', () => {
    const before = sale('before', '100.00', '2025-10-01')
    expect(bucket([before, sale('now', '115.00', '2026-10-01')])).toBe('expand')
    expect(bucket([before, sale('now', '114.99', '2026-10-01')])).toBe('keep')
  })

  it('expands at exactly a quarter of the year’s revenue in the pipeline, not below', () => {
    const now = sale('now', '100.00', '2026-10-01')
    expect(bucket([now, sale('open', '25.00', '2027-01-31', { state: 'open' })])).toBe('expand')
    expect(bucket([now, sale('open', '24.99', '2027-01-31', { state: 'open' })])).toBe('keep')
  })

  it('reckons with the decimal that the plan says: 4.35 times a rhythm of 100 days is 435 days, and the 435th is not past them', () => {
    const patient = { ...plan, kare: { lapseFactor: 4.35 } }
    const sales = ['2025-02-27', '2025-06-07', '2025-09-15'].map((day, i) => sale(`s${i}`, '10', day))
    expect(agreed(snapshot({ deals: sales }), '2026-11-24T17:00:00Z', patient).kare.bucket).toBe('keep')
    expect(agreed(snapshot({ deals: sales }), '2026-11-25T17:00:00Z', patient).kare.bucket).toBe('recapture')
  })
})

describe('corners on which the two calculations once differed', () => {
  it('knows the owner and the touches of a rep whom the plan names by id, though the CRM does not list that user', () => {
    const fact = agreed(snapshot({ users: [], touches: [touch('c', 'call', '2026-11-03T15:00:00Z')] }), november)
    expect(fact.territory.ownerMismatch).toBe(false)
    expect(fact.profitability.repTime.amount).toBe(1250)
    expect(fact.nextTouch.done.call).toBe(1)
  })

  it('takes two spellings of a user’s id for one rep', () => {
    const users = [{ ids: ['rep', 'rep-long'], name: 'Rae', email: null }]
    const twice = [touch('a', 'call', '2026-11-03T15:00:00Z'), touch('b', 'call', '2026-11-03T15:05:00Z', { userId: 'rep-long' })]
    expect(agreed(snapshot({ users, touches: twice }), november).nextTouch.done.call).toBe(1)
  })

  it('counts an appointment once it has started, also when it had not when the CRM was read', () => {
    const appointment = touch('a', 'appointment', '2026-11-24T16:00:00Z', { completed: false })
    expect(agreed(snapshot({ touches: [appointment] }), '2026-11-24T15:59:00Z').nextTouch.done.visit).toBe(0)
    expect(agreed(snapshot({ touches: [appointment] }), november).nextTouch.done.visit).toBe(1)
  })

  it('gives no priority by the rank of a net that lacks a part', () => {
    const ranked = { ...plan, priorities: { rules: [{ priority: 'high', netRankAtMost: 1 }] } }
    const sales = [sale('a', '100', '2026-10-01')]
    expect(agreed(snapshot({ deals: sales }), november, ranked).nextTouch.priority).toBe('high')
    expect(agreed(snapshot({ deals: sales, account: { marketing: null } }), november, ranked).nextTouch.priority).toBeNull()
  })

  it('takes less than half a cent for nothing: money is whole minor units', () => {
    expect(agreed(snapshot({ deals: [sale('now', '0.004', '2026-10-01'), sale('open', '0.004', '2026-12-01', { state: 'open' })] }), november).kare.bucket).toBe('keep')
    expect(agreed(snapshot({ deals: [sale('before', '0.004', '2025-10-01'), sale('now', '1', '2026-10-01')] }), november).kare.bucket).toBe('keep')
    // 114.995 is 115.00, which the panel shows and compares.
    expect(agreed(snapshot({ deals: [sale('before', '100', '2025-10-01'), sale('now', '114.995', '2026-10-01')] }), november).kare.bucket).toBe('expand')
  })

  it('converts an open deal with the rate of its date, or today’s where its date is to come', () => {
    const rates = [{ from: 'EUR', to: 'USD', rate: '2', day: '2026-01-01' }, { from: 'EUR', to: 'USD', rate: '1', day: '2026-11-01' }, { from: 'EUR', to: 'USD', rate: '3', day: '2026-12-01' }]
    const open = (day: string) => [sale('now', '100', '2026-10-01'), sale('open', '12.50', day, { state: 'open', amount: { value: '12.50', currency: 'EUR' } })]
    expect(agreed(snapshot({ rates, deals: open('2026-10-15') }), november).kare.bucket).toBe('expand')
    expect(agreed(snapshot({ rates, deals: open('2026-12-15') }), november).kare.bucket).toBe('keep')
  })

  it('finds a postal code that is written with a hyphen', () => {
    const polish = { ...plan, territories: [{ id: 'pl', name: 'Warszawa', reps: ['rep'], areas: [{ country: 'PL', postalCodes: ['00-950'] }] }] }
    const area = { country: 'PL', region: null, county: null, postalCode: '00-950' }
    expect(agreed(snapshot({ area }), november, polish).territory.claims.map(c => c.name)).toEqual(['Warszawa'])
  })

  it('does not take an account for nobody’s when its address or what its rules ask for is hidden', () => {
    const territory = (more: Parameters<typeof snapshot>[0], by = plan) => agreed(snapshot(more), november, by).territory
    // As read without an address: in the home country, which says nothing of where it is.
    expect(territory({ hidden: ['account.address'] })).toMatchObject({ state: 'unknown', claims: [], evidence: [{ code: 'cannotTell', values: { territory: 'East', what: 'address' } }] })
    expect(territory({ area: { country: null, region: null, county: null, postalCode: null } }).state).toBe('unassigned')
    const energy = { ...plan, territories: [{ id: 'energy', name: 'Energy', reps: ['rep'], areas: [{ countries: ['US'] }], segments: [{ industry: ['Energy'] }] }] }
    expect(territory({ hidden: ['account.industry'] }, energy).state).toBe('unknown')
    expect(territory({}, energy).state).toBe('unassigned')
    // Hidden or not, it is not in Germany; and who is named needs no rule.
    expect(territory({ hidden: ['account.industry'] }, { ...energy, territories: [{ ...energy.territories[0]!, areas: [{ countries: ['DE'] }] }] }).state).toBe('unassigned')
    expect(territory({ hidden: ['account.address'] }, { ...plan, territories: [{ ...plan.territories[0]!, include: [{ account: 'dorne' }] }] }).state).toBe('assigned')
    expect(territory({ hidden: ['account.address'], place: { lat: 41, lon: -74, source: 'crm', offByKm: 0 } }, {
      ...plan, territories: [{ id: 'drawn', name: 'Drawn', reps: ['rep'], areas: [{ polygon: { type: 'Polygon', coordinates: [[[-75, 40], [-73, 40], [-73, 42], [-75, 42], [-75, 40]]] } }] }],
    }).state).toBe('assigned')
  })
})
