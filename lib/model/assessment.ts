import type { Bucket, TouchType } from './snapshot'

/**
 * What `assess` answers for one account. Money is integer minor units of `profitability.currency`; days are ISO dates in
 * the plan's time zone. Facts carry their evidence as codes with values; only screens turn them into words.
 */
export interface Assessment {
  readonly today: string
  readonly territory: TerritoryFact
  readonly profitability: ProfitabilityFact
  readonly kare: KareFact
  readonly nextTouch: NextTouchFact
  readonly similar: SimilarFact
}

export interface Money {
  /** Minor units. */
  readonly minor: number
  readonly currency: string
}

export type EvidenceValue =
  | string
  | number
  | null
  | Money
  | { readonly day: string }
  | { readonly ratio: number }
  | { readonly km: number }
  | { readonly list: readonly string[] }
  | { readonly type: TouchType }

/** One line of a "Why?": `code` picks the sentence `why_<code>`, `values` fill it. */
export interface Evidence {
  readonly code: string
  readonly values: Readonly<Record<string, EvidenceValue>>
}

export interface PersonRef {
  /** Canonical CRM id where the CRM or the plan gives one. */
  readonly id: string | null
  readonly name: string
}

export interface Claim {
  readonly territory: string
  readonly name: string
  readonly reps: readonly PersonRef[]
  readonly precedence: number
  /** The rules that made the claim. */
  readonly rules: readonly Evidence[]
}

export interface TerritoryFact {
  /** unknown: no claim is seen, but some territory's rules ask for what the user may not see (`cannotTell` in `evidence` says what). */
  readonly state: 'assigned' | 'overlap' | 'unassigned' | 'unknown'
  /** Those that stand, by precedence, then name. */
  readonly claims: readonly Claim[]
  /** Claims that a higher precedence beat, where the plan lets precedence decide. */
  readonly outranked: readonly Claim[]
  /** Territories that leave the account out by name. */
  readonly evidence: readonly Evidence[]
  readonly owner: PersonRef | null
  /** The CRM's owner is none of the reps of the standing claims. */
  readonly ownerMismatch: boolean
  readonly atStake: { readonly revenue: Money | null; readonly pipeline: Money | null }
}

export const partNames = ['revenue', 'travel', 'repTime', 'marketing'] as const
export type PartName = (typeof partNames)[number]

export interface Part {
  /** Minor units, costs positive; null: could not be made, see the evidence. */
  readonly amount: number | null
  readonly estimated: boolean
  readonly evidence: readonly Evidence[]
}

export interface ProfitabilityFact {
  readonly currency: string
  readonly from: string
  readonly to: string
  readonly revenue: Part
  readonly travel: Part
  readonly repTime: Part
  readonly marketing: Part
  /** Revenue less the costs that could be made; null when revenue could not. */
  readonly net: number | null
  /** net ÷ revenue as a ratio; null when revenue is 0 or missing. */
  readonly margin: number | null
  readonly missing: readonly PartName[]
  readonly estimated: readonly PartName[]
  /** By net among the cached accounts of the same territory, 1 the best; null when unassigned or net is not whole. */
  readonly rank: { readonly position: number; readonly of: number; readonly territory: string } | null
}

export type SignalName = 'growth' | 'pipeline' | 'products' | 'wallet'

export interface Signal {
  readonly name: SignalName
  readonly state: 'holds' | 'no' | 'unknown'
  readonly evidence: Evidence
}

export interface KareFact {
  readonly bucket: Bucket
  readonly pinned: boolean
  /** Why this bucket, the deciding line first. */
  readonly evidence: readonly Evidence[]
  readonly signals: readonly Signal[]
  /** What would move the account to another bucket. */
  readonly moves: readonly Evidence[]
  /** For `attain`: likeness to the profitable customers, 0 to 100, and how many those are; null: not known. */
  readonly fit: { readonly score: number; readonly of: number } | null
}

export type TouchCounts = Readonly<Record<TouchType, number>>

export interface NextTouchFact {
  /**
   * due: a touch is planned; done: nothing remains this period; dayOff: the period has no working day for the rep;
   * nothingPlanned: the rotation plan asks for none (or rounds to none); noPriority, noRotation: what the plan lacks;
   * unknown: the touches of the period are not all known, so `done` and `remaining` are not either.
   */
  readonly state: 'due' | 'done' | 'unknown' | 'dayOff' | 'nothingPlanned' | 'noPriority' | 'noRotation'
  readonly type: TouchType | null
  readonly due: string | null
  readonly overdue: boolean
  readonly priority: string | null
  readonly per: 'week' | 'month' | 'quarter' | null
  /** First and last day of the current period. */
  readonly period: { readonly from: string; readonly to: string } | null
  readonly planned: TouchCounts
  readonly done: TouchCounts
  readonly remaining: TouchCounts
  /** Set when the account came in during the period: `left` of `of` working days. */
  readonly prorated: { readonly day: string; readonly left: number; readonly of: number } | null
  /** Whole periods before this one, at most six, in which a type fell short. */
  readonly missed: { readonly count: number; readonly of: number }
  /** The first due date of the next period, once nothing remains in this one. */
  readonly upcoming: { readonly type: TouchType; readonly due: string } | null
  readonly last: { readonly type: TouchType; readonly day: string; readonly by: PersonRef | null } | null
  /** The rep whose working days count. */
  readonly rep: PersonRef | null
  readonly evidence: readonly Evidence[]
}

export interface SimilarFact {
  /** How many cached accounts were compared. */
  readonly of: number
  readonly accounts: readonly {
    readonly id: string
    readonly name: string
    /** 0 to 1. */
    readonly likeness: number
    readonly net: Money | null
    readonly bucket: Bucket
    readonly next: { readonly type: TouchType; readonly due: string } | null
    /** Kilometres, where both have a place. */
    readonly km: number | null
  }[]
}
