/** Installs what is missing and nothing else. Plain Node without packages, as it runs before `npm ci`. */
import { existsSync, readFileSync } from 'node:fs'
import { must, run } from './steps.mjs'

export { packages as trytonPackages } from '../demo/tryton/install.mjs'

const read = file => JSON.parse(readFileSync(file, 'utf8')).packages

/** Why node_modules does not hold what the lock asks for; null when it does. By content: a checkout changes times, not versions. */
export function npmLacks() {
  if (!existsSync('node_modules/.package-lock.json')) return 'node_modules is missing'
  const there = read('node_modules/.package-lock.json')
  for (const [path, wanted] of Object.entries(read('package-lock.json'))) {
    if (path === '') continue
    const found = there[path]
    if (!found ? !wanted.optional && !wanted.devOptional && !wanted.peer : found.version !== wanted.version) return `${path} ${wanted.version} is missing`
  }
  return null
}

/** Packages by `npm ci`, when node_modules is absent or differs from the lock. */
export async function installNpm() {
  const lacks = npmLacks()
  if (!lacks) return 'all there'
  // The npm that started us knows where it is; on a bare `node scripts/…` it is on the path.
  const npm = process.env.npm_execpath
  const args = ['ci', '--no-fund', '--no-audit']
  if (npm) await must(process.execPath, [npm, ...args], { deadlineMs: 300_000 })
  else await must('npm', args, { deadlineMs: 300_000 })
  return lacks
}

const onDebian = () => process.platform === 'linux' && existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'))

async function absent(packages) {
  const { output } = await run('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n', ...packages])
  const there = new Set(output.split('\n').filter(line => line.endsWith(' installed')).map(line => line.split(' ')[0]))
  return packages.filter(name => !there.has(name))
}

/**
 * System packages by apt-get on Debian as root. Elsewhere `otherwise()` says whether they are there in another way: it answers
 * a note, or throws a sentence that names what to install.
 */
export async function installSystem(packages, otherwise) {
  if (!onDebian()) return otherwise()
  const missing = await absent(packages)
  if (missing.length === 0) return 'all there'
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`
  if (process.getuid() !== 0) {
    try {
      return otherwise()
    } catch (error) {
      throw new Error(`${error.message} On this machine, as root: ${command}`)
    }
  }
  const options = { deadlineMs: 300_000, env: { DEBIAN_FRONTEND: 'noninteractive' } }
  const args = command.split(' ').slice(1)
  // The package lists may be missing or old, then one update makes the names known.
  const first = await run('apt-get', args, options)
  if (first.code !== 0) {
    await must('apt-get', ['update'], options)
    await must('apt-get', args, options)
  }
  return `installed ${missing.join(', ')}`
}
