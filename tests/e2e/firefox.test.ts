import type { Page } from 'puppeteer-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startDemoOrg, type DemoOrg } from '../../demo/server'
import { openFirefox, type FirefoxWorld } from '../browser/firefox'
import { picture, planFile, textOf, touchesOf, until as untilIn } from './world'

/**
 * The Firefox build in a real Firefox. Its sidebar belongs to the browser's own window and is out of a driver's reach; what a press on the pill
 * opens there, the same page in a window of its own, is what these tests read.
 */
/** Firefox is slow to start beside another browser. */
const until = (what: string, holds: () => boolean | Promise<boolean>) => untilIn(what, holds, 40_000)
let demo: DemoOrg
let world: FirefoxWorld
let panel: Page

const account = (id: string) => `https://turfside-demo.lightning.force.com/lightning/r/Account/${id}/view`
const shows = (id: string) => until(`the panel shows ${id}`, () => panel.evaluate((wanted: string) => document.querySelector('main')?.dataset.account?.slice(0, 15) === wanted.slice(0, 15) && document.querySelector('main')?.dataset.state === 'fresh', id))

beforeAll(async () => {
  demo = await startDemoOrg({ accounts: 60 })
  world = await openFirefox(demo.port)
})
afterAll(async () => {
  await world?.close()
  await demo?.close()
})

it('Firefox: says hello once it is installed, in words and without a failure', async () => {
  const welcome = await world.extensionPage('welcome.html')
  await until('the page is drawn', async () => (await textOf(welcome, 'body')).includes('Salesforce'))
  await picture(welcome, 'firefox-welcome')
})

it('Firefox: a press on the pill opens the panel, with the four facts of the account in the tab', async () => {
  const { id } = demo.showcase.overlap
  await world.page.goto('https://turfside-demo.my.salesforce.com/login', { timeout: 20_000 })
  await world.page.goto(account(id), { timeout: 20_000 })
  await world.pressPill()
  panel = await world.extensionPage('sidepanel.html')
  await shows(id)
  for (const fact of ['nextTouch', 'territory', 'profitability', 'kare']) {
    await until(`${fact} is there`, () => panel.evaluate((card: string) => document.querySelector<HTMLElement>(`section[data-card="${card}"]`)?.dataset.state === 'ready', fact))
  }
  await picture(panel, 'firefox-panel')
})

it('Firefox: a plan is imported in the options, and the panel goes by it', async () => {
  const before = await textOf(panel, 'footer')
  await panel.click('footer button:not([data-search])')
  const options = await world.extensionPage('options.html')
  const input = await options.waitForSelector('#import-plan', { timeout: 10_000 })
  await (input as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(planFile)
  await until('the plan is taken', () => options.evaluate(() => document.querySelector('#plan-status')?.getAttribute('data-state') === 'ok'))
  await picture(options, 'firefox-options')
  // The options took the tab's place, and the panel follows the tab.
  await options.close()
  await world.page.bringToFront()
  await shows(demo.showcase.overlap.id)
  await until('the panel shows the plan’s overlap', () => panel.evaluate(() => document.querySelector('[data-territory-state]')?.getAttribute('data-territory-state') === 'overlap'))
  expect(await textOf(panel, 'footer')).not.toBe(before)
})

it('Firefox: follows the page’s own navigation, logs a call with one click, and takes it back', async () => {
  const { id } = demo.showcase.keep
  await world.page.evaluate((to: string) => history.pushState({}, '', to), `/lightning/r/Account/${id}/view`)
  await shows(id)
  const before = touchesOf(demo, id).length
  await panel.evaluate(() => document.querySelector<HTMLElement>('button[data-log="call"]')!.click())
  await until('the call is in the org', () => touchesOf(demo, id).length === before + 1)
  await until('the toast says so', () => panel.evaluate(() => document.querySelector('[data-toast] button') !== null))
  await panel.evaluate(() => document.querySelector<HTMLElement>('[data-toast] button')!.click())
  await until('the call is gone', () => touchesOf(demo, id).length === before)
})

it('Firefox: the pill’s own button closes it for the site', async () => {
  const { x, y, width } = await world.page.evaluate(() => {
    const box = document.querySelector('turfside-pill')!.getBoundingClientRect()
    return { x: box.x, y: box.y, width: box.width }
  })
  await world.page.bringToFront()
  await world.page.mouse.move(x + width / 2, y + 14)
  await world.page.mouse.click(x + width - 12, y + 14)
  await until('the pill is gone', () => world.page.evaluate(() => document.querySelector('turfside-pill') === null))
  await world.page.reload()
  expect(await world.page.evaluate(() => document.querySelector('turfside-pill'))).toBeNull()
})
