import type { Table } from 'dexie'
import { amountsOf, sourcesOf } from './bookStore'
import type { TurfsideDb } from './db'
import { ofSpace, spacesOf, spaceTables } from './spaceTables'

/** What is kept of one kind. */
export interface Amount {
  readonly count: number
  /** About: what the values themselves hold. How a browser packs them on the disk, it does not say. */
  readonly bytes: number
  /** Epoch milliseconds of the oldest; null: it has no date. */
  readonly since: number | null
}

/** As many rows are looked into; of more, evenly spaced ones stand for all. */
const lookedInto = 300

/** What each table holds of each space; what holds nothing is left out. */
export async function measureSpaces(db: TurfsideDb): Promise<readonly { readonly space: string; readonly table: string; readonly amount: Amount }[]> {
  const found = await Promise.all((await spacesOf(db)).map(async space => {
    const amounts = await Promise.all(spaceTables(db).filter(({ name }) => !bookNames.has(name)).map(async table => ({ space, table: table.name, amount: await measure(table, await ofSpace(table, space).primaryKeys()) })))
    const row = await db.spaces.filter(known => known.space === space).first()
    return [...amounts, { space, table: 'book', amount: await bookAmount(db, space) }, ...(row ? [{ space, table: 'spaces', amount: { count: 1, bytes: bytesOf(row), since: row.seenAt } }] : [])]
  }))
  return found.flat().filter(({ amount }) => amount.count > 0)
}

const bookNames: ReadonlySet<string> = new Set(['books', 'bookSources', 'bookChunks'])

/** Of the book each row counts, not each chunk: its own list of chunks says how many and how large. */
async function bookAmount(db: TurfsideDb, space: string): Promise<Amount> {
  const [{ rows, bytes }, book] = await Promise.all([sourcesOf(db, space).then(amountsOf), db.books.get(space)])
  return { count: Object.values(rows).reduce((sum, count) => sum + count, 0), bytes, since: book?.syncedAt ?? null }
}

/** The rows of those keys. */
export async function measure(table: Table, keys: readonly unknown[]): Promise<Amount> {
  const step = Math.max(1, keys.length / lookedInto)
  const some = keys.length <= lookedInto ? keys : Array.from({ length: lookedInto }, (_, i) => keys[Math.floor(i * step)])
  const rows = (await table.bulkGet([...some] as never[])).filter(row => row !== undefined) as object[]
  const held = rows.filter(row => !('made' in row && row.made === null))
  const count = held.length === rows.length ? keys.length : held.length
  const moments = held.flatMap(row => momentOf(row) ?? [])
  const bytes = held.reduce((sum, row) => sum + bytesOf(row), 0)
  return { count, bytes: held.length === 0 ? 0 : Math.round((bytes / held.length) * count), since: moments.length ? Math.min(...moments) : null }
}

/** When a row was read, written or seen, by whichever name its table has for it. */
function momentOf(row: object): number | null {
  for (const name of ['readAt', 'listedAt', 'loggedAt', 'seenAt', 'importedAt', 'learnedAt', 'at']) {
    const value = (row as Readonly<Record<string, unknown>>)[name]
    if (typeof value === 'number') return value
  }
  return null
}

/** Bytes that a value holds: text as UTF-8, a number 8, names of keys as they are stored with each. */
export function bytesOf(value: unknown): number {
  if (typeof value === 'string') return utf8Of(value)
  if (typeof value === 'number' || typeof value === 'bigint') return 8
  if (typeof value !== 'object' || value === null) return 1
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return value.byteLength
  if (typeof Blob !== 'undefined' && value instanceof Blob) return value.size
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + bytesOf(item), 0)
  return Object.entries(value).reduce((sum, [key, item]) => sum + utf8Of(key) + bytesOf(item), 0)
}

function utf8Of(text: string): number {
  let bytes = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    // Each half of a pair is two of its four.
    bytes += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 2 : 3
  }
  return bytes
}
