// Makes sure that a real Tryton is on this machine. Plain Node, no packages: it runs before `npm install` has.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Debian's packages: the server, its web client, and the modules that the demo company uses. */
export const packages = [
  'tryton-server', 'tryton-sao', 'tryton-modules-party', 'tryton-modules-sale-opportunity', 'tryton-modules-sale',
  'tryton-modules-account-invoice', 'tryton-modules-country',
]

/** Where Debian puts the web client. */
export const webRoot = '/usr/share/tryton-sao/www'

const moduleFolder = '/usr/lib/python3/dist-packages/trytond/modules'
const neededModules = ['country', 'party', 'sale', 'sale_opportunity', 'account_invoice']

/** @param {string} program */
function onPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some(folder => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      // Not in this folder: the next one may have it.
      return false
    }
  })
}

/** What of Tryton this machine lacks; empty when it can start. */
export function missingTryton() {
  const missing = ['trytond', 'trytond-admin'].filter(program => !onPath(program))
  if (!existsSync(join(webRoot, 'index.html'))) missing.push('tryton-sao')
  for (const name of neededModules) if (!existsSync(join(moduleFolder, name))) missing.push(`tryton-modules-${name.replaceAll('_', '-')}`)
  return missing
}

/**
 * Installs Debian's Tryton where it is missing and may be installed. Throws one sentence that says what to install where it may not.
 *
 * @param {(line: string) => void} say
 */
export function ensureTryton(say = () => {}) {
  const missing = missingTryton()
  if (missing.length === 0) return
  const byHand = `Tryton is not installed (missing: ${missing.join(', ')}). On Debian 12 run: sudo apt-get install --no-install-recommends ${packages.join(' ')}`
  if (process.getuid?.() !== 0 || !onPath('apt-get')) throw new Error(byHand)

  say(`Installing Tryton from Debian (${missing.join(', ')} missing) …`)
  const started = Date.now()
  const install = () => apt(['install', '-y', '--no-install-recommends', ...packages])
  let result = install()
  // A bare machine has no package lists yet.
  if (!result.ok) {
    apt(['update'])
    result = install()
  }
  const still = missingTryton()
  if (still.length > 0) throw new Error(`${byHand}\napt-get said: ${result.said || 'nothing'}`)
  say(`Tryton installed in ${((Date.now() - started) / 1000).toFixed(1)} s`)
}

/** @param {string[]} args */
function apt(args) {
  const run = spawnSync('apt-get', args, { encoding: 'utf8', timeout: 300_000, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
  return { ok: run.status === 0, said: (run.stderr || run.error?.message || '').trim().split('\n').slice(-3).join(' ') }
}
