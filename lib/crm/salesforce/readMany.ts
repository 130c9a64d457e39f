import { fail, ok, type CrmError, type Reading, type ReadTogether, type Result, type Wanted } from '../adapter'
import type { Api } from './api'
import { batch, mostInBatch } from './batch'
import { canonicalId, idOf } from './ids'
import { mostIds } from './listedRows'
import { manyAtOnce, next, type ManyQuery } from './manyQuery'
import { amend, learn, orgOf, type Addition, type Org } from './org'
import { additionOf, queriesOf, queryPath, type QueryName } from './queries'
import { answersOf, misfit, partsOf, usersIn, type Answers, type Parts } from './read'
import { codeOf, errorOf, type Reply } from './request'
import { recordsOf, type Row, type Rows } from './rows'
import { usersOf } from './users'

/**
 * Many accounts with the same queries as one, for up to 200 of them at a time, and as many queries as a batch holds in each request. Rows are taken 2,000 at a
 * time by their ids, not by cursors: of those Salesforce keeps only ten open for a user.
 */

/** Accounts that are asked for together, and what was answered so far. */
interface Group {
  readonly ids: readonly string[]
  readonly rows: Map<QueryName, Row[]>
  readonly failed: Map<QueryName, CrmError>
  /** Queries with rows still to come. */
  open: number
  tooLarge: boolean
}

interface Ask {
  readonly group: Group
  readonly name: QueryName
  readonly query: ManyQuery
  readonly page: number
}

/** Pages of one query of one group that anyone waits for: 30,000 rows. */
const mostPages = 15

export async function* readMany(api: Api, rawIds: readonly string[], want: Wanted, signal: AbortSignal): AsyncGenerator<Result<ReadTogether>, void> {
  const ids = [...new Set(rawIds.flatMap(id => canonicalId(id) ?? []))]
  const known = await orgOf(api)
  if (!known.ok) return yield known
  let org = known.value
  const groups = Array.from({ length: Math.ceil(ids.length / mostIds) }, (_, k) => groupOf(ids.slice(k * mostIds, (k + 1) * mostIds)))
  const odd = rawIds.filter(id => canonicalId(id) === null)
  if (odd.length > 0) yield ok({ readings: [], missing: odd, tooLarge: [] })

  let queue = queueOf(org, groups, want)
  let relearned = false
  // What is in sight comes alone and so the sooner; the rest in full requests.
  let size = groups[0] ? queue.filter(({ group }) => group === groups[0]).length : 0
  const done = new Set<Group>()
  while (queue.length > 0) {
    const asks = queue.slice(0, Math.min(size, mostInBatch))
    queue = queue.slice(asks.length)
    size = mostInBatch
    const answer = await batch(api, org.version, asks.map(({ query }) => queryPath(org, query.soql, query.all)))
    if (signal.aborted) return
    if (!answer.ok) return yield answer
    const replies = asks.map((ask, i) => ({ ask, reply: answer.value[i]! }))
    const trouble = replies.map(({ reply }) => (reply.status < 400 ? null : errorOf(reply))).find(error => error !== null && common.has(error.kind))
    if (trouble) return yield fail(trouble)

    const refused = replies.filter(({ reply }) => misfit.has(codeOf(reply) ?? '')).map(({ ask }) => ask.name)
    const fitted: Result<Fitted> | null = refused.length === 0 ? null : await fit(api, org, refused, relearned)
    if (fitted && !fitted.ok) return yield fitted
    if (fitted) {
      // The org is another than it was described as: what is not done yet is asked anew, in its terms.
      ({ org, relearned } = fitted.value)
      queue = queueOf(org, groups.filter(group => !done.has(group)).map(emptied), want)
      continue
    }
    queue.unshift(...replies.flatMap(({ ask, reply }) => take(ask, reply)))
    for (const group of new Set(asks.map(({ group }) => group))) {
      if (group.open > 0) continue
      done.add(group)
      const read = await readGroup(api, org, group, want)
      if (signal.aborted) return
      yield read
      if (!read.ok) return
    }
  }
}

/** Spoils everything that is asked along with it. */
const common: ReadonlySet<CrmError['kind']> = new Set(['signedOut', 'limit', 'down'])

const groupOf = (ids: readonly string[]): Group => ({ ids, rows: new Map(), failed: new Map(), open: 0, tooLarge: false })

function emptied(group: Group): Group {
  group.rows.clear()
  group.failed.clear()
  group.open = 0
  return group
}

function asksOf(org: Org, group: Group, want: Wanted): Ask[] {
  const asks = manyAtOnce(id => queriesOf(org, id, want), group.ids).map(({ name, query }): Ask => ({ group, name, query, page: 1 }))
  group.open = asks.length
  return asks
}

/** The first group, then the touches of all others, as their answers are the ones that mostly do not fit on a page, then the rest group by group. */
function queueOf(org: Org, groups: readonly Group[], want: Wanted): Ask[] {
  const [first = [], ...others] = groups.map(group => asksOf(org, group, want))
  const [early, late] = [true, false].map(isEarly => others.flat().filter(({ name }) => (name === 'tasks') === isEarly))
  return [...first, ...early!, ...late!]
}

/** Keeps the rows of an answer; answers what is to be asked for the rest of them. */
function take({ group, name, query, page }: Ask, reply: Reply): Ask[] {
  const rows = recordsOf(reply)
  if (rows === null) {
    group.failed.set(name, reply.status >= 400 ? errorOf(reply) : { kind: 'unreadable', what: 'a query answer without records' })
    group.open--
    return []
  }
  const all = group.rows.get(name) ?? []
  for (const row of rows) all.push(row)
  group.rows.set(name, all)
  const more = next(query, rows, (reply.body as { done?: unknown }).done)
  if (more !== null && page < mostPages) return [{ group, name, query: more, page: page + 1 }]
  if (more !== null) group.tooLarge = true
  group.open--
  return []
}

interface Fitted {
  readonly org: Org
  readonly relearned: boolean
}

/** Leaves out the additions that the org does not take; for anything else describes it again, once. */
async function fit(api: Api, org: Org, refused: readonly QueryName[], relearned: boolean): Promise<Result<Fitted> | null> {
  const without = new Set<Addition>(org.without)
  for (const name of refused) if (additionOf[name]) without.add(additionOf[name])
  const essential = refused.some(name => !additionOf[name])
  if (essential && !org.usersComplete) without.add('owners')
  if (without.size > org.without.length) return ok({ org: await amend(api, org, { without: [...without] }), relearned })
  if (!essential || relearned) return null
  const fresh = await learn(api)
  return fresh.ok ? ok({ org: fresh.value, relearned: true }) : fresh
}

async function readGroup(api: Api, org: Org, group: Group, want: Wanted): Promise<Result<ReadTogether>> {
  if (group.tooLarge) return ok({ readings: [], missing: [], tooLarge: group.ids })
  const failed = answersOf(Object.fromEntries([...group.failed].map(([name, error]) => [name, fail(error)])))
  if (!failed.ok) return fail(failed.error)
  const shares = shared(group, manyAtOnce(id => queriesOf(org, id, want), group.ids))
  const parts: Parts[] = []
  const missing: string[] = []
  for (const id of group.ids) {
    const own = partsOf(org, id, want, shares.get(id)!)
    if (own === null) missing.push(id)
    else parts.push(own)
  }
  // The people of all of them at once: someone whom the org's directory does not know costs one request, not one an account.
  const users = await usersOf(api, org, parts.flatMap(usersIn), [...group.rows.values()].flat())
  if (!users.ok) return users
  const byId = new Map(users.value.map(user => [user.ids[0], user]))
  const readAt = api.access.now()
  const readings = parts.map((own): Reading => {
    const wanted = new Set(usersIn(own))
    return { ...own, users: [...wanted].flatMap(id => (id === null ? [] : (byId.get(id) ?? []))), readAt, brief: true }
  })
  return ok({ readings, missing, tooLarge: [] })
}

/** Each account's own rows of every answer. */
function shared(group: Group, queries: readonly { name: QueryName; query: ManyQuery; covers?: QueryName }[]): Map<string, Answers> {
  const shares = new Map<string, Partial<Record<QueryName, { rows: Row[]; whole: true }>>>(group.ids.map(id => [id, {}]))
  for (const { name, query, covers } of queries) {
    const rows = group.rows.get(name)
    if (!rows) continue
    for (const share of shares.values()) {
      share[name] = { rows: [], whole: true }
      // One query asked for what of a single account is two: the other has nothing to add.
      if (covers) share[covers] = { rows: [], whole: true }
    }
    for (const row of rows) {
      const id = idOf(query.link.reduce<unknown>((value, key) => (value as Row | null | undefined)?.[key], row))
      if (id !== null) shares.get(id)?.[name]?.rows.push(row)
    }
  }
  return shares as Map<string, Readonly<Partial<Record<QueryName, Rows>>>>
}
