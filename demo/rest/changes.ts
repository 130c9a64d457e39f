import { SalesforceError } from '../errors'
import type { ObjectDef } from '../schema/field'
import { formatMoment, parseMoment } from '../soql/dates'
import type { ApiAnswer, ApiRequest, Caller } from './api'

const minute = 60_000
const day = 86_400_000
/** How far back a replication may ask, and how long the log of deletions is kept. */
const furthest = 30 * day
const logged = 15 * day
const mostIds = 600_000

interface Deletion {
  readonly deletedDate: string
  readonly id: string
}

/** GET /sobjects/<object>/updated: the ids of records that were made or changed in a span, and are still there. */
export function updated(c: Caller, r: ApiRequest, object: ObjectDef): ApiAnswer {
  const { start, end, covered } = span(c, r)
  const ids: string[] = []
  for (const row of c.org.table(object.name).walk('SystemModstamp', { low: start, high: end - 1 }, false)) {
    if (row.IsDeleted !== true && c.org.sees(c.userId, row)) ids.push(row.Id as string)
  }
  limited(ids.length)
  return { status: 200, body: { ids, latestDateCovered: formatMoment(covered) } }
}

/**
 * GET /sobjects/<object>/deleted: what went into the bin in a span, also if it is out of there for good. The log goes back 15 days, or to when
 * `earliestDateAvailable` says that the bin was last emptied: what went before is not told, without a word.
 */
export function deleted(c: Caller, r: ApiRequest, object: ObjectDef): ApiAnswer {
  const { start, end, covered, now } = span(c, r)
  const earliest = Math.max(now - logged, c.org.deletionsSince)
  const from = Math.max(start, earliest)
  const found: { id: string; at: number }[] = []
  for (const row of c.org.table(object.name).walk('SystemModstamp', { low: from, high: end - 1 }, false)) {
    if (row.IsDeleted === true && c.org.sees(c.userId, row)) found.push({ id: row.Id as string, at: Number(row.SystemModstamp) })
  }
  for (const gone of c.org.purged) {
    if (gone.object === object.name && gone.deleted >= from && gone.deleted < end) found.push({ id: gone.id, at: gone.deleted })
  }
  limited(found.length)
  const deletedRecords: Deletion[] = found.toSorted((a, b) => a.at - b.at).map(({ id, at }) => ({ deletedDate: formatMoment(at), id }))
  return { status: 200, body: { deletedRecords, earliestDateAvailable: formatMoment(Math.floor(earliest / minute) * minute), latestDateCovered: formatMoment(covered) } }
}

const wrong = (message: string): SalesforceError => new SalesforceError('INVALID_REPLICATION_DATE', message)

/** The span asked for, in whole minutes: the API ignores seconds. */
function span(c: Caller, r: ApiRequest): { start: number; end: number; covered: number; now: number } {
  if (r.method !== 'GET') throw new SalesforceError('METHOD_NOT_ALLOWED', `HTTP Method '${r.method}' not allowed. Allowed are HEAD, GET`, 405)
  const now = c.org.clock.now()
  const [start, end] = ['start', 'end'].map(name => {
    const given = r.params.get(name)
    if (given === null) throw new SalesforceError('MISSING_ARGUMENT', `${name} is a required parameter`)
    const moment = parseMoment(given)
    if (moment === null) throw wrong(`${name} is not a valid date and time: ${given}`)
    return Math.floor(moment / minute) * minute
  }) as [number, number]
  if (start < now - furthest) throw wrong('startDate cannot be more than 30 days ago')
  if (end - start < minute) throw wrong('endDate must be at least one minute after startDate')
  return { start, end, covered: Math.min(end, Math.floor(now / minute) * minute), now }
}

function limited(count: number): void {
  if (count > mostIds) throw new SalesforceError('EXCEEDED_ID_LIMIT', `too many results: at most ${mostIds} ids`)
}
