/**
 * `npm start`: installs what is missing, builds the extension, and hands over to `walk/main.ts`. Plain Node, as it installs the
 * packages first. Steps go to standard error; standard output is for the walk's JSON lines.
 */
import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { findBrowser, noBrowser } from './find-browser.mjs'
import { isUpToDate } from './build-age.mjs'
import { installNpm, installSystem, trytonPackages } from './install.mjs'
import { hasDisplay, readOptions, usage } from './start-options.mjs'
import { keep, must, steps, stopAll, stopOnSignals } from './steps.mjs'

const say = text => process.stderr.write(`${text}\n`)

say('Turfside: the territory plan beside the account')

function options() {
  try {
    return readOptions(process.argv.slice(2))
  } catch (error) {
    say(`${error.message}\n\n${usage}`)
    process.exit(2)
  }
}

const asked = options()
if (asked.help) {
  say(usage)
  process.exit(0)
}
// Paths are the caller's, before this process moves to the project's root. npm has moved there already and says where it came from.
const plan = asked.plan === undefined ? undefined : resolve(process.env.INIT_CWD ?? process.cwd(), asked.plan)
if (plan !== undefined && !existsSync(plan)) {
  say(`The plan ${plan} is not there.`)
  process.exit(2)
}
process.chdir(dirname(import.meta.dirname))

/** A walk through given accounts or a given CRM ends by itself; it needs no window. */
const walks = asked.server !== null || asked.crm === 'tryton'
const display = hasDisplay()
if (!display && !asked.headless && !walks) {
  say('There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can open. Run it without one: npm start -- --headless')
  process.exit(2)
}
if (!display && !asked.headless) say('There is no display here: walking as with --headless.')

stopOnSignals()
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
const trytonElsewhere = () => {
  throw new Error(`A real Tryton needs Debian's packages ${trytonPackages.join(', ')}.`)
}
const minute = 60_000

await need('npm packages', installNpm)
// A browser that is there already, whichever, is good enough.
await need('browser', () => (findBrowser() ? browserElsewhere() : installSystem(['chromium'], browserElsewhere)))
if (asked.crm === 'tryton') await need('Tryton', () => installSystem(trytonPackages, trytonElsewhere))
await need('geographic data', async () => { await must(process.execPath, ['scripts/geo-data.mjs'], { deadlineMs: 2 * minute }) })
await need('extension', async () => {
  if (isUpToDate('.')) return 'as built, nothing has changed since'
  await must(join('node_modules', '.bin', 'wxt'), ['build'], { deadlineMs: 3 * minute })
  return 'built into .output/chrome-mv3'
})

// The channel tells the walk when this process is gone, however it went.
const walk = keep(process.execPath, ['--import', 'tsx', 'walk/main.ts', JSON.stringify({ ...asked, plan, headless: asked.headless || !display, startedBy: process.pid })], {
  stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
})
walk.once('error', error => {
  say(error.message)
  void stopAll(1)
})
walk.once('close', code => void stopAll(code ?? 1))
