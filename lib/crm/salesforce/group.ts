import { fail, ok, type Result, type Wanted } from '../adapter'
import type { GroupFigures, GroupRow } from '../../model/group'
import type { Api } from './api'
import { apart, commonTrouble, together } from './composite'
import { fieldOf } from './describe'
import { askableId, idOf } from './ids'
import { orgOf, type Org } from './org'
import { queryPath } from './queries'
import { errorOf, type Reply } from './request'
import { recordsOf, type Row } from './rows'
import { decimal, number, quoted, text } from './values'

/**
 * What a group sold. Its accounts are found level by level, each a look-up by ParentId, which Salesforce keeps an index of (a condition on the
 * parent's parent would have it search all accounts); then the CRM adds up itself, account by account. In a group of L levels that is L + 2
 * requests one after the other. In an org of several currencies sums come in the corporate one, converted by the CRM as of each deal's day.
 */

const mostLevels = 5
const mostAccounts = 2_000
/** Ids in one condition: a query may be 100,000 characters long, but an address of 16,000 where there is no composite. */
const idsAtOnce = 200

/** @param revenue what the plan counts as such: for invoices Salesforce has no object, and there are no figures */
export async function groupOf(api: Api, rawId: string, period: { from: string; to: string }, revenue: Wanted['revenue']): Promise<Result<GroupFigures | null>> {
  const id = askableId(rawId)
  if (id === null) return fail({ kind: 'notFound' })
  const known = await orgOf(api)
  if (!known.ok) return known
  const org = known.value
  if (!fieldOf(org.objects.Account, 'ParentId')) return ok(null)
  const source = sourceOf(org, revenue)
  if (source === null) return fail({ kind: 'notAllowed', what: revenue })

  const members = await membersOf(api, org, id)
  if (!members.ok) return members
  const { found, whole } = members.value
  const sums = await sumsOf(api, org, [...found.keys()], source, period)
  if (!sums.ok) return sums
  const rows = [...found].map(([member, { name, level }]): GroupRow => ({ id: member, name, level, ...(sums.value.get(member) ?? { revenue: null, deals: 0, withoutAmount: 0 }) }))
  const own = rows.find(row => row.level === 0)
  if (!own) return fail({ kind: 'notFound' })
  return ok({
    ...period,
    currency: org.corporate,
    own,
    parent: rows.find(row => row.level === -1) ?? null,
    below: rows.filter(row => row.level > 0).sort((a, b) => Number(b.revenue ?? 0) - Number(a.revenue ?? 0) || (a.name < b.name ? -1 : 1)),
    whole,
  })
}

interface Source {
  readonly object: 'Opportunity' | 'Order'
  readonly amount: string
  readonly day: string
  readonly won: string
}

function sourceOf(org: Org, revenue: Wanted['revenue']): Source | null {
  if (revenue === 'deals') return fieldOf(org.objects.Opportunity, 'Amount') ? { object: 'Opportunity', amount: 'Amount', day: 'CloseDate', won: 'IsWon = true' } : null
  if (revenue === 'orders') return fieldOf(org.objects.Order, 'TotalAmount') ? { object: 'Order', amount: 'TotalAmount', day: 'EffectiveDate', won: "StatusCode = 'A'" } : null
  return null
}

type Members = Map<string, { name: string; level: number }>

/** The account, its parent, and all below it. Whatever was met before is not met again, so a circle ends. */
async function membersOf(api: Api, org: Org, id: string): Promise<Result<{ found: Members; whole: boolean }>> {
  const found: Members = new Map()
  let whole = true
  let level: readonly string[] = []
  for (let depth = 0; depth <= mostLevels; depth++) {
    const soql = depth === 0
      ? { own: `SELECT Id, Name, ParentId, Parent.Name FROM Account WHERE Id = ${quoted(id)}` }
      : Object.fromEntries(chunks(level).map((ids, i) => [`level${i}`, `SELECT Id, Name FROM Account WHERE ParentId IN (${ids.map(quoted).join(', ')}) ORDER BY Name`]))
    const answers = await queries(api, org, soql)
    if (!answers.ok) return answers
    const next: string[] = []
    for (const { rows, done } of answers.value) {
      whole &&= done
      for (const row of rows) {
        const member = idOf(row.Id)
        if (member === null || found.has(member) || (depth > 0 && found.size >= mostAccounts)) {
          if (found.size >= mostAccounts) whole = false
          continue
        }
        found.set(member, { name: text(row.Name) ?? '', level: depth })
        next.push(member)
        const above = idOf(row.ParentId)
        const aboveName = text((row.Parent as Row | null | undefined)?.Name)
        if (depth === 0 && above !== null && above !== member && aboveName !== null) found.set(above, { name: aboveName, level: -1 })
      }
    }
    if (next.length === 0) break
    if (depth === mostLevels) whole = false
    level = next
  }
  return ok({ found, whole })
}

type Sum = Pick<GroupRow, 'revenue' | 'deals' | 'withoutAmount'>

async function sumsOf(api: Api, org: Org, ids: readonly string[], { object, amount, day, won }: Source, { from, to }: { from: string; to: string }): Promise<Result<Map<string, Sum>>> {
  const asked = Object.fromEntries(chunks(ids).map((some, i) => [`sums${i}`,
    `SELECT AccountId account, SUM(${amount}) total, COUNT(Id) deals, COUNT(${amount}) counted FROM ${object} WHERE ${won} AND ${day} >= ${from} AND ${day} <= ${to} AND AccountId IN (${some.map(quoted).join(', ')}) GROUP BY AccountId`]))
  const answers = await queries(api, org, asked)
  if (!answers.ok) return answers
  const sums = new Map<string, Sum>()
  for (const row of answers.value.flatMap(({ rows }) => rows)) {
    const account = idOf(row.account)
    const deals = number(row.deals) ?? 0
    if (account !== null) sums.set(account, { revenue: decimal(row.total), deals, withoutAmount: Math.max(0, deals - (number(row.counted) ?? 0)) })
  }
  return ok(sums)
}

/** The answers to several queries at once; the first that fails is all of theirs. */
async function queries(api: Api, org: Org, soql: Readonly<Record<string, string>>): Promise<Result<{ rows: readonly Row[]; done: boolean }[]>> {
  const paths = Object.fromEntries(Object.entries(soql).map(([name, query]) => [name, queryPath(org, query)]))
  const replies = await ask(api, org, paths)
  if (!replies.ok) return replies
  const trouble = commonTrouble(replies.value)
  if (!trouble.ok) return trouble
  const answers: { rows: readonly Row[]; done: boolean }[] = []
  for (const reply of Object.values(replies.value)) {
    const rows = recordsOf(reply)
    if (rows === null) return fail(reply.status >= 400 ? errorOf(reply) : { kind: 'unreadable', what: 'a query answer without records' })
    answers.push({ rows, done: (reply.body as { done?: unknown }).done !== false })
  }
  return ok(answers)
}

async function ask(api: Api, org: Org, paths: Readonly<Record<string, string>>): Promise<Result<Readonly<Record<string, Reply>>>> {
  if (!org.composite) return apart(api, paths)
  const answer = await together(api, org.version, paths)
  if (!answer.ok) return answer
  return answer.value.absent ? apart(api, paths) : ok(answer.value.replies)
}

const chunks = (ids: readonly string[]): (readonly string[])[] =>
  Array.from({ length: Math.ceil(ids.length / idsAtOnce) }, (_, i) => ids.slice(i * idsAtOnce, (i + 1) * idsAtOnce))
