import type { Wanted } from '../adapter'
import type { AggregateAsk } from '../book'
import { fromOpportunity, fromOrder } from './deals'
import { fieldOf, type ObjectName, type ObjectShape } from './describe'
import type { Org } from './org'
import { taskType } from './touches'
import { anyText, number, text } from './values'
import { idOf } from './ids'

/**
 * What the rows of an object are grouped by, so that a group's key is what the book's column would hold. Of deals and activities, what only accounts have is that of
 * their account.
 */
export interface Key {
  /** What SOQL groups by. */
  readonly expressions: readonly string[]
  /** The key of a group, out of the values of the expressions. */
  readonly read: (values: readonly unknown[]) => string | null
  /** The expression by whose values a query of too many groups is taken apart; absent: it has few. */
  readonly split?: Split
}

/** `choices` are few and not sorted as texts are; `texts` are sorted and compared alike, ids too. `months`: the field is a day. */
export interface Split {
  readonly field: string
  readonly kind: 'choices' | 'texts' | 'months'
}

export type Counted = Extract<ObjectName, 'Account' | 'Opportunity' | 'Order' | 'Task' | 'Event'>
type Column = AggregateAsk['by'][number]

const dayFields: Readonly<Partial<Record<Counted, string>>> = { Opportunity: 'CloseDate', Order: 'EffectiveDate', Task: 'ActivityDate', Event: 'ActivityDate' }
const amountFields: Readonly<Partial<Record<Counted, string>>> = { Opportunity: 'Amount', Order: 'TotalAmount' }

/** The field with the day of the object's rows; null: they have none, or this user may not see it. */
export const dayField = (object: Counted, org: Org): string | null => fieldOf(org.objects[object], dayFields[object] ?? '')?.name ?? null
export const amountField = (object: Counted, org: Org): string | null => fieldOf(org.objects[object], amountFields[object] ?? '')?.name ?? null

/** Types that SOQL does not group by. */
const ungrouped = new Set(['currency', 'double', 'percent', 'datetime', 'textarea', 'multipicklist', 'address', 'location'])

/** How to group by the column; null: the object has no such thing, this user may not see it, or the CRM cannot: all rows then have no value there. */
export function keyOf(column: Column, object: Counted, org: Org, want: Wanted): Key | null {
  const shape = org.objects[object]
  const isDeal = object === 'Opportunity' || object === 'Order'
  const isActivity = object === 'Task' || object === 'Event'
  switch (column) {
    case 'ownerId': return isActivity ? accountKey(object, org, ['OwnerId'], idOf) : fieldKey(shape, '', ['OwnerId'], idOf)
    case 'userId': return isActivity ? fieldKey(shape, '', ['OwnerId'], idOf) : null
    // Codes are the surer where the org has them.
    case 'country': return accountKey(object, org, ['BillingCountryCode', 'BillingCountry'], text)
    case 'region': return accountKey(object, org, ['BillingStateCode', 'BillingState'], text)
    case 'industry': return accountKey(object, org, ['Industry'], text)
    case 'segment': return accountKey(object, org, [want.fields.segment ?? ''], anyText)
    case 'type': return object === 'Task' ? taskKey(shape) : object === 'Event' ? eventKey(shape) : accountKey(object, org, ['Type'], text)
    case 'state': return isDeal ? stateKey(object, shape) : null
    case 'stage': return isDeal ? fieldKey(shape, '', [object === 'Order' ? 'Status' : 'StageName'], text) : null
    case 'month': return monthKey(dayField(object, org))
  }
}

/** The first of the fields that has a value. */
function fieldKey(shape: ObjectShape | null, path: string, names: readonly string[], read: (value: unknown) => string | null): Key | null {
  const fields = names.flatMap(name => fieldOf(shape, name) ?? []).filter(({ type }) => !ungrouped.has(type))
  const [first] = fields
  if (!first) return null
  return {
    expressions: fields.map(({ name }) => path + name),
    read: values => values.map(read).find(value => value !== null) ?? null,
    ...(first.type === 'boolean' ? {} : { split: { field: path + first.name, kind: first.type === 'picklist' ? 'choices' : 'texts' } }),
  }
}

function accountKey(object: Counted, org: Org, names: readonly string[], read: (value: unknown) => string | null): Key | null {
  if (object === 'Account') return fieldKey(org.objects.Account, '', names, read)
  return fieldOf(org.objects[object], 'AccountId') ? fieldKey(org.objects.Account, 'Account.', names, read) : null
}

/** Several fields that together say one thing of a record. */
function together(shape: ObjectShape | null, names: readonly string[], read: (row: Readonly<Record<string, unknown>>) => string | null): Key | null {
  const fields = names.filter(name => fieldOf(shape, name))
  return fields.length === 0 ? null : { expressions: fields, read: values => read(Object.fromEntries(fields.map((name, i) => [name, values[i]]))) }
}

const isPattern = (row: Readonly<Record<string, unknown>>): boolean => row.IsRecurrence === true || row.GroupEventType === '3'
const taskKey = (shape: ObjectShape | null): Key | null => together(shape, ['TaskSubtype', 'Type', 'IsRecurrence'], row => (isPattern(row) ? null : taskType(row)))
const eventKey = (shape: ObjectShape | null): Key => together(shape, ['IsRecurrence', 'GroupEventType'], row => (isPattern(row) ? null : 'appointment')) ?? { expressions: [], read: () => 'appointment' }

/** Told as a single deal's is. */
const someId = '006000000000000AAA'
const stateKey = (object: Counted, shape: ObjectShape | null): Key =>
  together(shape, object === 'Order' ? ['StatusCode'] : ['IsClosed', 'IsWon'], row => (object === 'Order' ? fromOrder : (deal: typeof row) => fromOpportunity(deal, null))({ ...row, Id: someId })?.state ?? null)
  ?? { expressions: [], read: () => 'open' }

/** Before then no day is one on which something was sold or done. */
const firstYear = 1950

function monthKey(field: string | null): Key | null {
  if (field === null) return null
  return {
    expressions: [`CALENDAR_YEAR(${field})`, `CALENDAR_MONTH(${field})`],
    read: values => monthOf(values[0], values[1], firstYear),
    split: { field, kind: 'months' },
  }
}

/** "2026-11" */
export function monthOf(year: unknown, month: unknown, from = 0): string | null {
  const [y, m] = [number(year), number(month)]
  return y === null || m === null || y < from ? null : `${String(y).padStart(4, '0')}-${String(m).padStart(2, '0')}`
}
