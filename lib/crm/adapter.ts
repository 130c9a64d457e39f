import type { GroupFigures } from '../model/group'
import type { MappedField, Snapshot, Touch, TouchType, User } from '../model/snapshot'
import type { StarterFacts } from '../model/starter'
import type { MarkPlace } from '../model/markPlace'
import type { OpenBook } from './book'

/**
 * The contract of a CRM, in two parts. Nothing outside `lib/crm/<adapter>` names a CRM: the rest speaks of a `label`, `RecordRef`s and the
 * errors below. Adding one is a folder, and a line in `sites.ts` and in `registry.ts`; `tests/contract` runs against each.
 *
 * The site is what a screen needs at once and without asking the CRM: small, so that the panel starts quickly.
 */
export interface Site {
  /** Short and stable: part of cache keys. */
  readonly id: string
  /** What its users call it. */
  readonly label: string
  /** Match patterns of its pages, and of its API, that go into the manifest; empty where each user's host is granted at run time. */
  readonly pages: readonly string[]
  readonly api: readonly string[]
  /** Where its users sign in, whoever they are; null: each has it on a host of their own. */
  readonly home: string | null
  /** Who sends its requests: the background, or, where a CRM refuses other origins, the open page itself. */
  readonly requestsFrom: 'background' | 'page'
  /** The record or other page of this CRM that an address shows; null: not this CRM's. Pure; reads nothing but the address. */
  recognise(url: string): PageRef | null
  /** The address of an account's page. */
  address(ref: RecordRef): string
  /**
   * Changes whenever the user or the session changes; null: signed out. A one-way hash that gives nothing of the session away, made
   * without asking the CRM.
   */
  fingerprint(org: string, access: SessionAccess): Promise<string | null>
}

export interface Adapter extends Site {
  connect(org: string, access: Access): Connection
}

/** An account of one CRM host. `org` is the origin that answers the API. */
export interface RecordRef {
  readonly crm: string
  readonly org: string
  readonly id: string
}

export type PageRef =
  | { readonly page: 'account'; readonly ref: RecordRef }
  /** Another record, such as a contact or a deal: the CRM knows whose it is. `object` as the address names it; null: it does not. */
  | { readonly page: 'record'; readonly crm: string; readonly org: string; readonly object: string | null; readonly id: string }
  | ListRef
  /**
   * A page of the CRM that shows no account. `direct`: a proxy stands between browser and CRM and keeps the session to itself, and this is the page's
   * address without it.
   */
  | { readonly page: 'other'; readonly crm: string; readonly org: string; readonly direct?: string }

export type RecordPage = Extract<PageRef, { readonly page: 'record' }>

/** What a record is to a rep; `record`: any other. */
export type RecordKind = 'contact' | 'deal' | 'case' | 'task' | 'event' | 'contract' | 'order' | 'quote' | 'invoice' | 'lead' | 'record'

/** A page of several records: a list view, a report, a search's results. */
export interface ListRef {
  readonly page: 'list'
  readonly crm: string
  readonly org: string
  readonly kind: 'view' | 'report' | 'search'
  /** Whose records a view shows, as the CRM names the object; null: the address does not say. */
  readonly object: string | null
  /** The view's or report's, or the words searched for. */
  readonly id: string
}

/** The accounts behind a list's rows. Every row is counted once: `rows` = `ids` + `repeated` + `without`. */
export interface Listed {
  /** What the CRM calls it; null: it has no name. */
  readonly name: string | null
  /** Canonical ids in the order of the page, each once. */
  readonly ids: readonly string[]
  readonly rows: number
  /** Rows of an account that an earlier row has already. */
  readonly repeated: number
  /** Rows that lead to no account. */
  readonly without: number
  /** The CRM has more rows than it gives out at once. */
  readonly more: boolean
}

/** Accounts that were read together. */
export interface ReadTogether {
  readonly readings: readonly Reading[]
  /** There is none of that id for this user: deleted, another org's, or not to be seen. */
  readonly missing: readonly string[]
  /** So much hangs on them that they are read one by one only. */
  readonly tooLarge: readonly string[]
}

/** A record other than an account, in a rep's words; `name` null: it has none that this user may see. */
export interface Via {
  readonly kind: RecordKind
  readonly name: string | null
}

/** Whose a record is. */
export type Belonging =
  | { readonly to: 'account'; readonly via: Via; readonly accountId: string }
  /** A lead is no account yet: read as if it were one, so that the plan can say what it would be. */
  | { readonly to: 'lead'; readonly via: Via; readonly reading: Reading; readonly status: string | null }
  /** Nobody's: a private contact, a task on its own. */
  | { readonly to: 'nobody'; readonly via: Via }
  /** It names several accounts, and nothing says which of them is meant. */
  | { readonly to: 'several'; readonly via: Via; readonly accountIds: readonly string[] }

/** Where the user's own session is found. */
export interface SessionAccess {
  /** The value of a cookie of that address; null when there is none. */
  readonly cookie: (url: string, name: string) => Promise<string | null>
  /** Entries of the page's localStorage whose key starts so, from an open tab of that origin; null when no such tab is open. */
  readonly pageStorage: (origin: string, keyPrefix: string) => Promise<Readonly<Record<string, string>> | null>
}

/** What an adapter may use of the browser. The same shape runs in Node for the contract suite. */
export interface Access extends SessionAccess {
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>
  /** A small store for what an adapter learns of an org (versions, fields): kept apart by org. JSON values. */
  readonly memo: { get(key: string): Promise<unknown>; set(key: string, value: unknown): Promise<void> }
  readonly now: () => number
  /** The field that the options name for the marks of touches, by what it is a field of; absent or null: none. */
  readonly markField?: (place: string) => Promise<string | null>
  /** What a second way in needs; absent where there is no browser for it. */
  readonly door?: AppDoor
}

/** What the browser offers for letting Turfside in through the org's own app, where an org takes no session of the browser for its API. */
export interface AppDoor {
  /**
   * What was granted for this org; only this extension's own pages and its worker can read it. `session` is gone when the browser closes,
   * `lasting` stays on this computer and is never synced. JSON values; null removes.
   */
  readonly vault: { get(area: 'session' | 'lasting'): Promise<unknown>; set(area: 'session' | 'lasting', value: unknown): Promise<void> }
  /** The address that the CRM must send back to, to the letter. */
  readonly redirectUri: () => Promise<string>
  /** The app's id that the browser's managed policy names. */
  readonly managedId: () => Promise<string | null>
  /** Goes to the CRM's page: in a window of its own, or unseen. `at`: where it sent back to. */
  readonly visit: (url: string, seen: boolean) => Promise<{ readonly at: string } | { readonly failed: 'closed' | 'needsUser' | 'unreachable' | 'notPermitted' }>
}

export interface Session {
  readonly user: User
  /** The CRM's own id of the org or database, where it has one beside its address. */
  readonly orgId: string | null
}

/** What the plan and the options want read beyond the standard fields. */
export interface Wanted {
  /** CRM field names by what they stand for. */
  readonly fields: Readonly<Partial<Record<MappedField, string>>>
  /** Values of the `former` field that mean yes; null: the field is a checkbox. */
  readonly formerValues: readonly (string | boolean)[] | null
  /** Other account fields that segment rules name. */
  readonly extra: readonly string[]
  readonly campaigns: boolean
  readonly revenue: 'deals' | 'invoices' | 'orders'
  /** First day of touches and deals to read; ISO. Purchases are read whole, however old. */
  readonly touchesSince: string
  /** The plan's people, by id or e-mail: of several who took part in one appointment, one of them is told as the one who did. */
  readonly team?: readonly string[]
  /** The plan's currency: rates to and from it are told. */
  readonly currency?: string
}

/** What `read` answers: a snapshot without what needs the other accounts or bundled geography. */
export type Reading = Omit<Snapshot, 'area' | 'place' | 'placeNote' | 'peers'>

/** A touch to be written. `mark` is unique to it: the same mark, the same touch. */
export interface NewTouch {
  readonly mark: string
  readonly accountId: string
  readonly type: TouchType
  /** Moment at which it began. */
  readonly start: number
  /** The day it counts on, in the plan's time zone. */
  readonly day: string
  readonly minutes: number
  readonly note: string
  /** A word for the place of a virtual meeting, so that it counts as one. */
  readonly onlineWord: string
  /** Values for what `touchForm` asked. */
  readonly extra: Readonly<Record<string, string>>
}

/** A field that the CRM wants filled for a touch and that has no default. */
export interface FormField {
  readonly name: string
  readonly label: string
  readonly kind: 'choice' | 'text' | 'number' | 'date' | 'checkbox'
  readonly choices: readonly { readonly value: string; readonly label: string }[]
}

export interface FieldInfo {
  readonly name: string
  readonly label: string
  readonly kind: 'text' | 'choice' | 'number' | 'money' | 'checkbox' | 'other'
}

/** The second way in, as set up for an org. */
export interface AppState {
  /** Null: none is known. */
  readonly clientId: string | null
  /** It comes from the browser's managed policy. */
  readonly managed: boolean
  readonly redirectUri: string
  /** Who let Turfside in; null: nobody. */
  readonly connectedAs: string | null
  /** Whether the grant outlives the browser's session. */
  readonly stay: boolean
  /** Of which CRM the admin's steps are: the middle of their messages' keys. */
  readonly guide: string
}

export type AppOutcome =
  | { readonly connectedAs: string }
  /** `said`: the CRM's own words, or "". */
  | { readonly failed: 'closed' | 'denied' | 'blocked' | 'unreachable' | 'notPermitted' | 'signedOut' | 'otherOrg' | 'badRedirect' | 'badClientId' | 'refused'; readonly said: string }

/** Letting Turfside in through the org's own app. `state` makes no request, `connect` asks the user in a window of the CRM. */
export interface AppAccess {
  state(): Promise<AppState>
  connect(clientId: string, stay: boolean): Promise<AppOutcome>
  /** Forgets the grant, and has the CRM revoke it; `revoked` false: the CRM could not be told. `forget`: the app's id as well. */
  disconnect(forget: boolean): Promise<{ readonly revoked: boolean }>
}

export interface Connection {
  /** Absent: this CRM needs no second way in, or this place has none. */
  readonly app?: AppAccess
  /** Absent: this CRM cannot give all that a user may see. */
  readonly book?: OpenBook
  /** As `Site.fingerprint`, for this org. */
  fingerprint(): Promise<string | null>
  session(): Promise<Result<Session>>
  /** At most two requests one after the other. */
  read(id: string, want: Wanted): Promise<Result<Reading>>
  /** The accounts that a page lists, in a request or two, by the CRM's API and never by the page's text. At most the first 2,000 rows. */
  listed(list: ListRef, signal: AbortSignal): Promise<Result<Listed>>
  /**
   * As `read`, for many accounts and in few requests: answers group by group, in the order of the ids; ends with the first failure, and without a word
   * when the signal aborts.
   */
  readMany(ids: readonly string[], want: Wanted, signal: AbortSignal): AsyncIterable<Result<ReadTogether>>
  /** What the account and all below it sold in a period. Slower than `read`, and asked only when somebody looks. Null: the CRM has no hierarchies. */
  group(id: string, period: { readonly from: string; readonly to: string }, revenue: Wanted['revenue']): Promise<Result<GroupFigures | null>>
  /**
   * Whose a record is. One round trip for what carries its account; one more for each record between the two (a task of a product line's deal), for a lead
   * in an org not known yet, and for the first record of an object that neither address nor id names. A lead that became an account is that account's.
   */
  accountOf(record: Pick<RecordPage, 'object' | 'id'>, want: Wanted): Promise<Result<Belonging>>
  /** The account's fields that options can map. */
  accountFields(): Promise<Result<readonly FieldInfo[]>>
  /** What a starter plan can be made of: org, people, territories, whose accounts lie where. What the CRM does not give is a gap of the facts, no failure. */
  starterFacts(): Promise<Result<StarterFacts>>
  /** Where a touch's mark may have a field of its own, and which would do. Absent: this CRM has no such place. */
  markPlaces?(): Promise<Result<readonly MarkPlace[]>>
  /** What the CRM asks of such a touch beyond what Turfside fills by itself. */
  touchForm(type: TouchType): Promise<Result<readonly FormField[]>>
  /**
   * Writes once: with `repeat` it first asks the CRM whether a touch with the mark is there, and answers that one.
   * The answer is the touch as `read` would give it.
   */
  write(touch: NewTouch, repeat: boolean): Promise<Result<Touch>>
  /** Removes exactly that record. A record that is gone already is success. */
  remove(touchId: string): Promise<Result<null>>
  /** Removes what carries the touch's mark, if it is there at all, and answers how many that were. */
  withdraw(touch: NewTouch): Promise<Result<number>>
}

export type CrmError =
  | { readonly kind: 'signedOut' }
  /**
   * The org takes no session of the browser for its API. `closed`: nothing else is set up; `blocked`: its admin has blocked the app that is;
   * `ended`: what was granted is over; `unconfirmed`: somebody has signed in since, and the CRM does not say unasked who.
   */
  | { readonly kind: 'apiAccess'; readonly why: 'closed' | 'blocked' | 'ended' | 'unconfirmed' }
  /** The tab's user is another than the one who let Turfside in: nothing is read or sent. */
  | { readonly kind: 'otherUser'; readonly signedInAs: string; readonly connectedAs: string }
  /** The user lacks a right; `what` in the CRM's words. */
  | { readonly kind: 'notAllowed'; readonly what: string }
  /** The user is signed in, and the CRM's API is switched off for them or for all; `what` in the CRM's words. */
  | { readonly kind: 'apiOff'; readonly what: string }
  /** Deleted, or not visible to this user: the CRM does not say which. */
  | { readonly kind: 'notFound' }
  /** The account was merged into another, which has its deals and touches now; `name` null: not visible to this user. */
  | { readonly kind: 'merged'; readonly into: { readonly id: string; readonly name: string | null } }
  | { readonly kind: 'fieldHidden'; readonly field: string }
  /** Retry not before this moment; null: the CRM did not say. */
  | { readonly kind: 'limit'; readonly retryAt: number | null }
  /** `online`: the browser says that it has a network all the same. */
  | { readonly kind: 'offline'; readonly online?: boolean }
  /** The network leads to a page of its own, such as a hotel's sign-in page, instead of to the CRM. */
  | { readonly kind: 'portal' }
  /** The CRM is there but ails: HTTP status, or 0 for no answer in time; and when it asks to be asked again. */
  | { readonly kind: 'down'; readonly status: number; readonly retryAt?: number | null }
  /** Answered with something that is not its API's. */
  | { readonly kind: 'unreadable'; readonly what: string }
  /** The CRM says no: its own words, and the fields it names. */
  | { readonly kind: 'refused'; readonly message: string; readonly fields: readonly string[] }

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: CrmError }

export const ok = <T>(value: T): Result<T> => ({ ok: true, value })
export const fail = (error: CrmError): { ok: false; error: CrmError } => ({ ok: false, error })
