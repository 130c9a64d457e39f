import type { Page } from 'puppeteer-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { keepEvidence } from '../browser/on-failure'
import { openScene, picture, shows, textOf, touchesOf, until, type Scene } from './world'

let scene: Scene
let panel: Page
let options: Page

beforeAll(async () => {
  scene = await openScene()
  scene.demo.oauth.redirectUris.add(`https://${scene.world.extensionId}.chromiumapp.org/`)
  panel = (await scene.world.openAccount(scene.demo.showcase.keep.id)).panel
})
afterAll(() => scene?.close())
afterEach(() => scene.demo.faults.clear())
keepEvidence(() => scene?.world)

const users = () => scene.demo.org.rows('User').filter(user => user.IsActive === true)
const reps = () => users().filter(user => user.Title === 'Territory Representative')
const nameOf = (user: { FirstName?: unknown; LastName?: unknown }) => `${String(user.FirstName)} ${String(user.LastName)}`
const signInAs = (user: { Username?: unknown }) => scene.world.page.goto(`${scene.world.apiOrigin}/login?un=${encodeURIComponent(String(user.Username))}`)
const outbox = () => panel.evaluate(() => new Promise<number>((resolve, reject) => {
  const opened = indexedDB.open('turfside')
  opened.onerror = () => reject(opened.error ?? new Error('no reason'))
  opened.onsuccess = () => {
    const counted = opened.result.transaction('outbox').objectStore('outbox').count()
    counted.onsuccess = () => {
      opened.result.close()
      resolve(counted.result)
    }
  }
}))
const trouble = (page: Page, kind: string) => page.waitForSelector(`[data-trouble="${kind}"]`, { timeout: 15_000 })
/** What the extension keeps outside of its database. */
const kept = () => panel.evaluate(async () => JSON.stringify({ session: await chrome.storage.session.get(), local: await chrome.storage.local.get(), sync: await chrome.storage.sync.get() }))

it('shows an admin who logs in as a rep the rep’s data only, sends nothing of the admin’s as the rep, and goes on when the admin is back', async () => {
  const { demo, world } = scene
  const { id } = demo.showcase.expand
  const admin = users().find(user => user.Title !== 'Territory Representative')!
  const rep = reps()[1]!
  await signInAs(admin)
  await world.page.goto(world.accountPage(id))
  await shows(panel, id, 'fresh')
  const before = touchesOf(demo, id)
  demo.faults.add({ kind: 'cut', path: '/sobjects/', method: 'POST', times: null })
  await panel.click('button[data-log="call"]')
  await panel.waitForSelector('[data-waiting="1"]', { timeout: 5_000 })

  const row = demo.org.get(id)!
  const name = String(row.Name)
  row.Name = 'As The Rep Sees It'
  demo.faults.hide(`${String(rep.Id)}|Account.Industry`)
  await world.page.goto(`${world.apiOrigin}/servlet/servlet.su?suorgadminid=${String(rep.Id)}&targetURL=${encodeURIComponent(`/lightning/r/Account/${id}/view`)}`)
  await until('the rep’s view', async () => (await textOf(panel, 'h1')) === 'As The Rep Sees It')
  await shows(panel, id, 'fresh')
  expect(await textOf(panel, 'header')).toContain('does not show you the industry')
  expect(await panel.$('[data-waiting]')).toBeNull()
  await panel.evaluate(() => chrome.runtime.sendMessage({ turfside: 'drain', ask: null }))
  expect(touchesOf(demo, id)).toHaveLength(before.length)
  expect(await outbox()).toBe(1)
  demo.faults.clear()

  row.Name = name
  await world.page.goto(`${world.apiOrigin}/secur/logout.jsp`)
  await world.page.goto(world.accountPage(id))
  await until('the admin’s view', async () => (await textOf(panel, 'h1')) === name)
  await until('the admin’s touch is in the org', () => touchesOf(demo, id).length === before.length + 1)
  expect(touchesOf(demo, id).find(touch => !before.includes(touch))?.OwnerId).toBe(admin.Id)
})

it('says plainly that the org’s admin has switched on API Access Control, and leads to what to do', async () => {
  const { demo, world } = scene
  const { id } = demo.showcase.attain
  await signInAs(reps()[0]!)
  demo.oauth.enforced = true
  await world.page.goto(world.accountPage(id))
  await trouble(panel, 'apiAccess')
  expect(await textOf(panel, '[data-trouble]')).toContain('API Access Control')
  expect(await panel.$('[data-net], [data-bucket], [data-territory-state]')).toBeNull()
  await picture(panel, 'api-access')
  const opened = world.browser.waitForTarget(target => target.url().endsWith('options.html'))
  await panel.click('[data-mend]')
  options = (await (await opened).page())!
  await options.waitForSelector('[data-app="needed"] [data-redirect]')
  expect(await options.$eval('[data-redirect]', input => (input as HTMLInputElement).value)).toBe(`https://${world.extensionId}.chromiumapp.org/`)
  await options.$$eval('.app details', all => all.forEach(one => ((one as HTMLDetailsElement).open = true)))
  await picture(options, 'api-access-options')
})

it('lets a rep in through the org’s own app, and the panel goes on by itself', async () => {
  const { demo, world } = scene
  await options.type('[data-client-id]', demo.oauth.clientId)
  const asked = world.browser.waitForTarget(target => target.url().includes('/services/oauth2/authorize'), { timeout: 15_000 })
  await options.click('[data-app-connect]')
  const consent = (await (await asked).asPage())
  await consent.waitForSelector('#oaapprove')
  await consent.click('#oaapprove')
  await options.waitForSelector('[data-app="connected"]', { timeout: 15_000 })
  await world.page.bringToFront()
  await shows(panel, demo.showcase.attain.id, 'fresh')
})
