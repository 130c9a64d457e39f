import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'puppeteer-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { keepEvidence } from '../browser/on-failure'
import { openScene, picture, planFile, shows, textOf, touchesOf, until, type Scene } from './world'

const axeSource = readFileSync(fileURLToPath(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url)), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'turfside-privacy-'))
let scene: Scene
let panel: Page
let options: Page

/** What a page, the worker or a test saw that might give a session away, by where it was. */
const traces: Record<string, string[]> = { console: [], urls: [] }
const tokens = new Set<string>()
const noteTokens = async () => {
  for (const { name, value } of await scene.world.browser.cookies()) if (name === 'sid') tokens.add(decodeURIComponent(value))
}

/** Where Chromium looks for what an admin has set; null: this test may not write there. */
const policies = '/etc/chromium/policies/managed'
const mayWrite = process.platform === 'linux' && process.getuid?.() === 0
const policyFile = () => join(policies, `turfside-test-${scene.world.extensionId}.json`)
const setPolicy = (policy: object) => writeFileSync(policyFile(), JSON.stringify({ '3rdparty': { extensions: { [scene.world.extensionId]: policy } } }))

beforeAll(async () => {
  // Looked for when the browser starts, and watched from then on.
  if (mayWrite) mkdirSync(policies, { recursive: true })
  scene = await openScene()
  const worker = scene.world.browser.targets().find(target => target.type() === 'service_worker')!
  const cdp = await worker.createCDPSession()
  cdp.on('Runtime.consoleAPICalled', ({ args }) => traces.console!.push(JSON.stringify(args)))
  cdp.on('Runtime.exceptionThrown', ({ exceptionDetails }) => traces.console!.push(JSON.stringify(exceptionDetails)))
  cdp.on('Network.requestWillBeSent', ({ request }) => traces.urls!.push(request.url))
  await Promise.all([cdp.send('Runtime.enable'), cdp.send('Network.enable')])
  await noteTokens()
  panel = (await scene.world.openAccount(scene.demo.showcase.keep.id)).panel
  options = await scene.world.browser.newPage()
  await options.goto(scene.world.extensionPage('options.html'))
  await options.waitForSelector('#privacy[data-ready]')
  for (const page of [panel, options]) page.on('console', message => traces.console!.push(message.text()))
  await scene.world.page.bringToFront()
})
afterAll(async () => {
  if (mayWrite && scene) rmSync(policyFile(), { force: true })
  await scene?.close()
})
afterEach(() => scene.demo.faults.clear())
keepEvidence(() => scene?.world)

/** Every row of every table, by table. */
const stored = (): Promise<Record<string, { space?: string }[]>> => panel.evaluate(async () => {
  const settled = <T>(request: IDBRequest<T>) => new Promise<T>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('no reason'))
  })
  const opened = await settled(indexedDB.open('turfside'))
  const kept: Record<string, { space?: string }[]> = {}
  for (const store of opened.objectStoreNames) kept[store] = await settled(opened.transaction(store).objectStore(store).getAll()) as { space?: string }[]
  opened.close()
  return kept
})

async function importPlan(privacy: object): Promise<void> {
  const file = join(folder, 'plan.json')
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(planFile, 'utf8')) as object, privacy }))
  await scene.world.importPlan(file)
  await scene.world.page.bringToFront()
}

/** As the CRM's own sign-out does, in whichever tab or window: its cookies are gone. */
const signOut = async () => {
  const cookies = (await scene.world.browser.cookies()).filter(({ name, domain }) => name === 'sid' && /salesforce\.com|force\.com/.test(domain))
  await scene.world.browser.deleteCookie(...cookies)
}

async function signInAgain(id: string): Promise<void> {
  await scene.world.signIn()
  await noteTokens()
  await scene.world.page.goto(scene.world.accountPage(id))
  await shows(panel, id, 'fresh')
}

const line = (kind: string) => options.$eval(`[data-kind="${kind}"]`, row => ({ count: Number(row.querySelector<HTMLElement>('[data-count]')!.dataset.count), bytes: Number(row.querySelector<HTMLElement>('[data-bytes]')!.dataset.bytes), text: row.textContent ?? '' })).catch(() => null)

async function axe(): Promise<string[]> {
  await options.evaluate(axeSource)
  return options.evaluate(async () => {
    const { axe: checker } = window as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }
    return (await checker.run()).violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
  })
}

it('the options show what is stored of whom, how much and where it goes, as it is, and remove one kind of it', async () => {
  const rows = await stored()
  await options.bringToFront()
  await until('the accounts are counted', async () => (await line('records'))?.count === rows.records!.length)
  expect((await line('records'))!.bytes).toBeGreaterThan(2_000)
  expect((await line('records'))!.text).toContain('nowhere')
  expect(await line('plan')).toMatchObject({ count: 1 })
  expect(await line('outbox')).toBeNull()
  expect(await textOf(options, '.stored caption')).toMatch(/Salesforce.*turfside-demo\.my\.salesforce\.com.*signed in/)
  expect(await axe()).toEqual([])
  const target = await options.$('#privacy')
  for (const [name, width, scheme, dir] of [['wide', 900, 'light', 'ltr'], ['dark', 700, 'dark', 'ltr'], ['narrow', 280, 'light', 'ltr'], ['rtl', 360, 'light', 'rtl']] as const) {
    await options.setViewport({ width, height: 900 })
    await options.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }])
    await options.evaluate(to => { document.documentElement.dir = to }, dir)
    await target!.scrollIntoView()
    await picture(options, `privacy-${name}`)
    expect(await options.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), name).toBeLessThanOrEqual(0)
  }
  await options.setViewport(null)
  await options.emulateMediaFeatures([])
  await options.evaluate(() => { document.documentElement.dir = 'ltr' })

  await options.click('[data-remove="records"]')
  await options.waitForSelector('#remove-dialog[open]')
  expect(await axe()).toEqual([])
  await options.click('#remove-confirm')
  await options.waitForFunction(() => document.getElementById('privacy-status')!.textContent === 'Removed: Accounts.')
  await until('no account is stored', async () => (await stored()).records!.length === 0 && (await line('records')) === null)
  await scene.world.page.bringToFront()
})

it('forget: once the user is signed out everything of theirs is gone but the touch that waits, which arrives once they are back', async () => {
  const { demo } = scene
  const { id } = demo.showcase.expand
  await importPlan({ afterSignOut: 'forget' })
  await signInAgain(id)
  const name = await textOf(panel, 'h1')
  const before = touchesOf(demo, id)
  demo.faults.add({ kind: 'cut', path: '/sobjects/', method: 'POST', times: null })
  await panel.click('button[data-log="call"]')
  await panel.waitForSelector('[data-waiting="1"]', { timeout: 5_000 })
  expect(JSON.stringify(await stored())).toContain(name)

  await signOut()
  await until('all of it is forgotten', async () => !JSON.stringify(await stored()).includes(name))
  const { outbox, plan, settings: _settings, ...rest } = await stored()
  expect(outbox).toMatchObject([{ accountName: '', touch: { accountId: id, type: 'call' } }])
  expect(plan).toHaveLength(1)
  expect(Object.values(rest).flat().filter(row => row.space && !row.space.endsWith('||'))).toEqual([])
  await until('nothing of it is shown', async () => (await panel.$('[data-net], [data-bucket], [data-territory-state], [data-due]')) === null && !(await textOf(panel, 'body')).includes(name))

  demo.faults.clear()
  await signInAgain(id)
  await until('the touch is in the org', () => touchesOf(demo, id).length === before.length + 1, 20_000)
})

it('keep: what was read stays readable while nobody is signed in, says so, and nothing can be logged', async () => {
  const { demo, world } = scene
  const { id } = demo.showcase.keep
  await importPlan({ afterSignOut: 'keep' })
  await signInAgain(id)
  const name = await textOf(panel, 'h1')
  expect(await panel.$('button[data-log="call"]')).not.toBeNull()
  await signOut()
  await panel.waitForSelector('[data-trouble="signedOut"]')
  expect(await textOf(panel, 'h1')).toBe(name)
  expect(await panel.$('[data-bucket]')).not.toBeNull()
  expect(await textOf(panel, '[data-trouble]')).toMatch(/signed you out.*Shown below/s)
  expect(await panel.$('[data-log]')).toBeNull()
  await picture(panel, 'kept-signed-out')

  await world.page.goto('about:blank')
  await panel.waitForSelector('[data-session="kept"]')
  expect(await panel.$('[data-log]')).toBeNull()
  await picture(panel, 'kept-today')
})

it('hide: whoever signs out, in whichever tab, sees nothing of it in the panel any more; it is back with its user', async () => {
  const { demo } = scene
  const { id } = demo.showcase.attain
  await importPlan({ afterSignOut: 'hide' })
  await signInAgain(id)
  const name = await textOf(panel, 'h1')
  await signOut()
  await panel.waitForSelector('[data-trouble="signedOut"]')
  await until('nothing of it is shown', async () => (await panel.$('[data-net], [data-bucket], [data-territory-state]')) === null && !(await textOf(panel, 'body')).includes(name))
  expect(JSON.stringify(await stored())).toContain(name)
  await signInAgain(id)
  expect(await textOf(panel, 'h1')).toBe(name)
})

it('no session’s token was in storage, on the console, in an address or on a page, in all of this', async () => {
  const areas = await panel.evaluate(async () => JSON.stringify([await chrome.storage.local.get(), await chrome.storage.session.get(), await chrome.storage.sync.get(), { ...localStorage }, { ...sessionStorage }]))
  const places: Record<string, string> = {
    database: JSON.stringify(await stored()), areas, panel: await panel.content(), options: await options.content(), console: traces.console!.join('\n'), urls: traces.urls!.join('\n'),
    asked: scene.demo.log.map(({ path }) => path).join('\n'),
  }
  expect(tokens.size).toBeGreaterThan(3)
  expect(traces.urls!.some(url => url.includes('/services/data/'))).toBe(true)
  for (const token of tokens) {
    const secret = token.slice(token.indexOf('!') + 1)
    expect(secret.length).toBeGreaterThan(40)
    for (const [where, text] of Object.entries(places)) expect(text.includes(secret) || text.includes(encodeURIComponent(secret)) || text.includes(secret.slice(0, 24)), where).toBe(false)
  }
})

it.runIf(mayWrite)('what an organisation sets by managed policy goes before the plan: it is told, its plan is in force, lists are off, and mistakes do not count', async () => {
  const { world } = scene
  const plan = { ...JSON.parse(readFileSync(planFile, 'utf8')) as object, name: 'Plan of the organisation' }
  setPolicy({ afterSignOut: 'forget', retentionDays: 7, listMode: false, book: false, plan: JSON.stringify(plan) })
  await options.bringToFront()
  await options.waitForSelector('.rules [data-after="forget"]', { timeout: 30_000 })
  expect(await textOf(options, '.rules [data-days="7"]')).toContain('Set by your organisation')
  expect(await options.$$eval('[data-policy]', all => all.map(one => (one as HTMLElement).dataset.policy))).toEqual(['plan', 'listMode', 'book'])
  await options.waitForFunction(() => document.getElementById('plan-status')!.textContent!.includes('Plan of the organisation'), { timeout: 10_000 })
  expect(await options.$('#import-plan')).toBeNull()
  await (await options.$('#privacy'))!.scrollIntoView()
  await picture(options, 'privacy-policy')

  await world.page.bringToFront()
  await world.page.goto(`${world.pageOrigin}/lightning/o/Account/list?filterName=AllAccounts`)
  await panel.waitForSelector('main[data-part="list"][data-state="off"]', { timeout: 10_000 })
  await picture(panel, 'list-off')

  await options.bringToFront()
  setPolicy({ afterSignOut: 'wipe', retentionDays: 7 })
  await options.waitForSelector('[data-policy-problems]', { timeout: 30_000 })
  expect(await textOf(options, '[data-policy-problems]')).toContain('afterSignOut must be "hide", "keep" or "forget".')
  await options.waitForSelector('.rules [data-after="hide"]')
  await options.waitForFunction(() => !document.getElementById('plan-status')!.textContent!.includes('Plan of the organisation'), { timeout: 10_000 })
  expect(await options.$('#import-plan')).not.toBeNull()
})
