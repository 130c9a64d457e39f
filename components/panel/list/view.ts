import type { CrmError } from '../../../lib/crm/adapter'
import type { Money, NextTouchFact, PersonRef, TerritoryFact } from '../../../lib/model/assessment'
import type { Bucket, TouchType } from '../../../lib/model/snapshot'

/** Everything that the panel shows of a page of several accounts, and what a person can do there. */

/** What the plan says of one account, as far as a row shows it. */
export interface AccountFacts {
  readonly territory: TerritoryFact['state']
  readonly claims: readonly { readonly name: string; readonly reps: readonly PersonRef[] }[]
  /** The CRM's; null: not known. */
  readonly owner: PersonRef | null
  readonly ownerMismatch: boolean
  /** Of the last 365 days, and of open deals; null: not known. */
  readonly revenue: Money | null
  readonly pipeline: Money | null
  readonly bucket: Bucket
  readonly next: Pick<NextTouchFact, 'state' | 'type' | 'due' | 'overdue' | 'upcoming'>
  /** Null: revenue is not known. */
  readonly net: Money | null
  /** Parts of net that are missing, or made with a default. */
  readonly netShort: boolean
  readonly netEstimated: boolean
}

export interface ListedAccount {
  readonly id: string
  /** Its place on the CRM's page, from 0. */
  readonly place: number
  /** waiting: to be read; alone: too much hangs on it to be read with others; read: what is known stands here. */
  readonly state: 'waiting' | 'alone' | 'read'
  readonly name: string | null
  /** Null: not read yet, or there is no plan. */
  readonly facts: AccountFacts | null
  /** Touches of it that the CRM does not have yet. */
  readonly waitingTouches: number
}

export interface ListView {
  readonly kind: 'view' | 'report' | 'search'
  /** What the CRM calls the list, or what was searched for; null: not known, or it has no name. */
  readonly name: string | null
  /** Null: the CRM has not said yet what is on the page. */
  readonly accounts: readonly ListedAccount[] | null
  readonly reading: boolean
  /** When the oldest of what is shown was read; null: nothing was. */
  readonly oldest: number | null
  /** Rows of the page, and why some of them are no account here. */
  readonly rows: number
  readonly repeated: number
  readonly without: number
  readonly unseen: number
  readonly more: boolean
  readonly trouble: CrmError | null
  /** Nobody is signed in: it may be read, and nothing be logged. */
  readonly kept?: boolean
}

export interface ListActions {
  open(id: string): void
  log(account: { readonly id: string; readonly name: string }, type: TouchType): void
  /** Asks the CRM for everything anew. */
  reread(): void
}
