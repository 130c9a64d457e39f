/**
 * What a build weighs, part by part, gzipped as a package is stored and as a server would send it. For the bench, and for the budget
 * that `npm test` holds.
 */
import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, posix, relative } from 'node:path'
import { gzipSync } from 'node:zlib'

/**
 * @param {string} build folder of a build
 * @returns {{ name: string, bytes: number, files: string[] }[]} largest concern first, "whole package" last
 */
export function sizesOf(build) {
  const read = file => readFileSync(join(build, file))
  const everyFile = readdirSync(build, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(build, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort()
  const under = folder => everyFile.filter(file => file.startsWith(folder))
  const part = (name, files) => ({ name, bytes: [...files].reduce((sum, file) => sum + gzipSync(read(file), { level: 9 }).length, 0), files: [...files] })
  const pages = everyFile.filter(file => /^[\w-]+\.html$/.test(file))
  const panel = loadOf('sidepanel.html', read)
  return [
    part('content script', under('content-scripts/')),
    part('panel, first load', panel.now),
    part('panel, loaded later', panel.later),
    ...pages.filter(page => page !== 'sidepanel.html').map(page => part(`${page.replace('.html', '')} page, first load`, loadOf(page, read).now)),
    part('background', ['background.js']),
    part('words of all languages', under('_locales/')),
    part('bundled geography', under('geo/')),
    part('whole package', everyFile),
  ]
}

/** A page with what its HTML names and what that imports statically, scripts and styles; `later` is what is imported on demand only. */
function loadOf(page, read) {
  const now = new Set([page])
  const later = new Set()
  const from = (file, specifier) => (specifier.startsWith('/') ? specifier.slice(1) : posix.join(dirname(file), specifier))
  const imports = (text, pattern) => [...text.matchAll(pattern)].map(([, specifier]) => specifier)
  const statically = /\b(?:from|import)\s*["'`]([./][^"'`]+\.js)["'`]/g
  const onDemand = /\bimport\s*\(\s*["'`]([./][^"'`]+\.js)["'`]/g
  const take = (file, into) => {
    if (now.has(file) || later.has(file)) return
    into.add(file)
    if (!file.endsWith('.js')) return
    const text = read(file).toString()
    for (const specifier of imports(text, statically)) take(from(file, specifier), into)
    asked.push(...imports(text, onDemand).map(specifier => from(file, specifier)))
  }
  const asked = []
  for (const address of imports(read(page).toString(), /\b(?:src|href)="\/([^"]+\.(?:js|css))"/g)) take(address, now)
  while (asked.length > 0) take(asked.shift(), later)
  return { now, later }
}
