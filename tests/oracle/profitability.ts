import type { Person, Plan } from '../../lib/model/plan'
import type { Coordinates, Snapshot } from '../../lib/model/snapshot'
import { daysBetween, isRealDay, periodAround, plusDays, within, type Span } from './days'
import { converted, currencyOf, decimal, exactly, over, plus, rateBetween, times, toMinor, whole, zero, type Fraction } from './money'
import { personOf } from './team'
import { touchesThatCount, type Counted } from './touches'

/** A part of the profit, before it is rounded; null: missing. */
interface Part {
  readonly amount: Fraction | null
  readonly estimated: boolean
}
const missing: Part = { amount: null, estimated: false }

/** Along the great circle of a sphere, from the angle between the two directions. */
function kilometres(a: Coordinates, b: Coordinates): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180
  const [lat1, lat2, turn] = [radians(a.lat), radians(b.lat), radians(b.lon - a.lon)]
  const across = Math.hypot(Math.cos(lat2) * Math.sin(turn), Math.cos(lat1) * Math.sin(lat2) - Math.sin(lat1) * Math.cos(lat2) * Math.cos(turn))
  const along = Math.sin(lat1) * Math.sin(lat2) + Math.cos(lat1) * Math.cos(lat2) * Math.cos(turn)
  return 6371.0088 * Math.atan2(across, along)
}

export function profitPeriod(plan: Plan, today: string): Span {
  const period = plan.profitability?.period ?? { days: 365 }
  if (typeof period === 'object') return { from: plusDays(today, 1 - period.days), to: today }
  return { from: periodAround(period, today, plan).from, to: today }
}

export const revenueKind = (plan: Plan): 'deal' | 'invoice' | 'order' =>
  ({ deals: 'deal', invoices: 'invoice', orders: 'order' } as const)[plan.profitability?.revenue ?? 'deals']

/** Minor units of the account's currency, or of another; null: missing. */
export function revenueWithin(span: Span, snapshot: Snapshot, plan: Plan, currency: string = currencyOf(snapshot, plan)): number | null {
  if (snapshot.hidden.includes('deals')) return null
  let sum = zero
  for (const deal of snapshot.deals) {
    if (deal.kind !== revenueKind(plan) || deal.state !== 'won' || deal.amount === null || !isRealDay(deal.day) || !within(deal.day, span)) continue
    const amount = converted(deal.amount, currency, deal.day, snapshot, plan)
    if (amount === null) return null
    sum = plus(sum, amount)
  }
  return toMinor(times(sum, decimal(plan.profitability?.grossMargin ?? 1)), currency)
}

/** A cost that the plan states, in the account's currency. */
function planCost(amount: Fraction, day: string, snapshot: Snapshot, plan: Plan): Fraction | null {
  const rate = rateBetween(plan.currency, currencyOf(snapshot, plan), day, snapshot, plan)
  return rate === null ? null : times(amount, rate)
}

function sumOf<T>(items: readonly T[], cost: (item: T) => Fraction | null): Fraction | null {
  let sum = zero
  for (const item of items) {
    const one = cost(item)
    if (one === null) return null
    sum = plus(sum, one)
  }
  return sum
}

/** Touches that were not read, or only from within the period on, cost nobody knows what. */
export const touchesKnown = (since: string, snapshot: Snapshot): boolean => !snapshot.hidden.includes('touches') && (snapshot.touchesSince === null || snapshot.touchesSince <= since)

function travel(touches: readonly Counted[], span: Span, snapshot: Snapshot, plan: Plan): Part {
  if (!touchesKnown(span.from, snapshot)) return missing
  const visits = touches.filter(t => t.type === 'visit')
  if (visits.length === 0) return { amount: zero, estimated: false }
  const costs = plan.profitability?.travel
  if (!costs) return missing
  if ('perVisit' in costs) return { amount: sumOf(visits, v => planCost(decimal(costs.perVisit), v.day, snapshot, plan)), estimated: false }
  const { place } = snapshot
  const perVisit = (visit: Counted): Fraction | null => {
    const base = personOf(visit.userId, snapshot, plan)?.base
    if (!base || place === null) return null
    const way = times(whole(2), exactly(kilometres(base, place)))
    return planCost(times(times(way, decimal(costs.detour ?? '1.3')), decimal(costs.perKm)), visit.day, snapshot, plan)
  }
  return { amount: sumOf(visits, perVisit), estimated: costs.detour === undefined || (place !== null && place.source !== 'crm') }
}

function hours(touch: Counted, snapshot: Snapshot, plan: Plan): { hours: Fraction; measured: boolean } | null {
  if (touch.seconds !== null && touch.seconds > 0) return { hours: over(decimal(touch.seconds), whole(3600)), measured: true }
  const usual = snapshot.account.visitMinutes
  if (touch.type === 'visit' && usual !== null && usual > 0) return { hours: over(decimal(usual), whole(60)), measured: false }
  const minutes = plan.profitability?.minutes?.[touch.type]
  return minutes === undefined ? null : { hours: over(decimal(minutes), whole(60)), measured: false }
}

function repTime(touches: readonly Counted[], span: Span, snapshot: Snapshot, plan: Plan): Part {
  if (!touchesKnown(span.from, snapshot)) return missing
  const amount = sumOf(touches, touch => {
    const rep: Person | null = personOf(touch.userId, snapshot, plan)
    const spent = hours(touch, snapshot, plan)
    if (rep?.hourlyCost === undefined || spent === null) return null
    return planCost(times(spent.hours, decimal(rep.hourlyCost)), touch.day, snapshot, plan)
  })
  return { amount, estimated: touches.some(t => hours(t, snapshot, plan)?.measured === false) }
}

function marketing(span: Span, snapshot: Snapshot, plan: Plan): Part {
  const rule = plan.profitability?.marketing
  if (!rule) return missing
  const { account, campaigns } = snapshot
  const currency = currencyOf(snapshot, plan)
  if (rule.from === 'campaigns') {
    if (campaigns === null) return missing
    const counted = campaigns.filter(c => isRealDay(c.day) && within(c.day, span))
    const amount = sumOf(counted, c => {
      const cost = c.cost === null || c.members < 1 ? null : converted(c.cost, currency, c.day!, snapshot, plan)
      return cost === null ? null : over(times(cost, whole(c.ofAccount)), whole(c.members))
    })
    return { amount, estimated: counted.some(c => c.budgeted) }
  }
  const tableId = rule.from === 'table' ? account.ids.find(id => Object.hasOwn(rule.amounts, id)) : undefined
  const amount = rule.from === 'field' ? (account.marketing === null ? null : converted(account.marketing, currency, span.to, snapshot, plan))
    : rule.from === 'flat' ? planCost(decimal(rule.amount), span.to, snapshot, plan)
      : tableId === undefined ? null : planCost(decimal(rule.amounts[tableId]!), span.to, snapshot, plan)
  const days = whole(daysBetween(span.from, span.to) + 1)
  return { amount: amount === null || !rule.yearly ? amount : over(times(amount, days), whole(365)), estimated: rule.from === 'flat' }
}

/** By net among the accounts of a territory that are counted in the same currency and whose net lacks nothing. */
export function rankIn(territory: string, profit: ExpectedProfitability, snapshot: Snapshot): { position: number; of: number } {
  const others = snapshot.peers.filter(p => !snapshot.account.ids.includes(p.id) && p.territories.includes(territory) && p.currency === profit.currency && p.net !== null)
  return { position: 1 + others.filter(p => p.net! > profit.net!).length, of: 1 + others.length }
}

export interface ExpectedProfitability {
  readonly currency: string
  readonly from: string
  readonly to: string
  readonly revenue: number | null
  readonly travel: number | null
  readonly repTime: number | null
  readonly marketing: number | null
  readonly net: number | null
  readonly margin: number | null
  readonly missing: readonly string[]
  readonly estimated: readonly string[]
}

export function expectedProfitability(snapshot: Snapshot, plan: Plan, today: string, now: number): ExpectedProfitability {
  const span = profitPeriod(plan, today)
  const currency = currencyOf(snapshot, plan)
  const touches = touchesThatCount(snapshot, plan, now).filter(t => within(t.day, span))
  const costs = { travel: travel(touches, span, snapshot, plan), repTime: repTime(touches, span, snapshot, plan), marketing: marketing(span, snapshot, plan) }
  const revenue = revenueWithin(span, snapshot, plan)
  const minor = (part: Part): number | null => (part.amount === null ? null : toMinor(part.amount, currency))
  const amounts = { revenue, travel: minor(costs.travel), repTime: minor(costs.repTime), marketing: minor(costs.marketing) }
  const net = revenue === null ? null : revenue - (amounts.travel ?? 0) - (amounts.repTime ?? 0) - (amounts.marketing ?? 0)
  return {
    currency,
    ...span,
    ...amounts,
    net,
    margin: net === null || revenue === null || revenue === 0 ? null : net / revenue,
    missing: Object.entries(amounts).filter(([, amount]) => amount === null).map(([name]) => name),
    estimated: Object.entries(costs).filter(([, part]) => part.amount !== null && part.estimated).map(([name]) => name),
  }
}
