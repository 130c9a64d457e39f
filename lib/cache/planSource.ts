import type { Stamps } from '../model/planAddress'
import type { SourceProblem } from '../model/planLoad'
import type { TurfsideDb } from './db'

/** An address that the plan is loaded from, again each day. */
export interface PlanSource extends Stamps {
  readonly address: string
  /** When it was asked last, and why that brought no plan; null: it did. The last good plan is in force all the while. */
  readonly checkedAt: number
  readonly problem: SourceProblem | null
}

/** The setting that no org and no site has. */
const key = 'plan'

/** Null: the plan is loaded from no address. */
export const planSource = async (db: TurfsideDb): Promise<PlanSource | null> => (await db.settings.get(key))?.planSource ?? null

/** Match patterns of hosts that were allowed for a plan's file alone: no CRM is there. */
export const planHosts = async (db: TurfsideDb): Promise<readonly string[]> => (await db.settings.get(key))?.planHosts ?? []

export const keepSource = (db: TurfsideDb, source: PlanSource | null): Promise<void> => change(db, { planSource: source })

/** `with` joins the hosts for a plan's file alone, `without` leaves them. */
export async function keepHosts(db: TurfsideDb, { with: added, without }: { readonly with?: string; readonly without?: string }): Promise<void> {
  const known = await planHosts(db)
  await change(db, { planHosts: [...new Set([...known, ...(added === undefined ? [] : [added])])].filter(host => host !== without) })
}

const change = (db: TurfsideDb, fields: { planSource?: PlanSource | null; planHosts?: readonly string[] }): Promise<void> =>
  db.transaction('rw', db.settings, async () => {
    await db.settings.put({ ...((await db.settings.get(key)) ?? { key, fields: {}, pillHidden: false }), ...fields })
  })
