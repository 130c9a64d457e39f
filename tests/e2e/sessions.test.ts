import type { Page } from 'puppeteer-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { keepEvidence } from '../browser/on-failure'
import { offline, openScene, pause, pillSays, reread, shows, textOf, touchesOf, until, waitingTouches, type Scene } from './world'

const sandbox = 'turfside-demo--uat.sandbox'
let scene: Scene
let panel: Page

beforeAll(async () => {
  scene = await openScene()
  panel = (await scene.world.openAccount(scene.demo.showcase.keep.id)).panel
})
afterAll(() => scene?.close())
afterEach(() => scene.demo.faults.clear())
keepEvidence(() => scene?.world)

/** The users who may sign in, reps first. */
const reps = () => scene.demo.org.rows('User').filter(user => user.IsActive === true && user.Title === 'Territory Representative')
const signInAs = (user: { Username?: unknown } | undefined) => scene.world.page.goto(`${scene.world.apiOrigin}/login?un=${encodeURIComponent(String(user!.Username))}`)
const tokens = async (): Promise<Record<string, string>> =>
  Object.fromEntries((await scene.world.browser.cookies()).filter(({ name }) => name === 'sid').map(({ domain, value }) => [domain.replace(/^\./, ''), decodeURIComponent(value)]))

/** Every row of every table, as text by table. */
const stored = (): Promise<Record<string, string>> => panel.evaluate(async () => {
  const settled = <T>(request: IDBRequest<T>) => new Promise<T>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('no reason'))
  })
  const kept: Record<string, string> = {}
  for (const { name = '' } of await indexedDB.databases()) {
    const opened = await settled(indexedDB.open(name))
    for (const store of opened.objectStoreNames) {
      const of = opened.transaction(store).objectStore(store)
      kept[`${name}/${store}`] = JSON.stringify([await settled(of.getAllKeys()), await settled(of.getAll())])
    }
    opened.close()
  }
  return kept
})

/** Notes every name that the panel paints, however shortly. */
const watchNames = () => panel.evaluate(() => {
  const seen = new Set<string>()
  const look = () => void seen.add(document.body.innerText)
  Object.assign(window, { seen })
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true })
})
const painted = () => panel.evaluate(() => [...(window as unknown as { seen: Set<string> }).seen].join('\n'))

it('sends each of two open orgs its own session only, and shows and stores nothing of one under the other', async () => {
  const { demo, world } = scene
  const { id } = demo.showcase.overlap
  // The sandbox holds the same ids: only the name tells them apart.
  const row = demo.org.get(id)!
  row.Name = 'Production Only Inc'
  const worker = world.browser.targets().find(target => target.type() === 'service_worker')!
  const cdp = await worker.createCDPSession()
  const sent: { host: string; token: string; cookie: boolean }[] = []
  cdp.on('Network.requestWillBeSent', ({ request }) => {
    const header = (name: string) => Object.entries(request.headers).find(([key]) => key.toLowerCase() === name)?.[1]
    if (request.url.startsWith('https:')) sent.push({ host: new URL(request.url).host, token: String(header('authorization') ?? '').replace(/^Bearer /, ''), cookie: header('cookie') !== undefined })
  })
  await cdp.send('Network.enable')

  const tab = await world.browser.newPage()
  try {
    await tab.goto(`https://${sandbox}.my.salesforce.com/login`)
    await tab.goto(`https://${sandbox}.lightning.force.com/lightning/r/Account/${id}/view`)
    await shows(panel, id, 'fresh')
    const sandboxName = await textOf(panel, 'h1')
    expect(sandboxName).not.toBe('Production Only Inc')
    await world.page.bringToFront()
    await world.page.goto(world.accountPage(id))
    await until('the production account', async () => (await textOf(panel, 'h1')) === 'Production Only Inc')
    await shows(panel, id, 'fresh')

    await watchNames()
    demo.faults.latencyMs = 200
    for (let i = 0; i < 6; i++) {
      const [front, name] = i % 2 === 0 ? [tab, sandboxName] as const : [world.page, 'Production Only Inc'] as const
      await front.bringToFront()
      await until(`${name} is shown`, async () => (await textOf(panel, 'h1')) === name, 5_000)
    }
    const { [`${sandbox}.my.salesforce.com`]: sandboxToken, 'turfside-demo.my.salesforce.com': token } = await tokens()
    expect(new Set(sent.map(({ host }) => host))).toEqual(new Set(['turfside-demo.my.salesforce.com', `${sandbox}.my.salesforce.com`]))
    for (const request of sent) expect(request).toEqual({ host: request.host, token: request.host.startsWith(sandbox) ? sandboxToken : token, cookie: false })

    for (const text of Object.values(await stored())) {
      const [, rows] = JSON.parse(text) as [unknown, { space?: string }[]]
      for (const kept of rows) if (kept.space?.includes(sandbox)) expect(JSON.stringify(kept)).not.toContain('Production Only Inc')
    }
  } finally {
    await cdp.detach()
    await tab.close()
    await world.page.bringToFront()
  }
})

it('keeps the session’s token out of storage, the panel, and every message to a CRM page', async () => {
  const { demo, world } = scene
  const { id } = demo.showcase.keep
  const cdp = await world.page.createCDPSession()
  const contexts: { id: number; origin: string }[] = []
  cdp.on('Runtime.executionContextCreated', ({ context }) => contexts.push({ id: context.id, origin: context.origin }))
  await cdp.send('Runtime.enable')
  await world.page.goto(world.accountPage(id))
  await pillSays(world.page, () => true)
  const own = contexts.findLast(({ origin }) => origin.startsWith('chrome-extension:'))!
  const inPill = async <T>(expression: string): Promise<T> => (await cdp.send('Runtime.evaluate', { contextId: own.id, expression, awaitPromise: true, returnByValue: true })).result.value as T
  await inPill('globalThis.heard = []; chrome.runtime.onMessage.addListener(message => { heard.push(JSON.stringify(message)) })')
  await shows(panel, id, 'fresh')
  await panel.click('button[data-log="call"]')
  await panel.waitForSelector('[data-toast="logged"]', { timeout: 5_000 })
  await world.pushState(`/lightning/r/Account/${demo.showcase.attain.id}/view`)
  await shows(panel, demo.showcase.attain.id, 'fresh')
  await until('the pill was told', async () => (await inPill<string[]>('heard')).length > 0)

  const messages = await inPill<string[]>('heard')
  // All that a message tells a page: how its pill looks.
  for (const message of messages) expect(Object.keys((JSON.parse(message) as { state: object }).state).sort()).toEqual(['dismiss', 'glyph', 'label', 'tone', 'word'])
  const asked = await inPill<string>('chrome.runtime.sendMessage({ turfside: "pillFor", ask: null }).then(JSON.stringify)')
  for (const [name, ask] of [['refresh', { ref: { crm: 'salesforce', org: world.apiOrigin, id }, tabId: null, maxAgeMs: 0 }], ['accountFields', { crm: 'salesforce', org: world.apiOrigin }], ['drain', null]] as const) {
    expect(await inPill(`chrome.runtime.sendMessage(${JSON.stringify({ turfside: name, ask })}).then(answer => String(answer), error => 'no answer')`), name).toMatch(/^(undefined|no answer|null)$/)
  }
  await cdp.detach()

  const held = await tokens()
  const areas = await panel.evaluate(async () => JSON.stringify([await chrome.storage.local.get(), await chrome.storage.session.get(), await chrome.storage.sync.get(), { ...localStorage }]))
  const haystacks = { ...await stored(), areas, html: await panel.content(), messages: messages.join('\n'), asked }
  expect(Object.keys(held).length).toBeGreaterThan(2)
  for (const token of Object.values(held)) {
    const secret = token.slice(token.indexOf('!') + 1)
    expect(secret.length).toBeGreaterThan(40)
    for (const [where, text] of Object.entries(haystacks)) expect(text.includes(secret) || text.includes(secret.slice(0, 24)), where).toBe(false)
  }
})

it('shows another user who signs in nothing that was cached for the first', async () => {
  const { demo, world } = scene
  const { id } = demo.showcase.expand
  const [first, second] = reps()
  await signInAs(first)
  const row = demo.org.get(id)!
  const name = String(row.Name)
  row.Name = 'Seen By The First Only'
  await world.page.goto(world.accountPage(id))
  await until('the first user sees it', async () => (await textOf(panel, 'h1')) === 'Seen By The First Only')
  await shows(panel, id, 'fresh')
  row.Name = name

  await world.page.goto('about:blank')
  await until('the panel has left', async () => (await panel.$eval('main', main => main.dataset.account)) === '')
  await signInAs(second)
  // What is due shows the first user's accounts for as long as the first is signed in.
  await until('the first user’s accounts are gone', async () => !(await textOf(panel, 'body')).includes('Seen By The First Only'))
  await watchNames()
  demo.faults.latencyMs = 400
  await world.page.goto(world.accountPage(id))
  await shows(panel, id, 'reading')
  expect(await panel.$('[data-net], [data-bucket], [data-territory-state]')).toBeNull()
  await shows(panel, id, 'fresh')
  expect(await textOf(panel, 'h1')).toBe(name)
  expect(await painted()).not.toContain('Seen By The First Only')
})

it('does not send as the second user what the first has logged, and sends it once the first is back', async () => {
  const { demo, world } = scene
  const { id } = demo.showcase.keep
  const [first, second] = reps()
  await signInAs(first)
  await world.page.goto(world.accountPage(id))
  await shows(panel, id, 'fresh')
  await until('nothing is under way', async () => (await stored())['turfside/outbox'] === '[[],[]]')
  const before = touchesOf(demo, id)
  const back = await offline(world)
  await panel.click('button[data-log="email"]')
  await panel.waitForSelector('[data-waiting="1"]', { timeout: 5_000 })
  await until('it was tried', async () => (await waitingTouches(panel)).every(({ error }) => error !== null))
  await back()

  // Still offline for the worker's sake, until the second user's session is there.
  demo.faults.add({ kind: 'cut', path: '/sobjects/', times: null })
  await signInAs(second)
  demo.faults.clear()
  await world.page.goto(world.accountPage(id))
  await shows(panel, id, 'fresh')
  await reread(panel)
  await panel.evaluate(() => chrome.runtime.sendMessage({ turfside: 'drain', ask: null }))
  await pause(600)
  expect(touchesOf(demo, id)).toHaveLength(before.length)
  expect(await panel.$('[data-waiting]')).toBeNull()
  expect(JSON.parse((await stored())['turfside/outbox']!)).toHaveProperty('1.length', 1)

  await signInAs(first)
  await world.page.goto(world.accountPage(id))
  await shows(panel, id, 'fresh')
  await until('the touch is in the org', () => touchesOf(demo, id).length === before.length + 1)
  expect(touchesOf(demo, id).find(row => !before.includes(row))?.OwnerId).toBe(first!.Id)
})
