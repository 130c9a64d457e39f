import { fromIso, type Day } from '../model/day'
import { exact, inverse, minorUnits, one, times, wholeMinor, type Exact } from '../model/money'
import type { Plan } from '../model/plan'
import type { Amount, Rate, Snapshot } from '../model/snapshot'

/** Brings amounts into one currency, exactly, in minor units. */
export interface Converter {
  readonly currency: string
  /** Null: no rate from that currency on that day. Day null: only rates without a day hold. */
  rate(from: string, day: Day | null): Exact | null
  /** The amount in minor units of `currency`, not rounded; null: not a number, or no rate. */
  minor(amount: Amount, day: Day | null): Exact | null
  /** The amount where it is a whole number of minor units of that very currency, as most are; null: it must be asked of `minor`. */
  wholeMinor(amount: Amount): number | null
}

/** The currency an account is counted in: its own, else the plan's. */
export const currencyOf = (snapshot: Snapshot, plan: Plan): string => snapshot.account.currency ?? plan.currency

export function converterTo(currency: string, snapshot: Snapshot, plan: Plan): Converter {
  function rate(from: string, day: Day | null): Exact | null {
    if (from === currency) return one
    return datedRate(snapshot.rates, from, currency, day) ?? planRate(plan, from, currency)
  }

  return {
    currency,
    rate,
    minor(amount, day) {
      const value = exact(amount.value)
      const factor = rate(amount.currency ?? plan.currency, day)
      return value && factor && times(times(value, factor), minorUnits(currency))
    },
    wholeMinor: ({ value, currency: own }) => ((own ?? plan.currency) === currency ? wholeMinor(value, currency) : null),
  }
}

/** The newest of the CRM's rates that is not after the day, in either direction. */
function datedRate(rates: readonly Rate[], from: string, to: string, day: Day | null): Exact | null {
  let best: Rate | null = null
  let bestDay = -Infinity
  for (const rate of rates) {
    const forward = rate.from === from && rate.to === to
    if (!forward && !(rate.from === to && rate.to === from)) continue
    const since = rate.day === null ? -Infinity : (fromIso(rate.day) ?? Infinity)
    if (since > (day ?? -Infinity)) continue
    // Of two rates of one day the direct one, so that the order of rows never matters.
    if (!best || since > bestDay || (since === bestDay && forward && best.from !== from)) {
      best = rate
      bestDay = since
    }
  }
  return best && directed(best, from)
}

function planRate(plan: Plan, from: string, to: string): Exact | null {
  const rates = plan.rates ?? []
  const rate = rates.find(r => r.from === from && r.to === to) ?? rates.find(r => r.from === to && r.to === from)
  return rate ? directed(rate, from) : null
}

function directed(rate: { from: string; rate: string | number }, from: string): Exact | null {
  const value = exact(rate.rate)
  if (!value || value.n <= 0) return null
  return rate.from === from ? value : inverse(value)
}
