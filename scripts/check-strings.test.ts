import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { checkStrings } from './check-strings.mjs'

const made: string[] = []

function check(files: Readonly<Record<string, unknown>>): string[] {
  const root = mkdtempSync(join(tmpdir(), 'turfside-strings-'))
  made.push(root)
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content))
  }
  return checkStrings(root)
}

afterEach(() => made.splice(0).forEach(root => rmSync(root, { recursive: true })))

const en = 'public/_locales/en/messages.json'
const due = { message: 'Due $day$', placeholders: { day: { content: '$1' } } }

it('is content when every string that is used is there', () => {
  expect(check({ [en]: { due }, 'components/panel/card.tsx': "t('due', [day])" })).toEqual([])
})

it('names a string that is used and not there, and where', () => {
  expect(check({ [en]: { due }, 'components/panel/card.tsx': "t('overdue')" })).toEqual(['components/panel/card.tsx uses overdue, which public/_locales/en lacks'])
})

it('knows plurals, reasons and keys that are put together', () => {
  const text = "plural('touch', n); because(known ? 'bought' : 'never', {}); t(`type_${type}`)"
  expect(check({ [en]: { touch_other: due, why_bought: due, type_call: due, why_never: due }, 'lib/assess/kare.ts': text })).toEqual([])
  expect(check({ [en]: { touch: due, why_bought: due }, 'lib/assess/kare.ts': text })).toEqual([
    'lib/assess/kare.ts uses touch_other, which public/_locales/en lacks',
    'lib/assess/kare.ts uses why_never, which public/_locales/en lacks',
    'lib/assess/kare.ts uses keys that begin with type_, and public/_locales/en has none',
  ])
})

it('names what a second language lacks, and a placeholder that nobody declared', () => {
  expect(check({ [en]: { due }, 'public/_locales/de/messages.json': {} })).toEqual(['de lacks due'])
  expect(check({ [en]: { due: { message: 'Due $day$' } } })).toEqual(['en: due uses $day$, which it does not declare'])
})

const de = 'public/_locales/de/messages.json'
const days = { message: '$N$ days for $WHO$', placeholders: { n: { content: '$1' }, who: { content: '$2' } } }

it('names what a translation leaves out, adds or takes from elsewhere', () => {
  const translated = (message: string, placeholders: unknown = days.placeholders) => check({ [en]: { days }, [de]: { days: { message, placeholders } } })
  expect(translated('Für $WHO$: $N$ Tage')).toEqual([])
  expect(translated('$N$ Tage')).toEqual(['de: days leaves out $who$'])
  expect(translated('Für $WHO$: $N$ Tage, $DAY$', { ...days.placeholders, day: { content: '$3' } })).toEqual(['de: days uses $day$, which en does not'])
  expect(translated('Für $WHO$: $N$ Tage', { n: { content: '$2' }, who: { content: '$2' } })).toEqual(['de: days takes $n$ from $2, en from $1'])
})

it('lets a sentence for one leave its number out, and nothing else; and a language have more plurals than English', () => {
  const both = { days_one: days, days_other: days }
  expect(check({ [en]: both, [de]: { ...both, days_one: { ...days, message: 'ein Tag für $WHO$' } } })).toEqual([])
  expect(check({ [en]: both, [de]: { ...both, days_one: { ...days, message: '$N$ Tag' } } })).toEqual(['de: days_one leaves out $who$'])
  expect(check({ [en]: both, [de]: { ...both, days_few: days, days_many: days } })).toEqual([])
  expect(check({ [en]: { days }, [de]: { days, days_few: days } })).toEqual(['de has days_few, which en lacks'])
})
