import { distanceKm } from '../geo/distance'
import type { SimilarFact } from '../model/assessment'
import type { Peer, Snapshot } from '../model/snapshot'
import type { Others } from './others'
import { logOf, pointOf, traitsOf, type Traits } from './traits'

/** A hundredfold difference in size is no likeness at all. */
const sizeRange = Math.log(100)
/** Farther apart than this, nearness says nothing. */
const kmRange = 500
const earthKm = 6371.0088
/** Fewer shared traits are chance. */
const enoughTraits = 2

/**
 * How alike an account and another (by its row) are, 0 to 1; NaN when too little is known of both. Gower's coefficient (J. C. Gower, "A general
 * coefficient of similarity and some of its properties", Biometrics 27, 1971): the mean over the traits that both have.
 */
function likenessTo(own: Traits, { columns }: Others): (row: number) => number {
  const { segment, industry, type, country, region, employees, point, code } = columns
  const ownSegment = code(own.segment, true)
  const ownIndustry = code(own.industry, true)
  const ownType = code(own.type, true)
  const ownCountry = code(own.country, false)
  const ownRegion = code(own.region, false)
  const ownSize = logOf(own.employees)
  const [x, y, z] = pointOf(own.lat, own.lon)

  return row => {
    let sum = 0
    let count = 0
    if (ownSegment !== 0 && segment[row] !== 0) {
      count++
      if (segment[row] === ownSegment) sum++
    }
    if (ownIndustry !== 0 && industry[row] !== 0) {
      count++
      if (industry[row] === ownIndustry) sum++
    }
    if (ownType !== 0 && type[row] !== 0) {
      count++
      if (type[row] === ownType) sum++
    }
    const apart = Math.abs(ownSize - employees[row]!)
    if (apart >= 0) {
      count++
      sum += 1 - Math.min(1, apart / sizeRange)
    }
    // Half the chord through the sphere, squared; the way along its surface follows from it.
    const [dx, dy, dz] = [x - point[3 * row]!, y - point[3 * row + 1]!, z - point[3 * row + 2]!]
    const half = (dx * dx + dy * dy + dz * dz) / 4
    if (half >= 0) {
      count++
      if (half < farOff) sum += 1 - Math.min(1, (2 * earthKm * Math.asin(Math.sqrt(half))) / kmRange)
    } else if (ownCountry !== 0 && country[row] !== 0) {
      count++
      if (country[row] === ownCountry) sum += ownRegion !== 0 && region[row] === ownRegion ? 1 : 0.5
    }
    return count >= enoughTraits ? sum / count : NaN
  }
}

/** The half chord, squared, of `kmRange`. */
const farOff = Math.sin(kmRange / (2 * earthKm)) ** 2

const kmBetween = (a: Traits, b: Traits): number | null =>
  a.lat === null || a.lon === null || b.lat === null || b.lon === null ? null : distanceKm({ lat: a.lat, lon: a.lon }, { lat: b.lat, lon: b.lon })

/** The rows of the others that come first by likeness, then by id. */
class Foremost {
  readonly rows: number[] = []
  readonly scores: number[] = []

  constructor(private readonly most: number, private readonly peers: readonly Peer[]) {}

  add(row: number, score: number): void {
    let at = this.rows.length
    if (at === this.most && !this.isBefore(row, score, at - 1)) return
    if (at === this.most) at--
    for (; at > 0 && this.isBefore(row, score, at - 1); at--) {
      this.rows[at] = this.rows[at - 1]!
      this.scores[at] = this.scores[at - 1]!
    }
    this.rows[at] = row
    this.scores[at] = score
  }

  private isBefore(row: number, score: number, than: number): boolean {
    const other = this.scores[than]!
    return score !== other ? score > other : this.peers[row]!.id < this.peers[this.rows[than]!]!.id
  }
}

/**
 * Fit of an account that never bought, 0 to 100: the mean likeness to the ten most alike of the profitable customers (net over 0) in the cache;
 * null when there are none to compare with.
 */
export function fitOf(snapshot: Snapshot, others: Others): { score: number; of: number } | null {
  if (others.count === 0) return null
  const { peers, own } = others
  const likenessWith = likenessTo(traitsOf(snapshot), others)
  const best = new Foremost(10, peers)
  let of = 0
  for (let row = 0; row < peers.length; row++) {
    const { bought, net } = peers[row]!
    if (row === own || !bought || net === null || net <= 0) continue
    const score = likenessWith(row)
    if (Number.isNaN(score)) continue
    of++
    best.add(row, score)
  }
  if (of === 0) return null
  return { score: Math.round((100 * best.scores.reduce((sum, score) => sum + score, 0)) / best.scores.length), of }
}

/** The accounts most like this one, at most five; only those that are more alike than not. */
export function similarOf(snapshot: Snapshot, others: Others): SimilarFact {
  if (others.count === 0) return { of: 0, accounts: [] }
  const { peers, own } = others
  const traits = traitsOf(snapshot)
  const likenessWith = likenessTo(traits, others)
  const best = new Foremost(5, peers)
  for (let row = 0; row < peers.length; row++) {
    const score = likenessWith(row)
    if (score >= 0.5 && row !== own) best.add(row, score)
  }
  return {
    of: others.count,
    accounts: best.rows.map((row, at) => {
      const peer = peers[row]!
      return {
        id: peer.id, name: peer.name, likeness: best.scores[at]!,
        net: peer.net === null ? null : { minor: peer.net, currency: peer.currency },
        bucket: peer.bucket, next: peer.next, km: kmBetween(traits, peer),
      }
    }),
  }
}
