import type { Plan } from '../model/plan'
import type { Snapshot } from '../model/snapshot'
import type { Period } from './calendar'
import type { Converter } from './currency'
import type { PreparedPlan } from './prepared'
import type { CountedTouch } from './touches'

/** What the parts are made from. */
export interface Costing {
  readonly snapshot: Snapshot
  readonly plan: Plan
  readonly prepared: PreparedPlan
  readonly into: Converter
  readonly period: Period
  /** The touches in the period, by anyone. */
  readonly touches: readonly CountedTouch[]
}
