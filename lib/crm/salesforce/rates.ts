import { asBig, exact, type Exact } from '../../model/money'
import type { Rate } from '../../model/snapshot'
import { day, decimal, text } from './values'

/**
 * Rates as Salesforce keeps them: one unit of the corporate currency is `ConversionRate` of the other. An org with advanced currency management
 * has dated ones, each good from its StartDate until the day before its NextStartDate; they replace the fixed one of their currency. Any other org has the
 * fixed ones only, which hold always.
 */
export function readRates(currencies: readonly Record<string, unknown>[], dated: readonly Record<string, unknown>[]): Rate[] {
  const corporate = corporateOf(currencies)
  if (corporate === null) return []
  const rate = (record: Record<string, unknown>, from: string | null): Rate[] => {
    const to = text(record.IsoCode)
    const value = decimal(record.ConversionRate)
    return to === null || to === corporate || value === null || Number(value) <= 0 ? [] : [{ from: corporate, to, rate: value, day: from }]
  }
  const byDay = dated.flatMap(record => {
    const from = startOf(record)
    return from === undefined ? [] : rate(record, from)
  })
  const covered = new Set(byDay.map(({ to }) => to))
  const starts = new Set(byDay.map(({ to, day: from }) => `${to} ${from}`))
  // Where no rate follows on the day on which one ends, there is none from then on: the one before must not be taken for it.
  const ends = dated.flatMap(record => {
    const to = text(record.IsoCode)
    const end = day(record.NextStartDate)
    return to === null || end === null || end > lastDay || !covered.has(to) || starts.has(`${to} ${end}`) ? [] : [{ from: corporate, to, rate: '0', day: end }]
  })
  return [...currencies.flatMap(record => rate(record, null)).filter(({ to }) => !covered.has(to)), ...byDay, ...new Map(ends.map(end => [`${end.to} ${end.day}`, end])).values()]
}

/** The NextStartDate of a rate that still holds lies at the end of all calendars. */
const lastDay = '3000-01-01'

/** Null: from always, as the first dated rate begins in the year 0; undefined: it does not say. */
function startOf(record: Record<string, unknown>): string | null | undefined {
  const from = day(record.StartDate)
  return from === null ? undefined : from < '1900' ? null : from
}

export const corporateOf = (currencies: readonly Record<string, unknown>[]): string | null =>
  text(currencies.find(currency => currency.IsCorporate === true)?.IsoCode)

/**
 * The rates that bring the given currencies into `target`: those of the target to the corporate currency as they are, and for each other currency
 * a rate to the target for every day on which either of the two changes. An account's currency and a deal's may both be foreign, and Salesforce
 * then goes by way of the corporate one.
 */
export function ratesInto(target: string, currencies: ReadonlySet<string>, rates: readonly Rate[]): Rate[] {
  const corporate = rates[0]?.from
  if (corporate === undefined) return []
  const of = (code: string): Rate[] => rates.filter(({ to }) => to === code)
  if (target === corporate) return rates.filter(({ to }) => currencies.has(to))
  const own = of(target)
  const crossed = [...currencies].filter(code => code !== target && code !== corporate).flatMap(code => cross(code, of(code), target, own))
  return [...(currencies.has(corporate) ? own : []), ...crossed]
}

function cross(from: string, rates: readonly Rate[], to: string, own: readonly Rate[]): Rate[] {
  const days = [...new Set([...rates, ...own].map(rate => rate.day ?? ''))].sort()
  const at = (list: readonly Rate[], on: string): Exact | null => {
    let best: Rate | null = null
    for (const rate of list) if ((rate.day ?? '') <= on && (best === null || (rate.day ?? '') >= (best.day ?? ''))) best = rate
    return best && exact(best.rate)
  }
  return days.flatMap(on => {
    const [theirs, ours] = [at(rates, on), at(own, on)]
    const known = theirs !== null && ours !== null && theirs.n > 0n && ours.n > 0n
    // Before both are known there is nothing to say; where one has ended, that there is none.
    if (!known && (theirs === null || ours === null)) return []
    return [{ from, to, rate: known ? quotient(ours, theirs) : '0', day: on === '' ? null : on }]
  })
}

/** a ÷ b to 24 digits behind the point: no sum that an account has is a cent off by it. */
function quotient(a: Exact, b: Exact): string {
  const places = 24
  const [x, y] = [asBig(a), asBig(b)]
  const [n, d] = [x.n * y.d * 10n ** BigInt(places), x.d * y.n]
  const digits = String((2n * n + d) / (2n * d)).padStart(places + 1, '0')
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`.replace(/\.?0+$/, '')
}
