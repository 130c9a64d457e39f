import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { startDemoOrg } from '../../demo/server'
import { productionBuild } from '../browser/build'
import { openPanel } from '../browser/panel'
import { openWorld, type World } from '../browser/world'
import { factStates, offline, openScene, pillSays, planFile, shows, textOf, touchesOf, until } from './world'

/** Troubles that need a browser or a profile of their own. */
let opened: World | null = null
afterAll(() => opened?.close())

it('certificate error: the panel names the certificate as what may stand in between and says what to do, and nothing is made up', async () => {
  const scene = await openScene({ signedIn: false, world: { trusting: false } })
  try {
    const { demo, world } = scene
    // A session of before: the certificate went bad since.
    await world.browser.setCookie({ name: 'sid', value: '00D000000000001!before', domain: new URL(world.apiOrigin).hostname, path: '/', secure: true, httpOnly: true })
    const failure: unknown = await world.page.goto(world.accountPage(demo.showcase.keep.id)).catch((error: unknown) => error)
    expect(String(failure)).toMatch(/ERR_CERT/)
    const panel = await world.openPanelFromBrowser()
    const said = await shows(panel, demo.showcase.keep.id, 'failed')
    expect(said).toMatch(/Salesforce cannot be reached[\s\S]*a certificate that is not trusted may stand in between\. Open Salesforce in a tab to see what the browser says/)
    expect(said).not.toMatch(/undefined|NaN|\[object|null/)
    const states = await factStates(panel)
    for (const fact of ['nextTouch', 'territory', 'profitability', 'kare']) expect(states[fact]).toBe('failed')
    expect(await panel.$('[data-net], [data-bucket], [data-due], [data-territory-state], [data-failure]')).toBeNull()
    expect(demo.log).toEqual([])
  } finally {
    await scene.close()
  }
})

it('browser restart: the account is there from the cache, and a touch that waited offline goes out exactly once', async () => {
  const demo = await startDemoOrg({ accounts: 150 })
  const userDataDir = mkdtempSync(join(tmpdir(), 'turfside-restart-'))
  try {
    const { id } = demo.showcase.keep
    const before = await openWorld({ port: demo.port, userDataDir })
    opened = before
    await before.signIn()
    await before.importPlan(planFile)
    const { panel } = await before.openAccount(id)
    const name = await textOf(panel, 'h1')
    const had = touchesOf(demo, id).length
    await offline(before)
    await panel.click('button[data-log="call"]')
    await panel.waitForSelector('[data-toast="logged"]', { timeout: 5_000 })
    await panel.waitForSelector('[data-waiting="1"]', { timeout: 5_000 })
    await before.kill()
    expect(touchesOf(demo, id)).toHaveLength(had)

    const after = opened = await openWorld({ port: demo.port, userDataDir })
    await after.signIn()
    // The CRM is slow: what shows first is what this browser kept.
    demo.faults.latencyMs = 1_500
    await after.page.goto(after.accountPage(id), { waitUntil: 'domcontentloaded' })
    const again = await after.openPanel()
    await again.waitForFunction((wanted: string) => document.querySelector('h1')?.textContent === wanted, { timeout: 10_000 }, name)
    demo.faults.clear()
    await shows(again, id, 'fresh', 10_000)
    await until('the touch is in the org', () => touchesOf(demo, id).length === had + 1)
    await again.waitForSelector('[data-waiting]', { hidden: true, timeout: 10_000 })
    expect(touchesOf(demo, id)).toHaveLength(had + 1)
  } finally {
    await opened?.close()
    opened = null
    await demo.close()
    rmSync(userDataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
})

it('another extension’s side panel on the tab: a press on the pill brings ours back, and nothing odd is said', async () => {
  const theirs = mkdtempSync(join(tmpdir(), 'turfside-other-'))
  writeFileSync(join(theirs, 'manifest.json'), JSON.stringify({ manifest_version: 3, name: 'Another', version: '1', permissions: ['sidePanel'], side_panel: { default_path: 'theirs.html' } }))
  writeFileSync(join(theirs, 'theirs.html'), '<!doctype html><title>Theirs</title><p>Theirs')
  writeFileSync(join(theirs, 'opener.html'), '<!doctype html><title>Opener</title>')
  const scene = await openScene()
  try {
    const { demo: { showcase: { keep: { id } } }, world } = scene
    const other = await world.browser.installExtension(theirs)
    const { panel } = await world.openAccount(id)
    const opener = await world.browser.newPage()
    await opener.goto(`chrome-extension://${other}/opener.html`)
    // The CRM's tab is the first one of the window.
    const tabId = await opener.evaluate(async () => (await chrome.tabs.query({ index: 0 }))[0]!.id!)
    await opener.evaluate((tabId: number) => chrome.sidePanel.open({ tabId }), tabId)
    await world.browser.waitForTarget(target => target.url().endsWith('/theirs.html'), { timeout: 5_000 })
    await opener.close()
    await world.page.bringToFront()
    // The browser keeps ours, out of sight.
    const seen = () => panel.evaluate(() => document.visibilityState)
    await until('ours is out of sight', async () => (await seen()) === 'hidden', 3_000)
    const { openAt } = await pillSays(world.page, ({ word }) => word !== '')
    await world.page.mouse.click(openAt.x, openAt.y)
    await until('ours is in sight', async () => (await seen()) === 'visible', 5_000)
    const said = await shows(panel, id, 'fresh')
    expect(said).not.toMatch(/undefined|NaN|\[object|null/)
    expect(await panel.$('[data-trouble], [data-failure]')).toBeNull()
  } finally {
    await scene.close()
    rmSync(theirs, { recursive: true, force: true })
  }
})

it('extension updated while a tab is open: the old pill says to reload when pressed, and after that it works again', async () => {
  const scene = await openScene()
  try {
    const { demo: { showcase: { keep: { id } } }, world } = scene
    await world.page.goto(world.accountPage(id), { waitUntil: 'domcontentloaded' })
    const pill = await pillSays(world.page, ({ word }) => word !== '')
    expect(await world.browser.installExtension(productionBuild)).toBe(world.extensionId)
    await world.page.bringToFront()
    await until('the old pill says to reload', async () => {
      await world.page.mouse.click(pill.openAt.x, pill.openAt.y)
      return pillSays(world.page, ({ word }) => word === 'Reload to go on', 500).then(() => true, () => false)
    }, 5_000)
    await world.page.reload({ waitUntil: 'domcontentloaded' })
    await shows(await openPanel(world.page), id, 'fresh')
  } finally {
    await scene.close()
  }
})
