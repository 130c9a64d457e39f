import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
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

beforeAll(async () => {
  scene = await openScene()
  panel = (await scene.world.openAccount(scene.demo.showcase.keep.id)).panel
  options = await scene.world.browser.newPage()
  await options.goto(scene.world.extensionPage('options.html'))
  await options.waitForSelector('#privacy[data-ready]')
  await scene.world.page.bringToFront()
})
afterAll(() => scene?.close())
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
