import type { Evidence, Part } from '../model/assessment'
import { toIso } from '../model/day'
import { add, exact, minorUnits, round, times, whole, type Exact } from '../model/money'
import type { Person } from '../model/plan'
import type { TouchType } from '../model/snapshot'
import { because } from './evidence'
import { personBehind, userOf } from './people'
import type { Costing } from './costing'
import { touchesUnknown, type CountedTouch } from './touches'

interface RepTime {
  readonly rep: Person
  readonly cost: Exact
  seconds: Exact
  sum: Exact
  count: number
}

/**
 * For each touch: its minutes × the rep's loaded hourly cost ÷ 60. Minutes are the CRM's, else the account's own for a visit, else the plan's
 * for the type. A rep whom the plan does not know, or touch without minutes: missing.
 */
export function repTimePart(costing: Costing): Part {
  const { snapshot, plan, prepared, into, touches, period } = costing
  const notKnown = touchesUnknown(snapshot, period.from)
  if (notKnown) return { amount: null, estimated: false, evidence: [notKnown] }
  if (touches.length === 0) return { amount: 0, estimated: false, evidence: [because('noTouches', { from: { day: toIso(period.from) }, to: { day: toIso(period.to) } })] }

  const unknown = new Map<string, Evidence>()
  const strangers = new Map<string, number>()
  const stoodIn = new Map<string, { evidence: (count: number) => Evidence; count: number }>()
  const reps = new Map<Person, RepTime>()
  for (const touch of touches) {
    const user = userOf(snapshot, touch.userId)
    const rep = personBehind(snapshot, prepared, touch.userId)
    if (!rep) {
      const name = user?.name ?? touch.userId ?? ''
      strangers.set(name, (strangers.get(name) ?? 0) + 1)
      continue
    }
    const time = secondsOf(touch, costing)
    if (!time) {
      unknown.set(`minutes ${touch.type}`, because('noMinutes', { type: { type: touch.type } }))
      continue
    }
    if (rep.hourlyCost === undefined) {
      unknown.set(`cost ${rep.name}`, because('noHourlyCost', { rep: rep.name }))
      continue
    }
    const rate = into.rate(plan.currency, touch.day)
    if (!rate) {
      unknown.set('rate', because('noRate', { name: null, amount: String(rep.hourlyCost), currency: plan.currency }))
      continue
    }
    if (time.standIn) {
      const known = stoodIn.get(time.standIn.key)
      if (known) known.count++
      else stoodIn.set(time.standIn.key, { evidence: time.standIn.evidence, count: 1 })
    }
    let ofRep = reps.get(rep)
    if (!ofRep) reps.set(rep, (ofRep = { rep, cost: exact(rep.hourlyCost)!, seconds: whole(0), sum: whole(0), count: 0 }))
    ofRep.count++
    ofRep.seconds = add(ofRep.seconds, time.seconds)
    ofRep.sum = add(ofRep.sum, rate.n === rate.d ? time.seconds : times(time.seconds, rate))
  }
  for (const [rep, count] of strangers) unknown.set(`rep ${rep}`, because('unknownRep', { rep, count }))
  if (unknown.size) return { amount: null, estimated: false, evidence: inOrder(unknown) }

  const perSecond: Exact = { n: minorUnits(into.currency).n, d: 3600n }
  let sum: Exact = whole(0)
  const evidence: Evidence[] = []
  for (const { rep, cost, seconds, sum: weighted, count } of [...reps.values()].sort((a, b) => (a.rep.name < b.rep.name ? -1 : 1))) {
    const amount = times(times(weighted, cost), perSecond)
    sum = add(sum, amount)
    evidence.push(because('repTimeOf', { rep: rep.name, count, minutes: round(times(seconds, { n: 1n, d: 60n })), amount: { minor: round(amount), currency: into.currency } }))
  }
  for (const [, { evidence: of, count }] of [...stoodIn].sort(([a], [b]) => (a < b ? -1 : 1))) evidence.push(of(count))
  return { amount: round(sum), estimated: stoodIn.size > 0, evidence }
}

const inOrder = (reasons: ReadonlyMap<string, Evidence>): Evidence[] => [...reasons].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, evidence]) => evidence)

interface Time {
  readonly seconds: Exact
  readonly standIn: { readonly key: string; readonly evidence: (count: number) => Evidence } | null
}

function secondsOf(touch: CountedTouch, { snapshot, plan }: Costing): Time | null {
  if (touch.seconds !== null) return { seconds: Number.isInteger(touch.seconds) ? whole(touch.seconds) : exact(touch.seconds)!, standIn: null }
  const { visitMinutes } = snapshot.account
  if (touch.type === 'visit' && visitMinutes !== null && visitMinutes > 0) {
    return { seconds: inSeconds(visitMinutes), standIn: { key: 'account', evidence: count => because('minutesFromAccount', { count, minutes: visitMinutes }) } }
  }
  const minutes = plan.profitability?.minutes?.[touch.type]
  if (minutes === undefined) return null
  return { seconds: inSeconds(minutes), standIn: standIn(touch.type, minutes) }
}

const standIn = (type: TouchType, minutes: number) => ({ key: type, evidence: (count: number) => because('minutesFromPlan', { type: { type }, count, minutes }) })

const inSeconds = (minutes: number): Exact => times(exact(minutes)!, whole(60))
