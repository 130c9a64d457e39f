import { distanceKm } from '../geo/distance'
import type { Coordinates, Peer, TouchType } from '../model/snapshot'

/** A cached account whose touch is due. */
export interface DueAccount {
  readonly id: string
  readonly name: string
  readonly type: TouchType
  /** ISO day. */
  readonly due: string
  readonly late: boolean
  /** Minor units of `currency`; null where a part of it is missing. */
  readonly net: number | null
  readonly currency: string
  /** Kilometres from where the rep is taken to be; null: one of the two places is not known. */
  readonly km: number | null
}

export const dueOrders = ['both', 'value', 'nearness'] as const
export type DueOrder = (typeof dueOrders)[number]

/** What of the cached accounts is due by a day. */
export function dueBy(peers: readonly Peer[], last: string, today: string, from: Coordinates | null): DueAccount[] {
  const due: DueAccount[] = []
  for (const { id, name, next, net, currency, lat, lon } of peers) {
    if (!next || next.due > last) continue
    due.push({ id, name, type: next.type, due: next.due, late: next.due < today, net, currency, km: from && lat !== null && lon !== null ? distanceKm(from, { lat, lon }) : null })
  }
  return due
}

/**
 * Late first; then by net profit, by nearness, or by both together: the sum of an account's place in either order. Nets of different currencies are never compared:
 * each has its place among those of its own. What is not known comes last.
 */
export function inOrder(due: readonly DueAccount[], order: DueOrder): DueAccount[] {
  const value = placesByValue(due)
  const near = places(due.filter(({ km }) => km !== null), (a, b) => a.km! - b.km!)
  const rank = (account: DueAccount): number => {
    const byValue = value.get(account) ?? unknown
    const byNearness = near.get(account) ?? unknown
    return order === 'value' ? byValue : order === 'nearness' ? byNearness : byValue + byNearness
  }
  const ranks = new Map(due.map(account => [account, rank(account)]))
  return [...due].sort((a, b) => Number(b.late) - Number(a.late) || ranks.get(a)! - ranks.get(b)! || compare(a.due, b.due) || compare(a.name, b.name) || compare(a.id, b.id))
}

/** The nearest of the accounts that have a place, this one left out. */
export function nearest(due: readonly DueAccount[], withinKm: number, most: number): DueAccount[] {
  return due.filter(({ km }) => km !== null && km <= withinKm).sort((a, b) => a.km! - b.km! || compare(a.id, b.id)).slice(0, most)
}

/** After every place, which is at most 1. */
const unknown = 2

function placesByValue(due: readonly DueAccount[]): Map<DueAccount, number> {
  const byCurrency = new Map<string, DueAccount[]>()
  for (const account of due) {
    if (account.net === null) continue
    const same = byCurrency.get(account.currency)
    if (same) same.push(account)
    else byCurrency.set(account.currency, [account])
  }
  return new Map([...byCurrency.values()].flatMap(same => [...places(same, (a, b) => b.net! - a.net!)]))
}

/** From 0, the first, up to 1; equals share a place. */
function places(of: readonly DueAccount[], by: (a: DueAccount, b: DueAccount) => number): Map<DueAccount, number> {
  const sorted = [...of].sort(by)
  const found = new Map<DueAccount, number>()
  sorted.forEach((account, i) => {
    const before = sorted[i - 1]
    found.set(account, before && by(before, account) === 0 ? found.get(before)! : i / sorted.length)
  })
  return found
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
