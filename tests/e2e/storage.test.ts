import { mkdtempSync, readdirSync, rmSync, statSync, unlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'puppeteer-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { keepEvidence } from '../browser/on-failure'
import { factStates, openScene, picture, plainAccounts, shows, textOf, touchesOf, until, type Scene } from './world'

/** What browsers do to what an extension keeps, with the real thing: each leaves a panel that works, a sentence, and every touch. */
let scene: Scene
let panel: Page
let fresh: string[]
const profile = mkdtempSync(join(tmpdir(), 'turfside-storage-'))

beforeAll(async () => {
  scene = await openScene({ world: { userDataDir: profile } })
  fresh = plainAccounts(scene.demo)
  panel = (await scene.world.openAccount(scene.demo.showcase.keep.id)).panel
})
afterAll(async () => {
  await scene?.close()
  rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
})
keepEvidence(() => scene?.world)

const go = (id: string) => scene.world.pushState(`/lightning/r/Account/${id}/view`)
const ready = async () => Object.entries(await factStates(panel)).filter(([card]) => ['nextTouch', 'territory', 'profitability', 'kare'].includes(card)).map(([, state]) => state)

/** As a browser clears what an extension has kept. */
async function wipe(): Promise<void> {
  const cdp = await panel.createCDPSession()
  await cdp.send('Storage.clearDataForOrigin', { origin: `chrome-extension://${scene.world.extensionId}`, storageTypes: 'indexeddb' })
  await cdp.detach()
}

it('IndexedDB wiped by the browser under an open panel: the account and the plan are back by themselves, and it is told until it was read', async () => {
  const { id } = scene.demo.showcase.keep
  const before = touchesOf(scene.demo, id).length
  await wipe()
  await panel.waitForSelector('[data-storage-note=wiped]', { timeout: 10_000 })
  await shows(panel, id, 'fresh')
  await until('the facts are there', async () => (await ready()).every(state => state === 'ready'))
  expect(await textOf(panel, '[data-storage-note]')).toMatch(/has cleared what Turfside kept[\s\S]*waiting touches are back/)
  await picture(panel, 'storage-wiped')
  await panel.click('[data-note-done]')
  await panel.waitForSelector('[data-storage-note]', { hidden: true, timeout: 5_000 })
  await panel.click('button[data-log="call"]')
  await until('the call is in the org', () => touchesOf(scene.demo, id).length === before + 1)
})

it('no room for an account that is read: those read longest ago make room for it, and it is told what was given up', async () => {
  for (const id of fresh.splice(0, 2)) {
    await go(id)
    await shows(panel, id, 'fresh')
  }
  const worker = await scene.world.worker()
  // Chromium's own quota lets nothing be given up that it frees at once: the refusal is made, all after it is real.
  await worker.evaluate(() => {
    const { put } = IDBObjectStore.prototype
    IDBObjectStore.prototype.put = function (...args) {
      if (this.name !== 'records') return put.apply(this, args)
      IDBObjectStore.prototype.put = put
      throw new DOMException('no room', 'QuotaExceededError')
    }
  })
  const id = fresh.shift()!
  await go(id)
  await shows(panel, id, 'fresh')
  await panel.waitForSelector('[data-storage-note=madeRoom]', { timeout: 10_000 })
  expect(await textOf(panel, '[data-storage-note]')).toMatch(/Given up: 3 accounts/)
  expect(await panel.$('[data-storage]')).toBeNull()
  await picture(panel, 'storage-made-room')
  await panel.click('[data-note-done]')
})

it('a disk that is full whatever is given up: it is said, a touch is logged all the same and arrives once, and when there is room all is back', async () => {
  const { id } = scene.demo.showcase.keep
  const cdp = await panel.createCDPSession()
  const origin = `chrome-extension://${scene.world.extensionId}`
  await cdp.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 })
  // A browser asks its quota when a database is opened first.
  await wipe()
  await go(id)
  await panel.waitForSelector('[data-storage=full]', { timeout: 10_000 })
  expect(await textOf(panel, '[data-storage]')).toMatch(/no room left[\s\S]*Free some disk space[\s\S]*Waiting touches stay/)
  // What cannot be kept is shown all the same, by the plan that lies apart.
  await shows(panel, id, 'fresh')
  await until('the facts are there', async () => (await ready()).every(state => state === 'ready'))
  expect(await panel.$('[data-plan=starter], [data-trouble]')).toBeNull()
  const before = touchesOf(scene.demo, id).length
  await panel.click('button[data-log="visit"]')
  await until('it is said to be logged', async () => (await panel.$('[data-toast=logged]')) !== null)
  await until('the footer says that it waits', async () => /1 touch waits/.test(await textOf(panel, 'footer')))
  await picture(panel, 'storage-full')
  await cdp.send('Storage.overrideQuotaForOrigin', { origin })
  await wipe()
  await shows(panel, id, 'fresh')
  await panel.waitForSelector('[data-storage]', { hidden: true, timeout: 10_000 })
  await until('the facts are there', async () => (await ready()).every(state => state === 'ready'))
  await until('the visit is in the org', () => touchesOf(scene.demo, id).length === before + 1)
  await cdp.detach()
})

/** Opens the bare database from a page of the extension, runs the work (the text of an async function's body) on it, and closes it again. */
async function bare<T>(version: number | null, work: string): Promise<T> {
  const page = await scene.world.browser.newPage()
  try {
    await page.goto(scene.world.extensionPage('managed-schema.json'))
    // As text: the page's own policy lets no text become code, but the debugger's may.
    return await page.evaluate(`(async () => {
      const settled = request => new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
      const database = await settled(indexedDB.open('turfside'${version === null ? '' : `, ${version}`}))
      try {
        ${work}
      } finally {
        database.close()
      }
    })()`) as T
  } finally {
    await page.close()
    await scene.world.page.bringToFront()
  }
}

it('a newer version’s data: the open panel says to load again, the older version says what it is, nothing of it is touched, and a touch waits for it', async () => {
  const { id } = scene.demo.showcase.keep
  await go(id)
  await shows(panel, id, 'fresh')
  const before = touchesOf(scene.demo, id).length
  await bare(9990, '')
  await panel.waitForSelector('[data-storage=outdated]', { timeout: 10_000 })
  expect(await textOf(panel, '[data-storage]')).toMatch(/Turfside has been updated[\s\S]*Load again/)
  await picture(panel, 'storage-outdated')
  await panel.click('button[data-log="email"]')
  await until('it is said to be logged', async () => (await panel.$('[data-toast=logged]')) !== null)
  await panel.click('[data-reload]')
  await panel.waitForSelector('[data-storage=newer]', { timeout: 10_000 })
  expect(await textOf(panel, '[data-storage]')).toMatch(/of a newer Turfside[\s\S]*Update Turfside[\s\S]*Waiting touches stay, and go out after that/)
  await shows(panel, id, 'fresh')
  await until('the facts are there', async () => (await ready()).every(state => state === 'ready'))
  expect(await panel.$('[data-plan=starter]')).toBeNull()
  await picture(panel, 'storage-newer')
  expect(await bare(null, 'return database.version')).toBe(9990)
  expect(touchesOf(scene.demo, id)).toHaveLength(before)
  // As when the newer version is there again, or its data is not.
  await wipe()
  await panel.reload()
  await shows(panel, id, 'fresh')
  await panel.waitForSelector('[data-storage]', { hidden: true, timeout: 10_000 })
  await until('the email is in the org, once', () => touchesOf(scene.demo, id).length === before + 1)
})

it('accounts of which the cache is damaged, or the browser has lost a file: each is read again, and nothing odd is said', async () => {
  const [bad, lost] = [fresh.shift()!, fresh.shift()!]
  for (const id of [bad, lost]) {
    await go(id)
    await shows(panel, id, 'fresh')
  }
  await go(scene.demo.showcase.keep.id)
  await bare(null, `
    const store = () => database.transaction('records', 'readwrite').objectStore('records')
    const [space] = (await settled(store().getAllKeys())).find(([, id]) => id === ${JSON.stringify(bad)})
    await settled(store().put({ space, id: ${JSON.stringify(bad)}, readAt: 'x', snapshot: { account: 7 } }))
    const row = await settled(store().get([space, ${JSON.stringify(lost)}]))
    await settled(store().put({ ...row, padding: Array.from(crypto.getRandomValues(new Uint8Array(60_000))).join() }))`)
  const blobs = join(profile, 'Default', 'IndexedDB', `chrome-extension_${scene.world.extensionId}_0.indexeddb.blob`)
  const files = readdirSync(blobs, { recursive: true, encoding: 'utf8' }).map(name => join(blobs, name)).filter(path => statSync(path).isFile())
  expect(files.length).toBeGreaterThan(0)
  for (const path of files) unlinkSync(path)
  for (const id of [bad, lost]) {
    await go(id)
    const said = await shows(panel, id, 'fresh')
    expect(said).not.toMatch(/undefined|NaN|\[object/)
    await until('the facts are there', async () => (await ready()).every(state => state === 'ready'))
    expect(await panel.$('[data-failure], [data-storage], [data-trouble]')).toBeNull()
  }
})

it('options: whether the browser promises to keep the data, and what it means that it does not', async () => {
  const page = await scene.world.browser.newPage()
  try {
    await page.goto(scene.world.extensionPage('options.html'))
    await page.waitForSelector('[data-lasting=false]', { timeout: 10_000 })
    await page.click('#ask-to-last')
    await page.waitForSelector('[data-lasting=true], [data-lasting=refused]', { timeout: 10_000 })
    expect(await textOf(page, '[data-lasting]')).toMatch(/keeps this until you clear it|waiting touches, an imported plan and your settings lie apart and stay/i)
    await picture(page, 'storage-options')
    // A private window's pages are never seen, and nothing of them is kept beside the others'.
    expect(await page.evaluate(() => [chrome.runtime.getManifest().incognito, chrome.extension.inIncognitoContext])).toEqual(['not_allowed', false])
  } finally {
    await page.close()
  }
})
