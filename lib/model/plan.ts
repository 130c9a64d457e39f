import * as v from 'valibot'
import { buckets } from './snapshot'
import { isDay, isTimeZone, weekdays } from './day'
import { afterSignOuts, leastRetentionDays, mostRetentionDays } from './privacy'

/**
 * The team's plan document, version 1. Every key is listed here; an unknown one is refused with its path.
 * `docs/plan.md` explains each with the example in `demo/plan.json`; `docs/plan.schema.json` is made from this file.
 */

const text = v.pipe(v.string(), v.trim(), v.nonEmpty('must not be empty'))
const day = v.pipe(v.string(), v.check(isDay, 'must be a day such as 2026-11-24'))
const currency = v.pipe(v.string(), v.regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as USD'))
const country = v.pipe(v.string(), v.regex(/^[A-Z]{2}$/, 'must be an ISO 3166-1 code such as US'))
const positive = v.pipe(v.number(), v.finite(), v.minValue(0, 'must not be negative'))
const count = v.pipe(v.number(), v.integer('must be a whole number'), v.minValue(0, 'must not be negative'), v.maxValue(1000))
/** Money or a rate in major units: a number, or a decimal string where a number would lose digits. */
const decimal = v.union([positive, v.pipe(v.string(), v.regex(/^\d{1,15}(\.\d{1,9})?$/, 'must be a decimal number such as 0.42'))], 'must be a number or a decimal string, not negative')
const list = <S extends v.GenericSchema>(item: S) => v.pipe(v.array(item), v.minLength(1, 'must not be empty'))

const coordinates = v.strictObject({
  lat: v.pipe(v.number(), v.minValue(-90), v.maxValue(90)),
  lon: v.pipe(v.number(), v.minValue(-180), v.maxValue(180)),
})

/** `[longitude, latitude]`, as GeoJSON has it. */
const position = v.pipe(
  v.array(v.number()),
  v.check(p => p.length >= 2 && Math.abs(p[0]!) <= 180 && Math.abs(p[1]!) <= 90, 'must be [longitude, latitude]'),
)
const ring = v.pipe(v.array(position), v.minLength(4, 'a ring needs at least four positions, the last one equal to the first'))
const geometry = v.variant('type', [
  v.strictObject({ type: v.literal('Polygon'), coordinates: list(ring) }),
  v.strictObject({ type: v.literal('MultiPolygon'), coordinates: list(list(ring)) }),
])

/** A CRM user: by `id`, by `email`, or both. */
const person = v.pipe(
  v.strictObject({
    id: v.optional(text),
    email: v.optional(v.pipe(v.string(), v.email('must be an email address'))),
    name: text,
    /** Where trips start. Without it travel is missing for this rep, unless the plan has a fixed cost a visit. */
    base: v.optional(coordinates),
    /** Loaded cost of an hour, in the plan's currency. */
    hourlyCost: v.optional(decimal),
    leave: v.optional(v.array(v.pipe(
      v.strictObject({ from: day, to: day }),
      v.check(l => l.from <= l.to, '`from` must not be after `to`'),
    ))),
  }),
  v.check(p => p.id !== undefined || p.email !== undefined, 'needs an id or an email'),
)

const area = v.union([
  v.strictObject({ countries: list(country) }),
  v.strictObject({ states: list(v.pipe(v.string(), v.regex(/^[A-Z]{2}-[A-Z0-9]{1,3}$/, 'must be an ISO 3166-2 code such as US-NY'))) }),
  v.strictObject({ counties: list(v.pipe(v.string(), v.regex(/^US-\d{5}$/, 'must be US- and a county FIPS code such as US-36061'))) }),
  v.strictObject({ country, postalCodes: list(text) }),
  v.strictObject({ country, postalPrefixes: list(text) }),
  v.strictObject({ name: v.optional(text), polygon: geometry }),
], 'must be one of {countries}, {states}, {counties}, {country, postalCodes}, {country, postalPrefixes}, {name?, polygon}')

const range = v.pipe(
  v.strictObject({ atLeast: v.optional(v.number()), atMost: v.optional(v.number()) }),
  v.check(r => r.atLeast !== undefined || r.atMost !== undefined, 'needs atLeast or atMost'),
)

/** All that one segment names must hold; several segments are alternatives. */
const segment = v.pipe(
  v.strictObject({
    industry: v.optional(list(text)),
    segment: v.optional(list(text)),
    employees: v.optional(range),
    /** Product lines it has bought. */
    product: v.optional(list(text)),
    /** Any other field of the account, by the CRM's own field name. */
    fields: v.optional(v.record(text, v.union([list(v.union([v.string(), v.boolean(), v.number()])), range], 'must be a list of values or a range'))),
  }),
  v.check(s => Object.values(s).some(x => x !== undefined), 'must name at least one condition'),
)

const named = v.strictObject({ account: text, reason: v.optional(text) })

const territory = v.strictObject({
  id: text,
  name: text,
  /** Ids or emails of people in `reps`. */
  reps: list(text),
  precedence: v.optional(v.pipe(v.number(), v.integer())),
  /** First day on which it claims accounts. */
  from: v.optional(day),
  areas: v.optional(list(area)),
  accountTypes: v.optional(list(text)),
  segments: v.optional(list(segment)),
  include: v.optional(list(named)),
  exclude: v.optional(list(named)),
})

const share = v.pipe(v.number(), v.finite(), v.minValue(0))

const profitability = v.strictObject({
  /** The last so many days that end today, or the current period so far. Default `{ "days": 365 }`. */
  period: v.optional(v.union([v.strictObject({ days: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3660)) }), v.picklist(['month', 'quarter', 'year'])])),
  revenue: v.optional(v.picklist(['deals', 'invoices', 'orders'])),
  /** Share of revenue that is left after cost of goods: 0 to 1. */
  grossMargin: v.optional(v.pipe(decimal, v.check(x => Number(x) <= 1, 'must be from 0 to 1'))),
  travel: v.optional(v.union([
    v.strictObject({ perKm: decimal, detour: v.optional(v.pipe(decimal, v.check(x => Number(x) >= 1, 'must be 1 or more'))) }),
    v.strictObject({ perVisit: decimal }),
  ], 'must be {perKm, detour?} or {perVisit}')),
  /** Minutes of a touch whose duration the CRM does not know. */
  minutes: v.optional(v.strictObject({ visit: v.optional(positive), meeting: v.optional(positive), call: v.optional(positive), email: v.optional(positive) })),
  marketing: v.optional(v.variant('from', [
    v.strictObject({ from: v.literal('field'), yearly: v.boolean() }),
    v.strictObject({ from: v.literal('table'), yearly: v.boolean(), amounts: v.record(text, decimal) }),
    v.strictObject({ from: v.literal('campaigns') }),
    v.strictObject({ from: v.literal('flat'), yearly: v.boolean(), amount: decimal }),
  ])),
})

const kare = v.strictObject({
  lapseDays: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  lapseFactor: v.optional(share),
  growth: v.optional(share),
  pipeline: v.optional(share),
  wallet: v.optional(share),
  productLines: v.optional(list(text)),
  pins: v.optional(v.array(v.strictObject({ account: text, bucket: v.picklist(buckets), reason: text, until: day }))),
})

const priorityRule = v.union([
  v.strictObject({ priority: text, revenueAtLeast: decimal }),
  v.strictObject({ priority: text, netRankAtMost: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
  v.strictObject({ priority: text, otherwise: v.literal(true) }),
], 'must be {priority, revenueAtLeast}, {priority, netRankAtMost} or {priority, otherwise: true}')

const rotation = v.strictObject({
  priority: text,
  per: v.picklist(['week', 'month', 'quarter']),
  visit: v.optional(count), meeting: v.optional(count), call: v.optional(count), email: v.optional(count),
})

/** A CRM field by name, or one whose listed values mean yes. */
const formerField = v.union([text, v.strictObject({ field: text, in: list(v.union([v.string(), v.boolean()])) })])

export const planSchema = v.strictObject({
  turfside: v.literal(1),
  name: text,
  revision: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  currency,
  timeZone: v.pipe(v.string(), v.check(isTimeZone, 'must be an IANA time zone such as America/New_York')),
  /** The country of addresses that name none. */
  homeCountry: v.optional(country),
  calendar: v.strictObject({
    workingDays: v.pipe(v.array(v.picklist(weekdays)), v.minLength(1, 'must not be empty')),
    firstDayOfWeek: v.optional(v.picklist(weekdays)),
    /** Month (1 to 12) in which the fiscal year starts. */
    fiscalYearStart: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(12))),
    holidays: v.optional(v.array(v.strictObject({ day, name: v.optional(text) }))),
  }),
  reps: v.array(person),
  managers: v.optional(v.array(person)),
  territories: v.array(territory),
  /** `stand` (default): every claim stands; `precedence`: the highest wins. */
  overlaps: v.optional(v.picklist(['stand', 'precedence'])),
  /** CRM fields that carry what the plan leans on; the options of a connection may override them. */
  fields: v.optional(v.strictObject({
    priority: v.optional(text), segment: v.optional(text), marketing: v.optional(text), visitMinutes: v.optional(text), former: v.optional(formerField),
  })),
  profitability: v.optional(profitability),
  kare: v.optional(kare),
  priorities: v.optional(v.strictObject({
    pins: v.optional(v.array(v.strictObject({ account: text, priority: text, reason: v.optional(text) }))),
    /** The first rule that holds. */
    rules: v.optional(v.array(priorityRule)),
  })),
  rotations: v.optional(v.array(rotation)),
  /** Words in an appointment's place that make it a meeting, not a visit. */
  onlineWords: v.optional(v.array(text)),
  /** One unit of `from` is `rate` of `to`. */
  rates: v.optional(v.array(v.strictObject({ from: currency, to: currency, rate: decimal }))),
  /** The whole book of accounts in the browsers of the plan's people: whether it is kept, and its share of the requests that the org may have in a day (0 to 1). */
  sync: v.optional(v.strictObject({
    book: v.optional(v.boolean()),
    apiShare: v.optional(v.pipe(v.number(), v.finite(), v.minValue(0, 'must be from 0 to 1'), v.maxValue(1, 'must be from 0 to 1'))),
  })),
  /** What becomes of the copies in a browser; the browser's managed policy goes first. */
  privacy: v.optional(v.strictObject({
    afterSignOut: v.optional(v.picklist(afterSignOuts)),
    retentionDays: v.optional(v.pipe(v.number(), v.integer('must be a whole number'), v.minValue(leastRetentionDays), v.maxValue(mostRetentionDays))),
  })),
})

export type Plan = v.InferOutput<typeof planSchema>
export type Person = Plan['reps'][number]
export type Territory = Plan['territories'][number]
export type AreaRule = NonNullable<Territory['areas']>[number]
export type SegmentRule = NonNullable<Territory['segments']>[number]
export type Rotation = NonNullable<Plan['rotations']>[number]
export type PlanGeometry = v.InferOutput<typeof geometry>
