import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { launch, type Browser, type Page, type Target, type WebWorker } from 'puppeteer-core'
import { findBrowser, noBrowser } from '../../scripts/find-browser.mjs'
import { productionBuild } from './build'
import { openPanel, openPanelWithoutPill, panelFor } from './panel'

/**
 * A real browser with the real extension, on a CRM. One call a world; a test reads
 * `const { page, panel } = await world.openAccount(id)` and then looks at the panel as a rep does.
 */
export interface WorldOptions {
  /** The build to load; none: the production build. */
  readonly extensionDir?: string
  /** Port of a TLS server that answers for all Salesforce hosts; none: names are left alone. */
  readonly port?: number
  /** Where that server is; none: this machine. */
  readonly address?: string
  readonly headless?: boolean
  readonly width?: number
  readonly height?: number
  /** Kept when given, so that a browser can be killed and started again on it; none: a temporary one. */
  readonly userDataDir?: string
  readonly args?: readonly string[]
  /** The program; none: the one that is installed. */
  readonly executablePath?: string
  /** Beside the environment of the tests. */
  readonly env?: Readonly<Record<string, string>>
  /** False: the server's certificate, which no authority signed, is refused as it would be anywhere. */
  readonly trusting?: boolean
  /** The org's name: "acme" for acme.my.salesforce.com. */
  readonly org?: string
  /** The page of an account; none: its Lightning page in `org`. */
  readonly accountPage?: (id: string) => string
  /** Leaves the first-run page open, which comes to the front when the extension is installed; default: it is closed. */
  readonly welcome?: boolean
  /** What the CRM was asked, to be saved beside the screenshots of a failure. */
  readonly crmLog?: () => string
}

export interface World {
  readonly browser: Browser
  readonly extensionId: string
  /** The tab on the CRM. */
  readonly page: Page
  /** The panel, once it was opened. */
  readonly panel: Page | null
  /** "https://acme.my.salesforce.com", where the API is; and where pages are. */
  readonly apiOrigin: string
  readonly pageOrigin: string
  accountPage(id: string): string
  /** The address of one of the extension's pages. */
  extensionPage(path: string): string
  /** The running service worker; started when it sleeps. */
  worker(): Promise<WebWorker>
  /** Signs in by `GET /login`, which sets the session's cookie. */
  signIn(): Promise<void>
  /** Imports a plan in the options page, as a manager does. Throws with the page's words when it is refused. */
  importPlan(file: string): Promise<void>
  /** Goes to the account, opens the panel if it is not open, and waits until the account is fresh there. */
  openAccount(id: string, deadlineMs?: number): Promise<{ readonly page: Page; readonly panel: Page }>
  /** Goes to another address of the CRM by pushState, as its own links do. */
  pushState(path: string): Promise<void>
  /** Presses the pill unless the panel is open. */
  openPanel(): Promise<Page>
  /** Opens the panel without the pill, as the toolbar's button does: for pages that have none. */
  openPanelFromBrowser(): Promise<Page>
  /** Saves pictures of the tab and the panel, the panel's HTML and the CRM's log under screenshots/failures. */
  saveEvidence(name: string): Promise<readonly string[]>
  /** Ends the browser as a crash would; with a `userDataDir` of one's own, the next world goes on where this one was cut off. */
  kill(): Promise<void>
  close(): Promise<void>
}

const failures = fileURLToPath(new URL('../../screenshots/failures', import.meta.url))
const isRoot = process.getuid?.() === 0

export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const executablePath = options.executablePath ?? findBrowser()
  if (!executablePath) throw new Error(noBrowser)
  const extensionDir = resolve(options.extensionDir ?? productionBuild)
  if (!existsSync(join(extensionDir, 'manifest.json'))) throw new Error(`${extensionDir} holds no build: run npm run build first`)
  const profile = options.userDataDir ?? mkdtempSync(join(tmpdir(), 'turfside-profile-'))
  const { width = 1360, height = 900 } = options
  const server = `${options.address ?? '127.0.0.1'}:${options.port}`
  const browser = await launch({
    executablePath,
    headless: options.headless ?? true,
    pipe: true,
    enableExtensions: true,
    userDataDir: profile,
    env: { ...process.env, ...options.env },
    defaultViewport: null,
    // Whoever opened the world closes it, in the right order.
    handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false,
    args: [
      // Chromium refuses to run its sandbox as root.
      ...(isRoot ? ['--no-sandbox'] : []),
      ...(options.headless ?? true ? ['--disable-gpu'] : []),
      `--window-size=${width},${height}`,
      '--no-first-run', '--no-default-browser-check', '--disable-background-networking', '--disable-component-update', '--disable-sync',
      ...(options.port === undefined ? [] : [
        `--host-resolver-rules=MAP *.salesforce.com:443 ${server}, MAP *.force.com:443 ${server}, MAP *.mcas.ms:443 ${server}`,
        ...(options.trusting ?? true ? ['--ignore-certificate-errors', '--test-type'] : []),
      ]),
      ...(options.args ?? []),
    ],
  })
  const tidy = () => {
    if (options.userDataDir === undefined) rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
  try {
    const extensionId = await browser.installExtension(extensionDir)
    await browser.waitForTarget(target => isWorkerOf(extensionId, target), { timeout: 40_000 })
    const page = (await browser.pages()).find(shown => !isWelcome(shown.url())) ?? await browser.newPage()
    // A profile of before has the extension already: then there may be no such page.
    if (!options.welcome) await closeWelcome(browser, options.userDataDir === undefined ? 10_000 : 1_000)
    return makeWorld({ browser, extensionId, page, options, tidy })
  } catch (error) {
    await endBrowser(browser)
    tidy()
    throw error
  }
}

const isWelcome = (url: string) => url.startsWith('chrome-extension://') && url.endsWith('/welcome.html')

/** Waits for the first-run page and closes it. */
async function closeWelcome(browser: Browser, timeout: number): Promise<void> {
  try {
    const target = await browser.waitForTarget(candidate => isWelcome(candidate.url()), { timeout })
    await (await target.page())?.close()
  } catch (error) {
    if (!(error instanceof Error && error.name === 'TimeoutError')) throw error
  }
}

const isWorkerOf = (id: string, target: Target) => target.type() === 'service_worker' && target.url().startsWith(`chrome-extension://${id}/`)

function makeWorld({ browser, extensionId, page, options, tidy }: { browser: Browser; extensionId: string; page: Page; options: WorldOptions; tidy: () => void }): World {
  const org = options.org ?? 'turfside-demo'
  const apiOrigin = `https://${org}.my.salesforce.com`
  const pageOrigin = `https://${org}.lightning.force.com`
  const accountPage = options.accountPage ?? ((id: string) => `${pageOrigin}/lightning/r/Account/${id}/view`)
  const extensionPage = (path: string) => `chrome-extension://${extensionId}/${path}`
  let panel: Page | null = null

  const open = async () => {
    if (panel && !panel.isClosed()) return panel
    const errorPage = await page.evaluate(() => location.protocol === 'chrome-error:')
    panel = errorPage ? await openPanelWithoutPill(page, extensionPage('options.html')) : await openPanel(page)
    return panel
  }

  return {
    browser, extensionId, page, apiOrigin, pageOrigin, accountPage, extensionPage,
    get panel() {
      return panel && !panel.isClosed() ? panel : null
    },
    worker: async () => {
      const running = browser.targets().find(target => isWorkerOf(extensionId, target)) ?? await wake(browser, extensionId, extensionPage('options.html'))
      const worker = await running.worker()
      if (!worker) throw new Error('The service worker went away')
      return worker
    },
    signIn: async () => {
      await page.goto(`${apiOrigin}/login`, { timeout: 20_000 })
      const cookies = await browser.cookies()
      if (!cookies.some(cookie => cookie.name === 'sid' && apiOrigin.endsWith(cookie.domain.replace(/^\./, '')))) throw new Error(`${apiOrigin}/login set no cookie "sid"`)
    },
    importPlan: file => importPlan(browser, extensionPage('options.html'), file),
    openAccount: async (id, deadlineMs) => {
      await goAnyway(page, accountPage(id))
      const shown = await open()
      await panelFor(shown, id, deadlineMs)
      return { page, panel: shown }
    },
    pushState: async path => {
      await page.evaluate(to => history.pushState({}, '', to), path)
    },
    openPanel: open,
    openPanelFromBrowser: async () => (panel = await openPanelWithoutPill(page, extensionPage('options.html'))),
    saveEvidence: name => saveEvidence(name, { page, panel: panel && !panel.isClosed() ? panel : null, log: options.crmLog }),
    kill: async () => {
      const child = browser.process()
      if (child?.pid === undefined || child.exitCode !== null) return
      const gone = new Promise<void>(done => child.once('exit', () => done()))
      process.kill(child.pid, 'SIGKILL')
      await gone
      tidy()
    },
    close: async () => {
      await endBrowser(browser)
      tidy()
    },
  }
}

/** Goes there whatever the server answers; that it answers nothing at all is an error. */
export async function goAnyway(page: Page, address: string): Promise<void> {
  try {
    await page.goto(address, { waitUntil: 'domcontentloaded', timeout: 20_000 })
  } catch (error) {
    // An error status without a body: the browser shows a page of its own, under the same address.
    if (!(error instanceof Error && error.message.includes('ERR_HTTP_RESPONSE_CODE_FAILURE'))) throw error
  }
}

/** A sleeping worker starts when one of the extension's pages speaks to it. */
async function wake(browser: Browser, id: string, address: string): Promise<Target> {
  const page = await browser.newPage()
  try {
    await page.goto(address)
    await page.evaluate(() => chrome.runtime.sendMessage({ turfside: 'drain', ask: null }))
    return await browser.waitForTarget(target => isWorkerOf(id, target), { timeout: 10_000 })
  } finally {
    await page.close()
  }
}

async function importPlan(browser: Browser, address: string, file: string): Promise<void> {
  if (!existsSync(file)) throw new Error(`The plan ${file} is not there`)
  const page = await browser.newPage()
  try {
    await page.goto(address, { timeout: 20_000 })
    const control = await page.waitForSelector('input[type=file]#import-plan', { timeout: 10_000 })
    const said = () => page.$eval('#plan-status', status => ({ state: status.getAttribute('data-state'), text: status.textContent?.trim() ?? '' })).catch(() => null)
    await (control as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(resolve(file))
    await page.waitForSelector('#plan-status[data-state="ok"], #plan-status[data-state="error"]', { timeout: 20_000 })
    const status = await said()
    if (status?.state !== 'ok') throw new Error(`The plan ${file} was refused: ${status?.text ?? 'the page does not say why'}`)
  } finally {
    await page.close()
  }
}

async function saveEvidence(name: string, { page, panel, log }: { page: Page; panel: Page | null; log: (() => string) | undefined }): Promise<readonly string[]> {
  mkdirSync(failures, { recursive: true })
  const base = join(failures, name.replace(/[^\w-]+/g, '-').slice(0, 120))
  const saved: string[] = []
  for (const [what, shown] of [['page', page], ['panel', panel]] as const) {
    if (!shown || shown.isClosed()) continue
    const path = `${base}.${what}.png` as const
    await shown.screenshot({ path })
    saved.push(path)
  }
  if (panel && !panel.isClosed()) {
    writeFileSync(`${base}.panel.html`, await panel.content())
    saved.push(`${base}.panel.html`)
  }
  if (log) {
    writeFileSync(`${base}.crm.log`, log())
    saved.push(`${base}.crm.log`)
  }
  return saved
}

/** Asks the browser to close; one that does not within five seconds is killed by its id. */
async function endBrowser(browser: Browser): Promise<void> {
  const pid = browser.process()?.pid
  let closed = false
  await Promise.race([
    browser.close().then(() => { closed = true }),
    new Promise(done => setTimeout(done, 5_000)),
  ])
  if (closed || pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
