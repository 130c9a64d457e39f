/** Holds the build to `budget.json`: gzipped bytes a part. A part without a budget, or a budget without a part, fails as well. */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { sizesOf } from './sizes.mjs'

/**
 * @param {{ name: string, bytes: number }[]} sizes
 * @param {Record<string, number>} budget
 * @returns {string[]} a sentence for each part that does not keep it
 */
export function beyond(sizes, budget) {
  const parts = new Set(sizes.map(({ name }) => name))
  return [
    ...sizes.flatMap(({ name, bytes }) => {
      if (budget[name] === undefined) return [`${name}: ${bytes} bytes gzipped, and budget.json does not know it`]
      return bytes > budget[name] ? [`${name}: ${bytes} bytes gzipped, ${bytes - budget[name]} over its budget of ${budget[name]}`] : []
    }),
    ...Object.keys(budget).filter(name => !parts.has(name)).map(name => `${name}: has a budget, but is no part of the build`),
  ]
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const root = dirname(import.meta.dirname)
  const sizes = sizesOf(join(root, '.output', 'chrome-mv3'))
  const problems = beyond(sizes, JSON.parse(readFileSync(join(root, 'budget.json'), 'utf8')))
  for (const problem of problems) console.error(problem)
  if (problems.length > 0) process.exitCode = 1
  else console.log(sizes.map(({ name, bytes }) => `${name} ${(bytes / 1000).toFixed(1)} kB`).join(', '))
}
