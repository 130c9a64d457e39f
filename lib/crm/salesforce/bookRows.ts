import type { AccountRow, ActivityRow, DealRow } from '../../book/tables'
import { exact, minorUnits, round, times, wholeMinor } from '../../model/money'
import type { Wanted } from '../adapter'
import { readAccount } from './account'
import { dealFields, fromOpportunity, fromOrder, orderFields } from './deals'
import { fieldOf, visible, type ObjectName, type ObjectShape } from './describe'
import { idOf } from './ids'
import type { Org } from './org'
import type { Row } from './rows'
import { fromEvent, fromTask } from './touches'
import { moment, number, text } from './values'

/**
 * Rows of the book out of records. What counts as which touch or deal is told where single accounts are read; here it is only laid out. Nothing is asked that the book does
 * not hold: no subjects, no descriptions, no streets, no telephone numbers. So the mark of an appointment, whose place is its description, is not known here.
 */

const accountFields = [
  'Name', 'OwnerId', 'ParentId', 'Type', 'Industry', 'NumberOfEmployees', 'CurrencyIsoCode', 'CreatedDate', 'BillingCity', 'BillingState', 'BillingStateCode', 'BillingPostalCode',
  'BillingCountry', 'BillingCountryCode', 'BillingLatitude', 'BillingLongitude',
] as const
const taskFields = ['AccountId', 'OwnerId', 'Status', 'IsClosed', 'Type', 'TaskSubtype', 'ActivityDate', 'CompletedDateTime', 'CreatedDate', 'CallDurationInSeconds', 'CallObject', 'IsRecurrence'] as const
const eventFields = ['AccountId', 'OwnerId', 'Location', 'StartDateTime', 'ActivityDate', 'IsAllDayEvent', 'DurationInMinutes', 'CreatedDate', 'IsRecurrence', 'IsChild', 'GroupEventType'] as const

/** The fields to ask of an object. */
export function bookFields(object: ObjectName, org: Org, want: Wanted): string[] {
  const shape = org.objects[object]
  const named: Partial<Record<ObjectName, readonly string[]>> = {
    Account: [...accountFields, ...Object.values(want.fields), ...want.extra], Opportunity: [...dealFields, 'AccountId', 'OwnerId', 'Probability'],
    Order: [...orderFields, 'AccountId', 'OwnerId', 'Status'], Task: taskFields, Event: eventFields,
  }
  const lines = object === 'Opportunity' && linesVisible(org) ? ['(SELECT Product2.Family FROM OpportunityLineItems)'] : []
  return [...new Set(['Id', ...visible(shape, [...named[object]!, 'SystemModstamp', 'IsDeleted'])]), ...lines]
}

const linesVisible = ({ objects, without }: Org): boolean => fieldOf(objects.OpportunityLineItem, 'Product2Id') !== null && fieldOf(objects.Product2, 'Family') !== null && !without.includes('products')

/** The book's columns that stand on no field which this user may see: "accounts.industry". */
export function hiddenColumns(org: Org, want: Wanted): string[] {
  const lacking = (shape: ObjectShape | null, table: string, columns: Readonly<Record<string, readonly (string | undefined)[]>>): string[] => {
    if (!shape) return [table]
    return Object.entries(columns).flatMap(([column, fields]) => (fields.length === 0 || visible(shape, fields.flatMap(name => name ?? [])).length > 0 ? [] : [`${table}.${column}`]))
  }
  const mapped = Object.fromEntries(Object.entries(want.fields).map(([name, field]) => [name, [field]]))
  const extra = want.extra.filter(name => !fieldOf(org.objects.Account, name)).map(name => `accounts.fields.${name}`)
  return [
    ...lacking(org.objects.Account, 'accounts', {
      name: ['Name'], ownerId: ['OwnerId'], parentId: ['ParentId'], type: ['Type'], industry: ['Industry'], employees: ['NumberOfEmployees'], createdAt: ['CreatedDate'], city: ['BillingCity'],
      region: ['BillingState', 'BillingStateCode'], postalCode: ['BillingPostalCode'], country: ['BillingCountry', 'BillingCountryCode'], lat: ['BillingLatitude'], ...mapped,
    }),
    ...extra,
    ...lacking(org.objects.Opportunity, 'deals', { accountId: ['AccountId'], ownerId: ['OwnerId'], stage: ['StageName'], amount: ['Amount'], day: ['CloseDate'], probability: ['Probability'] }),
    ...(org.objects.Opportunity && !linesVisible(org) ? ['deals.products'] : []),
    ...(want.revenue === 'orders' ? lacking(org.objects.Order, 'orders', { accountId: ['AccountId'], amount: ['TotalAmount'], day: ['EffectiveDate'] }) : []),
    ...lacking(org.objects.Task, 'tasks', { accountId: ['AccountId'], userId: ['OwnerId'], type: ['TaskSubtype', 'Type'], day: ['ActivityDate'], seconds: ['CallDurationInSeconds'] }),
    ...lacking(org.objects.Event, 'events', { accountId: ['AccountId'], userId: ['OwnerId'], start: ['StartDateTime'], where: ['Location'], seconds: ['DurationInMinutes'] }),
  ]
}

/** Minor units; finer ones are rounded half away from zero. Null for what is no amount, or beyond any that a number holds. */
export function minorOf(value: string | null, currency: string | null | undefined): number | null {
  if (value === null) return null
  const code = currency ?? ''
  const plain = wholeMinor(value, code)
  const said = plain === null ? exact(value) : null
  const minor = plain ?? (said === null ? null : round(times(said, minorUnits(code))))
  return minor !== null && Number.isSafeInteger(minor) ? minor + 0 : null
}

export function accountRow(row: Row, org: Org, want: Wanted): AccountRow {
  const id = idOf(row.Id)!
  const account = readAccount(row, id, org.objects.Account!, want)
  const { name, ownerId, type, industry, employees, currency, createdAt, address, coordinates, priority, segment, marketing, visitMinutes, former } = account
  return {
    id, name: name === '' ? null : name, ownerId, parentId: idOf(row.ParentId), type, industry, employees, currency, createdAt,
    city: address.city, region: address.region, postalCode: address.postalCode, country: address.country, lat: coordinates?.lat ?? null, lon: coordinates?.lon ?? null,
    priority, segment, marketing: minorOf(marketing?.value ?? null, currency ?? want.currency), visitMinutes, former,
    fields: want.extra.length === 0 ? null : JSON.stringify(account.fields), stamp: moment(row.SystemModstamp),
  }
}

/** Of an Opportunity or an Order. */
export function dealRow(row: Row, kind: 'deal' | 'order', org: Org, want: Wanted): DealRow {
  const deal = kind === 'order' ? fromOrder(row) : fromOpportunity(row, null)
  const currency = text(row.CurrencyIsoCode)
  return {
    id: idOf(row.Id)!, accountId: idOf(row.AccountId), ownerId: idOf(row.OwnerId), kind, name: deal?.name || null, stage: text(row.StageName) ?? text(row.Status), state: deal?.state ?? 'open',
    probability: number(row.Probability), amount: minorOf(deal?.amount?.value ?? null, currency ?? want.currency), currency, day: deal?.day ?? null, createdAt: deal?.createdAt ?? null,
    products: kind === 'deal' && linesVisible(org) ? familiesIn(row.OpportunityLineItems) : null, stamp: moment(row.SystemModstamp),
  }
}

/** As JSON; null where the CRM did not give all of a deal's lines at once. */
function familiesIn(lines: unknown): string | null {
  const { records = [], done = true } = (lines ?? {}) as { records?: readonly Row[]; done?: boolean }
  if (done === false) return null
  return JSON.stringify([...new Set(records.flatMap(({ Product2 }) => text((Product2 as Row | null | undefined)?.Family) ?? []))].sort())
}

/** Of a Task or an Event. One that is no touch, such as the pattern of a series, is kept as what it is: without a type. */
export function activityRow(row: Row, object: 'Task' | 'Event', closedStatuses: readonly string[] | null): ActivityRow {
  const touch = object === 'Task' ? fromTask(row, closedStatuses) : fromEvent(row)
  return {
    id: idOf(row.Id)!, accountId: idOf(row.AccountId), userId: idOf(row.OwnerId), type: touch?.type ?? null, completed: touch?.completed ?? row.IsClosed === true, day: touch?.day ?? null,
    start: touch?.start ?? null, completedAt: touch?.completedAt ?? null, createdAt: touch?.createdAt ?? moment(row.CreatedDate), seconds: touch?.seconds ?? null, where: touch?.where ?? null,
    mark: touch?.mark ?? null, copy: row.IsChild === true, stamp: moment(row.SystemModstamp),
  }
}
