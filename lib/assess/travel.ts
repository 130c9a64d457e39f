import { distanceKm } from '../geo/distance'
import type { Evidence, Part } from '../model/assessment'
import { toIso } from '../model/day'
import { add, exact, minorUnits, nearest, round, times, whole, type Exact } from '../model/money'
import type { Person } from '../model/plan'
import { because } from './evidence'
import { byRate, type Costing } from './costing'
import { sortFew } from './order'
import { defaultDetour } from './terms'
import { whyUnknown, type CountedTouch } from './touches'

/**
 * For each visit: 2 × distance from the base of the rep who made it × detour × cost per km, or the plan's fixed cost a visit. The distance is
 * the great circle on a sphere of 6,371.0088 km. No base or no place for any visit: missing.
 */
export function travelPart(costing: Costing): Part {
  const { snapshot, prepared: { plan, terms }, period } = costing
  if (!costing.touchesKnown) return missing(whyUnknown(snapshot))
  const visits = costing.touches.filter(({ type }) => type === 'visit')
  if (visits.length === 0) return { amount: 0, estimated: false, evidence: [because('noVisits', { from: { day: toIso(period.from) }, to: { day: toIso(period.to) } })] }
  const travel = plan.profitability?.travel
  if (!travel) return missing(because('noTravelCost', {}))
  return 'perVisit' in travel ? fixedCost(costing, visits, travel.perVisit) : byDistance(costing, visits, terms.perKm!, travel)
}

const missing = (...evidence: Evidence[]): Part => ({ amount: null, estimated: false, evidence })

function fixedCost(costing: Costing, visits: readonly CountedTouch[], perVisit: number | string): Part {
  const { prepared: { plan, terms }, into } = costing
  const cost = times(terms.perVisit!, minorUnits(into.currency))
  let sum: Exact = whole(0)
  for (const { rate, count } of byRate(costing, visits)) {
    if (!rate) return missing(because('noRate', { name: null, amount: String(perVisit), currency: plan.currency }))
    sum = add(sum, times(times(cost, rate), whole(count)))
  }
  const amount = round(sum)
  return { amount, estimated: false, evidence: [because('travelFixed', { count: visits.length, amount: { minor: amount, currency: into.currency } })] }
}

function byDistance(costing: Costing, visits: readonly CountedTouch[], perKm: Exact, travel: { perKm: number | string; detour?: number | string | undefined }): Part {
  const { snapshot, prepared: { plan }, into } = costing
  const { place } = snapshot
  const byRep = visitsByRep(visits)
  const unknown: Evidence[] = []
  if (!place) unknown.push(placeMissing(costing))
  unknown.push(...strangersAmong(visits))
  for (const { rep } of byRep) if (!rep.base) unknown.push(because('noBase', { rep: rep.name }))
  if (unknown.length || !place) return missing(...unknown)

  const perMinor = times(perKm, minorUnits(into.currency))
  const trips: Trips[] = []
  const evidence: Evidence[] = []
  for (const { rep, visited } of byRep) {
    const km = distanceKm(rep.base!, place)
    const first = trips.length
    for (const { rate, count } of byRate(costing, visited)) {
      if (!rate) return missing(because('noRate', { name: null, amount: String(travel.perKm), currency: plan.currency }))
      trips.push({ km, count, cost: times(perMinor, rate) })
    }
    evidence.push(because('travelTrips', { count: visited.length, rep: rep.name, distance: { km }, amount: { minor: costOf(trips.slice(first)), currency: into.currency } }))
  }
  if (travel.detour === undefined) evidence.push(because('detourDefault', { factor: defaultDetour }))
  if (place.source === 'postalCode') evidence.push(because('placeFromPostalCode', { code: snapshot.area.postalCode, offBy: { km: place.offByKm } }))
  if (place.source === 'city') evidence.push(because('placeFromCity', { city: snapshot.account.address.city, offBy: { km: place.offByKm } }))
  return { amount: costOf(trips), estimated: travel.detour === undefined || place.source !== 'crm', evidence }
}

/** So many trips of one length, there and back, each kilometre at a cost in minor units. */
interface Trips {
  readonly km: number
  readonly count: number
  readonly cost: Exact
}

/** Rounded once. A distance has many digits: they are multiplied out only where floating point leaves the cent open. */
function costOf(trips: readonly Trips[]): number {
  let about = 0
  for (const { km, count, cost } of trips) about += 2 * km * count * (Number(cost.n) / Number(cost.d))
  const sure = nearest(about)
  if (sure !== null) return sure
  let sum = whole(0)
  for (const { km, count, cost } of trips) sum = add(sum, times(times(exact(km)!, whole(2 * count)), cost))
  return round(sum)
}

/** By name of the rep; those of strangers to the plan left out. */
function visitsByRep(visits: readonly CountedTouch[]): readonly { readonly rep: Person; readonly visited: CountedTouch[] }[] {
  const byRep: { rep: Person; visited: CountedTouch[] }[] = []
  for (const visit of visits) {
    const rep = visit.who.person
    if (!rep) continue
    const known = byRep.find(one => one.rep === rep)
    if (known) known.visited.push(visit)
    else byRep.push({ rep, visited: [visit] })
  }
  return sortFew(byRep, (a, b) => (a.rep.name < b.rep.name ? -1 : 1))
}

/** Those whom the plan does not know, by name, with how many touches they made. */
export function strangersAmong(touches: readonly CountedTouch[]): Evidence[] {
  let counts: Map<string, number> | null = null
  for (const { who } of touches) {
    if (who.person) continue
    const name = who.ref?.name ?? ''
    counts ??= new Map()
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return counts ? [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([rep, count]) => because('unknownRep', { rep, count })) : []
}

function placeMissing({ snapshot: { account, placeNote } }: Costing): Evidence {
  const { city, postalCode, country } = account.address
  if (placeNote === 'ambiguous') return because('placeAmbiguous', { city })
  if (placeNote === 'notFound') return because('placeNotFound', { address: [postalCode, city, country].filter(Boolean).join(' ') })
  return because('noPlace', {})
}
