import fc from 'fast-check'
import type { Plan } from '../../lib/model/plan'
import { buckets, touchTypes, type Amount, type Campaign, type Deal, type Peer, type Rate, type Snapshot, type Touch, type User } from '../../lib/model/snapshot'
import { dayOfMoment, plusDays } from './days'
import { currencies, plans, segmentNames, zones } from './planArbitraries'

/** One account, one plan, one clock: made to sit on the corners of the definitions rather than between them. */
export interface World {
  readonly snapshot: Snapshot
  readonly plan: Plan
  readonly now: number
}

/** Leap days, year ends, clock changes of several countries, the day that Samoa skipped, and any day. */
const nowDays = fc.oneof(
  fc.constantFrom('2024-02-29', '2024-03-01', '2025-02-28', '2024-12-31', '2025-01-01', '2026-03-08', '2026-11-01', '2026-03-29', '2026-10-25', '2026-04-05', '2026-10-04', '2011-12-31', '2026-11-24', '2026-11-30'),
  fc.integer({ min: 0, max: 1500 }).map(days => plusDays('2023-06-01', days)),
)

/** Midnight of a day in a zone, to the quarter of an hour. */
const midnights = new Map<string, number>()
function midnight(day: string, zone: string): number {
  const key = `${day} ${zone}`
  let moment = midnights.get(key)
  if (moment === undefined) {
    moment = Date.parse(`${day}T00:00:00Z`) - 15 * 3_600_000
    while (dayOfMoment(moment, zone) < day) moment += 900_000
    midnights.set(key, moment)
  }
  return moment
}

const clocks = fc.record({
  zone: fc.constantFrom(...zones),
  day: nowDays,
  /** The first and last millisecond of a day, and any. */
  into: fc.oneof(fc.constantFrom(0, 86_399_999, 43_200_000), fc.integer({ min: 0, max: 86_399_999 })),
}).map(({ zone, day, into }) => ({ zone, now: midnight(day, zone) + into }))

const maybe = <T>(some: fc.Arbitrary<T>, freq = 3) => fc.option(some, { nil: null, freq })

/** Days near the edges of the windows that the definitions look at; negative: to come. */
const age = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(0, 1, 30, 31, 89, 180, 364, 365, 366, 400, 729, 730, 731, 1000, -1, -30) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 800 }) },
)

const amountValues = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom('', 'NaN', '1,000', '1.5e3') },
  { weight: 12, arbitrary: fc.constantFrom('100', '115', '25', '24.99', '60', '59.995', '39000', '42000.00', '0', '-250.50', '0.005', '1234.5678', '0.0005', '999999999.99') },
  { weight: 12, arbitrary: fc.integer({ min: 1, max: 5_000_000 }).map(cents => (cents / 100).toFixed(2)) },
)
const amounts: fc.Arbitrary<Amount> = fc.record({ value: amountValues, currency: maybe(fc.oneof({ weight: 3, arbitrary: fc.constant('USD') }, { weight: 1, arbitrary: fc.constantFrom(...currencies) }), 1) }, { noNullPrototype: true })
const products = maybe(fc.subarray(['Pumps', 'Valves', 'seals ']), 12)

function deals(today: string, now: number): fc.Arbitrary<Deal[]> {
  const deal = fc.record({
    kind: fc.oneof({ weight: 5, arbitrary: fc.constant('deal' as const) }, { weight: 2, arbitrary: fc.constantFrom('invoice' as const, 'order' as const) }),
    name: fc.constantFrom('Renewal', 'First order'),
    amount: maybe(amounts, 8),
    state: fc.oneof({ weight: 5, arbitrary: fc.constant('won' as const) }, { weight: 3, arbitrary: fc.constant('open' as const) }, { weight: 1, arbitrary: fc.constant('lost' as const) }),
    day: fc.oneof({ weight: 20, arbitrary: age.map(days => plusDays(today, -days)) }, { weight: 1, arbitrary: fc.constantFrom(null, '2026-02-30', '2026') }),
    createdAt: maybe(fc.constantFrom(now, now + 1, now - 1, now - 40 * 86_400_000)),
    products,
  }, { noNullPrototype: true })
  return fc.array(deal, { maxLength: 8 }).map(list => list.map((one, index) => ({ ...one, id: `deal-${index}`, day: one.state === 'open' && one.name === 'Renewal' ? null : one.day })))
}

const userIds = fc.oneof(
  { weight: 16, arbitrary: fc.constantFrom('u1', 'u2', 'u1-long') },
  { weight: 5, arbitrary: fc.constantFrom('u3', 'u4', 'u2-long') },
  { weight: 1, arbitrary: fc.constantFrom('stranger', null, 'u5') },
)

function touches(today: string, now: number, zone: string): fc.Arbitrary<Touch[]> {
  const places = maybe(fc.constantFrom('Zoom', 'https://x.example/j/1', 'WWW.example.com', 'Their meeting room', 'Teams-call', 'zoomed in', 'room (online)', 'Bar', 'Google Meet', 'telephone'))
  /** A few bases that touches cluster around: local midnights, now, and hours of recent days. */
  const base = fc.oneof(
    age.map(days => midnight(plusDays(today, -days), zone)),
    fc.constant(now),
    fc.tuple(fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 100 })), fc.integer({ min: 0, max: 23 })).map(([days, hour]) => midnight(plusDays(today, -days), zone) + hour * 3_600_000),
  )
  const aside = fc.constantFrom(0, 0, 1, -1, 599_999, 600_000, 600_001, -600_000, -600_001, 1_200_000, 1_200_001, 300_000, 3_600_000)
  const touch = (bases: readonly number[]) => fc.record({
    type: fc.constantFrom(...touchTypes, 'visit' as const, 'call' as const, 'appointment' as const, 'appointment' as const),
    userId: userIds,
    completed: fc.oneof({ weight: 6, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
    moment: fc.tuple(fc.constantFrom(...bases), aside).map(([at, by]) => at + by),
    kept: fc.constantFrom('start', 'start', 'completedAt', 'createdAt', 'dayOnly', 'none'),
    dated: fc.constantFrom('no', 'no', 'no', 'no', 'same', 'same', 'before', 'before', 'after', 'wrong'),
    createdAfter: maybe(fc.constantFrom(0, 60_000, 86_400_000), 1),
    seconds: maybe(fc.constantFrom(0, 60, 1800, 3600, 777, 100), 2),
    where: places,
    mark: fc.constantFrom(null, null, null, null, null, null, 'mark-1', 'mark-2'),
  }, { noNullPrototype: true }).map(({ moment, kept, dated, createdAfter, ...rest }): Omit<Touch, 'id'> => {
    const start = kept === 'start' ? moment : null
    const completedAt = kept === 'completedAt' ? moment : start !== null && createdAfter !== null ? moment + 5000 : null
    const createdAt = kept === 'createdAt' ? moment : kept === 'dayOnly' || kept === 'none' || createdAfter === null ? null : moment + createdAfter
    const day = dayOfMoment(moment, zone)
    const shown = dated === 'same' ? day : dated === 'before' ? plusDays(day, -1) : dated === 'after' ? plusDays(day, 1) : dated === 'wrong' ? '2026-02-30' : null
    return { ...rest, start, completedAt, createdAt, day: kept === 'dayOnly' ? day : kept === 'none' ? null : shown, subject: null }
  })
  return fc.array(base, { minLength: 1, maxLength: 7, size: 'max' })
    .chain(bases => fc.array(touch(bases), { maxLength: 16, size: 'max' }))
    .map(list => list.map((one, index) => ({ ...one, id: `touch-${String((index * 7) % 17).padStart(2, '0')}` })))
}

const users = fc.subarray([1, 2, 3, 4, 5], { minLength: 2 }).chain(numbers => fc.tuple(...numbers.map(n => fc.record<User>({
  ids: fc.constant([`u${n}`, `u${n}-long`]),
  name: fc.constant(`User ${n}`),
  email: maybe(fc.constant(`User${n}@team.example`), 5),
}, { noNullPrototype: true }))))

const peers: fc.Arbitrary<Peer[]> = fc.array(fc.record({
  id: fc.constant('peer'),
  name: fc.constant('Peer'),
  currency: fc.oneof({ weight: 5, arbitrary: fc.constant('USD') }, { weight: 1, arbitrary: fc.constantFrom(...currencies) }),
  segment: maybe(fc.constantFrom('Gold', ' gold', 'GOLD', 'Silver'), 12),
  industry: fc.constant(null), type: fc.constant(null), employees: fc.constant(null), country: fc.constant(null), region: fc.constant(null),
  lat: fc.constant(null), lon: fc.constant(null),
  territories: fc.subarray(['North', 'South']),
  net: maybe(fc.constantFrom(0, 1, -1, 100_00, 2_200_000, 1_900_000, 5), 5),
  revenue: maybe(fc.constantFrom(100_00, 200_00, 10_000, 16_667, 0, 100), 5),
  bought: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  /** As `summarise` makes them. */
  products: maybe(fc.subarray(['pumps', 'valves', 'seals']), 12),
  bucket: fc.constantFrom(...buckets),
  next: fc.constant(null),
}, { noNullPrototype: true }), { maxLength: 12, size: 'max' }).map(list => list.map((one, index) => ({ ...one, id: `peer-${index}` })))

const pairOf = (rate: { from: string; to: string }): string => [rate.from, rate.to].sort().join()

const rates = (today: string): fc.Arbitrary<Rate[]> => fc.uniqueArray(fc.record({
  from: fc.constantFrom(...currencies),
  to: fc.constantFrom(...currencies),
  rate: fc.constantFrom('1.1', '0.0067', '150', '3.25', '0.333333333', '1'),
  day: maybe(age.map(days => plusDays(today, -days)), 2),
}, { noNullPrototype: true }), { maxLength: 10, selector: rate => `${pairOf(rate)} ${rate.day}` })

const campaigns = (today: string): fc.Arbitrary<Campaign[]> => fc.array(fc.record({
  id: fc.uuid(),
  name: fc.constant('Fair'),
  cost: maybe(amounts, 10),
  budgeted: fc.boolean(),
  members: fc.constantFrom(1, 1, 3, 7, 7, 40, 40, 0),
  ofAccount: fc.constantFrom(0, 1, 2),
  day: maybe(age.map(days => plusDays(today, -days)), 8),
}, { noNullPrototype: true }), { maxLength: 4 })

function snapshots(today: string, now: number, zone: string): fc.Arbitrary<Snapshot> {
  const text = (...values: string[]) => maybe(fc.constantFrom(...values))
  const account = fc.record({
    ids: fc.constant(['acc', 'acc-long']),
    name: fc.constantFrom('Dorne', '<b>Bold</b>', ''),
    ownerId: userIds,
    type: text('Customer', ' customer', 'Prospect'),
    industry: text('Energy', 'ENERGY ', 'Retail'),
    employees: maybe(fc.constantFrom(0, 10, 99, 100, 5000)),
    phone: fc.constant(null),
    website: fc.constant(null),
    currency: maybe(fc.oneof({ weight: 2, arbitrary: fc.constant('USD') }, { weight: 1, arbitrary: fc.constantFrom(...currencies) }), 1),
    createdAt: maybe(fc.oneof(age, fc.integer({ min: 0, max: 95 })).filter(days => days >= 0).map(days => midnight(plusDays(today, -days), zone))),
    address: fc.constant({ street: null, city: null, region: null, postalCode: null, country: null }),
    coordinates: fc.constant(null),
    priority: fc.constantFrom('high', ' HIGH ', 'Medium', 'low', null, null, ' ', 'unheard of'),
    segment: text(...segmentNames),
    marketing: maybe(amounts),
    visitMinutes: maybe(fc.constantFrom(0, 45, 90.5), 1),
    former: maybe(fc.constantFrom(false, false, true)),
    fields: fc.record({ Tier: maybe(fc.constantFrom<string | number | boolean>('A', 'b', 3, '3', true, '12.5', '')) }, { noNullPrototype: true, requiredKeys: [] }),
  }, { noNullPrototype: true })
  return fc.record({
    account,
    area: fc.record({ country: fc.constantFrom('US', 'US', 'US', 'DE', 'PL', null), region: text('US-NY', 'US-NJ'), county: text('US-36061', 'US-36005'), postalCode: text('10019', '10451', 'SW1A1AA', '00-950') }, { noNullPrototype: true }),
    place: maybe(fc.record({
      lat: fc.constantFrom(40.765, 40.001, -33.9, 0.5),
      lon: fc.constantFrom(-73.985, -73.999, 151.2, 0.25),
      source: fc.constantFrom('crm' as const, 'crm' as const, 'postalCode' as const, 'city' as const),
      offByKm: fc.constant(1),
    }, { noNullPrototype: true }), 5),
    placeNote: fc.constant(null),
    users,
    deals: deals(today, now),
    touches: touches(today, now, zone),
    touchesSince: maybe(fc.constantFrom(40, 95, 185, 370, 600).map(days => plusDays(today, -days)), 1),
    campaigns: maybe(campaigns(today), 6),
    rates: rates(today),
    hidden: fc.oneof({ weight: 8, arbitrary: fc.constant<string[]>([]) }, { weight: 1, arbitrary: fc.subarray(['deals', 'pipeline', 'touches', ...hiddenFields]) }),
    peers,
    readAt: fc.constant(now),
  }, { noNullPrototype: true }).map(asSeen)
}

const hiddenFields = ['account.industry', 'account.type', 'account.segment', 'account.employees', 'account.fields.Tier', 'account.address', 'account.coordinates']

/** What the user may not see, the adapter does not give; an address that may not be seen lies, as one that names no country, in the home country. */
function asSeen(snapshot: Snapshot): Snapshot {
  const isHidden = (name: string): boolean => snapshot.hidden.includes(name)
  const { account, area, place } = snapshot
  const unseen = place !== null && isHidden(place.source === 'crm' ? 'account.coordinates' : 'account.address')
  return {
    ...snapshot,
    deals: isHidden('deals') ? [] : snapshot.deals,
    touches: isHidden('touches') ? [] : snapshot.touches,
    account: {
      ...account,
      industry: isHidden('account.industry') ? null : account.industry,
      type: isHidden('account.type') ? null : account.type,
      segment: isHidden('account.segment') ? null : account.segment,
      employees: isHidden('account.employees') ? null : account.employees,
      fields: isHidden('account.fields.Tier') ? {} : account.fields,
    },
    area: isHidden('account.address') ? { country: area.country === null ? null : 'US', region: null, county: null, postalCode: null } : area,
    place: unseen ? null : place,
  }
}

export const worlds: fc.Arbitrary<World> = clocks.chain(({ zone, now }) => {
  const today = dayOfMoment(now, zone)
  return fc.record({ snapshot: snapshots(today, now, zone), plan: plans(zone, today), now: fc.constant(now) }, { noNullPrototype: true })
})

