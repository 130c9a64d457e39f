import type { RecordRow, SpaceRow, TurfsideDb } from '../cache/db'
import { planFor } from '../cache/planStore'
import { withRoom } from '../cache/room'
import type { CrmError, Connection, Reading, RecordRef } from '../crm/adapter'
import type { Located } from '../geo/gazetteer'
import type { Address, Coordinates } from '../model/snapshot'
import { carryOver } from './mergedAccounts'
import { currentSpace, knownSpace, nobody, spaceKey } from './space'
import { wantedFor } from './wanted'

export interface Reader {
  readonly db: TurfsideDb
  readonly connect: (crm: string, org: string) => Connection
  readonly locate: (address: Address, coordinates: Coordinates | null, homeCountry: string | null) => Promise<Located>
  readonly now: () => number
  /** The CRM has ended the session of a user who is known here. */
  readonly ended?: () => void
}

/**
 * Reads one account into the cache: a record on success, a trouble row on failure. What is cached already stays.
 * An answer is stored under the user whose session asked for it, or not at all. Answers the record that the CRM has given just now; null: none.
 */
export async function refresh({ db, connect, locate, now, ended }: Reader, ref: RecordRef, maxAgeMs: number): Promise<RecordRow | null> {
  const connection = connect(ref.crm, ref.org)
  const known = await knownSpace(db, ref.crm, ref.org, connection)
  const space = typeof known === 'object' ? known.space : nobody(ref.crm, ref.org)
  if (known === 'signedOut') return trouble(db, space, ref.id, { kind: 'signedOut' }, now())
  if (typeof known === 'object') {
    const cached = await db.records.get([space, ref.id])
    if (cached && !cached.snapshot.brief && now() - cached.readAt < maxAgeMs && !(await troubled(db, space, ref))) return null
  }

  const startedAt = now()
  const [planRow, setting, before] = await Promise.all([planFor(db, typeof known === 'object' ? known.space : null), db.settings.get(spaceKey(ref.crm, ref.org)), connection.fingerprint()])
  const plan = planRow?.plan ?? null
  // Who is signed in and what they may see are asked at the same time: a cold account costs no trip more.
  const [session, reading] = await Promise.all([
    currentSpace(db, ref.crm, ref.org, connection, now()),
    connection.read(ref.id, wantedFor(plan, setting?.fields ?? {}, now())),
  ])
  if (!session.ok) {
    await trouble(db, space, ref.id, session.error, now())
    if (session.error.kind === 'signedOut') ended?.()
    return null
  }
  if ((await connection.fingerprint()) !== before) return trouble(db, nobody(ref.crm, ref.org), ref.id, { kind: 'signedOut' }, now())
  if (!reading.ok) {
    if (reading.error.kind === 'merged') await carryOver(db, session.value.space, ref.id, reading.error.into)
    await trouble(db, session.value.space, ref.id, reading.error, now())
    if (reading.error.kind === 'signedOut') ended?.()
    return null
  }

  // A record by another id is another record, whatever made the CRM answer with it.
  if (reading.value.account.ids[0] !== ref.id) return trouble(db, session.value.space, ref.id, { kind: 'notFound' }, now())

  const row = await rowOf(session.value, reading.value, plan?.homeCountry ?? null, locate)
  return withRoom(db, () => db.transaction('rw', db.records, db.troubles, db.written, async () => {
    const whole = await withWritten(db, row, startedAt)
    await db.records.put(whole)
    await db.troubles.bulkDelete([[row.space, ref.id], [nobody(ref.crm, ref.org), ref.id]])
    return whole
  }))
}

/** The record of what was read, placed by bundled geography. */
export async function rowOf({ space, user }: SpaceRow, reading: Reading, homeCountry: string | null, locate: Reader['locate']): Promise<RecordRow> {
  const located = await locate(reading.account.address, reading.account.coordinates, homeCountry)
  // Who logs the next touch may never have been here: the plan must know them all the same.
  const users = reading.users.some(known => known.ids.includes(user.ids[0]!)) ? reading.users : [...reading.users, user]
  return { space, id: reading.account.ids[0]!, readAt: reading.readAt, snapshot: { ...reading, ...located, users } }
}

/**
 * What this browser wrote or removed while the answer was on its way is not in it: the cache knows better, until the next read.
 */
export async function withWritten(db: TurfsideDb, row: RecordRow, since: number): Promise<RecordRow> {
  const written = await db.written.where('[space+accountId]').equals([row.space, row.id]).toArray()
  const removed = new Set(written.filter(({ removedAt }) => removedAt !== null && removedAt >= since).flatMap(({ touchId }) => touchId ?? []))
  const added = new Set(written.filter(({ at, removedAt }) => at >= since && removedAt === null).flatMap(({ touchId }) => touchId ?? []))
  if (removed.size + added.size === 0) return row
  const read = row.snapshot.touches.filter(({ id }) => !removed.has(id))
  for (const { id } of read) added.delete(id)
  const known = (await db.records.get([row.space, row.id]))?.snapshot.touches ?? []
  return { ...row, snapshot: { ...row.snapshot, touches: [...read, ...known.filter(({ id }) => added.has(id))] } }
}

/** Also when nobody could be told yet whose trouble it was: it is shown to whoever it turns out to be. */
const troubled = async (db: TurfsideDb, space: string, ref: RecordRef): Promise<boolean> =>
  (await db.troubles.bulkGet([[space, ref.id], [nobody(ref.crm, ref.org), ref.id]])).some(row => row !== undefined)

async function trouble(db: TurfsideDb, space: string, id: string, error: CrmError, at: number): Promise<null> {
  await db.troubles.put({ space, id, error, at })
  return null
}
