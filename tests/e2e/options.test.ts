import { readFileSync } from 'node:fs'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'puppeteer-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startDemoOrg, type DemoOrg } from '../../demo/server'
import { keepEvidence } from '../browser/on-failure'
import { openWorld, type World } from '../browser/world'

const planFile = fileURLToPath(new URL('../../demo/plan.json', import.meta.url))
const axeSource = readFileSync(fileURLToPath(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url)), 'utf8')
const planText = readFileSync(planFile, 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'turfside-plans-'))
let demo: DemoOrg
let world: World
let options: Page

beforeAll(async () => {
  demo = await startDemoOrg({ accounts: 100 })
  world = await openWorld({ port: demo.port, crmLog: () => JSON.stringify(demo.log, null, 1) })
  await world.signIn()
  options = await world.browser.newPage()
  await options.setViewport({ width: 800, height: 900 })
  await options.goto(world.extensionPage('options.html'))
  await options.waitForSelector('#plan-status:not([aria-busy="true"])')
})
afterAll(async () => {
  await world?.close()
  await demo?.close()
  rmSync(folder, { recursive: true, force: true })
})
keepEvidence(() => world)

const status = () => options.$eval('#plan-status', element => ({ state: element.getAttribute('data-state'), text: (element as HTMLElement).innerText }))
const pathsShown = () => options.$$eval('#plan-status code', codes => codes.map(code => code.textContent))

/** Chooses a file of that text, and answers what the page says of it. */
async function choose(text: string): Promise<Awaited<ReturnType<typeof status>>> {
  const path = join(folder, 'a plan.json')
  writeFileSync(path, text)
  const control = (await options.waitForSelector('#import-plan')) as unknown as { uploadFile(path: string): Promise<void> }
  await control.uploadFile(path)
  await options.waitForSelector('#plan-status[data-state="ok"], #plan-status[data-state="error"]', { timeout: 10_000 })
  return status()
}

async function changed(change: (plan: Record<string, unknown> & { territories: Record<string, unknown>[]; reps: Record<string, unknown>[] }) => void): Promise<string> {
  const plan = JSON.parse(planText) as Parameters<typeof change>[0]
  change(plan)
  return JSON.stringify(plan)
}

async function axe(): Promise<string[]> {
  await options.evaluate(axeSource)
  return options.evaluate(async () => {
    const { axe: checker } = window as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }
    return (await checker.run()).violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
  })
}

it('says so when there is no plan', async () => {
  expect(await status()).toMatchObject({ state: 'none', text: expect.stringContaining('No plan yet') })
  expect(await options.$('#export-plan')).toBeNull()
  expect(await axe()).toEqual([])
})

it('takes a plan and names it', async () => {
  const { state, text } = await choose(planText)
  expect(state).toBe('ok')
  expect(text).toContain('Turfside demo territories')
  expect(text).toMatch(/revision \d+[\s\S]*\d+ territories · 12 reps/)
})

it.each<[string, () => string | Promise<string>, (string | null)[], RegExp]>([
  ['no JSON', () => planText.replace('"currency":', '"currency"'), [], /line 5, column/],
  ['another version', () => changed(plan => (plan.turfside = 2)), ['turfside'], /newer Turfside/],
  ['an unknown key', () => changed(plan => (plan.territories[2]!.areas = [{ sttes: ['US-NY'] }])), ['territories[2].areas[0].sttes'], /Did you mean “states”/],
  ['two territories of one id', () => changed(plan => (plan.territories[1]!.id = plan.territories[0]!.id)), ['territories[1].id'], /already at territories\[0\]\.id/],
  ['50 MB', () => 'x'.repeat(50_000_000), [], /50 MB; a plan has at most 20 MB/],
  ['nothing in it', () => '', [], /is empty/],
  ['markup in it', () => changed(plan => (plan['<img src=x onerror=alert(1)>'] = 1)), ['["<img src=x onerror=alert(1)>"]'], /is no key of a plan/],
])('refuses a file with %s in a plain sentence, and the plan stays in force', async (_, text, paths, sentence) => {
  const said = await choose(await text())
  expect(said.state).toBe('error')
  expect(said.text).toMatch(sentence)
  expect(await pathsShown()).toEqual(paths)
  expect(said.text).toContain('The plan below stays in force')
  expect(await options.$eval('section', section => section.innerText)).toContain('Turfside demo territories')
  expect(await axe()).toEqual([])
})

it('gives the plan back as a file that is taken again', async () => {
  const text = await options.evaluate(async () => {
    let exported: Blob | null = null
    const make = URL.createObjectURL
    URL.createObjectURL = (blob: Blob) => make((exported = blob))
    document.getElementById('export-plan')!.click()
    while (!exported) await new Promise(resolve => setTimeout(resolve, 20))
    URL.createObjectURL = make
    return (exported as Blob).text()
  })
  expect(JSON.parse(text)).toEqual(JSON.parse(planText))
  expect(await choose(text)).toMatchObject({ state: 'ok' })
})

/** Asked from here: the page's own waiting stands still after a reload beside an open side panel. */
async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 15_000
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`${what}: not within 15 s`)
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

const offers = (field: string) => options.evaluate(name => document.querySelector(`.mapping[aria-busy="false"] option[value="${name}"]`) !== null, field)
const said = () => options.evaluate(() => document.querySelector('.mapping [role=status]')?.textContent ?? '')

it('shows who is signed in, and maps a field of theirs', async () => {
  // The side panel opens beside the tab in front.
  await world.page.bringToFront()
  await world.openAccount(demo.showcase.keep.id)
  await options.bringToFront()
  await until('the fields are offered', () => offers('Priority__c'))
  expect(await options.$eval('#orgs', list => (list as HTMLElement).innerText)).toMatch(/Signed in as \S+/)
  await options.select('select[data-field="segment"]', 'Industry')
  await until('the segment is saved', async () => (await said()) === 'Segment saved.')
  await options.reload()
  await until('the choice is still there', () => options.evaluate(() => document.querySelector<HTMLSelectElement>('select[data-field="segment"]')?.value === 'Industry'))
  expect(await axe()).toEqual([])
  const asked = () => demo.log.some(({ subrequests, path }) => [path, ...subrequests.map(({ url }) => url)].some(url => decodeURIComponent(url).replace(/\+/g, ' ').includes('AnnualRevenue')))
  expect(asked()).toBe(false)
  await options.select('select[data-field="marketing"]', 'AnnualRevenue')
  await until('the marketing field is saved', async () => (await said()) === 'Marketing spend saved.')
  // The panel follows the tab in front; back on the account, it asks anew though the cache is fresh.
  await world.page.bringToFront()
  await until('the panel has asked for the newly mapped field', asked)
  await options.bringToFront()
})

it.each([
  ['', 'Type the address'],
  ['my crm', 'Type the address'],
  ['ftp://crm.acme.example', 'https:// or http://'],
])('tells that %j is no address to connect', async (address, sentence) => {
  await options.$eval('#connect-address', (element, text) => {
    const input = element as HTMLInputElement
    input.value = text
    input.dispatchEvent(new Event('input', { bubbles: true }))
  }, address)
  await options.click('#connect')
  await options.waitForFunction(text => document.getElementById('connect-status')!.textContent!.includes(text), { timeout: 5_000 }, sentence)
})

it('asks the browser for that host only, in the click, and lives with a no', async () => {
  const asked = await options.evaluateHandle(() => {
    const origins: string[] = []
    // The prompt cannot be answered without a screen: what it is asked for is seen here, and refused.
    chrome.permissions.request = (wanted: chrome.permissions.Permissions) => {
      origins.push(...(wanted.origins ?? []), String(navigator.userActivation.isActive))
      return Promise.resolve(false)
    }
    return origins
  })
  await options.$eval('#connect-address', element => {
    const input = element as HTMLInputElement
    input.value = 'http://localhost:8000/#crm'
    input.dispatchEvent(new Event('input', { bubbles: true }))
  })
  await options.click('#connect')
  await options.waitForFunction(() => /was not allowed/.test(document.getElementById('connect-status')!.textContent!), { timeout: 5_000 })
  expect(await asked.jsonValue()).toEqual(['http://localhost:8000/*', 'true'])
})

it('asks before it clears, and clears', async () => {
  await options.click('#clear-data')
  await options.keyboard.press('Escape')
  expect(await status()).toMatchObject({ state: 'ok' })
  await options.click('#clear-data')
  expect(await axe()).toEqual([])
  await options.click('#clear-confirm')
  await options.waitForFunction(() => document.getElementById('clear-status')!.textContent === 'Cleared.', { timeout: 5_000 })
  // The page follows what is stored: a moment after it is gone.
  await options.waitForSelector('#plan-status[data-state="none"]', { timeout: 5_000 })
})
