import { fileURLToPath } from 'node:url'
import type { Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startDemoOrg, type DemoOrg } from '../../demo/server'
import { keepEvidence } from '../browser/on-failure'
import { openWorld, type World } from '../browser/world'

const planFile = fileURLToPath(new URL('../../demo/plan.json', import.meta.url))
let demo: DemoOrg
let world: World

beforeAll(async () => {
  demo = await startDemoOrg({ accounts: 400 })
  world = await openWorld({ port: demo.port, crmLog: () => JSON.stringify(demo.log, null, 1) })
  await world.signIn()
  await world.importPlan(planFile)
})
afterAll(async () => {
  await world?.close()
  await demo?.close()
})
keepEvidence(() => world)

const touchesOf = (accountId: string) => [...demo.org.rows('Task'), ...demo.org.rows('Event')].filter(row => row.WhatId === accountId && !row.IsDeleted)
const until = async (what: string, holds: () => boolean | Promise<boolean>, ms = 15_000) => {
  const end = Date.now() + ms
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`${what}: not within ${ms} ms`)
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}
const textOf = (panel: Page, selector: string) => panel.$eval(selector, element => element.textContent?.trim() ?? '')
const toast = (panel: Page) => panel.waitForSelector('[data-toast]', { timeout: 10_000 })

describe('a rep on an account page', () => {
  it.each(['call', 'email', 'visit', 'meeting'] as const)('logs a %s with one click, sees it counted, and takes it back', async type => {
    const { id } = demo.showcase.keep
    const { panel } = await world.openAccount(id)
    const remaining = () => panel.$eval(`[data-remaining="${type}"]`, element => Number(element.getAttribute('data-count')))
    const before = touchesOf(id)
    const due = await remaining()

    await panel.click(`button[data-log="${type}"]`)
    await panel.waitForSelector('[data-toast="logged"]', { timeout: 10_000 })
    await until('it counts', async () => (await remaining()) === Math.max(0, due - 1))
    await until('the touch is in the CRM', () => touchesOf(id).length === before.length + 1)
    const written = touchesOf(id).find(row => !before.includes(row))!
    expect(written.OwnerId).toBe(demo.org.rows('User').find(user => user.Id === written.CreatedById)?.Id)
    if (type === 'call' || type === 'email') {
      expect(written).toMatchObject({ TaskSubtype: type === 'call' ? 'Call' : 'Email', Status: 'Completed' })
      expect(String(written.CallObject)).not.toBe('')
    } else {
      expect(new Date(written.StartDateTime as string | number).getTime()).toBeLessThanOrEqual(Date.now())
      expect(String(written.Description)).toMatch(/turfside/i)
    }

    await panel.click('button[data-undo]')
    await panel.waitForSelector('[data-toast="undone"]', { timeout: 10_000 })
    expect(touchesOf(id).map(row => row.Id)).toEqual(before.map(row => row.Id))
    await until('the count is as it was', async () => (await remaining()) === due)
  })

  it('counts the touch of a rep who has never been at the account as the team’s', async () => {
    const { id } = demo.showcase.unassigned
    const me = demo.org.rows('User').find(user => user.Id === touchesOf(demo.showcase.keep.id).at(-1)?.OwnerId)
    expect(touchesOf(id).some(row => row.OwnerId === me?.Id)).toBe(false)
    const { panel } = await world.openAccount(id)
    const remaining = () => panel.$eval('[data-remaining=call]', element => Number(element.getAttribute('data-count')))
    const due = await remaining()
    expect(due).toBeGreaterThan(0)
    await panel.click('button[data-log=call]')
    await until('it counts', async () => (await remaining()) === due - 1)
    expect(await panel.$('[data-part=repTime][data-missing]')).toBeNull()
    await panel.waitForSelector('[data-toast="logged"]')
    await panel.click('button[data-undo]')
    await panel.waitForSelector('[data-toast="undone"]')
  })

  it('adds a note, a duration and an earlier date in the small form, by keyboard alone', async () => {
    const { id } = demo.showcase.expand
    const { panel } = await world.openAccount(id)
    const before = touchesOf(id)
    await panel.focus('[data-more]')
    await panel.keyboard.press('Enter')
    await panel.waitForSelector('form textarea[name=note]')
    expect(await panel.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('note')
    await panel.click('form input[name=type][value=call]')
    await panel.type('form textarea[name=note]', 'Asked for a quote <b>soon</b>')
    await panel.$eval('form input[name=day]', input => { (input as HTMLInputElement).value = (input as HTMLInputElement).max.slice(0, 8) + '02' })
    await panel.$eval('form input[name=minutes]', input => { (input as HTMLInputElement).value = '25' })
    await panel.focus('form button[type=submit]')
    await panel.keyboard.press('Enter')
    await toast(panel)
    await until('the call is in the CRM', () => touchesOf(id).length === before.length + 1)
    const written = touchesOf(id).find(row => !before.includes(row))!
    expect(written).toMatchObject({ TaskSubtype: 'Call', CallDurationInSeconds: 1500 })
    expect(String(written.Description)).toContain('Asked for a quote <b>soon</b>')
    expect(String(written.ActivityDate)).toMatch(/-02$/)
  })

  it('opens the reasons of every fact, each a sentence', async () => {
    const { panel } = await world.openAccount(demo.showcase.overlap.id)
    for (const card of ['nextTouch', 'territory', 'profitability', 'kare']) {
      await panel.click(`section[data-card=${card}] button.why[aria-expanded=false]`)
      const reasons = await panel.$$eval(`section[data-card=${card}] button[aria-expanded=true] , section[data-card=${card}] li`, items => items.map(item => item.textContent ?? ''))
      expect(reasons.length).toBeGreaterThan(1)
      for (const reason of reasons) expect(reason).not.toMatch(/why_|undefined|NaN|\$\d\$/)
    }
  })

  it('says overlap with what is at stake, unassigned, and an owner who is none of the plan’s', async () => {
    const { panel } = await world.openAccount(demo.showcase.overlap.id)
    expect(await panel.$$eval('[data-claim-name]', names => names.length)).toBeGreaterThan(1)
    expect(await textOf(panel, 'section[data-card=territory]')).toMatch(/at stake/)
    await world.openAccount(demo.showcase.unassigned.id)
    expect(await panel.$eval('[data-territory-state]', element => element.getAttribute('data-territory-state'))).toBe('unassigned')
    await world.openAccount(demo.showcase.ownerMismatch.id)
    expect(await panel.$('[data-owner-mismatch]')).not.toBeNull()
  })

  it('shows markup, right-to-left, emoji and 255-character names as text', async () => {
    for (const name of ['markup', 'rightToLeft', 'emoji', 'longName'] as const) {
      const { panel } = await world.openAccount(demo.showcase[name].id)
      expect(await textOf(panel, 'h1')).toBe(demo.showcase[name].name.trim())
      expect(await panel.$('h1 b, h1 script, h1 img')).toBeNull()
      expect(await panel.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)).toBe(true)
    }
  })

  it('never shows one account under another, over 20 quick navigations and late answers', async () => {
    const ids = Object.values(demo.showcase).map(({ id }) => id)
    const { panel } = await world.openAccount(ids[0]!)
    const names = Object.fromEntries(Object.values(demo.showcase).map(({ id, name }) => [id, name.trim()]))
    demo.faults.latencyMs = 150
    try {
      // Every state that the panel ever paints is looked at, in the panel itself.
      await panel.evaluate((known: Record<string, string>) => {
        const wrong: string[] = []
        Object.assign(window, { wrong })
        new MutationObserver(() => {
          const id = document.querySelector('main')?.dataset.account
          const name = document.querySelector('h1')?.textContent?.trim()
          if (id && name && Object.values(known).includes(name) && known[id] !== name) wrong.push(`${name} under ${id}`)
        }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true })
      }, names)
      for (let i = 0; i < 20; i++) {
        await world.pushState(`/lightning/r/Account/${ids[i % ids.length]}/view`)
        await new Promise(resolve => setTimeout(resolve, i % 3 === 0 ? 10 : 60))
      }
      const last = ids[19 % ids.length]!
      await panel.waitForFunction((id: string) => document.querySelector('main')?.dataset.account === id && document.querySelector('main')?.dataset.state === 'fresh', { timeout: 20_000 }, last)
      expect(await textOf(panel, 'h1')).toBe(names[last])
      expect(await panel.evaluate(() => (window as unknown as { wrong: string[] }).wrong)).toEqual([])
    } finally {
      demo.faults.clear()
    }
  })

  it('paints a cached account before a CRM that takes two seconds has answered', async () => {
    const [first, second] = [demo.showcase.keep.id, demo.showcase.expand.id]
    const { panel } = await world.openAccount(first)
    await world.openAccount(second)
    demo.faults.latencyMs = 2_000
    try {
      await panel.evaluate(() => delete document.querySelector('main')!.dataset.msCached)
      await world.pushState(`/lightning/r/Account/${first}/view`)
      await panel.waitForFunction((id: string) => document.querySelector('main')?.dataset.account === id && document.querySelector('main')?.dataset.msCached !== undefined
        || document.querySelector('main')?.dataset.msFresh !== undefined, { timeout: 10_000 }, first)
      const ms = await panel.$eval('main', main => Number((main as HTMLElement).dataset.msCached ?? (main as HTMLElement).dataset.msFresh))
      expect(ms).toBeLessThan(2_000)
    } finally {
      demo.faults.clear()
    }
  })

  it('follows the active tab, and says so where there is no account', async () => {
    const { panel } = await world.openAccount(demo.showcase.keep.id)
    const other = await world.browser.newPage()
    try {
      await other.goto(world.accountPage(demo.showcase.attain.id))
      await panel.waitForFunction((id: string) => document.querySelector('main')?.dataset.account === id, { timeout: 10_000 }, demo.showcase.attain.id)
      await other.goto(`${world.pageOrigin}/lightning/page/home`)
      await panel.waitForFunction(() => document.querySelector('main')?.dataset.state === 'notAccount', { timeout: 10_000 })
      await other.goto('about:blank')
      await panel.waitForFunction(() => !document.querySelector('main')?.dataset.account, { timeout: 10_000 })
    } finally {
      await other.close()
    }
    await panel.waitForFunction((id: string) => document.querySelector('main')?.dataset.account === id, { timeout: 10_000 }, demo.showcase.keep.id)
  })
})
