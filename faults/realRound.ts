import { setTimeout as pause } from 'node:timers/promises'
import type { Fault } from '../demo/faults'
import type { DemoOrg } from '../demo/server'
import { panelFor } from '../tests/browser/panel'
import type { Desk, Rep } from './realBrowser'
import { types } from './realHand'
import type { Arrived } from './realLedger'
import type { Random } from './realRandom'
import type { Wire } from './realWire'

export interface Round {
  readonly desk: Desk
  readonly demo: DemoOrg
  readonly wire: Wire
  readonly random: Random
  /** Two who share the browser. */
  readonly reps: readonly [Rep, Rep]
  /** Accounts of this round alone. */
  readonly accounts: readonly string[]
  /** What to have none of, such as `kill`. */
  readonly without?: readonly Disaster[]
  note(line: string): void
}

const disasters = ['stop worker', 'kill', 'wipe', 'cut', 'fault', 'slow', 'expire', 'sign out', 'other user', 'other user elsewhere'] as const
export type Disaster = (typeof disasters)[number]
/** How often each comes, of all of them. */
const weights: Readonly<Record<Disaster, number>> = { 'stop worker': 5, kill: 1, wipe: 1, cut: 4, fault: 8, slow: 4, expire: 1, 'sign out': 1, 'other user': 2, 'other user elsewhere': 1 }

/** What may go wrong with a request: before it is carried out, or only with its answer. */
const faultOf = (random: Random): Fault => ({
  kind: random.pick(['cut', 'cutBody', 'truncated', 'html', 'serverError', 'badGateway', 'unavailable', 'tooMany', 'limit', 'unauthorized']),
  times: random.whole(1, 2),
  after: random.chance(0.5),
  ...(random.chance(0.7) ? { path: random.pick(['/sobjects/', '/queryAll']) } : {}),
  retryAfter: 1,
})

/** Goes through a round: a person works on while one thing after another goes wrong. */
export async function play(round: Round): Promise<void> {
  const { desk, random, accounts, note } = round
  desk.hand.rest()
  let shown = accounts[0]!
  await desk.go(shown)
  for (let step = random.whole(4, 7); step > 0; step--) {
    const disaster = random.chance(0.65) ? random.weighted(disasters.filter(name => !round.without?.includes(name)), name => weights[name]) : null
    const at = random.whole(0, 250)
    const outcomes = await Promise.allSettled([
      work(),
      disaster && pause(at).then(() => {
        note(`after ${at} ms: ${disaster}`)
        return strike(disaster, round, shown)
      }),
    ])
    for (const { status, ...more } of outcomes) if (status === 'rejected') await excuse((more as PromiseRejectedResult).reason, disaster, note)
    await desk.start(shown)
    if (random.chance(0.4)) await round.wire.mend()
  }

  async function work(): Promise<void> {
    if (random.chance(0.5)) {
      shown = random.pick(accounts)
      note(`goes to ${shown}`)
      const moved = desk.go(shown)
      // A press may come while the page is still on its way.
      if (random.chance(0.6)) await moved
      else moved.catch(() => undefined)
      if (random.chance(0.5)) await desk.panel.waitForFunction((id: string) => document.querySelector('main')?.dataset.account === id && document.querySelector('button[data-log]'), { timeout: 1_500 }, shown).catch(() => undefined)
    }
    for (let presses = random.whole(1, 2); presses > 0; presses--) {
      const pressed = await desk.hand.press(random.pick(types), random.chance(0.2) ? 2 : 1)
      if (pressed && random.chance(0.7)) await desk.hand.answered(1_500)
      if (pressed && random.chance(0.2)) await desk.hand.undo()
    }
  }
}

/** What a browser that was killed, or that a page has left, cannot do any more is no failure; anything else is. */
async function excuse(reason: unknown, disaster: Disaster | null, note: (line: string) => void): Promise<void> {
  const said = String(reason)
  const gone = /Target closed|Session closed|detached|Connection closed|Protocol error|Execution context|ERR_(?:CONNECTION|ABORTED|EMPTY|NETWORK|INTERNET)|not clickable|not an Element|No node|net::/i.test(said)
  if (!gone) throw reason
  note(`${disaster ?? 'nothing'} came in between: ${said.split('\n')[0]}`)
}

async function strike(disaster: Disaster, { desk, demo, wire, random, reps, note }: Round, shown: string): Promise<void> {
  switch (disaster) {
    case 'stop worker':
      return void (await desk.stopWorker())
    case 'kill':
      return desk.kill()
    case 'wipe':
      return desk.wipe()
    case 'cut':
      return wire.cut()
    case 'fault': {
      const fault = faultOf(random)
      note(`fault ${JSON.stringify(fault)}`)
      return demo.faults.add(fault)
    }
    case 'slow':
      demo.faults.latencyMs = random.pick([0, 150, 400, 800])
      return
    case 'expire':
      return demo.faults.expireSessions()
    case 'sign out':
      return desk.signOut()
    default: {
      await wire.mend()
      const other = reps.find(({ id }) => !desk.users.includes(id)) ?? reps[0]
      await desk.signIn(other, disaster === 'other user elsewhere')
      return desk.go(shown)
    }
  }
}

/** All heals, and each user comes back until nothing of theirs waits. Answers what is not well after the deadline: what still waits, or that the panel does not show the page's account. */
export async function heal({ desk, demo, wire, reps, accounts, note }: Round, deadlineMs: number): Promise<readonly string[]> {
  const end = Date.now() + deadlineMs
  note('all is well again')
  demo.faults.clear()
  await wire.mend()
  await desk.start(accounts[0]!)
  await desk.hand.answered(3_000)
  const own = (waiting: Readonly<Record<string, number>>, { id }: Rep) => Object.entries(waiting).reduce((sum, [space, count]) => sum + (space.endsWith(`|${id}`) ? count : 0), 0)
  const account = accounts[0]!
  const comeBack = async (rep: Rep) => {
    await desk.signIn(rep)
    await desk.world.page.goto(desk.world.accountPage(account), { waitUntil: 'domcontentloaded' })
  }
  // Whoever is there already is last, and stays.
  const inOrder = [...reps].sort((a, b) => Number(desk.users.includes(a.id)) - Number(desk.users.includes(b.id)))
  for (const rep of inOrder) {
    const last = rep === inOrder.at(-1)
    if (own(await desk.waiting(), rep) === 0 && !last) continue
    note(`${rep.username} is back`)
    await comeBack(rep)
    while (own(await desk.waiting(), rep) > 0 && Date.now() < end) await pause(50)
  }
  note('nothing waits')
  // And the panel shows what the page does.
  const shown = await panelFor(desk.panel, account, Math.max(10_000, Math.min(30_000, end - Date.now()))).then(() => null, (error: Error) => error.message)
  note('quiet')
  const waiting = Object.entries(await desk.waiting()).map(([space, count]) => `${count} still waiting in ${space}`)
  return shown === null ? waiting : [...waiting, shown]
}

/** Every touch of ours in the org. */
export const arrivedIn = ({ org }: DemoOrg): Arrived[] => [...org.rows('Task'), ...org.rows('Event')].flatMap(row => {
  const mark = /turfside:\s*([0-9a-f-]{36})/i.exec(`${String(row.CallObject ?? '')} ${String(row.Description ?? '')}`)?.[1]
  if (mark === undefined || row.IsDeleted === true) return []
  const type = row.TaskSubtype === undefined ? (row.Location ? 'meeting' : 'visit') : String(row.TaskSubtype).toLowerCase()
  return [{ mark, type, account: String(row.WhatId), user: String(row.OwnerId) }]
})
