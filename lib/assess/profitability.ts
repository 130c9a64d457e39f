import type { Claim, Evidence, Part, PartName, ProfitabilityFact } from '../model/assessment'
import { partNames } from '../model/assessment'
import { toIso, type Day } from '../model/day'
import type { Snapshot } from '../model/snapshot'
import type { Period } from './calendar'
import type { Costing } from './costing'
import type { Converter } from './currency'
import { because } from './evidence'
import { marketingPart } from './marketing'
import type { Others } from './others'
import type { PreparedPlan } from './prepared'
import { repTimePart } from './repTime'
import type { RevenueOf, Sales } from './sales'
import { areKnown, type Touches } from './touches'
import { travelPart } from './travel'

/**
 * What the account really earns over the plan's period: revenue − travel − rep time − marketing, in the account's currency. Each part is
 * rounded once; net is the sum of the rounded parts. A part that cannot be made is missing as a whole, never 0.
 *
 * @param claim the territory in which it is ranked
 */
export function profitabilityOf(snapshot: Snapshot, prepared: PreparedPlan, sales: Sales, revenueOf: RevenueOf, touches: Touches, into: Converter, others: Others, claim: Claim | null, today: Day): ProfitabilityFact {
  const period = periodOf(prepared, today)
  const costing: Costing = {
    snapshot, prepared, into, period,
    touches: touches.counted.filter(({ day }) => period.from <= day && day <= period.to),
    touchesKnown: areKnown(touches, period.from),
  }
  const revenue = revenuePart(costing, sales, revenueOf)
  const travel = travelPart(costing)
  const repTime = repTimePart(costing)
  const marketing = marketingPart(costing, today)
  const parts: Record<PartName, Part> = { revenue, travel, repTime, marketing }
  const net = revenue.amount === null ? null : revenue.amount - (travel.amount ?? 0) - (repTime.amount ?? 0) - (marketing.amount ?? 0)
  const missing = partNames.filter(name => parts[name].amount === null)
  return {
    currency: into.currency,
    from: toIso(period.from),
    to: toIso(period.to),
    revenue, travel, repTime, marketing,
    net,
    margin: net === null || !revenue.amount ? null : net / revenue.amount,
    missing,
    estimated: partNames.filter(name => parts[name].amount !== null && parts[name].estimated),
    // A net that lacks a part is not ranked, nor counted.
    rank: net === null || missing.length > 0 || claim === null ? null : rankIn(claim.name, net, into.currency, others),
  }
}

function rankIn(territory: string, net: number, currency: string, others: Others): ProfitabilityFact['rank'] {
  const { position, of } = others.rank(net, currency, territory)
  return { position, of, territory }
}

/** The last so many days that end today, or the current fiscal period so far. */
export function periodOf({ plan, calendar }: PreparedPlan, today: Day): Period {
  const period = plan.profitability?.period ?? { days: 365 }
  if (typeof period === 'object') return { from: today - period.days + 1, to: today }
  return { from: calendar.periodOf(today, period).from, to: today }
}

function revenuePart({ prepared: { plan }, period }: Costing, sales: Sales, revenueOf: RevenueOf): Part {
  if (sales.hidden) return { amount: null, estimated: false, evidence: [because('revenueHidden', { what: plan.profitability?.revenue ?? 'deals' })] }
  const total = revenueOf(period.from, period.to)
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
