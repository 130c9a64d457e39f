/**
 * Exact decimal arithmetic for money. Amounts come as decimal strings, live as integer minor units, and are rounded half away
 * from zero once, at the end of a part. Fractions are kept as a pair of whole numbers until then: as plain numbers while both are
 * safe integers, as most money is, else as bigints.
 */
export type Exact = Plain | Big

interface Plain {
  readonly n: number
  /** Over 0. */
  readonly d: number
}

interface Big {
  readonly n: bigint
  /** Over 0. */
  readonly d: bigint
}

const isPlain = (a: Exact): a is Plain => typeof a.n === 'number'
const isSafe = (n: number): boolean => n <= Number.MAX_SAFE_INTEGER && n >= -Number.MAX_SAFE_INTEGER
/** For arithmetic of one's own. */
export const asBig = ({ n, d }: Exact): Big => ({ n: BigInt(n), d: BigInt(d) })

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
  if (typeof value === 'number' && Number.isSafeInteger(value)) return whole(value)
  const text = String(value)
  const short = shortDecimal(text)
  if (short) return short
  const parts = decimal.exec(text.trim())
  if (!parts || (!parts[2] && !parts[3])) return null
  const digits = (parts[2] ?? '') + (parts[3] ?? '')
  const scale = (parts[3]?.length ?? 0) - Number(parts[4] ?? 0)
  const n = BigInt(digits) * (parts[1] === '-' ? -1n : 1n)
  return scale >= 0 ? { n, d: 10n ** BigInt(scale) } : { n: n * 10n ** BigInt(-scale), d: 1n }
}

/** "-1234.50": a sign, up to fifteen digits and a point, as CRMs send amounts; null: none of those. */
function shortDecimal(text: string): Plain | null {
  const { length } = text
  let n = 0
  let d = 1
  let digits = 0
  let hasPoint = false
  for (let at = text.charCodeAt(0) === 45 ? 1 : 0; at < length; at++) {
    const code = text.charCodeAt(at)
    if (code === 46 && !hasPoint) {
      hasPoint = true
      continue
    }
    if (code < 48 || code > 57 || ++digits > 15) return null
    n = n * 10 + code - 48
    if (hasPoint) d *= 10
  }
  if (digits === 0) return null
  return { n: n !== 0 && text.charCodeAt(0) === 45 ? -n : n, d }
}

/** An amount that is a whole number of minor units, as that number; null: it is not, or is no number. */
export function wholeMinor(value: string, currency: string): number | null {
  const amount = shortDecimal(value)
  if (!amount) return null
  const scaled = amount.n * 10 ** exponentOf(currency)
  if (!isSafe(scaled) || scaled % amount.d !== 0) return null
  return scaled / amount.d
}

export const whole = (n: number | bigint): Exact => (typeof n === 'bigint' ? { n, d: 1n } : Number.isSafeInteger(n) ? { n, d: 1 } : { n: BigInt(n), d: 1n })
/** Of whole numbers, `d` over 0. */
export const ratio = (n: number, d: number): Exact => ({ n, d })
export const one = whole(1)

export function add(a: Exact, b: Exact): Exact {
  if (isPlain(a) && isPlain(b)) {
    if (a.d === b.d) {
      const n = a.n + b.n
      if (isSafe(n)) return { n, d: a.d }
    } else {
      const left = a.n * b.d
      const right = b.n * a.d
      const n = left + right
      const d = a.d * b.d
      if (isSafe(left) && isSafe(right) && isSafe(n) && isSafe(d)) return { n, d }
    }
  }
  const [x, y] = [asBig(a), asBig(b)]
  return x.d === y.d ? { n: x.n + y.n, d: x.d } : { n: x.n * y.d + y.n * x.d, d: x.d * y.d }
}

export function times(a: Exact, b: Exact): Exact {
  if (isPlain(a) && isPlain(b)) {
    const n = a.n * b.n
    const d = a.d * b.d
    if (isSafe(n) && isSafe(d)) return { n: n === 0 ? 0 : n, d }
  }
  const [x, y] = [asBig(a), asBig(b)]
  return { n: x.n * y.n, d: x.d * y.d }
}

export function inverse(a: Exact): Exact | null {
  if (isPlain(a)) return a.n > 0 ? { n: a.d, d: a.n } : a.n < 0 ? { n: -a.d, d: -a.n } : null
  return a.n > 0n ? { n: a.d, d: a.n } : a.n < 0n ? { n: -a.d, d: -a.n } : null
}

/** Negative, 0 or positive as a is less than, equal to or more than b. */
export function compare(a: Exact, b: Exact): number {
  if (isPlain(a) && isPlain(b)) {
    const left = a.n * b.d
    const right = b.n * a.d
    if (isSafe(left) && isSafe(right)) return left - right
  }
  const [x, y] = [asBig(a), asBig(b)]
  const difference = x.n * y.d - y.n * x.d
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** To the nearest whole number, halves away from zero. */
export function round(a: Exact): number {
  if (isPlain(a)) {
    const size = Math.abs(a.n)
    const rest = size % a.d
    const rounded = (size - rest) / a.d + (2 * rest >= a.d ? 1 : 0)
    return a.n < 0 && rounded !== 0 ? -rounded : rounded
  }
  const size = a.n < 0n ? -a.n : a.n
  const rounded = (2n * size + a.d) / (2n * a.d)
  return Number(a.n < 0n ? -rounded : rounded)
}

/**
 * The whole number nearest to a positive product of measured numbers, such as kilometres times cost; null: it is so near a half, or so large, that
 * floating point cannot tell, and it must be multiplied out.
 */
export function nearest(product: number): number | null {
  const below = Math.floor(product)
  return product < 1e9 && Math.abs(product - below - 0.5) > 1e-4 ? below + (product - below > 0.5 ? 1 : 0) : null
}

/** A sum of which most items are whole numbers: those are added as such. */
export class Sum {
  #whole = 0
  #rest: Exact | null = null

  addWhole(n: number): void {
    if (isSafe(this.#whole + n)) this.#whole += n
    else this.add(whole(n))
  }

  add(amount: Exact): void {
    this.#rest = this.#rest ? add(this.#rest, amount) : amount
  }

  get total(): Exact {
    return this.#rest ? add(this.#rest, whole(this.#whole)) : whole(this.#whole)
  }
}

const units = [whole(1), whole(10), whole(100), whole(1000), whole(10_000)]

/** What takes an amount in major units of the currency to minor units. */
export const minorUnits = (currency: string): Exact => units[exponentOf(currency)]!

/** "1234.50" for 123450 USD; "-5" for -5 JPY. */
export function toDecimal(minor: number, currency: string): string {
  const exponent = exponentOf(currency)
  if (exponent === 0) return String(minor)
  const digits = String(Math.abs(minor)).padStart(exponent + 1, '0')
  return `${minor < 0 ? '-' : ''}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`
}
