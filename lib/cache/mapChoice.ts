import type { TurfsideDb } from './db'

/** The setting of this browser, of no org and no site. */
const key = 'browser'

/** The maps site that the user chose for routes; null: none yet. */
export const mapChoice = async (db: TurfsideDb): Promise<string | null> => (await db.settings.get(key))?.maps ?? null

export const chooseMap = async (db: TurfsideDb, maps: string | null): Promise<void> => {
  await db.settings.put({ key, fields: {}, pillHidden: false, maps })
}
