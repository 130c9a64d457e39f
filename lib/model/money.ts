/**
 * Exact decimal arithmetic for money. Amounts come as decimal strings, live as integer minor units, and are rounded half away
 * from zero once, at the end of a part. Fractions are kept as a pair of integers until then.
 */
export interface Exact {
  readonly n: bigint
  /** Over 0. */
  readonly d: bigint
}

/** ISO 4217 minor-unit exponents that are not 2. */
const exponents: Readonly<Record<string, number>> = {
  BIF: 0, CLP: 0, DJF: 0, GNF: 0, ISK: 0, JPY: 0, KMF: 0, KRW: 0, PYG: 0, RWF: 0, UGX: 0, UYI: 0, VND: 0, VUV: 0, XAF: 0, XOF: 0, XPF: 0,
  BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3,
  CLF: 4, UYW: 4,
}

export const exponentOf = (currency: string): number => exponents[currency] ?? 2

const decimal = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?$/i

/** The exact value of a decimal string or number; null when it is none ("NaN", "12,5", ""). */
export function exact(value: string | number): Exact | null {
  const parts = decimal.exec(String(value).trim())
  if (!parts || (!parts[2] && !parts[3])) return null
  const digits = (parts[2] ?? '') + (parts[3] ?? '')
  const scale = (parts[3]?.length ?? 0) - Number(parts[4] ?? 0)
  const n = BigInt(digits) * (parts[1] === '-' ? -1n : 1n)
  return scale >= 0 ? { n, d: 10n ** BigInt(scale) } : { n: n * 10n ** BigInt(-scale), d: 1n }
}

export const whole = (n: number | bigint): Exact => ({ n: BigInt(n), d: 1n })
export const add = (a: Exact, b: Exact): Exact => (a.d === b.d ? { n: a.n + b.n, d: a.d } : { n: a.n * b.d + b.n * a.d, d: a.d * b.d })
export const times = (a: Exact, b: Exact): Exact => ({ n: a.n * b.n, d: a.d * b.d })
export const inverse = (a: Exact): Exact | null => (a.n > 0n ? { n: a.d, d: a.n } : a.n < 0n ? { n: -a.d, d: -a.n } : null)

/** Negative, 0 or positive as a is less than, equal to or more than b. */
export function compare(a: Exact, b: Exact): number {
  const difference = a.n * b.d - b.n * a.d
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** To the nearest whole number, halves away from zero. */
export function round(a: Exact): number {
  const size = a.n < 0n ? -a.n : a.n
  const rounded = (2n * size + a.d) / (2n * a.d)
  return Number(a.n < 0n ? -rounded : rounded)
}

/** What takes an amount in major units of the currency to minor units. */
export const minorUnits = (currency: string): Exact => whole(10n ** BigInt(exponentOf(currency)))

/** "1234.50" for 123450 USD; "-5" for -5 JPY. */
export function toDecimal(minor: number, currency: string): string {
  const exponent = exponentOf(currency)
  if (exponent === 0) return String(minor)
  const digits = String(Math.abs(minor)).padStart(exponent + 1, '0')
  return `${minor < 0 ? '-' : ''}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`
}
