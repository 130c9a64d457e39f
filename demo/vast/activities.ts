import type { Org } from '../org'
import type { VastAccounts } from './accounts'
import type { Days } from './days'
import type { VastDeals } from './deals'
import type { Generated } from './generated'
import { groupRows, none } from './group'
import { chanceOf, oneOf } from './hash'

interface Ids {
  readonly account: (n: number) => string
  readonly accountNumber: (id: string) => number | null
  readonly deal: (n: number) => string
  readonly dealNumber: (id: string) => number | null
}

/** What every activity has: whose it is, on which day, at which hour. They come in the order in which they were logged. */
interface Logged {
  readonly account: Uint32Array
  /** The deal that it is about; `none`: it is about the account itself. */
  readonly deal: Uint32Array
  readonly day: Int32Array
  readonly stamps: Float64Array
  moment(n: number): number
  what(n: number): string
  owner(n: number): string
  by(field: string, id: string): Iterable<number> | null
}

export interface Ground {
  readonly org: Org
  readonly accounts: VastAccounts
  readonly deals: VastDeals
  readonly ids: Ids
  readonly users: readonly string[]
  readonly days: Days
  readonly seed: number
}

const notes = ['Asked for a quote on the aerator.', 'Left a voicemail.', 'Budget is decided in March.', 'Happy with the service plan.', null, null]
const onSite = ['On site', 'Clubhouse', 'Their yard', 'Pro shop', 'Maintenance shed']

function logged({ accounts, deals, ids, users, days, seed }: Ground, salt: number, length: number): Logged {
  const account = new Uint32Array(length)
  const deal = new Uint32Array(length).fill(none)
  const day = new Int32Array(length)
  const stamps = new Float64Array(length)
  const moment = (n: number): number => days.moment(day[n]!, 8 + Math.floor(chanceOf(seed, salt + 1, n) * 9), Math.floor(chanceOf(seed, salt + 2, n) * 12) * 5)
  // Accounts are numbered in the order in which they were created: so many were there on the day.
  let there = 0
  for (let n = 0; n < length; n++) {
    day[n] = days.at((n + 0.5) / length)
    while (there < accounts.length && accounts.created[there]! <= day[n]!) there++
    // A few are called on much more often than most.
    account[n] = Math.floor(chanceOf(seed, salt + 3, n) ** 1.6 * Math.max(1, there))
    if (chanceOf(seed, salt + 4, n) < 0.12) {
      const own = deals.of(account[n]!)
      if (own.length > 0) deal[n] = own[n % own.length]!
    }
    stamps[n] = Math.min(moment(n), days.moment(days.last, 7, 0)) + (n % 60) * 1000
  }
  const ofAccount = groupRows(account, accounts.length)
  const ofDeal = groupRows(deal, deals.length)
  const numbered = (n: number | null, grouped: { of(owner: number): Uint32Array }): Iterable<number> => (n === null ? [] : grouped.of(n))
  return {
    account, deal, day, stamps, moment,
    what: n => (deal[n] === none ? ids.account(account[n]!) : ids.deal(deal[n]!)),
    owner: n => users[accounts.owner[account[n]!]!]!,
    by(field, id) {
      if (field === 'AccountId') return numbered(ids.accountNumber(id), ofAccount)
      if (field === 'WhatId') return ids.dealNumber(id) === null ? numbered(ids.accountNumber(id), ofAccount) : numbered(ids.dealNumber(id), ofDeal)
      return field === 'WhoId' || field === 'RecurrenceActivityId' ? [] : null
    },
  }
}

const common = ({ org, accounts, ids, seed }: Ground, log: Logged): Generated['fields'] => ({
  WhatId: log.what, WhoId: () => null, AccountId: n => ids.account(log.account[n]!), OwnerId: log.owner,
  Description: n => oneOf(notes, seed, 61, n),
  ...(org.multiCurrency ? { CurrencyIsoCode: (n: number) => accounts.currency(log.account[n]!) } : {}),
  CreatedDate: n => log.stamps[n]!, CreatedById: log.owner, LastModifiedDate: n => log.stamps[n]!, LastModifiedById: log.owner, SystemModstamp: n => log.stamps[n]!,
})

/** Subtype, type, subject, share. */
const kinds = [
  ['Email', 'Email', 'Email: season prices', 0.62], ['Call', 'Call', 'Call', 0.94], ['Task', 'Visit', 'Stopped by', 0.96], ['Task', 'Other', 'Prepare quote', 1],
] as const

export function vastTasks(ground: Ground, length: number): Generated {
  const log = logged(ground, 40, length)
  const { seed } = ground
  const kind = (n: number): (typeof kinds)[number] => {
    const at = chanceOf(seed, 62, n)
    return kinds.find(one => at < one[3])!
  }
  const isDone = (n: number): boolean => chanceOf(seed, 63, n) > 0.01
  return {
    length, stamps: log.stamps, by: log.by,
    fields: {
      Subject: n => kind(n)[2], TaskSubtype: n => kind(n)[0], Type: n => kind(n)[1], Priority: () => 'Normal',
      Status: n => (isDone(n) ? 'Completed' : 'Not Started'),
      ActivityDate: n => ground.days.iso(log.day[n]!),
      CompletedDateTime: n => (isDone(n) ? log.stamps[n]! : null),
      CallDurationInSeconds: n => (kind(n)[0] === 'Call' ? 40 + Math.floor(chanceOf(seed, 64, n) * 1400) : null),
      CallType: n => (kind(n)[0] === 'Call' ? 'Outbound' : null),
      ...common(ground, log),
    },
  }
}

export function vastEvents(ground: Ground, length: number): Generated {
  const log = logged(ground, 50, length)
  const { seed } = ground
  const isMeeting = (n: number): boolean => chanceOf(seed, 65, n) < 0.1
  return {
    length, stamps: log.stamps, by: (field, id) => log.by(field, id),
    fields: {
      Subject: n => (isMeeting(n) ? 'Video call' : 'Visit'), Type: n => (isMeeting(n) ? 'Meeting' : 'Visit'),
      Location: n => (isMeeting(n) ? 'https://zoom.us/j/9912345678' : oneOf(onSite, seed, 66, n)),
      StartDateTime: log.moment, DurationInMinutes: n => 30 + 15 * (n % 5), IsAllDayEvent: () => false, ShowAs: () => 'Busy', EventSubtype: () => 'Event',
      ...common(ground, log),
    },
  }
}
