import type { Plan } from '../../lib/model/plan'
import type { Amount, Snapshot } from '../../lib/model/snapshot'

/** Exact fractions, so that nothing is rounded but where the definitions round. `d` is always positive. */
export interface Fraction {
  readonly n: bigint
  readonly d: bigint
}

const of = (n: bigint, d: bigint): Fraction => (d < 0n ? { n: -n, d: -d } : { n, d })
export const zero: Fraction = { n: 0n, d: 1n }
export const whole = (n: number): Fraction => ({ n: BigInt(n), d: 1n })
export const plus = (a: Fraction, b: Fraction): Fraction => of(a.n * b.d + b.n * a.d, a.d * b.d)
export const times = (a: Fraction, b: Fraction): Fraction => of(a.n * b.n, a.d * b.d)
export const over = (a: Fraction, b: Fraction): Fraction => of(a.n * b.d, a.d * b.n)
/** Below 0, 0 or above 0, as a is below, equal to or above b. */
export const compare = (a: Fraction, b: Fraction): number => {
  const difference = a.n * b.d - b.n * a.d
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}
export const atLeast = (a: Fraction, b: Fraction): boolean => compare(a, b) >= 0

const decimalNumber = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/

/** The fraction that a text's decimal digits spell: 0.1 is one tenth; null where it is no number. */
export function spelled(value: string): Fraction | null {
  const parts = decimalNumber.exec(value.trim())
  const digits = parts ? (parts[2] ?? '') + (parts[3] ?? '') : ''
  if (!parts || digits === '') return null
  const scale = Number(parts[4] ?? 0) - (parts[3] ?? '').length
  const n = BigInt(digits) * (parts[1] === '-' ? -1n : 1n)
  return scale >= 0 ? { n: n * 10n ** BigInt(scale), d: 1n } : { n, d: 10n ** BigInt(-scale) }
}

/** The same of a number that is one, as a plan's are. */
export function decimal(value: number | string): Fraction {
  const fraction = spelled(String(value))
  if (fraction === null) throw new Error(`no decimal number: ${String(value)}`)
  return fraction
}

export const isOverZero = (amount: Amount | null): boolean => compare((amount && spelled(amount.value)) ?? zero, zero) > 0

/** The exact value of a double, for measured lengths. */
export function exactly(value: number): Fraction {
  let scale = 0
  while (!Number.isInteger(value)) {
    value *= 2
    scale++
  }
  return { n: BigInt(value), d: 2n ** BigInt(scale) }
}

const exponents: Readonly<Record<string, number>> = {
  BIF: 0, CLP: 0, DJF: 0, GNF: 0, ISK: 0, JPY: 0, KMF: 0, KRW: 0, PYG: 0, RWF: 0, UGX: 0, UYI: 0, VND: 0, VUV: 0, XAF: 0, XOF: 0, XPF: 0,
  BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3, CLF: 4, UYW: 4,
}
const minorPerMajor = (currency: string): bigint => 10n ** BigInt(exponents[currency] ?? 2)

/** Minor units, a half away from zero. */
export function toMinor(amount: Fraction, currency: string): number {
  const n = amount.n * minorPerMajor(currency)
  const size = n < 0n ? -n : n
  const rounded = (2n * size + amount.d) / (2n * amount.d)
  return n < 0n && rounded !== 0n ? -Number(rounded) : Number(rounded)
}

export const fromMinor = (minor: number, currency: string): Fraction => of(BigInt(minor), minorPerMajor(currency))

/**
 * What one unit of `from` is in `to` on a day: the CRM's rate of that day, else the plan's; null where neither has one. Of the CRM's
 * rows of the pair, either way round, the newest not after the day; of two of the same day the one that need not be inverted.
 * A rate of nothing is no rate.
 */
export function rateBetween(from: string, to: string, day: string, snapshot: Snapshot, plan: Plan): Fraction | null {
  if (from === to) return { n: 1n, d: 1n }
  let found: { day: string; rate: Fraction } | null = null
  for (const inverted of [false, true]) {
    for (const row of snapshot.rates) {
      const isPair = inverted ? row.from === to && row.to === from : row.from === from && row.to === to
      const rowDay = row.day ?? ''
      const rate = decimal(row.rate)
      if (!isPair || rowDay > day || rate.n <= 0n) continue
      if (found === null || rowDay > found.day) found = { day: rowDay, rate: inverted ? of(rate.d, rate.n) : rate }
    }
  }
  if (found !== null) return found.rate
  for (const row of plan.rates ?? []) if (row.from === from && row.to === to && decimal(row.rate).n > 0n) return decimal(row.rate)
  for (const row of plan.rates ?? []) {
    const rate = decimal(row.rate)
    if (row.from === to && row.to === from && rate.n > 0n) return of(rate.d, rate.n)
  }
  return null
}

/** An amount of the CRM in another currency; null where it is no number, or no rate converts it. */
export function converted(amount: Amount, to: string, day: string, snapshot: Snapshot, plan: Plan): Fraction | null {
  const rate = rateBetween(amount.currency ?? plan.currency, to, day, snapshot, plan)
  const value = spelled(amount.value)
  return rate === null || value === null ? null : times(value, rate)
}

export const currencyOf = (snapshot: Snapshot, plan: Plan): string => snapshot.account.currency ?? plan.currency
