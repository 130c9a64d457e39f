import fc from 'fast-check'
import { expect, test } from 'vitest'
import { distanceKm } from './distance'

const earth = 6371.0088
const place = fc.record({ lat: fc.double({ min: -90, max: 90, noNaN: true }), lon: fc.double({ min: -180, max: 180, noNaN: true }) })

/** Another way: the angle between two vectors from the earth's centre. */
function bySpaceVectors(a: { lat: number; lon: number }, b: { lat: number; lon: number }): number {
  const vector = ({ lat, lon }: { lat: number; lon: number }) => {
    const [phi, lambda] = [(lat * Math.PI) / 180, (lon * Math.PI) / 180]
    return [Math.cos(phi) * Math.cos(lambda), Math.cos(phi) * Math.sin(lambda), Math.sin(phi)] as const
  }
  const [p, q] = [vector(a), vector(b)]
  const cross = Math.hypot(p[1] * q[2] - p[2] * q[1], p[2] * q[0] - p[0] * q[2], p[0] * q[1] - p[1] * q[0])
  return earth * Math.atan2(cross, p[0] * q[0] + p[1] * q[1] + p[2] * q[2])
}

test('a degree of a meridian, a quarter and half of the earth', () => {
  expect(distanceKm({ lat: 0, lon: 0 }, { lat: 1, lon: 0 })).toBeCloseTo((earth * Math.PI) / 180, 9)
  expect(distanceKm({ lat: 0, lon: 0 }, { lat: 90, lon: 123 })).toBeCloseTo((earth * Math.PI) / 2, 9)
  expect(distanceKm({ lat: 0, lon: 0 }, { lat: 0, lon: 180 })).toBeCloseTo(earth * Math.PI, 9)
  expect(distanceKm({ lat: 90, lon: 5 }, { lat: -90, lon: 77 })).toBeCloseTo(earth * Math.PI, 9)
})

test('New York to London, as published for a sphere of this radius', () => {
  expect(distanceKm({ lat: 40.7128, lon: -74.006 }, { lat: 51.5074, lon: -0.1278 })).toBeCloseTo(5570.2, 1)
})

test('the short way across the date line', () => {
  expect(distanceKm({ lat: 0, lon: 179.5 }, { lat: 0, lon: -179.5 })).toBeCloseTo((earth * Math.PI) / 180, 9)
})

test('a millimetre is a millimetre', () => {
  const step = 1e-6 / ((earth * Math.PI) / 180)
  expect(distanceKm({ lat: 0, lon: 10 }, { lat: step, lon: 10 })).toBeCloseTo(1e-6, 12)
})

test('agrees with a calculation by vectors to a millimetre, and is the same both ways', () => {
  fc.assert(fc.property(place, place, (a, b) => {
    expect(Math.abs(distanceKm(a, b) - bySpaceVectors(a, b))).toBeLessThan(1e-6)
    expect(distanceKm(a, b)).toBe(distanceKm(b, a))
    expect(distanceKm(a, a)).toBe(0)
  }), { numRuns: 2000 })
})

test('a detour is never shorter', () => {
  fc.assert(fc.property(place, place, place, (a, b, c) => {
    expect(distanceKm(a, c)).toBeLessThanOrEqual(distanceKm(a, b) + distanceKm(b, c) + 1e-6)
  }))
})
