import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { isPermissive, lockProblems } from './check-lock.mjs'

interface Lock { lockfileVersion: number; packages: Record<string, Record<string, unknown>> }
const lock = (): Lock => JSON.parse(readFileSync(join(import.meta.dirname, '../package-lock.json'), 'utf8')) as Lock
const own = lock()
/** Any package of the extension, changed. */
const changed = (change: Record<string, unknown>): string => {
  const other = lock()
  other.packages['node_modules/dexie'] = { ...other.packages['node_modules/dexie'], ...change }
  return lockProblems(other).join('\n')
}

it('takes our own', () => expect(lockProblems(own)).toEqual([]))

it.each([
  ['without a hash of its content', { integrity: undefined }, 'dexie 4.'],
  ['with a hash that can be forged', { integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' }, 'no SHA-512'],
  ['from a repository', { resolved: 'git+ssh://git@git.example/x/y.git#abc' }, 'not from the registry'],
  ['over plain http', { resolved: 'http://registry.example/x.tgz' }, 'not from the registry'],
  ['from a folder', { link: true }, 'a folder'],
  ['with a script at installation', { hasInstallScript: true }, 'runs a script'],
  ['under a licence that reaches our own code', { license: 'GPL-3.0-only' }, 'GPL-3.0-only, and it may be in the extension'],
  ['under no licence', { license: undefined }, 'not told'],
  ['under a file-by-file licence that nobody named', { license: 'MPL-2.0' }, 'MPL-2.0'],
])('finds a package %s', (_what, change, said) => expect(changed(change)).toContain(said))

it.each([['MIT', true], ['(MIT OR GPL-3.0-or-later)', true], ['(MIT AND Zlib)', true], ['(MIT AND GPL-2.0)', false], ['GPL-2.0', false], ['', false], [undefined, false], ['SEE LICENSE IN x', false]])('%s may be built with: %s', (licence, may) => {
  expect(isPermissive(licence)).toBe(may)
})
