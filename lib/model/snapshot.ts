/**
 * What a CRM says about one account, in words no CRM owns. An adapter makes it, the cache keeps it,
 * `assess` reads it. It is plain JSON: no dates as objects, no functions.
 *
 * - ids are opaque strings. `ids` lists every spelling by which a plan may name the record, the first the canonical one.
 * - moments are epoch milliseconds (UTC); days are ISO dates without a zone ("2026-11-24").
 * - amounts are decimal strings in major units, as the CRM said them ("1234.50"); `currency` null = the plan's currency.
 * - `null` is "the CRM has no value"; a field the user may not see is null too, and named in `hidden`.
 */

export const touchTypes = ['visit', 'meeting', 'call', 'email'] as const
/** In the order in which they win when due on the same day. */
export type TouchType = (typeof touchTypes)[number]

export interface Amount {
  readonly value: string
  readonly currency: string | null
}

export interface User {
  readonly ids: readonly string[]
  readonly name: string
  readonly email: string | null
}

export interface Address {
  readonly street: string | null
  readonly city: string | null
  /** As the CRM says it: a code or a name. */
  readonly region: string | null
  readonly postalCode: string | null
  /** As the CRM says it: a code or a name. */
  readonly country: string | null
}

export interface Coordinates {
  /** Degrees, WGS 84. */
  readonly lat: number
  readonly lon: number
}

/** Where an account is, how we know, and how far off that may be. Made by `lib/geo`, never by a geocoder. */
export interface Place extends Coordinates {
  readonly source: 'crm' | 'postalCode' | 'city'
  /** Kilometres; 0 for the CRM's own coordinates. */
  readonly offByKm: number
}

/** The address in comparable form: ISO 3166-1 country, ISO 3166-2 region, county as country and code ("US-36061"). */
export interface Area {
  readonly country: string | null
  readonly region: string | null
  readonly county: string | null
  /** Upper case, without spaces or the US +4: "10019", "SW1A1AA". */
  readonly postalCode: string | null
}

/** Names of the account's fields that a plan or a mapping can lean on. */
export type MappedField = 'priority' | 'segment' | 'marketing' | 'visitMinutes' | 'former'

export interface Account {
  readonly ids: readonly string[]
  readonly name: string
  readonly ownerId: string | null
  readonly type: string | null
  readonly industry: string | null
  readonly employees: number | null
  readonly phone: string | null
  /** Its own address, not a contact's. Missing where an older version read the account. */
  readonly email?: string | null
  readonly website: string | null
  /** Null when the CRM counts in one currency only: then it is the plan's. */
  readonly currency: string | null
  readonly createdAt: number | null
  readonly address: Address
  readonly coordinates: Coordinates | null
  /** Values of the fields that the options map, as the CRM said them. */
  readonly priority: string | null
  readonly segment: string | null
  readonly marketing: Amount | null
  readonly visitMinutes: number | null
  readonly former: boolean | null
  /** Set where the account is a person (and not a company with persons): how they are reached. */
  readonly person?: { readonly email: string | null; readonly mobile: string | null } | null
  /** Every other field that a plan's segment rule may name, by the CRM's own field name. */
  readonly fields: Readonly<Record<string, string | number | boolean | null>>
}

/** A deal, and in CRMs that have them an invoice or an order: what `kind` says. Won invoices and orders are those posted. */
export interface Deal {
  readonly id: string
  readonly kind: 'deal' | 'invoice' | 'order'
  readonly name: string
  readonly amount: Amount | null
  readonly state: 'open' | 'won' | 'lost'
  /** Deals: close date; invoices and orders: their date. */
  readonly day: string | null
  readonly createdAt: number | null
  /** Product lines sold with it (families); empty when the CRM has none, null when it cannot say. */
  readonly products: readonly string[] | null
}

/** An activity that may be a touch. An `appointment` becomes a visit or a meeting by its place and the plan's words. */
export interface Touch {
  readonly id: string
  readonly type: TouchType | 'appointment'
  readonly userId: string | null
  readonly completed: boolean
  /** The day it counts on, where the CRM keeps a bare date (or a whole-day event); else null: the day of its moment. */
  readonly day: string | null
  /** Start, else null. */
  readonly start: number | null
  readonly completedAt: number | null
  readonly createdAt: number | null
  /** How long it took as the CRM has it, in seconds; 0 and null mean not known. */
  readonly seconds: number | null
  /** Where an appointment takes place, as written. */
  readonly where: string | null
  readonly subject: string | null
  /** The idempotency mark that Turfside wrote, if any. */
  readonly mark: string | null
}

/** A campaign in which the account is a member. */
export interface Campaign {
  readonly id: string
  readonly name: string
  readonly cost: Amount | null
  /** True when `cost` is the budget because the actual cost is not there. */
  readonly budgeted: boolean
  readonly members: number
  /** Members that belong to this account. */
  readonly ofAccount: number
  readonly day: string | null
}

/** One unit of `from` is `rate` of `to`, from `day` on (null: always) until a later row of the same pair. A rate of "0": from that day on there is none. */
export interface Rate {
  readonly from: string
  readonly to: string
  readonly rate: string
  readonly day: string | null
}

/** Where an account stands among those that belong to one another. */
export interface Hierarchy {
  /** Upwards, the nearest first, as far as the CRM says (five at most); `name` null: it is there, and this user may not see it. */
  readonly parents: readonly { readonly id: string; readonly name: string | null }[]
  /** Directly below, as far as this user may see: how many, and the first of them by name. */
  readonly children: number
  readonly firstChildren: readonly { readonly id: string; readonly name: string }[]
}

/** A territory to which the CRM itself assigns the account, apart from the plan. */
export interface CrmTerritory {
  readonly id: string
  readonly name: string
  /** Who works it by the CRM; null: it does not say. */
  readonly userIds: readonly string[] | null
  /** Assigned by a person, not by a rule. */
  readonly byHand: boolean
}

/** A value of the CRM that cannot be right, and so counts as missing. */
export interface Odd {
  readonly what: 'amount' | 'day' | 'moment'
  /** Of which record: a deal's name, a touch's subject. */
  readonly of: string
  /** As the CRM said it. */
  readonly value: string
}

export interface Snapshot {
  readonly account: Account
  readonly area: Area
  readonly place: Place | null
  /** Why `place` is null, where more can be said than "no address". */
  readonly placeNote: 'noAddress' | 'notFound' | 'ambiguous' | null
  readonly users: readonly User[]
  readonly deals: readonly Deal[]
  readonly touches: readonly Touch[]
  /** Touches before this day were not read; null: all were. */
  readonly touchesSince: string | null
  /** Null: the CRM cannot say. */
  readonly campaigns: readonly Campaign[] | null
  readonly rates: readonly Rate[]
  /** Null and absent: the CRM has no hierarchies, or cannot say. */
  readonly hierarchy?: Hierarchy | null
  /** Empty: assigned to none. Null and absent: the CRM has no territories of its own, or cannot say. */
  readonly assigned?: readonly CrmTerritory[] | null
  /** Read as one of many in a list: its group, the CRM's own territories and what contacts were invited to were not asked. */
  readonly brief?: boolean
  /** What was said and cannot be right; at most 20. */
  readonly odd?: readonly Odd[]
  /**
   * What the user may not see: "deals" (what the plan counts as revenue), "pipeline" (open deals, where only those are closed), "touches", "campaigns",
   * "account.<name in this file>", "account.fields.<CRM field>".
   */
  readonly hidden: readonly string[]
  /** The accounts cached so far. This one may be among them: it is not its own peer. */
  readonly peers: readonly Peer[]
  /** When the CRM answered. */
  readonly readAt: number
}

/** What is kept of an account for the others' sake: rank, peers, fit, likeness. Made by `summarise`. */
export interface Peer {
  readonly id: string
  readonly name: string
  readonly currency: string
  readonly segment: string | null
  readonly industry: string | null
  readonly type: string | null
  readonly employees: number | null
  readonly country: string | null
  readonly region: string | null
  readonly lat: number | null
  readonly lon: number | null
  /** Names of the territories that claim it. */
  readonly territories: readonly string[]
  /** Minor units of `currency`; null where a part is missing. */
  readonly net: number | null
  /** Revenue of the last 365 days, minor units of `currency`; null where missing. */
  readonly revenue: number | null
  readonly bought: boolean
  readonly products: readonly string[] | null
  readonly bucket: Bucket
  readonly next: { readonly type: TouchType; readonly due: string } | null
}

export const buckets = ['keep', 'attain', 'recapture', 'expand'] as const
export type Bucket = (typeof buckets)[number]
