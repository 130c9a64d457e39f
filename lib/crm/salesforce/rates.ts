import type { Rate } from '../../model/snapshot'
import { day, decimal, text } from './values'

/**
 * Rates as Salesforce keeps them: one unit of the corporate currency is `ConversionRate` of the other. Dated rates, where the org has
 * them, replace the fixed one of their currency.
 */
export function readRates(currencies: readonly Record<string, unknown>[], dated: readonly Record<string, unknown>[]): Rate[] {
  const corporate = text(currencies.find(currency => currency.IsCorporate === true)?.IsoCode)
  if (corporate === null) return []
  const rate = (record: Record<string, unknown>, from: string | null): Rate[] => {
    const to = text(record.IsoCode)
    const value = decimal(record.ConversionRate)
    return to === null || to === corporate || value === null || Number(value) <= 0 ? [] : [{ from: corporate, to, rate: value, day: from }]
  }
  const byDay = dated.flatMap(record => {
    const from = day(record.StartDate)
    // The first dated rate begins in the year 0: always.
    return from === null ? [] : rate(record, from < '1900' ? null : from)
  })
  const covered = new Set(byDay.map(({ to }) => to))
  return [...currencies.flatMap(record => rate(record, null)).filter(({ to }) => !covered.has(to)), ...byDay]
}
