import fc from 'fast-check'
import { expect, it } from 'vitest'
import { idNumber, isId, makeId, to18 } from './ids'

const number = fc.integer({ min: 0, max: 62 ** 6 - 1 })

it('an id’s check characters are those of its first fifteen', () => {
  expect(makeId('001', 1)).toBe('001Hs0000000001IAA')
  fc.assert(fc.property(fc.constantFrom('001', '00T', 'a0B', '0TA'), number, (prefix, n) => {
    const id = makeId(prefix, n)
    expect([isId(id), to18(id.slice(0, 15))]).toEqual([true, id])
  }))
})

it('an id tells its number, and ids sort as their numbers do', () => {
  fc.assert(fc.property(number, number, (a, b) => {
    const [one, two] = [makeId('00T', a), makeId('00T', b)]
    expect([idNumber('00T', one), idNumber('00T', one.slice(0, 15)), idNumber('00U', one)]).toEqual([a, a, null])
    expect(one < two).toBe(a < b)
  }))
})
