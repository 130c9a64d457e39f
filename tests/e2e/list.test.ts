import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepEvidence } from '../browser/on-failure'
import { offline, openScene, picture, shows, textOf, touchesOf, until, type Scene } from './world'

let scene: Scene
let panel: Page
/** An account with open deals that nobody may see. */
let hidden: string

beforeAll(async () => {
  scene = await openScene({ demo: { accounts: 150 } })
  await scene.world.page.goto(`${scene.world.pageOrigin}/lightning/page/home`)
  panel = await scene.world.openPanel()
  const special = new Set(Object.values(scene.demo.showcase).map(({ id }) => id))
  hidden = openDeals().map(row => String(row.AccountId)).find(id => !special.has(id))!
  scene.demo.faults.conceal(hidden)
})
afterAll(() => scene?.close())
keepEvidence(() => scene.world)

const go = async (path: string): Promise<void> => {
  await scene.world.page.evaluate(to => { history.pushState({}, '', to) }, path)
}
const view = (name: string, object = 'Account') => `/lightning/o/${object}/list?filterName=${name}`
const accounts = () => scene.demo.org.rows('Account').filter(row => row.IsDeleted !== true && row.Id !== hidden)
const openDeals = () => scene.demo.org.rows('Opportunity').filter(row => row.IsDeleted !== true && !String(row.StageName).startsWith('Closed'))
const main = (name: string): Promise<string | undefined> => panel.$eval('main', (element, key) => element.dataset[key], name)
/** Waits until the list is there with so many accounts, all of them read and assessed. */
const listed = async (many: number): Promise<void> => {
  await until(`${many} accounts in the panel`, async () => (await panel.$('main[data-part=list]')) !== null && (await main('state')) === 'fresh' && (await main('listed')) === String(many) && (await main('assessed')) === String(many))
}
const filterCount = (filter: string) => panel.$eval(`[data-filter=${filter}] b`, element => Number(element.textContent.replace(/\D/g, '')))
const rows = () => panel.$$eval('tbody tr', all => all.toSorted((a, b) => Number(a.dataset.row) - Number(b.dataset.row)).map(row => ({ id: row.dataset.id!, territory: row.dataset.territory, late: row.querySelector('.late') !== null, net: row.querySelector('data')?.value ?? null })))
const shown = () => panel.$eval('[data-shown]', element => Number(element.getAttribute('data-shown')))
const press = (selector: string) => panel.$eval(selector, element => (element as HTMLElement).click())

/** What sticks out of the panel or is cut off, and what axe finds. */
async function faults(): Promise<string[]> {
  return panel.evaluate(async () => {
    const width = document.documentElement.clientWidth
    const wide = [...document.querySelectorAll('main *')].filter(element => {
      const box = element.getBoundingClientRect()
      return box.width > 0 && !element.closest('.unseen') && (box.right > width + 0.5 || box.left < -0.5)
    }).map(element => `${element.tagName}.${element.className} sticks out`)
    const { axe } = window as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }> } }
    const { violations } = await axe.run()
    return [...wide, ...violations.flatMap(({ id, nodes }) => nodes.slice(0, 2).map(node => `${id}: ${node.html.slice(0, 140)} ${node.failureSummary}`))]
  })
}

describe('a manager on a list view', () => {
  it('sees at a glance which accounts overlap, between whom, and what is at stake', async () => {
    scene.demo.log.length = 0
    await go(view('AllAccounts'))
    await listed(accounts().length)
    // One for what is listed, one for all of the accounts; the rest is who is signed in, and the org's first description.
    expect(scene.demo.log.filter(({ path }) => path.endsWith('/composite/batch')).length).toBeLessThanOrEqual(2)
    const overlap = await filterCount('overlap')
    expect(await filterCount('all')).toBe(accounts().length)
    expect(overlap).toBeGreaterThan(1)
    expect(await textOf(panel, '[data-overlapping]')).toBe(`${overlap} of ${accounts().length} overlap`)
    expect(await textOf(panel, '[data-stake] .big')).toMatch(/^\$[\d,]+ revenue, and \$[\d,]+ open pipeline$/)
    expect(await textOf(panel, '[data-group] .between')).toMatch(/ and /)

    const inGroup = await panel.$eval('[data-group]', element => Number(element.getAttribute('data-group')))
    await press('[data-group] button')
    expect(await shown()).toBe(inGroup)
    expect((await rows()).every(({ territory }) => territory === 'overlap')).toBe(true)
    await press('[data-filter=overlap]')
    expect(await shown()).toBe(overlap)
  })

  it('filters and orders the rows', async () => {
    await press('[data-filter=late]')
    expect(await shown()).toBe(await filterCount('late'))
    expect((await rows()).every(({ late }) => late)).toBe(true)
    await press('[data-filter=all]')
    await press('[data-sort=net]')
    expect(await panel.$eval('th.c-net', element => element.getAttribute('aria-sort'))).toBe('descending')
    const nets = (await rows()).map(({ net }) => Number(net))
    expect(nets.length).toBeGreaterThan(8)
    expect(nets).toEqual(nets.toSorted((a, b) => b - a))
    // Of all rows only those in sight are drawn, wherever that is.
    await panel.evaluate(() => scrollTo(0, document.body.scrollHeight))
    await until('the last row', async () => (await panel.$(`tr[data-row="${accounts().length - 1}"]`)) !== null)
    expect((await rows()).length).toBeLessThan(60)
    await panel.evaluate(() => scrollTo(0, 0))
    await press('[data-sort=next]')
  })

  it.each([['at 280 pixels', 280, 'ltr'], ['from right to left', 360, 'rtl'], ['wide', 600, 'ltr']] as const)('reads it %s with nothing cut off, and by a screen reader', async (_, width, dir) => {
    await panel.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'))
    const cdp = await panel.createCDPSession()
    await cdp.send('Emulation.setDeviceMetricsOverride', { width, height: 720, deviceScaleFactor: 1, mobile: false })
    await panel.evaluate(to => { document.documentElement.dir = to }, dir)
    expect(await faults()).toEqual([])
    await picture(panel, `list-${width}-${dir}`)
    await panel.evaluate(() => { document.documentElement.dir = 'ltr' })
    await cdp.detach()
  })
})

describe('a rep on a list', () => {
  it('goes from row to row, logs the suggested touch and opens the account, by keyboard alone', async () => {
    await go(view('AllAccounts'))
    await listed(accounts().length)
    await press('[data-filter=late]')
    await panel.focus('tr[data-row="0"]')
    await panel.keyboard.press('End')
    await panel.keyboard.press('Home')
    await panel.keyboard.press('ArrowDown')
    const id = await panel.evaluate(() => (document.activeElement as HTMLElement).dataset.id!)
    expect(id).toBe((await rows())[1]!.id)
    const before = touchesOf(scene.demo, id).length
    await panel.keyboard.press('l')
    await panel.waitForSelector('[data-toast=logged]')
    await until('the touch is in the CRM', () => touchesOf(scene.demo, id).length === before + 1)
    await press('[data-undo]')
    await panel.waitForSelector('[data-toast=undone]')
    expect(touchesOf(scene.demo, id)).toHaveLength(before)

    await press('[data-filter=all]')
    await panel.focus(`tr[data-id="${id}"]`)
    await panel.keyboard.press('Enter')
    await until('the tab shows the account', () => scene.world.page.url().includes(id))
    await shows(panel, id, 'fresh')
  })

  it('finds the accounts of a search, a report and a list of deals, and says which rows are none', async () => {
    const [some] = accounts().filter(row => /^[A-Z][a-z]+ [A-Z][a-z]+/.test(String(row.Name)))
    const page = (term: string) => `/one/one.app#${Buffer.from(JSON.stringify({ componentDef: 'forceSearch:searchPageDesktop', attributes: { term } })).toString('base64')}`
    await go(page(String(some!.Name)))
    await until('the search', async () => (await panel.$(`main[data-state=fresh] tr[data-id="${some!.Id}"]`)) !== null)
    expect(await textOf(panel, 'h1')).toBe(`Found for “${String(some!.Name)}”`)
    await go(page('\'; SELECT * FROM {User} "--'))
    await until('nothing is found', async () => (await panel.$('main[data-state=fresh] [data-empty]')) !== null)

    const owners = [...new Set(openDeals().map(row => String(row.AccountId)))]
    await go(view('OpenOpportunities', 'Opportunity'))
    await listed(owners.length - 1)
    expect(await textOf(panel, '.subtitle')).toContain(`1 of ${openDeals().length} rows is no account that you may see.`)
    expect(await panel.$(`tr[data-id="${hidden}"]`)).toBeNull()
    const report = scene.demo.org.rows('Report').find(row => row.DeveloperName === 'OpenDeals')!
    await go(`/lightning/r/Report/${String(report.Id)}/view`)
    await listed(owners.length - 1)
    expect(await textOf(panel, 'h1')).toBe('Open Opportunities')
  })
})

describe('when the CRM does not answer', () => {
  it('keeps the list that was read, says what is wrong, and goes on by itself', async () => {
    await go(view('MyAccounts'))
    await until('the list', async () => (await panel.$('main[data-part=list][data-state=fresh] tr[data-id]')) !== null)
    await go('/lightning/page/home')
    await panel.waitForSelector('main:not([data-part=list])')
    const back = await offline(scene.world)
    await go(view('MyAccounts'))
    await panel.waitForSelector('[data-trouble=offline]')
    expect((await rows()).length).toBeGreaterThan(3)
    await back()
    await panel.evaluate(() => void dispatchEvent(new Event('online')))
    await until('it is fresh', async () => (await main('state')) === 'fresh')
    expect(await panel.$('[data-trouble]')).toBeNull()
  })

  it('stops asking when the tab leaves the list', async () => {
    scene.demo.faults.latencyMs = 400
    scene.demo.log.length = 0
    await go(view('AllContacts', 'Contact'))
    await until('it is asked', () => scene.demo.log.length > 0)
    await go('/lightning/page/home')
    await panel.waitForSelector('main:not([data-part=list])')
    await new Promise(done => setTimeout(done, 1_000))
    expect(scene.demo.log.filter(({ path }) => path.endsWith('/batch')).length).toBeLessThanOrEqual(1)
    scene.demo.faults.clear()
  })

  // The last: a CRM that says so is left alone for a while.
  it('says that the CRM wants to be left alone, where a list was never read', async () => {
    scene.demo.faults.add({ kind: 'limit', path: '/composite', times: null })
    await go(view('Enterprise'))
    await panel.waitForSelector('main[data-state=failed] [data-trouble=limit]')
    expect(await panel.$('tr[data-id]')).toBeNull()
  })
})
