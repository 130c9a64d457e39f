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

/** Whether something holds; unknown: the user may not see what it asks for. */
type Answer = 'yes' | 'no' | 'unknown'
const yesIf = (holds: boolean): Answer => (holds ? 'yes' : 'no')
const anyOf = (answers: readonly Answer[]): Answer => (answers.includes('yes') ? 'yes' : answers.includes('unknown') ? 'unknown' : 'no')
const allOf = (answers: readonly Answer[]): Answer => (answers.includes('no') ? 'no' : answers.includes('unknown') ? 'unknown' : 'yes')
/** What is asked of a hidden field has no answer. */
const unlessHidden = (field: string, { hidden }: Snapshot, holds: () => boolean): Answer => (hidden.includes(`account.${field}`) ? 'unknown' : yesIf(holds()))

/** A hidden address is in no country: the home country is only for one that names none. Coordinates may be seen though the address is hidden. */
function inArea(rule: AreaRule, snapshot: Snapshot): Answer {
  const { area, place, hidden } = snapshot
  if ('polygon' in rule) {
    if (place === null) return hidden.includes('account.address') || hidden.includes('account.coordinates') ? 'unknown' : 'no'
    const polygons = rule.polygon.type === 'Polygon' ? [rule.polygon.coordinates] : rule.polygon.coordinates
    return yesIf(polygons.some(rings => isInside(rings, place.lon, place.lat)))
  }
  return unlessHidden('address', snapshot, () => {
    if ('countries' in rule) return isOneOf(area.country, rule.countries)
    if ('states' in rule) return isOneOf(area.region, rule.states)
    if ('counties' in rule) return isOneOf(area.county, rule.counties)
    if (area.country !== rule.country || area.postalCode === null) return false
    if ('postalCodes' in rule) return rule.postalCodes.some(code => postal(code, rule.country) === area.postalCode)
    return rule.postalPrefixes.some(code => area.postalCode!.startsWith(postal(code, rule.country)))
  })
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

function inSegment(rule: SegmentRule, snapshot: Snapshot, plan: Plan, today: string): Answer {
  const { account } = snapshot
  const answers: Answer[] = []
  if (rule.industry) answers.push(unlessHidden('industry', snapshot, () => isOneOf(account.industry, rule.industry!)))
  if (rule.segment) answers.push(unlessHidden('segment', snapshot, () => isOneOf(account.segment, rule.segment!)))
  if (rule.employees) answers.push(unlessHidden('employees', snapshot, () => inRange(account.employees, rule.employees!)))
  if (rule.product) {
    // A line that some sale names was bought, also where another sale cannot say what it was.
    const bought = soldTo(snapshot, plan, today).flatMap(d => d.products ?? []).some(product => isOneOf(product, rule.product!))
    answers.push(bought ? 'yes' : productsBought(snapshot, plan, today) === null ? 'unknown' : 'no')
  }
  for (const [field, wanted] of Object.entries(rule.fields ?? {})) {
    const value = account.fields[field] ?? null
    answers.push(unlessHidden(`fields.${field}`, snapshot, () => (Array.isArray(wanted) ? value !== null && isOneOf(String(value), wanted.map(String)) : inRange(value, wanted))))
  }
  return allOf(answers)
}

function claims(territory: Territory, snapshot: Snapshot, plan: Plan, today: string): Answer {
  if (territory.from !== undefined && territory.from > today) return 'no'
  const isNamed = (list: readonly { account: string }[] | undefined): boolean => (list ?? []).some(n => snapshot.account.ids.includes(n.account))
  if (isNamed(territory.include)) return 'yes'
  if (isNamed(territory.exclude)) return 'no'
  const { areas, accountTypes, segments } = territory
  if (!areas && !accountTypes && !segments) return 'no'
  return allOf([
    ...(areas ? [anyOf(areas.map(rule => inArea(rule, snapshot)))] : []),
    ...(accountTypes ? [unlessHidden('type', snapshot, () => isOneOf(snapshot.account.type, accountTypes))] : []),
    ...(segments ? [anyOf(segments.map(rule => inSegment(rule, snapshot, plan, today)))] : []),
  ])
}

/** The territories whose claims stand, by precedence, then name. */
export function standing(snapshot: Snapshot, plan: Plan, today: string): Territory[] {
  const all = plan.territories.filter(t => claims(t, snapshot, plan, today) === 'yes')
  const highest = Math.max(...all.map(t => t.precedence ?? 0))
  return all
    .filter(t => plan.overlaps !== 'precedence' || (t.precedence ?? 0) === highest)
    .sort((a, b) => (b.precedence ?? 0) - (a.precedence ?? 0) || (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1))
}

export interface ExpectedTerritory {
  readonly state: 'assigned' | 'overlap' | 'unassigned' | 'unknown'
  readonly names: readonly string[]
  readonly ownerMismatch: boolean
}

/**
 * Nobody's account in the CRM, or nobody's in the plan: then there are no two owners that could differ. Without a claim it is unassigned only
 * where no territory might claim it by what the user may not see.
 */
export function expectedTerritory(snapshot: Snapshot, plan: Plan, today: string): ExpectedTerritory {
  const claimants = standing(snapshot, plan, today)
  const owner = snapshot.account.ownerId
  return {
    state: claimants.length > 1 ? 'overlap' : claimants.length === 1 ? 'assigned' : plan.territories.some(t => claims(t, snapshot, plan, today) === 'unknown') ? 'unknown' : 'unassigned',
    names: claimants.map(t => t.name),
    ownerMismatch: claimants.length > 0 && owner !== null && !claimants.some(t => names(t, owner, snapshot, plan)),
  }
}
