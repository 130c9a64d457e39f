import fc from 'fast-check'
import { expect, it } from 'vitest'
import { nameSearch } from './nameSearch'

const find = (names: readonly string[], text: string, most = 10) => nameSearch(names.map(name => ({ name })))(text, most).map(({ name }) => name)

it('names that begin with the text come first, then words that do, then the rest; the shorter first', () => {
  expect(find(['Bigreen Lawns', 'The Green House', 'Greenfield Parks', 'Green', 'Greens'], 'green')).toEqual(['Green', 'Greens', 'Greenfield Parks', 'The Green House', 'Bigreen Lawns'])
})

it('accents, case and punctuation do not count', () => {
  expect(find(['Müller & Söhne', 'Muller-Sohne AG', 'Łódź Turf', 'U.S.A. Lawns'], 'MULLER SOHNE')).toEqual(['Müller & Söhne', 'Muller-Sohne AG'])
  expect(find(['Łódź Turf'], 'lodz')).toEqual(['Łódź Turf'])
  expect(find(['U.S.A. Lawns'], 'usa')).toEqual(['U.S.A. Lawns'])
})

it('each typed word may begin another word', () => {
  expect(find(['Acme Industrial Lawns', 'Lawns of Acme', 'Acme'], 'lawn ac')).toEqual(['Lawns of Acme', 'Acme Industrial Lawns'])
})

it.each(['.*', '%', "' OR 1=1 --", "' OR Name LIKE '%", '[a-z]+', '\\', '"', '{!x}', '*)'])('%s is plain text, and finds nothing that does not hold it', text => {
  expect(find(['Acme', 'Zenith'], text)).toEqual([])
})

it('finds names in any script, and emoji', () => {
  expect(find(['شركة العشب', 'Acme', '草坪公司', '🌱🌱'], 'العشب')).toEqual(['شركة العشب'])
  expect(find(['草坪公司', 'Acme'], '草坪')).toEqual(['草坪公司'])
  expect(find(['🌱🌱', 'Acme'], '🌱')).toEqual(['🌱🌱'])
})

it('no text finds nothing, and no more come than are asked for', () => {
  expect(find(['Acme'], '')).toEqual([])
  expect(find(['Acme'], '   ')).toEqual([])
  expect(find(Array.from({ length: 50 }, (_, i) => `Acme ${i}`), 'acme', 8)).toHaveLength(8)
})

it('whatever is typed and however accounts are called: it never fails, and what begins with the text is found', () => {
  fc.assert(fc.property(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 20 }), fc.oneof(fc.string(), fc.string({ unit: 'grapheme' })), (names, text) => {
    const found = find(names, text, 100)
    expect(found.every(name => names.includes(name))).toBe(true)
    if (/^[a-z0-9]+$/i.test(text)) for (const name of names) if (/^[a-z0-9 ]+$/i.test(name) && name.toLowerCase().startsWith(text.toLowerCase())) expect(found).toContain(name)
  }))
})
