import { fail, ok, type Belonging, type Result, type Via, type Wanted } from '../adapter'
import type { Touch } from '../../model/snapshot'
import { readAccount } from './account'
import type { Api } from './api'
import { apart, commonTrouble, together } from './composite'
import { canonicalId, idOf } from './ids'
import { orgOf, type Org } from './org'
import { activities, queryPath } from './queries'
import { errorOf, type Reply } from './request'
import { allRows, type Row } from './rows'
import { fromEvent, fromTask } from './touches'
import { usersOf } from './users'
import { text } from './values'

/** The fields of Lead that stand for the account's; what the org's own fields share by name is the same thing, as it is carried over on conversion. */
const asAccount: Readonly<Record<string, string>> = {
  Company: 'Name', Street: 'BillingStreet', City: 'BillingCity', State: 'BillingState', StateCode: 'BillingStateCode', PostalCode: 'BillingPostalCode',
  Country: 'BillingCountry', CountryCode: 'BillingCountryCode', Latitude: 'BillingLatitude', Longitude: 'BillingLongitude',
}
const hideable: Readonly<Record<string, string>> = {
  'account.ownerId': 'OwnerId', 'account.industry': 'Industry', 'account.employees': 'NumberOfEmployees', 'account.phone': 'Phone', 'account.address': 'PostalCode',
}

/**
 * Reads a lead as if it were an account: its company, place, owner and touches, and nothing bought. One that was converted is the account's that it
 * became. One round trip in a known org.
 */
export async function readLead(api: Api, id: string, want: Wanted, first: Via | null): Promise<Result<Belonging>> {
  const known = await orgOf(api)
  if (!known.ok) return known
  const org = known.value
  const tasks = activities(org, 'Task', id)
  const events = activities(org, 'Event', id)
  const answer = await askAll(api, org, {
    lead: `/services/data/${org.version}/sobjects/Lead/${id}`,
    ...(tasks === null ? {} : { tasks: queryPath(org, tasks, true) }),
    ...(events === null ? {} : { events: queryPath(org, events, true) }),
  })
  if (!answer.ok) return answer
  const { lead, ...activity } = answer.value
  if (!lead || lead.status >= 400) return fail(lead ? errorOf(lead) : { kind: 'notFound' })
  if (typeof lead.body !== 'object' || lead.body === null) return fail({ kind: 'unreadable', what: 'a Lead that is no record' })
  const row = lead.body as Row
  if (idOf(row.Id) !== id || row.IsDeleted === true) return fail({ kind: 'notFound' })

  const via = first ?? { kind: 'lead' as const, name: text(row.Name) }
  if (row.IsConverted === true) {
    const became = typeof row.ConvertedAccountId === 'string' ? canonicalId(row.ConvertedAccountId) : null
    if (became !== null) return ok({ to: 'account', via, accountId: became })
    return 'ConvertedAccountId' in row ? ok({ to: 'nobody', via }) : fail({ kind: 'fieldHidden', field: 'Lead.ConvertedAccountId' })
  }
  const touches = await touchesOf(api, org, activity)
  if (!touches.ok) return touches
  const ownerId = idOf(row.OwnerId)
  const users = await usersOf(api, org, [ownerId, ...touches.value.map(touch => touch.userId)], [])
  if (!users.ok) return users
  const account = readAccount(accountRow(row), id, org.objects.Account!, want)
  const hidden = Object.entries(hideable).flatMap(([name, field]) => (field in row ? [] : [name]))
  return ok({
    to: 'lead', via, status: text(row.Status),
    reading: {
      account: { ...account, name: account.name || (text(row.Name) ?? '') },
      users: users.value, deals: [], touches: touches.value, touchesSince: null, campaigns: null, rates: org.rates,
      hidden: (seen(activity.tasks) && seen(activity.events) ? hidden : [...hidden, 'touches']).sort(),
      readAt: api.access.now(),
    },
  })
}

function accountRow(lead: Row): Row {
  const row: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(lead)) if (field !== 'Name') row[Object.hasOwn(asAccount, field) ? asAccount[field]! : field] = value
  return row
}

async function askAll(api: Api, org: Org, paths: Readonly<Record<string, string>>): Promise<Result<Readonly<Partial<Record<string, Reply>>>>> {
  if (!org.composite) return apart(api, paths)
  const answer = await together(api, org.version, paths)
  if (!answer.ok) return answer
  if (answer.value.absent) return apart(api, paths)
  const trouble = commonTrouble(answer.value.replies)
  return trouble.ok ? ok(answer.value.replies) : trouble
}

const seen = (reply: Reply | undefined): boolean => reply !== undefined && reply.status < 400

/** A lead's touches; those that the user may not see are none, and said so by the caller. */
async function touchesOf(api: Api, org: Org, replies: Readonly<Partial<Record<string, Reply>>>): Promise<Result<Touch[]>> {
  const touches: Touch[] = []
  for (const name of ['tasks', 'events'] as const) {
    const reply = replies[name]
    const rows = reply ? await allRows(api, reply) : null
    if (rows?.ok) touches.push(...rows.value.rows.flatMap(row => (name === 'tasks' ? fromTask(row, org.closedStatuses) : fromEvent(row)) ?? []))
    else if (rows && rows.error.kind !== 'notAllowed' && rows.error.kind !== 'notFound') return rows
  }
  return ok(touches)
}
