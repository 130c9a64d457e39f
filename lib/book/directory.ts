/** What is known of a chunk without reading it. */
export interface Entry {
  /** Its number: part of its key on the disk, never used for another chunk of the same source. */
  readonly n: number
  /** Its first row's id. A chunk answers for the ids from there to the next chunk's; the first one also for all before. */
  readonly first: string
  readonly rows: number
  readonly bytes: number
  /** As in its head: a sound chunk at another's place is noticed as well. */
  readonly checksum: number
  /** The latest `stamp` among its rows; null: none has one. */
  readonly newest: number | null
}

/** The chunks of one source, in the order of their ids. */
export interface Directory {
  readonly entries: readonly Entry[]
  /** The number of the next new chunk. */
  readonly next: number
}

/** Ids from `from` on and before `to`; null: no bound. */
export interface IdRange {
  readonly from: string | null
  readonly to: string | null
}

export const noChunks: Directory = { entries: [], next: 1 }

export const rowsOf = ({ entries }: Directory): number => entries.reduce((sum, { rows }) => sum + rows, 0)
export const bytesOf = ({ entries }: Directory): number => entries.reduce((sum, { bytes }) => sum + bytes, 0)

/** What the chunk at that place answers for. */
export const rangeOf = (entries: readonly Entry[], at: number): IdRange => ({ from: at === 0 ? null : entries[at]!.first, to: entries[at + 1]?.first ?? null })

/** The place of the chunk that answers for an id; of an empty directory -1. */
export function placeOf(entries: readonly Entry[], id: string): number {
  let [low, high] = [0, entries.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (entries[middle]!.first <= id) low = middle + 1
    else high = middle
  }
  return entries.length === 0 ? -1 : Math.max(0, low - 1)
}
