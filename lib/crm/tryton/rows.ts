import { fail, ok, type CrmError, type Result } from '../adapter'
import { isFatal, type Call } from './rpc'
import type { Row } from './values'

/** What is asked of one model. */
export interface Query {
  readonly model: string
  readonly domain: readonly unknown[]
  readonly fields: readonly string[]
  readonly order?: readonly (readonly [string, 'ASC' | 'DESC'])[]
}

/** Rows, and the fields of the query that the user may not read; `rows` null: nothing of the model, as there is no right or no such module. */
export interface Found {
  readonly rows: readonly Row[] | null
  readonly hidden: readonly string[]
}

/**
 * Asks for all at once, then, in one second round trip where there is anything to ask, what follows from the answers.
 *
 * Tryton tells nobody beforehand which fields are closed to them, and one closed or unknown field refuses the whole query. So a query that was refused
 * is asked again in the second trip, a field at a time; what follows can then only build on the queries that were answered.
 *
 * @param follow the further queries; of those refused so far it sees `rows: null`
 */
export async function findAll(
  call: Call, queries: readonly Query[], follow: (found: readonly Found[]) => readonly Query[],
): Promise<Result<{ readonly first: readonly Found[], readonly then: readonly Found[] }>> {
  const wide = await Promise.all(queries.map(query => search(call, query, query.fields)))
  const fatal = wide.find(result => !result.ok && isFatal(result.error))
  if (fatal && !fatal.ok) return fatal
  const further = follow(wide.map((result, i) => (result.ok ? { rows: result.value, hidden: [] } : closed(queries[i]!))))
  const [first, then] = await Promise.all([
    Promise.all(wide.map(async (result, i): Promise<Result<Found>> => {
      if (result.ok) return ok({ rows: result.value, hidden: [] })
      return isMissingModel(result.error, queries[i]!.model) ? ok(closed(queries[i]!)) : fieldByField(call, queries[i]!)
    })),
    Promise.all(further.map(async (query): Promise<Result<Found>> => {
      const result = await search(call, query, query.fields)
      if (result.ok) return ok({ rows: result.value, hidden: [] })
      return isFatal(result.error) ? result : ok(closed(query))
    })),
  ])
  const failed = [...first, ...then].find(result => !result.ok)
  if (failed && !failed.ok) return failed
  const values = (results: readonly Result<Found>[]): readonly Found[] => results.flatMap(result => (result.ok ? [result.value] : []))
  return ok({ first: values(first), then: values(then) })
}

const closed = (query: Query): Found => ({ rows: null, hidden: query.fields })

async function fieldByField(call: Call, query: Query): Promise<Result<Found>> {
  const answers = await Promise.all(query.fields.map(field => search(call, query, [field])))
  const rows = new Map<unknown, Row>()
  const hidden: string[] = []
  for (const [i, answer] of answers.entries()) {
    if (answer.ok) for (const row of answer.value) rows.set(row.id, merged(rows.get(row.id), row))
    else if (isFatal(answer.error)) return answer
    else hidden.push(query.fields[i]!)
  }
  return ok({ rows: hidden.length === query.fields.length ? null : [...rows.values()], hidden })
}

/** `subdivision.code` and `subdivision.name` read apart are one `subdivision.` again. */
function merged(one: Row | undefined, other: Row): Row {
  const result: Record<string, unknown> = { ...one }
  for (const [key, value] of Object.entries(other)) {
    const before = result[key]
    if (Array.isArray(before) && Array.isArray(value)) result[key] = before.map((item, i) => isRow(item) && isRow(value[i]) ? merged(item, value[i]) : item)
    else result[key] = isRow(before) && isRow(value) ? merged(before, value) : value
  }
  return result
}

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value)

export async function search(call: Call, query: Query, fields: readonly string[]): Promise<Result<readonly Row[]>> {
  // Records that were switched off are records still: a deal of an archived party was won all the same.
  const answer = await call(`model.${query.model}.search_read`, query.domain, 0, null, query.order ?? null, fields, { active_test: false })
  if (!answer.ok) return answer
  return Array.isArray(answer.value) ? ok(answer.value.filter(isRow)) : fail({ kind: 'unreadable', what: `${query.model} is no list` })
}

/** A module that is not installed: Python's KeyError, which is the name in quotes. */
const isMissingModel = (error: CrmError, model: string): boolean => error.kind === 'refused' && error.message === `'${model}'`
