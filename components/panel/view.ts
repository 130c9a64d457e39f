import type { CrmError, FormField, Via } from '../../lib/crm/adapter'
import type { KareFact, Money, NextTouchFact, ProfitabilityFact, SimilarFact, TerritoryFact } from '../../lib/model/assessment'
import type { GroupFact } from '../../lib/model/group'
import type { HistoryFact } from '../../lib/model/history'
import type { Hierarchy, Odd, Place, Snapshot, TouchType } from '../../lib/model/snapshot'
import type { StarterNotes } from '../../lib/model/starter'
import type { StorageNote, StorageTrouble } from '../../lib/model/storageTrouble'
import type { AssignedTo } from './assigned'

/**
 * Everything the panel shows, as one plain object, and everything a person can do there. Components read nothing else:
 * no browser API, no storage, no clock.
 */

export type Loadable<T> =
  | { readonly state: 'ready' | 'stale'; readonly value: T; readonly at: number }
  | { readonly state: 'loading' }
  | { readonly state: 'missing'; readonly why: Missing }
  | { readonly state: 'failed'; readonly error: CrmError }

/**
 * Why a fact cannot be made though nothing failed. `noPlan` and `storage` concern the whole panel, which says it
 * once; `notCached` is for the similar accounts.
 */
export type Missing =
  | { readonly code: 'noPlan' | 'storage' | 'noPriority' | 'notCached' }
  | { readonly code: 'noRotation'; readonly priority: string }

export interface PanelView {
  /**
   * account: the tab shows one; notAccount: a page of a known CRM without one; noCrm: any other page;
   * record: a page of another record, whose account is not known or not one; unknownSite: a page that may be a CRM which the user has not connected yet; proxied: one that comes through a proxy which keeps the session.
   */
  readonly mode: 'account' | 'record' | 'notAccount' | 'noCrm' | 'unknownSite' | 'proxied'
  /** The other record that the page shows, whose account this is. Null: the page is the account's own, or it is not known. */
  readonly via: Via | null
  /** The account was chosen by a link or a search: the tab shows another page. */
  readonly chosen: boolean
  /** What is shown is a lead, read as the account it may become. */
  readonly lead: { readonly status: string | null } | null
  /** Of a record that is of no account (none) or names several; null: still being asked, or the mode is another. */
  readonly names: readonly { readonly id: string; readonly name: string | null }[] | null
  /** The adapter's id and label; null outside a CRM. */
  readonly crm: string | null
  readonly crmLabel: string | null
  readonly accountId: string | null
  /** Null while not known: nothing cached and no answer yet. */
  readonly name: string | null
  readonly city: string | null
  readonly region: string | null
  readonly postalCode: string | null
  readonly industry: string | null
  readonly phone: string | null
  readonly email: string | null
  /** Where a route would go, in words or as coordinates; null: no address. */
  readonly route: string | null
  readonly freshness: {
    readonly state: 'fresh' | 'stale' | 'reading' | 'failed'
    /** When the CRM said what is shown; null: nothing is shown. */
    readonly at: number | null
  }
  /** Epoch milliseconds of this view. */
  readonly now: number
  /** The day of `now` in the plan's time zone, ISO. */
  readonly today: string

  readonly nextTouch: Loadable<NextTouchFact>
  readonly territory: Loadable<TerritoryFact>
  readonly profitability: Loadable<ProfitabilityFact>
  readonly kare: Loadable<KareFact>
  readonly similar: Loadable<SimilarFact>
  /** Loading until what makes it is loaded, after the first paint. */
  readonly nearby: Loadable<NearbyFact>
  readonly history: Loadable<HistoryFact>

  /** To which of its own territories the CRM assigns it; null and absent: it has none, or does not say. */
  readonly assigned?: readonly AssignedTo[] | null
  /** Null and absent: it belongs to no group, or the CRM does not say. */
  readonly group?: GroupView | null
  /** `Snapshot.odd`. */
  readonly odd?: readonly Odd[]
  /** `Snapshot.hidden`. */
  readonly hidden: readonly string[]
  readonly place: Pick<Place, 'source' | 'offByKm'> | null
  readonly placeNote: Snapshot['placeNote']

  readonly plan: { readonly name: string; readonly revision: number | null } | null
  /** Set while a starter plan stands in for the team's: what it assumes, and on what its territories rest. */
  readonly starter: StarterNotes | null
  /** Why there is no starter plan where no plan is imported; null: there is a plan, or none can be made here yet. */
  readonly noStarter: 'removed' | CrmError | null
  /** How the browser's storage ails; null: it does not. */
  readonly storage: StorageTrouble | null
  /** What became of the stored data and was not read yet; null and absent: nothing. */
  readonly storageNote?: StorageNote | null
  /** By how many milliseconds this computer's clock is ahead of that of the CRM's servers; null: they agree. */
  readonly clockOff: number | null
  /** Why the CRM did not answer, or not with this account. */
  readonly trouble: CrmError | null

  /** Touches of this account that the CRM does not have yet. */
  readonly outbox: readonly PendingTouch[]
  /** Touches of all accounts that wait. */
  readonly waitingInAll: number
  readonly toast: Toast | null
  readonly form: LogForm | null
  /** False where a touch could not be kept for this account, such as one that was deleted. */
  readonly canLog: boolean
}

export interface GroupView {
  readonly hierarchy: Hierarchy
  /** Net of the account itself; null: not known. */
  readonly net: Money | null
  readonly figures: Loadable<GroupFact>
}

/** Other accounts near the shown one whose touch is late or due soon, the nearest first. */
export interface NearbyFact {
  /** Whether it is known where the shown account is. */
  readonly placed: boolean
  /** Cached accounts looked at. */
  readonly of: number
  readonly accounts: readonly DueAccount[]
}

/** A cached account whose touch is due: `lib/assess/due.ts` makes them. */
export interface DueAccount {
  readonly id: string
  readonly name: string
  readonly type: TouchType
  /** ISO day. */
  readonly due: string
  readonly late: boolean
  /** Kilometres; null: not known. */
  readonly km: number | null
}

export interface PendingTouch {
  readonly mark: string
  readonly type: TouchType
  readonly day: string
  readonly state: 'waiting' | 'sending' | 'refused'
  /** Why it was refused or still waits. */
  readonly error: CrmError | null
}

export type Toast =
  /** `sent`: the CRM has it; else it is kept here and goes out later. `name`: of the account, where it is not the one shown. */
  | { readonly kind: 'logged'; readonly mark: string; readonly type: TouchType; readonly at: number; readonly sent: boolean; readonly name?: string }
  /** `later`: it may be in the CRM, and is removed from there as soon as that can be asked. */
  | { readonly kind: 'undone'; readonly type: TouchType; readonly later?: boolean }
  /** A quick action began such a touch: shall it be logged? */
  | { readonly kind: 'offer'; readonly type: TouchType }
  /** A sentence of what was done, or not, outside the panel. */
  | { readonly kind: 'told'; readonly type: TouchType; readonly text: string }
  /** A route is wanted, and no maps site chosen yet. */
  | { readonly kind: 'maps'; readonly type: 'visit' }
  | { readonly kind: 'notLogged'; readonly type: TouchType; readonly why: 'storage' | 'noSession' }
  | { readonly kind: 'notUndone'; readonly mark: string; readonly type: TouchType; readonly why: CrmError | null }

/** The form for a note, duration or date. What the user types stays in the form until it is sent. */
export interface LogForm {
  readonly type: TouchType
  /** Set when it mends a refused touch. */
  readonly mark: string | null
  readonly day: string
  /** The plan's minutes for the type, or those of the refused touch. */
  readonly minutes: number | null
  readonly note: string
  readonly extra: Readonly<Record<string, string>>
  /** What the CRM asks beyond that. */
  readonly fields: Loadable<readonly FormField[]>
}

/** What the form hands over; `minutes` null: left empty. */
export interface TouchDetails {
  readonly day: string
  readonly minutes: number | null
  readonly note: string
  readonly extra: Readonly<Record<string, string>>
}

export interface PanelActions {
  /** Without details: now, with the plan's minutes. */
  log(type: TouchType, details?: TouchDetails): void
  undo(mark: string): void
  /** Opens the form, or turns the open one to another type. */
  openForm(type: TouchType): void
  /** Opens the form on a refused touch, filled with what it held. */
  editTouch(mark: string): void
  closeForm(): void
  /** Sends a refused touch again, changed by the details if there are any. */
  resend(mark: string, details?: TouchDetails): void
  discard(mark: string): void
  /** Asks whether to log the touch that a quick action began. */
  offer(type: TouchType): void
  /** Opens the way to the account on the maps site, and keeps it as the choice; null: on the one chosen before, or asks. */
  route(site: string | null): void
  /** From an account that was chosen by a link back to what the tab shows. */
  backToTab(): void
  /** Opens the quick search over the cached accounts. */
  search(): void
  /** Takes an offer away. */
  dismiss(): void
  retry(): void
  openAccount(id: string): void
  importPlan(): void
  /** Makes a starter plan of what the CRM says. */
  makeStarter(): void
  /** Goes to where that assumption of the starter plan is set. */
  setAssumption(code: string): void
  openOptions(): void
  /** Loads the panel anew. */
  reload(): void
  /** The note of what became of the data was read. */
  dismissNote(): void
  /** Goes to the page's own address, past the proxy. */
  openDirect(): void
}

export interface CardProps {
  readonly view: PanelView
  readonly actions: PanelActions
}
