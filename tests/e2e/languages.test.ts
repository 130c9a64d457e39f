import type { Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { productionBuild, type Copy } from '../browser/build'
import { bareWords, clipped, copyInPseudo } from '../browser/pseudo'
import { openScene, picture, planFile, shows, until, type Scene } from './world'

describe('in a language that does not exist, two fifths longer', () => {
  let build: Copy
  let scene: Scene
  let panel: Page

  beforeAll(async () => {
    build = copyInPseudo(productionBuild)
    scene = await openScene({ demo: { accounts: 60 }, world: { extensionDir: build.dir } })
  })
  afterAll(async () => {
    await scene?.close()
    build?.remove()
  })

  /** Every word is a message, and every message fits, at the panel's usual width and its smallest. */
  async function holds(page: Page, name: string, widths: readonly number[]): Promise<void> {
    expect(await bareWords(page), name).toEqual([])
    for (const width of widths) {
      await page.setViewport({ width, height: 800 })
      expect(await clipped(page), `${name} at ${width}`).toEqual([])
      await picture(page, `pseudo-${name}-${width}`)
    }
  }
  const unfold = (page: Page) => page.evaluate(() => {
    for (const button of document.querySelectorAll<HTMLElement>('[aria-expanded=false]')) button.click()
  })

  it('the panel of an account, every answer open, says nothing in bare words', async () => {
    const { demo, world } = scene
    panel = (await world.openAccount(demo.showcase.overlap.id)).panel
    await panel.waitForSelector('section[data-card=history][data-state=ready]', { timeout: 10_000 })
    await unfold(panel)
    await holds(panel, 'account', [360, 280])
    for (const name of ['unassigned', 'overdue', 'attain', 'recapture'] as const) {
      await world.openAccount(demo.showcase[name].id)
      await unfold(panel)
      await holds(panel, name, [280])
    }
  })

  it('nor does the form, nor the toast', async () => {
    const { demo, world } = scene
    await world.openAccount(demo.showcase.keep.id)
    await panel.evaluate(() => document.querySelector<HTMLElement>('button[data-log=call]')!.click())
    await panel.waitForSelector('[data-toast]', { timeout: 10_000 })
    await holds(panel, 'toast', [280])
    await panel.evaluate(() => document.querySelector<HTMLElement>('[data-toast] button')!.click())
    await panel.evaluate(() => document.querySelector<HTMLElement>('section[data-card=nextTouch] .log .why, [data-open-form]')?.click())
    await holds(panel, 'form', [280])
  })

  it('nor the list, nor today’s touches', async () => {
    const { world } = scene
    await world.pushState('/lightning/o/Account/list?filterName=AllAccounts')
    await until('the list is there', () => panel.$eval('main', main => main.dataset.part === 'list' && main.dataset.state === 'fresh' && main.dataset.assessed === main.dataset.listed), 30_000)
    await holds(panel, 'list', [360, 280])
    await world.page.goto('about:blank')
    await until('today is there', () => panel.$eval('main', main => main.dataset.part === 'today'))
    await holds(panel, 'today', [360, 280])
  })

  it('nor the options, nor the hello', async () => {
    const { world } = scene
    for (const name of ['options', 'welcome']) {
      const page = await world.browser.newPage()
      await page.goto(world.extensionPage(`${name}.html`))
      await page.waitForSelector('main button', { timeout: 10_000 })
      // 320 pixels are a window of 1280 at four times its size.
      await holds(page, name, [1000, 320])
      await page.close()
    }
  })

  it('nor the plan’s refusal', async () => {
    await expect(scene.world.importPlan(import.meta.filename)).rejects.toThrow(/⟦/)
    await scene.world.importPlan(planFile)
    await scene.world.page.bringToFront()
    await scene.world.openAccount(scene.demo.showcase.keep.id)
    await shows(panel, scene.demo.showcase.keep.id, 'fresh')
  })
})
