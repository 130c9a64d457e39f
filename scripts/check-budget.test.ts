import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { beyond } from './check-budget.mjs'
import { sizesOf } from './sizes.mjs'

it('names a part that is too large, one that nobody budgeted, and a budget for nothing', () => {
  const sizes = [{ name: 'kept', bytes: 10 }, { name: 'large', bytes: 12 }, { name: 'new', bytes: 1 }]
  expect(beyond(sizes, { kept: 10, large: 11, gone: 5 })).toEqual([
    'large: 12 bytes gzipped, 1 over its budget of 11',
    'new: 1 bytes gzipped, and budget.json does not know it',
    'gone: has a budget, but is no part of the build',
  ])
  expect(beyond(sizes.slice(0, 1), { kept: 10 })).toEqual([])
})

it('counts with a page what it imports at once, and apart what it imports on demand, with that one’s own imports', () => {
  const build = mkdtempSync(join(tmpdir(), 'turfside-sizes-'))
  const file = (name: string, text: string) => {
    mkdirSync(join(build, name, '..'), { recursive: true })
    writeFileSync(join(build, name), text)
  }
  try {
    file('sidepanel.html', '<script src="/chunks/a.js"></script><link rel="stylesheet" href="/assets/a.css">')
    file('chunks/a.js', 'import{x}from"./b.js";const y=()=>import("./c.js")')
    file('chunks/b.js', 'export const x=1')
    file('chunks/c.js', 'import"./d.js";import"./b.js"')
    file('chunks/d.js', 'export const d=1')
    file('assets/a.css', 'main{color:red}')
    file('options.html', '<script src="/chunks/b.js"></script>')
    file('background.js', '1')
    file('content-scripts/account-pill.js', '1')
    const sizes = Object.fromEntries(sizesOf(build).map(({ name, files }) => [name, [...files].sort()]))
    expect(sizes['panel, first load']).toEqual(['assets/a.css', 'chunks/a.js', 'chunks/b.js', 'sidepanel.html'])
    expect(sizes['panel, loaded later']).toEqual(['chunks/c.js', 'chunks/d.js'])
    expect(sizes['options page, first load']).toEqual(['chunks/b.js', 'options.html'])
    expect(sizes['content script']).toEqual(['content-scripts/account-pill.js'])
    expect(sizes['whole package']).toHaveLength(9)
  } finally {
    rmSync(build, { recursive: true, force: true })
  }
})
