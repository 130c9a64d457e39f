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
    const cut = element.matches('button, .kare li, dt, dd') && element.scrollWidth > element.clientWidth + 1
    return box.width > 0 && !element.closest('.unseen') && (cut || box.right > width + 0.5 || box.left < -0.5)
  })
  return wide.map(element => `${element.tagName}.${element.className} ${element.textContent?.slice(0, 40)}`)
})

/** The whole of axe, or some of its rules. */
const axe = (rules: readonly string[] | null = null): Promise<string[]> => harness.page.evaluate(async only => {
  const { axe: checker } = window as unknown as { axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }> } }
  const { violations } = await checker.run(only === null ? {} : { runOnly: [...only] })
  return violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary}`))
}, rules)

const looks: Readonly<Record<string, Look>> = {
  light: {},
  dark: { theme: 'dark' },
  '280': { width: 280 },
  forced: { forced: true },
  rtl: { dir: 'rtl', width: 280 },
}

/** What axe looks at is the same at every width and in both directions, and in other colours all but these. */
const ofColours = ['color-contrast', 'link-in-text-block']
const rulesIn: Readonly<Record<string, readonly string[] | null>> = { light: null, dark: ofColours, forced: ofColours }

describe.each(Object.entries(looks))('in %s', (look, options) => {
  it.each(names)('%s is accessible and fits', async name => {
    await harness.page.evaluate(() => window.panel.clear())
    await harness.show(name, options)
    expect(await overflow()).toEqual([])
    if (look in rulesIn) expect(await axe(rulesIn[look])).toEqual([])
    await harness.page.screenshot({ path: resolve(shots, `${name}-${look.replace(' ', '-')}.png`) as `${string}.png`, fullPage: true })
  }, 20_000)
})

describe('with every answer open', () => {
  it.each(['ordinary', 'late', 'partly'])('%s is accessible and fits', async name => {
    for (const theme of ['light', 'dark'] as const) {
      await harness.page.evaluate(() => window.panel.clear())
      await harness.show(name, { width: 280, theme })
      for (const button of await harness.page.$$('[aria-expanded="false"]')) await button.evaluate(node => (node as HTMLElement).click())
      expect(await harness.page.$$eval('.answer', all => all.filter(node => !node.checkVisibility()).length)).toBe(0)
      expect(await overflow()).toEqual([])
      expect(await axe()).toEqual([])
      await harness.page.screenshot({ path: resolve(shots, `${name}-answers-${theme}.png`) as `${string}.png`, fullPage: true })
    }
  }, 20_000)
})

describe('with text at twice its size', () => {
  it.each(['ordinary', 'late', 'refused', 'form', 'noPlan'])('%s fits', async name => {
    await harness.page.evaluate(() => { window.panel.clear(); document.documentElement.style.fontSize = '200%' })
    await harness.show(name)
    const wide = await overflow()
    await harness.page.screenshot({ path: resolve(shots, `${name}-large.png`) as `${string}.png`, fullPage: true })
    await harness.page.evaluate(() => { document.documentElement.style.fontSize = '' })
    expect(wide).toEqual([])
  }, 20_000)
})
