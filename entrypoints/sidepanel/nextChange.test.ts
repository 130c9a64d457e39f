import fc from 'fast-check'
import { expect, it } from 'vitest'
import { age } from '../../components/ui/format'
import { dayOf } from '../../lib/model/day'
import { nextChange } from './nextChange'

const at = (now: number, readAt: number | null) => ({ now, freshness: { state: 'fresh' as const, at: readAt }, trouble: null })
const zone = 'Asia/Kathmandu'

it('wakes when the age says another minute, and after an hour not before the day ends', () => {
  const noon = Date.UTC(2026, 10, 24, 6, 0)
  expect(nextChange(at(noon, noon - 90_000), zone)).toBe(noon + 30_000)
  expect(nextChange(at(noon, noon), zone)).toBe(noon + 60_000)
  expect(nextChange(at(noon, noon - 3_600_000), zone)).toBe(Math.min(Date.UTC(2026, 10, 24, 18, 15), new Date(noon).setHours(24, 0, 0, 0)))
})

it('wakes when a limit has a minute less to run', () => {
  const now = Date.UTC(2026, 10, 24, 6, 0)
  const view = { ...at(now, now - 7_200_000), trouble: { kind: 'limit' as const, retryAt: now + 150_000 } }
  expect(nextChange(view, zone)).toBe(now + 30_000)
})

it('is always later than now, and until then neither the age nor the day changes', () => {
  const moments = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2040, 0, 1) })
  fc.assert(fc.property(moments, fc.integer({ min: -60_000, max: 200_000_000 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (now, since, share) => {
    const next = nextChange(at(now, now - since), zone)
    expect(next).toBeGreaterThan(now)
    const before = now + Math.floor((next - 1 - now) * share)
    expect(dayOf(zone)(before)).toBe(dayOf(zone)(now))
    expect(age(now - since, before)).toBe(age(now - since, now))
  }))
})
