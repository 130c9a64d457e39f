import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { examples } from './examples'
import { openHarness, type Harness, type Look } from './openHarness'

const shots = resolve(import.meta.dirname, '../../screenshots/panel')
const names = Object.keys(examples)

let harness: Harness

beforeAll(async () => {
  mkdirSync(shots, { recursive: true })
  harness = await openHarness()
}, 60_000)

afterAll(() => harness?.close())

const overflow = (): Promise<string[]> => harness.page.evaluate(() => {
  const width = document.documentElement.clientWidth
  const wide = [...document.querySelectorAll('main *')].filter(element => {
    const box = element.getBoundingClientRect()
    return box.width > 0 && !element.closest('.unseen') && (box.right > width + 0.5 || box.left < -0.5)
  })
  return wide.map(element => `${element.tagName}.${element.className} ${element.textContent?.slice(0, 40)}`)
})

const axe = (): Promise<string[]> => harness.page.evaluate(async () => {
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
    await harness.page.evaluate(() => window.panel.clear())
    await harness.show(name, options)
    expect(await overflow()).toEqual([])
    expect(await axe()).toEqual([])
    await harness.page.screenshot({ path: resolve(shots, `${name}-${look.replace(' ', '-')}.png`) as `${string}.png`, fullPage: true })
  }, 20_000)
})
