import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { CDPSession, Page } from 'puppeteer-core'
import { startDemoOrg, type DemoOptions, type DemoOrg } from '../../demo/server'
import { openWorld, type World, type WorldOptions } from '../browser/world'

/** A demo org, a browser with the production build on it, and what end-to-end tests ask of the two. */
export interface Scene {
  readonly demo: DemoOrg
  readonly world: World
  close(): Promise<void>
}

export const planFile = fileURLToPath(new URL('../../demo/plan.json', import.meta.url))
const pictures = fileURLToPath(new URL('../../screenshots/e2e', import.meta.url))

/** Starts both; signed in as the first rep and with the demo's plan unless told otherwise. */
export async function openScene({ plan = true, signedIn = true, demo: options, world: browser }: { plan?: boolean; signedIn?: boolean; demo?: DemoOptions; world?: WorldOptions } = {}): Promise<Scene> {
  const demo = await startDemoOrg({ accounts: 150, ...options })
  try {
    const world = await openWorld({ port: demo.port, crmLog: () => JSON.stringify(demo.log, null, 1), ...browser })
    if (signedIn) await world.signIn()
    if (plan) await world.importPlan(planFile)
    return {
      demo, world,
      close: async () => {
        await world.close()
        await demo.close()
      },
    }
  } catch (error) {
    await demo.close()
    throw error
  }
}

export async function until(what: string, holds: () => boolean | Promise<boolean>, ms = 15_000): Promise<void> {
  const end = Date.now() + ms
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`${what}: not within ${ms} ms`)
    await pause(50)
  }
}

export const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))

/** The org's tasks and events of an account that are not deleted. */
export const touchesOf = ({ org }: DemoOrg, accountId: string) => [...org.rows('Task'), ...org.rows('Event')].filter(row => row.WhatId === accountId && !row.IsDeleted)

/** The touches that wait in this browser, as they are stored. */
export const waitingTouches = (page: Page) => page.evaluate(() => new Promise<{ state: string; attempts: number; error: unknown; touch: { accountId: string } }[]>((resolve, reject) => {
  const opened = indexedDB.open('turfside')
  opened.onerror = () => reject(opened.error ?? new Error('no reason'))
  opened.onsuccess = () => {
    const asked = opened.result.transaction('outbox').objectStore('outbox').getAll()
    asked.onsuccess = () => {
      opened.result.close()
      resolve(asked.result as [])
    }
  }
}))

/** The accounts of the org that show nothing special, each with deals and activities. */
export const plainAccounts = (demo: DemoOrg): string[] => {
  const special = new Set(Object.values(demo.showcase).map(({ id }) => id))
  return demo.org.rows('Account').map(({ Id }) => String(Id)).filter(id => !special.has(id) && touchesOf(demo, id).length > 3)
}

export const textOf = (page: Page, selector: string): Promise<string> => page.$eval(selector, element => (element as HTMLElement).innerText.replace(/\s+/g, ' ').trim())

/** Waits until the panel shows that account in that state, and answers the panel's words. */
export async function shows(panel: Page, id: string, state: string, ms = 10_000): Promise<string> {
  await panel.waitForFunction((wanted: string, as: string) => {
    const main = document.querySelector('main')
    return main?.dataset.account?.slice(0, 15) === wanted.slice(0, 15) && main.dataset.state === as
  }, { timeout: ms, polling: 'mutation' }, id, state)
  return textOf(panel, 'main')
}

/** The four facts and what state each is in. */
export const factStates = (panel: Page): Promise<Record<string, string>> => panel.$$eval('section[data-card]', cards =>
  Object.fromEntries(cards.map(card => [card.getAttribute('data-card') ?? '', card.getAttribute('data-state') ?? ''])))

/** Asks the CRM anew for the account shown, as the browser's coming back online does. */
export const reread = (panel: Page): Promise<void> => panel.evaluate(() => void dispatchEvent(new Event('online')))

/** Takes the network from, or gives it back to, the CRM tab, the panel and the service worker. The panel's answer of the first stays in force until then. */
export async function offline(world: World): Promise<() => Promise<void>> {
  const worker = world.browser.targets().find(target => target.type() === 'service_worker')!
  const cut: CDPSession[] = [await world.page.createCDPSession(), await worker.createCDPSession()]
  if (world.panel) cut.push(await world.panel.createCDPSession())
  const set = (away: boolean) => Promise.all(cut.map(session => session.send('Network.emulateNetworkConditions', { offline: away, latency: 0, downloadThroughput: -1, uploadThroughput: -1 })))
  await Promise.all(cut.map(session => session.send('Network.enable')))
  await set(true)
  return async () => {
    await set(false)
    await Promise.all(cut.map(session => session.detach()))
  }
}

export interface Pill {
  readonly glyph: string
  readonly word: string
  readonly label: string
  readonly tone: string
  readonly closed: boolean
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
  readonly openAt: { readonly x: number; readonly y: number }
  readonly dismissAt: { readonly x: number; readonly y: number }
}

interface DomNode {
  readonly nodeId: number
  readonly backendNodeId: number
  readonly nodeName: string
  readonly nodeValue: string
  readonly shadowRootType?: string
  readonly attributes?: string[]
  readonly children?: DomNode[]
  readonly shadowRoots?: DomNode[]
}

const all = (node: DomNode): DomNode[] => [node, ...[...(node.shadowRoots ?? []), ...(node.children ?? [])].flatMap(all)]
const words = (node: DomNode): string => all(node).map(({ nodeName, nodeValue }) => (nodeName === '#text' ? nodeValue : '')).join('')
const attribute = ({ attributes = [] }: DomNode, name: string): string => attributes[attributes.findIndex((key, i) => i % 2 === 0 && key === name) + 1] ?? ''

/** The pill as the debugger sees it through its closed shadow root; null: none is drawn. */
export async function pillOn(page: Page): Promise<Pill | null> {
  const cdp = await page.createCDPSession()
  try {
    const { root } = await cdp.send('DOM.getDocument', { depth: -1, pierce: true })
    const hosts = all(root as DomNode).filter(({ nodeName }) => nodeName === 'TURFSIDE-PILL')
    if (hosts.length > 1) throw new Error(`${hosts.length} pills on one page`)
    const host = hosts[0]
    if (!host) return null
    const box = async (nodeId: number) => {
      const { model: { border: [x = 0, y = 0, right = 0, , , bottom = 0] } } = await cdp.send('DOM.getBoxModel', { nodeId })
      return { x, y, width: right - x, height: bottom - y }
    }
    const [open, dismiss] = all(host).filter(({ nodeName }) => nodeName === 'BUTTON')
    const [glyph, word] = all(open!).filter(({ nodeName }) => nodeName === 'SPAN')
    const middle = ({ x, y, width, height }: Awaited<ReturnType<typeof box>>) => ({ x: x + width / 2, y: y + height / 2 })
    return {
      glyph: words(glyph!), word: words(word!), label: attribute(open!, 'aria-label'), tone: attribute(open!, 'class'),
      closed: host.shadowRoots?.[0]?.shadowRootType === 'closed',
      box: await box(host.nodeId), openAt: middle(await box(open!.nodeId)), dismissAt: middle(await box(dismiss!.nodeId)),
    }
  } catch (error) {
    // It was redrawn between two questions: asked again by the caller.
    if (error instanceof Error && /Could not compute box model|Could not find node/.test(error.message)) return null
    throw error
  } finally {
    await cdp.detach()
  }
}

/** Waits for the pill to say what is wanted. */
export async function pillSays(page: Page, holds: (pill: Pill) => boolean, ms = 10_000): Promise<Pill> {
  let last: Pill | null = null
  await until(`the pill on ${page.url()}`, async () => (last = await pillOn(page)) !== null && holds(last), ms).catch((error: unknown) => {
    throw new Error(`${String(error)}; it says ${JSON.stringify(last)}`)
  })
  return last!
}

/** Saves a picture to look at. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true })
  await page.screenshot({ path: `${pictures}/${name}.png` })
}
