import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { day, decimal, moment, toDatetime, valueAt } from './values'

const tagged = (text: string) => ({ __class__: 'Decimal', decimal: text })

describe("Tryton's values", () => {
  it.each([
    ['12.30', '12.30'], ['-0.05', '-0.05'], ['5000', '5000'], ['1E+3', '1000'], ['1.5E+2', '150'], ['0E-8', '0.00000000'], ['1E-7', '0.0000001'], ['-12.5E-1', '-1.25'], ['-0.00', '0.00'],
    ['NaN', null], ['Infinity', null], ['', null],
  ])('reads the decimal %s as %s', (said, expected) => {
    expect(decimal(tagged(said))).toBe(expected)
  })
  it('gives every decimal the value that it had', () => {
    fc.assert(fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.integer({ min: -6, max: 6 }), (digits, exponent) => {
      const text = decimal(tagged(`${digits}E${exponent >= 0 ? '+' : ''}${exponent}`))!
      expect(text).toMatch(/^-?\d+(\.\d+)?$/)
      const [whole = '', fraction = ''] = text.split('.')
      expect(BigInt(whole + fraction.padEnd(6, '0'))).toBe(digits * 10n ** BigInt(exponent + 6))
    }))
  })
  it('gives back every moment, and days without a zone', () => {
    fc.assert(fc.property(fc.integer({ min: -2_000_000_000_000, max: 4_000_000_000_000 }), at => {
      expect(moment(toDatetime(at))).toBe(at)
    }))
    expect(day({ __class__: 'date', year: 2026, month: 2, day: 3 })).toBe('2026-02-03')
    expect(day({ __class__: 'date', year: 2026, month: 2, day: 30 })).toBeNull()
  })
  it('follows a dotted name, and lists what is behind several records', () => {
    expect(valueAt({ 'lang.': { id: 1, code: 'en' } }, 'lang.code')).toBe('en')
    expect(valueAt({ 'categories.': [{ id: 1, name: 'A' }, { id: 2, name: 'B' }] }, 'categories.name')).toBe('A, B')
    expect(valueAt({ lang: null, 'lang.': null }, 'lang.code')).toBeNull()
  })
})
