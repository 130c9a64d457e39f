import type { EvidenceValue } from '../model/assessment'
import type { Assumption } from '../model/starter'

/** Everything that a starter plan may assume, with the names of its values. Screens hold a sentence `starter_<code>` for each. */
export const assumptionCodes = {
  territoryAreas: ['count', 'share', 'least'],
  territoryOwners: ['count'],
  priorityTiers: ['high', 'medium', 'customers'],
  priorityAlike: ['priority'],
  rotations: ['high', 'medium', 'low'],
  travelPerKm: ['amount'],
  bases: ['count', 'of'],
  hourlyCost: ['amount'],
  minutes: ['visit', 'meeting', 'call', 'email'],
  grossMargin: [],
  calendar: ['days'],
  currency: ['currency'],
  timeZone: ['zone'],
  fiscalYear: [],
  kare: ['days', 'growth'],
} as const satisfies Record<string, readonly string[]>

/** Everything that a starter plan may lack. Screens hold a sentence `starterGap_<code>` for each. */
export const gapCodes = {
  // Of the CRM's answers; adapters name them.
  territoriesRefused: [],
  assignmentsTooMany: ['most'],
  placesRefused: [],
  placesCut: ['share'],
  revenueRefused: [],
  peopleCut: ['most'],
  noOwners: [],
  // Of the plan that is made of them.
  territoriesWithoutReps: ['count'],
  noTravelCost: ['currency'],
  noHourlyCost: ['currency'],
  noBases: ['count'],
  noMarketing: [],
} as const satisfies Record<string, readonly string[]>

export type AssumptionCode = keyof typeof assumptionCodes
export type GapCode = keyof typeof gapCodes

/** One assumption; the compiler holds its values to the list above. */
export const assumed = <C extends AssumptionCode>(code: C, values: Readonly<Record<(typeof assumptionCodes)[C][number], EvidenceValue>>, setting: string): Assumption => ({ code, values, setting })

/** One gap; as `assumed`. */
export const lacking = <C extends GapCode>(code: C, values: Readonly<Record<(typeof gapCodes)[C][number], EvidenceValue>>, setting: string): Assumption => ({ code, values, setting })
