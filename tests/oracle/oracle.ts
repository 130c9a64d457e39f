import type { Plan } from '../../lib/model/plan'
import type { Snapshot } from '../../lib/model/snapshot'
import { expectedNextTouch, type ExpectedNextTouch } from './cadence'
import { dayOfMoment } from './days'
import { expectedKare, type ExpectedKare } from './kare'
import { expectedProfitability, type ExpectedProfitability } from './profitability'
import { expectedTerritory, type ExpectedTerritory } from './territory'

export interface Expected {
  readonly today: string
  readonly territory: ExpectedTerritory
  readonly profitability: ExpectedProfitability
  readonly kare: ExpectedKare
  readonly nextTouch: ExpectedNextTouch
}

/**
 * The second calculation: what the design's "Exact definitions" say of one account, written from them alone. It shares no code with
 * `lib`, only its types, and is plain rather than quick, so that where it and `assess` differ one of the two is wrong.
 */
export function expected(snapshot: Snapshot, plan: Plan, now: number): Expected {
  const today = dayOfMoment(now, plan.timeZone)
  const profitability = expectedProfitability(snapshot, plan, today, now)
  return {
    today,
    territory: expectedTerritory(snapshot, plan, today),
    profitability,
    kare: expectedKare(snapshot, plan, today, now),
    nextTouch: expectedNextTouch(snapshot, plan, profitability, today, now),
  }
}
