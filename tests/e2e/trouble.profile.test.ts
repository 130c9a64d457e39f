import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { startDemoOrg } from '../../demo/server'
import { openWorld, type World } from '../browser/world'
import { offline, planFile, shows, textOf, touchesOf, until } from './world'

/** Troubles that need a browser or a profile of their own. */
let opened: World | null = null
afterAll(() => opened?.close())

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
