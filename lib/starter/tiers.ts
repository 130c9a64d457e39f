import type { CustomerRevenue } from '../model/starter'

/** Fewer customers than this make no tiers. */
const fewestCustomers = 10

export interface Tiers {
  /** Revenue of the last 365 days from which on, in major units. */
  readonly high: number
  readonly medium: number
  readonly customers: number
}

/** Thresholds of revenue: the top fifth of the customers is high, the next three tenths medium. Null: too few customers to tell, or their revenue is not known. */
export function tiersOf(customers: CustomerRevenue | null): Tiers | null {
  if (!customers || customers.count < fewestCustomers) return null
  const largest = [...customers.largest].filter(value => Number.isFinite(value)).sort((a, b) => b - a)
  const high = largest[Math.ceil(customers.count / 5) - 1]
  const medium = largest[Math.ceil(customers.count / 2) - 1]
  if (high === undefined || medium === undefined) return null
  const rounded = { high: twoDigits(high), medium: twoDigits(medium) }
  return rounded.medium > 0 && rounded.high > rounded.medium ? { ...rounded, customers: customers.count } : null
}

/** Down to two digits, so that the customer at the edge stays within: 62,345 is 62,000. */
function twoDigits(value: number): number {
  if (value < 1) return 0
  const step = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1)
  return Math.floor(value / step) * step
}
