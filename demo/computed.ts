import { fromIso, toIso } from '../lib/model/day'
import type { Org } from './org'
import { stages } from './schema/sales'
import { taskStatuses } from './schema/activities'
import type { Row, Value } from './schema/field'

/** Fields that Salesforce works out itself, by object and name. */
type Compute = (row: Row, org: Org) => Value

const stage = (row: Row): (typeof stages)[number] | undefined => stages.find(s => s[0] === row.StageName)
const fullName: Compute = row => [row.FirstName, row.LastName].filter(Boolean).join(' ')
const closedTask: Compute = row => taskStatuses.find(s => s[0] === row.Status)?.[1] ?? false

/** The account of an activity: what it is about, else whom. */
const activityAccount = (row: Row, org: Org): Value => {
  for (const key of ['WhatId', 'WhoId'] as const) {
    const id = row[key]
    if (typeof id !== 'string') continue
    if (id.startsWith('001')) return id
    const target = org.get(id)
    if (target && typeof target.AccountId === 'string') return target.AccountId
  }
  return null
}

const eventDay = (row: Row, org: Org): string | null => {
  if (typeof row.StartDateTime !== 'number') return null
  // A whole-day event starts at midnight UTC, whatever the zone.
  return row.IsAllDayEvent === true ? new Date(row.StartDateTime).toISOString().slice(0, 10) : toIso(org.clock.dayOf(row.StartDateTime))
}

/** Salesforce moves closed tasks and past events of more than 365 days ago out of `query`'s sight. */
const old = (day: string | null, org: Org): boolean => day !== null && day < horizon(org)

let seen = { today: '', horizon: '' }
/** The first day that is not archived; worked out once a day, as every row is held against it. */
function horizon(org: Org): string {
  const today = org.clock.today()
  if (seen.today !== today) seen = { today, horizon: toIso(fromIso(today)! - 365) }
  return seen.horizon
}
const taskArchived: Compute = (row, org) =>
  closedTask(row, org) === true && old(typeof row.ActivityDate === 'string' ? row.ActivityDate : toIso(org.clock.dayOf(row.CreatedDate as number)), org)
const eventArchived: Compute = (row, org) => old(eventDay(row, org), org)

const latestActivity = (field: 'AccountId' | 'WhatId' | 'WhoId'): Compute => (row, org) => {
  let latest: string | null = null
  const take = (day: Value): void => {
    if (typeof day === 'string' && (latest === null || day > latest)) latest = day
  }
  for (const t of org.by('Task', field, row.Id as string)) if (t.IsDeleted !== true && closedTask(t, org) === true) take(t.ActivityDate ?? null)
  for (const e of org.by('Event', field, row.Id as string)) if (e.IsDeleted !== true) take(eventDay(e, org))
  return latest
}

const activity: Record<string, Compute> = {
  WhoCount: row => (row.WhoId ? 1 : 0),
  WhatCount: row => (row.WhatId ? 1 : 0),
}

export const computed: Readonly<Record<string, Readonly<Record<string, Compute>>>> = {
  Account: { LastActivityDate: latestActivity('AccountId') },
  Contact: { Name: fullName, LastActivityDate: latestActivity('WhoId') },
  Case: { IsClosed: row => row.Status === 'Closed' },
  Lead: { Name: fullName, IsConverted: row => row.Status === 'Closed - Converted' },
  User: { Name: fullName },
  Opportunity: {
    LastActivityDate: latestActivity('WhatId'),
    IsClosed: row => stage(row)?.[2] ?? false,
    IsWon: row => stage(row)?.[3] ?? false,
    Probability: row => row.Probability ?? stage(row)?.[1] ?? null,
    ExpectedRevenue: row => (typeof row.Amount === 'number' ? Math.round(row.Amount * (stage(row)?.[1] ?? 0)) / 100 : null),
    ForecastCategoryName: row => row.ForecastCategoryName ?? (stage(row)?.[2] ? (stage(row)![3] ? 'Closed' : 'Omitted') : 'Pipeline'),
    HasOpportunityLineItem: (row, org) => org.by('OpportunityLineItem', 'OpportunityId', row.Id as string).length > 0,
  },
  OpportunityLineItem: {
    Name: (row, org) => [org.get(row.OpportunityId as string)?.Name, org.get(row.Product2Id as string)?.Name].filter(Boolean).join(' '),
  },
  PricebookEntry: { Name: (row, org) => org.get(row.Product2Id as string)?.Name ?? null },
  CampaignMember: {
    AccountId: (row, org) => (typeof row.ContactId === 'string' ? org.get(row.ContactId)?.AccountId ?? null : null),
    HasResponded: row => row.Status === 'Responded' || row.Status === 'Attended',
  },
  Campaign: {
    NumberOfContacts: (row, org) => org.by('CampaignMember', 'CampaignId', row.Id as string).filter(m => m.ContactId && m.IsDeleted !== true).length,
    NumberOfLeads: (row, org) => org.by('CampaignMember', 'CampaignId', row.Id as string).filter(m => m.LeadId && m.IsDeleted !== true).length,
  },
  Task: { ...activity, IsClosed: closedTask, IsArchived: taskArchived, IsHighPriority: row => row.Priority === 'High' },
  Event: {
    ...activity, ActivityDate: eventDay, IsArchived: eventArchived,
    ActivityDateTime: row => row.StartDateTime ?? null,
    EndDateTime: row => (typeof row.StartDateTime === 'number' ? row.StartDateTime + (row.DurationInMinutes as number ?? 0) * 60_000 : null),
    EndDate: eventDay,
  },
}

export { activityAccount }
