import fc from 'fast-check'
import { crc32 as ofNode } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { rowsOf } from '../../tests/bookRows'
import { encodeChunk, mostRows, openChunk, type Opened } from './chunk'
import { crc32 } from './crc32'
import { shapes, tableNames, type BookRow, type TableShape } from './tables'

const opened = (result: Opened) => {
  if (!result.ok) throw new Error(JSON.stringify(result.unsound))
  return result.chunk
}
const all = (shape: TableShape, buffer: ArrayBuffer): BookRow[] => {
  const chunk = opened(openChunk(shape, buffer))
  return Array.from({ length: chunk.rows }, (_, row) => chunk.row(row))
}
const account = (id: string, more: Partial<BookRow> = {}): BookRow => ({ ...Object.fromEntries(Object.keys(shapes.accounts).map(name => [name, null])), ...more, id }) as BookRow

it('the checksum is the CRC-32 that every other program makes', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926)
  if (ofNode) fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), bytes => crc32(bytes) === ofNode(bytes)))
})

describe.each(tableNames)('a chunk of %s', name => {
  const shape: TableShape = shapes[name]
  it('gives every row back as it was put in', () => {
    fc.assert(fc.property(rowsOf(shape, 40), rows => {
      expect(all(shape, encodeChunk(shape, rows))).toEqual(rows)
    }), { numRuns: 60 })
  })

  it('is the same buffer for the same rows', () => {
    fc.assert(fc.property(rowsOf(shape, 20), rows => {
      expect(new Uint8Array(encodeChunk(shape, rows))).toEqual(new Uint8Array(encodeChunk(shape, rows.map(row => ({ ...row })))))
    }), { numRuns: 20 })
  })
})

it('every flipped byte is noticed, wherever it lies', () => {
  const rows = Array.from({ length: 50 }, (_, i) => account(`001Hs00000${String(i).padStart(5, '0')}AAA`, { name: `Fairway ${i} Söhne`, lat: i / 3, createdAt: 1.6e12 + i * 1000, country: i % 2 ? 'DE' : 'US' }))
  const buffer = encodeChunk(shapes.accounts, rows)
  const bytes = new Uint8Array(buffer)
  for (let at = 0; at < bytes.length; at++) {
    for (const bit of [0, 3, 7]) {
      bytes[at]! ^= 1 << bit
      expect(openChunk(shapes.accounts, buffer).ok, `byte ${at}, bit ${bit}`).toBe(false)
      bytes[at]! ^= 1 << bit
    }
  }
  expect(openChunk(shapes.accounts, buffer).ok).toBe(true)
})

it('what is no chunk, or only a part of one, is refused with what it is and what was expected', () => {
  const buffer = encodeChunk(shapes.deals, [{ ...account('006A') }])
  const said = (bad: ArrayBuffer, shape: TableShape = shapes.deals) => {
    const answer = openChunk(shape, bad)
    return answer.ok ? null : answer.unsound
  }
  expect(said(new ArrayBuffer(0))).toMatchObject({ what: 'length', got: 0 })
  expect(said(new ArrayBuffer(64))).toMatchObject({ what: 'magic', expected: '4b424654', got: '0' })
  expect(said(buffer.slice(0, buffer.byteLength - 8))).toMatchObject({ what: 'length', expected: buffer.byteLength, got: buffer.byteLength - 8 })
  expect(said(buffer, shapes.accounts)?.what).toBe('shape')
  const newer = buffer.slice(0)
  new Uint32Array(newer)[1] = 2
  expect(said(newer)).toMatchObject({ what: 'version', expected: 1, got: 2 })
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), bytes => openChunk(shapes.deals, bytes.slice().buffer).ok === false), { numRuns: 300 })
})

it('holds 8,192 rows of real width in about 60 bytes each', () => {
  const rows = Array.from({ length: mostRows }, (_, i): BookRow => ({
    id: `00THs0000${String(i).padStart(6, '0')}AAA`, accountId: `001Hs0000${String((i * 7919) % 100_000).padStart(6, '0')}AAA`, userId: `005Hs000000000${i % 9}AAA`, type: i % 3 ? 'call' : 'email', completed: true,
    day: `2026-0${1 + (i % 9)}-11`, start: null, completedAt: 1.75e12 + i * 60_000, createdAt: 1.75e12 + i * 61_000, seconds: i % 4 ? null : 300, where: null, mark: null, copy: false, stamp: 1.76e12 + i * 1000,
  }))
  const buffer = encodeChunk(shapes.activities, rows)
  expect(buffer.byteLength / mostRows).toBeLessThan(60)
  expect(all(shapes.activities, buffer)).toEqual(rows)
})

it('a scan sees the same numbers and names as the rows', () => {
  const rows = [account('a', { employees: 3, type: 'Customer' }), account('b', { employees: null, type: null }), account('c', { employees: 2.5, type: 'Prospect' })]
  const chunk = opened(openChunk(shapes.accounts, encodeChunk(shapes.accounts, rows)))
  expect([...chunk.column('employees').numbers()]).toEqual([3, NaN, 2.5])
  const { codes, names } = chunk.column('type')
  expect([...codes!].map(code => (code === 0 ? null : names[code - 1]))).toEqual(['Customer', null, 'Prospect'])
})

it('rows out of order, twice, none or too many are a bug of the caller', () => {
  const shape = shapes.accounts
  expect(() => encodeChunk(shape, [])).toThrow(RangeError)
  expect(() => encodeChunk(shape, [account('b'), account('a')])).toThrow(/out of order/)
  expect(() => encodeChunk(shape, [account('a'), account('a')])).toThrow(/out of order/)
  expect(() => encodeChunk(shape, Array.from({ length: mostRows + 1 }, (_, i) => account(String(i).padStart(6, '0'))))).toThrow(RangeError)
})
