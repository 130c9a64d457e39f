/**
 * Holds package-lock.json to what can be trusted: each package comes from the registry with a SHA-512 of its content, none runs a script at installation beyond those that
 * are named here, and each licence lets us build with it.
 */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Licences that ask for no more than to be told along. */
export const permissive = new Set(['MIT', 'ISC', '0BSD', 'Apache-2.0', 'BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'CC0-1.0', 'Zlib', 'Unlicense', 'Python-2.0'])

/** Packages that want to run a script at installation. npm's own choice is to run it; what each does, and why nothing is lost where scripts are off. */
const scripted = {
  'esbuild': 'puts its program in place; the package for the platform has it too',
  'core-js': 'prints a message',
  'core-js-pure': 'prints a message',
  'spawn-sync': 'builds a fallback for a Node without spawnSync, which ours has',
}

/** Packages of the tools, never of the extension, whose licence is not a permissive one of those above, or is not told in the lock file. */
const tolerated = {
  'axe-core': 'MPL-2.0: tests only, unchanged',
  'fx-runner': 'MPL-2.0: a tool of WXT, unchanged',
  'web-ext-run': 'MPL-2.0: a tool of WXT, unchanged',
  'lightningcss': 'MPL-2.0: a tool of Vite, unchanged',
  'is-relative': 'MIT, as its own LICENSE says; the field is missing',
  'os-shim': 'MIT, as its own LICENSE says; the field is missing',
}

/** Packages of the extension under a licence that asks to say where their source is, as THIRD-PARTY.txt does. */
export const withSource = { 'webextension-polyfill': 'MPL-2.0' }

const nameOf = path => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)

/** Whether a licence expression leaves a permissive choice. */
export function isPermissive(licence) {
  const words = String(licence ?? '').replace(/[()]/g, ' ').trim()
  if (words === '') return false
  return words.split(/\s+OR\s+/).some(choice => choice.split(/\s+AND\s+/).every(part => permissive.has(part.trim())))
}

/** @returns a sentence for each package that cannot be trusted or used */
export function lockProblems(lock) {
  const problems = []
  const needed = { scripts: new Set(), licences: new Set() }
  if (lock.lockfileVersion !== 3) problems.push(`package-lock.json: version ${lock.lockfileVersion}, expected 3`)
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (path === '') continue
    const name = nameOf(path)
    const at = `${name} ${entry.version}`
    if (!/^sha512-[A-Za-z0-9+/]{86}==$/.test(entry.integrity ?? '')) problems.push(`${at}: no SHA-512 of its content`)
    if (entry.link || (entry.resolved !== undefined && !/^https:\/\/[^/]+\/.*\.tgz$/.test(entry.resolved))) problems.push(`${at}: comes from ${entry.resolved ?? 'a folder'}, not from the registry`)
    if (entry.hasInstallScript) {
      needed.scripts.add(name)
      if (!Object.hasOwn(scripted, name)) problems.push(`${at}: runs a script at installation`)
    }
    if (isPermissive(entry.license)) continue
    const known = Object.keys(entry.dev ? tolerated : withSource).find(one => name === one || name.startsWith(`${one}-`))
    if (known) needed.licences.add(known)
    else problems.push(`${at}: its licence is ${entry.license ?? 'not told'}${entry.dev ? '' : ', and it may be in the extension'}`)
  }
  for (const name of Object.keys(scripted)) if (!needed.scripts.has(name)) problems.push(`check-lock.mjs names ${name} for its script, and none runs`)
  for (const name of [...Object.keys(tolerated), ...Object.keys(withSource)]) if (!needed.licences.has(name)) problems.push(`check-lock.mjs names ${name} for its licence, which needs no naming`)
  return problems
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const lock = JSON.parse(readFileSync(join(dirname(import.meta.dirname), 'package-lock.json'), 'utf8'))
  const problems = lockProblems(lock)
  for (const problem of problems) console.error(problem)
  if (problems.length > 0) process.exitCode = 1
  else console.log(`${Object.keys(lock.packages).length - 1} packages, each pinned by its SHA-512, each under a licence that we may build with.`)
}
