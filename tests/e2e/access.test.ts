import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'puppeteer-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { keepEvidence } from '../browser/on-failure'
import { openScene, picture, reread, shows, touchesOf, until, type Scene } from './world'

const axeSource = readFileSync(fileURLToPath(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url)), 'utf8')
let scene: Scene
let panel: Page

beforeAll(async () => {
  scene = await openScene()
  panel = (await scene.world.openAccount(scene.demo.showcase.overlap.id)).panel
})
afterAll(() => scene?.close())
afterEach(async () => {
  scene.demo.faults.clear()
  await panel.setViewport(null)
  await panel.emulateMediaFeatures([])
})
keepEvidence(() => scene?.world)

const go = (id: string) => scene.world.pushState(`/lightning/r/Account/${id}/view`)

async function axe(): Promise<string[]> {
  await panel.evaluate(axeSource)
  return panel.evaluate(async () => {
    const { axe: checker } = window as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }
    return (await checker.run()).violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
  })
}

/** What sticks out of the panel, or is cut off without a way to see the rest. */
const tooWide = () => panel.evaluate(() => {
  const width = document.documentElement.clientWidth
  const out = [...document.querySelectorAll('main *:not(.unseen)')].filter(element => {
    const { right, left, width: own } = element.getBoundingClientRect()
    return own > 0 && (right > width + 1 || left < -1)
  }).map(element => element.outerHTML.slice(0, 100))
  return document.documentElement.scrollWidth > width ? [...out, `scrolls to ${document.documentElement.scrollWidth} of ${width}`] : out
})

const focused = () => panel.evaluate(() => {
  const element = document.activeElement as HTMLElement | null
  const style = element && getComputedStyle(element)
  const ring = style !== null && ((style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== 'none')
  const { top = 0, height = 0 } = element?.getBoundingClientRect() ?? {}
  const name = element?.getAttribute('aria-label') ?? element?.innerText ?? ''
  return { tag: element?.localName ?? '', name: name.trim(), log: element?.getAttribute('data-log') ?? null, ring, inSight: top + height > 0 && top < innerHeight }
})

describe('axe finds nothing', () => {
  it.each(['overlap', 'unassigned', 'ownerMismatch', 'attain', 'recapture', 'overdue', 'noAddress', 'rightToLeft', 'longName'] as const)('on %s, with all reasons open, in light and dark', async name => {
    const { id } = scene.demo.showcase[name]
    await go(id)
    await shows(panel, id, 'fresh')
    await panel.$$eval('button.why[aria-expanded=false]', buttons => buttons.forEach(button => button.click()))
    for (const value of ['light', 'dark'] as const) {
      await panel.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }])
      expect(await axe(), value).toEqual([])
    }
  })

  it('in the form, on a refused touch, signed out, and where there is no account', async () => {
    const { demo } = scene
    const { id } = demo.showcase.keep
    await go(id)
    await shows(panel, id, 'fresh')
    await panel.click('[data-more]')
    await panel.waitForSelector('form textarea[name=note]')
    expect(await axe()).toEqual([])
    await picture(panel, 'form')
    await panel.keyboard.press('Escape')
    demo.faults.requireOnEvent({ how: 'validation' })
    await panel.click('button[data-log="visit"]')
    await panel.waitForSelector('[data-refused]', { timeout: 10_000 })
    expect(await axe()).toEqual([])
    await picture(panel, 'refused')
    await panel.click('[data-outbox] .ends button:last-child')
    demo.faults.clear()
    demo.faults.add({ kind: 'unauthorized', times: null })
    await reread(panel)
    await shows(panel, id, 'failed')
    expect(await axe()).toEqual([])
    await picture(panel, 'signed-out')
    demo.faults.clear()
    await go('nobody')
    await panel.waitForFunction(() => document.querySelector('main')?.dataset.state === 'notAccount', { timeout: 5_000 })
    expect(await axe()).toEqual([])
    await picture(panel, 'no-account')
  })
})

it('is walked by keyboard alone: every stop is seen and named, Enter logs, Escape leaves the form, focus is never lost', async () => {
  const { demo } = scene
  const { id } = demo.showcase.expand
  await go(id)
  await shows(panel, id, 'fresh')
  await panel.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  const stops: Awaited<ReturnType<typeof focused>>[] = []
  for (let i = 0; i < 60; i++) {
    await panel.keyboard.press('Tab')
    const stop = await focused()
    if (stop.tag === 'body' || (stops.length > 3 && stop.name === stops[0]!.name && stop.tag === stops[0]!.tag)) break
    stops.push(stop)
  }
  for (const stop of stops) expect(stop, JSON.stringify(stop)).toMatchObject({ name: expect.stringMatching(/\S/) as string, ring: true, inSight: true })
  // The main job first: the log buttons come before any of the other cards' questions.
  const names = stops.map(({ name }) => name)
  expect(stops.flatMap(({ log }) => log ?? [])).toEqual(['call', 'email', 'visit', 'meeting'])
  expect(names.indexOf('Log call')).toBeLessThan(names.indexOf('Which rules?'))
  expect(names.indexOf('Which rules?')).toBeLessThan(names.indexOf('How counted?'))
  expect(names.indexOf('How counted?')).toBeLessThan(names.indexOf('What would move it?'))

  // Every order of words that a reader says is the order on screen.
  const before = touchesOf(demo, id).length
  await panel.focus('button[data-log="call"]')
  const said = panel.evaluate(() => new Promise<string[]>(resolve => {
    const heard: string[] = []
    const region = document.querySelector('[role=status]')!
    const look = () => {
      const text = region.querySelector('span')?.textContent ?? ''
      if (text && heard.at(-1) !== text) heard.push(text)
      if (/taken back/.test(text)) resolve(heard)
    }
    new MutationObserver(look).observe(region, { subtree: true, childList: true, characterData: true })
    setTimeout(() => resolve(heard), 12_000)
  }))
  await panel.keyboard.press('Enter')
  await panel.waitForSelector('[data-toast="logged"]', { timeout: 5_000 })
  await until('the call is in the org', () => touchesOf(demo, id).length === before + 1)
  await panel.focus('[data-undo]')
  await panel.keyboard.press('Enter')
  await panel.waitForSelector('[data-toast="undone"]', { timeout: 5_000 })
  expect(touchesOf(demo, id)).toHaveLength(before)
  expect((await focused()).log).toBe('call')
  const heard = await said
  expect(heard[0]).toMatch(/^Call (logged|kept), /)
  expect(heard.at(-1)).toMatch(/^Call taken back/)

  await panel.focus('[data-more]')
  await panel.keyboard.press('Enter')
  await panel.waitForSelector('form textarea[name=note]')
  expect((await focused()).tag).toBe('textarea')
  await panel.keyboard.press('Escape')
  await panel.waitForSelector('form', { hidden: true, timeout: 5_000 })
  await until('the focus is back', async () => /Add note/.test((await focused()).name), 2_000)

  await panel.focus('section[data-card=kare] button.why')
  await panel.keyboard.press('Enter')
  expect(await panel.$eval('section[data-card=kare] button.why', button => button.getAttribute('aria-expanded'))).toBe('true')
  await panel.keyboard.press('Space')
  expect(await panel.$eval('section[data-card=kare] button.why', button => button.getAttribute('aria-expanded'))).toBe('false')
})

describe('nothing sticks out', () => {
  it.each([280, 320, 360, 600])('at %i px, for the account with most to tell and the longest name, with the form open', async width => {
    const { demo } = scene
    for (const name of ['overlap', 'ownerMismatch', 'longName', 'markup', 'noAddress'] as const) {
      const { id } = demo.showcase[name]
      await go(id)
      await shows(panel, id, 'fresh')
      await panel.setViewport({ width, height: 900 })
      await panel.$$eval('button.why[aria-expanded=false]', buttons => buttons.forEach(button => button.click()))
      expect(await tooWide(), name).toEqual([])
      if (name === 'overlap') await picture(panel, `width-${width}`)
    }
    await panel.click('[data-more]')
    await panel.waitForSelector('form textarea[name=note]')
    expect(await tooWide()).toEqual([])
    await panel.keyboard.press('Escape')
  })

  it('with text twice as large', async () => {
    const { id } = scene.demo.showcase.overlap
    await go(id)
    await shows(panel, id, 'fresh')
    for (const width of [280, 360]) {
      await panel.setViewport({ width, height: 1200 })
      const size = (text: string) => panel.evaluate(to => void (document.documentElement.style.fontSize = to), text)
      await size('200%')
      try {
        const { body, button } = await panel.evaluate(() => ({ body: parseFloat(getComputedStyle(document.querySelector('.note')!).fontSize), button: parseFloat(getComputedStyle(document.querySelector('[data-log]')!).fontSize) }))
        expect(Math.min(body, button)).toBeGreaterThan(20)
        expect(await tooWide(), `${width}`).toEqual([])
        await picture(panel, `text-200-${width}`)
      } finally {
        await size('')
      }
    }
  })
})

describe('looks', () => {
  const luminance = () => panel.evaluate(() => {
    const [r = 0, g = 0, b = 0] = (getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g) ?? []).map(Number)
    return (r + g + b) / 3
  })

  it('dark is dark and light is light, and a picture is kept of each', async () => {
    const { id } = scene.demo.showcase.overlap
    await go(id)
    await shows(panel, id, 'fresh')
    const cdp = await panel.createCDPSession()
    await panel.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'light' }])
    const light = await luminance()
    await picture(panel, 'light')
    await panel.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }])
    expect(light - await luminance()).toBeGreaterThan(120)
    await picture(panel, 'dark')
    await cdp.send('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value: 'active' }] })
    expect(await panel.evaluate(() => matchMedia('(forced-colors: active)').matches)).toBe(true)
    // What is told by colour alone would be gone: buttons keep an edge, the bucket that holds is still marked.
    const edges = await panel.$$eval('button[data-log]', buttons => buttons.map(button => getComputedStyle(button).borderTopStyle))
    expect(new Set(edges)).toEqual(new Set(['solid']))
    await picture(panel, 'forced-colors')
    await cdp.detach()
  })

  it('nothing moves for those who asked for less motion', async () => {
    await panel.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }])
    const { demo } = scene
    demo.faults.latencyMs = 300
    const id = demo.showcase.odd.id
    await go(id)
    await shows(panel, id, 'reading')
    const moving = await panel.evaluate(() => document.getAnimations().filter(animation => {
      const timing = animation.effect?.getComputedTiming()
      return animation.playState === 'running' && Number(timing?.duration ?? 0) > 1 && timing?.progress !== null
    }).length)
    expect(moving).toBe(0)
    await shows(panel, id, 'fresh')
    await panel.click('button[data-log="call"]')
    await panel.waitForSelector('[data-toast]', { timeout: 5_000 })
    expect(await panel.evaluate(() => document.getAnimations().filter(({ effect }) => Number(effect?.getComputedTiming().duration ?? 0) > 1).length)).toBe(0)
  })
})
