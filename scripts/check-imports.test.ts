import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { checkImports, importsOf } from './check-imports.mjs'

const made: string[] = []

/** A house of the given files, checked. */
function check(files: Readonly<Record<string, string>>): string[] {
  const root = mkdtempSync(join(tmpdir(), 'turfside-imports-'))
  made.push(root)
  for (const [path, text] of Object.entries({ 'package.json': '{"dependencies":{"dexie":"4"}}', ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return checkImports(root)
}

afterEach(() => made.splice(0).forEach(root => rmSync(root, { recursive: true })))

describe('imports that go the right way', () => {
  it('pass without a word', () => {
    expect(check({
      'lib/model/plan.ts': "import { isDay } from './day'",
      'lib/assess/assess.ts': "import type { Plan } from '../model/plan'\nimport { distance } from '../geo/distance'",
      'lib/crm/adapter.ts': "import type { Touch } from '../model/snapshot'",
      'lib/crm/registry.ts': "import { acme } from './salesforce/adapter'",
      'lib/crm/salesforce/adapter.ts': "import { pages } from './pages'\nimport type { Adapter } from '../adapter'\n// salesforce by name",
      'lib/cache/db.ts': "import Dexie from 'dexie'\nimport type { CrmError } from '../crm/adapter'",
      'components/panel/card.tsx': "import { type Adapter, type Result } from '../../lib/crm/adapter'",
      'entrypoints/background.ts': "import { recognise } from '@/lib/crm/registry'\nimport { browser } from 'wxt/browser'",
      'lib/sync/read.test.ts': "import { startDemoOrg } from '../../demo/server'",
    })).toEqual([])
  })
})

describe('one wrong import is refused with its file and line', () => {
  const wrong: readonly [what: string, file: string, text: string, sentence: RegExp][] = [
    ['model that knows geo', 'lib/model/plan.ts', "\nimport { distance } from '../geo/distance'", /^lib\/model\/plan\.ts:2 .*lib\/model must not know lib\/geo/],
    ['types count as well', 'lib/geo/grid.ts', "import type { Claim } from '../assess/territory'", /lib\/geo must not know lib\/assess/],
    ['the heart that knows the cache', 'lib/assess/assess.ts', "export { db } from '../cache/db'", /lib\/assess must not know lib\/cache/],
    ['a screen in lib', 'lib/sync/read.ts', "import { Card } from '../../components/panel/card'", /lib\/sync must not know components/],
    ['an import over several lines', 'lib/assess/kare.ts', "import {\n  read,\n} from '../sync/read'", /^lib\/assess\/kare\.ts:3 /],
    ['an import that is called for', 'components/panel/card.tsx', "const { db } = await import('../../lib/cache/db')", /components must not know lib\/cache/],
    ['values of the adapter in a card', 'components/panel/card.tsx', "import { ok, type Result } from '../../lib/crm/adapter'", /more than types of lib\/crm\/adapter/],
    ['an adapter beside the registry', 'lib/sync/read.ts', "import { acme } from '../crm/acme/adapter'", /adapter acme: only lib\/crm\/registry\.ts and sites\.ts/],
    ['an adapter by its folder', 'entrypoints/background.ts', "import { acme } from '~/lib/crm/acme/pages'", /adapter acme/],
    ['one adapter in another', 'lib/crm/acme/adapter.ts', "import { pages } from '../zeta/pages'", /adapter zeta/],
    ['the demo in what is shipped', 'entrypoints/background.ts', "import { seed } from '../demo/seed'", /demo\/seed, which is not shipped/],
    ['tests in what is shipped', 'lib/sync/read.ts', "import { world } from '../../tests/browser/world'", /which is not shipped/],
    ['Node in the browser', 'lib/sync/read.ts', "import { readFileSync } from 'node:fs'", /which browsers do not have/],
    ['a package that is not shipped', 'lib/sync/read.ts', "import fc from 'fast-check'", /fast-check, which is not in "dependencies"/],
    ['a CRM named in a comment', 'lib/cache/db.ts', '// as SalesForce does', /names a CRM \(SalesForce\)/],
    ['a CRM named in a screen', 'components/panel/card.tsx', "const label = 'Tryton'", /names a CRM \(Tryton\)/],
    ['a folder nobody planned', 'lib/helpers/misc.ts', 'export const one = 1', /no place in the house/],
  ]
  it.each(wrong)('%s', (_what, file, text, sentence) => {
    const violations = check({ [file]: text })
    expect(violations).toHaveLength(1)
    expect(violations[0]).toMatch(sentence)
  })
})

it('tells imports of types from imports of values', () => {
  const kinds = importsOf([
    "import type { A } from './a'",
    "import { type B, type C } from './b'",
    "import { type D, e } from './d'",
    "import type from './type'",
    "export type { F } from './f'",
    "import G, { type H } from './g'",
    "type I = typeof import('./i')",
  ].join('\n'))
  expect(Object.fromEntries(kinds.map(({ specifier, typeOnly }) => [specifier, typeOnly]))).toEqual({
    './a': true, './b': true, './d': false, './type': false, './f': true, './g': false, './i': true,
  })
})
