import { distanceKm } from '../geo/distance'
import type { Evidence, Part } from '../model/assessment'
import { toIso, type Day } from '../model/day'
import { add, exact, minorUnits, round, times, whole, type Exact } from '../model/money'
import type { Person } from '../model/plan'
import { because } from './evidence'
import { personBehind, userOf } from './people'
import type { Costing } from './costing'
import { touchesUnknown, type CountedTouch } from './touches'

const defaultDetour = 1.3

/**
 * For each visit: 2 × distance from the base of the rep who made it × detour × cost per km, or the plan's fixed cost a visit. The distance is
 * the great circle on a sphere of 6,371.0088 km. No base or no place for any visit: missing.
 */
export function travelPart(costing: Costing): Part {
  const { plan, snapshot, period } = costing
  const unknown = touchesUnknown(snapshot, period.from)
  if (unknown) return missing(unknown)
  const visits = costing.touches.filter(({ type }) => type === 'visit')
  if (visits.length === 0) return { amount: 0, estimated: false, evidence: [because('noVisits', { from: { day: toIso(period.from) }, to: { day: toIso(period.to) } })] }
  const travel = plan.profitability?.travel
  if (!travel) return missing(because('noTravelCost', {}))
  return 'perVisit' in travel ? fixedCost(costing, visits, travel.perVisit) : byDistance(costing, visits, travel)
}

const missing = (...evidence: Evidence[]): Part => ({ amount: null, estimated: false, evidence })

function fixedCost({ plan, into }: Costing, visits: readonly CountedTouch[], perVisit: number | string): Part {
  const cost = times(exact(perVisit)!, minorUnits(into.currency))
  let sum: Exact = whole(0)
  for (const [rate, count] of countBy(visits, ({ day }) => into.rate(plan.currency, day), rateKey)) {
    if (!rate) return missing(because('noRate', { name: null, amount: String(perVisit), currency: plan.currency }))
    sum = add(sum, times(times(cost, rate), whole(count)))
  }
  const amount = round(sum)
  return { amount, estimated: false, evidence: [because('travelFixed', { count: visits.length, amount: { minor: amount, currency: into.currency } })] }
}

function byDistance(costing: Costing, visits: readonly CountedTouch[], travel: { perKm: number | string; detour?: number | string | undefined }): Part {
  const { snapshot, plan, prepared, into } = costing
  const { place } = snapshot
  const unknown: Evidence[] = []
  if (!place) unknown.push(placeMissing(costing))
  const trips = new Map<Person, CountedTouch[]>()
  const strangers = new Map<string, number>()
  for (const visit of visits) {
    const user = userOf(snapshot, visit.userId)
    const rep = personBehind(snapshot, prepared, visit.userId)
    if (!rep) strangers.set(user?.name ?? visit.userId ?? '', (strangers.get(user?.name ?? visit.userId ?? '') ?? 0) + 1)
    else trips.set(rep, [...(trips.get(rep) ?? []), visit])
  }
  for (const [rep, count] of [...strangers].sort()) unknown.push(because('unknownRep', { rep, count }))
  const byName = [...trips].sort(([a], [b]) => (a.name < b.name ? -1 : 1))
  for (const [rep] of byName) if (!rep.base) unknown.push(because('noBase', { rep: rep.name }))
  if (unknown.length || !place) return missing(...unknown)

  const perKm = times(times(exact(travel.perKm)!, exact(travel.detour ?? defaultDetour)!), minorUnits(into.currency))
  const evidence: Evidence[] = []
  let sum: Exact = whole(0)
  for (const [rep, visited] of byName) {
    const km = distanceKm(rep.base!, place)
    const thereAndBack = times(times(exact(km)!, whole(2)), perKm)
    let ofRep: Exact = whole(0)
    for (const [rate, count] of countBy(visited, ({ day }) => into.rate(plan.currency, day), rateKey)) {
      if (!rate) return missing(because('noRate', { name: null, amount: String(travel.perKm), currency: plan.currency }))
      ofRep = add(ofRep, times(times(thereAndBack, rate), whole(count)))
    }
    sum = add(sum, ofRep)
    evidence.push(because('travelTrips', { count: visited.length, rep: rep.name, distance: { km }, amount: { minor: round(ofRep), currency: into.currency } }))
  }
  if (travel.detour === undefined) evidence.push(because('detourDefault', { factor: defaultDetour }))
  if (place.source === 'postalCode') evidence.push(because('placeFromPostalCode', { code: snapshot.area.postalCode, offBy: { km: place.offByKm } }))
  if (place.source === 'city') evidence.push(because('placeFromCity', { city: snapshot.account.address.city, offBy: { km: place.offByKm } }))
  return { amount: round(sum), estimated: travel.detour === undefined || place.source !== 'crm', evidence }
}

function placeMissing({ snapshot: { account, placeNote } }: Costing): Evidence {
  const { city, postalCode, country } = account.address
  if (placeNote === 'ambiguous') return because('placeAmbiguous', { city })
  if (placeNote === 'notFound') return because('placeNotFound', { address: [postalCode, city, country].filter(Boolean).join(' ') })
  return because('noPlace', {})
}

const rateKey = (rate: Exact | null): string => (rate ? `${rate.n}/${rate.d}` : '')

/** How many have each value. */
function countBy<T>(touches: readonly CountedTouch[], of: (touch: { day: Day }) => T, key: (value: T) => string): [T, number][] {
  const counts = new Map<string, [T, number]>()
  for (const touch of touches) {
    const value = of(touch)
    const known = counts.get(key(value))
    if (known) known[1]++
    else counts.set(key(value), [value, 1])
  }
  return [...counts.values()]
}
