import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import type { PeerRow } from '../cache/db'

vi.mock('webextension-polyfill', () => ({ default: {} }))
const { countDue } = await import('./badge')

const today = '2026-11-24'
const peer = (over: Partial<PeerRow>): PeerRow => ({
  space: 's', id: '1', name: 'A', currency: 'USD', segment: null, industry: null, type: null, employees: null, country: null, region: null, lat: null, lon: null,
  territories: [], net: null, revenue: null, bought: false, products: null, bucket: 'keep', next: null, mine: true, holdsUntil: null, ...over,
})
const call = (due: string) => ({ type: 'call' as const, due })

it('counts the user’s own touches that are due today or late, and none of other reps or later days', () => {
  expect(countDue([
    peer({ next: call(today) }), peer({ next: call('2026-11-02') }), peer({ next: call('2026-11-25') }), peer({ next: null }), peer({ next: call(today), mine: false }),
  ], today)).toEqual({ due: 2, late: 1, changes: '2026-11-25' })
})

it('looks again on the day after the period ends, and never when nothing will fall due', () => {
  expect(countDue([peer({ next: call(today), holdsUntil: '2026-11-30' })], today).changes).toBe('2026-12-01')
  expect(countDue([peer({ next: call('2026-11-27'), holdsUntil: '2026-11-30' })], today).changes).toBe('2026-11-27')
  expect(countDue([peer({ next: call(today) }), peer({})], today).changes).toBeNull()
  expect(countDue([], today)).toEqual({ due: 0, late: 0, changes: null })
})

it('the day of the next look is after today, and nothing falls due before it', () => {
  const days = fc.integer({ min: 0, max: 60 }).map(n => new Date(Date.UTC(2026, 9, 25) + n * 86_400_000).toISOString().slice(0, 10))
  const rows = fc.array(fc.record({ mine: fc.boolean(), next: fc.option(days.map(call)), holdsUntil: fc.option(days) }).map(peer))
  fc.assert(fc.property(rows, peers => {
    const count = countDue(peers, today)
    const { changes } = count
    if (changes === null) {
      expect(peers.every(({ mine, next }) => !mine || !next || next.due <= today)).toBe(true)
      return
    }
    expect(changes > today).toBe(true)
    const eve = new Date(Date.parse(changes) - 86_400_000).toISOString().slice(0, 10)
    expect(countDue(peers, eve).due).toBe(count.due)
  }))
})
