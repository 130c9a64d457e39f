import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { civil, dayFromCivil, dayOf, fromIso, isDay, momentAt, toIso, weekdayOf, weekdays } from './day'

const days = fc.integer({ min: -719_162, max: 2_932_896 })

describe('days', () => {
  it('are those of JavaScript’s own calendar, in the years 1 to 9999', () => {
    fc.assert(fc.property(days, day => {
      const iso = new Date(day * 86_400_000).toISOString().slice(0, 10)
      expect(toIso(day)).toBe(iso)
      expect(fromIso(iso)).toBe(day)
      expect(weekdays[weekdayOf(day)]).toBe(['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'][new Date(day * 86_400_000).getUTCDay()])
    }))
  })

  it('go to a date and back', () => {
    fc.assert(fc.property(days, day => {
      const { year, month, day: date } = civil(day)
      expect(dayFromCivil(year, month, date)).toBe(day)
    }))
  })

  it('take months past the end of a year', () => {
    expect(toIso(dayFromCivil(2026, 13, 1))).toBe('2027-01-01')
    expect(toIso(dayFromCivil(2026, 0, 1))).toBe('2025-12-01')
    expect(toIso(dayFromCivil(2024, 14, 29))).toBe('2025-03-01')
  })

  it.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-04-31', '2026-1-01', '+02026-01-01', '2026-01-01T00:00', '2026/01/01', '', '２０２６-01-01', '1900-02-29'])('%s is none', text => {
    expect(isDay(text)).toBe(false)
  })

  it.each(['2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31'])('%s is one', text => {
    expect(isDay(text)).toBe(true)
  })
})

describe('a moment', () => {
  const zones = ['Pacific/Pago_Pago', 'America/New_York', 'America/St_Johns', 'UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Kiritimati']

  it('falls on the day that Intl says, in zones from −11 to +14 and across clock changes', () => {
    fc.assert(fc.property(fc.constantFrom(...zones), fc.integer({ min: Date.UTC(2015, 0), max: Date.UTC(2030, 0) }), (zone, moment) => {
      const parts = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(moment)
      expect(toIso(dayOf(zone)(moment))).toBe(parts)
    }))
  })

  it('of noon on a day falls on that day', () => {
    fc.assert(fc.property(fc.constantFrom(...zones), fc.integer({ min: 16_500, max: 21_900 }), (zone, day) => {
      expect(dayOf(zone)(momentAt(zone, day, 12 * 60))).toBe(day)
    }))
  })
})
