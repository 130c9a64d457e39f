import { fail, ok, type CrmError, type Reading, type Result, type Wanted } from '../adapter'
import type { Amount, Deal, Touch } from '../../model/snapshot'
import { hiddenOf, readAccount } from './account'
import type { Api } from './api'
import { appointmentsOf, eventsOfInvitations } from './appointments'
import { readAssigned } from './assigned'
import { readCampaigns } from './campaigns'
import { apart, commonTrouble, together } from './composite'
import { familiesOf, fromOpportunity, fromOrder } from './deals'
import { fieldOf } from './describe'
import { readHierarchy } from './hierarchy'
import { lossOf } from './merged'
import { oddIn } from './odd'
import { amend, learn, noVersion, orgOf, type Addition, type Org } from './org'
import { additionOf, pathsOf, queriesOf, queryNames, type QueryName } from './queries'
import { ratesInto } from './rates'
import { codeOf, wordsOf, type Reply } from './request'
import { allRows, firstRows, type Row, type Rows } from './rows'
import { fromTask } from './touches'
import { usersOf } from './users'
import { askableId, idOf, idSpellings } from './ids'
import { day, text } from './values'

type Replies = Readonly<Record<string, Reply>>
export type Answers = Readonly<Partial<Record<QueryName, Rows>>>

/** What an org that changed since it was described, or has not all that it describes, answers. */
export const misfit = new Set(['INVALID_FIELD', 'INVALID_TYPE', 'MALFORMED_QUERY', 'INVALID_QUERY_FILTER_OPERATOR'])

/** Reads an account in one round trip, and one before it when the org is not known yet. */
export async function read(api: Api, rawId: string, want: Wanted): Promise<Result<Reading>> {
  const id = askableId(rawId)
  if (id === null) return fail({ kind: 'notFound' })
  const known = await orgOf(api)
  if (!known.ok) return known
  const first = await ask(api, known.value, id, want)
  if (!first.ok) return first
  const { org, replies } = first.value
  // No query is answered "not found" but by a version that is gone.
  const changed = essentials(replies).find(reply => misfit.has(codeOf(reply) ?? '') || noVersion(reply))
  if (!changed) return assemble(api, org, id, want, replies)

  // A field was taken away, or hidden, or the version retired, since the org was described: describe it again, once.
  const relearned = await learn(api)
  if (!relearned.ok) return relearned
  const second = await ask(api, relearned.value, id, want)
  return second.ok ? assemble(api, second.value.org, id, want, second.value.replies) : second
}

const essentials = (replies: Replies): Reply[] => queryNames.flatMap(name => (additionOf[name] || !replies[name] ? [] : [replies[name]]))

/** Asks all queries at once. An addition that the org does not take is left out from then on; owners' names, which come within others' queries, cost a second try. */
async function ask(api: Api, org: Org, id: string, want: Wanted): Promise<Result<{ org: Org; replies: Replies }>> {
  const queries = queriesOf(org, id, want)
  const paths = pathsOf(org, queries)
  let composite = org.composite
  let replies: Replies = {}
  if (composite) {
    const answer = await together(api, org.version, paths)
    if (!answer.ok) return answer
    composite = !answer.value.absent
    if (!answer.value.absent) replies = answer.value.replies
  }
  if (!composite) {
    const answer = await apart(api, paths)
    if (!answer.ok) return answer
    replies = answer.value
  }
  const trouble = commonTrouble(replies)
  if (!trouble.ok) return trouble
  // An org that answers neither way has not lost its composite: nothing is learned from that for a day.
  if (Object.values(replies).every(reply => reply.status >= 400)) composite = org.composite

  const refused = (name: QueryName): boolean => misfit.has(codeOf(replies[name] ?? { status: 200, body: null, retryAt: null }) ?? '')
  const without = new Set<Addition>(org.without)
  for (const name of queryNames) if (additionOf[name] && refused(name)) without.add(additionOf[name])
  const named = Object.values(queries).some(soql => soql.includes('Owner.Name'))
  const retry = named && queryNames.some(name => !additionOf[name] && refused(name))
  if (retry) without.add('owners')
  if (composite === org.composite && without.size === org.without.length) return ok({ org, replies })
  const amended = await amend(api, org, { composite, without: [...without] })
  return retry ? ask(api, amended, id, want) : ok({ org: amended, replies })
}

async function assemble(api: Api, org: Org, id: string, want: Wanted, replies: Replies): Promise<Result<Reading>> {
  const rows: Partial<Record<QueryName, Result<Rows>>> = {}
  await Promise.all(queryNames.map(async name => {
    if (replies[name]) rows[name] = await (name === 'children' ? firstRows : allRows)(api, replies[name])
  }))
  const answers = answersOf(rows)
  if (!answers.ok) return fail(asHidden(answers.error, replies[answers.of]!))
  const parts = partsOf(org, id, want, answers.value)
  if (parts === null) return fail(lossOf(answers.value.account?.rows[0]))
  const users = await usersOf(api, org, usersIn(parts), Object.values(answers.value).flatMap(answer => answer.rows))
  return users.ok ? ok({ ...parts, users: users.value, readAt: api.access.now() }) : users
}

/** Which queries were answered. An addition is missing without a word; a right that is lacking makes its part hidden; all else is the read's failure, `of` that query. */
export function answersOf(rows: Readonly<Partial<Record<QueryName, Result<Rows>>>>): { ok: true; value: Answers } | { ok: false; error: CrmError; of: QueryName } {
  const answers: Partial<Record<QueryName, Rows>> = {}
  for (const name of queryNames) {
    const own = rows[name]
    if (own?.ok) answers[name] = own.value
    else if (own) {
      const lacking = own.error.kind === 'notAllowed' || own.error.kind === 'notFound'
      if (name === 'account' || (!additionOf[name] && !lacking)) return { ok: false, error: own.error, of: name }
    }
  }
  return { ok: true, value: answers }
}

export type Parts = Omit<Reading, 'users' | 'readAt'>

/** What the answers say of one account, but for the names of its people; null: there is no such account. */
export function partsOf(org: Org, id: string, want: Wanted, answers: Answers): Parts | null {
  const row = answers.account?.rows[0]
  if (!row || row.IsDeleted === true) return null
  const hidden = new Set(hiddenOf(org.objects.Account!, want))
  const deals = dealsOf(org, want, answers, hidden)
  const { touches, since } = touchesOf(org, want, answers, hidden)
  const campaigns = campaignsOf(org, want, answers, hidden)
  const account = readAccount(row, id, org.objects.Account!, want)
  const assigned = readAssigned(answers.assigned, answers.assignees)
  return {
    account,
    deals,
    touches,
    touchesSince: since,
    campaigns,
    rates: ratesOf(org, want, account.currency, [...deals.map(({ amount }) => amount), ...(campaigns ?? []).map(({ cost }) => cost)]),
    hierarchy: readHierarchy(id, answers.parents, answers.children),
    assigned,
    odd: oddIn(rowsOf(answers)),
    hidden: [...hidden].sort(),
  }
}

/** The users whose names an account needs. */
export const usersIn = ({ account, touches, assigned }: Parts): (string | null)[] =>
  [account.ownerId, ...touches.map(touch => touch.userId), ...(assigned ?? []).flatMap(({ userIds }) => userIds ?? [])]

/** "No such column 'X' on entity 'Y'", still after a fresh describe: that field is not to be had. */
function asHidden(error: CrmError, reply: Reply): CrmError {
  const column = codeOf(reply) === 'INVALID_FIELD' ? /column '([^']+)'/i.exec(wordsOf(reply))?.[1] : undefined
  return column === undefined ? error : { kind: 'fieldHidden', field: column }
}

function dealsOf(org: Org, want: Wanted, { deals, products, orders }: Answers, hidden: Set<string>): Deal[] {
  const { Opportunity } = org.objects
  const open = deals?.whole === true && Opportunity !== undefined && Boolean(fieldOf(Opportunity, 'Amount'))
  // No standard object of Salesforce is an invoice.
  const sold = want.revenue === 'deals' ? open : want.revenue === 'orders' && orders?.whole === true
  if (!sold) hidden.add('deals')
  if (!open && want.revenue !== 'deals') hidden.add('pipeline')
  const families = products?.whole ? familiesOf(products.rows) : null
  return [
    ...distinct(deals?.rows).map(row => fromOpportunity(row, families)),
    ...distinct(orders?.rows).map(fromOrder),
  ].filter(deal => deal !== null && (deal.state !== 'lost' || deal.day === null || deal.day >= want.touchesSince)) as Deal[]
}

/** The rates that this account's amounts need, in whichever currency they are; an org may have thousands. */
function ratesOf(org: Org, want: Wanted, currency: string | null, amounts: readonly (Amount | null)[]): Reading['rates'] {
  const target = currency ?? want.currency ?? org.corporate
  if (target === null) return []
  const used = new Set(amounts.flatMap(amount => amount?.currency ?? []))
  if (want.currency) used.add(want.currency)
  return ratesInto(target, used, org.rates)
}

/** The answers' rows by what they are, each record once. */
function rowsOf({ deals, orders, tasks, undatedTasks, personTasks, events, undatedEvents, personEvents, invitations }: Answers) {
  const rows = (...answers: readonly (Rows | undefined)[]): Row[] => distinct(answers.flatMap(answer => answer?.rows ?? []))
  return {
    deals: rows(deals),
    orders: rows(orders),
    tasks: rows(tasks, undatedTasks, personTasks),
    // What was asked for by itself says more than what came with an invitation.
    events: distinct([...eventsOfInvitations(invitations?.rows ?? []), ...rows(events, undatedEvents, personEvents)]),
  }
}

/** Ids of the plan's people, who are named by id or by e-mail. */
function teamOf(org: Org, want: Wanted, answers: Answers): ReadonlySet<string> {
  const named = new Set((want.team ?? []).map(key => key.toLowerCase()))
  if (named.size === 0) return named
  const owners = Object.values(answers).flatMap(({ rows }) => rows).map(row => ({ id: idOf(row.OwnerId), email: text((row.Owner as Row | null | undefined)?.Email) }))
  return new Set([...org.users, ...owners].flatMap(({ id, email }) =>
    id !== null && (idSpellings(id).some(spelling => named.has(spelling.toLowerCase())) || (email !== null && named.has(email.toLowerCase()))) ? [id] : []))
}

function touchesOf(org: Org, want: Wanted, answers: Answers, hidden: Set<string>): { touches: Touch[]; since: string } {
  const { tasks, undatedTasks, events, undatedEvents } = answers
  if (!tasks || !undatedTasks || !events || !undatedEvents) hidden.add('touches')
  const limit = Date.parse(want.touchesSince) - 86_400_000
  const recent = (touch: Touch): boolean =>
    touch.day !== null ? touch.day >= want.touchesSince : (touch.start ?? touch.completedAt ?? touch.createdAt ?? Infinity) >= limit
  const touches = [
    ...rowsOf(answers).tasks.map(row => fromTask(row, org.closedStatuses)),
    ...appointmentsOf(rowsOf(answers).events, teamOf(org, want, answers)),
  ].filter(touch => touch !== null && recent(touch)) as Touch[]
  // Beyond what anyone reads the oldest are missing: the newest came first.
  const cut = [tasks, events].flatMap(answer => (answer && !answer.whole ? (day(answer.rows.at(-1)?.ActivityDate) ?? []) : []))
  const since = [want.touchesSince, ...cut].reduce((latest, one) => (one > latest ? one : latest))
  return { touches, since }
}

function campaignsOf(org: Org, want: Wanted, { accountMembers, contactMembers }: Answers, hidden: Set<string>): Reading['campaigns'] {
  if (!want.campaigns) return null
  if (!org.objects.CampaignMember || !org.objects.Campaign) hidden.add('campaigns')
  return accountMembers || contactMembers ? readCampaigns([...(accountMembers?.rows ?? []), ...(contactMembers?.rows ?? [])]) : null
}

/** Rows that moved between pages while they were read come twice. */
const distinct = (rows: readonly Row[] = []): Row[] => [...new Map(rows.map(row => [row.Id, row])).values()]
