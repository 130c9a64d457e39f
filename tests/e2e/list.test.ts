import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepEvidence } from '../browser/on-failure'
import { openScene, textOf, until, type Scene } from './world'

let scene: Scene
let panel: Page

beforeAll(async () => {
  scene = await openScene({ demo: { accounts: 300 } })
  await scene.world.page.goto(`${scene.world.pageOrigin}/lightning/page/home`)
  panel = await scene.world.openPanel()
})
afterAll(() => scene?.close())
keepEvidence(() => scene.world)

const go = async (path: string): Promise<void> => {
  await scene.world.page.evaluate(to => { history.pushState({}, '', to) }, path)
}
const view = (name: string, object = 'Account') => `/lightning/o/${object}/list?filterName=${name}`
const accounts = () => scene.demo.org.rows('Account').filter(row => row.IsDeleted !== true)
const main = (name: string): Promise<string | undefined> => panel.$eval('main', (element, key) => element.dataset[key], name)
const count = (selector: string): Promise<number> => panel.$$eval(selector, found => found.length)
/** Waits until the list is there with so many accounts, all of them read and assessed. */
const listed = async (many: number): Promise<void> => {
  await until(`${many} accounts in the panel`, async () => (await panel.$('main[data-part=list]')) !== null && (await main('state')) === 'fresh' && (await main('listed')) === String(many) && (await main('assessed')) === String(many))
}
const filterCount = (filter: string) => panel.$eval(`[data-filter=${filter}] b`, element => Number(element.textContent.replace(/\D/g, '')))
const picture = async (name: string, { width = 360, theme = 'light', forced = false }: { width?: number; theme?: 'light' | 'dark'; forced?: boolean } = {}): Promise<void> => {
  const folder = fileURLToPath(new URL('../../screenshots/list', import.meta.url))
  mkdirSync(folder, { recursive: true })
  const cdp = await panel.createCDPSession()
  await cdp.send('Emulation.setDeviceMetricsOverride', { width, height: 720, deviceScaleFactor: 1.5, mobile: false })
  await cdp.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: theme }, { name: 'forced-colors', value: forced ? 'active' : 'none' }] })
  await panel.screenshot({ path: `${folder}/${name}.png` })
  await cdp.detach()
}

describe('a manager on a list view', () => {
  it('sees at a glance which accounts overlap, between whom, and what is at stake', async () => {
    await go(view('AllAccounts'))
    await listed(accounts().length)
    expect(await filterCount('all')).toBe(accounts().length)
    expect(await filterCount('overlap')).toBeGreaterThan(0)
    expect(await textOf(panel, '[data-overlapping]')).toBe(`${await filterCount('overlap')} of ${accounts().length} overlap`)
    expect(await textOf(panel, '[data-stake] .big')).toMatch(/^\$[\d,]+ revenue, and \$[\d,]+ open pipeline$/)
    const groups = await panel.$$eval('[data-group]', all => all.map(item => (item as HTMLElement).innerText))
    expect(groups.length).toBeGreaterThan(0)
    await picture('light')
    await picture('dark', { theme: 'dark' })
    await picture('280', { width: 280 })
    await picture('600', { width: 600 })
    await picture('forced', { forced: true })
  })
})
