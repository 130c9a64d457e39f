/**
 * `npm test`: every check there is, each named, timed and with a deadline; the last line counts them. Plain Node, as it
 * installs the packages first.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { findBrowser, findFirefox, noBrowser, noFirefox } from './find-browser.mjs'
import { installNpm, installSystem, trytonPackages } from './install.mjs'
import { must, run, seconds, steps, stopOnSignals } from './steps.mjs'

process.chdir(dirname(import.meta.dirname))
stopOnSignals()

const minute = 60_000
const start = Date.now()
/** The whole should end within 15 minutes, and on a busy machine ends within 40; what comes late gets what is left. */
const within = ms => Math.max(1_000, Math.min(ms, start + 40 * minute - Date.now()))

const step = steps(process.stdout)
const count = { passed: 0, failed: 0 }
const failures = []
/** Tests that passed only by themselves, on a machine with less to do. */
const needed = []

console.log('Turfside: all checks')

/** A check counts as one test. */
async function check(name, work) {
  const { ok } = await step(name, work)
  if (ok) count.passed++
  else fail(name)
  return ok
}

function fail(name) {
  count.failed++
  failures.push(name)
}

const bin = name => join('node_modules', '.bin', name)
const program = (name, args, deadline = 2 * minute) => async () => {
  await must(bin(name), args, { deadlineMs: within(deadline) })
}
const script = (file, deadline = 2 * minute) => async () => {
  await must(process.execPath, [file], { deadlineMs: within(deadline) })
}

/** The deterministic simulation; its last line is told. */
const faults = args => async () => (await must(process.execPath, ['scripts/faults.mjs', ...args], { deadlineMs: within(8 * minute) })).trimEnd().split('\n').at(-1)

/**
 * Vitest's tests of one project, added to the count one by one. A file that does not load is one failure, and so is a test that was skipped.
 * With `alone`, files with a failure are run once more by themselves: what fails then as well has failed, what passes is told to have needed it.
 */
async function tests(project, deadline, { alone = false } = {}) {
  await step(`${project} tests`, async () => {
    const first = await vitest(project, deadline)
    let results = first.results
    const failing = results.filter(failedIn)
    if (alone && !first.late && failing.length > 0) {
      console.log(`\nRun again, alone: ${failing.map(({ name }) => name.split('/').at(-1)).join(', ')}`)
      const second = await vitest(project, deadline, ['--no-file-parallelism', ...failing.map(({ name }) => name)])
      for (const file of failing) {
        const again = second.results.find(({ name }) => name === file.name)
        if (!again) continue
        results = results.map(result => (result === file ? again : result))
        for (const { status, fullName } of file.assertionResults) {
          if (status === 'failed' && again.assertionResults.some(test => test.fullName === fullName && test.status === 'passed')) needed.push(`${project}: ${fullName}`)
        }
      }
    }
    const { passed, failed } = add(results, project)
    const problem = first.late ? 'not done in time' : first.code !== 0 && failing.length === 0 && failed === 0 ? `vitest ended with ${first.code}` : passed + failed === 0 ? 'there are none' : null
    if (problem) fail(`${project} tests: ${problem}`)
    if (problem || failed > 0) throw Object.assign(new Error(project), { output: `${passed} passed, ${failed} failed${problem ? `; ${problem}` : ''}` })
    return `${passed} passed`
  })
}

async function vitest(project, deadline, more = []) {
  const folder = mkdtempSync(join(tmpdir(), 'turfside-test-'))
  const report = join(folder, 'report.json')
  try {
    const args = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...more]
    const { code, late } = await run(bin('vitest'), args, { deadlineMs: within(deadline), live: process.stdout })
    return { code, late, results: existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')).testResults : [] }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const failedIn = ({ status, assertionResults }) => status === 'failed' || assertionResults.some(test => test.status === 'failed')

function add(results, project) {
  let passed = 0
  let failed = 0
  for (const file of results) {
    const tests = file.assertionResults
    const wrong = tests.filter(({ status }) => status !== 'passed').map(({ fullName, status }) => `${project}: ${fullName}${status === 'failed' ? '' : ` (${status})`}`)
    if (file.status === 'failed' && !tests.some(({ status }) => status === 'failed')) wrong.push(`${project}: ${file.name} did not run to its end: ${file.message}`)
    for (const name of wrong) fail(name)
    failed += wrong.length
    passed += tests.filter(({ status }) => status === 'passed').length
  }
  count.passed += passed
  return { passed, failed }
}

const browserElsewhere = () => {
  const found = [findBrowser(), findFirefox()]
  if (!found[0]) throw new Error(noBrowser)
  if (!found[1]) throw new Error(noFirefox)
  return `found ${found.join(' and ')}`
}
const trytonElsewhere = () => {
  throw new Error(`The tests against a real Tryton need Debian's packages ${trytonPackages.join(', ')}.`)
}

const ready = await check('npm packages', installNpm)
await check('browsers', () => installSystem(['chromium', 'firefox-esr'], browserElsewhere))
await check('Tryton', () => installSystem(trytonPackages, trytonElsewhere))

if (ready) {
  await check('geographic data', script('scripts/geo-data.mjs'))
  await check('WXT types', program('wxt', ['prepare']))
  await check('type check', program('tsc', ['--noEmit']))
  await check('import direction', script('scripts/check-imports.mjs'))
  await check('lint', program('oxlint', ['--deny-warnings']))
  await check('strings', script('scripts/check-strings.mjs'))
  await check('packages as pinned, under licences that we may build with', script('scripts/check-lock.mjs'))
  await step('npm audit, where its service answers', async () => (await run(process.execPath, ['scripts/audit.mjs'], { deadlineMs: within(minute / 2) })).output.trim())
  // Side by side, as each leaves a core idle at times.
  const [built] = await Promise.all([
    (async () => {
      const built = await check('production build', program('wxt', ['build'], 3 * minute))
      if (built) await check('sizes within budget.json', script('scripts/check-budget.mjs'))
      const forFirefox = await check('production build for Firefox', program('wxt', ['build', '-b', 'firefox', '--mv3'], 3 * minute))
      if (built && forFirefox) {
        await check('manifests as SECURITY.md explains them', script('scripts/check-manifest.mjs'))
        await check('licences of what ships', script('scripts/check-licences.mjs'))
      }
      await tests('contract', 10 * minute)
      return built
    })(),
    tests('unit', 12 * minute),
    (async () => {
      // As many as there is time for: 2,000 worlds are minutes, and all planted bugs more (npm run faults -- --plants).
      await check('faults: 150 simulated worlds', faults(['--rounds', '150', '--jobs', '1']))
      for (const plant of ['attempt-counted-late', 'gone-before-the-answer', 'anybody-sends']) await check(`faults: the planted bug ${plant} is found`, faults(['--plant', plant, '--jobs', '1']))
    })(),
  ])
  if (built) await tests('e2e', 25 * minute, { alone: true })
  else fail('e2e tests: there is no build to test')
}

console.log(`\nAll of it took ${seconds(Date.now() - start)}${Date.now() - start > 15 * minute ? ', more than the 15 minutes that it should' : ''}.`)
for (const name of needed) console.log(`Passed only when run again, alone: ${name}`)
for (const failure of failures) console.log(`FAILED ${failure}`)
console.log(`${count.passed} passed, ${count.failed} failed`)
process.exitCode = count.failed > 0 ? 1 : 0
