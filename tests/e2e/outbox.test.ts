import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startDemoOrg } from '../../demo/server'
import { openWorld, type World } from '../browser/world'
import { offline, openScene, picture, reread, textOf, touchesOf, until, waitingTouches, type Scene } from './world'

/** The same is proved of the rest where it happens: the answer that is lost, the worker that stops, the refusal (trouble), another user (sessions), the restart (trouble.profile). */

it('a touch whose browser is killed while the CRM is saving it is there once after the restart', async () => {
  const demo = await startDemoOrg({ accounts: 150 })
  const userDataDir = mkdtempSync(join(tmpdir(), 'turfside-outbox-'))
  let world: World | null = null
  try {
    const { id } = demo.showcase.keep
    const before = world = await openWorld({ port: demo.port, userDataDir })
    await before.signIn()
    const { panel } = await before.openAccount(id)
    const had = touchesOf(demo, id).length
    let killed: Promise<void> | null = null
    demo.faults.before({ method: 'POST', path: '/sobjects/Task' }, () => (killed = before.kill()))
    await panel.click('button[data-log="call"]').catch(() => undefined)
    await until('the browser is killed', () => killed !== null)
    await killed
    await until('the CRM has carried it out', () => touchesOf(demo, id).length === had + 1)

    const after = world = await openWorld({ port: demo.port, userDataDir })
    await after.signIn()
    const { panel: again } = await after.openAccount(id)
    await until('nothing waits', async () => (await waitingTouches(again)).length === 0, 30_000)
    expect(touchesOf(demo, id)).toHaveLength(had + 1)
  } finally {
    await world?.close()
    await demo.close()
    rmSync(userDataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
})

describe('touches that wait', () => {
  let scene: Scene
  let panel: Page
  let options: Page
  const log = async (type: string): Promise<void> => {
    await panel.click(`button[data-log="${type}"]`)
    await panel.waitForSelector('[data-toast="logged"]', { timeout: 5_000 })
  }
  const section = 'section[aria-labelledby="waiting-title"]'
  const rows = () => options.$$eval('[data-waits]', all => all.map(row => (row as HTMLElement).innerText.replace(/\s+/g, ' ')))
  /** The text of the file that a click hands out. */
  const fileOf = async (kind: 'csv' | 'json'): Promise<string> => {
    await options.evaluate(() => {
      const make = URL.createObjectURL.bind(URL)
      URL.createObjectURL = (blob: Blob) => {
        Object.assign(globalThis, { handedOut: blob.text() })
        return make(blob)
      }
    })
    await options.click(`[data-export="${kind}"]`)
    return options.evaluate(() => (globalThis as unknown as { handedOut: Promise<string> }).handedOut)
  }

  beforeAll(async () => {
    scene = await openScene()
    panel = (await scene.world.openAccount(scene.demo.showcase.keep.id)).panel
    options = await scene.world.browser.newPage()
    await options.goto(scene.world.extensionPage('options.html'))
    await options.waitForSelector('[data-waiting-touches="0"]')
    await scene.world.page.bringToFront()
  })
  afterAll(() => scene?.close())

  it('are listed in the options with what holds them up, exported as a table without formulas, and discarded after a question that names how many', async () => {
    const { demo, world } = scene
    const { id } = demo.showcase.keep
    const before = touchesOf(demo, id).length
    const back = await offline(world)
    await log('call')
    await log('visit')
    await panel.evaluate((ref: { crm: string; org: string; id: string }) => chrome.runtime.sendMessage({ turfside: 'log', ask: {
      ref, mark: 'formula', accountName: '=HYPERLINK("https://evil.example")', type: 'email', start: Date.now(), day: new Date().toISOString().slice(0, 10), minutes: 0, note: '@SUM(1)', onlineWord: 'Online', extra: {},
    } }), { crm: 'salesforce', org: world.apiOrigin, id })
    await options.bringToFront()
    await options.waitForSelector('[data-waiting-touches="3"]')
    await until('it says why they wait', async () => /cannot be reached|offline/i.test((await rows())[0] ?? ''))
    expect(await textOf(options, section)).toMatch(/3 touches have not reached your CRM yet/)
    await picture(options, 'waiting')

    const table = await fileOf('csv')
    expect(table.split('\r\n')).toHaveLength(5)
    expect(table).toContain(`"'=HYPERLINK(""https://evil.example"")"`)
    expect(table).toContain(`"'@SUM(1)"`)
    expect(JSON.parse(await fileOf('json'))).toMatchObject({ touches: [{ type: 'call', accountId: id }, { type: 'visit' }, { mark: 'formula', note: '@SUM(1)' }] })

    await options.click('[data-waits="formula"] [data-drop]')
    expect(await textOf(options, '#drop-dialog')).toMatch(/Discard 1 touch\?/)
    await options.keyboard.press('Escape')
    expect(await rows()).toHaveLength(3)
    await options.click('#drop-waiting')
    expect(await textOf(options, '#drop-dialog h2')).toBe('Discard 3 touches?')
    await options.keyboard.press('Escape')
    await options.click('[data-waits="formula"] [data-drop]')
    await options.click('#drop-confirm')
    // It was never sent: it is gone at once.
    await options.waitForSelector('[data-waits="formula"]', { hidden: true })
    await back()

    // The panel, the options and the browser's own network all want to send at once.
    await Promise.all([options.click('#send-waiting'), reread(panel), options.evaluate(() => chrome.runtime.sendMessage({ turfside: 'drain', ask: null }))])
    await until('the two that were meant are in the org', () => touchesOf(demo, id).length === before + 2)
    await options.waitForSelector('[data-waits]', { hidden: true })
    expect(touchesOf(demo, id)).toHaveLength(before + 2)
    await world.page.bringToFront()
  })

  it('are only counted for whoever else is signed in', async () => {
    const { demo, world } = scene
    const { id } = demo.showcase.keep
    const back = await offline(world)
    await log('call')
    await until('it was tried', async () => (await waitingTouches(panel)).some(({ error }) => error !== null))
    const cookie = (await world.browser.cookies()).find(({ name }) => name === 'sid')!
    await world.browser.deleteCookie(cookie)
    await options.bringToFront()
    await options.waitForSelector('[data-waiting-others]')
    expect(await options.$('[data-waits]')).toBeNull()
    expect(await textOf(options, section)).toMatch(/of another user or org waits? until/)
    await world.browser.setCookie(cookie)
    await world.page.bringToFront()
    await options.bringToFront()
    await options.waitForSelector('[data-waits]')
    await world.page.bringToFront()
    await back()
    const before = touchesOf(demo, id).length
    await reread(panel)
    await until('it is in the org', () => touchesOf(demo, id).length === before + 1)
  })

  it('outlive a browser that wipes its database: each arrives once', async () => {
    const { demo, world } = scene
    const { id } = demo.showcase.keep
    const before = touchesOf(demo, id).length
    const back = await offline(world)
    await log('call')
    await until('it was tried', async () => (await waitingTouches(panel)).some(({ error }) => error !== null))
    const worker = await world.worker()
    await worker.evaluate(() => new Promise<void>((resolve, reject) => {
      const request = indexedDB.deleteDatabase('turfside')
      request.onsuccess = () => resolve()
      request.onerror = () => reject(request.error!)
    }))
    await back()
    await options.bringToFront()
    await options.evaluate(() => chrome.runtime.sendMessage({ turfside: 'sendNow', ask: null }))
    await world.page.bringToFront()
    await until('it is in the org', () => touchesOf(demo, id).length === before + 1, 30_000)
    await until('nothing waits', async () => (await waitingTouches(panel)).length === 0)
    expect(touchesOf(demo, id)).toHaveLength(before + 1)
  })
})
