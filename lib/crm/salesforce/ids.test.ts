import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalId, idSpellings, suffixOf } from './ids'

const alnum = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789']
const id15 = fc.array(fc.constantFrom(...alnum), { minLength: 15, maxLength: 15 }).map(letters => letters.join(''))

describe('ids', () => {
  // Pairs as Salesforce's own documentation and orgs show them.
  it.each([['001A0000006Vm9r', 'IAC'], ['a0AD0000000r2dG', 'MAQ'], ['00530000003VPYA', 'AA4'], ['001000000000001', 'AAA']])('%s has the suffix %s', (id, suffix) => {
    expect(suffixOf(id)).toBe(suffix)
    expect(canonicalId(id)).toBe(id + suffix)
    expect(canonicalId(id + suffix)).toBe(id + suffix)
  })
  it('gives both spellings the same canonical id', () => {
    fc.assert(fc.property(id15, id => {
      const full = canonicalId(id)!
      expect(full).toHaveLength(18)
      expect(idSpellings(full)).toEqual([full, id])
      for (const spelling of idSpellings(full)) expect(canonicalId(spelling)).toBe(full)
    }))
  })
  it('tells two ids that differ in case alone apart', () => {
    fc.assert(fc.property(id15, fc.nat(14), (id, at) => {
      const other = id.slice(0, at) + (id[at] === id[at]!.toLowerCase() ? id[at]!.toUpperCase() : id[at]!.toLowerCase()) + id.slice(at + 1)
      fc.pre(other !== id)
      expect(canonicalId(other)!.toLowerCase()).not.toBe(canonicalId(id)!.toLowerCase())
    }))
  })
  it('takes no id with a wrong suffix', () => {
    fc.assert(fc.property(id15, fc.array(fc.constantFrom(...alnum), { minLength: 3, maxLength: 3 }), (id, letters) => {
      const suffix = letters.join('')
      fc.pre(suffix !== suffixOf(id))
      expect(canonicalId(id + suffix)).toBeNull()
    }))
  })
  it.each(['', '001', '001A0000006Vm9rIA', "001A0000006Vm9'", '001A0000006Vm9r ', '001A0000006Vm9rIAC0'])('takes %j for no id', id => {
    expect(canonicalId(id)).toBeNull()
  })
})
