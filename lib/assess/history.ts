import type { BucketMove, HistoryFact, MonthFigures, PastTouch } from '../model/history'
import { toIso, type Day } from '../model/day'
import type { Plan } from '../model/plan'
import type { Bucket, Snapshot } from '../model/snapshot'
import { previousPeriod } from './calendar'
import { converterTo, currencyOf, type Converter } from './currency'
import { kareOf } from './kare'
import { othersOf } from './others'
import { peopleOf } from './people'
import { prepare, type PreparedPlan } from './prepared'
import { profitabilityOf } from './profitability'
import { revenueOf, salesOf, type Sales } from './sales'
import { touchesOf, type CountedTouch, type Touches } from './touches'

const monthsShown = 12
/** Two years of days, in which moves between buckets are looked for. */
const daysOfMoves = 730

/**
 * How an account came to stand where it stands: its touches, its profit by calendar month, and how its purchases moved it through KARE. A month's
 * figures follow the definition of profitability with that month as the period.
 *
 * @param now epoch milliseconds; what is dated after it does not count
 */
export function historyOf(snapshot: Snapshot, plan: Plan, now: number): HistoryFact {
  const prepared = prepare(plan)
  const today = prepared.dayOf(now)
  const into = converterTo(currencyOf(snapshot, plan), snapshot, plan)
  const sales = salesOf(snapshot, prepared, into, now)
  const touches = touchesOf(snapshot, peopleOf(snapshot, prepared), prepared, now)
  const bucketOn = bucketByPurchases(snapshot, prepared, sales, into)
  return {
    currency: into.currency,
    touches: pastTouches(snapshot, touches.counted),
    touchesSince: snapshot.touchesSince,
    touchesHidden: snapshot.hidden.includes('touches'),
    months: monthsTo(today, snapshot, prepared, sales, touches, into),
    moves: sales.hidden ? [] : movesBetween(today - daysOfMoves, today, snapshot, prepared, sales, bucketOn),
    byPurchases: sales.hidden ? null : bucketOn(today),
  }
}

function pastTouches(snapshot: Snapshot, counted: readonly CountedTouch[]): PastTouch[] {
  const records = new Map(snapshot.touches.map(touch => [touch.id, touch]))
  return [...counted]
    .sort((a, b) => b.day - a.day || (b.moment ?? -Infinity) - (a.moment ?? -Infinity) || (a.id < b.id ? 1 : -1))
    .map(({ id, type, day, who, seconds }) => ({
      id, type, day: toIso(day), by: who.ref, subject: records.get(id)?.subject ?? null,
      minutes: seconds === null ? null : Math.round(seconds / 60),
    }))
}

function monthsTo(today: Day, snapshot: Snapshot, prepared: PreparedPlan, sales: Sales, touches: Touches, into: Converter): MonthFigures[] {
  const { plan } = prepared
  const byMonth: PreparedPlan = { ...prepared, plan: { ...plan, profitability: { ...plan.profitability, period: 'month' } } }
  const revenue = revenueOf(sales, byMonth, into)
  const others = othersOf(snapshot)
  const months: MonthFigures[] = []
  let period = prepared.calendar.periodOf(today, 'month')
  for (let back = 0; back < monthsShown; back++) {
    // A whole month ends with its last day, the current one today.
    const { from, to, net, missing, estimated, ...month } = profitabilityOf(snapshot, byMonth, sales, revenue, touches, into, others, null, Math.min(period.to, today))
    months.unshift({ from, to, revenue: month.revenue.amount, net, missing, estimated })
    period = previousPeriod(prepared.calendar, period, 'month')
  }
  return months
}

/**
 * The bucket as purchases up to a day make it. What was in the pipeline then, what others bought, and whether it was marked or pinned
 * is not known of the past, and left out.
 */
function bucketByPurchases(snapshot: Snapshot, prepared: PreparedPlan, sales: Sales, into: Converter): (day: Day) => Bucket {
  const alone: Snapshot = { ...snapshot, peers: [], account: { ...snapshot.account, former: null } }
  const unpinned: PreparedPlan = { ...prepared, terms: { ...prepared.terms, pinnedBuckets: new Set() } }
  const others = othersOf(alone)
  const nothing = { minor: null, count: 0, evidence: [] }
  return day => {
    const known: Sales = { ...sales, won: sales.won.filter(sale => sale.day <= day), purchaseDays: sales.purchaseDays.filter(bought => bought <= day), open: [], pipelineHidden: true }
    const revenue = revenueOf(known, prepared, into)
    return kareOf({ snapshot: alone, others, prepared: unpinned, sales: known, today: day, into, pipeline: nothing, lastYear: revenue(day - 364, day), yearBefore: revenue(day - 729, day - 365) }).bucket
  }
}

/**
 * Every move in the days from one to another. The bucket can change on a purchase's day, on the days on which one leaves or changes its year, or when
 * the account lapses; so few days are looked at, and between two that differ the first of the new bucket is searched for.
 */
function movesBetween(from: Day, to: Day, snapshot: Snapshot, prepared: PreparedPlan, { won, purchaseDays }: Sales, bucketOn: (day: Day) => Bucket): BucketMove[] {
  const { createdAt } = snapshot.account
  const first = Math.max(from, createdAt === null ? (purchaseDays[0] ?? to) : Math.min(prepared.dayOf(createdAt), to))
  const turns = new Set<Day>([first, to])
  for (const { day } of won) for (const turn of [day, day + 365, day + 366, day + 730]) if (turn > first && turn < to) turns.add(turn)
  const days = [...turns].sort((a, b) => a - b)
  const moves: BucketMove[] = []
  let before = bucketOn(days[0]!)
  for (let i = 1; i < days.length; i++) {
    // Between two turns nothing is bought and no year changes: at most it lapses, once.
    for (const day of lapseWithin(days[i - 1]!, days[i]! - 1, bucketOn)) before = move(before, day)
    before = move(before, days[i]!)
  }
  return moves.reverse()

  function move(was: Bucket, day: Day): Bucket {
    const is = bucketOn(day)
    if (is !== was) moves.push({ from: was, to: is, day: toIso(day) })
    return is
  }
}

/** The first day after `from`, up to `to`, on which the bucket is another; none when it stays. */
function lapseWithin(from: Day, to: Day, bucketOn: (day: Day) => Bucket): Day[] {
  const was = bucketOn(from)
  if (to <= from || bucketOn(to) === was) return []
  let same = from
  let other = to
  while (other - same > 1) {
    const middle = (same + other) >> 1
    if (bucketOn(middle) === was) same = middle
    else other = middle
  }
  return [other]
}
