import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { add, compare, exact, inverse, nearest, one, ratio, round, Sum, times, whole, wholeMinor, type Exact } from './money'

/** The same in bigints only, with nothing quick about it. */
interface Fraction { readonly n: bigint; readonly d: bigint }
const fraction = ({ n, d }: Exact): Fraction => ({ n: BigInt(n), d: BigInt(d) })
const isSame = (a: Fraction, b: Fraction): boolean => a.n * b.d === b.n * a.d

/** Around the largest whole number that a number holds exactly, where plain and big arithmetic meet, and everyday ones. */
const numerators = fc.oneof(fc.integer({ min: -5_000_000, max: 5_000_000 }), fc.integer({ min: -3, max: 3 }), fc.integer({ min: 2 ** 52, max: 2 ** 53 - 1 }), fc.integer({ min: -(2 ** 53 - 1), max: -(2 ** 52) }))
const denominators = fc.oneof(fc.constantFrom(1, 2, 10, 100, 365, 3600), fc.integer({ min: 2 ** 30, max: 2 ** 53 - 1 }))
const fractions = fc.tuple(numerators, denominators).map(([n, d]) => ratio(n, d))

describe('money', () => {
  it('is added, multiplied and compared exactly, also where a number would lose the last digit', () => {
    fc.assert(fc.property(fractions, fractions, (a, b) => {
      const [x, y] = [fraction(a), fraction(b)]
      expect(isSame(fraction(add(a, b)), { n: x.n * y.d + y.n * x.d, d: x.d * y.d })).toBe(true)
      expect(isSame(fraction(times(a, b)), { n: x.n * y.n, d: x.d * y.d })).toBe(true)
      const difference = x.n * y.d - y.n * x.d
      expect(Math.sign(compare(a, b))).toBe(difference < 0n ? -1 : difference > 0n ? 1 : 0)
      if (x.n !== 0n) expect(isSame(fraction(times(inverse(a)!, a)), { n: 1n, d: 1n })).toBe(true)
    }), { numRuns: 2000 })
  })

  it('is rounded half away from zero', () => {
    fc.assert(fc.property(fractions, a => {
      const { n, d } = fraction(a)
      const size = n < 0n ? -n : n
      const rounded = (2n * size + d) / (2n * d)
      expect(round(a)).toBe(n < 0n && rounded !== 0n ? -Number(rounded) : Number(rounded))
    }), { numRuns: 2000 })
    expect([ratio(1, 2), ratio(-1, 2), ratio(3, 2), ratio(-5, 2), ratio(-1, 3)].map(round)).toEqual([1, -1, 2, -3, 0])
  })

  it('is read from the text that a CRM sends, and from no other', () => {
    fc.assert(fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: 0, max: 12 }), (n, places) => {
      const digits = String(n < 0n ? -n : n).padStart(places + 1, '0')
      const text = `${n < 0n ? '-' : ''}${digits.slice(0, digits.length - places)}${places ? `.${digits.slice(-places)}` : ''}`
      expect(isSame(fraction(exact(text)!), { n, d: 10n ** BigInt(places) })).toBe(true)
      const cents = wholeMinor(text, 'USD')
      if (cents !== null) expect(isSame({ n: BigInt(cents), d: 100n }, { n, d: 10n ** BigInt(places) })).toBe(true)
    }), { numRuns: 2000 })
    for (const text of ['', '-', '.', 'NaN', '12,5', '1 000', '0x10', '١٢', '1..2', '--1', '1-', 'Infinity']) expect(exact(text), text).toBeNull()
    expect([' 1.5 ', '+1.5', '15e-1', '.15e1', '1.50'].map(text => compare(exact(text)!, ratio(3, 2)))).toEqual([0, 0, 0, 0, 0])
    expect(Object.is(round(exact('-0')!), 0)).toBe(true)
  })

  it('in whole cents is told as such, and nothing else is', () => {
    expect([wholeMinor('1234.5', 'USD'), wholeMinor('-0.50', 'USD'), wholeMinor('7', 'JPY'), wholeMinor('1.234', 'KWD'), wholeMinor('10.000', 'USD')]).toEqual([123450, -50, 7, 1234, 1000])
    expect([wholeMinor('0.005', 'USD'), wholeMinor('0.5', 'JPY'), wholeMinor('abc', 'USD'), wholeMinor('999999999999999', 'CLF')]).toEqual([null, null, null, null])
  })

  it('is summed exactly in any order', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.integer({ min: 2 ** 51, max: 2 ** 53 - 1 }), fc.integer(), fractions), { maxLength: 12 }), items => {
      const sum = new Sum()
      let slow: Fraction = { n: 0n, d: 1n }
      for (const item of items) {
        const { n, d } = fraction(typeof item === 'number' ? whole(item) : item)
        slow = { n: slow.n * d + n * slow.d, d: slow.d * d }
        if (typeof item === 'number') sum.addWhole(item)
        else sum.add(item)
      }
      expect(isSame(fraction(sum.total), slow)).toBe(true)
    }), { numRuns: 500 })
    expect(compare(one, new Sum().total)).toBeGreaterThan(0)
  })

  it('of measured kilometres is rounded in floating point only where that is sure', () => {
    expect([nearest(12.4), nearest(12.6), nearest(0), nearest(12.5), nearest(12.50004), nearest(1e10), nearest(NaN)]).toEqual([12, 13, 0, null, null, null, null])
  })
})
