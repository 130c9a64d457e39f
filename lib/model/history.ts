import type { PartName, PersonRef } from './assessment'
import type { Bucket, TouchType } from './snapshot'

/** What became of one account: what `historyOf` answers. Days are ISO, in the plan's time zone; money is minor units of `currency`. */
export interface HistoryFact {
  readonly currency: string
  /** Every touch that counts, the newest first. */
  readonly touches: readonly PastTouch[]
  /** Touches before this day were not read; null: all were. */
  readonly touchesSince: string | null
  /** The user may not see touches; then there are none above. */
  readonly touchesHidden: boolean
  /** Calendar months, the oldest first; the last is the current one so far. */
  readonly months: readonly MonthFigures[]
  /** Where purchases alone moved the account from one bucket to another, the newest first. */
  readonly moves: readonly BucketMove[]
  /** The bucket by purchases alone today; the KARE fact may know more (pipeline, segment, a pin). Null: purchases are hidden. */
  readonly byPurchases: Bucket | null
}

export interface PastTouch {
  readonly id: string
  readonly type: TouchType
  readonly day: string
  readonly by: PersonRef | null
  readonly subject: string | null
  /** As the CRM has it; null: it does not say. */
  readonly minutes: number | null
}

export interface MonthFigures {
  readonly from: string
  readonly to: string
  /** Null: not known. */
  readonly revenue: number | null
  readonly net: number | null
  /** Parts that could not be made: `net` is before these. */
  readonly missing: readonly PartName[]
  readonly estimated: readonly PartName[]
}

export interface BucketMove {
  readonly from: Bucket
  readonly to: Bucket
  /** The day from which it held. */
  readonly day: string
}
