import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CDPSession, Page } from 'puppeteer-core'
import { startDemoOrg, type DemoOrg } from '../demo/server'
import { productionBuild } from '../tests/browser/build'
import { openWorld, type World } from '../tests/browser/world'
import { planFile, plainAccounts } from '../tests/e2e/world'
import { median, quantile, tell } from './figure'

/**
 * What the pill costs the CRM's page: two browsers on the same org, one with Turfside, one with an extension that does nothing. The page is the
 * demo's Lightning page, which goes on mutating as the real one does.
 */

const loads = Number(process.env.BENCH_LOADS ?? 20)
const navigations = Number(process.env.BENCH_NAVIGATIONS ?? 100)
const clicks = Number(process.env.BENCH_CLICKS ?? 200)
/** Salesforce Inspector Reloaded 2.1, from its published sources, measured on a page that mutates every 25 ms. */
const peer = { bytes: 10.8, load: 1.4, loadMost: 3, navigation: 0 }
/** From a navigation until the background has told the pill. */
const settle = 150
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

interface Observed {
  readonly longTasks: number[]
  /** From the pointer's event to the frame after it. */
  readonly latencies: number[]
}

/** Before any script of the page: long tasks from the start, and the time from each press to the frame that follows it. */
const observe = (page: Page) => page.evaluateOnNewDocument(() => {
  const seen = { longTasks: [] as number[], latencies: [] as number[] }
  Object.assign(globalThis, { benchSeen: seen })
  new PerformanceObserver(list => seen.longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask', buffered: true })
  addEventListener('pointerdown', ({ timeStamp }) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => seen.latencies.push(performance.now() - timeStamp)
    port2.postMessage(null)
  }), true)
})

const observed = (page: Page): Promise<Observed> => page.evaluate(() => (globalThis as unknown as { benchSeen: Observed }).benchSeen)

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly ts: number
  readonly dur?: number
  /** The thread's own time, which other programs on the machine do not lengthen. */
  readonly tdur?: number
  readonly args?: { readonly data?: { readonly url?: string } }
}

/** Milliseconds of the page's main thread in scripts of an extension while `work` runs, with the layout that they force: outermost calls only. */
async function extensionTime(page: Page, work: () => Promise<void>): Promise<number> {
  await page.tracing.start({ categories: ['devtools.timeline'] })
  await work()
  const { traceEvents } = JSON.parse(new TextDecoder().decode(await page.tracing.stop())) as { traceEvents: TraceEvent[] }
  const ours = traceEvents
    .filter(({ name, ph, args }) => ph === 'X' && ['FunctionCall', 'EvaluateScript', 'v8.compile'].includes(name) && args?.data?.url?.startsWith('chrome-extension:'))
    .sort((a, b) => a.ts - b.ts)
  let sum = 0
  let end = -Infinity
  for (const { ts, dur = 0, tdur } of ours) {
    if (ts < end) continue
    sum += tdur ?? dur
    end = ts + dur
  }
  return sum / 1000
}

/** Self time of an extension's scripts by the sampling profiler, as the peer's figures were taken. */
async function selfTime(cdp: CDPSession, work: () => Promise<void>): Promise<number> {
  await cdp.send('Profiler.enable')
  await cdp.send('Profiler.setSamplingInterval', { interval: 50 })
  await cdp.send('Profiler.start')
  await work()
  const { profile } = await cdp.send('Profiler.stop')
  const ours = new Set(profile.nodes.filter(({ callFrame }) => callFrame.url.startsWith('chrome-extension:')).map(({ id }) => id))
  return (profile.samples ?? []).reduce((sum, id, i) => sum + (ours.has(id) ? (profile.timeDeltas?.[i] ?? 0) : 0), 0) / 1000
}

/** Nodes in the page's documents and shadow trees, closed ones too, and frames. */
async function domOf(cdp: CDPSession): Promise<{ nodes: number; frames: number }> {
  interface Node { readonly nodeName: string; readonly children?: Node[]; readonly shadowRoots?: Node[]; readonly contentDocument?: Node }
  const count = (node: Node): { nodes: number; frames: number } => [...(node.children ?? []), ...(node.shadowRoots ?? []), ...(node.contentDocument ? [node.contentDocument] : [])]
    .map(count).reduce((a, b) => ({ nodes: a.nodes + b.nodes, frames: a.frames + b.frames }), { nodes: 1, frames: node.nodeName === 'IFRAME' ? 1 : 0 })
  const { root } = await cdp.send('DOM.getDocument', { depth: -1, pierce: true })
  const host = find(root)
  return host ? count(host) : { nodes: 0, frames: 0 }
  function find(node: Node): Node | null {
    if (node.nodeName === 'TURFSIDE-PILL') return node
    for (const child of node.children ?? []) {
      const found = find(child)
      if (found) return found
    }
    return null
  }
}

async function listenersOf(cdp: CDPSession): Promise<number> {
  await cdp.send('Performance.enable')
  await cdp.send('HeapProfiler.collectGarbage')
  const { metrics } = await cdp.send('Performance.getMetrics')
  return metrics.find(({ name }) => name === 'JSEventListeners')?.value ?? Number.NaN
}

const goTo = async ({ page }: World, path: string): Promise<void> => {
  await page.goto(path, { waitUntil: 'load', timeout: 20_000 })
  await pause(400)
}
const push = ({ page }: World, id: string): Promise<void> => page.evaluate(to => history.pushState({}, '', to), `/lightning/r/Account/${id}/view`)

/** Presses on the page's heading, where nothing answers: what is measured is how soon the page comes to draw. */
async function press(page: Page, times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    await page.mouse.click(300 + (i % 5), 60)
    await pause(10)
  }
}

function emptyExtension(): string {
  const folder = mkdtempSync(join(tmpdir(), 'turfside-nothing-'))
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ manifest_version: 3, name: 'Nothing', version: '1', background: { service_worker: 'nothing.js' } }))
  writeFileSync(join(folder, 'nothing.js'), 'self.addEventListener("message", () => {})')
  return folder
}

async function compare(demo: DemoOrg, withUs: World, without: World): Promise<void> {
  const group = 'what the pill costs the page'
  const ids = plainAccounts(demo).slice(0, navigations)
  const first = withUs.accountPage(ids[0]!)
  for (const world of [withUs, without]) {
    await world.page.bringToFront()
    await observe(world.page)
    await goTo(world, first)
  }
  const cdp = await withUs.page.createCDPSession()
  const plainCdp = await without.page.createCDPSession()

  const atLoad: number[] = []
  const atLoadSelf: number[] = []
  for (let i = 0; i < loads; i++) {
    atLoad.push(await extensionTime(withUs.page, () => goTo(withUs, first)))
    atLoadSelf.push(await selfTime(cdp, () => goTo(withUs, first)))
  }
  const sir = { what: 'Salesforce Inspector Reloaded 2.1, its best', value: peer.load }
  tell({ group, name: 'at a page load, its calls and the layout they force, median', value: median(atLoad), unit: 'ms', against: { what: 'limit', value: 1 }, note: `p95 ${quantile(atLoad, 0.95).toFixed(2)}, of ${loads}` })
  tell({ group, name: 'at a page load, self time by the profiler, median', value: median(atLoadSelf), unit: 'ms', against: sir, note: `the peer: ${peer.load} to ${peer.loadMost} ms, published sources` })

  // Once for all, so that they are in the cache; then measured.
  for (const id of ids) {
    await push(withUs, id)
    await pause(settle)
  }
  const goRound = async () => {
    for (const id of ids) {
      await push(withUs, id)
      await pause(settle)
    }
  }
  const round = await extensionTime(withUs.page, goRound)
  const roundSelf = await selfTime(cdp, goRound)
  tell({ group, name: 'at each navigation within the page, calls and layout', value: round / ids.length, unit: 'ms', against: { what: 'limit', value: 1 }, note: `mean of ${ids.length}; the peer does not follow them (0 ms)` })
  tell({ group, name: 'at each navigation within the page, self time', value: roundSelf / ids.length, unit: 'ms', against: { what: 'limit', value: 1 }, note: `mean of ${ids.length}` })

  await goTo(withUs, first)
  await goTo(without, first)
  const { nodes, frames } = await domOf(cdp)
  tell({ group, name: 'DOM nodes added, its shadow tree included', value: nodes, unit: '', note: `${frames} frames of its own` })
  tell({ group, name: 'listeners added', value: (await listenersOf(cdp)) - (await listenersOf(plainCdp)), unit: '', note: 'after garbage collection, beside the same page without' })

  // In turns, so that a noisy moment of the machine meets both.
  const before = { ours: (await observed(withUs.page)).latencies.length, plain: (await observed(without.page)).latencies.length }
  for (let block = 0; block < clicks / 10; block++) {
    for (const world of block % 2 ? [withUs, without] : [without, withUs]) {
      await world.page.bringToFront()
      await push(world, ids[block % ids.length]!)
      await press(world.page, 10)
    }
  }
  const ours = await observed(withUs.page)
  const plain = await observed(without.page)
  const a = ours.latencies.slice(before.ours)
  const b = plain.latencies.slice(before.plain)
  // What the same page differs from itself by, every other press against the rest: no effect smaller than this can be seen.
  const even = b.filter((_, i) => i % 2 === 0)
  const odd = b.filter((_, i) => i % 2 === 1)
  for (const [name, p] of [['median', 0.5], ['p95', 0.95]] as const) {
    const noise = Math.abs(quantile(even, p) - quantile(odd, p))
    tell({
      group, name: `from a press to the next frame, ${name}`, value: quantile(a, p), unit: 'ms', against: { what: 'without it', value: quantile(b, p) },
      note: `difference ${(quantile(a, p) - quantile(b, p)).toFixed(2)} ms; the page without it differs from itself by ${noise.toFixed(2)} ms, of ${a.length}`,
    })
  }
  tell({ group, name: 'long tasks, since the last load', value: ours.longTasks.length, unit: '', note: `without it ${plain.longTasks.length}` })
}

const nothing = emptyExtension()
const demo = await startDemoOrg({ accounts: 300 })
const withUs = await openWorld({ port: demo.port, extensionDir: productionBuild })
const without = await openWorld({ port: demo.port, extensionDir: nothing })
try {
  await withUs.signIn()
  await withUs.importPlan(planFile)
  await without.signIn()
  await compare(demo, withUs, without)
} finally {
  await withUs.close()
  await without.close()
  await demo.close()
  rmSync(nothing, { recursive: true, force: true })
}
