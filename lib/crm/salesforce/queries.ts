import type { Wanted } from '../adapter'
import { toIso, fromIso } from '../../model/day'
import { accountFieldNames } from './account'
import { campaignFields, memberFields } from './campaigns'
import { dealFields, orderFields } from './deals'
import { fieldOf, visible, type ObjectName } from './describe'
import type { Addition, Org } from './org'
import { quoted } from './values'

/**
 * The queries of one account, all of them answerable without another's answer. Fields are those that describe lists; conditions are
 * plain comparisons joined by AND, since what "OR null" would say in one query two say without.
 */
export const queryNames = ['account', 'deals', 'orders', 'products', 'tasks', 'undatedTasks', 'events', 'undatedEvents', 'accountMembers', 'contactMembers'] as const
export type QueryName = (typeof queryNames)[number]

/** Queries that may fail alone; they are then left out for this org. */
export const additionOf: Readonly<Partial<Record<QueryName, Addition>>> = { products: 'products', accountMembers: 'campaigns', contactMembers: 'campaigns' }

const taskFields = [
  'AccountId', 'WhatId', 'OwnerId', 'Subject', 'Status', 'IsClosed', 'Type', 'TaskSubtype', 'ActivityDate', 'CompletedDateTime', 'CreatedDate',
  'CallDurationInSeconds', 'CallObject', 'IsDeleted', 'IsRecurrence',
] as const
const eventFields = [
  'AccountId', 'WhatId', 'OwnerId', 'Subject', 'Location', 'StartDateTime', 'ActivityDate', 'IsAllDayEvent', 'DurationInMinutes', 'CreatedDate', 'Description',
  'IsDeleted', 'IsRecurrence',
] as const

/** SOQL by query name; absent where the user may not see the object, or nobody wants it. */
export function queriesOf(org: Org, id: string, want: Wanted): Partial<Record<QueryName, string>> {
  const made: Partial<Record<QueryName, string>> = {
    account: `SELECT ${fields(org, 'Account', accountFieldNames(org.objects.Account!, want))} FROM Account WHERE Id = ${quoted(id)}`,
  }
  const { Opportunity, OpportunityLineItem, Product2, Order, CampaignMember, Campaign } = org.objects
  if (Opportunity) made.deals = `SELECT ${list(visible(Opportunity, dealFields))} FROM Opportunity WHERE AccountId = ${quoted(id)}`
  if (Order && want.revenue === 'orders') made.orders = `SELECT ${list(visible(Order, orderFields))} FROM Order WHERE AccountId = ${quoted(id)}`
  if (Opportunity && fieldOf(OpportunityLineItem, 'Product2Id') && fieldOf(Product2, 'Family') && !org.without.includes('products')) {
    made.products = `SELECT Id, OpportunityId, Product2.Family FROM OpportunityLineItem WHERE Opportunity.AccountId = ${quoted(id)}`
  }
  // A day's leeway: a moment belongs to a day only in a zone, and the plan's is not the user's.
  const since = toIso((fromIso(want.touchesSince) ?? 0) - 1)
  const tasks = activities(org, 'Task', id)
  const events = activities(org, 'Event', id)
  if (tasks) {
    made.tasks = `${tasks} AND ActivityDate >= ${since} ORDER BY ActivityDate DESC`
    made.undatedTasks = `${tasks} AND ActivityDate = null`
  }
  if (events) {
    made.events = `${events} AND ActivityDate >= ${since} ORDER BY ActivityDate DESC`
    made.undatedEvents = `${events} AND ActivityDate = null`
  }
  if (want.campaigns && CampaignMember && Campaign && !org.without.includes('campaigns')) {
    const members = `SELECT ${list([...memberFields, ...visible(Campaign, campaignFields).map(field => `Campaign.${field}`)])} FROM CampaignMember`
    if (fieldOf(CampaignMember, 'AccountId')) made.accountMembers = `${members} WHERE AccountId = ${quoted(id)}`
    if (fieldOf(CampaignMember, 'ContactId')) made.contactMembers = `${members} WHERE Contact.AccountId = ${quoted(id)}`
  }
  return made
}

/** The select of an account's tasks or events, up to further conditions; null when the user may not see them. */
export function activities(org: Org, object: 'Task' | 'Event', id: string): string | null {
  const shape = org.objects[object]
  // AccountId also finds what was logged on the account's contacts and deals.
  const link = fieldOf(shape, 'AccountId') ?? fieldOf(shape, 'WhatId')
  if (!shape || !link?.filterable) return null
  const names = object === 'Event' ? eventFields : markInDescription(org) ? [...taskFields, 'Description'] : taskFields
  return `SELECT ${fields(org, object, ['Id', ...visible(shape, names)])} FROM ${object} WHERE ${link.name} = ${quoted(id)}`
}

/** A task's mark has a field of its own, which can be filtered, where the user may write it. */
export const markInDescription = (org: Org): boolean => {
  const field = fieldOf(org.objects.Task, 'CallObject')
  return !field?.createable || !field.filterable
}

/** Where the user directory did not fit on its page, owners bring their names along. */
function fields(org: Org, object: ObjectName, names: readonly string[]): string {
  const owned = fieldOf(org.objects[object], 'OwnerId') && !org.usersComplete && !org.without.includes('owners')
  return list(owned ? [...names, 'Owner.Name', 'Owner.Email'] : names)
}

const list = (names: readonly string[]): string => [...new Set(['Id', ...names])].join(', ')

/** The address of each query. Archived activities and those a year old are hidden from `query`, so theirs is `queryAll`. */
export function pathsOf(org: Org, queries: Partial<Record<QueryName, string>>): Record<string, string> {
  const all: readonly string[] = ['tasks', 'undatedTasks', 'events', 'undatedEvents']
  return Object.fromEntries(Object.entries(queries).map(([name, soql]) => [name, queryPath(org, soql, all.includes(name))]))
}

export const queryPath = (org: Org, soql: string, all = false): string =>
  `/services/data/${org.version}/${all ? 'queryAll' : 'query'}?q=${encodeURIComponent(soql)}`
