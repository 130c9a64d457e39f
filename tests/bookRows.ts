import fc from 'fast-check'
import { toIso } from '../lib/model/day'
import type { BookRow, ColumnType, TableShape, Value } from '../lib/book/tables'

/** Any value that a column of the type can hold. */
const valueOf = (type: ColumnType): fc.Arbitrary<Value> => {
  switch (type) {
    case 'text': return fc.option(fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary', maxLength: 6 }), fc.constantFrom('', '\ufeff', '001Hs00000AbcdeIAA', 'ß', '😀', '\0')))
    case 'key': return fc.option(fc.constantFrom('call', 'visit', 'DE', 'Food & Beverage', '', 'Zürich', '日本'))
    case 'number': return fc.option(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }).map(n => n + 0 || 0), fc.integer(), fc.maxSafeInteger(), fc.constantFrom(0, -0x8000_0000, 0x7fff_ffff, 0.1)))
    case 'day': return fc.option(fc.integer({ min: -719_162, max: 2_932_896 }).map(toIso))
    case 'moment': return fc.option(fc.oneof(fc.integer({ min: 1_600_000_000, max: 1_900_000_000 }).map(s => s * 1000), fc.integer({ min: 0, max: 4e12 }), fc.constantFrom(0)))
    case 'flag': return fc.option(fc.boolean())
  }
}

/** A row of a table, with that id. */
export const rowOf = (shape: TableShape, id: fc.Arbitrary<string>): fc.Arbitrary<BookRow> =>
  fc.record({ ...Object.fromEntries(Object.entries(shape).map(([name, type]) => [name, valueOf(type)])), id }) as fc.Arbitrary<BookRow>

/** Up to `most` rows of it, sorted, each id once; at least one. */
export const rowsOf = (shape: TableShape, most: number): fc.Arbitrary<BookRow[]> =>
  fc.uniqueArray(rowOf(shape, fc.stringMatching(/^[0-9A-Za-z]{1,5}$/)), { selector: row => row.id, minLength: 1, maxLength: most }).map(rows => rows.sort((a, b) => (a.id < b.id ? -1 : 1)))
