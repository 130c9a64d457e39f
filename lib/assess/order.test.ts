import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sortFew, sortMany } from './order'

/** Few different ones, so that equals are common; or moments from 1900 on. */
const numbers = fc.oneof(
  fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 60 }),
  fc.array(fc.integer({ min: -2_208_988_800_000, max: 8_640_000_000_000_000 }), { maxLength: 200 }),
  fc.array(fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, 0.5)), { maxLength: 20 }),
)

it('few and many come in the engine’s order, equals as they were', () => {
  fc.assert(fc.property(numbers, list => {
    fc.pre(!list.some(Number.isNaN))
    const items = list.map((number, at) => ({ number, at }))
    const wanted = [...items].sort((a, b) => (a.number < b.number ? -1 : a.number > b.number ? 1 : 0))
    expect(sortFew([...items], (a, b) => (a.number < b.number ? -1 : a.number > b.number ? 1 : 0))).toEqual(wanted)
    if (list.every(Number.isFinite)) expect(sortMany(items, item => item.number)).toEqual(wanted)
  }))
})
