import { build } from 'esbuild'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import puppeteer, { type Page } from 'puppeteer-core'

const root = resolve(import.meta.dirname, '../..')

export interface Look {
  readonly width?: number
  readonly theme?: 'light' | 'dark'
  readonly forced?: boolean
  readonly dir?: 'ltr' | 'rtl'
}

export interface Harness {
  readonly page: Page
  /** Shows the example of that name. */
  show(name: string, look?: Look): Promise<void>
  close(): Promise<void>
}

/** The panel's components in a browser's page, with example views and nothing else of the extension. */
export async function openHarness(): Promise<Harness> {
  const bundle = async (entry: string) => (await build({
    entryPoints: [resolve(root, entry)], bundle: true, write: false, format: 'iife', jsx: 'automatic', jsxImportSource: 'preact', target: 'es2022',
  })).outputFiles[0]!.text
  const [script, ...styles] = await Promise.all(['tests/screens/harness.tsx', 'components/ui/base.css', 'components/panel/panel.css', 'components/panel/later.css'].map(bundle))
  const browser = await puppeteer.launch({
    executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium', headless: true, args: ['--no-sandbox', '--disable-gpu'], env: { ...process.env, TZ: 'UTC' },
  })
  const page = await browser.newPage()
  // Kept open: what a session emulates ends with it.
  const session = await page.createCDPSession()
  await page.setContent(`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Turfside</title><style>${styles.join('')}</style></head><body><div id="root"></div></body></html>`)
  await page.addScriptTag({ content: script! })
  await page.addScriptTag({ content: readFileSync(resolve(root, 'node_modules/axe-core/axe.min.js'), 'utf8') })

  return {
    page,
    async show(name, { width = 360, theme = 'light', forced = false, dir = 'ltr' } = {}) {
      await page.setViewport({ width, height: 720, deviceScaleFactor: 1.5 })
      await session.send('Emulation.setEmulatedMedia', {
        features: [
          { name: 'prefers-color-scheme', value: theme },
          { name: 'prefers-reduced-motion', value: 'reduce' },
          { name: 'forced-colors', value: forced ? 'active' : 'none' },
        ],
      })
      await page.evaluate((which, direction) => {
        document.documentElement.dir = direction
        window.panel.show(which)
      }, name, dir)
      // What is loaded when it is needed first comes a moment later.
      await page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))))
      // Parts that are loaded when they are needed come after the first paint.
      await page.waitForFunction((which: string) => !window.panel.later(which) || document.querySelector('section[data-card=group]'), { polling: 'raf' }, name)
    },
    close: () => browser.close(),
  }
}
