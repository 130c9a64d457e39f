import type { Money, Signal, SignalName } from '../model/assessment'
import { toIso, type Day } from '../model/day'
import { exact, whole } from '../model/money'
import type { Snapshot } from '../model/snapshot'
import type { Converter } from './currency'
import { because } from './evidence'
import { sortFew } from './order'
import type { Others } from './others'
import type { PreparedPlan } from './prepared'
import { atLeast, type Sales, type Total } from './sales'
import { kareDefaults } from './terms'

/** What KARE looks at, all of it up to today. */
export interface Standing {
  readonly snapshot: Snapshot
  readonly others: Others
  readonly prepared: PreparedPlan
  readonly sales: Sales
  readonly today: Day
  readonly into: Converter
  /** Revenue of the last 365 days, and of the 365 before. */
  readonly lastYear: Total
  readonly yearBefore: Total
  readonly pipeline: Total
}

/** A median of fewer says too little. */
const enoughPeers = 5

/** The four growth signals. One whose data is not there is unknown, and does not hold. */
export const signalsOf = (standing: Standing): readonly Signal[] => [growth(standing), pipeline(standing), products(standing), wallet(standing)]

const unknown = (name: SignalName, what: string): Signal => ({ name, state: 'unknown', evidence: because('signalUnknown', { signal: name, what }) })

/** (a) Revenue of the last 365 days ≥ (1 + growth) × that of the 365 before, when that is over 0 and the first purchase is over 365 days old. */
function growth({ prepared: { plan, terms }, sales, today, into, lastYear, yearBefore }: Standing): Signal {
  const threshold = plan.kare?.growth ?? kareDefaults.growth
  const { minor: now } = lastYear
  const { minor: before } = yearBefore
  if (sales.hidden || now === null || before === null) return unknown('growth', 'revenue')
  const first = sales.purchaseDays[0]
  if (first !== undefined && today - first <= 365) return { name: 'growth', state: 'no', evidence: because('growthNew', { day: { day: toIso(first) } }) }
  if (before <= 0) return { name: 'growth', state: 'no', evidence: because('growthNothingBefore', {}) }
  const figures = { now: money(now, into.currency), before: money(before, into.currency), threshold: { ratio: threshold } }
  if (first !== undefined && atLeast(now, terms.growth, whole(before))) {
    return { name: 'growth', state: 'holds', evidence: because('growthHolds', { ...figures, ratio: { ratio: now / before - 1 } }) }
  }
  return { name: 'growth', state: 'no', evidence: because('growthNo', figures) }
}

/** (b) Open pipeline ≥ share × revenue of the last 365 days. No pipeline is no signal, even where there was no revenue. */
function pipeline({ prepared: { plan, terms }, sales, into, lastYear, pipeline: open }: Standing): Signal {
  const threshold = plan.kare?.pipeline ?? kareDefaults.pipeline
  const { minor: revenue } = lastYear
  if (sales.pipelineHidden || open.minor === null) return unknown('pipeline', 'pipeline')
  if (sales.hidden || revenue === null) return unknown('pipeline', 'revenue')
  const figures = { pipeline: money(open.minor, into.currency), revenue: money(revenue, into.currency), threshold: { ratio: threshold } }
  if (open.minor > 0 && atLeast(open.minor, terms.pipeline, whole(revenue))) {
    const evidence = revenue > 0
      ? because('pipelineHolds', { ...figures, ratio: { ratio: open.minor / revenue } })
      : because('pipelineAlone', { pipeline: figures.pipeline })
    return { name: 'pipeline', state: 'holds', evidence }
  }
  return { name: 'pipeline', state: 'no', evidence: because('pipelineNo', figures) }
}

/** (c) One of the plan's product lines that at least half of its segment's customers buy is unsold here. */
function products({ prepared: { terms }, sales, snapshot, others }: Standing): Signal {
  const lines = terms.productLines
  if (!lines) return unknown('products', 'productLines')
  if (sales.hidden || !sales.productsKnown) return unknown('products', 'products')
  if (snapshot.account.segment === null) return unknown('products', 'segment')
  const { of } = others.buyers(snapshot.account.segment, '')
  if (of === 0) return unknown('products', 'peers')
  for (const { line, key } of lines) {
    if (sales.hasBought(key)) continue
    const { count } = others.buyers(snapshot.account.segment, key)
    if (2 * count >= of) return { name: 'products', state: 'holds', evidence: because('productHolds', { product: line, buyers: count, of }) }
  }
  return { name: 'products', state: 'no', evidence: because('productNo', { of }) }
}

/** (d) Revenue below wallet × the median of its segment, of five or more customers. */
function wallet({ prepared: { plan, terms }, sales, snapshot, others, into, lastYear }: Standing): Signal {
  const threshold = plan.kare?.wallet ?? kareDefaults.wallet
  const { minor: revenue } = lastYear
  if (sales.hidden || revenue === null) return unknown('wallet', 'revenue')
  if (snapshot.account.segment === null) return unknown('wallet', 'segment')
  const { median: middle, of } = others.medianRevenue(snapshot.account.segment, into.currency)
  if (middle === null || of < enoughPeers) return unknown('wallet', 'peers')
  const figures = { revenue: { minor: revenue, currency: into.currency }, median: { minor: Math.round(middle), currency: into.currency }, threshold: { ratio: threshold }, of }
  // The median of whole cents may lie on half a cent: still exact as a decimal.
  const below = !atLeast(revenue, terms.wallet, exact(middle)!)
  return { name: 'wallet', state: below ? 'holds' : 'no', evidence: because(below ? 'walletHolds' : 'walletNo', figures) }
}

const money = (minor: number, currency: string): Money => ({ minor, currency })

/** Of one or more numbers. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.length <= 20 ? sortFew([...numbers], (a, b) => a - b) : [...numbers].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
