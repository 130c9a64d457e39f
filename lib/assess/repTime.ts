import type { Evidence, Part } from '../model/assessment'
import { toIso } from '../model/day'
import { add, exact, minorUnits, one, ratio, round, Sum, times, whole, type Exact } from '../model/money'
import type { Person } from '../model/plan'
import type { TouchType } from '../model/snapshot'
import type { Costing } from './costing'
import { because } from './evidence'
import { sortFew } from './order'
import { inSeconds } from './terms'
import { strangersAmong } from './travel'
import { whyUnknown } from './touches'

/** The time of one rep. */
class RepTime {
  count = 0
  readonly seconds = new Sum()
  /** The same where each second weighs as much as the plan's currency did on its day; null: 1 on all days. */
  weighted: Sum | null = null

  constructor(readonly rep: Person, readonly cost: Exact, weighs: boolean) {
    if (weighs) this.weighted = new Sum()
  }
}

/** Each reason once. */
class Reasons {
  #byKey: Map<string, Evidence> | null = null

  add(key: string, reason: Evidence): void {
    this.#byKey ??= new Map()
    this.#byKey.set(key, reason)
  }

  get some(): boolean {
    return this.#byKey !== null
  }

  inOrder(): Evidence[] {
    return [...(this.#byKey ?? [])].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, reason]) => reason)
  }
}

/**
 * For each touch: its minutes × the rep's loaded hourly cost ÷ 60. Minutes are the CRM's, else the account's own for a visit, else the plan's
 * for the type. A rep whom the plan does not know, or touch without minutes: missing.
 */
export function repTimePart(costing: Costing): Part {
  const { snapshot, prepared: { plan, terms }, into, touches, period } = costing
  if (!costing.touchesKnown) return { amount: null, estimated: false, evidence: [whyUnknown(snapshot)] }
  if (touches.length === 0) return { amount: 0, estimated: false, evidence: [because('noTouches', { from: { day: toIso(period.from) }, to: { day: toIso(period.to) } })] }

  const visit = usualVisit(costing)
  const weighs = into.currency !== plan.currency
  const unknown = new Reasons()
  const stoodIn: Record<StandIn, number> = { account: 0, visit: 0, meeting: 0, call: 0, email: 0 }
  const reps: RepTime[] = []
  for (const touch of touches) {
    const rep = touch.who.person
    if (!rep) continue
    const seconds = touch.seconds ?? (touch.type === 'visit' && visit ? visit : terms.seconds[touch.type])
    if (seconds === null) {
      unknown.add(`minutes ${touch.type}`, because('noMinutes', { type: { type: touch.type } }))
      continue
    }
    let time = timeOf(rep, reps)
    if (!time) {
      const cost = terms.hourlyCost.get(rep)
      if (!cost) {
        unknown.add(`cost ${rep.name}`, because('noHourlyCost', { rep: rep.name }))
        continue
      }
      reps.push((time = new RepTime(rep, cost, weighs)))
    }
    const rate = weighs ? into.rate(plan.currency, touch.day) : one
    if (!rate) {
      unknown.add('rate', because('noRate', { name: null, amount: String(rep.hourlyCost), currency: plan.currency }))
      continue
    }
    if (touch.seconds === null) stoodIn[touch.type === 'visit' && visit ? 'account' : touch.type]++
    time.count++
    addTo(time.seconds, seconds)
    time.weighted?.add(times(typeof seconds === 'number' ? exact(seconds)! : seconds, rate))
  }
  const strangers = strangersAmong(touches)
  if (unknown.some || strangers.length) return { amount: null, estimated: false, evidence: [...unknown.inOrder(), ...strangers] }

  const perSecond = times(minorUnits(into.currency), ratio(1, 3600))
  let sum = whole(0)
  const evidence: Evidence[] = []
  for (const { rep, cost, seconds, weighted, count } of sortFew(reps, (a, b) => (a.rep.name < b.rep.name ? -1 : 1))) {
    const amount = times(times((weighted ?? seconds).total, cost), perSecond)
    sum = add(sum, amount)
    evidence.push(because('repTimeOf', { rep: rep.name, count, minutes: round(times(seconds.total, ratio(1, 60))), amount: { minor: round(amount), currency: into.currency } }))
  }
  const measured = evidence.length
  for (const name of standIns) if (stoodIn[name] > 0) evidence.push(standInReason(name, stoodIn[name], costing))
  return { amount: round(sum), estimated: evidence.length > measured, evidence }
}

function timeOf(rep: Person, reps: readonly RepTime[]): RepTime | undefined {
  for (const time of reps) if (time.rep === rep) return time
  return undefined
}

const addTo = (sum: Sum, seconds: number | Exact): void => {
  if (typeof seconds !== 'number') sum.add(seconds)
  else if (Number.isSafeInteger(seconds)) sum.addWhole(seconds)
  else sum.add(exact(seconds)!)
}

/** What stands in for a duration that the CRM does not know, in order: the account's own minutes of a visit, or the plan's of a type. */
const standIns = ['account', 'call', 'email', 'meeting', 'visit'] as const
type StandIn = (typeof standIns)[number]

/** How long a visit of this account takes, in seconds; null: no other than the plan says. */
function usualVisit({ snapshot: { account: { visitMinutes } } }: Costing): Exact | null {
  return visitMinutes !== null && visitMinutes > 0 ? inSeconds(visitMinutes) : null
}

function standInReason(name: StandIn, count: number, { snapshot, prepared: { plan } }: Costing): Evidence {
  if (name === 'account') return because('minutesFromAccount', { count, minutes: snapshot.account.visitMinutes })
  return because('minutesFromPlan', { type: { type: name satisfies TouchType }, count, minutes: plan.profitability?.minutes?.[name] ?? null })
}
