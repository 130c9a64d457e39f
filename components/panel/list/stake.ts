import type { Money, PersonRef } from '../../../lib/model/assessment'
import type { ListedAccount } from './view'

/** Money of one currency; amounts of different currencies are never added up. */
export interface Sum {
  readonly currency: string
  /** Minor units. */
  readonly revenue: number
  readonly pipeline: number
}

/** Accounts that the same reps' territories claim. */
export interface OverlapGroup {
  readonly key: string
  /** Each rep once, by name; empty: none of the territories has one. */
  readonly reps: readonly PersonRef[]
  /** Territories of the group's claims, by name, and those of them that no rep works. */
  readonly territories: readonly string[]
  readonly unmanned: readonly string[]
  readonly ids: ReadonlySet<string>
  readonly sums: readonly Sum[]
  /** Accounts whose revenue or open pipeline is not known. */
  readonly unknown: { readonly revenue: number; readonly pipeline: number }
}

type Overlapping = ListedAccount & { readonly facts: NonNullable<ListedAccount['facts']> }

const overlaps = (account: ListedAccount): account is Overlapping => account.facts?.territory === 'overlap'

/** What is at stake where territories overlap, between whom: an account that three reps claim is of the three, and counts once. What is worth most comes first. */
export function overlapGroups(accounts: readonly ListedAccount[]): OverlapGroup[] {
  const byKey = new Map<string, Overlapping[]>()
  for (const account of accounts) {
    if (!overlaps(account)) continue
    const key = keyOf(account)
    const known = byKey.get(key)
    if (known) known.push(account)
    else byKey.set(key, [account])
  }
  return [...byKey].map(([key, own]) => groupOf(key, own))
    .sort((a, b) => worth(b) - worth(a) || b.ids.size - a.ids.size || (a.key < b.key ? -1 : 1))
}

/** By currency, what all of the overlapping accounts are worth. */
export const stakeOf = (accounts: readonly ListedAccount[]): Pick<OverlapGroup, 'sums' | 'unknown'> => totals(accounts.filter(overlaps))

const idOf = ({ id, name }: PersonRef): string => id ?? name

/** Who has claims, and the territories that nobody works: the same people, the same group, whichever of their territories it is. */
function keyOf({ facts: { claims } }: Overlapping): string {
  const parties = claims.flatMap(({ name, reps }) => (reps.length > 0 ? reps.map(idOf) : [`territory ${name}`]))
  return JSON.stringify([...new Set(parties)].sort())
}

function groupOf(key: string, accounts: readonly Overlapping[]): OverlapGroup {
  const claims = accounts.flatMap(({ facts }) => facts.claims)
  const reps = new Map(claims.flatMap(claim => claim.reps).map(rep => [idOf(rep), rep]))
  const names = (of: typeof claims): string[] => [...new Set(of.map(({ name }) => name))].sort()
  return {
    key,
    reps: [...reps.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    territories: names(claims),
    unmanned: names(claims.filter(claim => claim.reps.length === 0)),
    ids: new Set(accounts.map(({ id }) => id)),
    ...totals(accounts),
  }
}

function totals(accounts: readonly Overlapping[]): Pick<OverlapGroup, 'sums' | 'unknown'> {
  const sums = new Map<string, { currency: string; revenue: number; pipeline: number }>()
  const unknown = { revenue: 0, pipeline: 0 }
  for (const { facts } of accounts) {
    for (const part of ['revenue', 'pipeline'] as const) {
      const money: Money | null = facts[part]
      if (money === null) {
        unknown[part]++
        continue
      }
      const sum = sums.get(money.currency) ?? { currency: money.currency, revenue: 0, pipeline: 0 }
      sum[part] += money.minor
      sums.set(money.currency, sum)
    }
  }
  return { sums: [...sums.values()].filter(({ revenue, pipeline }) => revenue !== 0 || pipeline !== 0).sort((a, b) => b.revenue + b.pipeline - a.revenue - a.pipeline), unknown }
}

const worth = ({ sums }: OverlapGroup): number => sums.reduce((most, { revenue, pipeline }) => Math.max(most, revenue + pipeline), 0)
