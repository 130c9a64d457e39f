import type { Claim, Evidence, Money, TerritoryFact } from '../model/assessment'
import type { Day } from '../model/day'
import type { Person } from '../model/plan'
import type { Snapshot } from '../model/snapshot'
import { because } from './evidence'
import { sortFew } from './order'
import type { People } from './people'
import type { NamedAccounts, PreparedPlan, PreparedTerritory } from './prepared'
import { isUntold, type Looked } from './rules'
import type { Sales } from './sales'

/** A claim with what the other facts need of it: the people behind the names, and since when it stands. */
export interface StandingClaim {
  readonly claim: Claim
  readonly people: readonly Person[]
  readonly since: Day | null
}

export interface Territories {
  readonly standing: readonly StandingClaim[]
  readonly outranked: readonly StandingClaim[]
  /** Some territory may claim it: its rules ask for what the user may not see. */
  readonly mayBeClaimed: boolean
  readonly evidence: readonly Evidence[]
}

/**
 * Which territories claim the account today, and by which rules. A named account in or out beats the rules. Every claim stands, unless the
 * plan lets the highest precedence decide.
 */
export function territoriesOf(snapshot: Snapshot, prepared: PreparedPlan, today: Day, sales: Sales): Territories {
  const looked: Looked = { snapshot, sales }
  const claims: StandingClaim[] = []
  const evidence: Evidence[] = []
  let mayBeClaimed = false
  for (const territory of prepared.territories) {
    if (territory.since !== null && territory.since > today) continue
    const verdict = judge(territory, looked)
    if (verdict === null) continue
    if (verdict.rules) claims.push(claimOf(territory, verdict.rules))
    if (verdict.reason) evidence.push(verdict.reason)
    if (verdict.mayClaim) mayBeClaimed = true
  }
  sortFew(claims, byPrecedenceThenName)

  if (prepared.plan.overlaps !== 'precedence' || claims.length < 2) return { standing: claims, outranked: [], mayBeClaimed, evidence }
  const [first] = claims
  const standing = claims.filter(({ claim }) => claim.precedence === first!.claim.precedence)
  const outranked = claims.slice(standing.length)
  for (const { claim } of outranked) evidence.push(because('outranked', { territory: claim.name, winner: first!.claim.name }))
  return { standing, outranked, mayBeClaimed, evidence }
}

/** The fact, once revenue and pipeline are known. */
export function territoryFact(territories: Territories, snapshot: Snapshot, people: People, atStake: { revenue: Money | null; pipeline: Money | null }): TerritoryFact {
  const { standing, outranked, mayBeClaimed } = territories
  const owner = people.of(snapshot.account.ownerId)
  const named = standing.some(claim => owner.person !== null && claim.people.includes(owner.person))
  return {
    state: standing.length > 1 ? 'overlap' : standing.length === 1 ? 'assigned' : mayBeClaimed ? 'unknown' : 'unassigned',
    claims: standing.map(({ claim }) => claim),
    outranked: outranked.map(({ claim }) => claim),
    evidence: [...territories.evidence, ...placeEvidence(snapshot)],
    owner: owner.ref,
    ownerMismatch: standing.length > 0 && snapshot.account.ownerId !== null && !named,
    atStake,
  }
}

/** What a territory says of the account: by which rules it claims it, what else is to be said, and whether it would claim it if more could be seen. */
interface Verdict {
  readonly rules: readonly Evidence[] | null
  readonly reason: Evidence | null
  readonly mayClaim: boolean
}

function judge({ territory, included, excluded, rule }: PreparedTerritory, looked: Looked): Verdict | null {
  const { ids } = looked.snapshot.account
  const whyIn = named(included, ids)
  if (whyIn !== undefined) return { rules: [because('ruleNamed', { reason: whyIn })], reason: null, mayClaim: false }
  const whyOut = named(excluded, ids)
  if (whyOut !== undefined) return { rules: null, reason: because('leftOut', { territory: territory.name, reason: whyOut }), mayClaim: false }

  const answer = rule === null ? null : rule(looked)
  if (answer === null) return null
  if (isUntold(answer)) return { rules: null, reason: because('cannotTell', { territory: territory.name, what: answer.without }), mayClaim: answer.hidden }
  return { rules: answer, reason: null, mayClaim: false }
}

/** The reason by which the account is named, in whichever spelling; undefined: it is not. */
function named(accounts: NamedAccounts, ids: readonly string[]): string | null | undefined {
  if (accounts.size === 0) return undefined
  const id = ids.find(spelling => accounts.has(spelling))
  return id === undefined ? undefined : accounts.get(id)
}

const claimOf = ({ territory: { id, name }, precedence, reps, people, since }: PreparedTerritory, rules: readonly Evidence[]): StandingClaim =>
  ({ claim: { territory: id, name, reps, precedence, rules }, people, since })

function byPrecedenceThenName(a: StandingClaim, b: StandingClaim): number {
  if (a.claim.precedence !== b.claim.precedence) return b.claim.precedence - a.claim.precedence
  if (a.claim.name !== b.claim.name) return a.claim.name < b.claim.name ? -1 : 1
  return a.claim.territory < b.claim.territory ? -1 : 1
}

function placeEvidence({ place, account, area }: Snapshot): Evidence[] {
  if (place?.source === 'postalCode') return [because('placeFromPostalCode', { code: area.postalCode, offBy: { km: place.offByKm } })]
  if (place?.source === 'city') return [because('placeFromCity', { city: account.address.city, offBy: { km: place.offByKm } })]
  return []
}
