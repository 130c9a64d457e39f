import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'puppeteer-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { panelPage } from '../browser/panel'
import { keepEvidence } from '../browser/on-failure'
import { openScene, picture, shows, textOf, until, type Scene } from './world'

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
/** "done done now later", asked from here: a page in the background draws nothing, and its own waiting stands still. */
const states = () => welcome.$$eval('[data-step]', steps => steps.map(step => step.getAttribute('data-state')).join(' '))
const stepsAre = (wanted: string) => until(`the steps are ${wanted}`, async () => (await states()) === wanted)

it('leads from the installation to an account with its facts in a minute: sign in, open an account, see it', async () => {
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
  await welcome.click('#open-panel')
  const panel = await panelPage(world.browser, 10_000)
  await shows(panel, demo.showcase.keep.id, 'fresh')
  await panel.waitForSelector('[data-plan="starter"]', { timeout: 10_000 })
  await panel.waitForSelector('[data-territory-state]', { timeout: 10_000 })
  await stepsAre('done done done done')
  expect(Date.now() - started).toBeLessThan(60_000)
  expect(await textOf(welcome, '.finish')).toMatch(/You are set/)
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
