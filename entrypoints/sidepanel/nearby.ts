import type { NearbyFact } from '../../components/panel/view'
import { dueBy, nearest } from '../../lib/assess/due'
import type { PeerRow } from '../../lib/cache/db'
import { fromIso, toIso } from '../../lib/model/day'
import type { Snapshot } from '../../lib/model/snapshot'

/** What is due so soon is worth a stop on the way. */
const withinDays = 7
const withinKm = 100
const most = 5

/** The nearest of the other accounts whose touch is late or due within a week: the user's own, where they have any. */
export function nearbyOf({ account, place }: Snapshot, peers: readonly PeerRow[], today: string): NearbyFact {
  // What belongs to a period that is over is being made anew.
  const others = peers.filter(peer => peer.id !== account.ids[0] && !(peer.holdsUntil !== null && peer.holdsUntil < today))
  const own = others.some(({ mine }) => mine) ? others.filter(({ mine }) => mine) : others
  const due = dueBy(own, toIso(fromIso(today)! + withinDays), today, place)
  return { placed: place !== null, of: others.length, accounts: nearest(due, withinKm, most) }
}
