import type { Plan } from '../../lib/model/plan'
import type { Bucket, Peer, Snapshot } from '../../lib/model/snapshot'
import { daysBetween, isRealDay, plusDays } from './days'
import { atLeast, compare, converted, currencyOf, decimal, isOverZero, over, plus, times, toMinor, whole, zero, type Fraction } from './money'
import { revenueKind, revenueWithin } from './profitability'
import { productsBought } from './territory'

type State = 'holds' | 'no' | 'unknown'

export interface ExpectedKare {
  readonly bucket: Bucket
  readonly pinned: boolean
  readonly signals: Readonly<Record<'growth' | 'pipeline' | 'products' | 'wallet', State>>
}

const plain = (text: string): string => text.trim().toLowerCase()

function median(numbers: readonly number[]): Fraction {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  if (sorted.length % 2 === 1) return whole(sorted[middle]!)
  return over(plus(whole(sorted[middle - 1]!), whole(sorted[middle]!)), whole(2))
}

/** Distinct days of purchases, in order. Hidden deals are no purchases that we know of. */
function purchaseDays(snapshot: Snapshot, plan: Plan, today: string): string[] {
  if (snapshot.hidden.includes('deals')) return []
  const days = snapshot.deals
    .filter(d => d.kind === revenueKind(plan) && d.state === 'won' && isOverZero(d.amount))
    .flatMap(d => (isRealDay(d.day) && d.day <= today ? [d.day] : []))
  return [...new Set(days)].sort()
}

function hasLapsed(days: readonly string[], plan: Plan, today: string): boolean {
  let limit = whole(plan.kare?.lapseDays ?? 365)
  if (days.length >= 3) {
    const between = days.slice(1).map((day, index) => daysBetween(days[index]!, day))
    const usual = times(decimal(plan.kare?.lapseFactor ?? 2), median(between))
    if (compare(usual, limit) > 0) limit = usual
  }
  return compare(whole(daysBetween(days.at(-1)!, today)), limit) > 0
}

function growth(lastYear: number | null, yearBefore: number | null, firstPurchase: string | undefined, plan: Plan, today: string): State {
  if (lastYear === null || yearBefore === null) return 'unknown'
  if (yearBefore <= 0 || firstPurchase === undefined || daysBetween(firstPurchase, today) <= 365) return 'no'
  const wanted = times(plus(whole(1), decimal(plan.kare?.growth ?? '0.15')), whole(yearBefore))
  return atLeast(whole(lastYear), wanted) ? 'holds' : 'no'
}

function pipeline(lastYear: number | null, snapshot: Snapshot, plan: Plan, today: string, now: number): State {
  if (snapshot.hidden.includes('deals') || snapshot.hidden.includes('pipeline') || lastYear === null) return 'unknown'
  const currency = currencyOf(snapshot, plan)
  let open = zero
  for (const deal of snapshot.deals) {
    if (deal.kind !== 'deal' || deal.state !== 'open' || (deal.createdAt !== null && deal.createdAt > now)) continue
    if (deal.amount === null || !isOverZero(deal.amount)) continue
    // The rate of the amount's date; one of a day to come is not known yet.
    const amount = converted(deal.amount, currency, !isRealDay(deal.day) || deal.day > today ? today : deal.day, snapshot, plan)
    if (amount === null) return 'unknown'
    open = plus(open, amount)
  }
  const sum = toMinor(open, currency)
  return sum > 0 && atLeast(whole(sum), times(decimal(plan.kare?.pipeline ?? '0.25'), whole(lastYear))) ? 'holds' : 'no'
}

function products(buyers: readonly Peer[] | null, snapshot: Snapshot, plan: Plan, today: string): State {
  const bought = productsBought(snapshot, plan, today)
  const lines = plan.kare?.productLines
  const known = (buyers ?? []).filter(p => p.products !== null)
  if (!lines || bought === null || known.length === 0) return 'unknown'
  const has = (list: readonly string[], line: string): boolean => list.some(entry => plain(entry) === plain(line))
  const missed = lines.some(line => !has(bought, line) && 2 * known.filter(p => has(p.products!, line)).length >= known.length)
  return missed ? 'holds' : 'no'
}

function wallet(lastYear: number | null, buyers: readonly Peer[] | null, snapshot: Snapshot, plan: Plan): State {
  const revenues = (buyers ?? []).flatMap(p => (p.revenue !== null && p.currency === currencyOf(snapshot, plan) ? [p.revenue] : []))
  if (lastYear === null || revenues.length < 5) return 'unknown'
  return compare(whole(lastYear), times(decimal(plan.kare?.wallet ?? '0.6'), median(revenues))) < 0 ? 'holds' : 'no'
}

export function expectedKare(snapshot: Snapshot, plan: Plan, today: string, now: number): ExpectedKare {
  const { account } = snapshot
  const lastYear = revenueWithin({ from: plusDays(today, -364), to: today }, snapshot, plan)
  const yearBefore = revenueWithin({ from: plusDays(today, -729), to: plusDays(today, -365) }, snapshot, plan)
  const days = purchaseDays(snapshot, plan, today)
  const { segment } = account
  const buyers = segment === null ? null
    : snapshot.peers.filter(p => p.segment !== null && plain(p.segment) === plain(segment) && p.bought && !account.ids.includes(p.id))
  const signals = {
    growth: growth(lastYear, yearBefore, days[0], plan, today),
    pipeline: pipeline(lastYear, snapshot, plan, today, now),
    products: products(buyers, snapshot, plan, today),
    wallet: wallet(lastYear, buyers, snapshot, plan),
  }
  const pin = plan.kare?.pins?.find(p => account.ids.includes(p.account) && today <= p.until)
  const bucket = (): Bucket => {
    if (pin) return pin.bucket
    if (days.length === 0) return 'attain'
    if (account.former === true || hasLapsed(days, plan, today)) return 'recapture'
    return Object.values(signals).includes('holds') ? 'expand' : 'keep'
  }
  return { bucket: bucket(), pinned: pin !== undefined, signals }
}
