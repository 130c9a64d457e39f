import type { OutboxRow } from '../../lib/cache/db'
import type { Disk } from './disk'
import { hash } from './random'
import { judge, type Verdict } from './oracle'
import { People } from './people'
import { World } from './world'
import type { Evaluate } from './worker'

export interface Round extends Verdict {
  readonly seed: number
  readonly crashes: number
  readonly turns: number
  readonly trace: readonly string[]
  /** Of the trace: the same seed, the same number. */
  readonly hash: number
}

const minute = 60_000

/** Plays one world from its beginning until it is at rest, and judges it. */
export async function playRound(seed: number, evaluate: Evaluate, like: Disk | null, watches = false): Promise<Round> {
  const world = new World(seed, evaluate, like)
  world.watches = watches
  const people = new People(world)
  let verdict: Verdict
  try {
    const span = world.random.pick([20_000, 3 * minute, 30 * minute])
    people.plan(span, 6 + world.random.below(12))
    await world.run(span + minute)
    people.calm()
    await settle(world, people)
    verdict = judge(world, people.logged)
  } catch (error) {
    verdict = { logged: people.logged.length, lost: 0, duplicated: 0, misattributed: 0, wrong: [error instanceof Error ? (error.stack ?? error.message) : String(error)] }
  } finally {
    world.close()
  }
  const trace = [...world.trace, ...verdict.wrong.map(words => `WRONG: ${words}`)]
  return { ...verdict, seed, crashes: world.crashes, turns: world.loop.turns, trace, hash: hash(trace.filter((_, line) => !world.notes.has(line)).join('\n'), 7) }
}

/** A disk with the product's tables on it. */
export async function firstDisk(evaluate: Evaluate): Promise<Disk> {
  const world = new World(0, evaluate, null)
  try {
    void world.ask('drain').catch(() => {})
    await world.run(minute)
    return world.disk
  } finally {
    world.close()
  }
}

/** Each user comes once more and stays until nothing of theirs waits; some of what was refused is set right. */
async function settle(world: World, people: People): Promise<void> {
  const waits = new Set(world.disk.rows<OutboxRow>('outbox').map(({ space }) => space.split('|').at(-1)))
  const present = world.orgs[0]!.users.filter((user, i) => i === 0 || waits.has(user) || people.logged.some(({ users }) => users.has(user)))
  for (const user of present) {
    for (const org of world.orgs) world.signIn(org, user)
    void world.ask('wake').catch(() => {})
    await world.run(45 * minute)
    for (const touch of people.refused()) if (world.random.chance(0.5)) people.resend(touch, true)
    for (const touch of people.logged) {
      if (touch.undoing > 0 && !touch.undone && touch.users.size === 1 && touch.users.has(user) && world.random.chance(0.5)) people.takeBack(touch)
    }
    // A clock that was set back by hours makes what waits wait for so long.
    await world.run(360 * minute)
    // What is read at the end takes as long as all the rest.
    if (world.random.chance(0.5)) continue
    let at = 0
    for (const org of world.orgs) {
      const touched = new Set(people.logged.filter(touch => touch.org === org).map(({ accountId }) => org.standing(accountId)))
      for (const id of touched) world.loop.after((at += 2_000), () => void world.ask('refresh', { crm: 'salesforce', org: org.host, id }, 0, true).catch(() => {}), null)
    }
    await world.run(minute)
  }
}
