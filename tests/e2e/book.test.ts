import type { Page } from 'puppeteer-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { placeOf, type Directory } from '../../lib/book/directory'
import { keepEvidence } from '../browser/on-failure'
import { openScene, picture, textOf, until, type Scene } from './world'

/** The whole book, turned on and followed in the options, of an org of 5,000 accounts. */

let scene: Scene
let options: Page
beforeAll(async () => {
  scene = await openScene({ demo: { accounts: 5000, activities: 40_000 } })
  await scene.world.openAccount(scene.demo.showcase.keep.id)
  options = await scene.world.browser.newPage()
  await options.setViewport({ width: 800, height: 900 })
  await options.goto(scene.world.extensionPage('options.html'))
  await options.waitForSelector('[data-book]')
})
afterAll(() => scene?.close())
keepEvidence(() => scene?.world)

const state = () => options.$eval('[data-book]', book => (book as HTMLElement).dataset.state)
const stateIs = (...wanted: string[]) => until(`the book is ${wanted.join(' or ')}`, async () => wanted.includes((await state()) ?? ''), 20_000)
const rowsIn = (object: string) => scene.demo.org.rows(object).filter(row => row.IsDeleted !== true)

/** The chunks of each source, as the database has them. */
const directories = () => options.evaluate(async () => {
  const opened = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('turfside')
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('not opened'))
  })
  try {
    const rows = await new Promise<{ source: string; directory: Directory }[]>(resolve => {
      const request = opened.transaction('bookSources').objectStore('bookSources').getAll()
      request.onsuccess = () => resolve(request.result as { source: string; directory: Directory }[])
    })
    return Object.fromEntries(rows.map(({ source, directory }) => [source, directory]))
  } finally {
    opened.close()
  }
})
const countOf = ({ entries }: Directory) => entries.reduce((sum, { rows }) => sum + rows, 0)

it('is read from the moment it is turned on, also when the worker is stopped half-way', async () => {
  const { demo, world } = scene
  expect(await state()).toBe('off')
  demo.faults.latencyMs = 80
  await options.click('[data-book-on]')
  await until('something is read', async () => (await options.$$('[data-book] progress')).length > 0 && Object.values(await directories()).some(directory => countOf(directory) > 0))
  await (await world.worker()).close()
  const before = Object.values(await directories()).reduce((sum, directory) => sum + countOf(directory), 0)
  await picture(options, 'book-reading')
  demo.faults.latencyMs = 0
  // Whatever starts the worker next: here it is the page that is opened again. Without anything, the alarm does within a minute.
  await options.reload()
  await options.waitForSelector('[data-book]')
  await stateIs('idle')
  const found = await directories()
  for (const [source, object] of [['account', 'Account'], ['opportunity', 'Opportunity'], ['task', 'Task'], ['event', 'Event']] as const) expect(countOf(found[source]!), object).toBe(rowsIn(object).length)
  expect(before).toBeLessThan(Object.values(found).reduce((sum, directory) => sum + countOf(directory), 0))
  const told = await textOf(options, '[data-book] .amounts')
  expect(told).toContain(`Accounts ${rowsIn('Account').length.toLocaleString('en-US')}`)
  expect(told).toContain(`Activities ${(rowsIn('Task').length + rowsIn('Event').length).toLocaleString('en-US')}`)
  await picture(options, 'book-idle')
})

it('takes up 20 changed records by writing only the chunks that hold them', async () => {
  const { org } = scene.demo
  const before = await directories()
  const accounts = rowsIn('Account').filter((_, at) => at % 997 === 5).slice(0, 5).map(({ Id }) => String(Id))
  const tasks = rowsIn('Task').slice(100, 115).map(({ Id }) => String(Id))
  for (const id of accounts) org.update('Account', org.get(id)!, { Name: 'Renamed Greens', SystemModstamp: org.clock.now() })
  for (const id of tasks) org.update('Task', org.get(id)!, { CallDurationInSeconds: 77, SystemModstamp: org.clock.now() })
  await options.click('[data-order="now"]')
  await until('the changes are there', async () => (await directories()).task!.entries.some(({ checksum }, at) => checksum !== before.task!.entries[at]?.checksum))
  await stateIs('idle')
  const after = await directories()
  const changed = (source: string) => after[source]!.entries.flatMap(({ checksum }, at) => (checksum === before[source]!.entries[at]?.checksum ? [] : [at]))
  const holding = (source: string, ids: readonly string[]) => [...new Set(ids.map(id => placeOf(before[source]!.entries, id)))].sort((a, b) => a - b)
  expect({ account: changed('account'), task: changed('task'), opportunity: changed('opportunity'), event: changed('event') })
    .toEqual({ account: holding('account', accounts), task: holding('task', tasks), opportunity: [], event: [] })
  expect(before.task!.entries.length).toBeGreaterThan(holding('task', tasks).length)
})

it('is removed, and stays off, when the user says so', async () => {
  await options.click('[data-order="forget"]')
  await options.waitForSelector('[data-book] dialog[open]')
  await options.click('[data-forget-confirm]')
  await stateIs('off')
  await until('nothing of it is left', async () => Object.keys(await directories()).length === 0)
  expect(await options.$$('[data-book] [data-order]')).toHaveLength(0)
})
