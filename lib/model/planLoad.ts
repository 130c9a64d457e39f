import type { FetchProblem } from './planAddress'
import type { PathProblem } from './planFile'

/** Why the plan at an address was not taken. */
export type SourceProblem = FetchProblem | { readonly code: 'refused'; readonly problems: readonly PathProblem[]; readonly more: number }

/** What came of loading a plan from an address. `same`: it is in force already; `none`: no address is followed. */
export type PlanLoad = { readonly state: 'taken' | 'same' | 'none' } | { readonly state: 'failed'; readonly problem: SourceProblem }
