import fc from 'fast-check'

/** For tests: a plan that has every key there is, and plans of any kind. */
export const fullPlan = {
  turfside: 1,
  name: 'Acme field sales',
  revision: 3,
  currency: 'USD',
  timeZone: 'America/New_York',
  homeCountry: 'US',
  calendar: { workingDays: ['mon', 'tue', 'wed', 'thu', 'fri'], firstDayOfWeek: 'mon', fiscalYearStart: 2, holidays: [{ day: '2026-11-26', name: 'Thanksgiving' }] },
  reps: [
    { id: '005A', email: 'jo@acme.example', name: 'Jo', base: { lat: 40.7, lon: -74 }, hourlyCost: 60, leave: [{ from: '2026-12-24', to: '2026-12-31' }] },
    { id: '005B', name: 'Kim' },
  ],
  managers: [{ email: 'max@acme.example', name: 'Max', hourlyCost: '95.50' }],
  territories: [
    {
      id: 'east', name: 'East', reps: ['jo@acme.example'], precedence: 2, from: '2026-01-01',
      areas: [
        { states: ['US-NY'] },
        { countries: ['GB'] },
        { counties: ['US-36061'] },
        { country: 'US', postalCodes: ['10019'] },
        { country: 'US', postalPrefixes: ['070'] },
        { name: 'Harbour', polygon: { type: 'Polygon', coordinates: [[[-74, 40], [-73, 40], [-73, 41], [-74, 40]]] } },
        { polygon: { type: 'MultiPolygon', coordinates: [[[[-74, 40], [-73, 40], [-73, 41], [-74, 40]]]] } },
      ],
      accountTypes: ['Customer'],
      segments: [{ industry: ['Energy'], segment: ['Mid'], employees: { atLeast: 50, atMost: 500 }, product: ['Pumps'], fields: { Tier__c: ['A', true, 1], Score__c: { atLeast: 1 } } }],
      include: [{ account: '001IN', reason: 'agreed' }],
      exclude: [{ account: '001OUT' }],
    },
    { id: 'west', name: 'West', reps: ['005B'] },
  ],
  overlaps: 'precedence',
  fields: { priority: 'Priority__c', segment: 'Segment__c', marketing: 'Spend__c', visitMinutes: 'Minutes__c', former: { field: 'Status__c', in: ['Former', true] } },
  profitability: {
    period: { days: 365 }, revenue: 'deals', grossMargin: '0.4', travel: { perKm: 0.42, detour: 1.3 }, minutes: { visit: 60, meeting: 30, call: 15, email: 5 },
    marketing: { from: 'table', yearly: true, amounts: { '001IN': '1200.50' } },
  },
  kare: {
    lapseDays: 365, lapseFactor: 2, growth: 0.15, pipeline: 0.25, wallet: 0.6, productLines: ['Pumps', 'Valves'],
    pins: [{ account: '001PIN', bucket: 'keep', reason: 'framework contract', until: '2026-12-31' }],
  },
  priorities: { pins: [{ account: '001PIN', priority: 'high', reason: 'board' }], rules: [{ priority: 'high', revenueAtLeast: 100000 }, { priority: 'mid', netRankAtMost: 50 }, { priority: 'low', otherwise: true }] },
  rotations: [{ priority: 'high', per: 'month', visit: 2, meeting: 0, call: 2, email: 4 }, { priority: 'low', per: 'quarter', call: 1 }],
  onlineWords: ['zoom'],
  rates: [{ from: 'EUR', to: 'USD', rate: '1.08' }],
  privacy: { afterSignOut: 'forget', retentionDays: 30 },
}

const text = fc.oneof(fc.stringMatching(/^[A-Za-z0-9 äß<>&"'-]{0,10}[a-z]$/), fc.constantFrom('Müller & Söhne 😀', ' padded ', '__proto', 'שלום'))
const day = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }).map(date => date.toISOString().slice(0, 10))
const decimal = fc.oneof(fc.double({ min: 0, max: 1e9, noNaN: true }), fc.nat(), fc.stringMatching(/^\d{1,6}(\.\d{1,4})?$/))
const some = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(item, { minLength: 1, maxLength: 3 })
const part = <T extends object>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }, required: (keyof T)[] = []) => fc.record(model, { requiredKeys: required as never })
const once = <T>(item: fc.Arbitrary<T>, by: (item: T) => string, maxLength = 3) => fc.uniqueArray(item, { selector: x => by(x).trim().toLowerCase(), maxLength })

const ring = fc.array(fc.tuple(fc.double({ min: -180, max: 180, noNaN: true }), fc.double({ min: -90, max: 90, noNaN: true })), { minLength: 3, maxLength: 6 }).map(corners => [...corners, corners[0]!])
const area = fc.oneof(
  fc.record({ countries: some(fc.constantFrom('US', 'GB')) }),
  fc.record({ states: some(fc.constantFrom('US-NY', 'CA-ON')) }),
  fc.record({ counties: some(fc.constantFrom('US-36061')) }),
  fc.record({ country: fc.constant('US'), postalCodes: some(text) }),
  fc.record({ country: fc.constant('GB'), postalPrefixes: some(text) }),
  fc.record({ name: text, polygon: fc.record({ type: fc.constant('Polygon'), coordinates: some(ring) }) }),
  fc.record({ polygon: fc.record({ type: fc.constant('MultiPolygon'), coordinates: some(some(ring)) }) }),
)
const range = fc.oneof(fc.record({ atLeast: fc.integer() }), fc.record({ atLeast: fc.integer(), atMost: fc.integer() }))
const segment = part({
  industry: some(text), segment: some(text), employees: range, product: some(text),
  fields: fc.dictionary(fc.stringMatching(/^[A-Z][a-z]{0,6}__c$/), fc.oneof(range, some(fc.oneof(text, fc.boolean(), fc.integer())))),
}).filter(it => Object.keys(it).length > 0)

const person = (n: number) => part({
  id: fc.constant(`005${n}`), email: fc.constant(`rep${n}@acme.example`), name: text, base: fc.record({ lat: fc.double({ min: -90, max: 90, noNaN: true }), lon: fc.double({ min: -180, max: 180, noNaN: true }) }),
  hourlyCost: decimal, leave: fc.array(fc.tuple(day, day).map(([a, b]) => (a <= b ? { from: a, to: b } : { from: b, to: a })), { maxLength: 2 }),
}, n % 2 ? ['id', 'name'] : ['email', 'name'])
const keyOf = (n: number): string => (n % 2 ? `005${n}` : `REP${n}@acme.example`)

const named = fc.record({ account: text, reason: text }, { requiredKeys: ['account'] })
const territory = part({
  id: text, name: text, reps: fc.subarray([0, 1, 2], { minLength: 1 }).map(ns => ns.map(keyOf)), precedence: fc.integer(), from: day,
  areas: some(area), accountTypes: some(text), segments: some(segment), include: once(named, it => it.account).filter(it => it.length > 0),
}, ['id', 'name', 'reps'])

/** Documents that hold to every rule, as `JSON.parse` would give them. */
export const planDocuments: fc.Arbitrary<Record<string, unknown>> = part({
  turfside: fc.constant(1), name: text, revision: fc.integer({ min: 1 }), currency: fc.constantFrom('USD', 'JPY'), timeZone: fc.constantFrom('America/New_York', 'Asia/Kathmandu'), homeCountry: fc.constant('US'),
  calendar: part({
    workingDays: some(fc.constantFrom('mon', 'wed', 'sun')), firstDayOfWeek: fc.constantFrom('mon', 'sun'), fiscalYearStart: fc.integer({ min: 1, max: 12 }),
    holidays: fc.array(part({ day, name: text }, ['day']), { maxLength: 3 }),
  }, ['workingDays']),
  reps: fc.tuple(person(0), person(1), person(2)), managers: fc.tuple(person(3)),
  territories: once(territory, it => String(it.name)).map(all => all.filter((it, i) => all.findIndex(other => String(other.id).trim() === String(it.id).trim()) === i)),
  overlaps: fc.constantFrom('stand', 'precedence'),
  fields: part({ priority: text, segment: text, marketing: text, visitMinutes: text, former: fc.oneof(text, fc.record({ field: text, in: some(fc.oneof(text, fc.boolean())) })) }),
  profitability: part({
    period: fc.oneof(fc.constantFrom('month', 'quarter', 'year'), fc.record({ days: fc.integer({ min: 1, max: 3660 }) })), revenue: fc.constantFrom('deals', 'invoices', 'orders'), grossMargin: fc.constantFrom(0, 0.5, '1'),
    travel: fc.oneof(part({ perKm: decimal, detour: fc.constantFrom(1, '1.5') }, ['perKm']), fc.record({ perVisit: decimal })), minutes: part({ visit: fc.nat(), meeting: fc.nat(), call: fc.nat(), email: fc.nat() }),
    marketing: fc.oneof(
      fc.record({ from: fc.constant('field'), yearly: fc.boolean() }), fc.record({ from: fc.constant('campaigns') }), fc.record({ from: fc.constant('flat'), yearly: fc.boolean(), amount: decimal }),
      fc.record({ from: fc.constant('table'), yearly: fc.boolean(), amounts: fc.dictionary(fc.stringMatching(/^001[A-Z]{3}$/), decimal) }),
    ),
  }),
  kare: part({
    lapseDays: fc.integer({ min: 1, max: 9999 }), lapseFactor: fc.double({ min: 0, max: 9, noNaN: true }), growth: fc.double({ min: 0, max: 9, noNaN: true }), pipeline: fc.double({ min: 0, max: 9, noNaN: true }), wallet: fc.double({ min: 0, max: 9, noNaN: true }),
    productLines: some(text), pins: once(fc.record({ account: text, bucket: fc.constantFrom('keep', 'attain', 'recapture', 'expand'), reason: text, until: day }), it => it.account),
  }),
  priorities: part({
    pins: once(part({ account: text, priority: text, reason: text }, ['account', 'priority']), it => String(it.account)),
    rules: fc.array(fc.oneof(fc.record({ priority: text, revenueAtLeast: decimal }), fc.record({ priority: text, netRankAtMost: fc.integer({ min: 1 }) }), fc.record({ priority: text, otherwise: fc.constant(true) })), { maxLength: 3 }),
  }),
  rotations: once(part({ priority: text, per: fc.constantFrom('week', 'month', 'quarter'), visit: fc.nat(1000), meeting: fc.nat(1000), call: fc.nat(1000), email: fc.nat(1000) }, ['priority', 'per']), it => String(it.priority)),
  onlineWords: fc.array(text, { maxLength: 3 }), rates: fc.constantFrom([], [{ from: 'EUR', to: 'USD', rate: 1.1 }, { from: 'USD', to: 'EUR', rate: '0.9' }]),
  privacy: part({ afterSignOut: fc.constantFrom('hide', 'keep', 'forget'), retentionDays: fc.integer({ min: 1, max: 3650 }) }),
}, ['turfside', 'name', 'currency', 'timeZone', 'calendar', 'reps', 'territories']) as fc.Arbitrary<Record<string, unknown>>
