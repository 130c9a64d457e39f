import { writeSync } from 'node:fs'
import type { StartOptions } from '../scripts/start-options.mjs'
import { seconds, steps } from '../scripts/steps.mjs'
import { openWorld, type World } from '../tests/browser/world'
import { demoSite } from './demo'
import { logAndUndo } from './log-check'
import { siteAt } from './salesforce'
import type { Site } from './site'
import { visit } from './visit'

/** Started by `scripts/start.mjs` with its options as JSON: opens the browser on the CRM, then walks, or leaves it to the user. */
const options = JSON.parse(process.argv[2] ?? '{}') as StartOptions & { readonly startedBy?: number }

const step = steps(process.stderr)
const say = (text: string) => process.stderr.write(`${text}\n`)

let site: Site | null = null
let world: World | null = null
let ending: Promise<never> | null = null

/** Closes the browser and the CRM, whatever the reason, once. */
function end(code: number): Promise<never> {
  ending ??= (async () => {
    for (const open of [world, site]) {
      try {
        await open?.close()
      } catch (error) {
        say(error instanceof Error ? error.message : String(error))
      }
    }
    process.exit(code)
  })()
  return ending
}

for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]] as const) process.once(signal, () => void end(code))
// start.mjs is gone without having said so: with it everything it started goes, first in good order, then whoever is left of our group.
function orphaned(): void {
  process.once('exit', () => process.platform !== 'win32' && process.kill(-process.pid, 'SIGKILL'))
  void end(1)
}
process.once('disconnect', orphaned)
// It may have gone before this line was reached.
if (options.startedBy !== undefined && process.ppid !== options.startedBy) orphaned()

async function need(name: string, work: () => Promise<string | void>): Promise<void> {
  const done = await step(name, work)
  if (!done.ok) await end(1)
}

async function openSite(): Promise<Site> {
  if (options.server) return siteAt(options.server, options.plan!, options.accounts)
  if (options.crm === 'tryton') return (await import('./tryton')).trytonSite(options, say)
  return demoSite(options)
}

/** The JSON line, complete even when the reader is slow: nothing else goes to standard output. */
const print = (line: unknown) => writeSync(1, `${JSON.stringify(line)}\n`)

async function walk(open: World, at: Site): Promise<number> {
  const failures: string[] = []
  const read: string[] = []
  await step(`walk through ${at.accounts.length} accounts`, async () => {
    for (const id of at.accounts) {
      if (ending) return
      const start = Date.now()
      try {
        const seen = await visit(open, id, at.home)
        print(seen)
        read.push(id)
        say(`  ${read.length + failures.length}/${at.accounts.length} ${seen.name} in ${seconds(Date.now() - start)}`)
      } catch (error) {
        if (ending) return
        failures.push(error instanceof Error ? error.message : String(error))
        say(`  ${id} NOT READ: ${failures.at(-1)}`)
        await open.saveEvidence(`walk ${id}`).catch((trouble: unknown) => say(`  no picture of it either: ${String(trouble)}`))
      }
    }
  })
  const first = read[0]
  if ((!options.server || options.log) && first !== undefined) {
    const logged = await step(`log a call on ${first} and undo it`, async () => `${await logAndUndo(open, at, first)} was in the CRM, and is gone`)
    if (!logged.ok) failures.push('the touch')
  }
  say(failures.length === 0 ? `All ${read.length} accounts were read.` : `${read.length} accounts were read; ${failures.length} failures.`)
  return failures.length === 0 && read.length > 0 ? 0 : 1
}

await need(options.server ? 'server' : `${options.crm === 'tryton' ? 'Tryton' : 'demo'} org`, async () => {
  site = await openSite()
  return site.name
})
const at = site as unknown as Site
await need('browser', async () => {
  world = await openWorld({ ...at.world, headless: options.headless })
})
const open = world as unknown as World
await need('plan', async () => {
  await open.importPlan(at.plan)
  return at.plan
})
await need('sign in', () => at.signIn(open))

const onlyOpens = !options.headless && !options.server && options.crm !== 'tryton'
if (!onlyOpens) await end(await walk(open, at))

const first = at.accounts[0]
await need('account', async () => {
  if (first === undefined) throw new Error('There is no account to open')
  await open.openAccount(first)
})
say('The browser is open on an account. Ctrl-C here, or closing it, ends all.')
open.browser.once('disconnected', () => void end(0))
