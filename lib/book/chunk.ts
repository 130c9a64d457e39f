import { decodeColumn, encodeColumn, type Column } from './columns'
import { crc32 } from './crc32'
import type { BookRow, TableShape, Value } from './tables'

/**
 * Rows of a table in one buffer: a head, the columns one after the other, typed, behind it. It goes to the disk and back as it is, without a copy or a parser; `openChunk`
 * checks it and says what it got and what it expected. Rows are sorted by id, each id once.
 *
 *     bytes 0  magic "TFBK" · 4 version · 8 CRC-32 of all behind these twelve bytes · 12 its length in bytes · 16 rows · 20 columns
 *          24  CRC-32 of the table's shape · 28 nothing · 32 where each column begins, as 32-bit numbers; then the columns
 */
const magic = 0x4b42_4654
const version = 1
const headBytes = 32

/** A chunk has at most so many rows: what is read, checked and written at once (facts on IndexedDB are of this size). */
export const mostRows = 8192

export interface Chunk {
  readonly rows: number
  readonly checksum: number
  id(row: number): string
  /** As it was stored. */
  row(row: number): BookRow
  /** By its name in the table's shape. */
  column(name: string): Column
}

/** What a buffer is that is no sound chunk. */
export interface Unsound {
  readonly what: 'magic' | 'version' | 'length' | 'checksum' | 'shape' | 'columns' | 'order'
  readonly expected: number | string
  readonly got: number | string
}

export type Opened = { readonly ok: true; readonly chunk: Chunk } | { readonly ok: false; readonly unsound: Unsound }

/** The rows as a chunk's buffer. They must be sorted by id, each id once, at least one and at most `mostRows`: else it throws. */
export const encodeChunk = (shape: TableShape, rows: readonly BookRow[]): ArrayBuffer => encodeColumns(shape, name => rows.map(row => row[name] ?? null))

/** The same of columns: `valuesOf` answers a column's values in the order of the rows. */
export function encodeColumns(shape: TableShape, valuesOf: (name: string) => readonly Value[]): ArrayBuffer {
  const ids = valuesOf('id') as readonly string[]
  if (ids.length === 0 || ids.length > mostRows) throw new RangeError(`a chunk has 1 to ${mostRows} rows, not ${ids.length}`)
  for (let at = 1; at < ids.length; at++) if (ids[at - 1]! >= ids[at]!) throw new RangeError(`rows out of order: ${ids[at - 1]}, then ${ids[at]}`)
  const columns = Object.entries(shape).map(([name, type]) => encodeColumn(type, name === 'id' ? ids : valuesOf(name)))
  const begin = bodyOf(columns.length)
  const length = columns.reduce((sum, column) => sum + column.length, begin)
  const buffer = new ArrayBuffer(length)
  const bytes = new Uint8Array(buffer)
  const head = new Uint32Array(buffer, 0, begin / 4)
  head.set([magic, version, 0, length, ids.length, columns.length, shapeSum(shape)])
  let at = begin
  columns.forEach((column, i) => {
    head[headBytes / 4 + i] = at
    bytes.set(column, at)
    at += column.length
  })
  head[2] = crc32(bytes.subarray(12))
  return buffer
}

const bodyOf = (columns: number): number => (headBytes + columns * 4 + 7) & ~7

/** Checks the buffer from its head to its last byte; throws at nothing that it holds. */
export function openChunk(shape: TableShape, buffer: ArrayBuffer): Opened {
  if (buffer.byteLength < headBytes || buffer.byteLength % 8 !== 0) return unsound('length', 'a multiple of 8 from 32 on', buffer.byteLength)
  const [said, ofVersion, checksum, length, rows, columns, ofShape] = new Uint32Array(buffer, 0, 7) as unknown as [number, number, number, number, number, number, number]
  if (said !== magic) return unsound('magic', magic.toString(16), said.toString(16))
  if (ofVersion !== version) return unsound('version', version, ofVersion)
  if (length !== buffer.byteLength) return unsound('length', length, buffer.byteLength)
  const bytes = new Uint8Array(buffer)
  const sum = crc32(bytes.subarray(12))
  if (sum !== checksum) return unsound('checksum', checksum, sum)
  // From here on it is what was written: only another version of the table can be the matter.
  const names = Object.keys(shape)
  if (ofShape !== shapeSum(shape) || columns !== names.length) return unsound('shape', `${names.length} columns, ${shapeSum(shape)}`, `${columns} columns, ${ofShape}`)
  const begins = new Uint32Array(buffer, headBytes, columns)
  const made = new Map<string, Column>()
  const column = (name: string): Column => {
    let found = made.get(name)
    if (!found) {
      const at = names.indexOf(name)
      if (at < 0) throw new RangeError(`no column "${name}"`)
      made.set(name, (found = decodeColumn(shape[name]!, bytes.subarray(begins[at]!, begins[at + 1] ?? length), rows)))
    }
    return found
  }
  const id = (row: number): string => column('id').at(row) as string
  return { ok: true, chunk: { rows, checksum, id, column, row: row => Object.fromEntries(names.map((name): [string, Value] => [name, column(name).at(row)])) as BookRow } }
}

const unsound = (what: Unsound['what'], expected: number | string, got: number | string): Opened => ({ ok: false, unsound: { what, expected, got } })

const sums = new WeakMap<TableShape, number>()
function shapeSum(shape: TableShape): number {
  let sum = sums.get(shape)
  if (sum === undefined) sums.set(shape, (sum = crc32(new TextEncoder().encode(JSON.stringify(Object.entries(shape))))))
  return sum
}
