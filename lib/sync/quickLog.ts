import type { RecordRow } from '../cache/db'
import { assess } from '../assess/assess'
import { planFor } from '../cache/planStore'
import { outboxOf, peersOf, snapshotOf } from '../cache/snapshots'
import type { RecordRef } from '../crm/adapter'
import type { Plan } from '../model/plan'
import type { TouchType } from '../model/snapshot'
import { readOnce, type Office } from './office'
import { rememberTouched } from './peers'
import { justSaid, type Told } from './said'
import { knownSpace } from './space'
import { logRequest } from './touchNow'

/** A key that is held down comes again and again: the same touch within this time is the same press. */
const samePress = 2_000

/**
 * Logs a touch of now on an account, from a key or a menu: the account is read if it is not cached, so that nothing is logged on what is none. Answers what to
 * tell; null: it was the same press.
 *
 * @param type null: the one that the plan asks for next
 */
export async function quickLog(office: Office, ref: RecordRef, wanted: TouchType | null, tabId: number): Promise<Told | null> {
  return navigator.locks.request('turfside quick log', async () => {
    const { reader: { db, connect, now }, outbox } = office
    const row = await cachedOrRead(office, ref)
    if (!row) return { what: 'notRead' as const }
    const { name } = row.snapshot.account
    const before = await justSaid(now())
    if (before?.what === 'logged' && before.ref.id === ref.id && before.ref.org === ref.org && now() - before.at < samePress && (wanted === null || before.type === wanted)) return null
    const plan = (await planFor(db, row.space))?.plan ?? null
    if (wanted === null && !plan) return { what: 'noPlan' as const }
    const type = wanted ?? (plan && (await suggested(office, row, plan)))
    if (type === null) return { what: 'nothingDue' as const, name }
    const asked = await connect(ref.crm, ref.org).touchForm(type)
    if (asked.ok && asked.value.length > 0) return { what: 'show' as const, ref, tabId, form: type }
    const request = logRequest(ref, name, type, null, plan, now())
    const logged = await outbox.log(request).catch((error: unknown) => {
      console.warn('The touch could not be stored', error)
      return { failed: 'storage' as const }
    })
    if ('failed' in logged) return { what: 'notLogged' as const, type, why: logged.failed }
    await rememberTouched(db, row.space, row.id, now())
    return { what: 'logged' as const, ref, name, type, mark: logged.mark }
  })
}

async function cachedOrRead(office: Office, ref: RecordRef): Promise<RecordRow | null> {
  const cached = await ownRow(office, ref)
  if (cached) return cached
  await readOnce(office, ref, Infinity)
  return ownRow(office, ref)
}

/** The cached account of the user who is signed in now. */
async function ownRow({ reader: { db, connect } }: Office, ref: RecordRef): Promise<RecordRow | null> {
  const space = await knownSpace(db, ref.crm, ref.org, connect(ref.crm, ref.org))
  return (typeof space === 'object' && (await db.records.get([space.space, ref.id]))) || null
}

/** The touch that is due next, else the first of the next period. */
async function suggested({ reader: { db, now } }: Office, row: RecordRow, plan: Plan): Promise<TouchType | null> {
  const { nextTouch } = assess(snapshotOf(row, await outboxOf(db, row.space, row.id), await peersOf(db, row.space)), plan, now())
  return nextTouch.type ?? nextTouch.upcoming?.type ?? null
}
