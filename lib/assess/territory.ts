import { contains } from '../geo/contains'
import type { Claim, Evidence, Money, TerritoryFact } from '../model/assessment'
import { fromIso, type Day } from '../model/day'
import type { AreaRule, Person, Plan, SegmentRule, Territory } from '../model/plan'
import type { Snapshot } from '../model/snapshot'
import { because } from './evidence'
import { folded, refOfPerson, refOfUser, type PreparedPlan } from './prepared'
import { personBehind, userOf } from './people'

/** A claim with what the other facts need of it: the people behind the names, and since when it stands. */
export interface StandingClaim {
  readonly claim: Claim
  readonly people: readonly Person[]
  readonly since: Day | null
}

export interface Territories {
  readonly standing: readonly StandingClaim[]
  readonly outranked: readonly StandingClaim[]
  readonly evidence: readonly Evidence[]
}

/**
 * Which territories claim the account today, and by which rules. Rules of one kind are alternatives, kinds combine with *and*; a
 * named account in or out beats the rest. Every claim stands, unless the plan lets the highest precedence decide.
 */
export function territoriesOf(snapshot: Snapshot, plan: Plan, prepared: PreparedPlan, today: Day, bought: ReadonlySet<string>): Territories {
  const claims: StandingClaim[] = []
  const evidence: Evidence[] = []
  for (const territory of [...plan.territories].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const since = territory.from ? fromIso(territory.from) : null
    if (since !== null && since > today) continue
    const verdict = judge(territory, snapshot, bought)
    evidence.push(...verdict.evidence)
    if (verdict.rules) claims.push(claimOf(territory, verdict.rules, since, prepared))
  }
  claims.sort(byPrecedenceThenName)

  const top = claims[0]?.claim.precedence
  const stands = ({ claim }: StandingClaim) => plan.overlaps !== 'precedence' || claim.precedence === top
  const outranked = claims.filter(claim => !stands(claim))
  for (const { claim } of outranked) evidence.push(because('outranked', { territory: claim.name, winner: claims[0]!.claim.name }))
  return { standing: claims.filter(stands), outranked, evidence }
}

/** The fact, once revenue and pipeline are known. */
export function territoryFact(territories: Territories, snapshot: Snapshot, prepared: PreparedPlan, atStake: { revenue: Money | null; pipeline: Money | null }): TerritoryFact {
  const { standing, outranked } = territories
  const owner = userOf(snapshot, snapshot.account.ownerId)
  const ownerPerson = personBehind(snapshot, prepared, snapshot.account.ownerId)
  const named = standing.some(({ people }) => ownerPerson !== null && people.includes(ownerPerson))
  return {
    state: standing.length === 0 ? 'unassigned' : standing.length === 1 ? 'assigned' : 'overlap',
    claims: standing.map(({ claim }) => claim),
    outranked: outranked.map(({ claim }) => claim),
    evidence: [...territories.evidence, ...placeEvidence(snapshot)],
    owner: refOfUser(owner, snapshot.account.ownerId),
    ownerMismatch: standing.length > 0 && snapshot.account.ownerId !== null && !named,
    atStake,
  }
}

function claimOf(territory: Territory, rules: readonly Evidence[], since: Day | null, prepared: PreparedPlan): StandingClaim {
  const people = territory.reps.map(key => prepared.repNamed(key)).filter(person => person !== null)
  return {
    claim: { territory: territory.id, name: territory.name, reps: people.map(refOfPerson), precedence: territory.precedence ?? 0, rules },
    people,
    since,
  }
}

function byPrecedenceThenName(a: StandingClaim, b: StandingClaim): number {
  if (a.claim.precedence !== b.claim.precedence) return b.claim.precedence - a.claim.precedence
  if (a.claim.name !== b.claim.name) return a.claim.name < b.claim.name ? -1 : 1
  return a.claim.territory < b.claim.territory ? -1 : 1
}

/** Rules that hold; null when the territory does not claim the account. */
interface Verdict {
  readonly rules: readonly Evidence[] | null
  readonly evidence: readonly Evidence[]
}

function judge(territory: Territory, snapshot: Snapshot, bought: ReadonlySet<string>): Verdict {
  const { ids } = snapshot.account
  const included = territory.include?.find(({ account }) => ids.includes(account))
  if (included) return { rules: [because('ruleNamed', { reason: included.reason ?? null })], evidence: [] }
  const excluded = territory.exclude?.find(({ account }) => ids.includes(account))
  if (excluded) return { rules: null, evidence: [because('leftOut', { territory: territory.name, reason: excluded.reason ?? null })] }

  const kinds: (() => Matched)[] = []
  const { areas, accountTypes, segments } = territory
  if (areas) kinds.push(() => anyOf(areas, rule => byArea(rule, snapshot)))
  if (accountTypes) kinds.push(() => byType(accountTypes, snapshot.account.type))
  if (segments) kinds.push(() => anyOf(segments, rule => bySegment(rule, snapshot, bought)))
  // A territory that only names accounts claims those; one without any rule claims nothing by itself.
  if (kinds.length === 0) return { rules: null, evidence: [] }

  const rules: Evidence[] = []
  let unknown = false
  for (const kind of kinds) {
    const matched = kind()
    if (matched === null) return { rules: null, evidence: [] }
    if (matched === 'unknown') unknown = true
    else rules.push(...matched)
  }
  if (unknown) return { rules: null, evidence: [because('cannotTell', { territory: territory.name, what: 'place' })] }
  return { rules, evidence: [] }
}

/** The rules that hold; null: none does; unknown: none does, but one could not be told. */
type Matched = readonly Evidence[] | null | 'unknown'

/** Every alternative that holds, in an order of their own, so that the order in the plan never shows. */
function anyOf<R>(rules: readonly R[], holds: (rule: R) => Evidence | null | 'unknown'): Matched {
  const found = new Map<string, Evidence>()
  let unknown = false
  for (const rule of rules) {
    const matched = holds(rule)
    if (matched === 'unknown') unknown = true
    else if (matched) found.set(JSON.stringify(matched), matched)
  }
  if (found.size) return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, evidence]) => evidence)
  return unknown ? 'unknown' : null
}

function byArea(rule: AreaRule, { area, place }: Snapshot): Evidence | null | 'unknown' {
  if ('countries' in rule) return area.country !== null && rule.countries.includes(area.country) ? because('ruleCountry', { value: area.country }) : null
  if ('states' in rule) return area.region !== null && rule.states.includes(area.region) ? because('ruleState', { value: area.region }) : null
  if ('counties' in rule) return area.county !== null && rule.counties.includes(area.county) ? because('ruleCounty', { value: area.county }) : null
  if ('polygon' in rule) {
    if (!place) return 'unknown'
    return contains(rule.polygon, place) ? because('rulePolygon', { value: rule.name ?? null }) : null
  }
  const code = area.country === rule.country ? area.postalCode : null
  if (code === null) return null
  if ('postalCodes' in rule) return rule.postalCodes.some(listed => bareCode(listed) === code) ? because('rulePostalCode', { value: code }) : null
  const prefixes = rule.postalPrefixes.map(bareCode).filter(prefix => code.startsWith(prefix))
  // The longest says most.
  const prefix = prefixes.sort((a, b) => b.length - a.length)[0]
  return prefix === undefined ? null : because('rulePostalPrefix', { value: code, prefix })
}

const bareCode = (code: string): string => code.replace(/\s+/g, '').toUpperCase()

function byType(types: readonly string[], type: string | null): Matched {
  return type !== null && isOneOf(types, type) ? [because('ruleType', { value: type })] : null
}

/** All that the rule names must hold; its first condition is the evidence, the others are the plan's to read. */
function bySegment(rule: SegmentRule, { account }: Snapshot, bought: ReadonlySet<string>): Evidence | null {
  const found: Evidence[] = []
  if (rule.industry) {
    if (account.industry === null || !isOneOf(rule.industry, account.industry)) return null
    found.push(because('ruleIndustry', { value: account.industry }))
  }
  if (rule.segment) {
    if (account.segment === null || !isOneOf(rule.segment, account.segment)) return null
    found.push(because('ruleSegment', { value: account.segment }))
  }
  if (rule.employees) {
    if (!inRange(rule.employees, account.employees)) return null
    found.push(because('ruleEmployees', { value: account.employees, atLeast: rule.employees.atLeast ?? null, atMost: rule.employees.atMost ?? null }))
  }
  if (rule.product) {
    const product = rule.product.filter(name => bought.has(folded(name))).sort()[0]
    if (product === undefined) return null
    found.push(because('ruleProduct', { value: product }))
  }
  for (const [field, wanted] of Object.entries(rule.fields ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const value = account.fields[field] ?? null
    const holds = Array.isArray(wanted)
      ? value !== null && isOneOf(wanted.map(String), String(value))
      : inRange(wanted, typeof value === 'boolean' || value === '' ? null : value)
    if (!holds) return null
    found.push(because('ruleField', { field, value: String(value) }))
  }
  return found[0] ?? null
}

const isOneOf = (values: readonly string[], value: string): boolean => values.some(listed => folded(listed) === folded(value))

function inRange(range: { atLeast?: number | undefined; atMost?: number | undefined }, value: string | number | null): boolean {
  const number = value === null ? NaN : Number(value)
  return number >= (range.atLeast ?? -Infinity) && number <= (range.atMost ?? Infinity)
}

function placeEvidence({ place, account, area }: Snapshot): Evidence[] {
  if (place?.source === 'postalCode') return [because('placeFromPostalCode', { code: area.postalCode, offBy: { km: place.offByKm } })]
  if (place?.source === 'city') return [because('placeFromCity', { city: account.address.city, offBy: { km: place.offByKm } })]
  return []
}
