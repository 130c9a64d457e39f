import type { Page } from 'puppeteer-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { keepEvidence } from '../browser/on-failure'
import { openScene, pause, plainAccounts, shows, textOf, touchesOf, until, type Scene } from './world'

/** What users of such extensions complain of: one test each, by that name. */

let scene: Scene
let page: Page
let panel: Page

beforeAll(async () => {
  scene = await openScene({ demo: { accounts: 60 } })
  page = scene.world.page
  ;({ panel } = await scene.world.openAccount(scene.demo.showcase.keep.id))
})
afterAll(() => scene?.close())
keepEvidence(() => scene?.world)
afterEach(() => scene.demo.faults.clear())

const go = (id: string) => scene.world.pushState(`/lightning/r/Account/${id}/view`)
const callsOf = (id: string) => touchesOf(scene.demo, id).filter(row => row.TaskSubtype === 'Call').length
const middleOf = async (selector: string) => {
  const box = await (await panel.waitForSelector(selector))!.boundingBox()
  return { x: box!.x + box!.width / 2, y: box!.y + box!.height / 2 }
}

it('logs under the wrong account after a fast tab switch', async () => {
  const { demo, world } = scene
  const [a, b] = plainAccounts(demo) as [string, string]
  const nameOf = (id: string) => String(demo.org.get(id)!.Name)
  for (const id of [a, b]) await world.openAccount(id)
  const calls = () => [callsOf(a), callsOf(b)]

  // The button is held while the page moves on, and let go over the same button of the next account.
  await go(a)
  await shows(panel, a, 'fresh')
  let [onA, onB] = calls() as [number, number]
  const button = await middleOf('button[data-log="call"]')
  await panel.mouse.move(button.x, button.y)
  await panel.mouse.down()
  await go(b)
  await shows(panel, b, 'fresh')
  expect(await middleOf('button[data-log="call"]')).toEqual(button)
  await panel.mouse.up()
  await panel.waitForSelector('[data-toast="logged"]', { timeout: 5_000 })
  expect(await textOf(panel, '[data-toast]')).toContain(nameOf(a))
  await until('the call is in the org', () => callsOf(a) === onA + 1)

  // The tab is another one before the press is answered, and the CRM takes its time.
  const other = await world.browser.newPage()
  await other.goto(world.accountPage(b))
  await page.bringToFront()
  await go(a)
  await shows(panel, a, 'fresh')
  ;[onA, onB] = calls() as [number, number]
  demo.faults.latencyMs = 300
  const place = await middleOf('button[data-log="call"]')
  await Promise.all([panel.mouse.click(place.x, place.y), other.bringToFront()])
  await shows(panel, b, 'fresh')
  await until('the call is in the org', () => callsOf(a) + callsOf(b) === onA + onB + 1)
  expect(calls()).toEqual([onA + 1, onB])
  demo.faults.clear()
  await other.close()
  await page.bringToFront()

  // Presses at any moment around a switch: each goes to the account that was on the screen then.
  await panel.evaluate(() => {
    const seen: { account: string; ms: number }[] = []
    let drawn = { account: '', at: 0 }
    const account = () => document.querySelector('main')?.dataset.account ?? ''
    new MutationObserver(() => account() === drawn.account || (drawn = { account: account(), at: performance.now() })).observe(document, { subtree: true, childList: true, attributes: true })
    addEventListener('pointerdown', ({ target, timeStamp }) => {
      if ((target as Element).closest('[data-log=call]')) seen.push({ account: account(), ms: Math.round(timeStamp - drawn.at) })
    }, true)
    Object.assign(window, { pressed: seen })
  })
  await go(a)
  await shows(panel, a, 'fresh')
  const before = { [a]: callsOf(a), [b]: callsOf(b) }
  for (let round = 0; round < 8; round++) {
    const moved = go(round % 2 === 0 ? b : a)
    await pause((round * 7) % 40)
    await panel.click('button[data-log="call"]')
    await moved
    await shows(panel, round % 2 === 0 ? b : a, 'fresh')
    await until('nothing waits', async () => (await panel.$('[data-waiting]')) === null)
  }
  const pressed = await panel.evaluate(() => (window as unknown as { pressed: { account: string; ms: number }[] }).pressed)
  expect(pressed.length).toBeGreaterThan(3)
  const surely = (id: string) => pressed.filter(({ account, ms }) => account === id && ms > 60).length
  const perhaps = pressed.filter(({ ms }) => ms <= 60).length
  await until('every press is in the org', () => callsOf(a) + callsOf(b) === before[a]! + before[b]! + pressed.length, 20_000)
  for (const id of [a, b]) {
    expect(callsOf(id) - before[id]!).toBeGreaterThanOrEqual(surely(id))
    expect(callsOf(id) - before[id]!).toBeLessThanOrEqual(surely(id) + perhaps)
  }
})

it('a double click logs one touch', async () => {
  const [, , id] = plainAccounts(scene.demo) as [string, string, string]
  await scene.world.openAccount(id)
  const before = callsOf(id)
  await panel.click('button[data-log="call"]', { count: 2 })
  await panel.waitForSelector('[data-toast="logged"]', { timeout: 5_000 })
  await panel.focus('button[data-log="email"]')
  await panel.keyboard.down('Enter')
  await panel.keyboard.down('Enter')
  await panel.keyboard.up('Enter')
  await until('the call and the e-mail are in the org', () => callsOf(id) === before + 1)
  await until('nothing waits', async () => (await panel.$('[data-waiting]')) === null)
  expect(callsOf(id)).toBe(before + 1)
})
