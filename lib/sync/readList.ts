import type { ListRow, RecordRow, SpaceRow, TurfsideDb } from '../cache/db'
import { planFor } from '../cache/planStore'
import { withRoom } from '../cache/room'
import type { Connection, CrmError, ListRef, ReadTogether } from '../crm/adapter'
import { rowOf, withWritten, type Reader } from './refresh'
import { currentSpace, knownSpace, nobody, spaceKey } from './space'
import { wantedFor } from './wanted'

export const listKey = ({ kind, object, id }: Pick<ListRef, 'kind' | 'object' | 'id'>): string => `${kind}|${object ?? ''}|${id}`

/**
 * Reads the accounts of a list into the cache: which they are, then, in groups as they come, those that are not there or older than `maxAgeMs`. Each is an
 * ordinary record, so that opening it is instant. What is cached already stays, whatever fails.
 *
 * @returns the space it was read in, once the CRM has answered everything; null when it was left or failed, which the list's row says
 */
export async function readList({ db, connect, locate, now }: Reader, list: ListRef, maxAgeMs: number, signal: AbortSignal): Promise<string | null> {
  const connection = connect(list.crm, list.org)
  const key = listKey(list)
  const nobodys = nobody(list.crm, list.org)
  const known = await knownSpace(db, list.crm, list.org, connection)
  if (known === 'signedOut') return trouble(db, nobodys, key, { kind: 'signedOut' }, now())
  const before = await connection.fingerprint()
  // Who is signed in and what is listed are asked at the same time.
  const [session, listed] = await Promise.all([currentSpace(db, list.crm, list.org, connection, now()), connection.listed(list, signal)])
  if (signal.aborted) return null
  if (!session.ok) return trouble(db, typeof known === 'object' ? known.space : nobodys, key, session.error, now())
  if ((await connection.fingerprint()) !== before) return trouble(db, nobodys, key, { kind: 'signedOut' }, now())
  const { space } = session.value
  if (!listed.ok) return trouble(db, space, key, listed.error, now())

  await db.transaction('rw', db.lists, async () => {
    await db.lists.put({ space, key, listed: listed.value, listedAt: now(), missing: [], tooLarge: [], error: null })
    await db.lists.delete([nobodys, key])
  })
  const fresh = new Set((await db.records.where('[space+readAt]').between([space, now() - maxAgeMs], [space, Infinity]).primaryKeys()).map(([, id]) => id))
  const troubled = new Set((await db.troubles.bulkGet([...fresh].map(id => [space, id] as [string, string]))).flatMap(row => row?.id ?? []))
  const stale = listed.value.ids.filter(id => !fresh.has(id) || troubled.has(id))
  return readStale({ db, connect, locate, now }, { list, key, connection, session: session.value, before }, stale, signal)
}

interface Reading {
  readonly list: ListRef
  readonly key: string
  readonly connection: Connection
  readonly session: SpaceRow
  readonly before: string | null
}

async function readStale({ db, locate, now }: Reader, { list, key, connection, session, before }: Reading, ids: readonly string[], signal: AbortSignal): Promise<string | null> {
  if (ids.length === 0) return session.space
  const [planRow, setting] = await Promise.all([planFor(db, session.space), db.settings.get(spaceKey(list.crm, list.org))])
  const plan = planRow?.plan ?? null
  let startedAt = now()
  for await (const answer of connection.readMany(ids, wantedFor(plan, setting?.fields ?? {}, now()), signal)) {
    if (signal.aborted) return null
    // An answer is stored under the user whose session asked for it, or not at all.
    if ((await connection.fingerprint()) !== before) return trouble(db, nobody(list.crm, list.org), key, { kind: 'signedOut' }, now())
    if (!answer.ok) return trouble(db, session.space, key, answer.error, now())
    const rows = await Promise.all(answer.value.readings.map(reading => rowOf(session, reading, plan?.homeCountry ?? null, locate)))
    const since = startedAt
    await withRoom(db, () => store(db, session.space, key, rows, answer.value, since))
    startedAt = now()
  }
  return signal.aborted ? null : session.space
}

async function store(db: TurfsideDb, space: string, key: string, rows: readonly RecordRow[], { missing, tooLarge }: ReadTogether, startedAt: number): Promise<void> {
  await db.transaction('rw', db.records, db.troubles, db.written, db.lists, async () => {
    const written = new Set((await db.written.where('space').equals(space).toArray()).map(({ accountId }) => accountId))
    const before = await db.records.bulkGet(rows.map(({ id }): [string, string] => [space, id]))
    const whole = await Promise.all(rows.map((row, i) => {
      const kept = keeping(row, before[i])
      return written.has(row.id) ? withWritten(db, kept, startedAt) : kept
    }))
    await db.records.bulkPut(whole)
    await db.troubles.bulkDelete(rows.map(({ id }): [string, string] => [space, id]))
    if (missing.length + tooLarge.length > 0) await db.lists.where('[space+key]').equals([space, key]).modify((row: { missing: readonly string[]; tooLarge: readonly string[] }) => {
      row.missing = [...row.missing, ...missing]
      row.tooLarge = [...row.tooLarge, ...tooLarge]
    })
  })
}

/** What a list does not ask for stays as it was when the account was read alone. */
function keeping(row: RecordRow, before: RecordRow | undefined): RecordRow {
  const { hierarchy = null, assigned = null } = before?.snapshot ?? {}
  return { ...row, snapshot: { ...row.snapshot, hierarchy: row.snapshot.hierarchy ?? hierarchy, assigned: row.snapshot.assigned ?? assigned } }
}

/** What went wrong, beside what the list held before. */
async function trouble(db: TurfsideDb, space: string, key: string, error: CrmError, at: number): Promise<null> {
  const nothing: ListRow = { space, key, listed: null, listedAt: at, missing: [], tooLarge: [], error: null }
  await db.transaction('rw', db.lists, async () => {
    await db.lists.put({ ...((await db.lists.get([space, key])) ?? nothing), error })
  })
  return null
}
