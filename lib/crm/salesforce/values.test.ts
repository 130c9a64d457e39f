import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyText, dateOf, day, decimal, moment, number, quoted, text } from './values'

describe('decimal', () => {
  it.each([
    [1234.5, '1234.5'], ['1234.50', '1234.50'], [0, '0'], [-0, '0'], ['0.00', '0'], [-12.25, '-12.25'], [1e-7, '0.0000001'], ['1.5e3', '1500'],
    ['12.345e-2', '0.12345'], ['007.10', '7.10'], [0.1 + 0.2, '0.30000000000000004'], [999999999999999, '999999999999999'],
  ])('%j is %s', (value, written) => {
    expect(decimal(value)).toBe(written)
  })
  it.each([NaN, Infinity, -Infinity, 1e15, -1e21, '1e400', 'abc', '', ' ', '1,234', '0x10', null, undefined, true, {}, []])('%j is no amount', value => {
    expect(decimal(value)).toBeNull()
  })
  it('writes every number so that it reads back the same, without an exponent', () => {
    fc.assert(fc.property(fc.double({ noNaN: true, min: -9e14, max: 9e14 }), n => {
      const written = decimal(n)
      // A double below 1e-99 has an exponent of three digits and still is written out.
      expect(written).toMatch(/^-?\d+(\.\d+)?$/)
      expect(Number(written)).toBe(n === 0 ? 0 : n)
    }))
  })
})

describe('moments and days', () => {
  it.each([
    ['2026-11-24T10:00:00.000+0000', Date.UTC(2026, 10, 24, 10)],
    ['2026-11-24T10:00:00.000Z', Date.UTC(2026, 10, 24, 10)],
    ['2026-11-24T10:00:00+00:00', Date.UTC(2026, 10, 24, 10)],
    ['2026-11-24T10:00:00.000-0530', Date.UTC(2026, 10, 24, 15, 30)],
    ['2024-02-29T23:59:59.999+0000', Date.UTC(2024, 1, 29, 23, 59, 59, 999)],
  ])('%s is its moment', (written, at) => {
    expect(moment(written)).toBe(at)
  })
  it.each(['2026-02-30T10:00:00.000Z', '2026-11-24', '2026-11-24T10:00:00', '2026-11-24T25:00:00Z', 'soon', '', null, 5])('%j is no moment', written => {
    expect(moment(written)).toBeNull()
  })
  it('takes real days only', () => {
    expect(day('2024-02-29')).toBe('2024-02-29')
    for (const none of ['2026-02-29', '2026-13-01', '24.11.2026', '2026-11-24T00:00:00Z', '', null, 20261124]) expect(day(none)).toBeNull()
    expect(dateOf('2026-11-24T00:00:00.000+0000')).toBe('2026-11-24')
  })
})

const loneHalf = /[\uD800-\uDFFF]/u

describe('text', () => {
  it('is trimmed, null when empty, and cut without half a character', () => {
    expect(text('  a b\n')).toBe('a b')
    for (const none of ['', '  \n', null, undefined, 5, {}]) expect(text(none)).toBeNull()
    const long = text('🌱'.repeat(600))!
    expect(long.length).toBe(1000)
    expect(loneHalf.test(long)).toBe(false)
    expect(loneHalf.test(text('x' + '🌱'.repeat(600))!)).toBe(false)
  })
  it('says what numbers and checkboxes say', () => {
    expect(anyText(12)).toBe('12')
    expect(anyText(false)).toBe('false')
    expect(number('45')).toBe(45)
    expect(number('')).toBeNull()
    expect(number(Infinity)).toBeNull()
  })
})

describe('quoted', () => {
  it('lets no text out of its quotes', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom("'", '\\', 'a', '\n', '%') }), written => {
      const inside = quoted(written).slice(1, -1)
      expect(inside.replace(/\\./g, '')).not.toMatch(/['\\\n]/)
    }))
  })
})

it('the API’s own form of a moment is read as every other, to the last second of a leap day', () => {
  for (const written of ['2026-11-24T10:00:00.000+0000', '2024-02-29T23:59:59.000+0000', '1969-12-31T23:59:59.000+0000', '0001-01-01T00:00:00.000+0000']) {
    expect(moment(written), written).toBe(Date.parse(written.replace('+0000', 'Z')))
    expect(moment(written)).toBe(moment(written.replace('.000+0000', '.000Z')))
  }
  for (const wrong of ['2026-02-30T10:00:00.000+0000', '2026-11-24T24:00:00.000+0000x', '2026-11-24T10:60:00.000+0000', '2026-11-24T1x:00:00.000+0000', '2026-11-24 10:00:00.000+0000']) expect(moment(wrong), wrong).toBeNull()
})
