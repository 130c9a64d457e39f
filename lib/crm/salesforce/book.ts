import type { IdRange } from '../../book/directory'
import type { BookRow } from '../../book/tables'
import { fail, ok, type Result, type Wanted } from '../adapter'
import type { Book, BookSource, Gone, Measured, OpenBook, Page, PageAsk, Usage } from '../book'
import type { Api } from './api'
import { aggregates } from './bookAggregates'
import { beginExtract, goOnExtract, readPlace, worthwhile, writePlace, type Place } from './bookExtract'
import { accountRow, activityRow, bookFields, dealRow, hiddenColumns } from './bookRows'
import { apart, commonTrouble, together } from './composite'
import type { ObjectName } from './describe'
import { amend, learn, orgOf, type Org } from './org'
import { queryPath } from './queries'
import { misfit } from './read'
import { codeOf, errorOf, send, settled, type Reply } from './request'
import { recordsOf, type Row } from './rows'
import { idOf } from './ids'
import { moment, number, quoted } from './values'

/**
 * The book of an org. Pages go by id (`Id > the last ORDER BY Id`), not by cursors: those end after two days or ten others, a page by id can be asked for
 * again at any time. `queryAll` throughout, since `query` hides activities older than a year and what was deleted lately.
 */
const objectOf = { account: 'Account', opportunity: 'Opportunity', order: 'Order', task: 'Task', event: 'Event' } as const satisfies Readonly<Record<string, ObjectName>>
type SourceId = keyof typeof objectOf

const mostRows = 2000
/** Ranges that are counted at once: five requests side by side, of five queries each. */
const mostCounts = 25
const dayMs = 86_400_000
/** Salesforce tells what was deleted for 15 days for sure, and refuses to be asked about more than 30. */
const goneFor = 29 * dayMs

export function openBook(base: Api): OpenBook {
  return (want, heard) => {
    const counted = (signal?: AbortSignal) => countedApi(base, heard, signal)
    // As far as this worker has counted them.
    const large = new Set<string>()
    return {
      sources: () => sources(counted(), want),
      async measure(asks, signal) {
        const measured = await measure(counted(signal), asks)
        if (measured.ok) asks.forEach(({ source, range }, i) => { if (isAll(range) && measured.value[i]!.count >= worthwhile) large.add(source) })
        return measured
      },
      page: (ask, signal) => page(counted(signal), ask, want, large.has(ask.source)),
      gone: (source, since, signal) => gone(counted(signal), source as SourceId, since),
      aggregates: (ask, signal) => aggregates(counted(signal), ask, want),
      usage: signal => usage(counted(signal)),
    } satisfies Book
  }
}

/** Every request is counted, with what its answer says of the org's limit: "api-usage=1234/100000". */
function countedApi({ access, ...api }: Api, heard: (usage: Usage | null) => void, signal?: AbortSignal): Api {
  return {
    ...api,
    access: {
      ...access,
      async fetch(url, init) {
        const both = signal && init?.signal ? AbortSignal.any([init.signal, signal]) : (init?.signal ?? signal)
        const answer = await access.fetch(url, { ...init, ...(both && { signal: both }) }).catch((error: unknown) => {
          heard(null)
          throw error
        })
        heard(usageOf(answer.headers.get('sforce-limit-info')))
        return answer
      },
    },
  }
}

export function usageOf(header: string | null): Usage | null {
  const said = /api-usage=(\d+)\/(\d+)/.exec(header ?? '')
  return said && Number(said[2]) > 0 ? { used: Number(said[1]), max: Number(said[2]) } : null
}

async function sources(api: Api, want: Wanted): ReturnType<Book['sources']> {
  const org = await orgOf(api)
  if (!org.ok) return org
  const table = { account: 'accounts', opportunity: 'deals', order: 'deals', task: 'activities', event: 'activities' } as const
  const wanted = (Object.keys(objectOf) as SourceId[]).filter(id => org.value.objects[objectOf[id]] && (id !== 'order' || want.revenue === 'orders'))
  return ok({ sources: wanted.map((id): BookSource => ({ id, table: table[id] })), hidden: hiddenColumns(org.value, want) })
}

/** In SOQL; a bound that ends in a zero is the id before it, not included. */
function conditions({ from, to }: IdRange, after: string | null, since: number | null): string {
  const start = after ?? (from?.endsWith('\0') ? from.slice(0, -1) : null)
  return [
    ...(start !== null ? [`Id > ${quoted(start)}`] : from !== null ? [`Id >= ${quoted(from)}`] : []),
    ...(to === null ? [] : [to.endsWith('\0') ? `Id <= ${quoted(to.slice(0, -1))}` : `Id < ${quoted(to)}`]),
    since === null ? 'IsDeleted = false' : `SystemModstamp >= ${new Date(since).toISOString()}`,
  ].join(' AND ')
}

async function measure(api: Api, asks: Parameters<Book['measure']>[0]): ReturnType<Book['measure']> {
  const org = await orgOf(api)
  if (!org.ok) return org
  const measured: Measured[] = []
  for (let from = 0; from < asks.length; from += mostCounts) {
    const paths = Object.fromEntries(asks.slice(from, from + mostCounts).map(({ source, range }, i): [string, string] => {
      const soql = `SELECT COUNT(Id) total, MAX(SystemModstamp) newest FROM ${objectOf[source as SourceId]} WHERE ${conditions(range, null, null)}`
      return [`m${i}`, queryPath(org.value, soql, true)]
    }))
    const answer = org.value.composite ? await together(api, org.value.version, paths) : ok({ absent: true as const })
    if (!answer.ok) return answer
    const replies = answer.value.absent ? await apart(api, paths) : ok(answer.value.replies)
    if (!replies.ok) return replies
    const trouble = commonTrouble(replies.value)
    if (!trouble.ok) return trouble
    for (const name of Object.keys(paths)) {
      const one = measuredOf(replies.value[name]!)
      if (!one.ok) return one
      measured.push(one.value)
    }
  }
  return ok(measured)
}

function measuredOf(reply: Reply): Result<Measured> {
  if (reply.status >= 400) return fail(errorOf(reply))
  const row = recordsOf(reply)?.[0]
  const count = number(row?.total)
  return count === null ? fail({ kind: 'unreadable', what: 'a count without a number' }) : ok({ count, newest: moment(row?.newest) })
}

const isAll = ({ from, to }: IdRange): boolean => from === null && to === null

async function page(api: Api, given: PageAsk, want: Wanted, isLarge: boolean): Promise<Result<Page>> {
  const place = readPlace(given.cursor)
  if (place || (isLarge && given.since === null && given.cursor === null && isAll(given.range))) {
    const extracted = await extractPage(api, given, place, want)
    if (!extracted.ok || extracted.value) return extracted as Result<Page>
  }
  const ask = place ? { ...given, cursor: place.last } : given
  let known = await orgOf(api)
  for (let relearned = false; ; relearned = true) {
    if (!known.ok) return known
    const org = known.value
    const object = objectOf[ask.source as SourceId]
    const soql = `SELECT ${bookFields(object, org, want).join(', ')} FROM ${object} WHERE ${conditions(ask.range, ask.cursor, ask.since)} ORDER BY Id LIMIT ${mostRows}`
    const sent = await send(api, { method: 'GET', path: queryPath(org, soql, true) })
    if (!sent.ok) return sent
    const rows = recordsOf(sent.value)
    if (rows) return pageOf(rows, (sent.value.body as { done?: unknown }).done !== false, ask, org, want)
    if (sent.value.status < 400) return fail({ kind: 'unreadable', what: 'a query answer without records' })
    if (relearned || !misfit.has(codeOf(sent.value) ?? '')) return fail(errorOf(sent.value))
    // The org is another than it was described as, or takes no lines of its deals.
    known = soql.includes('OpportunityLineItems') ? ok(await amend(api, org, { without: [...org.without, 'products'] })) : await learn(api)
  }
}

/** Null: it is to be read by pages. Deals with their lines are: an extract has no lists in a record. */
async function extractPage(api: Api, ask: PageAsk, place: Place | null, want: Wanted): Promise<Result<Page | null>> {
  const known = await orgOf(api)
  if (!known.ok) return known
  const org = known.value
  const source = ask.source as SourceId
  const object = objectOf[source]
  const fields = bookFields(object, org, want)
  if (fields.some(field => field.startsWith('('))) return ok(null)
  const extracted = place
    ? await goOnExtract(api, org, org.objects[object] ?? {}, place)
    : await beginExtract(api, org, `SELECT ${fields.join(', ')} FROM ${object} WHERE ${conditions(ask.range, null, null)} ORDER BY Id`)
  if (!extracted.ok) return extracted
  const { value } = extracted
  if (value.state === 'none') return ok(null)
  if (value.state === 'running') return ok({ rows: [], gone: [], whole: null, cursor: writePlace(value.place) })
  const last = place?.last ?? null
  return ok({
    rows: value.records.map(row => rowOf(source, row, org, want)), gone: [],
    whole: value.place?.last === null ? null : { from: last === null ? null : `${last}\0`, to: value.place ? `${value.place.last}\0` : null },
    cursor: value.place ? writePlace(value.place) : null,
  })
}

function pageOf(records: readonly Row[], done: boolean, { source, range, since, cursor }: PageAsk, org: Org, want: Wanted): Result<Page> {
  const last = idOf(records.at(-1)?.Id)
  const more = last !== null && (records.length >= mostRows || !done)
  const isGone = (row: Row): boolean => row.IsDeleted === true
  return ok({
    rows: records.filter(row => !isGone(row) && idOf(row.Id) !== null).map(row => rowOf(source as SourceId, row, org, want)),
    gone: records.filter(isGone).flatMap(row => idOf(row.Id) ?? []),
    whole: since === null ? { from: cursor === null ? range.from : `${cursor}\0`, to: more ? `${last}\0` : range.to } : null,
    cursor: more ? last : null,
  })
}

function rowOf(source: SourceId, row: Row, org: Org, want: Wanted): BookRow {
  switch (source) {
    case 'account': return { ...accountRow(row, org, want) }
    case 'opportunity': return { ...dealRow(row, 'deal', org, want) }
    case 'order': return { ...dealRow(row, 'order', org, want) }
    case 'task': return { ...activityRow(row, 'Task', org.closedStatuses) }
    case 'event': return { ...activityRow(row, 'Event', org.closedStatuses) }
  }
}

/**
 * What was deleted, also for good. Both moments are of whole minutes, at least two apart. An object of which Salesforce keeps no such list answers that it is not found: then
 * nothing is known to be deleted, and the counts will tell.
 */
async function gone(api: Api, source: SourceId, since: number): Promise<Result<Gone>> {
  const org = await orgOf(api)
  if (!org.ok) return org
  const now = api.access.now()
  if (now - since > goneFor) return ok({ ids: null })
  const start = Math.min(since, now - 120_000)
  const written = (at: number): string => encodeURIComponent(new Date(at).toISOString().replace(/\.\d+Z$/, '+00:00'))
  const sent = await send(api, { method: 'GET', path: `/services/data/${org.value.version}/sobjects/${objectOf[source]}/deleted/?start=${written(start)}&end=${written(now)}` })
  if (!sent.ok) return sent
  if (tooFar.has(codeOf(sent.value) ?? '')) return ok({ ids: null })
  if (sent.value.status === 404) return ok({ ids: [], through: since })
  const body = settled(sent)
  if (!body.ok) return body
  const { deletedRecords, earliestDateAvailable, latestDateCovered } = (body.value ?? {}) as Record<string, unknown>
  if (!Array.isArray(deletedRecords)) return fail({ kind: 'unreadable', what: 'a list of deleted records without records' })
  const earliest = moment(earliestDateAvailable)
  // What was deleted before is forgotten there.
  if (earliest !== null && earliest > start + dayMs) return ok({ ids: null })
  const through = moment(latestDateCovered)
  return ok({ ids: (deletedRecords as Row[]).flatMap(record => idOf(record?.id) ?? []), through: Math.max(since, Math.min(through ?? start, now)) })
}

/** The list does not go so far back, or is longer than the 600,000 that it gives out. */
const tooFar = new Set(['INVALID_REPLICATION_DATE', 'EXCEEDED_ID_LIMIT'])

async function usage(api: Api): Promise<Result<Usage | null>> {
  const org = await orgOf(api)
  if (!org.ok) return org
  const answer = settled(await send(api, { method: 'GET', path: `/services/data/${org.value.version}/limits` }))
  if (!answer.ok) return answer
  const { Max, Remaining } = ((answer.value as { DailyApiRequests?: unknown } | null)?.DailyApiRequests ?? {}) as { Max?: unknown; Remaining?: unknown }
  const [max, remaining] = [number(Max), number(Remaining)]
  return ok(max === null || remaining === null || max <= 0 ? null : { used: max - remaining, max })
}
