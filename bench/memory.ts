import type { CDPSession, Page } from 'puppeteer-core'
import { openScene, plainAccounts, shows } from '../tests/e2e/world'
import { median, quantile, tell } from './figure'

/** What Turfside holds and does while nobody asks anything of it: memory over many navigations, timers, and a switch among many tabs. */

const navigations = Number(process.env.BENCH_MEMORY_NAVIGATIONS ?? 500)
const warm = Math.min(100, navigations / 2)
const idleMs = Number(process.env.BENCH_IDLE_MS ?? 30_000)
const tabCount = 20
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

interface Held {
  /** Megabytes of JavaScript heap after garbage collection. */
  readonly heap: number
  readonly listeners: number
  readonly nodes: number
  readonly databases: number
}

async function heldBy(cdp: CDPSession): Promise<Held> {
  await cdp.send('HeapProfiler.collectGarbage')
  await cdp.send('HeapProfiler.collectGarbage')
  const { usedSize } = await cdp.send('Runtime.getHeapUsage')
  const { metrics } = await cdp.send('Performance.getMetrics')
  const metric = (name: string) => metrics.find(found => found.name === name)?.value ?? Number.NaN
  return { heap: usedSize / 1e6, listeners: metric('JSEventListeners'), nodes: metric('Nodes'), databases: await databasesOf(cdp) }
}

/** Open connections to the browser's database: every object of that kind that is still held. */
async function databasesOf(cdp: CDPSession): Promise<number> {
  const { result: prototype } = await cdp.send('Runtime.evaluate', { expression: 'IDBDatabase.prototype' })
  const { objects } = await cdp.send('Runtime.queryObjects', { prototypeObjectId: prototype.objectId! })
  const { result: length } = await cdp.send('Runtime.callFunctionOn', { objectId: objects.objectId!, functionDeclaration: 'function () { return this.length }', returnByValue: true })
  return Number(length.value)
}

const scriptSeconds = async (cdp: CDPSession): Promise<{ script: number; task: number }> => {
  const { metrics } = await cdp.send('Performance.getMetrics')
  const metric = (name: string) => metrics.find(found => found.name === name)?.value ?? Number.NaN
  return { script: metric('ScriptDuration'), task: metric('TaskDuration') }
}

/** Timers that fire in a page during the work, by kind. */
async function timersFired(page: Page, work: () => Promise<unknown>): Promise<number> {
  const cdp = await page.createCDPSession()
  let fired = 0
  cdp.on('Debugger.paused', () => {
    fired++
    void cdp.send('Debugger.resume')
  })
  await cdp.send('Debugger.enable')
  const kinds = ['setTimeout.callback', 'setInterval.callback', 'requestAnimationFrame.callback']
  for (const eventName of kinds) await cdp.send('EventBreakpoints.setInstrumentationBreakpoint', { eventName })
  await work()
  for (const eventName of kinds) await cdp.send('EventBreakpoints.removeInstrumentationBreakpoint', { eventName })
  await cdp.detach()
  return fired
}

const group = `held and done, ${navigations} navigations`
const scene = await openScene({ demo: { accounts: 200 } })
try {
  const { world, demo } = scene
  const ids = plainAccounts(demo).slice(0, 100)
  const { panel } = await world.openAccount(ids[0]!)
  const cdp = await panel.createCDPSession()
  await cdp.send('Performance.enable')
  const goRound = async (from: number, to: number) => {
    for (let i = from; i < to; i++) {
      const id = ids[i % ids.length]!
      await world.pushState(`/lightning/r/Account/${id}/view`)
      await panel.waitForFunction((wanted: string) => document.querySelector('main')?.dataset.account?.slice(0, 15) === wanted.slice(0, 15) && document.querySelector('main [data-bucket]') !== null, { timeout: 15_000, polling: 'mutation' }, id)
    }
    await shows(panel, ids[(to - 1) % ids.length]!, 'fresh')
    await pause(1_000)
  }
  await goRound(1, warm)
  const before = await heldBy(cdp)
  await goRound(warm, navigations)
  const after = await heldBy(cdp)
  const first = (value: number) => ({ what: `after ${warm}`, value })
  tell({ group, name: 'panel: heap after garbage collection', value: after.heap, unit: 'MB', against: first(before.heap) })
  tell({ group, name: 'panel: listeners', value: after.listeners, unit: '', against: first(before.listeners) })
  tell({ group, name: 'panel: DOM nodes', value: after.nodes, unit: '', against: first(before.nodes) })
  tell({ group, name: 'panel: open database connections', value: after.databases, unit: '', against: first(before.databases) })

  const worker = world.browser.targets().find(target => target.type() === 'service_worker')!
  const workerCdp = await worker.createCDPSession()
  await workerCdp.send('HeapProfiler.collectGarbage')
  const { usedSize } = await workerCdp.send('Runtime.getHeapUsage')
  tell({ group, name: 'service worker, idle: heap after garbage collection', value: usedSize / 1e6, unit: 'MB', note: `after ${navigations} navigations` })

  // The age of what is shown changes once a minute in its first hour, and the panel redraws for it: the one timer there is.
  const pageCdp = await world.page.createCDPSession()
  await pageCdp.send('Performance.enable')
  const start = await scriptSeconds(cdp)
  const fired = await timersFired(panel, () => pause(idleMs))
  const end = await scriptSeconds(cdp)
  tell({ group, name: `panel open, ${idleMs / 1000} s in which nobody does anything: timers that fire`, value: fired, unit: '', note: 'at most the minute’s one, while the account was read within the hour' })
  tell({ group, name: `panel open, ${idleMs / 1000} s in which nobody does anything: its scripts`, value: (end.script - start.script) * 1000, unit: 'ms', note: `of ${((end.task - start.task) * 1000).toFixed(1)} ms of its main thread, the counting of timers included` })

  // Twenty tabs, each on an account; then from one to another as a rep does.
  const tabs: { page: Page; id: string }[] = []
  for (let i = 0; i < tabCount; i++) {
    const page = await world.browser.newPage()
    await page.goto(world.accountPage(ids[i]!), { waitUntil: 'domcontentloaded', timeout: 20_000 })
    tabs.push({ page, id: ids[i]! })
  }
  const took: number[] = []
  for (let round = 0; round < 3; round++) {
    for (const { page, id } of tabs) {
      await page.bringToFront()
      await panel.waitForFunction((wanted: string) => document.querySelector('main')?.dataset.account?.slice(0, 15) === wanted.slice(0, 15) && document.querySelector<HTMLElement>('main')?.dataset.msCached !== undefined, { timeout: 15_000, polling: 20 }, id)
        .catch(() => null)
      const ms = await panel.evaluate(() => Number(document.querySelector('main')?.dataset.msCached ?? document.querySelector('main')?.dataset.msFresh ?? 'NaN'))
      if (round > 0 && Number.isFinite(ms)) took.push(ms)
    }
  }
  tell({ group: 'switching among 20 tabs', name: 'panel heard of it to four facts, p50', value: median(took), unit: 'ms', against: { what: 'limit', value: 50 }, note: `${took.length} switches` })
  tell({ group: 'switching among 20 tabs', name: 'panel heard of it to four facts, p95', value: quantile(took, 0.95), unit: 'ms', against: { what: 'limit', value: 100 } })
} finally {
  await scene.close()
}
