import type { Org } from '../org'
import { stages } from '../schema/sales'
import type { VastAccounts } from './accounts'
import type { Days } from './days'
import type { Generated } from './generated'
import { groupRows } from './group'
import { chanceOf, oneOf } from './hash'

export interface VastDeals extends Generated {
  /** Whose deal each is, as the number of the generated account. */
  readonly account: Uint32Array
  /** The deals of an account. */
  of(account: number): Uint32Array
}

const subjects = ['Mower order', 'Irrigation', 'Seed order', 'Service plan', 'Parts']
const openStages = stages.filter(stage => !stage[2]).map(stage => stage[0])

/** About two for each account, won and lost over two years, and what is open now. */
export function vastDeals(
  org: Org, accounts: VastAccounts, ids: { readonly account: (n: number) => string; readonly accountNumber: (id: string) => number | null }, users: readonly string[],
  days: Days, seed: number, length: number,
): VastDeals {
  const account = new Uint32Array(length)
  const close = new Int32Array(length)
  const stamps = new Float64Array(length)
  const from = Math.max(days.first, days.last - 730)
  const born = (n: number): number => from + Math.floor((n / length) * (days.last - from))
  const isOpen = (n: number): boolean => chanceOf(seed, 35, n) < (born(n) > days.last - 150 ? 0.5 : 0.02)
  for (let n = 0; n < length; n++) {
    account[n] = Math.floor(chanceOf(seed, 31, n) * accounts.length)
    const end = born(n) + 10 + Math.floor(chanceOf(seed, 32, n) * 90)
    close[n] = isOpen(n) ? Math.max(end, days.last + 3 + (n % 140)) : Math.min(end, days.last)
    const changed = Math.min(close[n]!, days.last - 1)
    stamps[n] = days.moment(Math.max(changed, born(n)), 8 + (n % 9), (n * 7) % 60) + (n % 53) * 1000
  }
  const grouped = groupRows(account, accounts.length)
  const stage = (n: number): string => (isOpen(n) ? oneOf(openStages, seed, 36, n) : chanceOf(seed, 37, n) < 0.74 ? 'Closed Won' : 'Closed Lost')
  const owner = (n: number): string => users[accounts.owner[account[n]!]!]!
  const amount = (n: number): number | null => {
    if (chanceOf(seed, 38, n) < 0.03) return null
    return Math.round(((accounts.yearly(account[n]!) || 15_000) * (0.1 + 0.6 * chanceOf(seed, 39, n))) * 100) / 100
  }
  const created = (n: number): number => days.moment(born(n), 11, 0)
  return {
    length, stamps, account, of: grouped.of,
    fields: {
      AccountId: n => ids.account(account[n]!),
      Name: n => `${subjects[n % subjects.length]!} ${n + 1}`,
      StageName: stage, Amount: amount, CloseDate: n => days.iso(close[n]!), Type: () => null, OwnerId: owner,
      ...(org.multiCurrency ? { CurrencyIsoCode: (n: number) => accounts.currency(account[n]!) } : {}),
      CreatedDate: created, CreatedById: owner, LastModifiedDate: n => stamps[n]!, LastModifiedById: owner, SystemModstamp: n => stamps[n]!,
    },
    by(field, id) {
      if (field !== 'AccountId') return field === 'CampaignId' || field === 'Pricebook2Id' ? [] : null
      const n = ids.accountNumber(id)
      return n === null ? [] : grouped.of(n)
    },
  }
}
