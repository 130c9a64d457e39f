import type { Evidence } from '../model/assessment'
import { fromIso, toIso, type Day } from '../model/day'
import { add, compare, exact, exponentOf, round, times, whole, type Exact } from '../model/money'
import type { Plan } from '../model/plan'
import type { Amount, Deal, Snapshot } from '../model/snapshot'
import type { Converter } from './currency'
import { because } from './evidence'
import { folded } from './folded'
import type { PreparedPlan } from './prepared'

/** One sale that counts: won, of the plan's source, dated, not after today. */
export interface Sale {
  readonly deal: Deal
  readonly day: Day
}

/** What an account bought and may buy. */
export interface Sales {
  /** In order of day. */
  readonly won: readonly Sale[]
  /** Days with a purchase (an amount over 0), each once, in order. */
  readonly purchaseDays: readonly Day[]
  readonly open: readonly Deal[]
  /** Product lines bought, folded, as far as known. */
  readonly products: ReadonlySet<string>
  /** False: some sale's products are not known, so what is not in `products` may still have been bought. */
  readonly productsKnown: boolean
  /** The user may not see what the plan counts as revenue, or not the open deals. */
  readonly hidden: boolean
  readonly pipelineHidden: boolean
}

const kinds = { deals: 'deal', invoices: 'invoice', orders: 'order' } as const

export function salesOf(snapshot: Snapshot, plan: Plan, prepared: PreparedPlan, now: number): Sales {
  const today = prepared.dayOf(now)
  const kind = kinds[plan.profitability?.revenue ?? 'deals']
  const hidden = snapshot.hidden.includes('deals')
  const won: Sale[] = []
  const open: Deal[] = []
  const products = new Set<string>()
  let productsKnown = true
  for (const deal of snapshot.deals) {
    if (deal.state === 'won' && deal.kind === kind) {
      const day = deal.day === null ? null : fromIso(deal.day)
      if (day === null || day > today) continue
      won.push({ deal, day })
      if (deal.products === null) productsKnown = false
      else for (const product of deal.products) products.add(folded(product))
    } else if (deal.state === 'open' && deal.kind === 'deal' && (deal.createdAt ?? 0) <= now) {
      open.push(deal)
    }
  }
  won.sort((a, b) => a.day - b.day || (a.deal.id < b.deal.id ? -1 : 1))
  open.sort((a, b) => (a.id < b.id ? -1 : 1))
  const purchaseDays = [...new Set(won.filter(({ deal }) => isOverZero(deal.amount)).map(({ day }) => day))]
  return { won, purchaseDays, open, products, productsKnown, hidden, pipelineHidden: snapshot.hidden.includes('pipeline') || (hidden && kind === 'deal') }
}

const isOverZero = (amount: Amount | null): boolean => {
  const value = amount && exact(amount.value)
  return value !== null && value.n > 0n
}

/** Money summed exactly and rounded once, in minor units. */
export interface Total {
  /** Null: an amount could not be converted, or the sum is past what a number holds to the cent. */
  readonly minor: number | null
  readonly count: number
  readonly evidence: readonly Evidence[]
}

/** Revenue of sales from one day to another, both included, times the gross margin. Source: "Exact definitions", profitability. */
export function revenueBetween(sales: Sales, from: Day, to: Day, plan: Plan, into: Converter): Total {
  const inPeriod = sales.won.filter(({ day }) => from <= day && day <= to)
  const evidence: Evidence[] = []
  const sum = summed(inPeriod.map(({ deal, day }) => ({ name: deal.name, amount: deal.amount, day })), plan, into, evidence)
  const grossMargin = plan.profitability?.grossMargin
  return {
    minor: rounded(sum && (grossMargin === undefined ? sum : times(sum, exact(grossMargin)!))),
    count: inPeriod.length,
    evidence,
  }
}

/** What open deals would bring, each amount over 0 in full; a deal that closes in time to come has today's rate. */
export function pipelineOf(sales: Sales, today: Day, plan: Plan, into: Converter): Total {
  const evidence: Evidence[] = []
  const deals = sales.open.filter(({ amount }) => isOverZero(amount))
  const dated = deals.map(({ name, amount, day }) => ({ name, amount, day: Math.min((day === null ? null : fromIso(day)) ?? today, today) }))
  return { minor: rounded(summed(dated, plan, into, evidence)), count: deals.length, evidence }
}

interface Dated {
  readonly name: string
  readonly amount: Amount | null
  readonly day: Day
}

function summed(items: readonly Dated[], plan: Plan, into: Converter, evidence: Evidence[]): Exact | null {
  const exponent = exponentOf(into.currency)
  // Most amounts are whole minor units of the account's own currency: those add up as plain integers.
  let plain = 0
  let rest: Exact | null = null
  let known = true
  const converted = new Map<string, number>()
  for (const { name, amount, day } of items) {
    if (amount === null) {
      evidence.push(because('dealWithoutAmount', { name, day: { day: toIso(day) } }))
      continue
    }
    const currency = amount.currency ?? plan.currency
    const direct = currency === into.currency ? plainMinor(amount.value, exponent) : null
    if (direct !== null && Number.isSafeInteger(plain + direct)) {
      plain += direct
      continue
    }
    const minor = into.minor(amount, day)
    if (!minor) {
      evidence.push(because('noRate', { name, amount: amount.value, currency }))
      known = false
      continue
    }
    if (currency !== into.currency) converted.set(currency, (converted.get(currency) ?? 0) + 1)
    rest = rest ? add(rest, minor) : minor
  }
  for (const [from, count] of [...converted].sort()) evidence.push(because('converted', { from, count }))
  if (!known) return null
  return rest ? add(rest, whole(plain)) : whole(plain)
}

const simple = /^(-?)(\d{1,13})(?:\.(\d*))?$/

/** "1234.5" as 123450 for an exponent of 2; null when it is not that simple. */
function plainMinor(value: string, exponent: number): number | null {
  const parts = simple.exec(value)
  if (!parts || (parts[3]?.length ?? 0) > exponent) return null
  const minor = Number(parts[2]! + (parts[3] ?? '').padEnd(exponent, '0'))
  return parts[1] ? -minor : minor
}

/** Rounded once; null when unknown, or past what a number can hold to the cent. */
export function rounded(total: Exact | null): number | null {
  if (!total) return null
  const minor = round(total)
  return Number.isSafeInteger(minor) ? minor : null
}

/** Whether a ≥ factor × b, exactly. */
export const atLeast = (a: number, factor: Exact, b: Exact): boolean => compare(whole(a), times(factor, b)) >= 0
