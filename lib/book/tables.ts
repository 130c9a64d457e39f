import type { TouchType } from '../model/snapshot'

/**
 * What the book holds: three tables of plain rows, as the CRM said them. Null is "the CRM has no value, or this user may not see it", and never zero; what is not
 * to be seen is named beside the table. No subject, note or name of a person is among them.
 */

export type Value = string | number | boolean | null

/**
 * `text`: any, mostly different in each row, and ids; `key`: few different ones; `number`: any, finite; `day`: an ISO day; `moment`: epoch milliseconds; `flag`: yes or no.
 */
export type ColumnType = 'text' | 'key' | 'number' | 'day' | 'moment' | 'flag'

/** Columns in the order in which they are stored. The first is always the id, by which rows are sorted and found. */
export type TableShape = Readonly<Record<'id', 'text'>> & Readonly<Record<string, ColumnType>>

export type BookRow = { readonly id: string } & Readonly<Record<string, Value>>

export const accountsShape = {
  id: 'text', name: 'text', ownerId: 'key', parentId: 'text', type: 'key', industry: 'key', employees: 'number', currency: 'key', createdAt: 'moment',
  city: 'key', region: 'key', postalCode: 'key', country: 'key', lat: 'number', lon: 'number',
  priority: 'key', segment: 'key', marketing: 'number', visitMinutes: 'number', former: 'flag', fields: 'key', stamp: 'moment',
} as const satisfies TableShape

export interface AccountRow {
  readonly id: string
  readonly name: string | null
  readonly ownerId: string | null
  readonly parentId: string | null
  readonly type: string | null
  readonly industry: string | null
  readonly employees: number | null
  /** Null: the CRM counts in one currency only, the plan's. So it is for deals. */
  readonly currency: string | null
  readonly createdAt: number | null
  readonly city: string | null
  /** Region and country as the CRM says them: codes or names. */
  readonly region: string | null
  readonly postalCode: string | null
  readonly country: string | null
  /** Degrees, WGS 84; only where the CRM has them itself. */
  readonly lat: number | null
  readonly lon: number | null
  readonly priority: string | null
  readonly segment: string | null
  /** Minor units of `currency`. */
  readonly marketing: number | null
  readonly visitMinutes: number | null
  readonly former: boolean | null
  /** The other fields that the plan's segments name, as a JSON object; null: it names none. */
  readonly fields: string | null
  /** When the CRM says that the row was changed last; epoch milliseconds of its clock. */
  readonly stamp: number | null
}

export const dealsShape = {
  id: 'text', accountId: 'text', ownerId: 'key', kind: 'key', name: 'text', stage: 'key', state: 'key', probability: 'number', amount: 'number', currency: 'key',
  day: 'day', createdAt: 'moment', products: 'key', stamp: 'moment',
} as const satisfies TableShape

export interface DealRow {
  readonly id: string
  readonly accountId: string | null
  readonly ownerId: string | null
  readonly kind: 'deal' | 'invoice' | 'order'
  readonly name: string | null
  /** As the CRM calls it. */
  readonly stage: string | null
  readonly state: 'open' | 'won' | 'lost'
  /** Percent. */
  readonly probability: number | null
  /** Minor units of `currency`, rounded half away from zero where the CRM has finer ones. */
  readonly amount: number | null
  readonly currency: string | null
  /** The close date; of orders and invoices their own. */
  readonly day: string | null
  readonly createdAt: number | null
  /** Product lines as a JSON list; null: the CRM cannot say. */
  readonly products: string | null
  readonly stamp: number | null
}

export const activitiesShape = {
  id: 'text', accountId: 'text', userId: 'key', type: 'key', completed: 'flag', day: 'day', start: 'moment', completedAt: 'moment', createdAt: 'moment', seconds: 'number',
  where: 'key', mark: 'text', copy: 'flag', stamp: 'moment',
} as const satisfies TableShape

export interface ActivityRow {
  readonly id: string
  readonly accountId: string | null
  readonly userId: string | null
  /** Null: an activity that is no touch. */
  readonly type: TouchType | 'appointment' | null
  readonly completed: boolean
  readonly day: string | null
  readonly start: number | null
  readonly completedAt: number | null
  readonly createdAt: number | null
  readonly seconds: number | null
  /** Where an appointment takes place, as written: tells a visit from a meeting. */
  readonly where: string | null
  readonly mark: string | null
  /** The appointment in the calendar of somebody who was invited; its original may be there as well. */
  readonly copy: boolean
  readonly stamp: number | null
}

export const shapes = { accounts: accountsShape, deals: dealsShape, activities: activitiesShape } as const
export type TableName = keyof typeof shapes
export const tableNames = Object.keys(shapes) as TableName[]

/** Rows by the name of their table. */
export interface Rows {
  readonly accounts: AccountRow
  readonly deals: DealRow
  readonly activities: ActivityRow
}
