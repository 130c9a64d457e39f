import { encodeColumns, mostRows, openChunk, type Chunk, type Unsound } from './chunk'
import { rangeOf, type Directory, type Entry, type IdRange } from './directory'
import type { BookRow, TableShape, Value } from './tables'

/** What has become of rows. */
export interface Change {
  /** As they are now; any order, and the last of an id counts. */
  readonly rows: readonly BookRow[]
  /** Ids that are no more. One that is among `rows` stays. */
  readonly gone: readonly string[]
  /** Of these ids `rows` holds all that there are: what is kept of others there goes. Null: `rows` says nothing of others. */
  readonly whole: IdRange | null
}

export interface Merged {
  readonly directory: Directory
  /** Chunks to write, by number, and numbers of chunks to remove. */
  readonly puts: readonly { readonly n: number; readonly data: ArrayBuffer }[]
  readonly drops: readonly number[]
  readonly added: number
  readonly changed: number
  readonly removed: number
  /** Ids whose chunk was not there or not sound: it is dropped, and its rows must be read again. */
  readonly lost: readonly { readonly range: IdRange; readonly why: Unsound | 'missing' }[]
}

/**
 * Works a change into the chunks of a source. Only chunks are read on which the change bears, and only those written in which it changes something: the same rows again
 * write nothing. What grows over `mostRows` is split evenly, except that rows behind all others begin a chunk of their own; what becomes empty goes.
 *
 * @param load a chunk's buffer by its number; undefined: it is not there
 */
export async function merge(shape: TableShape, directory: Directory, change: Change, load: (n: number) => Promise<ArrayBuffer | undefined>): Promise<Merged> {
  const rows = sorted(change.rows)
  const gone = [...new Set(change.gone)].sort()
  const { entries } = directory
  const made = new Making(directory.next)
  if (entries.length === 0) {
    made.write(shape, null, pickNew(rows))
    made.added = rows.length
    return made.merged()
  }
  let [nextRow, nextGone] = [0, 0]
  for (let at = 0; at < entries.length; at++) {
    const entry = entries[at]!
    const range = rangeOf(entries, at)
    const within = (id: string): boolean => range.to === null || id < range.to
    const fromRow = nextRow
    while (nextRow < rows.length && within(rows[nextRow]!.id)) nextRow++
    const fromGone = nextGone
    while (nextGone < gone.length && within(gone[nextGone]!)) nextGone++
    const own = { rows: rows.slice(fromRow, nextRow), gone: gone.slice(fromGone, nextGone), whole: change.whole && overlap(change.whole, range) }
    if (own.rows.length === 0 && own.gone.length === 0 && !own.whole) {
      made.entries.push(entry)
      continue
    }
    const data = await load(entry.n)
    const opened = data === undefined ? null : openChunk(shape, data)
    if (opened?.ok && opened.chunk.checksum === entry.checksum) {
      made.rewrite(shape, entry, opened.chunk, own)
      continue
    }
    made.lost.push({ range, why: opened === null ? 'missing' : opened.ok ? { what: 'checksum', expected: entry.checksum, got: opened.chunk.checksum } : opened.unsound })
    made.drops.push(entry.n)
    made.write(shape, null, pickNew(own.rows))
  }
  return made.merged()
}

/** By id, each once. */
function sorted(rows: readonly BookRow[]): readonly BookRow[] {
  if (rows.every((row, at) => at === 0 || rows[at - 1]!.id < row.id)) return rows
  return [...new Map(rows.map(row => [row.id, row])).values()].sort((a, b) => (a.id < b.id ? -1 : 1))
}

function overlap(a: IdRange, b: IdRange): IdRange | null {
  const from = a.from === null ? b.from : b.from === null || a.from > b.from ? a.from : b.from
  const to = a.to === null ? b.to : b.to === null || a.to < b.to ? a.to : b.to
  return from !== null && to !== null && from >= to ? null : { from, to }
}

/** Rows of a chunk to be: of the old one by their place, or new ones. */
interface Picked {
  readonly count: number
  value(at: number, name: string): Value
}

const pickNew = (rows: readonly BookRow[]): Picked => ({ count: rows.length, value: (at, name) => rows[at]![name] ?? null })

class Making {
  readonly entries: Entry[] = []
  readonly puts: { n: number; data: ArrayBuffer }[] = []
  readonly drops: number[] = []
  readonly lost: { range: IdRange; why: Unsound | 'missing' }[] = []
  added = 0
  changed = 0
  removed = 0

  constructor(private next: number) {}

  rewrite(shape: TableShape, entry: Entry, chunk: Chunk, { rows, gone, whole }: { rows: readonly BookRow[]; gone: readonly string[]; whole: IdRange | null }): void {
    // Places in the old chunk, and new rows as -1, -2, …
    const picks: number[] = []
    const away = new Set(gone)
    const names = Object.keys(shape)
    let [added, changed, removed, next] = [0, 0, 0, 0]
    const last = chunk.id(chunk.rows - 1)
    const behind = rows.length > 0 && rows[0]!.id > last
    for (let old = 0; old < chunk.rows; old++) {
      const id = chunk.id(old)
      for (; next < rows.length && rows[next]!.id < id; next++, added++) picks.push(-next - 1)
      if (next < rows.length && rows[next]!.id === id) {
        const same = names.every(name => chunk.column(name).at(old) === (rows[next]![name] ?? null))
        picks.push(same ? old : -next - 1)
        if (!same) changed++
        next++
      } else if (away.has(id) || (whole && (whole.from === null || id >= whole.from) && (whole.to === null || id < whole.to))) removed++
      else picks.push(old)
    }
    for (; next < rows.length; next++, added++) picks.push(-next - 1)
    this.added += added
    this.changed += changed
    this.removed += removed
    if (added + changed + removed === 0) this.entries.push(entry)
    else if (behind && changed + removed === 0 && picks.length > mostRows) {
      this.entries.push(entry)
      this.write(shape, null, pickNew(rows))
    } else if (picks.length === 0) this.drops.push(entry.n)
    else this.write(shape, entry.n, { count: picks.length, value: (at, name) => (picks[at]! >= 0 ? chunk.column(name).at(picks[at]!) : (rows[-picks[at]! - 1]![name] ?? null)) })
  }

  /** Writes the rows under the number, and what of them does not fit under new ones; null: all under new ones. */
  write(shape: TableShape, n: number | null, picked: Picked): void {
    const parts = Math.ceil(picked.count / mostRows)
    for (let part = 0; part < parts; part++) {
      const [from, to] = [Math.floor((picked.count * part) / parts), Math.floor((picked.count * (part + 1)) / parts)]
      const values = (name: string): Value[] => Array.from({ length: to - from }, (_, at) => picked.value(from + at, name))
      const data = encodeColumns(shape, values)
      const own = part === 0 && n !== null ? n : this.next++
      const stamps = 'stamp' in shape ? values('stamp').filter(stamp => typeof stamp === 'number') : []
      this.entries.push({
        n: own, first: picked.value(from, 'id') as string, rows: to - from, bytes: data.byteLength, checksum: new Uint32Array(data, 8, 1)[0]!,
        newest: stamps.length === 0 ? null : stamps.reduce((a, b) => (b > a ? b : a)),
      })
      this.puts.push({ n: own, data })
    }
  }

  merged(): Merged {
    const { entries, puts, drops, lost, added, changed, removed } = this
    return { directory: { entries, next: this.next }, puts, drops, added, changed, removed, lost }
  }
}
