import fc from 'fast-check'
import { beforeEach, expect, it } from 'vitest'
import english from '../../public/_locales/en/messages.json'
import type { Peer } from '../../lib/model/snapshot'
import { messagesFrom } from '../../tests/screens/messages'
import { suggestions } from './suggestion'
import { setWords } from './words'

beforeEach(() => setWords(messagesFrom(english), 'en-US'))

const today = '2026-11-24'
const account = (over: Partial<Peer> = {}): Peer => ({
  id: '1', name: 'Acme', currency: 'USD', segment: null, industry: null, type: null, employees: null, country: null, region: null, lat: null, lon: null,
  territories: ['Energy'], net: 12_345_00, revenue: null, bought: true, products: null, bucket: 'keep', next: { type: 'visit', due: '2026-11-27' }, ...over,
})

it('tells territory, bucket, next touch and net beside the name', () => {
  expect(suggestions(true).of(account(), today)).toBe('<match>Acme</match> <dim>Energy · Keep · visit by Fri, Nov 27 · net $12,345</dim>')
  expect(suggestions(false).of(account(), today)).toBe('Acme · Energy · Keep · visit by Fri, Nov 27 · net $12,345')
})

it('says what is late, an overlap, and what is not known', () => {
  expect(suggestions(false).of(account({ territories: ['Energy', 'Atlantic'], net: null, next: { type: 'call', due: '2026-11-02' } }), today))
    .toBe('Acme · overlap of Energy and Atlantic · Keep · call late since Mon, Nov 2 · net not known')
  expect(suggestions(false).of(account({ territories: [], next: null, bucket: 'attain' }), today)).toBe('Acme · unassigned · Attain · nothing due · net $12,345')
})

it('shows markup in names as text, whatever they hold', () => {
  expect(suggestions(true).of(account({ name: `<b>"R&D"</b> O'Neil` }), today)).toContain('<match>&lt;b&gt;&quot;R&amp;D&quot;&lt;/b&gt; O&apos;Neil</match>')
  fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.string()), name => {
    for (const text of [suggestions(true).of(account({ name, territories: [name] }), today), suggestions(true).plain(name)]) {
      const inner = text.replace(/^<match>|<\/match> <dim>|<\/dim>$/g, '')
      expect(inner.replace(/&(?:amp|lt|gt|quot|apos);/g, '')).not.toMatch(/[<>&"']/)
      // Characters that XML 1.0 does not allow.
      // oxlint-disable-next-line no-control-regex
      expect(text).not.toMatch(/[\u0000-\u001f\ufffe\uffff]|\p{Cs}/u)
    }
  }), { numRuns: 60 })
})
