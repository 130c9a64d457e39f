import type { Wanted } from '../adapter'
import { toIso, fromIso } from '../../model/day'
import { accountFieldNames, mergeFields } from './account'
import { assignedQueries } from './assigned'
import { campaignFields, memberFields } from './campaigns'
import { dealFields, orderFields } from './deals'
import { fieldOf, visible, type ObjectName } from './describe'
import { hierarchyQueries } from './hierarchy'
import { prefixes } from './ids'
import type { Addition, Org } from './org'
import { quoted } from './values'

/**
 * The queries of one account, all of them answerable without another's answer. Fields are those that describe lists; conditions are
 * plain comparisons joined by AND, since what "OR null" would say in one query two say without.
 */
export const queryNames = [
  'account', 'deals', 'orders', 'products', 'tasks', 'undatedTasks', 'events', 'undatedEvents', 'personTasks', 'personEvents', 'invitations',
  'accountMembers', 'contactMembers', 'parents', 'children', 'assigned', 'assignees',
] as const
export type QueryName = (typeof queryNames)[number]

/** Queries that may fail alone; they are then left out for this org. */
export const additionOf: Readonly<Partial<Record<QueryName, Addition>>> = {
  products: 'products', accountMembers: 'campaigns', contactMembers: 'campaigns', parents: 'hierarchy', children: 'hierarchy', assigned: 'territories',
  assignees: 'territoryUsers', invitations: 'invitations', personTasks: 'persons', personEvents: 'persons',
}

const taskFields = [
  'AccountId', 'WhatId', 'OwnerId', 'Subject', 'Status', 'IsClosed', 'Type', 'TaskSubtype', 'ActivityDate', 'CompletedDateTime', 'CreatedDate',
  'CallDurationInSeconds', 'CallObject', 'IsDeleted', 'IsRecurrence',
] as const
const eventFields = [
  'AccountId', 'WhatId', 'OwnerId', 'Subject', 'Location', 'StartDateTime', 'ActivityDate', 'IsAllDayEvent', 'DurationInMinutes', 'CreatedDate', 'Description',
  'IsDeleted', 'IsRecurrence', 'IsChild', 'IsGroupEvent', 'GroupEventType',
] as const

/** What is asked of an account that somebody looks at, and not of one among many in a list: their rows do not say whose they are, or they are not worth a request. */
export const ownQueries: ReadonlySet<QueryName> = new Set(['personTasks', 'personEvents', 'invitations', 'parents', 'children', 'assigned', 'assignees'])

/** SOQL by query name; absent where the user may not see the object, or nobody wants it. */
export function queriesOf(org: Org, id: string, want: Wanted): Partial<Record<QueryName, string>> {
  const made: Partial<Record<QueryName, string>> = {
    account: `SELECT ${fields(org, 'Account', [...accountFieldNames(org.objects.Account!, want), ...mergeFields(org.objects.Account!)])} FROM Account WHERE Id = ${quoted(id)}`,
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
    if (!org.without.includes('invitations')) made.invitations = invitations(org, id, since)
  }
  // What is on the contact that a person account also is. A company's has none, and the query finds nothing.
  if (fieldOf(org.objects.Account, 'PersonContactId') && !org.without.includes('persons')) {
    const person = `IN (SELECT PersonContactId FROM Account WHERE Id = ${quoted(id)} AND IsPersonAccount = true)`
    if (tasks && fieldOf(org.objects.Task, 'WhoId')) made.personTasks = `${selectOf(org, 'Task')} WHERE WhoId ${person} ORDER BY ActivityDate DESC`
    if (events && fieldOf(org.objects.Event, 'WhoId')) made.personEvents = `${selectOf(org, 'Event')} WHERE WhoId ${person} ORDER BY ActivityDate DESC`
  }
  if (want.campaigns && CampaignMember && Campaign && !org.without.includes('campaigns')) {
    const members = `SELECT ${list([...memberFields, ...visible(Campaign, campaignFields).map(field => `Campaign.${field}`)])} FROM CampaignMember`
    if (fieldOf(CampaignMember, 'AccountId')) made.accountMembers = `${members} WHERE AccountId = ${quoted(id)}`
    if (fieldOf(CampaignMember, 'ContactId')) made.contactMembers = `${members} WHERE Contact.AccountId = ${quoted(id)}`
  }
  return { ...made, ...hierarchyQueries(org, id), ...assignedQueries(org, id) }
}

/** Events to which the account's contacts were invited, or with several contacts of which one is the account's: AccountId names the first contact's account only. */
function invitations(org: Org, id: string, since: string): string {
  const fields = visible(org.objects.Event, ['Id', ...eventFields, org.marks?.Event ?? '']).map(field => `Event.${field}`)
  return `SELECT EventId, IsParent, Status, IsDeleted, ${fields.join(', ')} FROM EventRelation WHERE RelationId IN (SELECT Id FROM Contact WHERE AccountId = ${quoted(id)}) AND Event.ActivityDate >= ${since}`
}

/** The select of an account's or a lead's tasks or events, up to further conditions; null when the user may not see them. */
export function activities(org: Org, object: 'Task' | 'Event', id: string): string | null {
  const shape = org.objects[object]
  // AccountId also finds what was logged on the account's contacts and deals.
  const link = id.startsWith(prefixes.lead) ? fieldOf(shape, 'WhoId') : (fieldOf(shape, 'AccountId') ?? fieldOf(shape, 'WhatId'))
  if (!shape || !link?.filterable) return null
  return `${selectOf(org, object)} WHERE ${link.name} = ${quoted(id)}`
}

/** The select of tasks or events, up to the conditions. */
export function selectOf(org: Org, object: 'Task' | 'Event'): string {
  const own = org.marks?.[object]
  const names = own === undefined ? namesOf(org, object) : [...namesOf(org, object), own]
  return `SELECT ${fields(org, object, ['Id', ...visible(org.objects[object], names)])} FROM ${object}`
}

const namesOf = (org: Org, object: 'Task' | 'Event'): readonly string[] => (object === 'Event' ? eventFields : markInDescription(org) ? [...taskFields, 'Description'] : taskFields)

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

/** The address of each query. Archived activities and accounts that were merged away are hidden from `query`, so theirs is `queryAll`. */
export function pathsOf(org: Org, queries: Partial<Record<QueryName, string>>): Record<string, string> {
  const all: readonly string[] = ['account', 'tasks', 'undatedTasks', 'events', 'undatedEvents', 'personTasks', 'personEvents', 'invitations']
  return Object.fromEntries(Object.entries(queries).map(([name, soql]) => [name, queryPath(org, soql, all.includes(name))]))
}

export const queryPath = (org: Org, soql: string, all = false): string =>
  `/services/data/${org.version}/${all ? 'queryAll' : 'query'}?q=${encodeURIComponent(soql)}`
