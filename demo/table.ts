import { idNumber, makeId } from './ids'
import type { Row } from './schema/field'
import { compareAlong, sorted, within, type Along, type Bounds, type Sorted } from './sorted'
import { placeOf, recordOf, viewsOf, type Generated } from './vast/generated'

/**
 * The rows of one object: those that are stored, and beside them, in an org of size, those that are generated. A generated row that is changed
 * is stored from then on, under its id.
 */
export interface Table {
  readonly length: number
  /** Every row, the generated ones as views. */
  all(): Iterable<Row>
  /** Every row as a list; of stored ones alone it is the list itself. */
  rows(): readonly Row[]
  get(id: string): Row | undefined
  by(field: string, id: string): readonly Row[]
  /** Whether `by` finds them without looking at every row. */
  knows(field: string): boolean
  /** Rows in the order of the key, those within the bounds. */
  walk(along: Along, bounds: Bounds, descending: boolean): Iterable<Row>
  /** How many that is, at most. */
  span(along: Along, bounds: Bounds): number
  insert(row: Row): void
  /** Takes the row out as if it had never been. */
  take(row: Row): void
  /** Puts values into a row; a generated one becomes a stored one. */
  write(row: Row, patch: Row): Row
  /** The stored record behind a row. */
  stored(row: Row): Row
  nextId(): string
  /** Puts generated rows beside the stored ones; their ids follow those given out so far. */
  generate(made: Generated): void
}

export function createTable(keyPrefix: string): Table {
  const stored: Row[] = []
  const byId = new Map<string, Row>()
  const indexes = new Map<string, Map<string, Row[]>>()
  let orders: Partial<Record<Along, Sorted>> = {}
  let count = 0
  let made: Generated | null = null
  /** The number in the first generated id. */
  let first = 0
  /** 1: the generated row has become a stored one, or is gone. */
  let replaced = new Uint8Array(0)
  let gone = 0
  let view: (n: number) => Row = () => { throw new Error('nothing is generated') }
  let byStamp: Uint32Array | null = null

  const idOf = (n: number): string => makeId(keyPrefix, first + n)
  const numberOf = (id: string): number | null => {
    if (!made) return null
    const number = idNumber(keyPrefix, id)
    return number === null || number < first || number >= first + made.length ? null : number - first
  }
  const put = (row: Row): void => {
    stored.push(row)
    byId.set(row.Id as string, row)
    for (const [field, index] of indexes) enter(index, field, row)
    for (const order of Object.values(orders)) order.add(row)
  }
  const storedFrom = (n: number): Row => {
    if (replaced[n] === 1) return byId.get(idOf(n))!
    const row = recordOf(made!, idOf(n), n)
    replaced[n] = 1
    gone++
    put(row)
    return row
  }
  const orderOf = (along: Along): Sorted => (orders[along] ??= sorted(along, stored))
  const leaveOrders = (row: Row, only?: Along): Sorted[] => {
    const left: Sorted[] = []
    for (const along of Object.keys(orders) as Along[]) {
      if (only !== undefined && along !== only) continue
      if (orders[along]!.drop(row)) left.push(orders[along]!)
      else orders = { ...orders, [along]: undefined }
    }
    orders = Object.fromEntries(Object.entries(orders).filter(([, order]) => order !== undefined))
    return left
  }
  /** Generated rows by stamp, then id: where the n-th of them lies. */
  const stampOrder = (): Uint32Array => (byStamp ??= orderByStamp(made!.stamps))
  const generatedAlong = (along: Along): { at: (i: number) => number; key: (i: number) => string | number } =>
    along === 'Id' ? { at: i => i, key: idOf } : { at: i => stampOrder()[i]!, key: i => made!.stamps[stampOrder()[i]!]! }
  const keyOf = (along: Along) => (row: Row): string | number => (along === 'Id' ? row.Id as string : Number(row.SystemModstamp ?? 0))

  const table: Table = {
    get length() {
      return stored.length + (made ? made.length - gone : 0)
    },
    * all() {
      yield* stored
      for (let n = 0; made && n < made.length; n++) if (replaced[n] === 0) yield view(n)
    },
    rows: () => (made ? [...table.all()] : stored),
    get(id) {
      const row = byId.get(id)
      if (row) return row
      const n = numberOf(id)
      return n !== null && replaced[n] === 0 ? view(n) : undefined
    },
    knows: field => made === null || made.by(field, '') !== null,
    by(field, id) {
      let index = indexes.get(field)
      if (!index) {
        index = new Map()
        for (const row of stored) enter(index, field, row)
        indexes.set(field, index)
      }
      const own = index.get(id) ?? []
      if (!made) return own
      const found: Row[] = []
      const numbers = made.by(field, id) ?? Array.from({ length: made.length }, (_, n) => n)
      for (const n of numbers) if (replaced[n] === 0 && made.fields[field]?.(n) === id) found.push(view(n))
      return found.length === 0 ? own : [...own, ...found]
    },
    * walk(along, bounds, descending) {
      const own = orderOf(along).rows
      const key = keyOf(along)
      const [ownFrom, ownTo] = within(own.length, i => key(own[i]!), bounds)
      const generated = made ? generatedAlong(along) : null
      const [from, to] = generated ? within(made!.length, generated.key, bounds) : [0, 0]
      const step = descending ? -1 : 1
      let i = descending ? ownTo - 1 : ownFrom
      let j = descending ? to - 1 : from
      // The lists as they are now: a row that is changed meanwhile may be met twice or not at all, as in any walk without a lock.
      const rows = own.slice()
      for (;;) {
        while (j >= from && j < to && replaced[generated!.at(j)] === 1) j += step
        const mine = i >= ownFrom && i < ownTo ? rows[i]! : null
        const theirs = j >= from && j < to ? view(generated!.at(j)) : null
        if (mine === null && theirs === null) return
        if (theirs === null || (mine !== null && step * compareAlong(along, mine, theirs) <= 0)) {
          i += step
          yield mine!
        } else {
          j += step
          yield theirs
        }
      }
    },
    span(along, bounds) {
      const own = orderOf(along).rows
      const key = keyOf(along)
      const [from, to] = within(own.length, i => key(own[i]!), bounds)
      if (!made) return to - from
      const generated = within(made.length, generatedAlong(along).key, bounds)
      return to - from + generated[1] - generated[0]
    },
    insert: put,
    take(row) {
      const own = table.stored(row)
      leaveOrders(own)
      stored.splice(stored.indexOf(own), 1)
      byId.delete(own.Id as string)
      indexes.clear()
    },
    stored(row) {
      const n = placeOf(row)
      return n === null ? row : storedFrom(n)
    },
    write(row, patch) {
      const own = table.stored(row)
      const left = 'SystemModstamp' in patch ? leaveOrders(own, 'SystemModstamp') : []
      Object.assign(own, patch)
      for (const order of left) order.add(own)
      for (const field of Object.keys(patch)) indexes.delete(field)
      return own
    },
    nextId: () => makeId(keyPrefix, ++count),
    generate(more) {
      if (made) throw new Error('the table has generated rows already')
      made = more
      first = count + 1
      count += more.length
      replaced = new Uint8Array(more.length)
      view = viewsOf(more, idOf, n => (replaced[n] === 1 ? byId.get(idOf(n)) : undefined), storedFrom)
    },
  }
  return table
}

function enter(index: Map<string, Row[]>, field: string, row: Row): void {
  const value = row[field]
  if (typeof value !== 'string') return
  const list = index.get(value)
  if (list) list.push(row)
  else index.set(value, [row])
}

/** Sorts a million in a moment: stamp (whole seconds) and place in one number. */
function orderByStamp(stamps: Float64Array): Uint32Array {
  const places = 2 ** 22
  if (stamps.length > places) throw new RangeError(`at most ${places} generated rows, got ${stamps.length}`)
  const start = stamps.reduce((least, stamp) => Math.min(least, stamp), Number.POSITIVE_INFINITY)
  const keys = Float64Array.from(stamps, (stamp, n) => Math.floor((stamp - start) / 1000) * places + n).sort()
  return Uint32Array.from(keys, key => key % places)
}
