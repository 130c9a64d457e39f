import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { startDemoOrg } from '../demo/server'
import { plainAccounts } from '../tests/e2e/world'
import { repsOf, sitDown } from './realBrowser'
import { judge, type Press, type Wrong } from './realLedger'
import { randomOf } from './realRandom'
import { arrivedIn, heal, play, type Disaster } from './realRound'
import { wireTo } from './realWire'

/** Rounds with the real thing: a real browser, the production build and the demo org, while one after another goes wrong. */
export interface RealOptions {
  readonly rounds: number
  readonly seed: number
  readonly without?: readonly Disaster[]
  /** Told after each round; with `trace`, also what happened in it. */
  readonly tell?: (line: string) => void
  readonly trace?: boolean
}

export interface RealResult extends Readonly<Record<Wrong, number>> {
  readonly rounds: number
  /** Touches that the panel said were logged. */
  readonly logged: number
  readonly seconds: number
  /** Of the rounds with a problem: what it was, and where its trace lies. */
  readonly failures: readonly string[]
}

/** How long touches may take to arrive when all is well again: the outbox asks again after five seconds and more. */
const patience = 90_000
const failures = fileURLToPath(new URL('../screenshots/failures', import.meta.url))

export async function runReal({ rounds, seed, without, tell = () => undefined, trace: traced = false }: RealOptions): Promise<RealResult> {
  const began = Date.now()
  const demo = await startDemoOrg({ accounts: 400 })
  const wire = await wireTo(demo.port)
  const profile = mkdtempSync(join(tmpdir(), 'turfside-faults-'))
  const presses: Press[] = []
  const wrong: Record<Wrong, number> = { lost: 0, duplicated: 0, misattributed: 0 }
  const failed: string[] = []
  let trace: string[] = []
  let since = Date.now()
  const note = (line: string) => {
    trace.push(`${String(Date.now() - since).padStart(6)} ms  ${line}`)
    if (traced) tell(trace.at(-1)!)
  }
  const accounts = plainAccounts(demo)
  const [first, second] = repsOf(demo)
  const reps = [first!, second!] as const
  let desk: Awaited<ReturnType<typeof sitDown>> | null = null
  try {
    desk = await sitDown({ demo, wire, profile, presses, note }, { rep: first!, account: accounts[0]! })
    const known = new Set<string>()
    for (let at = 0; at < rounds; at++) {
      trace = []
      since = Date.now()
      const round = { desk, demo, wire, reps, note, random: randomOf(seed + at), accounts: [0, 1, 2].map(i => accounts[(at * 3 + i) % accounts.length]!), ...(without ? { without } : {}) }
      const before = presses.filter(({ mark }) => mark !== null).length
      await play(round)
      const left = await heal(round, patience)
      const problems = judge(presses, arrivedIn(demo)).filter(problem => !known.has(`${problem.wrong} ${problem.mark}`))
      for (const problem of problems) {
        known.add(`${problem.wrong} ${problem.mark}`)
        wrong[problem.wrong]++
      }
      const unwell = [...problems.map(problem => `${problem.wrong} ${problem.mark}: ${problem.says}`), ...left]
      if (unwell.length > 0) failed.push(await evidence(seed + at, unwell))
      tell(`round ${at + 1} (seed ${seed + at}): ${presses.filter(({ mark }) => mark !== null).length - before} touches, ${((Date.now() - since) / 1000).toFixed(1)} s${unwell.length > 0 ? `; ${unwell.join('; ')}: ${failed.at(-1)}` : ''}`)
    }
  } catch (error) {
    note(String(error))
    if (desk) await evidence('stopped', [String(error)]).catch(() => undefined)
    throw error
  } finally {
    await desk?.close()
    await wire.cut()
    await demo.close()
    // A browser that was killed may write for some time still; what stays behind is no reason to hide how the rounds went.
    try {
      rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
    } catch (error) {
      console.error(`${profile} could not be removed: ${String(error)}`)
    }
  }
  return { rounds, logged: presses.filter(({ mark }) => mark !== null).length, ...wrong, seconds: (Date.now() - began) / 1000, failures: failed }

  async function evidence(name: number | string, lines: readonly string[]): Promise<string> {
    mkdirSync(failures, { recursive: true })
    const path = join(failures, `faults-real-${name}.trace.txt`)
    writeFileSync(path, [...trace, ...lines, ''].join('\n'))
    await desk!.world.saveEvidence(`faults-real-${name}`)
    return path
  }
}

/** The line that the simulation prints as well. */
export const lineOf = ({ rounds, logged, lost, duplicated, misattributed, seconds }: RealResult): string =>
  `${rounds} rounds, ${logged} touches logged, ${lost} lost, ${duplicated} duplicated, ${misattributed} misattributed, ${seconds.toFixed(1)} seconds`

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({ options: { rounds: { type: 'string', default: '100' }, seed: { type: 'string', default: '1' }, without: { type: 'string', multiple: true, default: [] }, trace: { type: 'boolean', default: false } } })
  const number = (name: 'rounds' | 'seed'): number => {
    const n = Number(values[name])
    if (!Number.isInteger(n) || n < 1) throw new RangeError(`--${name} must be a whole number of 1 or more, got "${values[name]}"`)
    return n
  }
  const result = await runReal({ rounds: number('rounds'), seed: number('seed'), without: values.without as Disaster[], trace: values.trace, tell: line => console.error(line) })
  console.log(lineOf(result))
  for (const failure of result.failures) console.log(failure)
  process.exitCode = result.lost + result.duplicated + result.misattributed + result.failures.length > 0 ? 1 : 0
}
