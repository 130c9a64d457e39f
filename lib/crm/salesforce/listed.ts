import { fail, ok, type Listed, type ListRef, type Result } from '../adapter'
import type { Api } from './api'
import { accountsOf, type ListedRow } from './listedRows'
import { recent } from './listPages'
import { orgOf, type Org } from './org'
import { queryPath } from './queries'
import { reportRows } from './report'
import { errorOf, send, settled, type Reply } from './request'
import { idOf } from './ids'
import type { Row } from './rows'
import { quoted, text } from './values'

/** A list view gives out so many rows at once, and a report too. */
const mostRows = 2000
/** Salesforce keeps no more than that of what was looked at. */
const mostRecent = 200
const mostFound = { Account: 500, Contact: 200, Opportunity: 200 } as const

interface Rows {
  readonly name: string | null
  readonly rows: readonly ListedRow[]
  readonly more: boolean
}

/** The accounts behind the rows of a list view, a report or a search: one request, and one more where the rows are contacts, deals and the like. */
export async function listed(api: Api, list: ListRef): Promise<Result<Listed>> {
  const org = await orgOf(api)
  if (!org.ok) return org
  const found = await rowsOf(api, org.value, list)
  if (!found.ok) return found
  const accounts = await accountsOf(api, org.value, found.value.rows)
  return accounts.ok ? ok({ name: found.value.name, more: found.value.more, ...accounts.value }) : accounts
}

function rowsOf(api: Api, org: Org, { kind, object, id }: ListRef): Promise<Result<Rows>> {
  if (kind === 'report') return report(api, org, id)
  if (kind === 'search' || object === null) return search(api, org, id)
  return id === recent ? lookedAt(api, org, object) : view(api, org, object, id)
}

const accountField = (object: string): string => (object === 'Account' ? 'Id' : 'Id, AccountId')

async function lookedAt(api: Api, org: Org, object: string): Promise<Result<Rows>> {
  const soql = `SELECT ${accountField(object)} FROM ${object} WHERE LastViewedDate != null ORDER BY LastViewedDate DESC LIMIT ${mostRecent}`
  const answer = settled(await send(api, { method: 'GET', path: queryPath(org, soql) }))
  if (!answer.ok) return answer
  const records = (answer.value as { records?: unknown } | null)?.records
  return Array.isArray(records) ? ok({ name: null, rows: (records as Row[]).map(rowOf), more: false }) : unreadable('a query answer without records')
}

/** By its id, or by its name, which the id is found by in the same request. */
async function view(api: Api, org: Org, object: string, id: string): Promise<Result<Rows>> {
  const results = (viewId: string): string => `/services/data/${org.version}/sobjects/${object}/listviews/${viewId}/results?limit=${mostRows}`
  const reply = id.startsWith('00B') ? await send(api, { method: 'GET', path: results(id) }) : await viewByName(api, org, object, id, results)
  const answer = settled(reply)
  if (!answer.ok) return answer
  const said = answer.value as { label?: unknown; records?: unknown; size?: unknown; done?: unknown } | null
  if (!Array.isArray(said?.records)) return unreadable('a list view without records')
  const rows = said.records.map((record: unknown): ListedRow => {
    const columns = (record as { columns?: unknown } | null)?.columns
    const cell = Array.isArray(columns) ? (columns as { fieldNameOrPath?: unknown; value?: unknown }[]).find(({ fieldNameOrPath }) => fieldNameOrPath === 'Id') : undefined
    return { id: idOf(cell?.value), account: undefined }
  })
  return ok({ name: text(said.label), rows, more: said.done === false || rows.length >= mostRows })
}

async function viewByName(api: Api, org: Org, object: string, name: string, results: (id: string) => string): Promise<Result<Reply>> {
  const [, prefix = null, bare = name] = /^([A-Za-z]\w*?)__(\w+)$/.exec(name) ?? []
  const soql = `SELECT Id FROM ListView WHERE SobjectType = ${quoted(object)} AND DeveloperName = ${quoted(bare)}${prefix === null ? '' : ` AND NamespacePrefix = ${quoted(prefix)}`} LIMIT 1`
  const sent = await send(api, {
    method: 'POST',
    path: `/services/data/${org.version}/composite`,
    body: {
      allOrNone: false,
      compositeRequest: [
        { method: 'GET', referenceId: 'view', url: queryPath(org, soql) },
        { method: 'GET', referenceId: 'results', url: results('@{view.records[0].Id}') },
      ],
    },
  })
  if (!sent.ok) return sent
  if (sent.value.status >= 400) return fail(errorOf(sent.value))
  const replies = (sent.value.body as { compositeResponse?: unknown } | null)?.compositeResponse
  const [found, rows] = (Array.isArray(replies) ? replies : []).map((reply: unknown) => {
    const { httpStatusCode, body } = (reply ?? {}) as Record<string, unknown>
    return { status: typeof httpStatusCode === 'number' ? httpStatusCode : 0, body: body ?? null, retryAt: null } satisfies Reply
  })
  if (!found || !rows || found.status === 0) return unreadable('a composite answer without its parts')
  if (found.status >= 400) return fail(errorOf(found))
  // No view of that name: what builds on its id could not be asked.
  if ((found.body as { records?: readonly unknown[] } | null)?.records?.length === 0) return fail({ kind: 'notFound' })
  return ok(rows)
}

async function report(api: Api, org: Org, id: string): Promise<Result<Rows>> {
  const answer = settled(await send(api, { method: 'GET', path: `/services/data/${org.version}/analytics/reports/${id}?includeDetails=true` }))
  if (!answer.ok) return answer
  const read = reportRows(answer.value)
  return read === null ? unreadable('a report without rows') : ok(read)
}

/** What the search language takes for its own is taken as text; `*` and `?` are left what they are in the CRM's own search box. */
export const sosl = (term: string): string => term.replace(/[\\&|!{}[\]()^~:"'+-]/g, '\\$&')

async function search(api: Api, org: Org, term: string): Promise<Result<Rows>> {
  // Salesforce searches for nothing shorter.
  if (term.replace(/[\s*?]/g, '').length < 2) return ok({ name: term, rows: [], more: false })
  const returning = Object.entries(mostFound).map(([object, most]) => `${object}(${accountField(object)} LIMIT ${most})`)
  const asked = `FIND {${sosl(term)}} IN ALL FIELDS RETURNING ${returning.join(', ')}`
  const answer = settled(await send(api, { method: 'GET', path: `/services/data/${org.version}/search?q=${encodeURIComponent(asked)}` }))
  if (!answer.ok) return answer
  const records = (answer.value as { searchRecords?: unknown } | null)?.searchRecords
  if (!Array.isArray(records)) return unreadable('a search answer without records')
  const rows = records as (Row & { attributes?: { type?: unknown } })[]
  const full = Object.entries(mostFound).some(([object, most]) => rows.filter(({ attributes }) => attributes?.type === object).length >= most)
  return ok({ name: term, rows: rows.map(rowOf), more: full })
}

const rowOf = (row: Row): ListedRow => ({ id: idOf(row.Id), account: 'AccountId' in row ? idOf(row.AccountId) : undefined })

const unreadable = (what: string) => fail({ kind: 'unreadable', what })
