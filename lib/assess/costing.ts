import { one, type Exact } from '../model/money'
import type { Snapshot } from '../model/snapshot'
import type { Period } from './calendar'
import type { Converter } from './currency'
import type { PreparedPlan } from './prepared'
import type { CountedTouch } from './touches'

/** What the parts are made from. */
export interface Costing {
  readonly snapshot: Snapshot
  readonly prepared: PreparedPlan
  readonly into: Converter
  readonly period: Period
  /** The touches in the period, by anyone. */
  readonly touches: readonly CountedTouch[]
  /** Those touches are all known. */
  readonly touchesKnown: boolean
}

export interface AtRate {
  /** Of the plan's currency into the account's; null: there is none. */
  readonly rate: Exact | null
  count: number
}

/** How many of the touches have which rate. An account that counts in the plan's currency has one, 1. */
export function byRate({ prepared: { plan }, into }: Costing, touches: readonly CountedTouch[]): readonly AtRate[] {
  if (into.currency === plan.currency) return [{ rate: one, count: touches.length }]
  const found = new Map<string, AtRate>()
  for (const { day } of touches) {
    const rate = into.rate(plan.currency, day)
    const key = rate ? `${rate.n}/${rate.d}` : ''
    const known = found.get(key)
    if (known) known.count++
    else found.set(key, { rate, count: 1 })
  }
  return [...found.values()]
}
