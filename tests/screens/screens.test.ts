import { build } from 'esbuild'
import { mkdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import puppeteer, { type Browser, type Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { examples } from './examples'

const root = resolve(import.meta.dirname, '../..')
const shots = resolve(root, 'screenshots/panel')
const names = Object.keys(examples)

let browser: Browser
let page: Page

beforeAll(async () => {
  mkdirSync(shots, { recursive: true })
  const bundle = async (entry: string) => (await build({
    entryPoints: [resolve(root, entry)], bundle: true, write: false, format: 'iife', jsx: 'automatic', jsxImportSource: 'preact', target: 'es2022',
  })).outputFiles[0]!.text
  const [script, style] = await Promise.all([bundle('tests/screens/harness.tsx'), bundle('components/panel/panel.css')])
  browser = await puppeteer.launch({ executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium', headless: true, args: ['--no-sandbox', '--disable-gpu'], env: { ...process.env, TZ: 'UTC' } })
  page = await browser.newPage()
  await page.setContent(`<!doctype html><html lang="en" dir="ltr"><head><meta charset="utf-8"><title>Turfside</title><style>${style}</style></head><body><div id="root"></div></body></html>`)
  await page.addScriptTag({ content: script })
  await page.addScriptTag({ content: readFileSync(resolve(root, 'node_modules/axe-core/axe.min.js'), 'utf8') })
}, 60_000)

afterAll(() => browser?.close())

interface Look {
  readonly width?: number
  readonly theme?: 'light' | 'dark'
  readonly forced?: boolean
  readonly dir?: 'ltr' | 'rtl'
  readonly height?: number
}

async function show(name: string, { width = 360, theme = 'light', forced = false, dir = 'ltr', height = 720 }: Look = {}): Promise<void> {
  await page.setViewport({ width, height, deviceScaleFactor: 1.5 })
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }, { name: 'prefers-reduced-motion', value: 'reduce' }])
  const session = await page.createCDPSession()
  await session.send('Emulation.setEmulatedMedia', {
    features: [{ name: 'prefers-color-scheme', value: theme }, { name: 'prefers-reduced-motion', value: 'reduce' }, { name: 'forced-colors', value: forced ? 'active' : 'none' }],
  })
  await page.evaluate((which, direction) => {
    document.documentElement.dir = direction
    window.panel.show(which)
  }, name, dir)
  await session.detach()
}

const overflow = (): Promise<string[]> => page.evaluate(() => {
  const width = document.documentElement.clientWidth
  const wide = [...document.querySelectorAll('main *')].filter(element => {
    const box = element.getBoundingClientRect()
    return box.width > 0 && !element.closest('.unseen') && (box.right > width + 0.5 || box.left < -0.5)
  })
  return wide.map(element => `${element.tagName}.${element.className} ${element.textContent?.slice(0, 40)}`)
})

const axe = (): Promise<string[]> => page.evaluate(async () => {
  const { axe: checker } = window as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }> } }
  const { violations } = await checker.run()
  return violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary}`))
})

const looks: Readonly<Record<string, Look>> = {
  light: {},
  dark: { theme: 'dark' },
  '280': { width: 280 },
  '600 dark': { width: 600, theme: 'dark' },
  forced: { forced: true },
  rtl: { dir: 'rtl', width: 280 },
}

describe.each(Object.entries(looks))('in %s', (look, options) => {
  it.each(names)('%s is accessible and fits', async name => {
    await show(name, options)
    expect(await overflow()).toEqual([])
    expect(await axe()).toEqual([])
    await page.screenshot({ path: resolve(shots, `${name}-${look.replace(' ', '-')}.png`) as `${string}.png`, fullPage: true })
  }, 20_000)
})
