import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { sizesOf } from '../scripts/sizes.mjs'
import { productionBuild } from '../tests/browser/build'
import { tell } from './figure'

/** What the production build weighs, gzipped, each part beside the budget that `npm test` holds it to. */
const budget = JSON.parse(readFileSync(fileURLToPath(new URL('../budget.json', import.meta.url)), 'utf8')) as Record<string, number>
for (const { name, bytes, files } of sizesOf(productionBuild)) {
  const limit = budget[name]
  tell({
    group: 'size, gzipped', name, value: bytes / 1000, unit: 'kB', note: files.length <= 6 ? files.join(' ') : `${files.length} files`,
    ...(limit === undefined ? {} : { against: { what: 'budget', value: limit / 1000 } }),
  })
}
