import { readFileSync } from 'node:fs'
import { compileFunction } from 'node:vm'
import { firstDisk, playRound, type Round } from './round'
import type { Evaluate } from './worker'

/**
 * `node main.mjs PRODUCT SEED ROUNDS [--trace] [--until-wrong]`: plays rounds and prints each that is wrong, then the sums, as JSON lines.
 */
const [file = '', from = '1', count = '1', ...flags] = process.argv.slice(2)

const names = ['fetch', 'navigator', 'crypto', 'setTimeout', 'clearTimeout', 'setInterval', 'AbortController', 'AbortSignal', 'Response', 'Date', 'Intl', 'Math', 'console'] as const
const body = compileFunction(readFileSync(file, 'utf8'), ['require', 'module', 'exports', ...names], { filename: file }) as (...given: readonly unknown[]) => void
const evaluate: Evaluate = (globals, require) => {
  const module = { exports: {} }
  body(require, module, module.exports, ...names.map(name => globals[name]))
  return module.exports as ReturnType<Evaluate>
}

// Whoever looks at one round wants to know where an error came from; the others pay for it with a tenth of their time.
if (!flags.includes('--trace')) Error.stackTraceLimit = 0

let stray: string | null = null
process.on('unhandledRejection', error => { stray = error instanceof Error ? (error.stack ?? error.message) : String(error) })

const sums = { rounds: 0, logged: 0, lost: 0, duplicated: 0, misattributed: 0, wrong: 0, crashes: 0, turns: 0 }
const like = await firstDisk(evaluate)
for (let seed = Number(from), i = 0; i < Number(count); i++, seed++) {
  const round = await playRound(seed, evaluate, like, flags.includes('--trace'))
  await new Promise(resolve => setImmediate(resolve))
  const wrong = stray === null ? round.wrong : [...round.wrong, `a promise was rejected and nobody listened: ${stray as string}`]
  stray = null
  add(round, wrong.length)
  if (flags.includes('--trace')) process.stdout.write(`${round.trace.join('\n')}\n`)
  if (wrong.length > 0 || flags.includes('--hash')) print({ seed, hash: round.hash, wrong })
  if (wrong.length > 0 && flags.includes('--until-wrong')) break
}
print({ sums })

function add(round: Round, wrong: number): void {
  sums.rounds++
  sums.logged += round.logged
  sums.lost += round.lost
  sums.duplicated += round.duplicated
  sums.misattributed += round.misattributed
  sums.crashes += round.crashes
  sums.turns += round.turns
  if (wrong > 0) sums.wrong++
}

function print(line: unknown): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}
