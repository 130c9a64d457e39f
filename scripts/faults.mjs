/**
 * `npm run faults -- [--seed N] [--rounds M]`: rounds of the deterministic simulation; `--trace` prints all that happens in them; `--plants`, or `--plant NAME`,
 * plants a bug at a time and says after how many rounds it was found.
 *
 * `npm run faults -- --real [--rounds 100] [--seed N]`: rounds with a real browser, the production build and the demo org, while one thing after another
 * goes wrong. The last line counts them; it ends with 0 only if nothing was lost, duplicated or misattributed. Steps go to standard error.
 */
import { cpus } from 'node:os'
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

/** The value after a flag; the whole line is refused where it makes no sense. */
function valueOf(flag, otherwise) {
  const at = args.indexOf(flag)
  return at < 0 ? otherwise : (args[at + 1] ?? '')
}

const count = (flag, otherwise) => {
  const value = Number(valueOf(flag, otherwise))
  return Number.isSafeInteger(value) && value > 0 ? value : null
}

async function simulation() {
  const seed = count('--seed', 1)
  const rounds = count('--rounds', 2_000)
  const jobs = count('--jobs', cpus().length)
  const values = ['--seed', '--rounds', '--plant', '--jobs']
  const strange = args.find((arg, at) => ![...values, '--plants', '--trace'].includes(arg) && !values.includes(args[at - 1] ?? ''))
  if (seed === null || rounds === null || jobs === null || strange !== undefined) {
    console.error('npm run faults -- [--seed N] [--rounds M] [--jobs PROCESSES] [--trace | --plants | --plant NAME], or --real [--rounds M] [--seed N]')
    return 2
  }
  const { plantBugs, simulate } = await import('./faults-sim.mjs')
  const print = line => console.log(line)
  if (!args.includes('--plants') && !args.includes('--plant')) return (await simulate({ seed, rounds, jobs, trace: args.includes('--trace'), print })) ? 0 : 1
  const { found, of } = await plantBugs({ name: args.includes('--plant') ? valueOf('--plant', '') : null, seed, jobs, print })
  console.log(`${found} of ${of} planted bugs found`)
  return found === of ? 0 : 1
}

await need('npm packages', installNpm)
await stopAll(args.includes('--real') ? (await real()).code : await simulation())
