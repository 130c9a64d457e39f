import { readFileSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { messagesFrom, type Catalogue } from '../../tests/screens/messages'
import { reason, sentences } from '../panel/evidence'
import { find, listed, ordinal, plural, setWords, t } from './words'

const folder = resolve(import.meta.dirname, '../../public/_locales')
const catalogue = (language: string): Catalogue => JSON.parse(readFileSync(join(folder, language, 'messages.json'), 'utf8')) as Catalogue
const languages = readdirSync(folder)
const samples = ['AAA1', 'BBB2', 'CCC3', 'DDD4', 'EEE5', 'FFF6', 'GGG7', 'HHH8', 'III9']

it.each(['en', 'de', 'es', 'fr'])('%s is there', language => expect(languages).toContain(language))

describe.each(languages)('in %s', language => {
  const messages = catalogue(language)
  beforeEach(() => setWords(messagesFrom(messages), language))

  it('every message reads whole: what it puts in is there, and nothing of its making', () => {
    for (const [key, { message, placeholders = {} }] of Object.entries(messages)) {
      const text = t(key, ...samples)
      expect(text, key).not.toMatch(/\bundefined\b|\bnull\b|\$/)
      expect(text.trim(), key).not.toBe('')
      for (const [, name] of message.matchAll(/\$(\w+)\$/g)) {
        const { content } = Object.entries(placeholders).find(([known]) => known.toLowerCase() === name!.toLowerCase())![1]
        expect(text, key).toContain(samples[Number(content.slice(1)) - 1])
      }
    }
  })

  it('every count has its words', () => {
    const counted = Object.keys(catalogue('en')).filter(key => key.endsWith('_other')).map(key => key.slice(0, -'_other'.length))
    // A message whose key happens to end so is none that counts.
    const keys = counted.filter(key => find(`${key}_one`) !== '' && key !== 'ordinal')
    expect(keys.length).toBeGreaterThan(40)
    for (const key of keys) {
      for (const count of [0, 1, 2, 5, 1_000_000]) expect(plural(key, count, ...samples.slice(1)), `${key} of ${count}`).not.toMatch(/^$|_other|undefined|\$/)
    }
    for (const position of [1, 2, 3, 4, 11, 21, 112]) expect(ordinal(position)).toMatch(new RegExp(`^${position}`))
  })

  it('the language of its plurals and lists is its own', () => {
    expect(t('locale')).toBe(language)
    expect(listed(['a', 'b'])).toBe(new Intl.ListFormat(language).format(['a', 'b']))
  })

  it('the store takes its description', () => expect(t('extDescription').length).toBeLessThanOrEqual(132))

  it('no sentence ends in two points where a date does in one', () => {
    for (const month of Array.from({ length: 12 }, (_, i) => `2026-${String(i + 1).padStart(2, '0')}-03`)) {
      const text = sentences([{ code: 'growthNew', values: { day: { day: month } } }, { code: 'lastPurchase', values: { day: { day: month }, days: 12 } }], '2026-11-24')
      expect(text).not.toMatch(/\.\./)
      expect(text).toMatch(/\.$/)
    }
  })
})

it('nouns keep their capital inside a German sentence', () => {
  setWords(messagesFrom(catalogue('de')), 'de')
  expect(reason([{ code: 'ruleIndustry', values: { value: 'Energie' } }, { code: 'ruleCountry', values: { value: 'DE' } }], '2026-11-24')).toBe('Branche ist Energie und Land ist Deutschland.')
})
