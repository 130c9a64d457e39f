import type { Row } from '../schema/field'
import type { Writer } from './writer'

/** A list view as its admin made it: which rows of an object it holds. */
export interface ViewDef {
  readonly object: string
  readonly name: string
  readonly label: string
  readonly holds: (row: Row, userId: string, today: string) => boolean
}

const week = 7 * 86_400_000

export const views: readonly ViewDef[] = [
  { object: 'Account', name: 'AllAccounts', label: 'All Accounts', holds: () => true },
  { object: 'Account', name: 'MyAccounts', label: 'My Accounts', holds: (row, userId) => row.OwnerId === userId },
  { object: 'Account', name: 'NewThisWeek', label: 'New This Week', holds: (row, _, today) => Number(row.CreatedDate) > Date.parse(today) - week },
  { object: 'Account', name: 'Enterprise', label: 'Enterprise Accounts', holds: row => row.Segment__c === 'Enterprise' },
  { object: 'Account', name: 'Nobodys', label: 'Accounts of Nobody', holds: () => false },
  { object: 'Contact', name: 'AllContacts', label: 'All Contacts', holds: () => true },
  { object: 'Opportunity', name: 'AllOpportunities', label: 'All Opportunities', holds: () => true },
  { object: 'Opportunity', name: 'OpenOpportunities', label: 'Open Opportunities', holds: row => !String(row.StageName).startsWith('Closed') },
]

/** How a report is laid out; `groups` are the fields that its rows are gathered by. */
export interface ReportDef {
  readonly name: string
  readonly label: string
  readonly object: 'Account' | 'Opportunity'
  /** API name of the column, and the field of the row: a reference's field shows its record's name, with the id as the value. */
  readonly columns: readonly (readonly [column: string, field: string])[]
  readonly groups: readonly (readonly [column: string, field: string])[]
  readonly holds: (row: Row) => boolean
  /** False: the details are folded away, and only groups are told. */
  readonly details: boolean
}

const open = (row: Row): boolean => !String(row.StageName).startsWith('Closed')

export const reports: readonly ReportDef[] = [
  { name: 'AccountsByOwner', label: 'Accounts by Owner', object: 'Account', columns: [['ACCOUNT.NAME', 'Id'], ['TYPE', 'Type'], ['ADDRESS1_CITY', 'BillingCity']], groups: [['USERS.NAME', 'OwnerId']], holds: () => true, details: true },
  { name: 'OpenDeals', label: 'Open Opportunities', object: 'Opportunity', columns: [['OPPORTUNITY_NAME', 'Id'], ['ACCOUNT_NAME', 'AccountId'], ['STAGE_NAME', 'StageName']], groups: [], holds: open, details: true },
  { name: 'DealsByAccount', label: 'Open Deals by Account', object: 'Opportunity', columns: [['OPPORTUNITY_NAME', 'Id'], ['STAGE_NAME', 'StageName']], groups: [['ACCOUNT_NAME', 'AccountId']], holds: open, details: true },
  { name: 'AccountsFolded', label: 'Customers with Open Deals', object: 'Opportunity', columns: [], groups: [['ACCOUNT_NAME', 'AccountId']], holds: open, details: false },
]

/** Accounts that somebody looked at lately. */
const lookedAt = 40

export function fillLists({ org, today, stamp }: Writer, admin: string): void {
  const made = stamp(admin, today - 1100)
  for (const { object, name, label } of views) org.insert('ListView', { Name: label, DeveloperName: name, NamespacePrefix: null, SobjectType: object, IsSoqlCompatible: true, ...made })
  for (const { name, label, groups } of reports) org.insert('Report', { Name: label, DeveloperName: name, FolderName: 'Public Reports', Format: groups.length > 0 ? 'Summary' : 'Tabular', ...made })
  org.rows('Account').slice(0, lookedAt).forEach((row, i) => { row.LastViewedDate = org.clock.now() - (i + 1) * 1_200_000 })
}
