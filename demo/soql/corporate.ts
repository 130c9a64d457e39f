import type { Org } from '../org'
import type { ObjectDef, Row, Value } from '../schema/field'

/**
 * An amount in the corporate currency, as aggregates of an org of several currencies say it: a deal's by the dated rate of its closing day, where the
 * org has dated rates, everything else by the fixed one.
 */
export function inCorporate(org: Org, object: ObjectDef, row: Row, value: Value): Value {
  const code = row.CurrencyIsoCode
  if (!org.multiCurrency || typeof value !== 'number' || typeof code !== 'string') return value
  const rate = (object.name === 'Opportunity' ? datedRate(org, code, row.CloseDate ?? null) : null)
    ?? org.rows('CurrencyType').find(currency => currency.IsoCode === code)?.ConversionRate
  return typeof rate === 'number' && rate > 0 ? value / rate : value
}

function datedRate(org: Org, code: string, day: Value): Value {
  if (typeof day !== 'string' || !org.schema.object('DatedConversionRate')) return null
  const found = org.rows('DatedConversionRate').find(rate => rate.IsoCode === code && String(rate.StartDate) <= day && day < String(rate.NextStartDate))
  return found?.ConversionRate ?? null
}
