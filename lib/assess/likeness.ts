import { distanceKm } from '../geo/distance'
import type { SimilarFact } from '../model/assessment'
import type { Peer, Snapshot } from '../model/snapshot'
import { folded } from './folded'

/** What two accounts are compared by. */
export type Traits = Pick<Peer, 'segment' | 'industry' | 'type' | 'employees' | 'country' | 'region' | 'lat' | 'lon'>

export const traitsOf = ({ account, area, place }: Snapshot): Traits => ({
  segment: account.segment, industry: account.industry, type: account.type, employees: account.employees,
  country: area.country, region: area.region, lat: place?.lat ?? null, lon: place?.lon ?? null,
})

/** A hundredfold difference in size is no likeness at all. */
const sizeRange = Math.log(100)
/** Farther apart than this, nearness says nothing. */
const kmRange = 500
/** Fewer shared traits are chance. */
const enoughTraits = 2

/**
 * How alike two accounts are, 0 to 1; null when too little is known of both. Gower's coefficient (J. C. Gower, "A general coefficient of
 * similarity and some of its properties", Biometrics 27, 1971): the mean over the traits that both have.
 */
export const likeness = (a: Traits, b: Traits): number | null => likenessTo(a)(b)

/** The same for many others: a cache holds thousands of accounts, of few segments, industries and types. */
function likenessTo(a: Traits): (b: Traits) => number | null {
  const [segment, industry, type] = [sameAs(a.segment), sameAs(a.industry), sameAs(a.type)]
  return b => likenessOf(a, b, [segment(b.segment), industry(b.industry), type(b.type)])
}

function likenessOf(a: Traits, b: Traits, texts: readonly (number | null)[]): number | null {
  let sum = 0
  let count = 0
  const compared = (score: number) => {
    sum += score
    count++
  }
  for (const score of texts) if (score !== null) compared(score)
  if (a.employees && b.employees && a.employees > 0 && b.employees > 0) compared(1 - Math.min(1, Math.abs(Math.log(a.employees / b.employees)) / sizeRange))
  const km = kmBetween(a, b)
  if (km !== null) compared(1 - Math.min(1, km / kmRange))
  else if (a.country !== null && b.country !== null) compared(a.country !== b.country ? 0 : a.region !== null && a.region === b.region ? 1 : 0.5)
  return count >= enoughTraits ? sum / count : null
}

/** 1 for the same text, 0 for another, null where one is missing. Each spelling is folded once. */
function sameAs(own: string | null): (other: string | null) => number | null {
  if (own === null) return () => null
  const wanted = folded(own)
  const known = new Map<string, number>()
  return other => {
    if (other === null) return null
    let score = known.get(other)
    if (score === undefined) known.set(other, (score = folded(other) === wanted ? 1 : 0))
    return score
  }
}

export const kmBetween = (a: Traits, b: Traits): number | null =>
  a.lat === null || a.lon === null || b.lat === null || b.lon === null ? null : distanceKm({ lat: a.lat, lon: a.lon }, { lat: b.lat, lon: b.lon })

/**
 * Fit of an account that never bought, 0 to 100: the mean likeness to the ten most alike of the profitable customers (net over 0) in the cache;
 * null when there are none to compare with.
 */
export function fitOf(snapshot: Snapshot): { score: number; of: number } | null {
  if (snapshot.peers.length === 0) return null
  const likenessWith = likenessTo(traitsOf(snapshot))
  const scores: number[] = []
  for (const peer of snapshot.peers) {
    if (!peer.bought || peer.net === null || peer.net <= 0) continue
    const score = likenessWith(peer)
    if (score !== null) scores.push(score)
  }
  if (scores.length === 0) return null
  const best = scores.sort((a, b) => b - a).slice(0, 10)
  return { score: Math.round((100 * best.reduce((sum, score) => sum + score, 0)) / best.length), of: scores.length }
}

/** The accounts most like this one, at most five; only those that are more alike than not. */
export function similarOf(snapshot: Snapshot): SimilarFact {
  if (snapshot.peers.length === 0) return { of: 0, accounts: [] }
  const traits = traitsOf(snapshot)
  const likenessWith = likenessTo(traits)
  const ranked: { peer: Peer; score: number }[] = []
  for (const peer of snapshot.peers) {
    const score = likenessWith(peer)
    if (score !== null && score >= 0.5) ranked.push({ peer, score })
  }
  ranked.sort((a, b) => b.score - a.score || (a.peer.id < b.peer.id ? -1 : 1))
  return {
    of: snapshot.peers.length,
    accounts: ranked.slice(0, 5).map(({ peer, score }) => ({
      id: peer.id, name: peer.name, likeness: score,
      net: peer.net === null ? null : { minor: peer.net, currency: peer.currency },
      bucket: peer.bucket, next: peer.next, km: kmBetween(traits, peer),
    })),
  }
}
