import { compare, whole } from '../model/money'
import type { Snapshot } from '../model/snapshot'
import type { Period } from './calendar'
import type { Priority } from './cadence'
import { converterTo, type Converter } from './currency'
import { because } from './evidence'
import type { Others } from './others'
import type { PreparedPlan } from './prepared'
import { revenueOf, type RevenueOf, type Sales } from './sales'

/** What the priority may rest on. */
export interface Ranking {
  readonly snapshot: Snapshot
  readonly others: Others
  readonly prepared: PreparedPlan
  readonly sales: Sales
  readonly into: Converter
  readonly revenueOf: RevenueOf
  /** That of profitability. */
  readonly period: Period
  /** Null: it lacks a part. */
  readonly net: number | null
}

/**
 * The account's priority: pinned in the plan, else the mapped field, else the first of the plan's rules that holds, by revenue of the
 * profitability period or by rank of net among the cached accounts.
 */
export function priorityOf(ranking: Ranking): Priority {
  const { snapshot, others, prepared: { plan, terms }, net, into } = ranking
  const { ids, priority } = snapshot.account
  const pin = ids.some(id => terms.pinnedPriorities.has(id)) ? plan.priorities?.pins?.find(({ account }) => ids.includes(account)) : undefined
  if (pin) return { name: pin.priority, evidence: because('priorityPinned', { priority: pin.priority, reason: pin.reason ?? null }) }
  const field = priority?.trim()
  if (field) return { name: field, evidence: because('priorityField', { priority: field }) }

  const rules = plan.priorities?.rules ?? []
  for (let at = 0; at < rules.length; at++) {
    const rule = rules[at]!
    if ('revenueAtLeast' in rule) {
      const revenue = revenueInPlanCurrency(ranking)
      const threshold = terms.thresholds[at]!
      if (revenue !== null && compare(whole(revenue), threshold.exactly) >= 0) {
        const money = (minor: number) => ({ minor, currency: plan.currency })
        return { name: rule.priority, evidence: because('priorityRevenue', { priority: rule.priority, revenue: money(revenue), threshold: money(threshold.minor) }) }
      }
    } else if ('netRankAtMost' in rule) {
      if (net === null) continue
      const { position, of } = others.rank(net, into.currency, null)
      if (position <= rule.netRankAtMost) return { name: rule.priority, evidence: because('priorityRank', { priority: rule.priority, position, of }) }
    } else {
      return { name: rule.priority, evidence: because('priorityOtherwise', { priority: rule.priority }) }
    }
  }
  return { name: null, evidence: because('noPriority', {}) }
}

/** Each amount with the rate of its date. */
function revenueInPlanCurrency({ snapshot, prepared, sales, into, revenueOf: own, period }: Ranking): number | null {
  if (sales.hidden) return null
  const { plan } = prepared
  const inPlan = into.currency === plan.currency ? own : revenueOf(sales, prepared, converterTo(plan.currency, snapshot, plan))
  return inPlan(period.from, period.to).minor
}
