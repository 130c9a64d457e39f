import type { Page } from 'puppeteer-core'
import { openScene, plainAccounts, shows } from '../tests/e2e/world'
import { quantile, tell } from './figure'
import { tasksOf, type Task } from './tasks'

/**
 * A list view of as many accounts as Salesforce lists, read and scrolled in the panel. Times from the navigation on are taken inside the panel on the wall
 * clock; tasks by their thread's own time, which other programs on the machine do not lengthen.
 */

const accounts = Number(process.env.BENCH_LIST ?? 2000)
/** Pixels a frame, as a quick flick does; a row is 60 high. */
const pixels = 400
/** What a browser calls a long task. */
const long = 50
const group = `a list of ${accounts.toLocaleString('en-US')} accounts`

interface Seen {
  /** Epoch milliseconds at which a row stood there with its facts, at which all were assessed, and at which the list was done. */
  first: number | null
  all: number | null
  fresh: number | null
}

const watch = (panel: Page, many: number): Promise<void> => panel.evaluate(count => {
  const seen: Seen = { first: null, all: null, fresh: null }
  const look = () => {
    const main = document.querySelector('main')
    if (main?.dataset.part !== 'list') return
    const now = performance.timeOrigin + performance.now()
    if (main.querySelector('tr[data-territory]')) seen.first ??= now
    if (Number(main.dataset.assessed) === count) seen.all ??= now
    if (seen.all !== null && main.dataset.state === 'fresh') seen.fresh ??= now
    if (seen.fresh !== null) observer.disconnect()
  }
  const observer = new MutationObserver(look)
  observer.observe(document, { subtree: true, childList: true, attributes: true })
  Object.assign(globalThis, { benchSeen: seen })
}, many)

const seenBy = (panel: Page): Promise<Seen> => panel.evaluate(() => (globalThis as unknown as { benchSeen: Seen }).benchSeen)

/** From the top to the end, so many pixels each frame; the milliseconds between frames, and the most rows that were in the document. */
const scroll = (panel: Page): Promise<{ frames: number[]; rows: number; blank: number }> => panel.evaluate(step => new Promise<{ frames: number[]; rows: number; blank: number }>(done => {
  const frames: number[] = []
  let [last, rows, blank] = [performance.now(), 0, 0]
  const next = (now: number) => {
    frames.push(now - last)
    last = now
    rows = Math.max(rows, document.querySelectorAll('tbody tr').length)
    if (!document.elementFromPoint(innerWidth / 2, innerHeight / 2)?.closest('tr')) blank++
    if (scrollY + innerHeight >= document.documentElement.scrollHeight - 1) return done({ frames: frames.slice(1), rows, blank })
    scrollBy(0, step)
    requestAnimationFrame(next)
  }
  requestAnimationFrame(next)
}), pixels)

function tellTasks(when: string, tasks: readonly Task[]): void {
  const own = tasks.map(({ cpu }) => cpu)
  tell({
    group, name: `long tasks ${when}, of over ${long} ms processor time`, value: own.filter(ms => ms > long).length, unit: '', against: { what: 'limit', value: 1 },
    note: `longest ${Math.max(0, ...own).toFixed(0)} ms; by the wall clock ${tasks.filter(({ wall }) => wall > long).length}, longest ${Math.max(0, ...tasks.map(({ wall }) => wall)).toFixed(0)} ms`,
  })
  tell({ group, name: `processor time of the panel's thread ${when}`, value: own.reduce((sum, ms) => sum + ms, 0), unit: 'ms' })
}

const scene = await openScene({ demo: { accounts } })
try {
  const { demo, world } = scene
  await world.openAccount(plainAccounts(demo)[0]!)
  const panel = world.panel!
  const many = demo.org.rows('Account').filter(row => row.IsDeleted !== true).length
  const goTo = (path: string) => world.page.evaluate(to => {
    const at = performance.timeOrigin + performance.now()
    history.pushState({}, '', to)
    return at
  }, path)
  const read = async (): Promise<{ seen: Seen; went: number; tasks: Task[]; requests: number }> => {
    demo.log.length = 0
    await watch(panel, many)
    let went = 0
    const tasks = await tasksOf(panel, async () => {
      went = await goTo('/lightning/o/Account/list?filterName=AllAccounts')
      await panel.waitForFunction(() => (globalThis as unknown as { benchSeen: Seen }).benchSeen.fresh !== null, { timeout: 120_000, polling: 100 })
    })
    return { seen: await seenBy(panel), went, tasks, requests: demo.log.filter(({ path }) => path.includes('/services/data/')).length }
  }

  const cold = await read()
  tell({ group, name: 'from the navigation to the first row', value: cold.seen.first! - cold.went, unit: 'ms', note: 'never read before' })
  tell({ group, name: 'from the navigation to all rows', value: cold.seen.all! - cold.went, unit: 'ms', note: `${many} rows` })
  tell({ group, name: 'requests', value: cold.requests, unit: '', note: 'of the accounts and of what is listed' })
  tellTasks('while reading', cold.tasks)

  let moved = { frames: [] as number[], rows: 0, blank: 0 }
  const tasks = await tasksOf(panel, async () => { moved = await scroll(panel) })
  const budget = { what: 'a frame', value: 1000 / 60 }
  tell({ group, name: `frame while scrolling ${pixels} px a frame, p50`, value: quantile(moved.frames, 0.5), unit: 'ms', against: budget, note: `${moved.frames.length} frames, at most ${moved.rows} rows in the document` })
  tell({ group, name: `frame while scrolling ${pixels} px a frame, p95`, value: quantile(moved.frames, 0.95), unit: 'ms', against: budget, note: `${moved.blank} frames without a row in the middle` })
  tell({ group, name: 'processor time a frame while scrolling', value: tasks.reduce((sum, { cpu }) => sum + cpu, 0) / moved.frames.length, unit: 'ms' })
  tellTasks('while scrolling', tasks)

  await goTo(`/lightning/r/Account/${plainAccounts(demo)[1]!}/view`)
  await shows(panel, plainAccounts(demo)[1]!, 'fresh')
  const again = await read()
  tell({ group, name: 'come back to: first row', value: again.seen.first! - again.went, unit: 'ms', note: 'from the cache' })
  tell({ group, name: 'come back to: all rows', value: again.seen.all! - again.went, unit: 'ms', note: `${again.requests} requests` })
  tellTasks('when it is come back to', again.tasks)
} finally {
  await scene.close()
}
