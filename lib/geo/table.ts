/**
 * The bundled data as one buffer a file: a header of 16 bytes, typed columns, then UTF-8 text. Read without a parser, written only by
 * `scripts/geo-data.mjs`. Byte order is little endian, as on every machine that runs a browser.
 *
 *     0  "TFGE"      magic
 *     4  u16         version
 *     6  u16         kind: 1 postal codes, 2 cities
 *     8  u32         rows
 *    12  u32         bytes of the list of regions, which is text with one region a line
 *    16  the columns of the kind, widest first, then the list of regions, then (cities) the names one after the other
 */
const magic = 0x45474654
const version = 1
const headerBytes = 16
const micro = 1e6

/** Postal codes of one country, sorted by `code`. */
export interface PostalTable {
  readonly rows: number
  /** A US code as its number, a Canadian FSA in base 36. */
  readonly code: Uint32Array
  /** Microdegrees. */
  readonly lat: Int32Array
  readonly lon: Int32Array
  /** County FIPS of five digits; 0: not known, or the code lies in several. */
  readonly county: Uint32Array
  /** How far off the centroid may be, in units of 100 m. */
  readonly offBy: Uint16Array
  /** Index into `regions`. */
  readonly region: Uint8Array
  /** ISO 3166-2. */
  readonly regions: readonly string[]
}

/** Cities of one country, sorted by name (`cityKey`), then the more populous first. */
export interface CityTable {
  readonly rows: number
  readonly lat: Int32Array
  readonly lon: Int32Array
  /** 0: not known. */
  readonly population: Uint32Array
  /** Where each name ends in the text; a name has at most 255 bytes. */
  readonly nameBytes: Uint8Array
  readonly region: Uint8Array
  /** ISO 3166-2, or "~" and the GeoNames code where that has no counterpart. */
  readonly regions: readonly string[]
  /** Rows whose name is exactly this key: from, up to but without. */
  named(key: string): readonly [number, number]
  nameOf(row: number): string
}

export interface PostalRow { readonly code: number; readonly lat: number; readonly lon: number; readonly county: number; readonly offByKm: number; readonly region: string }
export interface CityRow { readonly key: string; readonly lat: number; readonly lon: number; readonly population: number; readonly region: string }

/** A US ZIP ("10019") or the first three letters of a Canadian code ("H2X") as a number; null when it is neither. */
export function postalNumber(country: 'US' | 'CA', code: string): number | null {
  if (country === 'US') return /^\d{5}$/.test(code) ? Number(code) : null
  const fsa = /^([A-Z]\d[A-Z])(\d[A-Z]\d)?$/.exec(code)?.[1]
  return fsa === undefined ? null : Number.parseInt(fsa, 36)
}

export function encodePostal(rows: readonly PostalRow[]): ArrayBuffer {
  const sorted = rows.toSorted((a, b) => a.code - b.code)
  const { regions, indexOf } = regionList(sorted)
  const out = begin(1, sorted.length, sorted.length * 19 + regions.length, regions.length)
  const table = postalColumns(out, sorted.length)
  sorted.forEach((row, i) => {
    table.code[i] = row.code
    table.lat[i] = Math.round(row.lat * micro)
    table.lon[i] = Math.round(row.lon * micro)
    table.county[i] = row.county
    table.offBy[i] = Math.min(65_535, Math.ceil(row.offByKm * 10))
    table.region[i] = indexOf(row.region)
  })
  new Uint8Array(out, table.end).set(regions)
  return out
}

export function encodeCities(rows: readonly CityRow[]): ArrayBuffer {
  const sorted = rows.toSorted((a, b) => compare(a.key, b.key) || b.population - a.population || a.lat - b.lat || a.lon - b.lon)
  const { regions, indexOf } = regionList(sorted)
  const names = sorted.map(row => new TextEncoder().encode(row.key))
  const textBytes = names.reduce((sum, name) => sum + name.length, 0)
  const out = begin(2, sorted.length, sorted.length * 14 + regions.length + textBytes, regions.length)
  const table = cityColumns(out, sorted.length)
  new Uint8Array(out, table.end).set(regions)
  let at = table.end + regions.length
  sorted.forEach((row, i) => {
    const name = names[i]!
    if (name.length > 255) throw new Error(`The city name "${row.key}" has ${name.length} bytes; 255 fit`)
    table.lat[i] = Math.round(row.lat * micro)
    table.lon[i] = Math.round(row.lon * micro)
    table.population[i] = row.population
    table.nameBytes[i] = name.length
    table.region[i] = indexOf(row.region)
    new Uint8Array(out, at).set(name)
    at += name.length
  })
  return out
}

export function decodePostal(buffer: ArrayBuffer): PostalTable {
  const { rows, regionBytes } = header(buffer, 1, 19)
  const { end, ...columns } = postalColumns(buffer, rows)
  return { rows, ...columns, regions: text(buffer, end, regionBytes).split('\n') }
}

export function decodeCities(buffer: ArrayBuffer): CityTable {
  const { rows, regionBytes } = header(buffer, 2, 14)
  const { end, ...columns } = cityColumns(buffer, rows)
  const ends = new Uint32Array(rows + 1)
  ends[0] = end + regionBytes
  for (let i = 0; i < rows; i++) ends[i + 1] = ends[i]! + columns.nameBytes[i]!
  if (ends[rows]! > buffer.byteLength) throw new Error(`Bundled data: names need ${ends[rows]} bytes, the file has ${buffer.byteLength}`)
  const name = (i: number) => text(buffer, ends[i]!, columns.nameBytes[i]!)
  /** First row for which `after` holds; it holds for all behind it. */
  const first = (after: (name: string) => boolean) => {
    let [low, high] = [0, rows]
    while (low < high) {
      const middle = (low + high) >> 1
      if (after(name(middle))) high = middle
      else low = middle + 1
    }
    return low
  }
  return {
    rows,
    ...columns,
    regions: text(buffer, end, regionBytes).split('\n'),
    nameOf: name,
    named: key => [first(n => compare(n, key) >= 0), first(n => compare(n, key) > 0)],
  }
}

/** Not by locale: the order must be the same where the file is written and read. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function begin(kind: number, rows: number, bodyBytes: number, regionBytes: number): ArrayBuffer {
  const out = new ArrayBuffer(headerBytes + bodyBytes)
  const view = new DataView(out)
  view.setUint32(0, magic, true)
  view.setUint16(4, version, true)
  view.setUint16(6, kind, true)
  view.setUint32(8, rows, true)
  view.setUint32(12, regionBytes, true)
  return out
}

function header(buffer: ArrayBuffer, kind: number, rowBytes: number): { rows: number; regionBytes: number } {
  const view = new DataView(buffer)
  if (buffer.byteLength < headerBytes) throw new Error(`Bundled data: ${buffer.byteLength} bytes are less than a header`)
  if (view.getUint32(0, true) !== magic) throw new Error('Bundled data: does not begin with TFGE')
  const [gotVersion, gotKind] = [view.getUint16(4, true), view.getUint16(6, true)]
  if (gotVersion !== version) throw new Error(`Bundled data: version ${gotVersion}, expected ${version}`)
  if (gotKind !== kind) throw new Error(`Bundled data: kind ${gotKind}, expected ${kind}`)
  const [rows, regionBytes] = [view.getUint32(8, true), view.getUint32(12, true)]
  const least = headerBytes + rows * rowBytes + regionBytes
  if (buffer.byteLength < least) throw new Error(`Bundled data: ${buffer.byteLength} bytes, expected at least ${least} for ${rows} rows`)
  return { rows, regionBytes }
}

function postalColumns(buffer: ArrayBuffer, n: number) {
  const at = (column: number) => headerBytes + n * column
  return {
    code: new Uint32Array(buffer, at(0), n),
    lat: new Int32Array(buffer, at(4), n),
    lon: new Int32Array(buffer, at(8), n),
    county: new Uint32Array(buffer, at(12), n),
    offBy: new Uint16Array(buffer, at(16), n),
    region: new Uint8Array(buffer, at(18), n),
    end: at(19),
  }
}

function cityColumns(buffer: ArrayBuffer, n: number) {
  const at = (column: number) => headerBytes + n * column
  return {
    lat: new Int32Array(buffer, at(0), n),
    lon: new Int32Array(buffer, at(4), n),
    population: new Uint32Array(buffer, at(8), n),
    nameBytes: new Uint8Array(buffer, at(12), n),
    region: new Uint8Array(buffer, at(13), n),
    end: at(14),
  }
}

function regionList(rows: readonly { readonly region: string }[]): { regions: Uint8Array; indexOf: (region: string) => number } {
  const list = [...new Set(rows.map(row => row.region))].sort()
  if (list.length > 256) throw new Error(`${list.length} regions; 256 fit`)
  const index = new Map(list.map((region, i) => [region, i]))
  return { regions: new TextEncoder().encode(list.join('\n')), indexOf: region => index.get(region)! }
}

const decoder = new TextDecoder()
const text = (buffer: ArrayBuffer, from: number, bytes: number): string => decoder.decode(new Uint8Array(buffer, from, bytes))
