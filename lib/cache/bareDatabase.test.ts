import 'fake-indexeddb/auto'
import { expect, it } from 'vitest'
import { openBare } from './bareDatabase'
import { newestNative } from './version'

const open = (name: string, version: number, upgrading: (transaction: IDBTransaction) => void = () => {}): Promise<IDBDatabase> => new Promise((resolve, reject) => {
  const request = indexedDB.open(name, version)
  request.onupgradeneeded = () => upgrading(request.transaction!)
  request.onsuccess = () => resolve(request.result)
  request.onerror = () => reject(request.error ?? new Error('no reason'))
})

it('lets go at once when somebody wants to upgrade', async () => {
  ;(await open('upgraded', 10)).close()
  const looking = await openBare('upgraded')
  expect(looking?.version).toBe(10)
  const upgraded = await open('upgraded', 20)
  expect(upgraded.version).toBe(20)
  upgraded.close()
})

it('does not wait for an upgrade that takes long, and holds nothing up after it', async () => {
  ;(await open('slow', 10)).close()
  let enough = false
  const upgrade = open('slow', 20, transaction => {
    const store = transaction.db.createObjectStore('rows')
    const goOn = () => {
      if (!enough) store.count().onsuccess = goOn
    }
    goOn()
  })
  const began = Date.now()
  expect(await openBare('slow')).toBeNull()
  expect(Date.now() - began).toBeLessThan(3_000)
  enough = true
  ;(await upgrade).close()
  const next = await open('slow', 30)
  expect(next.version).toBe(30)
  next.close()
})

it('does not look into what a newer version made', async () => {
  ;(await open('newer', newestNative + 1)).close()
  expect(await openBare('newer')).toBeNull()
})

it('makes no database where there is none', async () => {
  expect(await openBare('never made')).toBeNull()
  expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain('never made')
})
