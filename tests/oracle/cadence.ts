import type { Person, Plan, Rotation, Territory } from '../../lib/model/plan'
import type { Snapshot, TouchType } from '../../lib/model/snapshot'
import { dayOfMoment, daysOf, periodAround, plusDays, weekday, within, type Span } from './days'
import { atLeast, decimal, fromMinor } from './money'
import { profitPeriod, revenueWithin, touchesKnown, type ExpectedProfitability } from './profitability'
import { names, personOf, repsOf } from './team'
import { standing } from './territory'
import { touchesThatCount, type Counted } from './touches'

const types = ['visit', 'meeting', 'call', 'email'] as const
type Counts = Readonly<Record<TouchType, number>>
const each = (count: (type: TouchType) => number): Counts => ({ visit: count('visit'), meeting: count('meeting'), call: count('call'), email: count('email') })

export interface ExpectedNextTouch {
  readonly priority: string | null
  readonly hasRotation: boolean
  /** False: the period has no working day, so nothing is due whatever is planned. */
  readonly hasWorkingDays: boolean
  readonly period: Span | null
  readonly type: TouchType | null
  readonly due: string | null
  readonly overdue: boolean
  readonly planned: Counts
  readonly done: Counts
  readonly remaining: Counts
  /** Set where fewer working days are left than the period has. */
  readonly prorated: { readonly day: string; readonly left: number; readonly of: number } | null
  readonly missed: { readonly count: number; readonly of: number }
  readonly upcoming: { readonly type: TouchType; readonly due: string } | null
}

const plain = (text: string): string => text.trim().toLowerCase()

/**
 * A value of the mapped field is the account's priority, also where no rotation plan is for it: the plan's rules are asked only where
 * the field is empty. Revenue is made in the plan's currency, each amount with the rate of its date. A rank is that of a whole net among
 * whole nets: one that lacks a part would be ranked as if the part were 0.
 */
function priorityOf(snapshot: Snapshot, plan: Plan, profit: ExpectedProfitability, today: string): string | null {
  const { account } = snapshot
  const pin = plan.priorities?.pins?.find(p => account.ids.includes(p.account))
  if (pin) return pin.priority
  if (account.priority !== null && account.priority.trim() !== '') return account.priority.trim()
  for (const rule of plan.priorities?.rules ?? []) {
    if ('otherwise' in rule) return rule.priority
    if ('revenueAtLeast' in rule) {
      const revenue = revenueWithin(profitPeriod(plan, today), snapshot, plan, plan.currency)
      if (revenue !== null && atLeast(fromMinor(revenue, plan.currency), decimal(rule.revenueAtLeast))) return rule.priority
    } else if (profit.net !== null && profit.missing.length === 0) {
      const better = snapshot.peers.filter(p => !account.ids.includes(p.id) && p.currency === profit.currency && p.net !== null && p.net > profit.net!)
      if (1 + better.length <= rule.netRankAtMost) return rule.priority
    }
  }
  return null
}

/** The rep whose working days count, and the claim by which. A rep whom the plan does not know has no leave. */
function owning(snapshot: Snapshot, plan: Plan, today: string): { rep: Person | null; claim: Territory | null } {
  const claims = standing(snapshot, plan, today)
  const owner = snapshot.account.ownerId
  const ofOwner = owner === null ? undefined : claims.find(t => names(t, owner, snapshot, plan))
  const first = claims[0]
  if (ofOwner || !first) return { rep: personOf(owner, snapshot, plan), claim: ofOwner ?? null }
  return { rep: repsOf(first, plan)[0] ?? null, claim: first }
}

function workingDays(span: Span, rep: Person | null, plan: Plan): string[] {
  return daysOf(span).filter(day => plan.calendar.workingDays.includes(weekday(day))
    && !(plan.calendar.holidays ?? []).some(h => h.day === day)
    && !(rep?.leave ?? []).some(leave => within(day, leave)))
}

/** What is planned in a period, and the working days over which it is spread. */
function planFor(rotation: Rotation, span: Span, cameIn: string | null, rep: Person | null, plan: Plan): { counts: Counts; days: string[]; all: number } {
  const all = workingDays(span, rep, plan)
  if (cameIn === null || !within(cameIn, span)) return { counts: each(type => rotation[type] ?? 0), days: all, all: all.length }
  const days = all.filter(day => day >= cameIn)
  const share = (n: number): number => (all.length === 0 ? 0 : Math.floor((2 * n * days.length + all.length) / (2 * all.length)))
  return { counts: each(type => share(rotation[type] ?? 0)), days, all: all.length }
}

/** The working day of the k-th of n, in a list of working days. */
const dueDay = (k: number, n: number, days: readonly string[]): string => days[Math.ceil((k * days.length) / n) - 1]!

function earliest(planned: Counts, done: Counts, days: readonly string[]): { type: TouchType; due: string } | null {
  let first: { type: TouchType; due: string } | null = null
  for (const type of types) {
    if (done[type] >= planned[type]) continue
    const due = dueDay(done[type] + 1, planned[type], days)
    if (first === null || due < first.due) first = { type, due }
  }
  return first
}

export function expectedNextTouch(snapshot: Snapshot, plan: Plan, profit: ExpectedProfitability, today: string, now: number): ExpectedNextTouch {
  const none = each(() => 0)
  const priority = priorityOf(snapshot, plan, profit, today)
  const rotation = priority === null ? undefined : plan.rotations?.find(r => plain(r.priority) === plain(priority))
  if (!rotation) {
    return { priority, hasRotation: false, hasWorkingDays: true, period: null, type: null, due: null, overdue: false, planned: none, done: none, remaining: none, prorated: null, missed: { count: 0, of: 0 }, upcoming: null }
  }
  const touches: Counted[] = touchesThatCount(snapshot, plan, now).filter(t => personOf(t.userId, snapshot, plan) !== null)
  const doneIn = (span: Span): Counts => each(type => touches.filter(t => t.type === type && within(t.day, span)).length)
  const { rep, claim } = owning(snapshot, plan, today)
  const created = snapshot.account.createdAt === null ? null : dayOfMoment(snapshot.account.createdAt, plan.timeZone)
  const cameIn = [created, claim?.from ?? null].filter(day => day !== null && day <= today).sort().at(-1) ?? null

  const period = periodAround(rotation.per, today, plan)
  const current = planFor(rotation, period, cameIn, rep, plan)
  const done = doneIn(period)
  // Where the touches of the period are not known, neither is what remains.
  const known = touchesKnown(period.from, snapshot)
  const next = current.all === 0 || !known ? null : earliest(current.counts, done, current.days)
  return {
    priority,
    hasRotation: true,
    hasWorkingDays: current.all > 0,
    period,
    type: next?.type ?? null,
    due: next?.due ?? null,
    overdue: next !== null && next.due < today,
    planned: current.counts,
    done,
    remaining: each(type => Math.max(0, current.counts[type] - done[type])),
    prorated: cameIn !== null && current.days.length < current.all ? { day: cameIn, left: current.days.length, of: current.all } : null,
    missed: missedBefore(period.from),
    upcoming: next === null && known ? upcomingAfter(period.to) : null,
  }

  function missedBefore(start: string): { count: number; of: number } {
    let [count, of] = [0, 0]
    let span = periodAround(rotation!.per, plusDays(start, -1), plan)
    for (let back = 0; back < 6; back++, span = periodAround(rotation!.per, plusDays(span.from, -1), plan)) {
      if ((cameIn !== null && span.to < cameIn) || !touchesKnown(span.from, snapshot)) continue
      const { counts, days } = planFor(rotation!, span, cameIn, rep, plan)
      // A period in which nothing was planned could not be missed.
      if (days.length === 0 || types.every(type => counts[type] === 0)) continue
      const did = doneIn(span)
      of++
      if (types.some(type => did[type] < counts[type])) count++
    }
    return { count, of }
  }

  function upcomingAfter(end: string): { type: TouchType; due: string } | null {
    let span = periodAround(rotation!.per, plusDays(end, 1), plan)
    for (let ahead = 0; ahead < 8; ahead++, span = periodAround(rotation!.per, plusDays(span.to, 1), plan)) {
      const { counts, days } = planFor(rotation!, span, cameIn, rep, plan)
      if (days.length > 0) return earliest(counts, none, days)
    }
    return null
  }
}
