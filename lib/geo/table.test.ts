import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeCities, decodePostal, encodeCities, encodePostal, postalNumber } from './table'

const place = { lat: fc.integer({ min: -90_000_000, max: 90_000_000 }).map(x => x / 1e6), lon: fc.integer({ min: -180_000_000, max: 180_000_000 }).map(x => x / 1e6) }
const region = fc.constantFrom('US-NY', 'US-TX', '~02', 'DE-BY')

test('every postal code that is written is read, sorted', () => {
  const row = fc.record({ code: fc.nat(99_999), ...place, county: fc.nat(99_999), offByKm: fc.integer({ min: 0, max: 60_000 }).map(x => x / 10), region })
  fc.assert(fc.property(fc.uniqueArray(row, { selector: r => r.code, maxLength: 40 }), rows => {
    const table = decodePostal(encodePostal(rows))
    const read = Array.from({ length: table.rows }, (_, i) => ({
      code: table.code[i]!, lat: table.lat[i]! / 1e6, lon: table.lon[i]! / 1e6, county: table.county[i]!, offByKm: table.offBy[i]! / 10, region: table.regions[table.region[i]!]!,
    }))
    expect(read.map(r => r.code)).toEqual(rows.map(r => r.code).sort((a, b) => a - b))
    for (const r of rows) {
      const got = read.find(x => x.code === r.code)!
      expect({ ...got, offByKm: 0 }).toEqual({ ...r, lat: r.lat + 0, lon: r.lon + 0, offByKm: 0 })
      // Rounded up, never down.
      expect(got.offByKm).toBeGreaterThanOrEqual(r.offByKm)
      expect(got.offByKm).toBeLessThan(r.offByKm + 0.11)
    }
  }))
})

test('every city is found by its whole name and by no other', () => {
  const key = fc.oneof(fc.constantFrom('paris', 'paris 2', 'par', 'zürich', '東京', '𐍈 gothic', ''), fc.string({ minLength: 1, maxLength: 12 }))
  fc.assert(fc.property(fc.array(fc.record({ key, ...place, population: fc.nat(30_000_000), region }), { maxLength: 40 }), key, (rows, other) => {
    const table = decodeCities(encodeCities(rows))
    for (const name of [...rows.map(r => r.key), other]) {
      const [from, to] = table.named(name)
      const want = rows.filter(r => r.key === name).map(r => r.population).sort((a, b) => b - a)
      expect([...table.population.slice(from, to)]).toEqual(want)
    }
  }))
})

test('a code as a number', () => {
  expect(postalNumber('US', '00501')).toBe(501)
  expect(postalNumber('CA', 'H2X1Y4')).toBe(postalNumber('CA', 'H2X'))
  for (const none of ['', '1234', '123456', 'ABCDE', 'H2X']) expect(postalNumber('US', none)).toBe(null)
  for (const none of ['', '10019', 'H2', 'H2X1', 'HH2', 'H2X1Y']) expect(postalNumber('CA', none)).toBe(null)
})

test('a file that is not ours is refused with what it is', () => {
  const good = encodePostal([{ code: 1, lat: 1, lon: 1, county: 0, offByKm: 1, region: 'US-NY' }])
  const changed = (at: number, value: number) => {
    const copy = good.slice(0)
    new Uint8Array(copy)[at] = value
    return copy
  }
  expect(() => decodePostal(new ArrayBuffer(3))).toThrow('3 bytes are less than a header')
  expect(() => decodePostal(new TextEncoder().encode('<!doctype html><title>404</title>').buffer as ArrayBuffer)).toThrow('does not begin with TFGE')
  expect(() => decodePostal(changed(4, 9))).toThrow('version 9, expected 1')
  expect(() => decodeCities(good)).toThrow('kind 1, expected 2')
  expect(() => decodePostal(changed(8, 200))).toThrow('expected at least')
  expect(() => decodePostal(good.slice(0, -1))).toThrow('expected at least')
  const city = encodeCities([{ key: 'paris', lat: 1, lon: 1, population: 1, region: '~1' }])
  expect(() => decodeCities(city.slice(0, -1))).toThrow('names need')
})
