import { mkdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'puppeteer-core'
import { panelFor, panelLeaves } from '../tests/browser/panel'
import { goAnyway, type World } from '../tests/browser/world'
import { readFacts, readTime, type Shown } from './facts'

export interface Visit extends Shown {
  readonly ms: { readonly cached: number | null; readonly fresh: number | null }
  readonly screenshot: string
}

const root = fileURLToPath(new URL('..', import.meta.url))
const pictures = join(root, 'screenshots', 'walk')

/** Opens an account's page, waits for the fresh panel, takes its picture and reads it; then leaves and comes back for the time of the cached paint. */
export async function visit(world: World, id: string, home: string): Promise<Visit> {
  const { panel } = await world.openAccount(id)
  const facts = await readFacts(panel)
  const fresh = await readTime(panel, 'fresh')
  mkdirSync(pictures, { recursive: true })
  const screenshot = join(pictures, `${id.replace(/[^\w-]/g, '_')}.png`)
  await panel.screenshot({ path: screenshot, fullPage: true })
  const cached = await cachedTime(world, panel, id, home)
  // The id as it was asked for, so that 15 characters asked are 15 answered; `openAccount` has seen to it that the panel shows this record.
  return { ...facts, id, ms: { cached, fresh }, screenshot: relative(root, screenshot) }
}

/** Goes to the CRM's home and back as its own links do. Null: the panel did not say. */
async function cachedTime(world: World, panel: Page, id: string, home: string): Promise<number | null> {
  const there = new URL(world.accountPage(id))
  const origin = await world.page.evaluate(() => location.origin)
  if (origin === there.origin) {
    await world.pushState(home)
    await panelLeaves(panel, id)
    await world.pushState(there.href)
  } else {
    // The browser shows an error page of its own, where scripts have no address to change.
    await goAnyway(world.page, new URL(home, there).href)
    await panelLeaves(panel, id)
    await goAnyway(world.page, there.href)
  }
  await panelFor(panel, id)
  return readTime(panel, 'cached')
}
