/**
 * `npm run bench`: installs what is missing, builds the extension, and prints its figures, each beside its limit or its peer in the
 * same run. `-- --json` prints JSON lines instead. `-- sizes assess` picks some. Steps go to standard error.
 */
import { cpus, loadavg } from 'node:os'
import { dirname, join } from 'node:path'
import { findBrowser, noBrowser } from './find-browser.mjs'
import { isUpToDate } from './build-age.mjs'
import { installNpm, installSystem } from './install.mjs'
import { must, steps, stopAll, stopOnSignals } from './steps.mjs'

process.chdir(dirname(import.meta.dirname))
stopOnSignals()

const minute = 60_000
const known = ['sizes', 'assess', 'panel', 'list', 'page', 'memory', 'book']
const args = process.argv.slice(2)
const json = args.includes('--json')
const picked = args.filter(arg => arg !== '--json')
const strange = picked.find(name => !known.includes(name))
if (strange !== undefined) {
  console.error(`npm run bench -- [--json] [${known.join('] [')}]; it does not know ${strange}.`)
  process.exit(2)
}

const step = steps(process.stderr)
let failed = false

async function need(name, work) {
  const { ok } = await step(name, work)
  if (!ok) await stopAll(1)
}

const browserElsewhere = () => {
  const found = findBrowser()
  if (!found) throw new Error(noBrowser)
  return `found ${found}`
}

await need('npm packages', installNpm)
await need('browser', () => (findBrowser() ? browserElsewhere() : installSystem(['chromium'], browserElsewhere)))
await need('geographic data', async () => { await must(process.execPath, ['scripts/geo-data.mjs'], { deadlineMs: 2 * minute }) })
await need('production build', async () => {
  if (isUpToDate('.')) return 'as built, nothing has changed since'
  await must(join('node_modules', '.bin', 'wxt'), ['build'], { deadlineMs: 3 * minute })
})

const number = value => (Number.isNaN(value) ? '?' : value.toLocaleString('en-US', { maximumFractionDigits: Math.abs(value) < 100 && !Number.isInteger(value) ? 1 : 0 }))
const ratio = value => `${value >= 10 ? value.toFixed(0) : value.toFixed(2)} ×`

function print(figures) {
  if (json) return figures.forEach(figure => console.log(JSON.stringify(figure)))
  const rows = figures.map(({ name, value, unit, against, note }) => [
    name, `${number(value)} ${unit}`, against ? ratio(value / against.value) : '', against ? `of ${against.what} ${number(against.value)} ${unit}`.trimEnd() : '', note ?? '',
  ])
  const widths = [0, 1, 2, 3].map(column => Math.max(...rows.map(row => row[column].length)))
  let group = null
  rows.forEach((row, at) => {
    if (figures[at].group !== group) console.log(`\n${(group = figures[at].group)}`)
    console.log(`  ${row[0].padEnd(widths[0])}  ${row[1].padStart(widths[1])}  ${row[2].padStart(widths[2])}  ${row[3].padEnd(widths[3])}  ${row[4]}`.trimEnd())
  })
}

const load = () => loadavg().map(value => value.toFixed(1)).join(' ')
const loadBefore = load()
const figures = []
for (const part of known.filter(name => picked.length === 0 || picked.includes(name))) {
  const { ok } = await step(part, async () => {
    const output = await must(process.execPath, ['--import', 'tsx', `bench/${part}.ts`], { deadlineMs: (part === 'book' ? 30 : 8) * minute })
    for (const line of output.split('\n')) if (line.startsWith('{"group"')) figures.push(JSON.parse(line))
  })
  failed ||= !ok
}
if (figures.length > 0) print(figures)
console.error(`\nNode ${process.version}, ${cpus().length} cores, load before ${loadBefore}, after ${load()}`)
process.exitCode = failed ? 1 : 0
