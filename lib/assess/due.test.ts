import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Peer } from '../model/snapshot'
import { dueBy, dueOrders, inOrder, nearest } from './due'

const today = '2026-11-24'
const here = { lat: 40, lon: -74 }
let nth = 0
const peer = (over: Partial<Peer>): Peer => ({
  id: String(++nth), name: `Account ${nth}`, currency: 'USD', segment: null, industry: null, type: null, employees: null, country: null, region: null, lat: null, lon: null,
  territories: [], net: null, revenue: null, bought: false, products: null, bucket: 'keep', next: { type: 'call', due: today }, ...over,
})
const names = (peers: readonly Peer[], order: (typeof dueOrders)[number]) => inOrder(dueBy(peers, today, today, here), order).map(({ name }) => name)

it('lists what is due today or late, and nothing of later days', () => {
  const peers = [peer({ name: 'today' }), peer({ name: 'late', next: { type: 'visit', due: '2026-11-02' } }), peer({ name: 'later', next: { type: 'call', due: '2026-11-25' } }), peer({ name: 'none', next: null })]
  expect(dueBy(peers, today, today, null).map(({ name, late }) => [name, late])).toEqual([['today', false], ['late', true]])
})

it('puts the late first, then what is worth most, or what is nearest, or both', () => {
  const peers = [
    peer({ name: 'rich and far', net: 900_00, lat: 45, lon: -74 }),
    peer({ name: 'poor and near', net: 1_00, lat: 40.01, lon: -74 }),
    peer({ name: 'well off and close', net: 500_00, lat: 40.1, lon: -74 }),
    peer({ name: 'late', net: -5_00, lat: 60, lon: -74, next: { type: 'call', due: '2026-11-23' } }),
    peer({ name: 'nothing known' }),
  ]
  expect(names(peers, 'value')).toEqual(['late', 'rich and far', 'well off and close', 'poor and near', 'nothing known'])
  expect(names(peers, 'nearness')).toEqual(['late', 'poor and near', 'well off and close', 'rich and far', 'nothing known'])
  expect(names(peers, 'both').at(-1)).toBe('nothing known')
})

it('never compares amounts of different currencies: each is placed among its own', () => {
  const peers = [peer({ name: 'yen 1', net: 9_000_000, currency: 'JPY' }), peer({ name: 'yen 2', net: 8_000_000, currency: 'JPY' }), peer({ name: 'euro 1', net: 2_00, currency: 'EUR' }), peer({ name: 'euro 2', net: 1_00, currency: 'EUR' })]
  expect(names(peers, 'value')).toEqual(['euro 1', 'yen 1', 'euro 2', 'yen 2'])
})

it('every order holds each due account once, the late before the others, whatever order they came in', () => {
  const some = fc.array(fc.record({
    id: fc.uuid(), name: fc.string(), net: fc.option(fc.integer()), currency: fc.constantFrom('USD', 'EUR'), lat: fc.option(fc.double({ min: -90, max: 90, noNaN: true })), lon: fc.option(fc.double({ min: -180, max: 180, noNaN: true })),
    next: fc.option(fc.record({ type: fc.constantFrom('call' as const, 'visit' as const), due: fc.constantFrom('2026-11-01', today, '2026-12-01') })),
  }).map(peer))
  fc.assert(fc.property(some, fc.constantFrom(...dueOrders), (peers, order) => {
    const due = dueBy(peers, today, today, here)
    const sorted = inOrder(due, order)
    expect(new Set(sorted)).toEqual(new Set(due))
    expect(sorted.length).toBe(due.length)
    const firstOnTime = sorted.findIndex(({ late }) => !late)
    if (firstOnTime >= 0) expect(sorted.slice(firstOnTime).every(({ late }) => !late)).toBe(true)
    expect(inOrder([...due].reverse(), order).map(({ id }) => id)).toEqual(sorted.map(({ id }) => id))
  }))
})

it('the nearby are within reach, the nearest first, and none whose place is not known', () => {
  const peers = [peer({ name: 'far', lat: 45, lon: -74 }), peer({ name: 'near', lat: 40.1, lon: -74 }), peer({ name: 'nearer', lat: 40.05, lon: -74 }), peer({ name: 'nowhere' })]
  expect(nearest(dueBy(peers, today, today, here), 100, 5).map(({ name }) => name)).toEqual(['nearer', 'near'])
  expect(nearest(dueBy(peers, today, today, here), 100, 1)).toHaveLength(1)
})
