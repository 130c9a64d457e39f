import type { Plan, Territory } from '../model/plan'
import type { OwnedAccounts, StarterFacts, StarterPerson, TerritoryBasis } from '../model/starter'
import { ownedAreas } from './ownedAreas'

/**
 * Which claim wins where several of these territories match: what the CRM assigned, then owners whose accounts follow no area, then areas, then
 * whoever owns it. Two assignments by the CRM stand beside each other: that overlap is the CRM's own.
 */
const precedence = { assigned: 30, specialist: 20, areas: 10, owner: 0 } as const

/** When the CRM's territories hold less than this share of its accounts, owners fill in for the rest. */
const enough = 0.8

export interface StarterTerritories {
  readonly territories: Plan['territories']
  readonly basis: Readonly<Record<string, TerritoryBasis>>
  /** Territories of the CRM that nobody works. */
  readonly withoutReps: number
}

export interface TerritoryWords {
  /** Name of the territory of an owner's accounts that lie in none of the owner's areas. */
  elsewhere(name: string): string
}

/** Territories out of what the CRM says; see `precedence`. The same facts in any order make the same ones. */
export function territoriesOf(facts: StarterFacts, people: readonly StarterPerson[], homeCountry: string | null, words: TerritoryWords): StarterTerritories {
  const known = new Set(people.map(({ id }) => id))
  const assigned = (facts.territories ?? [])
    .map(territory => ({ ...territory, accounts: [...new Set(territory.accounts.map(id => id.trim()).filter(id => id !== ''))].sort() }))
    .filter(({ accounts }) => accounts.length > 0).sort(byId)
  const worked = assigned.map(territory => ({ ...territory, people: [...new Set(territory.people)].filter(id => known.has(id)).sort() }))
  const named = worked.filter(territory => territory.people.length > 0)
  const made: { territory: Territory; basis: TerritoryBasis }[] = named.map(({ id, name, people: reps, accounts }) => ({
    basis: 'assigned',
    territory: { id: `assigned ${id}`, name, reps, precedence: precedence.assigned, include: accounts.map(account => ({ account })) },
  }))
  const held = new Set(named.flatMap(({ accounts }) => accounts)).size
  if (named.length === 0 || held < (facts.accounts ?? 0) * enough) made.push(...byOwner(facts, people, homeCountry, words))

  const taken = new Set<string>()
  return {
    territories: made.map(({ territory }) => ({ ...territory, name: distinct(territory.name, taken) })),
    basis: Object.fromEntries(made.map(({ territory, basis }) => [territory.id, basis])),
    withoutReps: worked.length - named.length,
  }
}

function byOwner({ owned, ownerField }: StarterFacts, people: readonly StarterPerson[], homeCountry: string | null, words: TerritoryWords): { territory: Territory; basis: TerritoryBasis }[] {
  const byPerson = new Map<string, OwnedAccounts[]>()
  for (const row of owned ?? []) byPerson.set(row.owner, [...(byPerson.get(row.owner) ?? []), row])
  const owners = people.filter(({ id }) => byPerson.has(id))
  const { areas, elsewhere } = ownedAreas(owners.flatMap(({ id }) => byPerson.get(id)!), homeCountry)
  return owners.flatMap(({ id, name }) => {
    const own = areas.get(id)
    const made: { territory: Territory; basis: TerritoryBasis }[] = []
    if (own) made.push({ basis: 'areas', territory: { id: `areas ${id}`, name, reps: [id], precedence: precedence.areas, areas: own } })
    if (ownerField !== null) {
      made.push({
        basis: 'owner',
        territory: {
          id: `owner ${id}`, name: own ? words.elsewhere(name) : name, reps: [id], precedence: elsewhere.has(id) ? precedence.specialist : precedence.owner,
          segments: [{ fields: { [ownerField]: [id] } }],
        },
      })
    }
    return made
  })
}

const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

/** A plan's names differ in more than case. */
function distinct(name: string, taken: Set<string>): string {
  const wanted = name.trim() || '–'
  for (let n = 1; ; n++) {
    const tried = n === 1 ? wanted : `${wanted} (${n})`
    if (taken.has(tried.toLowerCase())) continue
    taken.add(tried.toLowerCase())
    return tried
  }
}
