import type { GroupFact, GroupFigures, GroupLine, GroupRow } from '../model/group'
import { add, exact, minorUnits, times, whole, type Exact } from '../model/money'
import type { Plan } from '../model/plan'
import type { Peer } from '../model/snapshot'
import { rounded } from './sales'

/** The CRM's sums as the plan counts revenue: times its gross margin, if it sets one. */
export function groupFact(figures: GroupFigures, plan: Plan, peers: readonly Peer[]): GroupFact {
  const currency = figures.currency ?? plan.currency
  const margin = exact(plan.profitability?.grossMargin ?? 1)!
  const minor = (row: GroupRow): Exact | null => {
    const sum = row.deals === 0 ? whole(0) : row.revenue === null ? null : exact(row.revenue)
    return sum && times(times(sum, margin), minorUnits(currency))
  }
  const line = (row: GroupRow): GroupLine => ({ id: row.id, name: row.name, level: row.level, revenue: rounded(minor(row)) })
  const group = [figures.own, ...figures.below]
  const known = group.flatMap(row => minor(row) ?? [])
  const ids = new Set(figures.below.map(({ id }) => id))
  const nets = peers.filter(peer => ids.has(peer.id) && peer.net !== null)
  const sums = new Map<string, number>()
  for (const { net, currency: of } of nets) sums.set(of, (sums.get(of) ?? 0) + net!)
  return {
    currency,
    from: figures.from,
    to: figures.to,
    own: line(figures.own),
    parent: figures.parent && line(figures.parent),
    below: figures.below.map(line),
    rolledUp: known.length === 0 ? null : rounded(known.reduce(add)),
    deals: group.reduce((sum, row) => sum + row.deals, 0),
    withoutAmount: group.reduce((sum, row) => sum + row.withoutAmount, 0),
    nets: { count: nets.length, sums: [...sums].sort().map(([of, net]) => ({ minor: net, currency: of })) },
    whole: figures.whole,
  }
}
