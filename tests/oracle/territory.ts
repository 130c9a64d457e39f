import type { AreaRule, Plan, SegmentRule, Territory } from '../../lib/model/plan'
import type { Deal, Snapshot } from '../../lib/model/snapshot'
import { isRealDay } from './days'
import { names } from './team'

const plain = (text: string): string => text.trim().toLowerCase()
const isOneOf = (value: string | null | undefined, list: readonly string[]): boolean =>
  value !== null && value !== undefined && list.some(entry => plain(entry) === plain(value))

type Position = readonly number[]

/** Even-odd: inside when a ray to the east crosses the rings an odd number of times. */
function isInside(rings: readonly (readonly Position[])[], lon: number, lat: number): boolean {
  let crossings = 0
  for (const ring of rings) {
    ring.forEach((from, index) => {
      const to = ring[(index + 1) % ring.length]!
      const [x1, y1, x2, y2] = [from[0]!, from[1]!, to[0]!, to[1]!]
      if ((y1 > lat) === (y2 > lat)) return
      if (x1 + ((lat - y1) / (y2 - y1)) * (x2 - x1) > lon) crossings++
    })
  }
  return crossings % 2 === 1
}

/** A postal code as the snapshot spells it: upper case, no spaces, no +4 in the US. */
function postal(code: string, country: string): string {
  const tight = code.toUpperCase().replace(/\s/g, '')
  return country === 'US' ? tight.replace(/-\d*$/, '') : tight
}

function inArea(rule: AreaRule, { area, place }: Snapshot): boolean {
  if ('countries' in rule) return isOneOf(area.country, rule.countries)
  if ('states' in rule) return isOneOf(area.region, rule.states)
  if ('counties' in rule) return isOneOf(area.county, rule.counties)
  if ('postalCodes' in rule) return area.country === rule.country && area.postalCode !== null && rule.postalCodes.some(code => postal(code, rule.country) === area.postalCode)
  if ('postalPrefixes' in rule) return area.country === rule.country && area.postalCode !== null && rule.postalPrefixes.some(code => area.postalCode!.startsWith(postal(code, rule.country)))
  if (place === null) return false
  const polygons = rule.polygon.type === 'Polygon' ? [rule.polygon.coordinates] : rule.polygon.coordinates
  return polygons.some(rings => isInside(rings, place.lon, place.lat))
}

interface Range {
  readonly atLeast?: number | undefined
  readonly atMost?: number | undefined
}

function inRange(value: unknown, range: Range): boolean {
  if (value === null || value === undefined || typeof value === 'boolean' || (typeof value === 'string' && value.trim() === '')) return false
  const number = Number(value)
  return !Number.isNaN(number) && number >= (range.atLeast ?? -Infinity) && number <= (range.atMost ?? Infinity)
}

const soldTo = (snapshot: Snapshot, plan: Plan, today: string): Deal[] => {
  const kind = ({ deals: 'deal', invoices: 'invoice', orders: 'order' } as const)[plan.profitability?.revenue ?? 'deals']
  return snapshot.hidden.includes('deals') ? [] : snapshot.deals.filter(d => d.kind === kind && d.state === 'won' && isRealDay(d.day) && d.day <= today)
}

/** Product lines that the account has bought: those of its won deals of the plan's source, dated up to today; null where one cannot say. */
export function productsBought(snapshot: Snapshot, plan: Plan, today: string): string[] | null {
  const sold = soldTo(snapshot, plan, today)
  return snapshot.hidden.includes('deals') || sold.some(d => d.products === null) ? null : sold.flatMap(d => d.products ?? [])
}

function inSegment(rule: SegmentRule, snapshot: Snapshot, plan: Plan, today: string): boolean {
  const { account } = snapshot
  if (rule.industry && !isOneOf(account.industry, rule.industry)) return false
  if (rule.segment && !isOneOf(account.segment, rule.segment)) return false
  if (rule.employees && !inRange(account.employees, rule.employees)) return false
  // A line that some sale names was bought, also where another sale cannot say what it was.
  if (rule.product && !soldTo(snapshot, plan, today).flatMap(d => d.products ?? []).some(product => isOneOf(product, rule.product!))) return false
  return Object.entries(rule.fields ?? {}).every(([field, wanted]) => {
    const value = account.fields[field] ?? null
    if (!Array.isArray(wanted)) return inRange(value, wanted)
    return value !== null && isOneOf(String(value), wanted.map(String))
  })
}

function claims(territory: Territory, snapshot: Snapshot, plan: Plan, today: string): boolean {
  if (territory.from !== undefined && territory.from > today) return false
  const isNamed = (list: readonly { account: string }[] | undefined): boolean => (list ?? []).some(n => snapshot.account.ids.includes(n.account))
  if (isNamed(territory.include)) return true
  if (isNamed(territory.exclude)) return false
  const { areas, accountTypes, segments } = territory
  if (!areas && !accountTypes && !segments) return false
  return (!areas || areas.some(rule => inArea(rule, snapshot)))
    && (!accountTypes || isOneOf(snapshot.account.type, accountTypes))
    && (!segments || segments.some(rule => inSegment(rule, snapshot, plan, today)))
}

/** The territories whose claims stand, by precedence, then name. */
export function standing(snapshot: Snapshot, plan: Plan, today: string): Territory[] {
  const all = plan.territories.filter(t => claims(t, snapshot, plan, today))
  const highest = Math.max(...all.map(t => t.precedence ?? 0))
  return all
    .filter(t => plan.overlaps !== 'precedence' || (t.precedence ?? 0) === highest)
    .sort((a, b) => (b.precedence ?? 0) - (a.precedence ?? 0) || (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1))
}

export interface ExpectedTerritory {
  readonly state: 'assigned' | 'overlap' | 'unassigned'
  readonly names: readonly string[]
  readonly ownerMismatch: boolean
}

/** Nobody's account in the CRM, or nobody's in the plan: then there are no two that could differ. */
export function expectedTerritory(snapshot: Snapshot, plan: Plan, today: string): ExpectedTerritory {
  const claimants = standing(snapshot, plan, today)
  const owner = snapshot.account.ownerId
  return {
    state: claimants.length === 0 ? 'unassigned' : claimants.length === 1 ? 'assigned' : 'overlap',
    names: claimants.map(t => t.name),
    ownerMismatch: claimants.length > 0 && owner !== null && !claimants.some(t => names(t, owner, snapshot, plan)),
  }
}
