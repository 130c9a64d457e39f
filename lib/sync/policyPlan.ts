import type { PlanRow, TurfsideDb } from '../cache/db'
import { parsePlan } from '../model/planFile'

/**
 * Puts the plan that a managed policy names in force, and takes it away once the policy names none. A plan that was imported before is put aside meanwhile. A text
 * that is no plan changes nothing: the options say what is wrong with it.
 *
 * @param text of the plan's file; null: the policy names none
 * @returns whether another plan is in force now
 */
export async function followPolicyPlan(db: TurfsideDb, text: string | null, now: number): Promise<boolean> {
  const inForce = (await db.plan.get(1)) ?? null
  if (text === null) return inForce?.policy === undefined ? false : putBack(db)
  const policy = await digestOf(text)
  if (inForce?.policy === policy) return false
  const reading = parsePlan(text)
  if (!reading.ok) return false
  await db.transaction('rw', db.plan, async () => {
    const before = await db.plan.get(1)
    if (before && before.policy === undefined) await db.plan.put({ ...before, key: aside })
    await db.plan.put({ key: 1, plan: reading.plan, importedAt: now, fileName: null, policy })
  })
  return true
}

/** Where an imported plan waits while a policy's is in force. */
const aside = 2

function putBack(db: TurfsideDb): Promise<boolean> {
  return db.transaction('rw', db.plan, async () => {
    const imported: PlanRow | undefined = await db.plan.get(aside)
    await db.plan.bulkDelete([1, aside])
    if (imported) await db.plan.put({ ...imported, key: 1 })
    return true
  })
}

/** Tells texts apart, so that one is read once. */
async function digestOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, '0')).join('')
}
