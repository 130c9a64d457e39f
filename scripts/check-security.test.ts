import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const threats = [...readFileSync(join(root, 'SECURITY.md'), 'utf8').matchAll(/^\|.*\| `([\w./-]+\.test\.tsx?)`: (.+) \|$/gm)].map(([, file = '', name = '']) => ({ file, name }))

it('names a test for each threat', () => {
  const table = /^## Threats$([\s\S]*?)^\*\*/m.exec(readFileSync(join(root, 'SECURITY.md'), 'utf8'))?.[1] ?? ''
  const rows = table.split('\n').filter(line => line.startsWith('| ')).slice(2)
  expect(rows.length).toBeGreaterThan(12)
  expect(threats).toHaveLength(rows.length)
})

describe('the test that SECURITY.md names is there', () => {
  it.each(threats)('$file: $name', ({ file, name }) => {
    expect(existsSync(join(root, file)), file).toBe(true)
    const source = readFileSync(join(root, file), 'utf8')
    // As it stands in `it('…'` or at the end of `it.each(…)('…'`, and is neither skipped nor a title in a comment.
    expect(source.split('\n').some(line => /^\s*(?:it\(|it\.each|\]\)\()/.test(line) && line.includes(`('${name}'`)), name).toBe(true)
  })
})
