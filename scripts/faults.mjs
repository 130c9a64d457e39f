/**
 * `npm run faults -- --real [--rounds 100] [--seed N]`: rounds with a real browser, the production build and the demo org, while one thing after another
 * goes wrong. The last line counts them; it ends with 0 only if nothing was lost, duplicated or misattributed. Steps go to standard error.
 */
import { dirname, join } from 'node:path'
import { isUpToDate } from './build-age.mjs'
import { findBrowser, noBrowser } from './find-browser.mjs'
import { installNpm, installSystem } from './install.mjs'
import { must, run, steps, stopAll, stopOnSignals } from './steps.mjs'

process.chdir(dirname(import.meta.dirname))
stopOnSignals()

const args = process.argv.slice(2)
const step = steps(process.stderr)

async function need(name, work) {
  const { ok } = await step(name, work)
  if (!ok) await stopAll(1)
}

const browserElsewhere = () => {
  const found = findBrowser()
  if (!found) throw new Error(noBrowser)
  return `found ${found}`
}

async function real() {
  await need('browser', () => (findBrowser() ? browserElsewhere() : installSystem(['chromium'], browserElsewhere)))
  await need('geographic data', async () => { await must(process.execPath, ['scripts/geo-data.mjs']) })
  await need('production build', async () => {
    if (isUpToDate('.')) return 'as built, nothing has changed since'
    await must(join('node_modules', '.bin', 'wxt'), ['build'])
  })
  return run(process.execPath, ['--import', 'tsx', 'faults/real.ts', ...args.filter(arg => arg !== '--real')], { live: process.stdout })
}

if (!args.includes('--real')) {
  console.error('npm run faults -- --real [--rounds 100] [--seed N]')
  process.exit(2)
}
await need('npm packages', installNpm)
const { code } = await real()
process.exit(code)
