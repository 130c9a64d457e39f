import { existsSync } from 'node:fs'
import { connect, createServer, type AddressInfo, type Server } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { launch, type Browser, type Page } from 'puppeteer-core'
import { findFirefox, noFirefox } from '../../scripts/find-browser.mjs'

/** Where `npm run build:firefox` leaves its build. */
const firefoxBuild = fileURLToPath(new URL('../../.output/firefox-mv3', import.meta.url))
/** Given to the extension by a preference, so that its pages can be told. */
const uuid = '6f1c0c9e-3a4b-4c5d-8e6f-7a8b9c0d1e2f'

/** A real Firefox with the Firefox build, on a TLS server that answers for all hosts. */
export interface FirefoxWorld {
  readonly browser: Browser
  /** The tab on the CRM. */
  readonly page: Page
  /** A page of the extension that is open, once it is: the browser's protocol neither goes there nor tells its address. */
  extensionPage(path: string, ms?: number): Promise<Page>
  /** Presses the pill in the page, which must be drawn. */
  pressPill(): Promise<void>
  close(): Promise<void>
}

export async function openFirefox(port: number): Promise<FirefoxWorld> {
  if (!existsSync(join(firefoxBuild, 'manifest.json'))) throw new Error(`${firefoxBuild} holds no build: run npm run build:firefox first`)
  const executablePath = findFirefox()
  if (!executablePath) throw new Error(noFirefox)
  const tunnel = await tunnelTo(port)
  const browser = await launch({
    browser: 'firefox', executablePath, headless: true, acceptInsecureCerts: true, defaultViewport: null,
    extraPrefsFirefox: {
      'network.proxy.type': 1, 'network.proxy.ssl': '127.0.0.1', 'network.proxy.ssl_port': (tunnel.address() as AddressInfo).port,
      'extensions.webextensions.uuids': JSON.stringify({ 'turfside@turfside.app': uuid }),
      'network.captive-portal-service.enabled': false, 'network.connectivity-service.enabled': false, 'services.settings.server': 'https://localhost',
    },
  })
  try {
    await browser.installExtension(firefoxBuild)
    const page = await browser.newPage()
    return {
      browser, page,
      extensionPage: (path, ms = 40_000) => find(browser, path, ms),
      pressPill: async () => {
        const box = await until('the pill is drawn', () => page.evaluate(() => {
          const { x = 0, y = 0, width = 0 } = document.querySelector('turfside-pill')?.getBoundingClientRect() ?? {}
          return width > 0 ? { x, y } : null
        }))
        // Its shadow root is closed: a point on it, at its start.
        await page.mouse.click(box.x + 16, box.y + 14)
      },
      close: async () => {
        await browser.close()
        tunnel.close()
      },
    }
  } catch (error) {
    await browser.close()
    tunnel.close()
    throw error
  }
}

/** Whatever host the browser asks for, it meets our server: what `--host-resolver-rules` is in Chromium. */
async function tunnelTo(port: number): Promise<Server> {
  const server = createServer(socket => {
    socket.on('error', () => socket.destroy())
    socket.once('data', head => {
      const [, host = ''] = /^CONNECT ([\w.-]+):443 /.exec(head.toString()) ?? []
      if (!/\.(salesforce|force)\.com$/.test(host)) return socket.end('HTTP/1.1 502 Nothing there\r\n\r\n')
      const to = connect(port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n')
        socket.pipe(to).pipe(socket)
      })
      to.on('error', () => socket.destroy())
    })
  }).listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  return server
}

const find = (browser: Browser, path: string, ms: number): Promise<Page> => until(`${path} is open`, async () => {
  for (const page of await browser.pages()) {
    const address = await Promise.race([page.evaluate(() => location.href).catch(() => ''), pause(2_000).then(() => '')])
    if (address.startsWith(`moz-extension://${uuid}/${path}`)) return page
  }
  return null
}, ms)

async function until<T>(what: string, ask: () => Promise<T | null>, ms = 40_000): Promise<T> {
  const end = Date.now() + ms
  for (;;) {
    const answer = await ask()
    if (answer !== null) return answer
    if (Date.now() > end) throw new Error(`${what}: not within ${ms} ms`)
    await pause(100)
  }
}

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))
