import { toIso } from '../../lib/model/day'
import type { Org } from '../org'
import type { Row, Value } from '../schema/field'
import type { Reference } from './reference'

/** Writes rows as users would have, with their stamps. Days are day numbers, hours those of the org's clock. */
export interface Writer {
  readonly org: Org
  readonly today: number
  account(fields: Row, owner: string, createdDay: number): string
  deal(o: DealInput): string
  call(o: TouchInput & { seconds?: number | null }): string
  email(o: TouchInput): string
  task(o: TouchInput & { type: string; status?: string }): string
  visit(o: TouchInput & { minutes?: number; at?: string | null }): string
  meeting(o: TouchInput & { minutes?: number; at?: string }): string
  stamp(by: string, day: number, hour?: number): Row
}

interface DealInput {
  readonly account: string
  readonly owner: string
  readonly name: string
  readonly amount: number | null
  readonly stage: string
  readonly close: number
  readonly created?: number
  readonly families?: readonly string[]
  readonly fields?: Row
}
interface TouchInput {
  readonly account: string
  readonly owner: string
  readonly day: number
  readonly hour?: number
  readonly minute?: number
  readonly subject?: string
  readonly what?: string
  readonly who?: string | null
  readonly note?: string | null
}

export function createWriter(org: Org, today: number, reference: Reference): Writer {
  const iso: Row = org.multiCurrency ? { CurrencyIsoCode: 'USD' } : {}
  const currencyOf = (account: string): Row => {
    const code = org.get(account)?.CurrencyIsoCode
    return typeof code === 'string' ? { CurrencyIsoCode: code } : {}
  }
  const at = (day: number, hour = 9, minute = 0): number => org.clock.at(day, hour, minute)
  const stamps = (by: string, moment: number): Row => ({
    CreatedDate: moment, CreatedById: by, LastModifiedDate: moment, LastModifiedById: by, SystemModstamp: moment,
  })

  const taskRow = (o: TouchInput, subtype: string, type: Value, more: Row): string => {
    const moment = at(o.day, o.hour ?? 10, o.minute ?? 0)
    // What was logged afterwards must not be dated after now, whatever hour the demo is started at.
    const logged = Math.min(moment, org.clock.now() - 60_000)
    return org.insert('Task', {
      Subject: o.subject ?? type, TaskSubtype: subtype, Type: type, Status: 'Completed', Priority: 'Normal', ActivityDate: toIso(o.day),
      CompletedDateTime: logged,
      WhatId: o.what ?? o.account, WhoId: o.who ?? null, AccountId: o.account, OwnerId: o.owner, Description: o.note ?? null, ...currencyOf(o.account),
      ...stamps(o.owner, logged), ...more,
    }).Id as string
  }
  const eventRow = (o: TouchInput, minutes: number, place: string | null, type: Value): string => {
    const start = at(o.day, o.hour ?? 10, o.minute ?? 0)
    return org.insert('Event', {
      Subject: o.subject ?? type, Type: type, Location: place, StartDateTime: start, DurationInMinutes: minutes, IsAllDayEvent: false, ShowAs: 'Busy',
      EventSubtype: 'Event',
      WhatId: o.what ?? o.account, WhoId: o.who ?? null, AccountId: o.account, OwnerId: o.owner, Description: o.note ?? null,
      ...currencyOf(o.account), ...stamps(o.owner, Math.min(start, org.clock.now()) - 86_400_000),
    }).Id as string
  }

  return {
    org, today,
    stamp: (by, day, hour = 9) => stamps(by, at(day, hour)),
    account: (fields, owner, createdDay) => org.insert(
      'Account', { Former_Customer__c: false, OwnerId: owner, ...iso, ...fields, ...stamps(owner, at(createdDay, 0, 1)) }
    ).Id as string,
    deal(o) {
      // A deal that closes far ahead was not made ahead of now.
      const made = Math.min(at(o.created ?? o.close - 45, 11), org.clock.now() - 60_000)
      const id = org.insert('Opportunity', {
        AccountId: o.account, Name: o.name, StageName: o.stage, Amount: o.amount, CloseDate: toIso(o.close), OwnerId: o.owner, Type: null,
        ...currencyOf(o.account), ...stamps(o.owner, made), ...o.fields,
      }).Id as string
      const families = o.families ?? []
      families.forEach((name, i) => {
        const entry = reference.entries.get(name)?.[i % 2]
        if (!entry) throw new Error(`no product family "${name}"`)
        const share = o.amount === null ? 0 : Math.round((o.amount / families.length) * 100) / 100
        const quantity = Math.max(1, Math.round(share / entry.price))
        org.insert('OpportunityLineItem', {
          OpportunityId: id, PricebookEntryId: entry.entry, Product2Id: entry.product, Quantity: quantity,
          UnitPrice: Math.round((share / quantity) * 100) / 100, TotalPrice: share, SortOrder: i + 1,
          ...currencyOf(o.account), ...stamps(o.owner, made),
        })
      })
      return id
    },
    call: o => taskRow(o, 'Call', 'Call', { CallDurationInSeconds: o.seconds === undefined ? 480 : o.seconds, CallType: 'Outbound' }),
    email: o => taskRow(o, 'Email', 'Email', {}),
    task: o => taskRow(o, 'Task', o.type, o.status === undefined || o.status === 'Completed' ? {} : { Status: o.status, CompletedDateTime: null }),
    visit: o => eventRow(o, o.minutes ?? 60, o.at === undefined ? 'On site' : o.at, 'Visit'),
    meeting: o => eventRow(o, o.minutes ?? 45, o.at ?? 'https://zoom.us/j/8432105567', 'Meeting'),
  }
}
