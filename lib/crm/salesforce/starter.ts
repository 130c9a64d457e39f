import type { Evidence } from '../../model/assessment'
import type { CustomerRevenue, OwnedAccounts, StarterFacts, StarterPerson, StarterTerritory } from '../../model/starter'
import { ok, type Result } from '../adapter'
import type { Api } from './api'
import { apart, commonTrouble, together } from './composite'
import { fieldOf } from './describe'
import { idOf, prefixes } from './ids'
import { orgOf, type Org } from './org'
import { queryPath } from './queries'
import { errorOf, type Reply } from './request'
import { allRows, recordsOf, type Row } from './rows'
import { number, quoted, text } from './values'

/**
 * What a starter plan is made of, in two round trips: the org, its territories in force and whose accounts lie where; then the people in question.
 * Each query may fail alone (no Territory Management, no right to deals, a table too large to be counted): then its part is a gap.
 */

/** A document with more named accounts is no longer of a sane size. */
const mostAssignments = 5000
/** Rows of one aggregate query: Salesforce gives no second page. */
const mostGroups = 2000
/** People to ask for, 200 a query. */
const mostPeople = 2000

type Replies = Readonly<Record<string, Reply>>

const inForce = "Territory2.Territory2Model.State = 'Active'"
const wonLately = 'IsWon = true AND CloseDate = LAST_N_DAYS:365 AND AccountId != null'

export async function starterFacts(api: Api): Promise<Result<StarterFacts>> {
  const known = await orgOf(api)
  if (!known.ok) return known
  const org = known.value
  const asked = await ask(api, org, queriesOf(org))
  if (!asked.ok) return asked
  const replies = asked.value
  const gaps: Evidence[] = []

  const [territories, owned] = await Promise.all([territoriesOf(api, org, replies, gaps), ownedOf(api, org, replies, gaps)])
  if (!territories.ok) return territories
  if (!owned.ok) return owned
  const ids = [...new Set([...(owned.value ?? []).map(({ owner }) => owner), ...(territories.value ?? []).flatMap(({ people }) => people)])].sort()
  if (ids.length > mostPeople) gaps.push({ code: 'peopleCut', values: { most: mostPeople } })
  const people = await peopleOf(api, org, ids.slice(0, mostPeople))
  if (!people.ok) return people
  return ok({ ...orgFacts(org, replies), people: people.value, territories: territories.value, owned: owned.value, customers: customersOf(replies, gaps), gaps })
}

function queriesOf({ objects, multiCurrency }: Org): Record<string, string> {
  const { Account, Opportunity } = objects
  const places = fieldOf(Account, 'BillingCountry') && fieldOf(Account, 'BillingState')
  return {
    // All standard fields that the user may see: none of them can make the query fail.
    org: 'SELECT FIELDS(STANDARD) FROM Organization LIMIT 1',
    territories: "SELECT Id, Name FROM Territory2 WHERE Territory2Model.State = 'Active'",
    assigned: `SELECT COUNT() FROM ObjectTerritory2Association WHERE ${inForce}`,
    workers: `SELECT UserId, Territory2Id FROM UserTerritory2Association WHERE ${inForce}`,
    accounts: 'SELECT COUNT() FROM Account',
    ...(multiCurrency ? { corporate: 'SELECT IsoCode FROM CurrencyType WHERE IsCorporate = true' } : {}),
    ...(places && fieldOf(Account, 'OwnerId')
      ? { places: `SELECT OwnerId, BillingCountry, BillingState, COUNT(Id) accounts FROM Account GROUP BY OwnerId, BillingCountry, BillingState ORDER BY COUNT(Id) DESC LIMIT ${mostGroups}` }
      : {}),
    ...(fieldOf(Opportunity, 'Amount') && fieldOf(Opportunity, 'AccountId')
      ? {
          customers: `SELECT COUNT_DISTINCT(AccountId) customers FROM Opportunity WHERE ${wonLately} AND Amount > 0`,
          largest: `SELECT AccountId, SUM(Amount) revenue FROM Opportunity WHERE ${wonLately} AND Amount > 0 GROUP BY AccountId ORDER BY SUM(Amount) DESC LIMIT ${mostGroups}`,
        }
      : {}),
  }
}

/** Asks all queries at once; only what spoils all of them fails. */
async function ask(api: Api, org: Org, queries: Readonly<Record<string, string>>): Promise<Result<Replies>> {
  const paths = Object.fromEntries(Object.entries(queries).map(([name, soql]) => [name, queryPath(org, soql)]))
  const answer = org.composite ? await together(api, org.version, paths) : null
  if (answer && !answer.ok) return answer
  const replies = answer && !answer.value.absent ? ok(answer.value.replies) : await apart(api, paths)
  if (!replies.ok) return replies
  const trouble = commonTrouble(replies.value)
  return trouble.ok ? replies : trouble
}

/** One query more, alone; null: it was refused. */
async function askOne(api: Api, org: Org, soql: string): Promise<Result<Reply | null>> {
  const answer = await ask(api, org, { one: soql })
  return answer.ok ? ok(answer.value.one!.status < 400 ? answer.value.one! : null) : answer
}

const rowsOf = (reply: Reply | undefined): readonly Row[] | null => (reply ? recordsOf(reply) : null)

const countOf = (reply: Reply | undefined): number | null => (reply && reply.status < 400 ? number((reply.body as { totalSize?: unknown } | null)?.totalSize) : null)

function orgFacts(org: Org, replies: Replies): Pick<StarterFacts, 'orgName' | 'currency' | 'locale' | 'country' | 'timeZone' | 'fiscalYearStart' | 'ownerField' | 'accounts'> {
  const row = rowsOf(replies.org)?.[0] ?? {}
  return {
    orgName: text(row.Name),
    // An org of one currency does not say which: its amounts are bare numbers. One of several sums them in the corporate one.
    currency: text(rowsOf(replies.corporate)?.[0]?.IsoCode),
    locale: text(row.DefaultLocaleSidKey)?.replaceAll('_', '-') ?? null,
    country: text(row.CountryCode) ?? text(row.Country),
    timeZone: text(row.TimeZoneSidKey),
    fiscalYearStart: number(row.FiscalYearStartMonth),
    ownerField: fieldOf(org.objects.Account, 'OwnerId')?.name ?? null,
    accounts: countOf(replies.accounts),
  }
}

/** Null: the org has no territories of its own, or too many assignments to name. */
async function territoriesOf(api: Api, org: Org, replies: Replies, gaps: Evidence[]): Promise<Result<readonly StarterTerritory[] | null>> {
  const listed = replies.territories!
  if (listed.status >= 400) {
    // An org without Territory Management does not know the object; one that shows it to others only, refuses.
    if (errorOf(listed).kind === 'notAllowed') gaps.push({ code: 'territoriesRefused', values: {} })
    return ok(null)
  }
  const count = countOf(replies.assigned)
  if (rowsOf(listed)?.length === 0 || count === 0) return ok(null)
  if (count === null || count > mostAssignments) {
    gaps.push(count === null ? { code: 'territoriesRefused', values: {} } : { code: 'assignmentsTooMany', values: { most: mostAssignments } })
    return ok(null)
  }
  const first = await askOne(api, org, `SELECT ObjectId, Territory2Id FROM ObjectTerritory2Association WHERE ${inForce}`)
  if (!first.ok) return first
  const [names, assigned, workers] = await Promise.all([allRows(api, listed), first.value ? allRows(api, first.value) : null, allRows(api, replies.workers!)])
  if (!names.ok || !assigned?.ok || !workers.ok) {
    gaps.push({ code: 'territoriesRefused', values: {} })
    return ok(null)
  }
  const accounts = grouped(assigned.value.rows, 'Territory2Id', 'ObjectId', prefixes.account)
  const people = grouped(workers.value.rows, 'Territory2Id', 'UserId', prefixes.user)
  return ok(names.value.rows.flatMap(row => {
    const id = idOf(row.Id)
    return id === null ? [] : [{ id, name: text(row.Name) ?? id, people: people.get(id) ?? [], accounts: accounts.get(id) ?? [] }]
  }))
}

function grouped(rows: readonly Row[], by: string, of: string, prefix: string): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const row of rows) {
    const [key, id] = [idOf(row[by]), idOf(row[of])]
    if (key === null || id === null || !id.startsWith(prefix)) continue
    const group = groups.get(key)
    if (group) group.push(id)
    else groups.set(key, [id])
  }
  return groups
}

/** Accounts by owner and place; by owner and country, or by owner alone, where Salesforce refuses to count them so finely. */
async function ownedOf(api: Api, org: Org, replies: Replies, gaps: Evidence[]): Promise<Result<readonly OwnedAccounts[] | null>> {
  const finest = replies.places && replies.places.status < 400 ? replies.places : null
  if (finest) {
    const owned = ownedRows(rowsOf(finest) ?? [])
    const [seen, all] = [owned.reduce((sum, { count }) => sum + count, 0), countOf(replies.accounts) ?? 0]
    if (owned.length >= mostGroups && seen < all) gaps.push({ code: 'placesCut', values: { share: { ratio: seen / all } } })
    return ok(owned)
  }
  gaps.push({ code: 'placesRefused', values: {} })
  if (!fieldOf(org.objects.Account, 'OwnerId')) return ok(null)
  const coarser = ['OwnerId, BillingCountry', 'OwnerId'].filter(fields => !fields.includes('BillingCountry') || fieldOf(org.objects.Account, 'BillingCountry'))
  for (const fields of coarser) {
    const reply = await askOne(api, org, `SELECT ${fields}, COUNT(Id) accounts FROM Account GROUP BY ${fields} ORDER BY COUNT(Id) DESC LIMIT ${mostGroups}`)
    if (!reply.ok) return reply
    if (reply.value) return ok(ownedRows(rowsOf(reply.value) ?? []))
  }
  gaps.push({ code: 'noOwners', values: {} })
  return ok(null)
}

const ownedRows = (rows: readonly Row[]): OwnedAccounts[] =>
  rows.flatMap(row => {
    const owner = idOf(row.OwnerId)
    const count = number(row.accounts)
    return owner === null || count === null ? [] : [{ owner, country: text(row.BillingCountry), region: text(row.BillingState), count }]
  })

function customersOf(replies: Replies, gaps: Evidence[]): CustomerRevenue | null {
  const count = number(rowsOf(replies.customers)?.[0]?.customers)
  const largest = rowsOf(replies.largest)
  if (count === null || largest === null) {
    gaps.push({ code: 'revenueRefused', values: {} })
    return null
  }
  return { count, largest: largest.flatMap(row => number(row.revenue) ?? []) }
}

/** Who of them works today. */
async function peopleOf(api: Api, org: Org, ids: readonly string[]): Promise<Result<readonly StarterPerson[]>> {
  if (ids.length === 0) return ok([])
  // Where someone is may be hidden; who they are rarely is.
  for (const fields of ['Id, Name, Email, City, State, PostalCode, Country', 'Id, Name, Email']) {
    const queries: Record<string, string> = {}
    for (let from = 0; from < ids.length; from += 200) {
      queries[`people${from}`] = `SELECT ${fields} FROM User WHERE IsActive = true AND Id IN (${ids.slice(from, from + 200).map(quoted).join(', ')})`
    }
    const answer = await ask(api, org, queries)
    if (!answer.ok) return answer
    const replies = Object.values(answer.value)
    if (replies.every(({ status }) => status < 400)) return ok(replies.flatMap(reply => rowsOf(reply) ?? []).flatMap(personOf))
  }
  // The directory does not tell who has left; whoever may not see users has no other.
  const wanted = new Set(ids)
  return ok(org.users.filter(({ id }) => wanted.has(id)).map(user => ({ ...user, address: null })))
}

function personOf(row: Row): StarterPerson[] {
  const id = idOf(row.Id)
  if (id === null) return []
  const address = { street: null, city: text(row.City), region: text(row.State), postalCode: text(row.PostalCode), country: text(row.Country) }
  return [{ id, name: text(row.Name) ?? id, email: text(row.Email), address: Object.values(address).some(part => part !== null) ? address : null }]
}
