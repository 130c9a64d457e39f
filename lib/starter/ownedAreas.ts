import { countryCode } from '../geo/countries'
import { regionCode } from '../geo/regions'
import type { AreaRule } from '../model/plan'
import type { OwnedAccounts } from '../model/starter'

/** An owner has an area when so much of its accounts are theirs, and there are so many. */
export const majority = 0.7
export const fewest = 3

export interface OwnedAreas {
  /** Areas that are clearly one owner's, by owner. No area is two owners'. */
  readonly areas: ReadonlyMap<string, AreaRule[]>
  /** Owners most of whose accounts lie in areas of others: what they have, they have for another reason than place. */
  readonly elsewhere: ReadonlySet<string>
}

type Counts = Map<string, number>

/**
 * Whose accounts lie where. A country is an owner's when the clear majority of its accounts are, and no region of it is clearly another's; else each
 * region by itself. What is mixed is nobody's: a wrong area is worse than none.
 *
 * @param owned       rows of owners who work today
 * @param homeCountry of addresses that name no country
 */
export function ownedAreas(owned: readonly OwnedAccounts[], homeCountry: string | null): OwnedAreas {
  const countries = new Map<string, Counts>()
  const regions = new Map<string, Map<string, Counts>>()
  const placed = owned.flatMap(({ owner, country, region, count }) => {
    const of = given(country) ? countryCode(country) : homeCountry
    if (of === null || count <= 0) return []
    return [{ owner, count, country: of, region: given(region) ? listable(regionCode(of, region)) : null }]
  })
  for (const { owner, country, region, count } of placed) {
    add(at(countries, country, () => new Map<string, number>()), owner, count)
    if (region !== null) add(at(at(regions, country, () => new Map<string, Counts>()), region, () => new Map<string, number>()), owner, count)
  }

  const holders = new Map<string, string>()
  const areas = new Map<string, AreaRule[]>()
  for (const country of sorted(countries.keys())) {
    const whole = holderOf(countries.get(country)!)
    const parts = sorted(regions.get(country)?.keys() ?? []).map(region => ({ region, holder: holderOf(regions.get(country)!.get(region)!) }))
    if (whole !== null && parts.every(({ holder }) => holder === null || holder === whole)) {
      holders.set(country, whole)
      at(areas, whole, () => []).push({ countries: [country] })
      continue
    }
    for (const owner of sorted(new Set(parts.flatMap(({ holder }) => holder ?? [])))) {
      const states = parts.filter(({ holder }) => holder === owner).map(({ region }) => region)
      for (const state of states) holders.set(state, owner)
      at(areas, owner, () => []).push({ states })
    }
  }

  const mine: Counts = new Map()
  const others: Counts = new Map()
  for (const { owner, country, region, count } of placed) {
    add(mine, owner, count)
    const holder = holders.get(country) ?? (region === null ? undefined : holders.get(region))
    if (holder !== undefined && holder !== owner) add(others, owner, count)
  }
  const elsewhere = new Set([...mine].filter(([owner, count]) => (others.get(owner) ?? 0) * 2 > count).map(([owner]) => owner))
  return { areas, elsewhere }
}

function holderOf(counts: Counts): string | null {
  let all = 0
  for (const count of counts.values()) all += count
  if (all < fewest) return null
  for (const [owner, count] of counts) if (count >= all * majority) return owner
  return null
}

const given = (text: string | null): text is string => text !== null && text.trim() !== ''

/** A plan's rules take codes of up to three letters or digits. */
const listable = (code: string | null): string | null => (code !== null && /^[A-Z]{2}-[A-Z0-9]{1,3}$/.test(code) ? code : null)

const add = (counts: Counts, key: string, count: number): void => void counts.set(key, (counts.get(key) ?? 0) + count)

function at<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key)
  if (value === undefined) map.set(key, (value = make()))
  return value
}

const sorted = (keys: Iterable<string>): string[] => [...keys].sort()
