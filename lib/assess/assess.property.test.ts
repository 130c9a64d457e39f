import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { worlds, type World } from '../../tests/oracle/arbitraries'
import { fromIso, weekdayOf, weekdays } from '../model/day'
import { buckets, touchTypes, type Snapshot, type Touch } from '../model/snapshot'
import type { Plan } from '../model/plan'
import { assess, summarise } from './assess'
import { personBehind } from './people'
import { prepare } from './prepared'

const assessed = ({ snapshot, plan, now }: World) => assess(snapshot, plan, now)
/** With what is found only when it is asked for. */
const whole = (snapshot: Snapshot, plan: Plan, now: number) => {
  const assessment = assess(snapshot, plan, now)
  return { ...assessment, similar: assessment.similar }
}
const law = (holds: (world: World) => void) => () => fc.assert(fc.property(worlds, holds), { numRuns: 250 })

describe('what always holds of an assessment', () => {
  it('the parts add up to net, to the cent', law(world => {
    const { revenue, travel, repTime, marketing, net, missing } = assessed(world).profitability
    if (revenue.amount === null) expect(net).toBeNull()
    else expect(net).toBe(revenue.amount - (travel.amount ?? 0) - (repTime.amount ?? 0) - (marketing.amount ?? 0))
    expect(missing).toEqual((['revenue', 'travel', 'repTime', 'marketing'] as const).filter(part => ({ revenue, travel, repTime, marketing })[part].amount === null))
    for (const part of [revenue, travel, repTime, marketing]) expect(part.amount === null || Number.isSafeInteger(part.amount)).toBe(true)
  }))

  it('a part that is missing says why', law(world => {
    const fact = assessed(world).profitability
    for (const name of fact.missing) expect(fact[name].evidence.length).toBeGreaterThan(0)
  }))

  it('exactly one KARE bucket, with a reason', law(world => {
    const { kare } = assessed(world)
    expect(buckets.filter(bucket => bucket === kare.bucket)).toHaveLength(1)
    expect(kare.evidence.length).toBeGreaterThan(0)
  }))

  it('remaining is never negative, and is what is planned less what is done', law(world => {
    const { planned, done, remaining } = assessed(world).nextTouch
    for (const type of touchTypes) expect(remaining[type]).toBe(Math.max(0, planned[type] - done[type]))
  }))

  it('no due date on a day off, nor outside its period', law(world => {
    const { nextTouch } = assessed(world)
    const { plan, snapshot } = world
    const owner = personBehind(snapshot, prepare(plan), nextTouch.rep?.id ?? null)
    for (const due of [nextTouch.due, nextTouch.upcoming?.due]) {
      if (!due) continue
      const day = fromIso(due)!
      expect(plan.calendar.workingDays).toContain(weekdays[weekdayOf(day)])
      expect((plan.calendar.holidays ?? []).map(holiday => holiday.day)).not.toContain(due)
      expect((owner?.leave ?? []).some(leave => leave.from <= due && due <= leave.to)).toBe(false)
    }
    if (nextTouch.due) expect(nextTouch.due >= nextTouch.period!.from && nextTouch.due <= nextTouch.period!.to).toBe(true)
    if (nextTouch.upcoming) expect(nextTouch.upcoming.due > nextTouch.period!.to).toBe(true)
  }))

  it('one more counted touch never makes the next touch of its type earlier', () => {
    fc.assert(fc.property(worlds, fc.constantFrom(...touchTypes), fc.integer({ min: 0, max: 60 * 24 * 60 }), ({ snapshot, plan, now }, type, minutesAgo) => {
      const team = snapshot.users.find(user => prepare(plan).personOf(user))
      fc.pre(team !== undefined)
      const touch: Touch = {
        id: 'one more', type, userId: team!.ids[0]!, completed: true, day: null, start: now - minutesAgo * 60_000, completedAt: null, createdAt: null,
        seconds: null, where: null, subject: null, mark: 'one more',
      }
      const before = assess(snapshot, plan, now).nextTouch
      const after = assess({ ...snapshot, touches: [...snapshot.touches, touch] }, plan, now).nextTouch
      expect(after.done[type]).toBeGreaterThanOrEqual(before.done[type])
      expect(after.remaining[type]).toBeLessThanOrEqual(before.remaining[type])
      if (before.due && after.due && before.type === type && after.type === type) expect(after.due >= before.due).toBe(true)
      if (before.due && after.due) expect(after.due >= before.due).toBe(true)
    }), { numRuns: 250 })
  })

  it('the order of activities, deals, users, peers, rules and keys never changes the answer', () => {
    fc.assert(fc.property(worlds, fc.integer(), ({ snapshot, plan, now }, seed) => {
      expect(whole(shuffledSnapshot(snapshot, seed), shuffledPlan(plan, seed), now)).toEqual(whole(snapshot, plan, now))
    }), { numRuns: 250 })
  })

  it('adding a territory never removes the claim of another', () => {
    fc.assert(fc.property(worlds, ({ snapshot, plan, now }) => {
      const all = { id: 'everywhere', name: 'Everywhere', reps: [plan.reps[0]?.id ?? plan.reps[0]?.email ?? 'x'], include: [{ account: snapshot.account.ids[0]! }] }
      const before = assess(snapshot, { ...plan, overlaps: 'stand' }, now).territory
      const after = assess(snapshot, { ...plan, overlaps: 'stand', territories: [...plan.territories, all] }, now).territory
      const names = after.claims.map(claim => claim.territory)
      for (const { territory } of before.claims) expect(names).toContain(territory)
      expect(after.claims).toHaveLength(before.claims.length + 1)
    }), { numRuns: 300 })
  })

  it('what is dated after now does not count, wherever the clock stands', law(({ snapshot, plan, now }) => {
    const future: Touch = { id: 'to come', type: 'call', userId: snapshot.users[0]?.ids[0] ?? null, completed: true, day: null, start: now + 1, completedAt: null, createdAt: null, seconds: 60, where: null, subject: null, mark: null }
    const deal = { id: 'to come', kind: 'deal' as const, name: 'To come', amount: { value: '1000000', currency: null }, state: 'won' as const, day: '2199-01-01', createdAt: null, products: null }
    expect(whole({ ...snapshot, touches: [...snapshot.touches, future], deals: [...snapshot.deals, deal] }, plan, now)).toEqual(whole(snapshot, plan, now))
  }))

  it('survives a trip through JSON, as the cache and messages make it', law(({ snapshot, plan, now }) => {
    const copy = JSON.parse(JSON.stringify({ snapshot, plan })) as { snapshot: Snapshot; plan: Plan }
    const answer = whole(copy.snapshot, copy.plan, now)
    expect(answer).toEqual(whole(snapshot, plan, now))
    expect(JSON.parse(JSON.stringify(answer))).toEqual(answer)
  }))

  it('the summary kept for the others agrees with the assessment', law(({ snapshot, plan, now }) => {
    const assessment = assess(snapshot, plan, now)
    const peer = summarise(snapshot, assessment, plan, now)
    expect(peer.bucket).toBe(assessment.kare.bucket)
    expect(peer.net).toBe(assessment.profitability.missing.length ? null : assessment.profitability.net)
    expect(peer.territories).toEqual(assessment.territory.claims.map(claim => claim.name))
  }))
})

/** A shuffle that the seed alone decides. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  let state = seed >>> 0 || 1
  const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32
  const copy = [...items]
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1))
    ;[copy[i], copy[j]] = [copy[j]!, copy[i]!]
  }
  return copy
}

const shuffledKeys = <T extends object>(object: T, seed: number): T => Object.fromEntries(shuffled(Object.entries(object), seed)) as T

function shuffledSnapshot(snapshot: Snapshot, seed: number): Snapshot {
  return shuffledKeys({
    ...snapshot, touches: shuffled(snapshot.touches, seed), deals: shuffled(snapshot.deals, seed), users: shuffled(snapshot.users, seed), peers: shuffled(snapshot.peers, seed),
    rates: shuffled(snapshot.rates, seed), campaigns: snapshot.campaigns && shuffled(snapshot.campaigns, seed), hidden: shuffled(snapshot.hidden, seed),
  }, seed)
}

function shuffledPlan(plan: Plan, seed: number): Plan {
  return shuffledKeys({
    ...plan,
    territories: shuffled(plan.territories.map(territory => shuffledKeys({
      ...territory,
      ...(territory.areas && { areas: shuffled(territory.areas, seed) }),
      ...(territory.segments && { segments: shuffled(territory.segments.map(segment => shuffledKeys(segment, seed)), seed) }),
      ...(territory.accountTypes && { accountTypes: shuffled(territory.accountTypes, seed) }),
    }, seed)), seed),
    ...(plan.rotations && { rotations: shuffled(plan.rotations, seed) }),
    ...(plan.managers && { managers: shuffled(plan.managers, seed) }),
    reps: shuffled(plan.reps, seed),
  }, seed)
}
