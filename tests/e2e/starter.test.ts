import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'puppeteer-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { panelPage } from '../browser/panel'
import { keepEvidence } from '../browser/on-failure'
import { parsePlan } from '../../lib/model/planFile'
import { openScene, picture, shows, textOf, touchesOf, until, type Scene } from './world'

const axeSource = readFileSync(join(import.meta.dirname, '../../node_modules/axe-core/axe.min.js'), 'utf8')
let scene: Scene
let welcome: Page

beforeAll(async () => {
  scene = await openScene({ plan: false, signedIn: false, world: { welcome: true } })
  welcome = await (await scene.world.browser.waitForTarget(target => target.url().endsWith('/welcome.html'))).page() as Page
})
afterAll(() => scene?.close())
keepEvidence(() => scene?.world)

const axe = async (page: Page): Promise<string[]> => {
  await page.evaluate(axeSource)
  return page.evaluate(async () => {
    const { axe: checker } = window as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }
    return (await checker.run()).violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
  })
}
/** By the Tab key, which must come by it before it has gone round. */
async function tabTo(page: Page, selector: string): Promise<void> {
  await page.bringToFront()
  for (let stops = 0; stops < 60; stops++) {
    await page.keyboard.press('Tab')
    if (await page.evaluate((wanted: string) => document.activeElement?.matches(wanted) ?? false, selector)) return
  }
  throw new Error(`Tab never came to ${selector}`)
}
/** "done done now later", asked from here: a page in the background draws nothing, and its own waiting stands still. */
const states = () => welcome.$$eval('[data-step]', steps => steps.map(step => step.getAttribute('data-state')).join(' '))
const stepsAre = (wanted: string) => until(`the steps are ${wanted}`, async () => (await states()) === wanted)

it('leads from the installation to an account with its facts in a minute, by keyboard alone: sign in, open an account, see it, log a call, take it back', async () => {
  const started = Date.now()
  const { demo, world } = scene
  await stepsAre('done now later later')
  expect(await axe(welcome)).toEqual([])
  await picture(welcome, 'welcome-first')
  expect(await textOf(welcome, '[data-step="signIn"]')).toMatch(/No tab with Salesforce is open/)

  await world.signIn()
  await stepsAre('done done now later')
  await world.page.goto(world.accountPage(demo.showcase.keep.id))
  await welcome.bringToFront()
  await welcome.waitForSelector('#open-panel', { timeout: 10_000 })
  await picture(welcome, 'welcome-account')
  await tabTo(welcome, '#open-panel')
  await welcome.keyboard.press('Enter')
  const panel = await panelPage(world.browser, 10_000)
  await shows(panel, demo.showcase.keep.id, 'fresh')
  await panel.waitForSelector('[data-plan="starter"]', { timeout: 10_000 })
  await panel.waitForSelector('[data-territory-state]', { timeout: 10_000 })
  await stepsAre('done done done done')
  expect(Date.now() - started).toBeLessThan(60_000)
  expect(await textOf(welcome, '.finish')).toMatch(/You are set/)

  const before = touchesOf(demo, demo.showcase.keep.id).length
  await tabTo(panel, 'button[data-log="call"]')
  await panel.keyboard.press('Enter')
  await until('the call is in the org', () => touchesOf(demo, demo.showcase.keep.id).length === before + 1)
  await panel.waitForSelector('[data-toast] button')
  await tabTo(panel, '[data-toast] button')
  await panel.keyboard.press('Enter')
  await until('the call is gone', () => touchesOf(demo, demo.showcase.keep.id).length === before)
})

it('says of a starter plan that it is one and what it assumes, with the setting that would make each exact', async () => {
  const panel = scene.world.panel ?? await panelPage(scene.world.browser, 5_000)
  expect(await textOf(panel, '.starter')).toMatch(/Starter plan from Salesforce \d+ assumptions/)
  await panel.click('#starter-ask')
  await panel.waitForSelector('.assumptions li')
  const listed = await panel.$$eval('.assumptions li', items => items.map(item => [item.getAttribute('data-assumption'), item.querySelector('code')?.textContent]))
  expect(listed).toEqual(expect.arrayContaining([['travelPerKm', 'profitability.travel.perKm'], ['rotations', 'rotations'], ['territoryAreas', 'territories'], ['noMarketing', 'profitability.marketing']]))
  expect(await panel.$eval('[data-card="nextTouch"] .head', head => head.textContent)).toMatch(/assumed/)
  expect(await panel.$eval('[data-card="territory"] [data-reason]', note => note.textContent)).toMatch(/By the starter plan/)
  expect(await panel.$eval('data[data-part="repTime"]', part => part.hasAttribute('data-estimated'))).toBe(true)
  expect(await axe(panel)).toEqual([])
  await picture(panel, 'starter-open')
})

it('is made exact in the options, exported for the team, taken away, and made again', async () => {
  const { demo, world } = scene
  const panel = await panelPage(world.browser, 5_000)
  const opened = world.browser.waitForTarget(target => target.url().includes('/options.html'), { timeout: 10_000 })
  await panel.click('[data-assumption="hourlyCost"] button')
  const options = await (await opened).page() as Page
  await options.bringToFront()
  await options.waitForFunction(() => document.activeElement?.getAttribute('data-figure') === 'hourlyCost', { timeout: 10_000 })
  await picture(options, 'starter-options')
  expect(await axe(options)).toEqual([])
  const count = async () => Number(/\d+/.exec(await textOf(options, 'article.starter summary'))![0])
  const before = await count()
  await options.keyboard.type('80')
  await options.keyboard.press('Enter')
  await until('one assumption less', async () => (await count()) === before - 1)

  const exported = await options.evaluate(async () => {
    let blob: Blob | null = null
    const make = URL.createObjectURL
    URL.createObjectURL = (of: Blob) => make((blob = of))
    document.querySelector<HTMLElement>('[data-do="export"]')!.click()
    while (!blob) await new Promise(resolve => setTimeout(resolve, 20))
    URL.createObjectURL = make
    return (blob as Blob).text()
  })
  const { plan } = parsePlan(exported) as Extract<ReturnType<typeof parsePlan>, { ok: true }>
  expect(plan.reps.length).toBeGreaterThan(5)
  expect(plan.reps.every(({ hourlyCost }) => hourlyCost === 80)).toBe(true)

  await options.click('[data-do="remove"]')
  await options.waitForSelector('[data-starter="removed"]')
  await world.page.bringToFront()
  await panel.waitForSelector('[data-plan="none"]', { timeout: 10_000 })
  await panel.click('.troubles .ends button:last-child')
  await panel.waitForSelector('[data-plan="starter"]', { timeout: 10_000 })
  await options.close()
  // What was set stays set.
  expect(await panel.$eval('main', main => main.getAttribute('data-account'))).toBe(demo.showcase.keep.id)
  expect(await textOf(panel, '#starter-ask')).toContain(String(before - 1))
})

it('is one org’s own: an account of another org has that org’s, and what was set in the first is not there', async () => {
  const { demo, world } = scene
  const sandbox = 'turfside-demo--uat.sandbox'
  const panel = await panelPage(world.browser, 5_000)
  await world.page.goto(`https://${sandbox}.my.salesforce.com/login`)
  await world.page.goto(`https://${sandbox}.lightning.force.com/lightning/r/Account/${demo.showcase.keep.id}/view`)
  const rows = () => panel.evaluate(() => new Promise<{ org: string; hour: unknown }[]>((resolve, reject) => {
    const open = indexedDB.open('turfside')
    open.onerror = () => reject(open.error!)
    open.onsuccess = () => {
      const all = open.result.transaction('starters').objectStore('starters').getAll()
      all.onsuccess = () => {
        open.result.close()
        resolve((all.result as { org: string; made: { plan: { reps: { hourlyCost: unknown }[] } } | null }[]).map(({ org, made }) => ({ org, hour: made?.plan.reps[0]?.hourlyCost })))
      }
    }
  }))
  await until('a plan of each org', async () => (await rows()).filter(({ hour }) => hour !== undefined).length === 2)
  expect((await rows()).sort((a, b) => (a.org < b.org ? -1 : 1))).toEqual([{ org: `https://${sandbox}.my.salesforce.com`, hour: '60' }, { org: world.apiOrigin, hour: 80 }])
  await panel.waitForSelector('[data-plan="starter"]', { timeout: 10_000 })
})
