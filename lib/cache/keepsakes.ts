import type { Dexie } from 'dexie'
import type { PlanRow, SettingRow } from './db'
import type { KeyedArea } from './outboxMirror'
import { storageError } from './storageError'
import { leaveNote } from './storageNote'

/**
 * What nobody can say again, the imported plan and what the user has set, lies a second time in `storage.local`: a browser that clears the database to make
 * room, or loses it, takes neither. (Touches that wait have a mirror of their own.)
 */
const tables = ['plan', 'settings'] as const
const prefix = 'keepsake|'
const keyOf = (table: string): string => prefix + table
export const isKeepsake = (key: string): boolean => key.startsWith(prefix)
/** Set as long as there was a database: one that is new all the same was wiped. */
const since = keyOf('since')
/** Writes that follow one another are copied together. */
const pause = 50

/** Copies every change, and gives the copies back to a database that has lost them, before anything else is read of it. */
export function keepKeepsakes(db: Dexie, area: KeyedArea | null): void {
  if (!area) return
  let isNew = false
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  const copyLater = (table: string, alsoNone: boolean) => {
    clearTimeout(timers.get(table))
    timers.set(table, setTimeout(() => void copy(db, area, table, alsoNone).catch((error: unknown) => {
      // Closed since: the next start copies it.
      if (storageError(error) !== 'DatabaseClosedError') console.warn(`${table} could not be copied`, error)
    }), pause))
  }
  db.use({
    stack: 'dbcore', name: 'keepsakes',
    create: core => ({
      ...core,
      table: name => {
        const table = core.table(name)
        if (!(tables as readonly string[]).includes(name)) return table
        return { ...table, mutate: request => table.mutate(request).then(answer => {
          // What was put and is not there has failed to be stored: then the copy is all there is.
          copyLater(name, request.type === 'delete' || request.type === 'deleteRange')
          return answer
        }) }
      },
    }),
  })
  db.on('populate', () => {
    isNew = true
  })
  db.on('ready', async vip => {
    try {
      await giveBack(vip as Dexie, area, isNew)
      isNew = false
      // A page may have been closed before its last change was copied.
      for (const table of tables) copyLater(table, false)
    } catch (error) {
      console.warn('What was kept apart could not be given back', error)
    }
  }, true)
}

/** The copy of the plan in force, for where the database cannot be read. Null: there is none, or it is of a version that this one does not know. */
export async function keptPlan(area: KeyedArea | null): Promise<PlanRow | null> {
  const row = (await kept<PlanRow>(area, 'plan')).find(({ key }) => key === 1)
  return row?.plan.turfside === 1 ? row : null
}

/** The copy of an org's settings. */
export const keptSetting = async (area: KeyedArea | null, key: string): Promise<SettingRow | null> => (await kept<SettingRow>(area, 'settings')).find(row => row.key === key) ?? null

async function kept<Row>(area: KeyedArea | null, table: string): Promise<readonly Row[]> {
  const rows = (await area?.get(keyOf(table)))?.[keyOf(table)]
  return Array.isArray(rows) ? (rows as Row[]) : []
}

async function giveBack(db: Dexie, area: KeyedArea, isNew: boolean): Promise<void> {
  const counts = await Promise.all(tables.map(table => db.table(table).count()))
  const empty = tables.filter((_, i) => counts[i] === 0)
  if (empty.length === 0 && !isNew) return
  const kept = await area.get([since, ...empty.map(keyOf)])
  for (const table of empty) {
    const rows = kept[keyOf(table)]
    if (Array.isArray(rows) && rows.length > 0) await db.table(table).bulkPut(rows as object[])
  }
  if (isNew && kept[since] !== undefined) await leaveNote(area, { kind: 'wiped', at: Date.now() })
  if (kept[since] === undefined) await area.set({ [since]: Date.now() })
}

/** @param alsoNone the table was emptied on purpose: so is its copy */
async function copy(db: Dexie, area: KeyedArea, table: string, alsoNone: boolean): Promise<void> {
  const rows: unknown[] = await db.table(table).toArray()
  const key = keyOf(table)
  if (rows.length === 0) return alsoNone ? area.remove(key) : undefined
  if (JSON.stringify((await area.get(key))[key]) !== JSON.stringify(rows)) await area.set({ [key]: rows })
}
