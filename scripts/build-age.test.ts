import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { isUpToDate } from './build-age.mjs'

let root: string
const at = (path: string, minutes: number) => utimesSync(join(root, path), 1_700_000_000 + 60 * minutes, 1_700_000_000 + 60 * minutes)

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'turfside-age-'))
  for (const folder of ['components', 'entrypoints', 'lib/crm', 'public/geo', '.output/chrome-mv3']) mkdirSync(join(root, folder), { recursive: true })
  for (const file of ['package-lock.json', 'tsconfig.json', 'wxt.config.ts', 'lib/crm/site.ts', 'public/geo/us.json', '.output/chrome-mv3/manifest.json']) writeFileSync(join(root, file), '')
  for (const path of ['components', 'entrypoints', 'lib/crm/site.ts', 'lib/crm', 'lib', 'public', 'package-lock.json', 'tsconfig.json', 'wxt.config.ts']) at(path, 0)
  at('.output/chrome-mv3/manifest.json', 5)
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

it('builds nothing anew while nothing has changed, the bundled geography apart, which the build makes', () => {
  at('public/geo/us.json', 9)
  expect(isUpToDate(root)).toBe(true)
})

it('builds anew when a source is newer, was taken away, or there is no build', () => {
  at('lib/crm/site.ts', 6)
  expect(isUpToDate(root)).toBe(false)
  at('lib/crm/site.ts', 0)
  rmSync(join(root, 'lib/crm/site.ts'))
  expect(isUpToDate(root)).toBe(false)
  at('lib/crm', 0)
  expect(isUpToDate(root)).toBe(true)
  rmSync(join(root, '.output'), { recursive: true })
  expect(isUpToDate(root)).toBe(false)
})
