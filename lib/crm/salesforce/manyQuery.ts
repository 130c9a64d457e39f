import { ownQueries, type QueryName } from './queries'
import type { Row } from './rows'
import { quoted } from './values'

/**
 * The queries of one account, made into queries of many: `AccountId = 'x'` becomes `AccountId IN ('x','y')`, and each row tells whose it is. So both ask for the
 * same fields, and what is added to the one is in the other.
 */
export interface ManyQuery {
  readonly soql: string
  /** For `queryAll`. */
  readonly all: boolean
  /** Where a row holds its account's id, from the outside in: ["Opportunity", "AccountId"]. */
  readonly link: readonly string[]
  /** The query without its order and its end. */
  readonly base: string
}

/** Rows that one answer can hold. */
const mostRows = 2000

/** Stands for the one account while its queries are made; shaped like an id, and none. */
const anyone = '001000000000000AAA'

const activities: ReadonlySet<QueryName> = new Set(['tasks', 'undatedTasks', 'events', 'undatedEvents'])
/** What of one account is asked in two queries, as that is the quicker, is one here. */
const undated = { tasks: 'undatedTasks', events: 'undatedEvents' } as const

export interface NamedQuery {
  readonly name: QueryName
  readonly query: ManyQuery
  /** Another query of one account whose rows are in this one. */
  readonly covers?: QueryName
}

export function manyAtOnce(queriesOf: (id: string) => Readonly<Partial<Record<QueryName, string>>>, ids: readonly string[]): NamedQuery[] {
  const queries = queriesOf(anyone)
  const named: NamedQuery[] = []
  for (const [name, soql] of Object.entries(queries) as [QueryName, string][]) {
    if (ownQueries.has(name) || (name === 'undatedTasks' && queries.tasks) || (name === 'undatedEvents' && queries.events)) continue
    if (name !== 'tasks' && name !== 'events') named.push({ name, query: manyOf(name, soql, ids) })
    else named.push({ name, query: manyOf(name, soql.replace(/ActivityDate >= (\S+)/, '(ActivityDate >= $1 OR ActivityDate = null)'), ids), covers: undated[name] })
  }
  return named
}

function manyOf(name: QueryName, soql: string, ids: readonly string[]): ManyQuery {
  const condition = new RegExp(` WHERE ([\\w.]+) = '${anyone}'`).exec(soql)
  if (!condition) throw new Error(`The query "${name}" is not of one account: ${soql}`)
  const field = condition[1]!
  const selected = /^SELECT (.*?) FROM /s.exec(soql)![1]!.split(/,\s*/)
  const withField = selected.includes(field) ? soql : soql.replace(/^SELECT /, `SELECT ${field}, `)
  const base = withField.replace(/ ORDER BY .*$/s, '').replace(condition[0], ` WHERE ${field} IN (${ids.map(quoted).join(',')})`)
  return { base, soql: ended(base), all: activities.has(name), link: field.split('.') }
}

const ended = (base: string): string => `${base} ORDER BY Id LIMIT ${mostRows}`

/** The query for the rows after these; null: there are none. */
export function next(query: ManyQuery, rows: readonly Row[], done: unknown): ManyQuery | null {
  const last = rows.at(-1)?.Id
  if (typeof last !== 'string' || (rows.length < mostRows && done !== false)) return null
  return { ...query, soql: ended(`${query.base} AND Id > ${quoted(last)}`) }
}
