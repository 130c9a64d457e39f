import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import english from '../../public/_locales/en/messages.json'
import { messagesFrom } from '../../tests/screens/messages'
import { age, day, decimal, distance, exactMoney, money, percent, period, untilDue } from './format'
import { setWords } from './words'

const inLocale = (locale: string) => setWords(messagesFrom(english), locale)
beforeEach(() => inLocale('en-US'))

describe('money', () => {
  it('is in whole units, to the cent below ten, and never hyphenated', () => {
    expect(money({ minor: 102_960_967, currency: 'USD' })).toBe('$1,029,610')
    expect(money({ minor: -4_133, currency: 'USD' })).toBe('−$41')
    expect(money({ minor: -995, currency: 'USD' })).toBe('−$9.95')
    expect(money({ minor: 0, currency: 'USD' })).toBe('$0')
  })

  it('follows the digits of the currency', () => {
    expect(exactMoney({ minor: 1_234, currency: 'JPY' })).toBe('¥1,234')
    expect(exactMoney({ minor: 1_234, currency: 'KWD' })).toMatch(/^KWD\s1\.234$/)
    expect(decimal({ minor: -5, currency: 'USD' })).toBe('-0.05')
  })

  it('shows dirty currency codes instead of failing', () => {
    expect(money({ minor: 123_400, currency: 'us dollars' })).toBe('1,234 us dollars')
  })

  it('as a decimal gives back every minor unit', () => {
    fc.assert(fc.property(fc.maxSafeInteger(), minor => Number(decimal({ minor, currency: 'USD' }).replace('.', '')) === minor))
  })
})

describe('days', () => {
  it('are named in the reader’s locale, with the year once it is another', () => {
    expect(day('2026-11-27', '2026-11-24')).toBe('Fri, Nov 27')
    inLocale('en-GB')
    expect(day('2026-11-27', '2026-11-24')).toBe('Fri 27 Nov')
    expect(day('2027-01-04', '2026-11-24')).toContain('2027')
  })

  it('are counted from today', () => {
    const from = (due: string) => untilDue(due, '2026-11-24')
    expect([from('2026-11-24'), from('2026-11-25'), from('2026-11-27'), from('2026-11-23'), from('2026-11-05')]).toEqual(['today', 'tomorrow', 'in 3 days', '1 day late', '19 days late'])
  })

  it('make periods', () => {
    expect(period('2026-11-01', '2026-11-30', 'month')).toBe('November')
    expect(period('2026-10-01', '2026-12-31', 'quarter')).toMatch(/^Oct 1\s–\sDec 31$/)
  })

  it('that are none are shown as they came', () => {
    expect(day('2026-02-30', '2026-11-24')).toBe('2026-02-30')
  })
})

it('a share is told from a whole', () => {
  expect([percent(1), percent(0.9948), percent(-2.0833), percent(12.3)]).toEqual(['100%', '99.5%', '−208.3%', '1,230%'])
})

it('a distance is as fine as it is near', () => {
  expect([distance(0.44), distance(212.4)]).toEqual(['0.4 km', '212 km'])
})

it('an age is said as people say it', () => {
  const now = new Date(2026, 10, 24, 14, 5).getTime()
  const at = (...moment: [number, number, number, number, number]) => age(new Date(...moment).getTime(), now)
  inLocale('en-GB')
  expect([at(2026, 10, 24, 14, 5), at(2026, 10, 24, 14, 0), at(2026, 10, 24, 9, 12), at(2026, 10, 23, 17, 40), at(2026, 10, 20, 9, 0)])
    .toEqual(['just now', '5 min ago', '9:12', 'yesterday, 17:40', 'Fri 20 Nov'])
})
