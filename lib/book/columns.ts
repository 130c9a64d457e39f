import { fromIso, toIso } from '../model/day'
import type { ColumnType, Value } from './tables'

/**
 * A column as bytes, and back. Every encoding begins with eight bytes (its kind, and a number that the kind explains) and ends where the next may begin, at a multiple of
 * eight, so that typed arrays can lie over the buffer as it came from the disk. Values are taken as they are: -0 is 0, and NaN is no value.
 */

/** One column of a chunk. Scans use the arrays; `at` is for single rows. */
export interface Column {
  at(row: number): Value
  /** Of `number`, `day` (days since 1970) and `moment`: NaN is null. Made when first asked for. */
  readonly numbers: () => Float64Array
  /** Of `key`: 0 is null, else one more than the place in `names`. */
  readonly codes: Uint8Array | Uint16Array | null
  readonly names: readonly string[]
}

const headerBytes = 8
/** Kinds. */
const none = 0
const bytesOf = 1
const words = 2
const ints = 3
const seconds = 4
const doubles = 5
const texts = 6

const padded = (length: number): number => (length + 7) & ~7
const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true })

export function encodeColumn(type: ColumnType, values: readonly Value[]): Uint8Array {
  if (values.every(value => value === null)) return section(none, 0, 0).bytes
  switch (type) {
    case 'text': return encodeTexts(values as readonly (string | null)[])
    case 'key': return encodeKeys(values as readonly (string | null)[])
    case 'flag': return encodeFlags(values as readonly (boolean | null)[])
    case 'day': return encodeNumbers(values.map(value => (value === null ? NaN : fromIso(value as string) ?? NaN)))
    default: return encodeNumbers(values.map(value => (value === null ? NaN : (value as number))))
  }
}

export function decodeColumn(type: ColumnType, bytes: Uint8Array, rows: number): Column {
  const kind = new Uint32Array(bytes.buffer, bytes.byteOffset, 2)[0]!
  if (kind === none) return { at: () => null, numbers: () => new Float64Array(rows).fill(NaN), codes: type === 'key' ? new Uint8Array(rows) : null, names: [] }
  switch (type) {
    case 'text': return decodeTexts(bytes, rows)
    case 'key': return decodeKeys(bytes, rows)
    case 'flag': return decodeFlags(bytes, rows)
    default: return decodeNumbers(type, bytes, rows)
  }
}

function section(kind: number, detail: number, length: number): { readonly bytes: Uint8Array; readonly body: number } {
  const bytes = new Uint8Array(padded(headerBytes + length))
  const head = new Uint32Array(bytes.buffer, 0, 2)
  head[0] = kind
  head[1] = detail
  return { bytes, body: headerBytes }
}

const noColumn = { codes: null, names: [], numbers: () => { throw new TypeError('a column of texts has no numbers') } } as const

/**
 * Texts: what all of them begin with once, then the rest of each in one blob of UTF-8, with where each ends in UTF-16 units. Those that are equally long, as ids are,
 * need no ends; where there are nulls, a bit a row says so. `detail` is the length of the texts' rest, or all ones where they differ.
 */
const differ = 0xffff_ffff

function encodeTexts(values: readonly (string | null)[]): Uint8Array {
  const prefix = commonStart(values)
  const present = values.filter(value => value !== null)
  const hasNulls = present.length < values.length
  const rests = present.map(value => value.slice(prefix.length))
  const width = !hasNulls && rests.every(rest => rest.length === rests[0]!.length) ? rests[0]!.length : differ
  const start = encoder.encode(prefix)
  const blob = encoder.encode(rests.join(''))
  const nullBytes = hasNulls ? padded(Math.ceil(values.length / 8)) : 0
  const endBytes = width === differ ? padded(values.length * 4) : 0
  const { bytes, body } = section(texts, width, 16 + nullBytes + endBytes + start.length + blob.length)
  const sizes = new Uint32Array(bytes.buffer, body, 4)
  sizes.set([start.length, blob.length, hasNulls ? 1 : 0, 0])
  let at = body + 16
  if (hasNulls) {
    values.forEach((value, row) => {
      if (value === null) bytes[at + (row >> 3)]! |= 1 << (row & 7)
    })
    at += nullBytes
  }
  if (width === differ) {
    const ends = new Uint32Array(bytes.buffer, at, values.length)
    let end = 0
    values.forEach((value, row) => {
      if (value !== null) end += value.length - prefix.length
      ends[row] = end
    })
    at += endBytes
  }
  bytes.set(start, at)
  bytes.set(blob, at + start.length)
  return bytes
}

/** What all texts begin with; never half a character. */
function commonStart(values: readonly (string | null)[]): string {
  let common: string | null = null
  for (const value of values) {
    if (value === null) continue
    if (common === null) common = value
    let length = 0
    while (length < common.length && common.charCodeAt(length) === value.charCodeAt(length)) length++
    if (length < common.length) common = common.slice(0, length)
    if (common === '') break
  }
  return (common ?? '').replace(/[\uD800-\uDBFF]$/, '')
}

function decodeTexts(bytes: Uint8Array, rows: number): Column {
  const width = new Uint32Array(bytes.buffer, bytes.byteOffset, 2)[1]!
  const [startBytes, blobBytes, hasNulls] = new Uint32Array(bytes.buffer, bytes.byteOffset + headerBytes, 4) as unknown as [number, number, number]
  let at = headerBytes + 16
  const nulls = hasNulls ? bytes.subarray(at, (at += padded(Math.ceil(rows / 8)))) : null
  const ends = width === differ ? new Uint32Array(bytes.buffer, bytes.byteOffset + at, rows) : null
  if (ends) at += padded(rows * 4)
  const prefix = decoder.decode(bytes.subarray(at, at + startBytes))
  // Decoded when first asked for: a scan of the amounts needs no names.
  let all: string | null = null
  const rest = (): string => (all ??= decoder.decode(bytes.subarray(at + startBytes, at + startBytes + blobBytes)))
  return {
    ...noColumn,
    at(row) {
      if (nulls && nulls[row >> 3]! & (1 << (row & 7))) return null
      return ends ? prefix + rest().slice(row === 0 ? 0 : ends[row - 1]!, ends[row]!) : prefix + rest().slice(row * width, (row + 1) * width)
    },
  }
}

/** Keys: a code a row, of one byte while there are fewer than 256, and the names as texts behind them. `detail` is how many names there are. */
function encodeKeys(values: readonly (string | null)[]): Uint8Array {
  const codeOf = new Map<string, number>()
  const codes = values.map(value => {
    if (value === null) return 0
    let code = codeOf.get(value)
    if (code === undefined) codeOf.set(value, (code = codeOf.size + 1))
    return code
  })
  const names = encodeTexts([...codeOf.keys()])
  const wide = codeOf.size > 255
  const codeBytes = padded(values.length * (wide ? 2 : 1))
  const { bytes, body } = section(wide ? words : bytesOf, codeOf.size, codeBytes + names.length)
  if (wide) new Uint16Array(bytes.buffer, body, values.length).set(codes)
  else bytes.set(codes, body)
  bytes.set(names, body + codeBytes)
  return bytes
}

function decodeKeys(bytes: Uint8Array, rows: number): Column {
  const [kind, count] = new Uint32Array(bytes.buffer, bytes.byteOffset, 2) as unknown as [number, number]
  const wide = kind === words
  const codes = wide ? new Uint16Array(bytes.buffer, bytes.byteOffset + headerBytes, rows) : bytes.subarray(headerBytes, headerBytes + rows)
  const column = decodeTexts(bytes.subarray(headerBytes + padded(rows * (wide ? 2 : 1))), count)
  const names = Array.from({ length: count }, (_, at) => column.at(at) as string)
  return { ...noColumn, codes, names, at: row => (codes[row] === 0 ? null : names[codes[row]! - 1]!) }
}

const isNull = 2

function encodeFlags(values: readonly (boolean | null)[]): Uint8Array {
  const { bytes, body } = section(bytesOf, 0, values.length)
  values.forEach((value, row) => (bytes[body + row] = value === null ? isNull : Number(value)))
  return bytes
}

function decodeFlags(bytes: Uint8Array, rows: number): Column {
  const flags = bytes.subarray(headerBytes, headerBytes + rows)
  return { ...noColumn, at: row => (flags[row] === isNull ? null : flags[row] === 1) }
}

const noInt = -0x8000_0000
const noSecond = 0xffff_ffff

/** Numbers: as 32-bit ones where all of them are; as whole seconds since the first of them, as most moments are; else as doubles. */
function encodeNumbers(values: readonly number[]): Uint8Array {
  const { length } = values
  if (values.every(value => Number.isNaN(value) || ((value | 0) === value && value !== noInt))) {
    const { bytes, body } = section(ints, 0, length * 4)
    new Int32Array(bytes.buffer, body, length).set(values.map(value => (Number.isNaN(value) ? noInt : value)))
    return bytes
  }
  const least = values.reduce((a, b) => (b < a ? b : a), Infinity)
  if (Number.isSafeInteger(least) && values.every(value => Number.isNaN(value) || (Number.isSafeInteger(value) && (value - least) % 1000 === 0 && (value - least) / 1000 < noSecond))) {
    const { bytes, body } = section(seconds, 0, 8 + length * 4)
    new Float64Array(bytes.buffer, body, 1)[0] = least
    new Uint32Array(bytes.buffer, body + 8, length).set(values.map(value => (Number.isNaN(value) ? noSecond : (value - least) / 1000)))
    return bytes
  }
  const { bytes, body } = section(doubles, 0, length * 8)
  new Float64Array(bytes.buffer, body, length).set(values.map(value => value + 0))
  return bytes
}

function decodeNumbers(type: ColumnType, bytes: Uint8Array, rows: number): Column {
  const value = readerOf(bytes, rows)
  let made: Float64Array | null = null
  return {
    ...noColumn,
    numbers: () => (made ??= Float64Array.from({ length: rows }, (_, row) => value(row))),
    at(row) {
      const number = value(row)
      return Number.isNaN(number) ? null : type === 'day' ? toIso(number) : number
    },
  }
}

function readerOf(bytes: Uint8Array, rows: number): (row: number) => number {
  const kind = new Uint32Array(bytes.buffer, bytes.byteOffset, 2)[0]!
  const body = bytes.byteOffset + headerBytes
  if (kind === ints) {
    const whole = new Int32Array(bytes.buffer, body, rows)
    return row => (whole[row] === noInt ? NaN : whole[row]!)
  }
  if (kind === seconds) {
    const least = new Float64Array(bytes.buffer, body, 1)[0]!
    const since = new Uint32Array(bytes.buffer, body + 8, rows)
    return row => (since[row] === noSecond ? NaN : least + since[row]! * 1000)
  }
  const exact = new Float64Array(bytes.buffer, body, rows)
  return row => exact[row]!
}
