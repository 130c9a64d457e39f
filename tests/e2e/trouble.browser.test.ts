import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'puppeteer-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { keepEvidence } from '../browser/on-failure'
import { openScene, picture, plainAccounts, planFile, reread, shows, textOf, touchesOf, until, type Scene } from './world'

let scene: Scene
let panel: Page
/** Accounts that nothing was read of yet. */
let fresh: string[]

beforeAll(async () => {
  scene = await openScene()
  fresh = plainAccounts(scene.demo)
})
afterAll(() => scene?.close())
keepEvidence(() => scene?.world)
afterEach(() => scene.demo.faults.clear())

const go = (id: string) => scene.world.pushState(`/lightning/r/Account/${id}/view`)
const log = (type: string) => panel.click(`button[data-log="${type}"]`)

it('the panel opened before the page loads: it waits for the page, then shows its account', async () => {
  const { demo, world } = scene
  const { id } = demo.showcase.keep
  // No page is there yet, so there is no pill to press.
  await world.page.goto('about:blank')
  panel = await world.openPanelFromBrowser()
  await panel.waitForSelector('main')
  expect(await panel.$eval('main', main => main.dataset.account)).toBe('')
  demo.faults.pageLatencyMs = 500
  const loading = world.page.goto(world.accountPage(id))
  await loading
  await shows(panel, id, 'fresh')
})

it('INVALID_FIELD after an admin changed the org: it is described again, once, and what is gone is named', async () => {
  const { demo, world } = scene
  const id = fresh.shift()!
  await world.openAccount(id)
  demo.faults.hide('Account.Industry', 'Opportunity.Amount')
  demo.log.length = 0
  await reread(panel)
  await until('the fields are named', async () => (await panel.$('.hidden-fields')) !== null)
  await shows(panel, id, 'fresh')
  expect(await textOf(panel, '.hidden-fields')).toMatch(/the industry/)
  expect(await panel.$('[data-trouble]')).toBeNull()
  const describes = () => demo.log.filter(({ subrequests }) => subrequests.some(({ url }) => url.endsWith('/Account/describe'))).length
  expect(describes()).toBe(1)
  await reread(panel)
  await shows(panel, id, 'fresh')
  expect(describes()).toBe(1)
  demo.faults.clear()
  await world.signIn()
})

it('a clock wrong by a day: noticed against the servers’ own, said, and not said any more once it is right', async () => {
  const { demo, world } = scene
  const { id } = demo.showcase.keep
  demo.faults.clockAheadMs = 24 * 3_600_000
  await world.openAccount(id)
  await panel.waitForSelector('[data-clock]', { timeout: 5_000 })
  expect(await textOf(panel, '[data-clock]')).toMatch(/This computer’s clock is about 24 hours behind[\s\S]*Salesforce[\s\S]*set the clock right/)
  await picture(panel, 'clock')
  // Nothing is moved behind the user's back: today is still this computer's.
  demo.faults.clockAheadMs = -3 * 86_400_000
  await reread(panel)
  await until('it is ahead', async () => /about 3 days ahead/.test(await textOf(panel, '.troubles')))
  demo.faults.clockAheadMs = 60_000
  await reread(panel)
  await panel.waitForSelector('[data-clock]', { hidden: true, timeout: 5_000 })
})

const names: readonly (readonly [string, string])[] = [
  ['Arabic', 'شركة النور لمعالجة المياه'], ['Hebrew', 'מים חיים בע״מ'], ['Chinese', '上海清水处理有限公司'], ['Japanese', '株式会社みずほ浄水ポンプ製作所'], ['Thai', 'บริษัทน้ำใสจำกัด'],
  ['Hindi', 'जल शुद्धि प्राइवेट लिमिटेड'], ['emoji', '👩🏽‍🔧 Pump 🌊 Co 🇩🇪'], ['combining marks', 'Z̴̡͓a̷͇l̵g̶o̸ W̷a̶t̸e̵r'], ['an override', 'Acme \u202eretaW\u202c Works'], ['an override left open', '\u202eskroW retaW'],
]
it('text of every script: names stand apart, nothing around them turns, nothing overflows', async () => {
  const { demo, world } = scene
  const id = fresh.shift()!
  await world.openAccount(id)
  const row = demo.org.get(id)!
  for (const [script, name] of names) {
    row.Name = name
    await reread(panel)
    await until(script, async () => (await panel.$eval('h1', h1 => h1.textContent)) === name)
    const { isolated, footer, wide } = await panel.evaluate(() => ({
      isolated: getComputedStyle(document.querySelector('h1 bdi')!).unicodeBidi,
      // Words that follow the name in the page: laid out from left to right, as they are without it.
      footer: (() => {
        const range = document.createRange()
        const text = [...document.querySelectorAll('h2')].at(0)!.firstChild!
        range.setStart(text, 0)
        range.setEnd(text, 1)
        const first = range.getBoundingClientRect().x
        range.setStart(text, text.textContent!.length - 1)
        range.setEnd(text, text.textContent!.length)
        return range.getBoundingClientRect().x - first
      })(),
      wide: document.documentElement.scrollWidth - innerWidth,
    }))
    expect([script, isolated, footer > 0, wide <= 0]).toEqual([script, 'isolate', true, true])
    if (['Arabic', 'combining marks', 'an override left open', 'emoji', 'Japanese'].includes(script)) await picture(panel, `script-${script.replaceAll(' ', '-')}`)
  }
})

it('plan polygons that cross themselves: what is enclosed once is in, what is enclosed twice is out', async () => {
  const { demo, world } = scene
  const { id } = demo.showcase.keep
  // A ring that goes around twice, both times the same way, over each account's place: even-odd says out of the inner square, in between them in.
  const square = (of: number) => [[-180 + of, -89 + of], [180 - of, -89 + of], [180 - of, 89 - of], [-180 + of, 89 - of]] as const
  const twice = (inner: number) => [...square(0), square(0)[0], ...square(inner), square(inner)[0], square(0)[0]]
  const rep = String(demo.org.get(String(demo.org.get(id)!.OwnerId))!.Email)
  const crossed = (inner: number) => ({ id: 'crossed', name: 'Crossed', reps: [rep], areas: [{ polygon: { type: 'Polygon', coordinates: [twice(inner)] } }] })
  const plan = JSON.parse(await import('node:fs').then(({ readFileSync }) => readFileSync(planFile, 'utf8'))) as { territories: unknown[] }
  const file = join(mkdtempSync(join(tmpdir(), 'turfside-plan-')), 'crossed.json')
  try {
    for (const [inner, state] of [[1, 'unassigned'], [88, 'assigned']] as const) {
      writeFileSync(file, JSON.stringify({ ...plan, territories: [crossed(inner)] }))
      await world.importPlan(file)
      await world.page.bringToFront()
      await go(id)
      await shows(panel, id, 'fresh')
      await until(`it is ${state}`, async () => (await panel.$eval('[data-territory-state]', card => card.getAttribute('data-territory-state'))) === state, 5_000)
    }
  } finally {
    rmSync(file)
    await world.importPlan(planFile)
    await world.page.bringToFront()
  }
})

describe('an unknown failure', () => {
  const secrets = ['00DHs!AQtoken', 'Acme Secret Corp', 'turfside-demo.my.salesforce.com']
  const reportShown = async () => {
    await panel.waitForSelector('[data-failure]', { timeout: 5_000 })
    await panel.click('[data-failure] summary')
    return panel.$eval('[data-failure] pre', pre => pre.textContent ?? '')
  }
  it('in the panel is said, with a report to copy that holds no token, name or host', async () => {
    const { demo, world } = scene
    await world.openAccount(demo.showcase.keep.id)
    const name = await textOf(panel, 'h1')
    // The browser's own error, thrown in our own code, with words of the CRM in its message.
    await panel.evaluate((words: string) => void Object.defineProperty(crypto, 'randomUUID', { configurable: true, value: JSON.parse.bind(JSON, words) }), secrets.join(' '))
    await log('call')
    const report = await reportShown()
    expect(report).toMatch(/^Turfside \d[\d.]* in Chrome \d+ on \w+\nWhere: panel; CRM: salesforce; shown: account\nCached accounts: \d+; touches waiting: 0\nWhen: \d{4}-[\dT:-]+Z\nError: SyntaxError\n {2}at chunks\/[\w-]+\.js:\d+:\d+/)
    for (const secret of [...secrets, name, demo.showcase.keep.id]) expect(report).not.toContain(secret)
    await picture(panel, 'failure')
    await panel.bringToFront()
    await panel.click('[data-copy-report]')
    await until('it says that it was copied', async () => /Copied|copy the marked text/.test(await textOf(panel, '.failure')))
    await panel.click('.failure .ends .act:nth-of-type(2)')
    await panel.waitForSelector('[data-failure]', { hidden: true })
    await panel.evaluate(() => void Reflect.deleteProperty(crypto, 'randomUUID'))
    await world.page.bringToFront()
  })
  it('in the background is said in the panel', async () => {
    const worker = await scene.world.worker()
    await worker.evaluate((words: string) => void Object.defineProperty(navigator.locks, 'request', { configurable: true, value: JSON.parse.bind(JSON, words) }), secrets.join(' '))
    await panel.evaluate(() => void chrome.runtime.sendMessage({ turfside: 'drain', ask: null }).catch(() => undefined))
    const report = await reportShown()
    expect(report).toMatch(/Where: background; CRM: none[\s\S]*Error: SyntaxError/)
    for (const secret of secrets) expect(report).not.toContain(secret)
    await panel.click('.failure .ends .act:nth-of-type(2)')
    await panel.waitForSelector('[data-failure]', { hidden: true })
    await worker.evaluate(() => void Reflect.deleteProperty(navigator.locks, 'request'))
  })
})

describe('the browser’s storage', () => {
  it('storage full: the touch is kept apart from the database, the panel says what ails, and it goes out once there is room, and once only', async () => {
    const { demo, world } = scene
    const { id } = demo.showcase.keep
    await world.openAccount(id)
    const before = touchesOf(demo, id).length
    const worker = await world.worker()
    await worker.evaluate(() => {
      const full = () => { throw new DOMException('no room', 'QuotaExceededError') }
      Object.assign(globalThis, { kept: { add: IDBObjectStore.prototype.add, put: IDBObjectStore.prototype.put } })
      Object.assign(IDBObjectStore.prototype, { add: full, put: full })
    })
    await log('call')
    await panel.waitForSelector('[data-toast=logged]', { timeout: 10_000 })
    expect(await textOf(panel, '[data-toast=logged]')).toMatch(/kept/i)
    await panel.waitForSelector('[data-storage=full]')
    expect(touchesOf(demo, id)).toHaveLength(before)
    await worker.evaluate(() => void Object.assign(IDBObjectStore.prototype, (globalThis as unknown as { kept: object }).kept))
    await log('call')
    await until('both calls are in the org, each once', () => touchesOf(demo, id).length === before + 2)
  })

  it('storage blocked: the panel says that nothing can be kept here, and why', async () => {
    const { identifier } = await panel.evaluateOnNewDocument(() => {
      IDBFactory.prototype.open = () => { throw new DOMException('no storage here', 'SecurityError') }
    })
    await panel.reload()
    await panel.waitForSelector('[data-storage]', { timeout: 10_000 })
    expect(await textOf(panel, '[data-storage]')).toMatch(/lets Turfside keep nothing[\s\S]*Site data is switched off[\s\S]*Waiting touches stay/)
    expect(await textOf(panel, 'main')).not.toMatch(/undefined|NaN/)
    await panel.removeScriptToEvaluateOnNewDocument(identifier)
    await panel.reload()
    await shows(panel, scene.demo.showcase.keep.id, 'fresh')
    expect(await panel.$('[data-storage]')).toBeNull()
  })
})
