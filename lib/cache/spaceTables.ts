import Dexie, { type Collection, type Table } from 'dexie'
import type { TurfsideDb } from './db'

/** The tables whose rows are each a space's: what their key or an index says. A table that is added later is among them by itself. */
export function spaceTables(db: TurfsideDb): Table<{ readonly space: string }>[] {
  return db.tables.filter(table => table.name !== 'spaces' && pathOf(table) !== null) as Table<{ readonly space: string }>[]
}

/** The rows of one space. */
export function ofSpace<T>(table: Table<T>, space: string): Collection<T> {
  const path = pathOf(table)
  if (path === null) throw new Error(`The rows of "${table.name}" are of no space`)
  return path.length === 1 ? table.where(path[0]!).equals(space) : table.where(`[${path.join('+')}]`).between([space, Dexie.minKey], [space, Dexie.maxKey])
}

/** Every space that a table has rows of: from one to the next, without reading what is in between. */
export async function spacesIn(table: Table<{ readonly space: string }>): Promise<string[]> {
  const path = pathOf(table)!
  const index = path.length === 1 ? path[0]! : `[${path.join('+')}]`
  const found: string[] = []
  for (;;) {
    const last = found.at(-1)
    // By keys: a row that is damaged is of a space all the same.
    const [key] = await (last === undefined ? table.orderBy(index) : table.where(index).above(path.length === 1 ? last : [last, Dexie.maxKey])).limit(1).keys()
    if (key === undefined) return found
    found.push(String(Array.isArray(key) ? key[0] : key))
  }
}

/** Every space that anything is kept of, but in the tables of these names. */
export async function spacesOf(db: TurfsideDb, without: readonly string[] = []): Promise<string[]> {
  const seen = without.includes('spaces') ? [] : (await db.spaces.toArray()).map(({ space }) => space)
  const found = await Promise.all(spaceTables(db).filter(({ name }) => !without.includes(name)).map(spacesIn))
  return [...new Set([seen, ...found].flat())].sort()
}

/** The key or index by which a table's rows are found by their space; null: there is none. */
function pathOf(table: Table): readonly string[] | null {
  const { primKey, indexes } = table.schema
  if (indexes.some(({ keyPath }) => keyPath === 'space')) return ['space']
  const { keyPath } = primKey
  if (keyPath === 'space') return ['space']
  return Array.isArray(keyPath) && keyPath[0] === 'space' ? keyPath : null
}
