import type { Plan } from '../model/plan'
import type { PlanRow, TurfsideDb } from './db'

/** The plan in force; null: none was imported. */
export const loadPlan = async (db: TurfsideDb): Promise<PlanRow | null> => (await db.plan.get(1)) ?? null

/** Puts a plan in force, in place of the one before. */
export const savePlan = async (db: TurfsideDb, plan: Plan, fileName: string | null): Promise<void> => {
  await db.plan.put({ key: 1, plan, importedAt: Date.now(), fileName })
}

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
