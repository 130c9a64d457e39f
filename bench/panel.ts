import type { Page } from 'puppeteer-core'
import { roundTrips } from '../demo/log'
import { startDemoOrg, type DemoOrg } from '../demo/server'
import { openPanelWithoutPill } from '../tests/browser/panel'
import type { World } from '../tests/browser/world'
import { openScene, plainAccounts, type Scene } from '../tests/e2e/world'
import { median, quantile, tell } from './figure'

/**
 * How long a rep waits: the production build in a real browser, beside a CRM that takes its time. Times from outside are taken by an
 * observer inside the panel on the wall clock, so that nothing of the harness' own asking is in them.
 */

const navigations = Number(process.env.BENCH_NAVIGATIONS ?? 100)
const coldAccounts = 20
/** The panel reads a record again once it is this old. */
const freshForMs = 60_000

interface Painted {
  /** Epoch milliseconds at which the four facts stood there: from the cache or the CRM, and from the CRM. */
  any: number | null
  fresh: number | null
}

/** Watches the panel from inside: when are this account's four facts first drawn? */
const watch = (panel: Page, id: string): Promise<void> => panel.evaluate(account => {
  const seen: Painted = { any: null, fresh: null }
  const look = () => {
    const main = document.querySelector('main')
    if (main?.dataset.account?.slice(0, 15) !== account.slice(0, 15)) return
    const states = ['nextTouch', 'territory', 'profitability', 'kare'].map(card => main.querySelector<HTMLElement>(`section[data-card="${card}"]`)?.dataset.state)
    if (states.some(state => state === undefined || state === 'loading' || state === 'failed')) return
    const kind = main.dataset.state === 'fresh' ? 'fresh' : 'any'
    requestAnimationFrame(() => {
      const now = performance.timeOrigin + performance.now()
      seen.any ??= now
      if (kind === 'fresh') seen.fresh ??= now
    })
  }
  const old = (globalThis as unknown as { benchObserver?: MutationObserver }).benchObserver
  old?.disconnect()
  const observer = new MutationObserver(look)
  observer.observe(document, { subtree: true, childList: true, attributes: true })
  Object.assign(globalThis, { benchObserver: observer, benchSeen: seen })
}, id)

/** Goes there as the CRM's own links do; the moment it did. */
const go = (page: Page, id: string): Promise<number> => page.evaluate(to => {
  const at = performance.timeOrigin + performance.now()
  history.pushState({}, '', to)
  return at
}, `/lightning/r/Account/${id}/view`)

interface Seen extends Painted {
  readonly went: number
  readonly msCached: number | null
  readonly msFresh: number | null
  readonly firstRequest: number | null
  readonly firstAnswer: number | null
  readonly trips: number
}

async function visit({ world, demo }: { world: World; demo: DemoOrg }, id: string): Promise<Seen> {
  const panel = world.panel!
  demo.log.length = 0
  await watch(panel, id)
  const went = await go(world.page, id)
  await panel.waitForFunction(() => (globalThis as unknown as { benchSeen: Painted }).benchSeen.fresh !== null, { timeout: 20_000, polling: 50 })
  const read = await panel.evaluate(() => ({
    ...(globalThis as unknown as { benchSeen: Painted }).benchSeen,
    msCached: Number(document.querySelector('main')?.dataset.msCached ?? 'NaN'), msFresh: Number(document.querySelector('main')?.dataset.msFresh ?? 'NaN'),
  }))
  const ends = demo.log.flatMap(({ until }) => (until === null ? [] : [until]))
  return {
    went, any: read.any, fresh: read.fresh,
    msCached: Number.isFinite(read.msCached) ? read.msCached : null, msFresh: Number.isFinite(read.msFresh) ? read.msFresh : null,
    firstRequest: demo.log.length ? Math.min(...demo.log.map(({ at }) => at)) : null, firstAnswer: ends.length ? Math.min(...ends) : null, trips: roundTrips(demo.log),
  }
}

const numbers = (values: readonly (number | null)[]): number[] => values.filter(value => value !== null)
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

async function cachedAccounts(scene: Scene, ids: readonly string[]): Promise<void> {
  scene.demo.faults.latencyMs = 0
  await scene.world.openAccount(ids[0]!)
  for (const id of ids.slice(1)) await visit(scene, id)
  const warmed = Date.now()
  scene.demo.faults.latencyMs = 300
  await pause(Math.max(0, warmed + freshForMs + 1_000 - Date.now()))

  // The last one visited is the one shown, and going there again is no navigation; so from the first on.
  const seen: Seen[] = []
  for (const id of ids) seen.push(await visit(scene, id))
  const answered = seen.filter(({ firstAnswer }) => firstAnswer !== null)
  const before = answered.filter(({ any, firstAnswer }) => any! < firstAnswer!)
  const group = 'cached account, CRM takes 300 ms'
  const outside = seen.map(({ any, went }) => any! - went)
  const inside = numbers(seen.map(({ msCached }) => msCached))
  const answers = answered.map(({ firstAnswer, went }) => firstAnswer! - went)
  const against = { what: 'first answer', value: median(answers) }
  tell({ group, name: 'painted before the first answer', value: before.length, unit: 'times', against: { what: 'navigations', value: seen.length }, ...(answered.length < seen.length ? { note: `${seen.length - answered.length} navigations asked the CRM nothing` } : {}) })
  tell({ group, name: 'navigation to four facts, p50', value: median(outside), unit: 'ms', against })
  tell({ group, name: 'navigation to four facts, p95', value: quantile(outside, 0.95), unit: 'ms', against })
  tell({ group, name: 'panel heard of it to four facts, p50', value: median(inside), unit: 'ms', against, note: `${inside.length} measured by the panel` })
  tell({ group, name: 'panel heard of it to four facts, p95', value: quantile(inside, 0.95), unit: 'ms', against })
}

function tellCold(name: string, seen: readonly Seen[], floor: number): void {
  const group = 'cold account, CRM takes 100 ms'
  const against = { what: `floor of ${floor === 1 ? 'one round trip' : 'two round trips'}`, value: floor * 100 }
  tell({ group, name: `${name}: round trips`, value: median(seen.map(({ trips }) => trips)), unit: '', against: { what: 'floor', value: floor }, note: `most ${Math.max(...seen.map(({ trips }) => trips))}, of ${seen.length}` })
  tell({ group, name: `${name}: navigation to four facts, p50`, value: median(seen.map(({ fresh, went }) => fresh! - went)), unit: 'ms', against })
  tell({ group, name: `${name}: first request to four facts, p50`, value: median(numbers(seen.map(({ fresh, firstRequest }) => (firstRequest === null ? null : fresh! - firstRequest)))), unit: 'ms', against })
}

/** A browser that never met the org, its panel open on a page that is no account. */
async function coldOrg(): Promise<Seen> {
  const demo = await startDemoOrg({ accounts: 50 })
  try {
    const scene = await openScene({ world: { port: demo.port }, demo: { accounts: 1 } })
    try {
      const { world } = scene
      await world.page.goto(`${world.pageOrigin}/lightning/page/home`, { waitUntil: 'domcontentloaded', timeout: 20_000 })
      const panel = await openPanelWithoutPill(world.page, world.extensionPage('options.html'))
      demo.faults.latencyMs = 100
      return await visit({ demo, world: { ...world, page: world.page, panel } }, plainAccounts(demo)[0]!)
    } finally {
      await scene.close()
    }
  } finally {
    await demo.close()
  }
}

const scene = await openScene({ demo: { accounts: 400 } })
try {
  const ids = plainAccounts(scene.demo)
  if (ids.length < navigations + coldAccounts) throw new Error(`the demo org has only ${ids.length} plain accounts`)
  await cachedAccounts(scene, ids.slice(0, navigations))
  scene.demo.faults.latencyMs = 100
  const cold: Seen[] = []
  for (const id of ids.slice(navigations, navigations + coldAccounts)) cold.push(await visit(scene, id))
  tellCold('known org', cold, 1)
} finally {
  await scene.close()
}
const unknown: Seen[] = []
for (let i = 0; i < 3; i++) unknown.push(await coldOrg())
tellCold('unknown org', unknown, 2)
