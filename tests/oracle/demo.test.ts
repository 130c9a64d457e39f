import { describe, expect, it } from 'vitest'
import { examplePlan } from '../../demo/example'
import { assess, summarise } from '../../lib/assess/assess'
import type { Plan } from '../../lib/model/plan'
import type { Peer, Snapshot } from '../../lib/model/snapshot'
import { differences } from './differences'
import { expected } from './oracle'
import { readWholeOrg, type WholeOrg } from './wholeOrg'

/** The team's plan, and the same team with other habits. */
function habits(plan: Plan): Readonly<Record<string, Plan>> {
  return {
    'as the team has it': plan,
    'where precedence decides, revenue is a margin, and marketing is shared by campaign': {
      ...plan, overlaps: 'precedence',
      profitability: { ...plan.profitability, period: 'quarter', grossMargin: '0.335', marketing: { from: 'campaigns' } },
    },
    'from half the world away, by the week, with its year from April': {
      ...plan, timeZone: 'Pacific/Kiritimati',
      calendar: { ...plan.calendar, firstDayOfWeek: 'sun', fiscalYearStart: 4 },
      profitability: { ...plan.profitability, period: 'year', marketing: { from: 'flat', yearly: true, amount: 500 } },
      rotations: (plan.rotations ?? []).map(rotation => ({ ...rotation, per: 'week' as const })),
      kare: { ...plan.kare, lapseDays: 120, lapseFactor: 1.1, growth: 0, pipeline: 0.1, wallet: 1 },
    },
  }
}

/** Every n-th account with all the others as its peers: twice over the accounts, as the cache has it once each was opened a second time. */
function withPeers(org: WholeOrg, plan: Plan, now: number, nth: number): Snapshot[] {
  const peers: Peer[] = org.snapshots.map(snapshot => summarise(snapshot, assess(snapshot, plan, now), plan, now))
  return org.snapshots.flatMap((snapshot, index) => (index % nth === 0 ? [{ ...snapshot, peers: peers.filter((_, other) => other !== index) }] : []))
}

/** Compares every n-th account, with all the others as its peers. */
function compare(org: WholeOrg, plan: Plan, now: number, nth = 1): { wrong: string[]; seen: Set<string> } {
  const wrong: string[] = []
  const seen = new Set<string>()
  for (const snapshot of withPeers(org, plan, now, nth)) {
    const answer = assess(snapshot, plan, now)
    wrong.push(...differences(answer, expected(snapshot, plan, now), snapshot).map(line => `${snapshot.account.ids[0]} ${line}`))
    seen.add(answer.territory.state).add(answer.kare.bucket).add(answer.nextTouch.state)
    if (answer.nextTouch.overdue) seen.add('overdue')
    if (answer.territory.ownerMismatch) seen.add('ownerMismatch')
  }
  return { wrong, seen }
}

describe('every account of the demo org, read through the adapter', () => {
  it('is told the same by the product and by the second calculation, to the cent and the day', async () => {
    const plan = examplePlan()
    const org = await readWholeOrg({ accounts: 2000, today: '2026-11-24' }, plan, 240_000)
    expect(org.snapshots.length).toBeGreaterThan(1900)
    for (const [habit, variant] of Object.entries(habits(plan))) {
      const { wrong, seen } = compare(org, variant, org.now, variant === plan ? 1 : 4)
      expect(wrong.slice(0, 20), `${wrong.length} differences ${habit}`).toEqual([])
      // A comparison in which nothing happens would agree on anything.
      if (variant === plan) expect([...seen]).toEqual(expect.arrayContaining(['assigned', 'overlap', 'unassigned', 'keep', 'attain', 'recapture', 'expand', 'due', 'overdue', 'ownerMismatch']))
    }
  }, 400_000)

  it('is so too where each amount has its own currency, and on days later', async () => {
    const plan = examplePlan()
    const org = await readWholeOrg({ accounts: 250, today: '2026-10-31', multiCurrency: true, seed: 7 }, plan, 120_000)
    expect(new Set(org.snapshots.map(s => s.account.currency)).size).toBeGreaterThan(1)
    for (const days of [0, 31, 62]) {
      const { wrong } = compare(org, plan, org.now + days * 86_400_000)
      expect(wrong.slice(0, 20), `${wrong.length} differences ${days} days on`).toEqual([])
    }
  }, 200_000)
})
