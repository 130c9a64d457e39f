import 'fake-indexeddb/auto'
import { afterEach, expect, it } from 'vitest'
import { TurfsideDb } from './db'
import { bytesOf, measure, measureSpaces } from './measure'

let made = 0
const opened: TurfsideDb[] = []
const fresh = (): TurfsideDb => {
  const db = new TurfsideDb(`measure ${++made}`)
  opened.push(db)
  return db
}
afterEach(async () => {
  for (const db of opened.splice(0)) await db.delete()
})
const space = 'crm|https://crm.example|o|1'
const list = (i: number, listedAt: number) => ({ space, key: `view||${i}`, listed: null, listedAt, missing: [], tooLarge: [], error: null })

it.each<[unknown, number]>([
  ['abc', 3], ['Müller', 7], ['שלום', 8], ['😀', 4], [7, 8], [true, 1], [null, 1], [[1, 2], 16], [{ ab: 'c' }, 3], [new ArrayBuffer(5), 5], [new Float64Array(2), 16], [{ data: new Uint8Array(9) }, 13],
])('%j holds %d bytes', (value, bytes) => {
  expect(bytesOf(value)).toBe(bytes)
})

it('counts every row of a user, and says since when the oldest is', async () => {
  const db = fresh()
  await db.lists.bulkPut([list(1, 30), list(2, 10), list(3, 20), { ...list(4, 5), space: 'crm|https://crm.example|o|2' }])
  const found = await measureSpaces(db)
  expect(found.map(({ space: of, table, amount }) => [of, table, amount.count, amount.since])).toEqual([[space, 'lists', 3, 10], ['crm|https://crm.example|o|2', 'lists', 1, 5]])
  expect(found[0]!.amount.bytes).toBe([list(1, 30), list(2, 10), list(3, 20)].reduce((sum, row) => sum + bytesOf(row), 0))
})

it('of very many rows looks into some, and counts all', async () => {
  const db = fresh()
  const rows = Array.from({ length: 5_000 }, (_, i) => list(i, i))
  await db.lists.bulkPut(rows)
  const amount = await measure(db.lists, await db.lists.toCollection().primaryKeys())
  const exact = rows.reduce((sum, row) => sum + bytesOf(row), 0)
  expect(amount.count).toBe(5_000)
  expect(Math.abs(amount.bytes - exact) / exact).toBeLessThan(0.05)
})

it('does not count a starter plan that was taken away', async () => {
  const db = fresh()
  await db.starters.put({ space, crm: 'crm', org: 'https://crm.example', made: null, settings: {}, at: 3, error: null })
  expect(await measureSpaces(db)).toEqual([])
})
