import type { Peer, Snapshot } from '../model/snapshot'
import { folded } from './folded'
import { traitColumns, type TraitColumns } from './traits'

/** The cached accounts, made quick to ask. */
interface Group {
  readonly rowOf: ReadonlyMap<string, number>
  readonly columns: TraitColumns
  /** Nets by currency, and by currency within a territory, in order. */
  readonly nets: ReadonlyMap<string, Float64Array>
  /** By folded segment. */
  readonly segments: ReadonlyMap<string, Segment>
}

/** The customers of a segment. */
interface Segment {
  /** How many of them tell what they buy, and how many buy which product line. */
  readonly telling: number
  readonly buyersOf: ReadonlyMap<string, number>
  /** Revenues by currency, in order. */
  readonly revenues: ReadonlyMap<string, Float64Array>
}

/** The cached accounts but the one that is assessed. */
export interface Others {
  readonly peers: readonly Peer[]
  /** Where the account itself stands among `peers`; -1: not there. */
  readonly own: number
  readonly count: number
  readonly columns: TraitColumns
  /** By net among those counted in the currency, in a territory (null: in any): 1 is the best. */
  rank(net: number, currency: string, territory: string | null): { readonly position: number; readonly of: number }
  /** How many customers of the segment tell what they buy, and how many of those buy a product line (folded). */
  buyers(segment: string, line: string): { readonly count: number; readonly of: number }
  /** The median revenue of the segment's customers in the currency; of none it is null. */
  medianRevenue(segment: string, currency: string): { readonly median: number | null; readonly of: number }
}

/** Made once for as long as the list is the same, however many accounts are assessed against it. */
const groups = new WeakMap<readonly Peer[], Group>()
const none = new Float64Array(0)
const netKey = (currency: string, territory: string | null): string => (territory === null ? currency : `${currency} ${territory}`)

export function othersOf({ account, peers }: Snapshot): Others {
  if (peers.length === 0) return nobody
  let group = groups.get(peers)
  if (!group) groups.set(peers, (group = groupOf(peers)))
  const { rowOf } = group
  return others(peers, group, account.ids.map(id => rowOf.get(id)).find(row => row !== undefined) ?? -1)
}

function others(peers: readonly Peer[], { columns, nets, segments }: Group, own: number): Others {
  const self = peers[own]
  return {
    peers, own, columns,
    count: peers.length - (self ? 1 : 0),
    rank(net, currency, territory) {
      const sorted = nets.get(netKey(currency, territory)) ?? none
      const isIn = self && self.net !== null && self.currency === currency && (territory === null || self.territories.includes(territory))
      const better = sorted.length - firstOver(sorted, net) - (isIn && self.net! > net ? 1 : 0)
      return { position: 1 + better, of: sorted.length + (isIn ? 0 : 1) }
    },
    buyers(segment, line) {
      const found = segments.get(folded(segment))
      const isIn = self && isCustomer(self) && self.products !== null && folded(self.segment) === folded(segment)
      return { count: (found?.buyersOf.get(line) ?? 0) - (isIn && self.products!.includes(line) ? 1 : 0), of: (found?.telling ?? 0) - (isIn ? 1 : 0) }
    },
    medianRevenue(segment, currency) {
      const sorted = segments.get(folded(segment))?.revenues.get(currency) ?? none
      const isIn = self && isCustomer(self) && self.revenue !== null && self.currency === currency && folded(self.segment) === folded(segment)
      return medianWithout(sorted, isIn ? self.revenue : null)
    },
  }
}

const isCustomer = (peer: Peer): peer is Peer & { segment: string } => peer.bought && peer.segment !== null

function groupOf(peers: readonly Peer[]): Group {
  const nets = new Map<string, number[]>()
  const segments = new Map<string, { telling: number; buyersOf: Map<string, number>; revenues: Map<string, number[]> }>()
  for (const peer of peers) {
    if (peer.net !== null) for (const territory of [null, ...new Set(peer.territories)]) push(nets, netKey(peer.currency, territory), peer.net)
    if (!isCustomer(peer)) continue
    const key = folded(peer.segment)
    let segment = segments.get(key)
    if (!segment) segments.set(key, (segment = { telling: 0, buyersOf: new Map(), revenues: new Map() }))
    if (peer.revenue !== null) push(segment.revenues, peer.currency, peer.revenue)
    if (peer.products === null) continue
    segment.telling++
    for (const line of new Set(peer.products)) segment.buyersOf.set(line, (segment.buyersOf.get(line) ?? 0) + 1)
  }
  return {
    rowOf: new Map(peers.map(({ id }, row) => [id, row])),
    columns: traitColumns(peers),
    nets: sortedEach(nets),
    segments: new Map([...segments].map(([key, segment]) => [key, { ...segment, revenues: sortedEach(segment.revenues) }])),
  }
}

function push(lists: Map<string, number[]>, key: string, number: number): void {
  const list = lists.get(key)
  if (list) list.push(number)
  else lists.set(key, [number])
}

const sortedEach = (lists: ReadonlyMap<string, readonly number[]>): Map<string, Float64Array> => new Map([...lists].map(([key, list]) => [key, Float64Array.from(list).sort()]))

/** Where the first number over another stands in an ordered list. */
function firstOver(sorted: Float64Array, number: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! > number) high = middle
    else low = middle + 1
  }
  return low
}

/** Of an ordered list of which one number is left out. */
function medianWithout(sorted: Float64Array, out: number | null): { median: number | null; of: number } {
  const gap = out === null ? sorted.length : firstOver(sorted, out) - 1
  const of = out === null ? sorted.length : sorted.length - 1
  if (of === 0) return { median: null, of }
  const at = (place: number): number => sorted[place < gap ? place : place + 1]!
  const middle = of >> 1
  return { median: of % 2 ? at(middle) : (at(middle - 1) + at(middle)) / 2, of }
}

const nobody = others([], groupOf([]), -1)
