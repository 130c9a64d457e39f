import { compare, exact, minorUnits, round, times, whole } from '../model/money'
import type { Snapshot } from '../model/snapshot'
import type { Priority } from './cadence'
import { converterTo, type Converter } from './currency'
import { because } from './evidence'
import type { Period } from './calendar'
import type { PreparedPlan } from './prepared'
import { revenueBetween, type Sales } from './sales'

/**
 * The account's priority: pinned in the plan, else the mapped field, else the first of the plan's rules that holds, by revenue of the
 * profitability period or by rank of net among the cached accounts.
 */
export function priorityOf(snapshot: Snapshot, prepared: PreparedPlan, sales: Sales, period: Period, net: number | null, into: Converter): Priority {
  const { plan } = prepared
  const { ids, priority } = snapshot.account
  const pin = plan.priorities?.pins?.find(({ account }) => ids.includes(account))
  if (pin) return { name: pin.priority, evidence: because('priorityPinned', { priority: pin.priority, reason: pin.reason ?? null }) }
  if (priority !== null && priority.trim() !== '') return { name: priority.trim(), evidence: because('priorityField', { priority: priority.trim() }) }

  for (const rule of plan.priorities?.rules ?? []) {
    if ('revenueAtLeast' in rule) {
      const inPlan = into.currency === plan.currency ? into : converterTo(plan.currency, snapshot, plan)
      const { minor: revenue } = revenueBetween(sales, period.from, period.to, plan, inPlan)
      const threshold = times(exact(rule.revenueAtLeast)!, minorUnits(plan.currency))
      if (!sales.hidden && revenue !== null && compare(whole(revenue), threshold) >= 0) {
        const money = (minor: number) => ({ minor, currency: plan.currency })
        return { name: rule.priority, evidence: because('priorityRevenue', { priority: rule.priority, revenue: money(revenue), threshold: money(round(threshold)) }) }
      }
    } else if ('netRankAtMost' in rule) {
      if (net === null) continue
      const others = snapshot.peers.filter(peer => peer.net !== null && peer.currency === into.currency)
      const position = 1 + others.filter(peer => peer.net! > net).length
      if (position <= rule.netRankAtMost) return { name: rule.priority, evidence: because('priorityRank', { priority: rule.priority, position, of: others.length + 1 }) }
    } else {
      return { name: rule.priority, evidence: because('priorityOtherwise', { priority: rule.priority }) }
    }
  }
  return { name: null, evidence: because('noPriority', {}) }
}
