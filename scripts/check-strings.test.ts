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
