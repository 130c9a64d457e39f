import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rowOf } from '../../tests/bookRows'
import { mostRows, openChunk } from './chunk'
import { noChunks, placeOf, rowsOf, type Directory, type IdRange } from './directory'
import { merge, type Change, type Merged } from './merge'
import { shapes, type BookRow, type TableShape } from './tables'

const shape: TableShape = shapes.deals

/** Chunks as a store keeps them. */
class Kept {
  directory: Directory = noChunks
  readonly chunks = new Map<number, ArrayBuffer>()

  async apply(change: Partial<Change>): Promise<Merged> {
    const merged = await merge(shape, this.directory, { rows: [], gone: [], whole: null, ...change }, async n => this.chunks.get(n))
    for (const n of merged.drops) this.chunks.delete(n)
    for (const { n, data } of merged.puts) this.chunks.set(n, data)
    this.directory = merged.directory
    return merged
  }

  rows(): BookRow[] {
    return this.directory.entries.flatMap(({ n, first, rows, bytes, checksum, newest }) => {
      const data = this.chunks.get(n)!
      const opened = openChunk(shape, data)
      if (!opened.ok) throw new Error(JSON.stringify(opened.unsound))
      const own = Array.from({ length: opened.chunk.rows }, (_, row) => opened.chunk.row(row))
      const stamps = own.flatMap(({ stamp }) => (stamp === null ? [] : [stamp as number]))
      expect({ first, rows, bytes, checksum, newest }).toEqual({ first: own[0]!.id, rows: own.length, bytes: data.byteLength, checksum: opened.chunk.checksum, newest: stamps.length === 0 ? null : Math.max(...stamps) })
      return own
    })
  }
}

const ids = fc.integer({ min: 0, max: 60 }).map(n => `006${String(n).padStart(3, '0')}`)
const bound = fc.option(ids)
const range: fc.Arbitrary<IdRange> = fc.tuple(bound, bound).map(([a, b]) => (a !== null && b !== null && a > b ? { from: b, to: a } : { from: a, to: b }))
const change: fc.Arbitrary<Change> = fc.record({ rows: fc.array(rowOf(shape, ids), { maxLength: 20 }), gone: fc.array(ids, { maxLength: 8 }), whole: fc.option(range) })
const inRange = (id: string, { from, to }: IdRange) => (from === null || id >= from) && (to === null || id < to)

it('any sequence of changes leaves exactly what a map would hold', async () => {
  await fc.assert(fc.asyncProperty(fc.array(change, { maxLength: 8 }), async changes => {
    const kept = new Kept()
    const model = new Map<string, BookRow>()
    for (const one of changes) {
      const before = new Map(model)
      for (const id of [...model.keys()]) if (one.gone.includes(id) || (one.whole && inRange(id, one.whole))) model.delete(id)
      for (const row of one.rows) model.set(row.id, row)
      const { added, removed, lost } = await kept.apply(one)
      expect(kept.rows()).toEqual([...model.values()].sort((a, b) => (a.id < b.id ? -1 : 1)))
      expect({ added, removed, lost }).toEqual({ added: [...model.keys()].filter(id => !before.has(id)).length, removed: [...before.keys()].filter(id => !model.has(id)).length, lost: [] })
      expect(kept.chunks.size).toBe(kept.directory.entries.length)
    }
  }), { numRuns: 80 })
})

const plain = (n: number, stamp = 1): BookRow => ({ ...Object.fromEntries(Object.keys(shape).map(name => [name, null])), id: `006${String(n).padStart(7, '0')}`, stamp }) as BookRow
const many = (from: number, to: number, step = 1, stamp = 1): BookRow[] => Array.from({ length: Math.ceil((to - from) / step) }, (_, i) => plain(from + i * step, stamp))

describe('chunks of full size', () => {
  it('rows read in order fill chunks that are written once', async () => {
    const kept = new Kept()
    for (let from = 0; from < 40_000; from += 8000) expect((await kept.apply({ rows: many(from, from + 8000), whole: { from: plain(from).id, to: plain(from + 8000).id } })).puts).toHaveLength(1)
    expect(kept.directory.entries.map(({ rows }) => rows)).toEqual([8000, 8000, 8000, 8000, 8000])
  })

  it('a change writes only the chunks in which something changes, and the same rows again write none', async () => {
    const kept = new Kept()
    await kept.apply({ rows: many(0, 40_000) })
    const before = new Map(kept.chunks)
    expect((await kept.apply({ rows: many(100, 20_000) })).puts).toHaveLength(0)
    const { puts, changed } = await kept.apply({ rows: [plain(5, 2), plain(39_999, 2), ...many(10_000, 10_050)] })
    expect(changed).toBe(2)
    expect(puts.map(({ n }) => n)).toEqual([kept.directory.entries[0]!.n, kept.directory.entries.at(-1)!.n])
    expect([...before].filter(([n, data]) => kept.chunks.get(n) !== data)).toHaveLength(2)
  })

  it('one that grows past the limit is split, and one that empties goes', async () => {
    const kept = new Kept()
    await kept.apply({ rows: many(0, mostRows * 2, 2) })
    expect(kept.directory.entries.map(({ rows }) => rows)).toEqual([mostRows])
    await kept.apply({ rows: [plain(1001)] })
    expect(kept.directory.entries.map(({ rows }) => rows)).toEqual([4096, 4097])
    const [, second] = kept.directory.entries
    await kept.apply({ whole: { from: second!.first, to: null } })
    expect(kept.directory.entries.map(({ rows }) => rows)).toEqual([4096])
    expect(kept.chunks.size).toBe(1)
  })

  it('a new row behind a full chunk begins one of its own, and the full one stays as it is', async () => {
    const kept = new Kept()
    await kept.apply({ rows: many(0, mostRows) })
    const { puts } = await kept.apply({ rows: [plain(mostRows)] })
    expect(puts).toHaveLength(1)
    expect(kept.directory.entries.map(({ rows }) => rows)).toEqual([mostRows, 1])
  })

  it('a spoilt or missing chunk is told with its ids and dropped, and the others stay', async () => {
    const kept = new Kept()
    await kept.apply({ rows: many(0, 30_000) })
    const [first, second, third] = kept.directory.entries
    new Uint8Array(kept.chunks.get(second!.n)!)[5000]! ^= 4
    const at = Number(second!.first.slice(3)) + 10
    const { lost } = await kept.apply({ rows: [plain(at, 2)] })
    expect(lost).toEqual([{ range: { from: second!.first, to: third!.first }, why: expect.objectContaining({ what: 'checksum' }) }])
    expect(rowsOf(kept.directory)).toBe(30_000 - second!.rows + 1)
    kept.chunks.delete(first!.n)
    expect((await kept.apply({ gone: [plain(3).id] })).lost).toEqual([{ range: { from: null, to: plain(at).id }, why: 'missing' }])
  })

  it('a sound chunk in another one’s place is not taken for it', async () => {
    const kept = new Kept()
    await kept.apply({ rows: many(0, 30_000) })
    const [first, second] = kept.directory.entries
    kept.chunks.set(first!.n, kept.chunks.get(second!.n)!)
    expect((await kept.apply({ gone: [plain(3).id] })).lost).toMatchObject([{ range: { from: null }, why: { what: 'checksum', expected: first!.checksum } }])
  })
})

it('an id is found in the chunk that answers for it', () => {
  const entries = ['b', 'd', 'f'].map((first, i) => ({ n: i, first, rows: 1, bytes: 0, checksum: 0, newest: null }))
  expect(['a', 'b', 'c', 'd', 'e', 'f', 'z'].map(id => placeOf(entries, id))).toEqual([0, 0, 0, 1, 1, 2, 2])
  expect(placeOf([], 'a')).toBe(-1)
})
