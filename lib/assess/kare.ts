import type { Evidence, KareFact, Money } from '../model/assessment'
import { fromIso, toIso, type Day } from '../model/day'
import { exact, times } from '../model/money'
import type { Bucket } from '../model/snapshot'
import { because } from './evidence'
import { fitOf } from './likeness'
import type { PreparedPlan } from './prepared'
import { median, signalsOf, type Standing } from './signals'
import { kareDefaults } from './terms'

/**
 * The KARE bucket: the first that holds of pinned by hand; no purchase ever (attain); marked former or lapsed (recapture); any
 * growth signal (expand); else keep. So it is always exactly one.
 */
export function kareOf(standing: Standing): KareFact {
  const { snapshot, prepared, sales, today } = standing
  const signals = signalsOf(standing)
  const lapse = lapseOf(prepared, sales.purchaseDays)
  const lastDay = sales.purchaseDays.at(-1)
  const { ids } = snapshot.account
  const pins = ids.some(id => prepared.terms.pinnedBuckets.has(id)) ? prepared.plan.kare!.pins!.filter(({ account }) => ids.includes(account)) : []
  const pin = pins.find(({ until }) => today <= fromIso(until)!)
  const expired: Evidence[] = pin ? [] : pins.map(({ reason, until }) => because('pinExpired', { reason, until: { day: until } }))

  const bought: Evidence[] = lastDay === undefined ? [] : [because('lastPurchase', { day: { day: toIso(lastDay) }, days: today - lastDay, limit: lapse.limit })]
  const lapsed = lastDay !== undefined && today - lastDay > lapse.limit
  const holding = signals.filter(({ state }) => state === 'holds')

  let bucket: Bucket
  let evidence: Evidence[]
  if (pin) {
    bucket = pin.bucket
    evidence = [because('pinned', { reason: pin.reason, until: { day: pin.until } }), ...bought]
  } else if (lastDay === undefined) {
    bucket = 'attain'
    evidence = [sales.hidden ? because('purchasesHidden', {}) : because('neverBought', {})]
  } else if (snapshot.account.former === true) {
    bucket = 'recapture'
    evidence = [because('markedFormer', {}), ...bought]
  } else if (lapsed) {
    bucket = 'recapture'
    evidence = [because('lapsed', { day: { day: toIso(lastDay) }, days: today - lastDay, limit: lapse.limit }), lapse.evidence]
  } else if (holding.length > 0) {
    bucket = 'expand'
    evidence = [...holding.map(signal => signal.evidence), ...bought, lapse.evidence]
  } else {
    bucket = 'keep'
    evidence = [because('noSignal', {}), ...bought, lapse.evidence]
  }

  const fit = bucket === 'attain' ? fitOf(snapshot, standing.others) : null
  if (bucket === 'attain') evidence.push(fit ? because('fit', { ...fit }) : because('fitUnknown', {}))
  return { bucket, pinned: pin !== undefined, evidence: [...evidence, ...expired], signals, moves: pin ? [] : movesFrom(bucket, standing, lapse.limit), fit }
}

/** L = max(lapseDays, lapseFactor × the median of days between distinct purchase days, if it has three or more). */
function lapseOf({ plan: { kare }, terms }: PreparedPlan, purchaseDays: readonly Day[]): { limit: number; evidence: Evidence } {
  const lapseDays = kare?.lapseDays ?? kareDefaults.lapseDays
  if (purchaseDays.length >= 3) {
    const gaps: Day[] = []
    for (let i = 1; i < purchaseDays.length; i++) gaps.push(purchaseDays[i]! - purchaseDays[i - 1]!)
    const gap = median(gaps)
    // Exactly: 4.35 × 100 days is 435, not a little less.
    const product = times(terms.lapseFactor, exact(gap)!)
    const limit = Number(product.n) / Number(product.d)
    if (limit > lapseDays) return { limit, evidence: because('lapseRhythm', { median: gap, factor: kare?.lapseFactor ?? kareDefaults.lapseFactor, limit }) }
  }
  return { limit: lapseDays, evidence: because('lapseDefault', { limit: lapseDays }) }
}

function movesFrom(bucket: Bucket, { prepared: { plan }, sales, today, into, lastYear, yearBefore, pipeline }: Standing, limit: number): Evidence[] {
  if (bucket === 'attain') return [because('moveFirstPurchase', {})]
  if (bucket === 'recapture') return [because('movePurchase', {})]
  const lapses = because('moveLapse', { day: { day: toIso(sales.purchaseDays.at(-1)! + Math.floor(limit) + 1) } })
  if (bucket === 'expand') return [because('moveSignalEnds', {}), lapses]

  const moves: Evidence[] = []
  const money = (minor: number): Money => ({ minor, currency: into.currency })
  const { minor: now } = lastYear
  const { minor: before } = yearBefore
  const { minor: open } = pipeline
  const firstDay = sales.purchaseDays[0]!
  if (now !== null && before !== null && before > 0 && today - firstDay > 365) {
    moves.push(because('moveGrowth', { amount: money(Math.ceil((1 + (plan.kare?.growth ?? kareDefaults.growth)) * before) - now) }))
  }
  if (now !== null && open !== null) moves.push(because('movePipeline', { amount: money(Math.max(1, Math.ceil((plan.kare?.pipeline ?? kareDefaults.pipeline) * now)) - open) }))
  return [...moves, lapses]
}
