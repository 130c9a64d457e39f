import type { Browser, CDPSession, Page, Protocol } from 'puppeteer-core'

/** The same record: Salesforce's ids of 18 characters are those of 15 with a check sum. */
export function sameRecord(a: string, b: string): boolean {
  if (a === b) return true
  const short = (id: string) => (/^[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?$/.test(id) ? id.slice(0, 15) : id)
  return short(a) === short(b)
}

const isPanel = (url: string) => url.startsWith('chrome-extension://') && new URL(url).pathname.endsWith('/sidepanel.html')

/** Waits for the real side panel. */
export async function panelPage(browser: Browser, timeout: number): Promise<Page> {
  const target = await browser.waitForTarget(candidate => isPanel(candidate.url()), { timeout })
  const page = await target.asPage()
  // Code that tsx sends into a page calls this helper of esbuild, which lives in our process only.
  const helper = 'globalThis.__name ??= value => value'
  await page.evaluate(helper)
  await page.evaluateOnNewDocument(helper)
  return page
}

interface Node {
  readonly nodeId: number
  readonly nodeName: string
  readonly children?: Node[]
  readonly shadowRoots?: Node[]
}

function find(node: Node, name: string): Node | null {
  if (node.nodeName.toLowerCase() === name) return node
  for (const child of [...(node.shadowRoots ?? []), ...(node.children ?? [])]) {
    const found = find(child, name)
    if (found) return found
  }
  return null
}

async function middle(cdp: CDPSession, node: Node): Promise<{ x: number; y: number } | null> {
  try {
    const { model } = await cdp.send('DOM.getBoxModel', { nodeId: node.nodeId })
    const [left = 0, top = 0, right = 0, , , bottom = 0] = model.border
    return right > left && bottom > top ? { x: (left + right) / 2, y: (top + bottom) / 2 } : null
  } catch {
    // "Could not compute box model": it is not drawn.
    return null
  }
}

/** Where the pill's button is on a CRM page: its shadow root is closed to scripts, but not to the debugger. Null: no pill is drawn. */
async function pillButton(page: Page): Promise<{ x: number; y: number } | null> {
  const cdp = await page.createCDPSession()
  try {
    const { root }: Protocol.DOM.GetDocumentResponse = await cdp.send('DOM.getDocument', { depth: -1, pierce: true })
    const host = find(root as Node, 'turfside-pill')
    if (!host) return null
    const button = find(host, 'button')
    return (button && await middle(cdp, button)) ?? await middle(cdp, host)
  } finally {
    await cdp.detach()
  }
}

/** Presses the pill on a CRM page and answers the side panel that opens. */
export async function openPanel(page: Page, timeout = 15_000): Promise<Page> {
  const browser = page.browser()
  const open = browser.targets().find(target => isPanel(target.url()))
  if (open) return panelPage(browser, timeout)
  await page.bringToFront()
  const start = Date.now()
  const left = () => timeout - (Date.now() - start)
  let seen = false
  // The pill moves out of the way of the page's controls once, after it came: a press may go beside it.
  while (left() > 0) {
    const place = await pillButton(page)
    if (!place) {
      await new Promise(resolve => setTimeout(resolve, 50))
      continue
    }
    seen = true
    await page.mouse.click(place.x, place.y)
    try {
      return await panelPage(browser, Math.max(1, Math.min(left(), 4_000)))
    } catch (error) {
      if (!(error instanceof Error && error.name === 'TimeoutError')) throw error
    }
  }
  throw new Error(seen
    ? `The pill on ${page.url()} was pressed, and no side panel opened within ${timeout / 1000} s: is it in sight, and nothing in front of it?`
    : `No pill appeared on ${page.url()} within ${timeout / 1000} s: is this a page of a CRM that the extension knows, and is the extension loaded?`)
}

/**
 * Opens the panel from one of the extension's own pages instead, for CRM pages that no script runs in: the browser shows its own error
 * page where a server answers with nothing.
 */
export async function openPanelWithoutPill(page: Page, extensionPage: string, timeout = 15_000): Promise<Page> {
  const browser = page.browser()
  const opener = await browser.newPage()
  try {
    await opener.goto(extensionPage, { timeout })
    const windowId = await opener.evaluate(async () => (await chrome.windows.getCurrent()).id)
    // The debugger's calls count as the user's gesture, as long as nothing is awaited before.
    await opener.evaluate((id?: number) => chrome.sidePanel.open({ windowId: id ?? chrome.windows.WINDOW_ID_CURRENT }), windowId)
    return await panelPage(browser, timeout)
  } finally {
    await opener.close()
    await page.bringToFront()
  }
}

export interface PanelState {
  readonly account: string | null
  readonly state: string | null
  /** Cards that are still loading. */
  readonly loading: readonly string[]
  readonly text: string
}

export const panelState = (panel: Page): Promise<PanelState> => panel.evaluate(() => {
  const main = document.querySelector('main')
  return {
    account: main?.getAttribute('data-account') || null,
    state: main?.getAttribute('data-state') ?? null,
    loading: [...document.querySelectorAll('section[data-card][data-state="loading"]')].map(card => card.getAttribute('data-card') ?? ''),
    text: document.body.innerText.trim(),
  }
})

export class NotRead extends Error {
  constructor(readonly account: string, readonly state: PanelState, waitedMs: number) {
    const shows = state.text.replace(/\s*\n\s*/g, ' / ').slice(0, 400)
    super(`${account} was not read within ${(waitedMs / 1000).toFixed(1)} s: the panel is ${state.state ?? 'without a state'} for ${state.account ?? 'no account'}`
      + `${state.loading.length > 0 ? `, still loading ${state.loading.join(', ')}` : ''}, and shows: ${shows || '(nothing)'}`)
  }
}

/** A failure shows at once; this long it may still turn into an answer, as after a retry. */
const graceMs = 1_500

/** Waits until the panel shows the account fresh and no card is loading; throws `NotRead` with what it shows instead. */
export async function panelFor(panel: Page, accountId: string, deadlineMs = 20_000): Promise<void> {
  const start = Date.now()
  const settled = async (failedToo: boolean, timeout: number) => {
    try {
      await panel.waitForFunction((id: string, alsoFailed: boolean) => {
        const main = document.querySelector('main')
        const shown = main?.getAttribute('data-account') ?? ''
        if (!main || shown.length < 1 || !(shown === id || (id.length >= 15 && shown.length >= 15 && shown.slice(0, 15) === id.slice(0, 15)))) return false
        const state = main.getAttribute('data-state')
        if (alsoFailed && state === 'failed') return true
        return state === 'fresh' && !document.querySelector('section[data-card][data-state="loading"]')
      }, { timeout: Math.max(1, timeout), polling: 'mutation' }, accountId, failedToo)
    } catch (error) {
      if (error instanceof Error && error.name === 'TimeoutError') return
      throw error
    }
  }
  await settled(true, deadlineMs)
  let state = await panelState(panel)
  const fresh = () => state.account !== null && sameRecord(state.account, accountId) && state.state === 'fresh' && state.loading.length === 0
  if (!fresh()) {
    await settled(false, Math.min(graceMs, deadlineMs - (Date.now() - start)))
    state = await panelState(panel)
  }
  if (!fresh()) throw new NotRead(accountId, state, Date.now() - start)
}

/** Waits until the panel has left that account. */
export const panelLeaves = async (panel: Page, accountId: string, deadlineMs = 5_000): Promise<void> => {
  await panel.waitForFunction((id: string) => (document.querySelector('main')?.getAttribute('data-account') ?? '').slice(0, 15) !== id.slice(0, 15),
    { timeout: deadlineMs, polling: 'mutation' }, accountId)
}
