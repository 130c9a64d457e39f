import type { Evidence, Part, PartName, ProfitabilityFact } from '../model/assessment'
import { partNames } from '../model/assessment'
import { toIso, type Day } from '../model/day'
import type { Plan } from '../model/plan'
import type { Snapshot } from '../model/snapshot'
import type { Period } from './calendar'
import type { Costing } from './costing'
import type { Converter } from './currency'
import { because } from './evidence'
import { marketingPart } from './marketing'
import type { PreparedPlan } from './prepared'
import { repTimePart } from './repTime'
import { revenueBetween, type Sales } from './sales'
import type { CountedTouch } from './touches'
import { travelPart } from './travel'

/**
 * What the account really earns over the plan's period: revenue − travel − rep time − marketing, in the account's currency. Each part is
 * rounded once; net is the sum of the rounded parts. A part that cannot be made is missing as a whole, never 0.
 */
export function profitabilityOf(snapshot: Snapshot, plan: Plan, prepared: PreparedPlan, sales: Sales, touches: readonly CountedTouch[], into: Converter, today: Day): ProfitabilityFact {
  const period = periodOf(plan, prepared, today)
  const costing: Costing = {
    snapshot, plan, prepared, into, period,
    touches: touches.filter(({ day }) => period.from <= day && day <= period.to),
  }
  const parts: Record<PartName, Part> = {
    revenue: revenuePart(costing, sales),
    travel: travelPart(costing),
    repTime: repTimePart(costing),
    marketing: marketingPart(costing, today),
  }
  const revenue = parts.revenue.amount
  const net = revenue === null ? null : revenue - (parts.travel.amount ?? 0) - (parts.repTime.amount ?? 0) - (parts.marketing.amount ?? 0)
  return {
    currency: into.currency,
    from: toIso(period.from),
    to: toIso(period.to),
    ...parts,
    net,
    margin: net === null || !revenue ? null : net / revenue,
    missing: partNames.filter(name => parts[name].amount === null),
    estimated: partNames.filter(name => parts[name].amount !== null && parts[name].estimated),
    rank: null,
  }
}

/** The last so many days that end today, or the current fiscal period so far. */
export function periodOf(plan: Plan, prepared: PreparedPlan, today: Day): Period {
  const period = plan.profitability?.period ?? { days: 365 }
  if (typeof period === 'object') return { from: today - period.days + 1, to: today }
  return { from: prepared.calendar.periodOf(today, period).from, to: today }
}

function revenuePart({ plan, into, period }: Costing, sales: Sales): Part {
  if (sales.hidden) return { amount: null, estimated: false, evidence: [because('revenueHidden', { what: plan.profitability?.revenue ?? 'deals' })] }
  const total = revenueBetween(sales, period.from, period.to, plan, into)
  const { minor: amount } = total
  const evidence: Evidence[] = [
    because('revenueFrom', { count: total.count, source: plan.profitability?.revenue ?? 'deals', from: { day: toIso(period.from) }, to: { day: toIso(period.to) } }),
    ...total.evidence,
  ]
  const { grossMargin } = plan.profitability ?? {}
  if (grossMargin !== undefined) evidence.push(because('grossMargin', { ratio: { ratio: Number(grossMargin) } }))
  if (amount === null && !total.evidence.some(({ code }) => code === 'noRate')) evidence.push(because('tooLarge', {}))
  return { amount, estimated: false, evidence }
}
