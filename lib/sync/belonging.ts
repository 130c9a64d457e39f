import type { BelongingRow, TurfsideDb } from '../cache/db'
import { planFor } from '../cache/planStore'
import { withRoom } from '../cache/room'
import type { Belonging, CrmError, RecordPage } from '../crm/adapter'
import type { Touch } from '../model/snapshot'
import type { Reader } from './refresh'
import { currentSpace, knownSpace, nobody, spaceKey } from './space'
import { wantedFor } from './wanted'

/**
 * Learns whose a record is, into the cache: a row on success, a trouble row on failure. As with accounts, an answer is stored under the user
 * whose session asked for it, or not at all. Answers the row as it is known then; null: nothing is.
 */
export async function learnBelonging({ db, connect, locate, now }: Reader, { crm, org, object, id }: RecordPage, maxAgeMs: number): Promise<BelongingRow | null> {
  const connection = connect(crm, org)
  const known = await knownSpace(db, crm, org, connection)
  const space = typeof known === 'object' ? known.space : nobody(crm, org)
  if (known === 'signedOut') return trouble(db, space, id, { kind: 'signedOut' }, now())
  if (typeof known === 'object') {
    const cached = await db.belongings.get([space, id])
    if (cached && now() - cached.readAt < maxAgeMs && !(await db.troubles.get([space, id]))) return cached
  }
  const [planRow, setting, before] = await Promise.all([planFor(db, typeof known === 'object' ? known.space : null), db.settings.get(spaceKey(crm, org)), connection.fingerprint()])
  const plan = planRow?.plan ?? null
  const [session, answer] = await Promise.all([
    currentSpace(db, crm, org, connection, now()),
    connection.accountOf({ object, id }, wantedFor(plan, setting?.fields ?? {}, now())),
  ])
  if (!session.ok) return trouble(db, space, id, session.error, now())
  if ((await connection.fingerprint()) !== before) return trouble(db, nobody(crm, org), id, { kind: 'signedOut' }, now())
  if (!answer.ok) return trouble(db, session.value.space, id, answer.error, now())

  const row = await rowOf(answer.value, session.value.space, id, plan?.homeCountry ?? null, { locate, now })
  const leadId = row.lead?.snapshot.account.ids[0]
  await withRoom(db, () => db.transaction('rw', db.belongings, db.troubles, async () => {
    await db.belongings.put(row)
    // A task on a lead shows the lead, under its own id.
    if (leadId !== undefined && leadId !== id) await db.belongings.put({ ...row, id: leadId })
    await db.troubles.bulkDelete([[row.space, id], [nobody(crm, org), id]])
  }))
  return row
}

async function rowOf(belonging: Belonging, space: string, id: string, homeCountry: string | null, { locate, now }: Pick<Reader, 'locate' | 'now'>): Promise<BelongingRow> {
  const row = { space, id, via: belonging.via, accountIds: [], lead: null, readAt: now() }
  switch (belonging.to) {
    case 'account':
      return { ...row, accountIds: [belonging.accountId] }
    case 'several':
      return { ...row, accountIds: belonging.accountIds }
    case 'nobody':
      return row
    case 'lead': {
      const { reading, status } = belonging
      const located = await locate(reading.account.address, reading.account.coordinates, homeCountry)
      return { ...row, lead: { status, snapshot: { ...reading, ...located } } }
    }
  }
}

/** Whose a page's record is by the cache, for the user who is signed in; `unknown`: it does not say. */
export async function cachedBelonging({ db, connect }: Reader, { crm, org, id }: RecordPage): Promise<BelongingRow | 'unknown'> {
  const space = await knownSpace(db, crm, org, connect(crm, org))
  return (typeof space === 'object' ? await db.belongings.get([space.space, id]) : undefined) ?? 'unknown'
}

/** What was logged on a lead is kept with it, as it is with an account; run inside the caller's transaction. */
export async function changeLeadTouches(db: TurfsideDb, space: string, id: string, change: (touches: readonly Touch[]) => readonly Touch[]): Promise<void> {
  const row = await db.belongings.get([space, id])
  if (row?.lead) await db.belongings.put({ ...row, lead: { ...row.lead, snapshot: { ...row.lead.snapshot, touches: change(row.lead.snapshot.touches) } } })
}

async function trouble(db: TurfsideDb, space: string, id: string, error: CrmError, at: number): Promise<null> {
  await db.troubles.put({ space, id, error, at })
  return null
}
