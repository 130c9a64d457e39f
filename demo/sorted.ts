import type { Row } from './schema/field'

/** What a table can be walked along without looking at all of it. */
export type Along = 'Id' | 'SystemModstamp'

/** Both ends count in; an end that is not given is open. */
export interface Bounds {
  readonly low?: string | number | undefined
  readonly high?: string | number | undefined
}

/** Rows in the order of a key that stays right while rows come, go and change. */
export interface Sorted {
  readonly rows: readonly Row[]
  add(row: Row): void
  /** Before its key changes, or it goes. False: it does not lie where its key says, so that the whole must be sorted anew. */
  drop(row: Row): boolean
}

/** Ids compare by their characters, as Salesforce sorts them; equal stamps go by id. */
export function compareAlong(along: Along, a: Row, b: Row): number {
  if (along === 'SystemModstamp') {
    const order = Number(a.SystemModstamp ?? 0) - Number(b.SystemModstamp ?? 0)
    if (order !== 0) return order
  }
  const left = a.Id as string
  const right = b.Id as string
  return left < right ? -1 : left > right ? 1 : 0
}

/** The first place of `length` at which `before` no longer holds. */
export function firstNot(length: number, before: (at: number) => boolean): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (before(middle)) low = middle + 1
    else high = middle
  }
  return low
}

export function sorted(along: Along, from: readonly Row[]): Sorted {
  const rows = [...from].sort((a, b) => compareAlong(along, a, b))
  const placeOf = (row: Row): number => firstNot(rows.length, at => compareAlong(along, rows[at]!, row) < 0)
  return {
    rows,
    add: row => void rows.splice(placeOf(row), 0, row),
    drop(row) {
      const at = placeOf(row)
      if (rows[at] !== row) return false
      rows.splice(at, 1)
      return true
    },
  }
}

/** Where the bounds begin and end in an ordered list of keys. */
export function within(length: number, keyAt: (at: number) => string | number, { low, high }: Bounds): readonly [from: number, to: number] {
  const from = low === undefined ? 0 : firstNot(length, at => keyAt(at) < low)
  return [from, high === undefined ? length : Math.max(from, firstNot(length, at => keyAt(at) <= high))]
}
