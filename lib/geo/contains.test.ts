import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PlanGeometry } from '../model/plan'
import { contains } from './contains'

type Ring = number[][]
const polygon = (...rings: Ring[]): PlanGeometry => ({ type: 'Polygon', coordinates: rings })
const box = (west: number, south: number, east: number, north: number): Ring => [[west, south], [east, south], [east, north], [west, north], [west, south]]
const at = (lon: number, lat: number) => ({ lat, lon })

test('inside, outside, and in the hole', () => {
  const ring = polygon(box(0, 0, 10, 10), box(4, 4, 6, 6))
  expect(contains(ring, at(1, 1))).toBe(true)
  expect(contains(ring, at(5, 5))).toBe(false)
  expect(contains(ring, at(11, 5))).toBe(false)
  expect(contains(ring, at(5, -1))).toBe(false)
})

test('positions are longitude, latitude', () => {
  expect(contains(polygon(box(-75, 40, -73, 41)), { lat: 40.5, lon: -74 })).toBe(true)
  expect(contains(polygon(box(-75, 40, -73, 41)), { lat: -74, lon: 40.5 })).toBe(false)
})

test('any polygon of a MultiPolygon', () => {
  const two: PlanGeometry = { type: 'MultiPolygon', coordinates: [[box(0, 0, 1, 1)], [box(5, 5, 6, 6)]] }
  expect(contains(two, at(0.5, 0.5))).toBe(true)
  expect(contains(two, at(5.5, 5.5))).toBe(true)
  expect(contains(two, at(3, 3))).toBe(false)
})

test('of two neighbours exactly one has a point on their border', () => {
  const [west, east] = [polygon(box(0, 0, 1, 2)), polygon(box(1, 0, 2, 2))]
  const [south, north] = [polygon(box(0, 0, 2, 1)), polygon(box(0, 1, 2, 2))]
  expect([contains(west, at(1, 0.7)), contains(east, at(1, 0.7))].filter(Boolean)).toHaveLength(1)
  expect([contains(south, at(0.3, 1)), contains(north, at(0.3, 1))].filter(Boolean)).toHaveLength(1)
})

test('every point of a cut square lies in exactly one half, the cut included', () => {
  const coordinate = fc.integer({ min: 1, max: 99 })
  fc.assert(fc.property(coordinate, coordinate, coordinate, coordinate, fc.double({ min: 0, max: 1, noNaN: true }), (a, b, x, y, t) => {
    const left = polygon([[0, 0], [a, 0], [b, 100], [0, 100], [0, 0]])
    const right = polygon([[a, 0], [100, 0], [100, 100], [b, 100], [a, 0]])
    for (const point of [at(x, y), at(a + (b - a) * t, 100 * t * 0.999)]) {
      expect([contains(left, point), contains(right, point)].filter(Boolean)).toHaveLength(1)
    }
  }), { numRuns: 2000 })
})

test('agrees with the winding angle, wherever the point is not on an edge', () => {
  const corner = fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: -20, max: 20 }))
  fc.assert(fc.property(fc.array(corner, { minLength: 3, maxLength: 9 }), fc.tuple(fc.integer({ min: -25, max: 24 }), fc.integer({ min: -25, max: 24 })), (corners, [x, y]) => {
    const [lon, lat] = [x + 0.4142135, y + 0.7320508]
    const ring = [...corners, corners[0]!].map(c => [...c])
    let angle = 0
    for (let i = 0; i + 1 < ring.length; i++) {
      const [p, q] = [ring[i]!, ring[i + 1]!]
      const [ax, ay, bx, by] = [p[0]! - lon, p[1]! - lat, q[0]! - lon, q[1]! - lat]
      angle += Math.atan2(ax * by - ay * bx, ax * bx + ay * by)
    }
    // An odd number of turns is inside.
    const inside = Math.abs(Math.round(angle / (2 * Math.PI))) % 2 === 1
    expect(contains(polygon(ring), at(lon, lat))).toBe(inside)
  }), { numRuns: 3000 })
})

test('neither the start of a ring, its direction nor its closing position changes the answer', () => {
  const star: Ring = [[0, 0], [4, 1], [8, 0], [6, 4], [8, 8], [4, 6], [0, 8], [2, 4]]
  fc.assert(fc.property(fc.double({ min: -1, max: 9, noNaN: true }), fc.double({ min: -1, max: 9, noNaN: true }), fc.nat(7), (lon, lat, turn) => {
    const turned = [...star.slice(turn), ...star.slice(0, turn)]
    const answer = contains(polygon([...star, star[0]!]), at(lon, lat))
    expect(contains(polygon(turned), at(lon, lat))).toBe(answer)
    expect(contains(polygon([...turned, turned[0]!].reverse()), at(lon, lat))).toBe(answer)
  }))
})

test('no number is nowhere', () => {
  expect(contains(polygon(box(0, 0, 1, 1)), at(NaN, 0.5))).toBe(false)
  expect(contains(polygon(box(0, 0, 1, 1)), at(0.5, Infinity))).toBe(false)
})
