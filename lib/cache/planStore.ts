import type { Plan } from '../model/plan'
import type { PlanRow, StarterRow, TurfsideDb } from './db'

/** The plan in force for a user of an org: the imported one, else the starter plan of exactly that space; null: none. */
export async function planFor(db: TurfsideDb, space: string | null): Promise<PlanRow | null> {
  const imported = await loadPlan(db)
  if (imported || space === null) return imported
  return inForceOf(await db.starters.get(space))
}

/** A starter plan in the form in which plans are used; null: there is none. */
export const inForceOf = (row: StarterRow | null | undefined): PlanRow | null =>
  row?.made ? { key: 1, plan: row.made.plan, importedAt: row.at, fileName: null, starter: row.made.notes } : null

/** The imported plan; null: none was. */
export const loadPlan = async (db: TurfsideDb): Promise<PlanRow | null> => (await db.plan.get(1)) ?? null

/** Puts a plan in force, in place of the one before; while a managed policy's is in force, it waits for the end of that. */
export const savePlan = (db: TurfsideDb, plan: Plan, fileName: string | null): Promise<void> => db.transaction('rw', db.plan, async () => {
  const key = (await db.plan.get(1))?.policy === undefined ? 1 : 2
  await db.plan.put({ key, plan, importedAt: Date.now(), fileName })
})

/** The plan as the text of a file: the keys in the order of the schema, so that two exports of one plan are the same text. */
export const exportPlan = (plan: Plan): string => `${JSON.stringify(plan, null, 2)}\n`

/**
 * Empties this browser of everything but touches that are still on their way; with them only when told so.
 *
 * @returns how many touches still wait
 */
export function clearEverything(db: TurfsideDb, withWaitingTouches: boolean): Promise<number> {
  return db.transaction('rw', db.tables, async () => {
    const waiting = withWaitingTouches ? 0 : await db.outbox.count()
    for (const table of db.tables) if (waiting === 0 || table.name !== 'outbox') await table.clear()
    return waiting
  })
}
