/** Plays rounds of the deterministic simulation (`faults/sim`), and plants bugs in it to see that its oracle sees them. */
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { plants } from '../faults/sim/plants.mjs'
import { bundleProduct, bundleSimulation } from './faults-build.mjs'
import { run, seconds } from './steps.mjs'

/** A planted bug that this many rounds do not find is one that the oracle does not see. */
const mostRounds = 3_000
/** So many worlds are played twice, to see that a seed decides everything. */
const playedTwice = 10

async function inFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), 'turfside-faults-'))
  try {
    await bundleSimulation(folder)
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Answers the lines that the simulation printed; fails where it did not come to its end. */
async function play(folder, product, seed, rounds, flags = []) {
  const { code, output } = await run(process.execPath, ['--max-semi-space-size=32', join(folder, 'main.mjs'), product, String(seed), String(rounds), ...flags])
  if (code !== 0) throw Object.assign(new Error(`the simulation ended with ${code}`), { output })
  return output.split('\n').filter(line => line.startsWith('{')).map(line => JSON.parse(line))
}

/**
 * @param {{ seed: number, rounds: number, jobs?: number, trace?: boolean, print: (line: string) => void }} options `jobs`: processes side by side
 * @returns whether nothing was wrong
 */
export function simulate({ seed, rounds, jobs = cpus().length, trace = false, print }) {
  return inFolder(async folder => {
    const start = Date.now()
    const product = await bundleProduct(folder, null)
    if (trace) return printTrace(folder, product, seed, rounds, print)
    const share = Math.ceil(rounds / Math.min(jobs, rounds))
    const parts = []
    for (let from = seed; from < seed + rounds; from += share) parts.push(play(folder, product, from, Math.min(share, seed + rounds - from)))
    const lines = (await Promise.all(parts)).flat()
    const sums = {}
    for (const { sums: part = {} } of lines) for (const [name, value] of Object.entries(part)) sums[name] = (sums[name] ?? 0) + value
    const wrong = lines.filter(line => line.wrong?.length > 0).sort((a, b) => a.seed - b.seed)
    for (const { seed: at, wrong: words } of wrong.slice(0, 20)) print(`seed ${at}: ${words.join('; ')}`)
    if (wrong.length > 0) {
      print(`\nSeed ${wrong[0].seed}, as it went; again with: npm run faults -- --seed ${wrong[0].seed} --rounds 1 --trace`)
      await printTrace(folder, product, wrong[0].seed, 1, print)
    }
    const same = await repeats(folder, product, seed, Math.min(playedTwice, rounds))
    if (!same) print('A seed does not decide everything: two plays of one world differ.')
    print(`${sums.rounds} rounds, ${sums.logged} touches logged, ${sums.lost} lost, ${sums.duplicated} duplicated, ${sums.misattributed} misattributed, ${sums.wrong} rounds wrong; ${sums.crashes} crashes, ${seconds(Date.now() - start)}`)
    // Worlds in which hardly anything is logged prove nothing.
    if (sums.logged < sums.rounds) print('Hardly anything was logged: the worlds are empty.')
    return wrong.length === 0 && same && sums.logged >= sums.rounds
  })
}

async function printTrace(folder, product, seed, rounds, print) {
  const { output } = await run(process.execPath, [join(folder, 'main.mjs'), product, String(seed), String(rounds), '--trace'])
  print(output.trimEnd())
  return !output.includes('WRONG: ')
}

async function repeats(folder, product, seed, rounds) {
  const [first, second] = await Promise.all([1, 2].map(() => play(folder, product, seed, rounds, ['--hash'])))
  return JSON.stringify(first) === JSON.stringify(second)
}

/** Plants each bug, or the one of that name. Answers how many the simulation found, of how many, and after how many rounds each; prints as it goes. */
export function plantBugs({ name = null, seed, jobs = cpus().length, print }) {
  const picked = plants.filter(plant => name === null || plant.name === name)
  if (picked.length === 0) throw new Error(`No plant "${name}". There are: ${plants.map(plant => plant.name).join(', ')}.`)
  return inFolder(async folder => {
    const left = [...picked]
    let found = 0
    const work = async () => {
      for (let plant = left.shift(); plant; plant = left.shift()) {
        const product = await bundleProduct(folder, plant).catch(error => error.message)
        if (!product.endsWith('.cjs')) {
          print(`${plant.name}: NOT PLANTED, ${product}`)
          continue
        }
        const lines = await play(folder, product, seed, mostRounds, ['--until-wrong'])
        const { sums } = lines.at(-1)
        const wrong = lines.find(line => line.wrong?.length > 0)
        if (wrong) found++
        print(wrong ? `${plant.name}: found after ${sums.rounds} ${sums.rounds === 1 ? 'round' : 'rounds'}, ${wrong.wrong[0].split('\n')[0]}` : `${plant.name}: NOT FOUND in ${sums.rounds} rounds (${plant.says})`)
      }
    }
    await Promise.all(Array.from({ length: Math.min(jobs, picked.length) }, work))
    return { found, of: picked.length }
  })
}
