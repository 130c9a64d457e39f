import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, posix, relative } from 'node:path'
import { gzipSync } from 'node:zlib'
import { productionBuild } from '../tests/browser/build'
import { tell } from './figure'

/** What the production build weighs, gzipped, file by file, as a package is stored and as a server would send it. */

const read = (file: string): Buffer => readFileSync(join(productionBuild, file))
const gzipped = (files: Iterable<string>): number => [...files].reduce((sum, file) => sum + gzipSync(read(file), { level: 9 }).length, 0)
const everyFile = readdirSync(productionBuild, { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile())
  .map(entry => relative(productionBuild, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
const under = (folder: string): string[] => everyFile.filter(file => file.startsWith(folder))

/** A page with what its HTML names and what that imports statically, scripts and styles; `later` is what is imported on demand only. */
function firstLoad(page: string): { now: Set<string>; later: Set<string> } {
  const now = new Set<string>([page])
  const later = new Set<string>()
  const take = (file: string): void => {
    if (now.has(file)) return
    now.add(file)
    if (!file.endsWith('.js')) return
    const text = read(file).toString()
    const from = (specifier: string): string => (specifier.startsWith('/') ? specifier.slice(1) : posix.join(dirname(file), specifier))
    for (const [, specifier] of text.matchAll(/\b(?:from|import)\s*["'`]([./][^"'`]+\.js)["'`]/g)) take(from(specifier!))
    for (const [, specifier] of text.matchAll(/\bimport\s*\(\s*["'`]([./][^"'`]+\.js)["'`]/g)) later.add(from(specifier!))
  }
  for (const [, address] of read(page).toString().matchAll(/\b(?:src|href)="\/([^"]+\.(?:js|css))"/g)) take(address!)
  // What comes later brings its own imports.
  for (const file of later) for (const [, specifier] of read(file).toString().matchAll(/\bfrom\s*["'`]([./][^"'`]+\.js)["'`]/g)) later.add(posix.join(dirname(file), specifier!))
  for (const file of now) later.delete(file)
  return { now, later }
}

const kB = (name: string, bytes: number, limit?: number, note?: string): void => tell({
  group: 'size, gzipped', name, value: bytes / 1000, unit: 'kB',
  ...(limit === undefined ? {} : { against: { what: 'limit', value: limit } }), ...(note === undefined ? {} : { note }),
})

kB('content script', gzipped(under('content-scripts/')), 4)
const panel = firstLoad('sidepanel.html')
kB('panel, first load', gzipped(panel.now), 60, [...panel.now].join(' '))
for (const chunk of panel.later) kB('panel, after the first paint', gzipped([chunk]), undefined, chunk)
kB('background', gzipped(['background.js']))
kB('options', gzipped(firstLoad('options.html').now))
kB('bundled geography', gzipped(under('geo/')))
kB('whole package', gzipped(everyFile), undefined, `${everyFile.length} files`)
