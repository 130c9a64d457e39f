import { readFileSync, readdirSync } from 'node:fs'
import type { WebWorker } from 'puppeteer-core'
import { placeOf, type Directory } from '../lib/book/directory'
import { openScene, type Scene } from '../tests/e2e/world'
import { tell } from './figure'

/**
 * The whole book read into a real browser by the production build: how quickly beside the server alone, what it takes, how that grows, and what an hour of changes costs. The
 * server's own speed is that of the same requests, sent by the same worker and thrown away.
 */

const sizes = (process.env.BENCH_BOOK ?? '10000,100000,250000').split(',').map(Number)
const perAccount = 10
const changes = 1000
const mega = 1e6
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

interface Kept {
  readonly syncedAt: number | null
  readonly calls: number
  readonly directories: Readonly<Record<string, Directory>>
}

/** The book as the database has it, read by the worker itself with bare IndexedDB. A text: what compiles this file names its functions in ways that no worker knows. */
const keptBy = (worker: WebWorker): Promise<Kept> => worker.evaluate(`(async () => {
  const settled = request => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
  const opened = await settled(indexedDB.open('turfside'))
  try {
    const at = opened.transaction(['books', 'bookSources'])
    const [books, sources] = await Promise.all([settled(at.objectStore('books').getAll()), settled(at.objectStore('bookSources').getAll())])
    return {
      syncedAt: books[0]?.syncedAt ?? null, calls: Object.values(books[0]?.calls ?? {}).reduce((sum, count) => sum + count, 0),
      directories: Object.fromEntries(sources.map(({ source, directory }) => [source, directory])),
    }
  } finally {
    opened.close()
  }
})()`) as Promise<Kept>

/** Most memory that the extension's process ever had, in megabytes, by the system's account; the worker runs in it. */
function peakOfExtension(browserPid: number): number {
  const peaks = readdirSync('/proc').filter(name => /^\d+$/.test(name)).flatMap(pid => {
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--extension-process') || !isUnder(Number(pid), browserPid)) return []
      return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? NaN) * 1024
    } catch {
      // It ended while it was looked at.
      return []
    }
  })
  return Math.max(...peaks) / mega
}

function isUnder(pid: number, ancestor: number): boolean {
  for (let at = pid; at > 1;) {
    if (at === ancestor) return true
    at = Number(/PPid:\s+(\d+)/.exec(readFileSync(`/proc/${at}/status`, 'utf8'))?.[1] ?? 0)
  }
  return false
}

/** Samples what the worker's heap and buffers hold until it is told to end; answers the most, in megabytes. */
async function watchHeap(worker: WebWorker): Promise<() => Promise<number>> {
  const cdp = worker.client
  let [most, over] = [0, false]
  const watching = (async () => {
    while (!over) {
      const { usedSize, backingStorageSize = 0 } = (await cdp.send('Runtime.getHeapUsage')) as { usedSize: number; backingStorageSize?: number }
      most = Math.max(most, usedSize + backingStorageSize)
      await pause(100)
    }
  })()
  // What goes wrong elsewhere closes it as well, and is what is to be told.
  watching.catch(() => undefined)
  return async () => {
    over = true
    await watching
    return most / mega
  }
}

async function order(scene: Scene, press: string): Promise<void> {
  const options = await scene.world.browser.newPage()
  await options.goto(scene.world.extensionPage('options.html'))
  await options.waitForSelector(press)
  await options.click(press)
  await options.close()
}

/** Resolves once a sync has ended that began after `before`; what is asked of the worker meanwhile is next to nothing. */
async function synced(worker: WebWorker, before: number | null, deadlineMs: number): Promise<Kept> {
  const end = Date.now() + deadlineMs
  for (;;) {
    const kept = await keptBy(worker)
    if (kept.syncedAt !== null && kept.syncedAt !== before) return kept
    if (Date.now() > end) throw new Error('the book was not read in time')
    await pause(250)
  }
}

const total = (kept: Kept, of: 'rows' | 'bytes'): number => Object.values(kept.directories).flatMap(({ entries }) => entries).reduce((sum, entry) => sum + entry[of], 0)

async function measure(accounts: number): Promise<void> {
  const activities = accounts * perAccount
  const group = `the whole book: ${accounts.toLocaleString('en-US')} accounts, ${activities.toLocaleString('en-US')} activities`
  const scene = await openScene({ demo: { accounts, activities } })
  try {
    const { demo, world } = scene
    await world.openAccount(demo.showcase.keep.id)
    const worker = await world.worker()
    demo.log.length = 0
    const before = peakOfExtension(world.browser.process()!.pid!)
    const heap = await watchHeap(worker)
    const began = performance.now()
    await order(scene, '[data-book-on]')
    const kept = await synced(worker, null, 1_500_000)
    const seconds = (performance.now() - began) / 1000
    const most = await heap()
    const peak = peakOfExtension(world.browser.process()!.pid!)
    const rows = total(kept, 'rows')
    const asked = demo.log.filter(({ path, host }) => path.includes('/queryAll') && host.includes('.my.')).map(({ host, path }) => `https://${host}${path}`)
    const token = (await world.browser.cookies()).find(({ name, domain }) => name === 'sid' && world.apiOrigin.endsWith(domain.replace(/^\./, '')))!.value
    const jobs = demo.log.flatMap(({ job }) => job ?? [])
    const alone = (await worker.evaluate(`(async () => {
      const ask = (url, more = {}) => fetch(url, { headers: { authorization: 'Bearer ' + ${JSON.stringify(token)}, 'content-type': 'application/json' }, credentials: 'omit', cache: 'no-store', ...more })
      const start = performance.now()
      for (const url of ${JSON.stringify(asked)}) await (await ask(url)).arrayBuffer()
      for (const query of ${JSON.stringify(jobs)}) {
        const jobs = ${JSON.stringify(`${world.apiOrigin}/services/data/v60.0/jobs/query`)}
        const { id } = await (await ask(jobs, { method: 'POST', body: JSON.stringify({ operation: 'queryAll', query, contentType: 'CSV' }) })).json()
        while ((await (await ask(jobs + '/' + id)).json()).state !== 'JobComplete') await new Promise(resolve => setTimeout(resolve, 50))
        for (let locator = ''; locator !== 'null';) {
          const part = await ask(jobs + '/' + id + '/results?maxRecords=4096' + (locator && '&locator=' + locator))
          await part.arrayBuffer()
          locator = part.headers.get('sforce-locator')
        }
      }
      return (performance.now() - start) / 1000
    })()`)) as number
    tell({ group, name: 'read for the first time', value: rows / seconds, unit: 'rows/s', against: { what: 'the server alone', value: rows / alone }, note: `${rows.toLocaleString('en-US')} rows in ${seconds.toFixed(1)} s; the same ${asked.length} pages and ${jobs.length} extracts thrown away take ${alone.toFixed(1)} s` })
    tell({ group, name: 'memory at its peak: the extension’s process', value: peak, unit: 'MB', against: { what: 'limit', value: 300 }, note: `${before.toFixed(0)} MB before it began, the browser’s own code and a page of options among them` })
    tell({ group, name: 'memory at its peak: the worker’s heap and buffers', value: most, unit: 'MB' })
    tell({ group, name: 'kept on disk', value: total(kept, 'bytes') / mega, unit: 'MB', note: `${(total(kept, 'bytes') / rows).toFixed(0)} bytes a row` })
    tell({ group, name: 'API calls', value: kept.calls, unit: '', against: { what: 'a fifth of the org’s day', value: 20_000 } })

    // Changes all over the book, as an hour brings them.
    const ids = { account: some(demo.org.rows('Account'), changes / 10), task: some(demo.org.rows('Task'), (changes * 9) / 10) }
    const now = demo.org.clock.now()
    for (const id of ids.account) demo.org.update('Account', demo.org.get(id)!, { Name: 'Renamed Greens', SystemModstamp: now })
    for (const id of ids.task) demo.org.update('Task', demo.org.get(id)!, { CallDurationInSeconds: 77, SystemModstamp: now })
    const again = performance.now()
    await order(scene, '[data-order="now"]')
    const after = await synced(worker, kept.syncedAt, 120_000)
    const took = (performance.now() - again) / 1000
    const written = Object.entries(after.directories).flatMap(([source, { entries }]) => {
      const sums = new Map(kept.directories[source]!.entries.map(({ n, checksum }) => [n, checksum]))
      return entries.filter(({ n, checksum }) => sums.get(n) !== checksum)
    })
    const holding = (['account', 'task'] as const).reduce((sum, source) => sum + new Set(ids[source].map(id => placeOf(kept.directories[source]!.entries, id))).size, 0)
    tell({ group, name: `${changes} changed records: chunks written`, value: written.length, unit: '', against: { what: 'those that hold them', value: holding }, note: `of ${Object.values(kept.directories).reduce((sum, { entries }) => sum + entries.length, 0)}; ${(written.reduce((sum, { bytes }) => sum + bytes, 0) / mega).toFixed(1)} MB` })
    tell({ group, name: `${changes} changed records: memory at its peak, the extension’s process`, value: peakOfExtension(world.browser.process()!.pid!), unit: 'MB', against: { what: 'limit', value: 300 } })
    tell({ group, name: `${changes} changed records: until all is there`, value: took, unit: 's', note: `${after.calls - kept.calls} API calls, the page of options included` })
  } finally {
    await scene.close()
  }
}

/** Ids from all over the rows. */
function some(rows: readonly { readonly Id?: unknown; readonly IsDeleted?: unknown }[], count: number): string[] {
  const step = Math.floor(rows.length / count)
  return Array.from({ length: count }, (_, i) => String(rows[i * step]!.Id))
}

for (const size of sizes) await measure(size)
