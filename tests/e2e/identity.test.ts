import type { Page } from 'puppeteer-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { keepEvidence } from '../browser/on-failure'
import { openScene, picture, shows, textOf, touchesOf, until, waitingTouches, type Scene } from './world'

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
const outbox = async () => (await waitingTouches(panel)).length
/** Until then the fault must stand, and the session be the one that logged it. */
const tried = () => until('the touch was tried', async () => (await waitingTouches(panel)).every(({ error }) => error !== null))
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
  await tried()

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

/** Presses Connect, and does in the CRM's window what is wanted. */
async function inWindow(act: (page: Page) => Promise<void>): Promise<void> {
  const { browser } = scene.world
  const asked = browser.waitForTarget(target => /\/services\/oauth2\/authorize|RemoteAccess/.test(target.url()), { timeout: 15_000 })
  await options.click('[data-app-connect]')
  await act(await (await asked).asPage())
}
const connected = () => options.waitForSelector('[data-app="connected"]', { timeout: 15_000 })
const status = (state: string) => options.waitForSelector(`[data-app-status="${state}"]`, { timeout: 15_000 })
const says = (words: RegExp) => options.waitForFunction(pattern => new RegExp(pattern).test(document.querySelector('[data-app-status]')?.textContent ?? ''), { timeout: 15_000 }, words.source)
const allow = async (page: Page) => {
  await page.waitForSelector('#oaapprove')
  await page.click('#oaapprove')
}
const calls = () => scene.demo.log.filter(({ path }) => path.startsWith('/services/data/v') && !path.includes('SELECT%20Name%2C%20Email%20FROM%20User'))
const refreshes = () => scene.demo.oauth.asked.filter(type => type === 'refresh_token').length

it('connects nothing and tells why when the callback URL is another, when the app is blocked, and when the rep does not allow it', async () => {
  const { demo, world } = scene
  const uri = `https://${world.extensionId}.chromiumapp.org/`
  await options.type('[data-client-id]', demo.oauth.clientId)
  demo.oauth.redirectUris.delete(uri)
  await options.click('[data-app-connect]')
  await says(/callback URL/)
  demo.oauth.redirectUris.add(uri)
  demo.oauth.blocked = true
  await inWindow(async page => {
    await page.waitForSelector('#error')
    expect(await textOf(page, '#error')).toContain('OAUTH_APP_BLOCKED')
    await page.close()
  })
  await says(/window was closed/)
  demo.oauth.blocked = false
  await inWindow(async page => {
    await page.waitForSelector('#oadeny')
    await page.click('#oadeny')
  })
  await says(/did not allow/)
  expect(await kept()).not.toMatch(/access"|refresh"/)
})

it('lets a rep in through the org’s own app: the panel goes on by itself, and the token is where no page can read it', async () => {
  const { demo, world } = scene
  const { id } = demo.showcase.attain
  await inWindow(allow)
  await connected()
  expect(await textOf(options, '[data-app="connected"]')).toContain(nameOf(reps()[0]!))
  await picture(options, 'api-access-connected')
  await world.page.bringToFront()
  await shows(panel, id, 'fresh')
  const before = touchesOf(demo, id)
  await panel.click('button[data-log="email"]')
  await until('the touch is in the org', () => touchesOf(demo, id).length === before.length + 1)
  expect(touchesOf(demo, id).find(touch => !before.includes(touch))?.OwnerId).toBe(reps()[0]!.Id)

  const { session, local, sync } = JSON.parse(await kept()) as Record<string, object>
  const grant = Object.values(session!)[0] as { access: string; refresh: string }
  expect(grant.access.length).toBeGreaterThan(40)
  for (const secret of [grant.access, grant.refresh]) {
    expect(JSON.stringify([local, sync])).not.toContain(secret)
    for (const page of [panel, options]) expect(await page.content()).not.toContain(secret)
  }
  // What runs in the CRM's page can neither read it nor ask for it.
  const cdp = await world.page.createCDPSession()
  const contexts: { id: number; origin: string }[] = []
  cdp.on('Runtime.executionContextCreated', ({ context }) => contexts.push({ id: context.id, origin: context.origin }))
  await cdp.send('Runtime.enable')
  const own = contexts.findLast(({ origin }) => origin.startsWith('chrome-extension:'))!
  const inPage = async (expression: string) => (await cdp.send('Runtime.evaluate', { contextId: own.id, expression, awaitPromise: true, returnByValue: true })).result.value as unknown
  expect(await inPage('Promise.allSettled([chrome.storage.session?.get(), chrome.storage.local?.get()]).then(all => JSON.stringify(all.map(({ value }) => value ?? null)))')).not.toMatch(/app\|/)
  expect(await inPage(`chrome.runtime.sendMessage(${JSON.stringify({ turfside: 'appState', ask: { crm: 'salesforce', org: world.apiOrigin } })}).then(answer => String(answer), () => 'no answer')`)).toMatch(/^(undefined|no answer)$/)
  await cdp.detach()
})

it('renews a token that has run out, once, unseen', async () => {
  const { demo, world } = scene
  const before = refreshes()
  demo.oauth.rotates = true
  demo.oauth.expireAccess()
  const { id } = demo.showcase.recapture
  await world.page.goto(world.accountPage(id))
  await shows(panel, id, 'fresh')
  expect(refreshes()).toBe(before + 1)
})

it('tells who is signed in and who is connected when they are two, shows and sends nothing of either, and goes on when the first is back', async () => {
  const { demo, world } = scene
  const { id } = demo.showcase.recapture
  const [first, second] = reps() as [Record<string, unknown>, Record<string, unknown>]
  demo.faults.add({ kind: 'cut', path: '/sobjects/', method: 'POST', times: null })
  const before = touchesOf(demo, id)
  await panel.click('button[data-log="call"]')
  await panel.waitForSelector('[data-waiting="1"]', { timeout: 5_000 })
  await tried()
  demo.faults.clear()
  demo.oauth.preauthorized = true

  await signInAs(second)
  demo.log.length = 0
  await world.page.goto(world.accountPage(id))
  await trouble(panel, 'otherUser')
  expect(await textOf(panel, '[data-trouble]')).toContain(`You are signed in as ${nameOf(second)}, Turfside is connected as ${nameOf(first)}`)
  expect(await panel.$('[data-net], [data-bucket], [data-territory-state], [data-waiting]')).toBeNull()
  expect(await textOf(panel, 'h1')).not.toBe(String(demo.org.get(id)!.Name))
  await picture(panel, 'other-user')
  await panel.evaluate(() => chrome.runtime.sendMessage({ turfside: 'drain', ask: null }))
  expect(calls()).toEqual([])
  expect(touchesOf(demo, id)).toHaveLength(before.length)

  await signInAs(first)
  await world.page.goto(world.accountPage(id))
  await shows(panel, id, 'fresh')
  await until('the touch is in the org', () => touchesOf(demo, id).length === before.length + 1)
  expect(touchesOf(demo, id).find(touch => !before.includes(touch))?.OwnerId).toBe(first.Id)
})

it('does not use the connected admin’s token after “log in as”', async () => {
  const { demo, world } = scene
  const { id } = demo.showcase.recapture
  // What makes sure of the touch of before has been asked by then.
  await until('nothing waits', async () => (await outbox()) === 0)
  demo.log.length = 0
  await world.page.goto(`${world.apiOrigin}/servlet/servlet.su?suorgadminid=${String(reps()[2]!.Id)}&targetURL=${encodeURIComponent(`/lightning/r/Account/${id}/view`)}`)
  await trouble(panel, 'otherUser')
  expect(await textOf(panel, '[data-trouble]')).toContain(`You are signed in as ${nameOf(reps()[2]!)}`)
  expect(calls()).toEqual([])
  await world.page.goto(`${world.apiOrigin}/secur/logout.jsp`)
  await world.page.goto(world.accountPage(id))
  await shows(panel, id, 'fresh')
})

it('says that the admin has blocked the app, and asks to connect again once a grant was revoked', async () => {
  const { demo, world } = scene
  demo.oauth.blocked = true
  demo.oauth.expireAccess()
  await world.page.goto(world.accountPage(demo.showcase.overdue.id))
  await trouble(panel, 'apiAccess')
  expect(await textOf(panel, '[data-trouble]')).toContain('blocked')
  demo.oauth.blocked = false
  demo.oauth.preauthorized = false
  demo.oauth.revokeAll()
  await signInAs(reps()[0]!)
  await world.page.goto(world.accountPage(demo.showcase.overdue.id))
  await trouble(panel, 'apiAccess')
  expect(await textOf(panel, '[data-trouble]')).toMatch(/not clear who is signed in|has ended/)
})

it('stays connected when the rep wants that, and gives everything back on disconnecting', async () => {
  const { demo, world } = scene
  await options.bringToFront()
  await options.waitForSelector('[data-stay]')
  await options.click('[data-stay]')
  await inWindow(allow)
  await status('connected')
  await until('the grant is kept', async () => /"refresh":"5Aep/.test(await kept()))
  await options.waitForSelector('[data-app-connect]', { hidden: true })
  const held = demo.oauth.asked.length
  await options.click('[data-app-disconnect]')
  await status('disconnected')
  expect(demo.oauth.asked.slice(held)).toEqual(['revoke'])
  expect(await kept()).not.toMatch(/5Aep|"access"/)
  await world.page.bringToFront()
  await world.page.goto(world.accountPage(demo.showcase.overdue.id))
  await trouble(panel, 'apiAccess')
})
