import fc from 'fast-check'
import { weekdays } from '../../lib/model/day'
import type { AreaRule, Person, Plan, SegmentRule, Territory } from '../../lib/model/plan'
import { buckets } from '../../lib/model/snapshot'
import { plusDays } from './days'

/** From -11 to +14, with halves and quarters of hours, half-hour summer time, and a zone that once skipped a day. */
export const zones = [
  'Pacific/Niue', 'America/St_Johns', 'America/New_York', 'America/Los_Angeles', 'UTC', 'Europe/Berlin', 'Africa/Casablanca', 'Asia/Kolkata', 'Asia/Kathmandu',
  'Asia/Tokyo', 'Australia/Lord_Howe', 'Pacific/Chatham', 'Pacific/Apia', 'Pacific/Kiritimati',
] as const
export const currencies = ['USD', 'EUR', 'JPY', 'KWD'] as const
export const segmentNames = ['Gold', ' gold', 'Silver'] as const

/** Major units as plans write them: numbers, or strings where a number would lose digits. */
export const money = fc.oneof(fc.constantFrom<number | string>(0, 0.1, 0.42, '0.42', 1, 33.333, '19.995', 60, 17000, '28000', 100), fc.integer({ min: 1, max: 100_000 }).map(n => n / 100))

type Optional<T> = { [K in keyof T]?: fc.Arbitrary<T[K]> }
/** A record whose keys may each be left out, one time in seven, but for those named. */
const loose = <T extends object>(keys: Optional<T>, required: readonly (keyof T)[] = []): fc.Arbitrary<T> => {
  const entries = Object.entries(keys) as [string, fc.Arbitrary<unknown>][]
  return fc.tuple(...entries.map(([key, value]) => (required.includes(key as keyof T) ? value : fc.option(value, { nil: undefined, freq: 6 }))))
    .map(values => Object.fromEntries(entries.flatMap(([key], index) => (values[index] === undefined ? [] : [[key, values[index]]]))) as T)
}

const spans = (today: string, longest: number) => fc.tuple(fc.integer({ min: -60, max: 60 }), fc.integer({ min: 0, max: longest }))
  .map(([from, length]) => ({ from: plusDays(today, from), to: plusDays(today, from + length) }))

/** The plan's person for the CRM user of that number: by either spelling of the id, by email, or by both. */
const person = (n: number, today: string): fc.Arbitrary<Person> => fc.tuple(
  fc.constantFrom({ id: `u${n}` }, { id: `u${n}-long` }, { email: `user${n}@TEAM.example` }, { id: `u${n}`, email: `user${n}@team.example` }),
  loose<Omit<Person, 'id' | 'email'>>({
    name: fc.constant(`User ${n}`),
    base: fc.constantFrom({ lat: 40.7, lon: -74 }, { lat: 40.765, lon: -73.985 }, { lat: 0, lon: 0 }, { lat: -41.3, lon: 174.8 }),
    hourlyCost: money,
    leave: fc.array(spans(today, 45), { maxLength: 3 }),
  }, ['name']),
).map(([who, rest]) => ({ ...who, ...rest }))

const square = (lon: number, lat: number, half: number): number[][] =>
  [[lon - half, lat - half], [lon + half, lat - half], [lon + half, lat + half], [lon - half, lat + half], [lon - half, lat - half]]

const area: fc.Arbitrary<AreaRule> = fc.oneof(
  fc.constantFrom<AreaRule>(
    { countries: ['US'] }, { countries: ['DE', 'FR'] }, { states: ['US-NY'] }, { states: ['US-NJ', 'US-CT'] }, { counties: ['US-36061'] },
    { country: 'US', postalCodes: ['10019', '10451'] }, { country: 'DE', postalCodes: ['SW1A 1AA', '10451'] }, { country: 'PL', postalCodes: ['00-950'] }, { country: 'PL', postalPrefixes: ['00-'] }, { country: 'US', postalPrefixes: ['104', '100'] },
  ),
  fc.constantFrom<AreaRule>(
    { polygon: { type: 'Polygon', coordinates: [square(-74, 40.5, 0.51)] } },
    { polygon: { type: 'Polygon', coordinates: [square(-74, 40.5, 0.51), square(-73.985, 40.765, 0.01)] } },
    { name: 'Two', polygon: { type: 'MultiPolygon', coordinates: [[square(151, -34, 1)], [square(0, 0, 0.6)]] } },
    { polygon: { type: 'Polygon', coordinates: [[[-75, 40], [-73, 40.01], [-74, 42], [-74.3, 40.5], [-75, 40]]] } },
  ),
)

const segment: fc.Arbitrary<SegmentRule> = loose<SegmentRule>({
  industry: fc.constantFrom(['energy'], ['Retail', 'Energy']),
  segment: fc.constantFrom(['gold'], ['Silver', 'Bronze']),
  employees: fc.constantFrom({ atLeast: 100 }, { atMost: 99 }, { atLeast: 10, atMost: 100 }),
  product: fc.constantFrom(['pumps'], ['Seals', 'Valves']),
  fields: fc.constantFrom<NonNullable<SegmentRule['fields']>>({ Tier: ['a', 'B', 3] }, { Tier: [true] }, { Tier: { atLeast: 3 } }, { Tier: { atMost: 12.5 } }, { Missing: ['x'] }),
}).filter(rule => Object.keys(rule).length > 0)

function territories(reps: readonly Person[], today: string): fc.Arbitrary<Territory[]> {
  const references = reps.flatMap(rep => [rep.id, rep.email].filter(text => text !== undefined))
  const one = loose<Territory>({
    reps: fc.uniqueArray(fc.constantFrom(...references), { minLength: 1, maxLength: 3 }),
    precedence: fc.constantFrom(-1, 0, 1, 2),
    from: fc.oneof(spans(today, 0).map(span => span.from), fc.constantFrom(today, plusDays(today, 1), plusDays(today, -400))),
    areas: fc.array(area, { minLength: 1, maxLength: 3 }),
    accountTypes: fc.constantFrom(['customer'], ['Prospect', 'Customer']),
    segments: fc.array(segment, { minLength: 1, maxLength: 2 }),
    include: fc.constantFrom([{ account: 'acc' }], [{ account: 'other' }, { account: 'acc-long', reason: 'asked for it' }], [{ account: 'other' }]),
    exclude: fc.constantFrom([{ account: 'acc-long', reason: 'house account' }], [{ account: 'another' }]),
  }, ['reps'])
  return fc.array(fc.tuple(one, fc.constantFrom(0, 0, 1, 2, 3, 4)), { maxLength: 4 }).map(list => list.map(([territory, simple], index) => ({
    // Most territories keep a rule or two, or nothing would be claimed; a name in both lists is none that a plan may hold.
    ...(simple === 0 ? territory : thin(territory, simple)),
    id: `t${(index * 3) % 5}`,
    name: ['North', 'South', 'East', 'West'][(index * 3) % 4]!,
  })))
}

function thin(territory: Territory, keep: number): Territory {
  const { areas, accountTypes, segments, include, exclude, ...rest } = territory
  if (keep === 1) return { ...rest, ...(include && { include }), areas: areas ?? [{ countries: ['US'] }] }
  if (keep === 2) return { ...rest, accountTypes: accountTypes ?? ['Customer'], ...(exclude && { exclude }) }
  if (keep === 3) return { ...rest, include: include ?? [{ account: 'acc' }] }
  return { ...rest, segments: segments ?? [{ segment: ['Gold'] }] }
}

/** Not both spellings in one territory's two lists: a plan's schema refuses the same name in both. */
const consistent = (territory: Territory): boolean =>
  !(territory.include ?? []).some(i => i.account.startsWith('acc') && (territory.exclude ?? []).some(e => e.account.startsWith('acc')))

const counts = fc.constantFrom(0, 0, 1, 1, 2, 3, 4, 7, 12, 30)
const rotations = fc.oneof({ weight: 4, arbitrary: fc.constant(['High', 'medium', 'low']) }, { weight: 1, arbitrary: fc.subarray(['High', 'medium', 'low']) }).chain(names => fc.tuple(...names.map(priority => loose<NonNullable<Plan['rotations']>[number]>({
  priority: fc.constant(priority), per: fc.constantFrom('week', 'month', 'quarter'), visit: counts, meeting: counts, call: counts, email: counts,
}, ['priority', 'per']))))

const profitability = loose<NonNullable<Plan['profitability']>>({
  period: fc.oneof(fc.constantFrom('month' as const, 'quarter' as const, 'year' as const), fc.constantFrom({ days: 1 }, { days: 30 }, { days: 366 }, { days: 365 })),
  revenue: fc.constantFrom('deals', 'deals', 'invoices', 'orders'),
  grossMargin: fc.constantFrom<number | string>(0, 0.335, '0.4', 1),
  travel: fc.oneof(loose<{ perKm: number | string; detour?: number | string | undefined }>({ perKm: money, detour: fc.constantFrom<number | string>(1, 1.25, '1.4') }, ['perKm']), fc.record({ perVisit: money }, { noNullPrototype: true })),
  minutes: loose<NonNullable<NonNullable<Plan['profitability']>['minutes']>>({ visit: fc.constantFrom(60, 45.5), meeting: fc.constant(30), call: fc.constantFrom(10, 0), email: fc.constant(5) }),
  marketing: fc.oneof(
    fc.record({ from: fc.constant('field' as const), yearly: fc.boolean() }, { noNullPrototype: true }),
    fc.record({ from: fc.constant('table' as const), yearly: fc.boolean(), amounts: fc.dictionary(fc.constantFrom('acc', 'acc-long', 'other'), money, { maxKeys: 1, noNullPrototype: true }) }, { noNullPrototype: true }),
    fc.record({ from: fc.constant('campaigns' as const) }, { noNullPrototype: true }),
    fc.record({ from: fc.constant('flat' as const), yearly: fc.boolean(), amount: money }, { noNullPrototype: true }),
  ),
})

const kare = (today: string) => loose<NonNullable<Plan['kare']>>({
  lapseDays: fc.constantFrom(1, 30, 365, 364),
  lapseFactor: fc.constantFrom(0, 0.5, 1.1, 2, 4.35),
  growth: fc.constantFrom(0, 0.15, 0.1, 1),
  pipeline: fc.constantFrom(0, 0.25, 0.3, 1),
  wallet: fc.constantFrom(0, 0.6, 1),
  productLines: fc.constantFrom(['pumps'], ['Valves', 'SEALS', 'Hoses']),
  pins: fc.array(fc.record({
    account: fc.constantFrom('acc', 'acc-long', 'other'), bucket: fc.constantFrom(...buckets), reason: fc.constant('agreed'),
    until: fc.constantFrom(-1, 0, 1, -20).map(days => plusDays(today, days)),
  }, { noNullPrototype: true }), { maxLength: 1 }),
})

const rule = fc.oneof(
  fc.record({ priority: fc.constantFrom('high', 'low'), revenueAtLeast: fc.constantFrom<number | string>(100, '115', 0, 39000) }, { noNullPrototype: true }),
  fc.record({ priority: fc.constantFrom('High', 'medium'), netRankAtMost: fc.constantFrom(1, 2, 3) }, { noNullPrototype: true }),
  fc.record({ priority: fc.constantFrom('low', 'medium', 'HIGH'), otherwise: fc.constant(true as const) }, { noNullPrototype: true }),
)

const calendar = (today: string) => loose<Plan['calendar']>({
  workingDays: fc.oneof({ weight: 3, arbitrary: fc.constant([...weekdays].slice(0, 5)) }, { weight: 2, arbitrary: fc.subarray([...weekdays], { minLength: 1 }) }),
  firstDayOfWeek: fc.constantFrom(...weekdays),
  fiscalYearStart: fc.integer({ min: 1, max: 12 }),
  holidays: fc.uniqueArray(fc.integer({ min: -40, max: 40 }), { maxLength: 6 }).map(days => days.map(n => ({ day: plusDays(today, n) }))),
}, ['workingDays'])

const planRates = fc.uniqueArray(fc.record({ from: fc.constantFrom(...currencies), to: fc.constantFrom(...currencies), rate: fc.constantFrom<number | string>(1.2, '0.0071', 140, '3.3') }, { noNullPrototype: true }), {
  maxLength: 6, selector: rate => [rate.from, rate.to].sort().join(),
}).map(list => list.filter(rate => rate.from !== rate.to))

/** Plans that `planSchema` accepts. */
export const plans = (zone: string, today: string): fc.Arbitrary<Plan> => fc.tuple(person(1, today), person(2, today), person(3, today), person(4, today)).chain(([one, two, three, boss]) => loose<Plan>({
  turfside: fc.constant(1 as const),
  name: fc.constant('Plan'),
  currency: fc.oneof({ weight: 3, arbitrary: fc.constant('USD') }, { weight: 1, arbitrary: fc.constantFrom(...currencies) }),
  timeZone: fc.constant(zone),
  calendar: calendar(today),
  reps: fc.constant([one, two, three]),
  managers: fc.constant([boss]),
  territories: territories([one, two, three], today).map(list => list.filter(consistent)),
  overlaps: fc.constantFrom('stand', 'precedence'),
  profitability,
  kare: kare(today),
  priorities: loose<NonNullable<Plan['priorities']>>({
    pins: fc.constantFrom([{ account: 'acc-long', priority: 'HIGH' }], [{ account: 'other', priority: 'low' }]),
    rules: fc.array(rule, { maxLength: 3 }),
  }),
  rotations,
  onlineWords: fc.constantFrom(['bar'], ['Google Meet', 'zoom']),
  rates: planRates,
}, ['turfside', 'name', 'currency', 'timeZone', 'calendar', 'reps', 'territories']))
