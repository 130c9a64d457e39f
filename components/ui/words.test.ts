import { beforeEach, expect, it } from 'vitest'
import english from '../../public/_locales/en/messages.json'
import { messagesFrom, type Catalogue } from '../../tests/screens/messages'
import { isolate, ordinal, plural, rich, setWords, t } from './words'

beforeEach(() => setWords(messagesFrom(english), 'en-US'))

it('no two messages differ by case alone, as browsers do not tell them apart', () => {
  const keys = Object.keys(english).map(key => key.toLowerCase())
  expect(keys.length).toBe(new Set(keys).size)
})

it('the store takes the description', () => {
  expect(english.extDescription.message.length).toBeLessThanOrEqual(132)
})

it('each placeholder that is used is declared, and one of nine', () => {
  for (const [key, { message, placeholders = {} }] of Object.entries(english as Catalogue)) {
    const used = new Set([...message.matchAll(/\$(\w+)\$/g)].map(([, name]) => name!.toLowerCase()))
    expect(Object.keys(placeholders), key).toEqual(expect.arrayContaining([...used]))
    for (const { content } of Object.values(placeholders)) expect(content, key).toMatch(/^\$[1-9]$/)
  }
})

it('a slip in a key is seen', () => {
  expect(t('noSuchKey')).toBe('noSuchKey')
})

it('counts agree with their words', () => {
  expect([plural('daysLate', 1), plural('daysLate', 1_234)]).toEqual(['1 day late', '1,234 days late'])
  expect([1, 2, 3, 4, 11, 22, 103].map(ordinal)).toEqual(['1st', '2nd', '3rd', '4th', '11th', '22nd', '103rd'])
})

it('elements go where the language puts them', () => {
  const time = { tag: 'time' } as unknown as string
  expect(rich('dueBy', 'Visit', time)).toEqual(['', 'Visit', ' by ', time, ''])
})

it('only right-to-left names are set apart', () => {
  expect([isolate('Wei Zhang'), isolate('شركة')]).toEqual(['Wei Zhang', '\u2068شركة\u2069'])
})

it.each([
  ['left to right', 'Acme', 'Acme'],
  ['Arabic', 'شركة النور', '\u2068شركة النور\u2069'],
  ['Adlam, beyond the first plane', '𞤀𞤣𞤤', '\u2068𞤀𞤣𞤤\u2069'],
  ['an override that is left open', 'Acme \u202egnp.exe', 'Acme gnp.exe'],
  ['an isolate that is closed once too often', '\u2067א\u2069\u2069', '\u2068א\u2069'],
])('isolate: a name of %s turns nothing around it', (_, name, isolated) => {
  expect(isolate(name)).toBe(isolated)
})
