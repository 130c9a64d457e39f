import { buckets } from '../../../lib/model/snapshot'
import { uiLocale } from '../../ui/words'
import type { AccountFacts, ListedAccount } from './view'

/** Which rows are shown, and in which order. */

export const filters = ['all', 'overlap', 'unassigned', 'late'] as const
export type Filter = (typeof filters)[number]

export const sorts = ['name', 'territory', 'kare', 'next', 'net'] as const
export type Sort = (typeof sorts)[number]

export interface Order {
  readonly by: Sort
  readonly descending: boolean
}

/** The way round in which a column is looked at first: what is due first, and who earns most. */
export const firstOrder = (by: Sort): Order => ({ by, descending: by === 'net' })

export const passes = (filter: Filter, { facts }: ListedAccount): boolean => {
  if (filter === 'all') return true
  if (facts === null) return false
  return filter === 'late' ? facts.next.overdue : facts.territory === filter
}

const territoryRank = { overlap: 0, unassigned: 1, unknown: 2, assigned: 3 } as const

type Key = string | number | null

function keyOf(by: Sort, { name, facts }: ListedAccount): Key {
  if (by === 'name') return name
  if (facts === null) return null
  switch (by) {
    case 'territory':
      return `${territoryRank[facts.territory]} ${facts.claims.map(claim => claim.name).join(' ')}`
    case 'kare':
      return buckets.indexOf(facts.bucket)
    case 'next':
      return dueOf(facts)
    case 'net':
      return facts.net?.minor ?? null
  }
}

/** The day of the next touch, in this period or the next. */
export const dueOf = ({ next }: AccountFacts): string | null => next.due ?? next.upcoming?.due ?? null

/** In order; what is not known comes last either way round, and what is equal stays as the CRM lists it. Net of several currencies is ordered within each. */
export function inOrder(accounts: readonly ListedAccount[], { by, descending }: Order): ListedAccount[] {
  const names = new Intl.Collator(uiLocale(), { numeric: true })
  const sign = descending ? -1 : 1
  const keyed = accounts.map(account => ({ account, key: keyOf(by, account), currency: by === 'net' ? (account.facts?.net?.currency ?? '') : '' }))
  const order = (a: Key, b: Key): number =>
    typeof a === 'number' && typeof b === 'number' ? a - b : by === 'name' || by === 'territory' ? names.compare(String(a), String(b)) : String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0
  return keyed.sort((a, b) => {
    if (a.key === null || b.key === null) return a.key === b.key ? a.account.place - b.account.place : a.key === null ? 1 : -1
    if (a.currency !== b.currency) return a.currency < b.currency ? -1 : 1
    return sign * order(a.key, b.key) || a.account.place - b.account.place
  }).map(({ account }) => account)
}
