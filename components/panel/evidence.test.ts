import { beforeEach, describe, expect, it } from 'vitest'
import { evidenceCodes } from '../../lib/assess/evidence'
import type { EvidenceValue } from '../../lib/model/assessment'
import english from '../../public/_locales/en/messages.json'
import { messagesFrom, type Catalogue } from '../../tests/screens/messages'
import { setWords } from '../ui/words'
import { reason, sentences, words } from './evidence'

const catalogue: Catalogue = english
const codes = Object.entries(evidenceCodes).map(([code, names]): [string, string[]] => [code, [...names].sort()])
const today = '2026-11-24'

beforeEach(() => setWords(messagesFrom(catalogue), 'en-GB'))

describe('every reason that a fact can give', () => {
  it.each(codes)('%s has its sentence, and each value in it its place', (code, names) => {
    const keys = Object.keys(catalogue).filter(key => key === `why_${code}` || key.startsWith(`why_${code}_`))
    expect(keys).toContain(`why_${code}`)
    for (const key of keys) {
      const { message, placeholders = {} } = catalogue[key]!
      const used = [...message.matchAll(/\$(\w+)\$/g)].map(([, name]) => name!.toLowerCase())
      expect(Object.keys(placeholders).sort()).toEqual([...new Set(used)].sort())
      for (const [name, { content }] of Object.entries(placeholders)) {
        expect(content).toBe(`$${names.findIndex(known => known.toLowerCase() === name) + 1}`)
      }
    }
  })

  it('leaves no sentence of a reason that is gone', () => {
    const known = new Set(codes.map(([code]) => code))
    expect(Object.keys(catalogue).filter(key => key.startsWith('why_') && !known.has(key.split('_')[1]!))).toEqual([])
  })

  it.each(codes)('%s reads whole with and without its values', (code, names) => {
    for (const value of ['Text', null] as EvidenceValue[]) {
      const text = words({ code, values: Object.fromEntries(names.map(name => [name, value])) }, today)
      expect(text).not.toMatch(/why_|\$|undefined|null|NaN|\[object/)
    }
  })
})

describe('a value', () => {
  it('reads as what it is', () => {
    expect(words({ code: 'campaignShare', values: { name: 'Expo', ofAccount: 2, members: 1200, amount: { minor: 123_456, currency: 'USD' } } }, today)).toBe('Expo: 2 of 1,200 members, $1,234.56')
    expect(words({ code: 'lastTouch', values: { type: { type: 'visit' }, day: { day: '2025-03-01' }, rep: null } }, today)).toBe('The last touch was a visit on Sat, 1 Mar 2025')
    expect(words({ code: 'placeFromCity', values: { city: 'Köln', offBy: { km: 0.4 } } }, today)).toBe('Placed by the city Köln, up to 0.4 km off')
    expect(words({ code: 'rotation', values: { priority: 'high', per: 'month', planned: { list: ['visit:1', 'email:4'] } } }, today)).toBe('The rotation plan for high priority asks for 1 visit and 4 emails a month')
    expect(words({ code: 'ruleCountry', values: { value: 'DE' } }, today)).toBe('Country is Germany')
  })

  it('picks the sentence for one, and for what is not there', () => {
    expect(words({ code: 'sameTouch', values: { count: 1 } }, today)).toContain('1 entry')
    expect(words({ code: 'ruleNamed', values: { reason: null } }, today)).toBe('Named in the plan')
    expect(words({ code: 'ruleEmployees', values: { value: 1500, atLeast: 1000, atMost: null } }, today)).toBe('1,500 employees, 1,000 at least')
  })

  it('that is a right-to-left name does not turn the words around it', () => {
    expect(words({ code: 'workingDaysOf', values: { rep: 'יעל כהן' } }, today)).toBe('Working days are those of \u2068יעל כהן\u2069')
  })
})

it('rules that made a claim are one sentence', () => {
  expect(reason([{ code: 'ruleIndustry', values: { value: 'Energy' } }, { code: 'ruleState', values: { value: 'US-NY' } }], today)).toBe('Industry is Energy and state is US-NY.')
  expect(reason([], today)).toBe('')
})

it('reasons in a row are sentences', () => {
  expect(sentences([{ code: 'neverBought', values: {} }, { code: 'fitUnknown', values: {} }], today)).toBe('It has never bought. Fit is not known: no profitable customers are cached yet.')
})
