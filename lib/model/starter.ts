import type { Evidence } from './assessment'
import type { Plan } from './plan'
import type { Address, Coordinates } from './snapshot'

/**
 * A starter plan is made from what a CRM says of itself, where no plan was imported: so that the first minute shows something true. What of it is
 * assumed, and what it lacks, is kept beside it. It is one org's, as one user sees it, and never mistaken for the team's plan.
 */

/** What a CRM says of its org, people and territories; in words no CRM owns. Plain JSON. */
export interface StarterFacts {
  readonly orgName: string | null
  /** ISO 4217; null: the CRM does not say. */
  readonly currency: string | null
  /** A BCP 47 tag such as "en-US". */
  readonly locale: string | null
  /** As the CRM says it: a code or a name. */
  readonly country: string | null
  readonly timeZone: string | null
  /** Month, 1 to 12. */
  readonly fiscalYearStart: number | null
  /** Who works today: owns accounts or is assigned to a territory. */
  readonly people: readonly StarterPerson[]
  /** The CRM's own territories that are in force; null: it has none, or they were not to be had. */
  readonly territories: readonly StarterTerritory[] | null
  /** Accounts by owner and place, also of owners who have left; null: not to be had. */
  readonly owned: readonly OwnedAccounts[] | null
  /** The account's field that holds its owner's id as a segment rule reads it; null: a rule cannot. */
  readonly ownerField: string | null
  /** What customers paid in the last 365 days; null: not to be had. */
  readonly customers: CustomerRevenue | null
  /** Accounts in all; null: not said. */
  readonly accounts: number | null
  /** What could not be read, or not wholly. */
  readonly gaps: readonly Evidence[]
}

export interface StarterPerson {
  readonly id: string
  readonly name: string
  readonly email: string | null
  /** Where the CRM says that this person is. */
  readonly address: Address | null
}

export interface StarterTerritory {
  readonly id: string
  readonly name: string
  /** Ids of `people` who work it. */
  readonly people: readonly string[]
  /** Ids of the accounts that are assigned to it. */
  readonly accounts: readonly string[]
}

export interface OwnedAccounts {
  readonly owner: string
  readonly country: string | null
  readonly region: string | null
  readonly count: number
}

export interface CustomerRevenue {
  /** How many customers bought. */
  readonly count: number
  /** Major units of the org's currency, the largest first; the first of them where there are many. */
  readonly largest: readonly number[]
}

/** What the user has set in the place of an assumption. */
export interface StarterSettings {
  /** Major units of the plan's currency. */
  readonly perKm?: number
  readonly hourlyCost?: number
  /** 0 to 1. */
  readonly grossMargin?: number
  readonly visitMinutes?: number
  readonly meetingMinutes?: number
  readonly callMinutes?: number
  readonly emailMinutes?: number
  readonly highRevenue?: number
  readonly mediumRevenue?: number
}

/** One thing that the starter plan takes for granted, or leaves out; `setting` is the path in a plan document that would make it exact. */
export interface Assumption {
  readonly code: string
  readonly values: Evidence['values']
  readonly setting: string
}

/** On what a territory of a starter plan rests: the CRM's own assignment, where one rep's accounts lie, or who owns the account. */
export type TerritoryBasis = 'assigned' | 'areas' | 'owner'

/** What must be said beside a starter plan. */
export interface StarterNotes {
  readonly assumptions: readonly Assumption[]
  /** What the plan lacks and why: what could not be read, or is not known. */
  readonly gaps: readonly Assumption[]
  /** By the plan's territory id. */
  readonly basis: Readonly<Record<string, TerritoryBasis>>
}

export interface StarterPlan {
  readonly plan: Plan
  readonly notes: StarterNotes
}

/** Where a person's trips start, by the person's id. */
export type Bases = Readonly<Record<string, Coordinates>>
