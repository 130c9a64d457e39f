import type { Row, Value } from '../schema/field'

/** Rows that nobody stores: each field of the n-th is worked out from n. */
export interface Generated {
  readonly length: number
  /** The n-th row's fields, without its id. */
  readonly fields: Readonly<Record<string, (n: number) => Value>>
  /** SystemModstamp of each, in epoch milliseconds. */
  readonly stamps: Float64Array
  /** Which rows may hold the id in a reference field, and surely all that do; null: no index knows. */
  by(field: string, id: string): Iterable<number> | null
}

const place = Symbol('which of the generated rows')

/** A generated row as if it were a record: its fields are worked out when read, and changed ones come from the record that took its place. */
export interface View extends Row {
  [place]: number
}

/** Which of the generated rows it is; null for a stored one. */
export const placeOf = (row: Row): number | null => (row as Partial<View>)[place] ?? null

/**
 * A class of views of one table's rows. `standIn` tells the record that stands for the n-th once it was changed; `write` makes it one.
 */
export function viewsOf(made: Generated, idOf: (n: number) => string, standIn: (n: number) => Row | undefined, write: (n: number) => Row): (n: number) => Row {
  class Seen {
    constructor(n: number) {
      (this as unknown as View)[place] = n
    }
  }
  for (const [name, read] of Object.entries({ Id: idOf, IsDeleted: () => false, ...made.fields })) {
    Object.defineProperty(Seen.prototype, name, {
      get(this: View): Value {
        const n = this[place]
        const instead = standIn(n)
        return instead ? instead[name] ?? null : read(n)
      },
      set(this: View, value: Value) {
        write(this[place])[name] = value
      },
    })
  }
  return n => new Seen(n) as unknown as Row
}

/** All fields of the n-th row, as a record. */
export function recordOf(made: Generated, id: string, n: number): Row {
  const row: Row = { Id: id, IsDeleted: false }
  for (const [name, read] of Object.entries(made.fields)) row[name] = read(n)
  return row
}
