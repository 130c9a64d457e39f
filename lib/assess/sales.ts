import type { Evidence } from '../model/assessment'
import { fromIso, toIso, type Day } from '../model/day'
import { compare, exact, round, Sum, times, whole, type Exact } from '../model/money'
import type { Amount, Deal, Snapshot } from '../model/snapshot'
import type { Converter } from './currency'
import { because } from './evidence'
import { folded } from './folded'
import { sortFew } from './order'
import type { PreparedPlan } from './prepared'

/** One sale that counts: won, of the plan's source, dated, not after today. */
export interface Sale {
  readonly deal: Deal
  readonly day: Day
  /** Its amount where that is whole minor units of the account's currency, as most are; else null. */
  readonly minor: number | null
}

/** What an account bought and may buy. */
export interface Sales {
  /** The account's. */
  readonly currency: string
  /** In order of day. */
  readonly won: readonly Sale[]
  /** Days with a purchase (an amount over 0), each once, in order. */
  readonly purchaseDays: readonly Day[]
  readonly open: readonly Deal[]
  /** Whether it has bought a product line (folded), as far as known. */
  hasBought(line: string): boolean
  /** False: some sale's products are not known, so another line may have been bought too. */
  readonly productsKnown: boolean
  /** The user may not see what the plan counts as revenue, or not the open deals. */
  readonly hidden: boolean
  readonly pipelineHidden: boolean
}

const kinds = { deals: 'deal', invoices: 'invoice', orders: 'order' } as const

export function salesOf({ deals, hidden: unseen }: Snapshot, { plan, dayOf }: PreparedPlan, into: Converter, now: number): Sales {
  const today = dayOf(now)
  const kind = kinds[plan.profitability?.revenue ?? 'deals']
  const hidden = unseen.includes('deals')
  const won: Sale[] = []
  const open: Deal[] = []
  for (const deal of deals) {
    if (deal.state === 'won' && deal.kind === kind) {
      const day = deal.day === null ? null : fromIso(deal.day)
      if (day !== null && day <= today) won.push({ deal, day, minor: deal.amount && into.wholeMinor(deal.amount) })
    } else if (deal.state === 'open' && deal.kind === 'deal' && (deal.createdAt ?? 0) <= now) {
      open.push(deal)
    }
  }
  inOrder(won, (a, b) => a.day - b.day || byId(a.deal, b.deal))
  inOrder(open, byId)

  const purchaseDays: Day[] = []
  let productsKnown = true
  for (const { deal, day, minor } of won) {
    if (day !== purchaseDays.at(-1) && (minor === null ? isOverZero(deal.amount) : minor > 0)) purchaseDays.push(day)
    if (deal.products === null) productsKnown = false
  }
  let products: ReadonlySet<string> | null = null
  const hasBought = (line: string): boolean => (products ??= productsOf(won)).has(line)
  return { currency: into.currency, won, purchaseDays, open, hasBought, productsKnown, hidden, pipelineHidden: unseen.includes('pipeline') || (hidden && kind === 'deal') }
}

/** Product lines bought, folded, as far as known. */
export function productsOf(won: readonly Sale[]): Set<string> {
  const products = new Set<string>()
  for (const { deal } of won) for (const product of deal.products ?? []) products.add(folded(product))
  return products
}

const byId = (a: Deal, b: Deal): number => (a.id < b.id ? -1 : 1)
const inOrder = <T>(items: T[], compare: (a: T, b: T) => number): T[] => (items.length <= 20 ? sortFew(items, compare) : items.sort(compare))

function isOverZero(amount: Amount | null): boolean {
  const value = amount && exact(amount.value)
  return value !== null && value.n > 0
}

/** Money summed exactly and rounded once, in minor units. */
export interface Total {
  /** Null: an amount could not be converted, or the sum is past what a number holds to the cent. */
  readonly minor: number | null
  readonly count: number
  readonly evidence: readonly Evidence[]
}

/** Revenue of sales from one day to another, both included, times the gross margin. Source: "Exact definitions", profitability. */
export type RevenueOf = (from: Day, to: Day) => Total

/** Each period is summed once. */
export function revenueOf(sales: Sales, { plan, terms }: PreparedPlan, into: Converter): RevenueOf {
  const known: { readonly from: Day; readonly to: Day; readonly total: Total }[] = []
  return (from, to) => {
    for (const period of known) if (period.from === from && period.to === to) return period.total
    const adding = new Adding(plan.currency, into)
    let count = 0
    for (const { deal, day, minor } of sales.won) {
      if (day < from || day > to) continue
      count++
      adding.add(deal, day, into.currency === sales.currency ? minor : null)
    }
    const sum = adding.total
    const total = { minor: rounded(sum && terms.grossMargin ? times(sum, terms.grossMargin) : sum), count, evidence: adding.evidence }
    known.push({ from, to, total })
    return total
  }
}

/** What open deals would bring, each amount over 0 in full; a deal that closes in time to come has today's rate. */
export function pipelineOf({ open }: Sales, today: Day, { plan }: PreparedPlan, into: Converter): Total {
  const adding = new Adding(plan.currency, into)
  let count = 0
  for (const deal of open) {
    if (!isOverZero(deal.amount)) continue
    count++
    adding.add(deal, Math.min((deal.day === null ? null : fromIso(deal.day)) ?? today, today), null)
  }
  return { minor: rounded(adding.total), count, evidence: adding.evidence }
}

const nothing: readonly Evidence[] = []

/** Amounts of deals being added up, and what is to be said of them. */
class Adding {
  readonly #planCurrency: string
  readonly #into: Converter
  readonly #sum = new Sum()
  #known = true
  #reasons: Evidence[] | null = null
  #converted: Map<string, number> | null = null

  constructor(planCurrency: string, into: Converter) {
    this.#planCurrency = planCurrency
    this.#into = into
  }

  /** @param whole its amount where that is known to be whole minor units */
  add({ name, amount }: Deal, day: Day, whole: number | null): void {
    if (amount === null) return this.#say(because('dealWithoutAmount', { name, day: { day: toIso(day) } }))
    const minor = whole ?? this.#into.wholeMinor(amount)
    if (minor !== null) return this.#sum.addWhole(minor)
    const currency = amount.currency ?? this.#planCurrency
    const exactly = this.#into.minor(amount, day)
    if (!exactly) {
      this.#known = false
      return this.#say(because('noRate', { name, amount: amount.value, currency }))
    }
    this.#sum.add(exactly)
    if (currency === this.#into.currency) return
    this.#converted ??= new Map()
    this.#converted.set(currency, (this.#converted.get(currency) ?? 0) + 1)
  }

  /** Null: some amount could not be converted. */
  get total(): Exact | null {
    return this.#known ? this.#sum.total : null
  }

  get evidence(): readonly Evidence[] {
    if (!this.#converted) return this.#reasons ?? nothing
    return [...(this.#reasons ?? []), ...[...this.#converted].sort().map(([from, count]) => because('converted', { from, count }))]
  }

  #say(reason: Evidence): void {
    this.#reasons ??= []
    this.#reasons.push(reason)
  }
}

/** Rounded once; null when unknown, or past what a number can hold to the cent. */
export function rounded(total: Exact | null): number | null {
  if (!total) return null
  const minor = round(total)
  return Number.isSafeInteger(minor) ? minor : null
}

/** Whether a ≥ factor × b, exactly. */
export const atLeast = (a: number, factor: Exact, b: Exact): boolean => compare(whole(a), times(factor, b)) >= 0
