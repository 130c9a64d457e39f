import { distanceKm } from '../geo/distance'
import type { SimilarFact } from '../model/assessment'
import type { Peer, Snapshot } from '../model/snapshot'
import { folded } from './prepared'

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
export function likeness(a: Traits, b: Traits): number | null {
  let sum = 0
  let count = 0
  const compared = (score: number) => {
    sum += score
    count++
  }
  if (a.segment !== null && b.segment !== null) compared(same(a.segment, b.segment))
  if (a.industry !== null && b.industry !== null) compared(same(a.industry, b.industry))
  if (a.type !== null && b.type !== null) compared(same(a.type, b.type))
  if (a.employees && b.employees && a.employees > 0 && b.employees > 0) compared(1 - Math.min(1, Math.abs(Math.log(a.employees / b.employees)) / sizeRange))
  const km = kmBetween(a, b)
  if (km !== null) compared(1 - Math.min(1, km / kmRange))
  else if (a.country !== null && b.country !== null) compared(a.country !== b.country ? 0 : a.region !== null && a.region === b.region ? 1 : 0.5)
  return count >= enoughTraits ? sum / count : null
}

const same = (a: string, b: string): number => (a === b || folded(a) === folded(b) ? 1 : 0)

export const kmBetween = (a: Traits, b: Traits): number | null =>
  a.lat === null || a.lon === null || b.lat === null || b.lon === null ? null : distanceKm({ lat: a.lat, lon: a.lon }, { lat: b.lat, lon: b.lon })

/**
 * Fit of an account that never bought, 0 to 100: the mean likeness to the ten most alike of the profitable customers (net over 0) in the cache;
 * null when there are none to compare with.
 */
export function fitOf(snapshot: Snapshot): { score: number; of: number } | null {
  const traits = traitsOf(snapshot)
  const scores: number[] = []
  for (const peer of snapshot.peers) {
    if (!peer.bought || peer.net === null || peer.net <= 0) continue
    const score = likeness(traits, peer)
    if (score !== null) scores.push(score)
  }
  if (scores.length === 0) return null
  const best = scores.sort((a, b) => b - a).slice(0, 10)
  return { score: Math.round((100 * best.reduce((sum, score) => sum + score, 0)) / best.length), of: scores.length }
}

/** The accounts most like this one, at most five; only those that are more alike than not. */
export function similarOf(snapshot: Snapshot): SimilarFact {
  const traits = traitsOf(snapshot)
  const ranked: { peer: Peer; score: number }[] = []
  for (const peer of snapshot.peers) {
    const score = likeness(traits, peer)
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
