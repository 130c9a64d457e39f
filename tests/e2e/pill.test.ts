import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'puppeteer-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { productionBuild } from '../browser/build'
import { keepEvidence } from '../browser/on-failure'
import { openScene, pause, picture, pillOn, pillSays, planFile, shows, textOf, until, type Scene } from './world'

let scene: Scene
let page: Page

beforeAll(async () => {
  scene = await openScene({ plan: false })
  page = scene.world.page
})
afterAll(() => scene?.close())
keepEvidence(() => scene?.world)

const panelTargets = () => scene.world.browser.targets().filter(target => target.url().endsWith('/sidepanel.html'))
const ready = (path: string) => page.waitForFunction((at: string) => document.body.dataset.ready === at && document.querySelectorAll('article').length === 8, { timeout: 10_000 }, path)

/** What of the page's controls lies under the pill, looked for at every fourth pixel. */
const covered = async (): Promise<string[]> => {
  const pill = (await pillOn(page))!
  return page.evaluate(({ x, y, width, height }) => {
    const found = new Set<string>()
    for (let left = x + 1; left < x + width; left += 4) {
      for (let top = y + 1; top < y + height; top += 4) {
        for (const element of document.elementsFromPoint(left, top)) if (element.matches('a, button, input, select, textarea, [role=button], [tabindex]:not(main)')) found.add(element.outerHTML.slice(0, 80))
      }
    }
    return [...found]
  }, pill.box)
}

it('says that there is no plan until somebody opens the panel, and gives way to the team’s plan once that is there', async () => {
  const { demo, world } = scene
  const { id } = demo.showcase.keep
  await page.goto(world.accountPage(id))
  expect((await pillSays(page, ({ word }) => word === 'No plan')).closed).toBe(true)

  // What a page makes up is no press.
  await page.evaluate(() => {
    const pill = document.querySelector('turfside-pill') as HTMLElement
    const { x, y, width, height } = pill.getBoundingClientRect()
    pill.click()
    for (const type of ['pointerdown', 'mousedown', 'mouseup', 'click']) document.elementFromPoint(x + width / 3, y + height / 2)?.dispatchEvent(new MouseEvent(type, { bubbles: true, composed: true }))
  })
  await pause(500)
  expect(panelTargets()).toEqual([])
  expect(await pillOn(page)).not.toBeNull()

  const panel = await world.openPanel()
  expect(panelTargets()).toHaveLength(1)
  await panel.waitForSelector('[data-plan="starter"]', { timeout: 10_000 })
  await pillSays(page, ({ word }) => word !== 'No plan')
  await world.importPlan(planFile)
  await page.bringToFront()
  await shows(panel, id, 'fresh')
  await panel.waitForSelector('main:not(:has([data-plan])) [data-territory-state]', { timeout: 10_000 })
})

it('shows the account’s state in a glyph and a word, in Lightning and in Classic', async () => {
  const { demo, world } = scene
  for (const [name, glyph, word] of [['overlap', '⧉', 'Overlap'], ['unassigned', '○', 'Unassigned'], ['overdue', '!', 'late']] as const) {
    const { id } = demo.showcase[name]
    await page.goto(world.accountPage(id))
    const lightning = await pillSays(page, pill => (pill.word.includes(word) && pill.glyph === glyph) || pill.glyph === '!')
    expect(lightning.word).not.toBe('')
    expect(lightning.label).toContain(lightning.word)
    await page.goto(`${world.apiOrigin}/${id}`)
    const classic = await pillSays(page, pill => pill.word === lightning.word)
    expect(classic.glyph).toBe(lightning.glyph)
    await picture(page, `pill-classic-${name}`)
  }
})

it('follows 100 pushState navigations, one pill at all times, and each account its own word', async () => {
  const { demo, world } = scene
  const ids = (['overlap', 'unassigned', 'overdue', 'keep', 'attain', 'expand'] as const).map(name => demo.showcase[name].id)
  const expected: string[] = []
  for (const id of ids) {
    const { panel } = await world.openAccount(id)
    const late = (await panel.$('section[data-overdue]')) !== null
    const state = await panel.$eval('[data-territory-state]', card => card.getAttribute('data-territory-state'))
    expected.push(late ? '!' : state === 'overlap' ? '⧉' : state === 'unassigned' ? '○' : '')
    await pillSays(page, ({ glyph }) => glyph !== '…')
  }
  for (let i = 0; i < 100; i++) {
    const at = i % ids.length
    await world.pushState(`/lightning/r/Account/${ids[at]}/view`)
    if (i % 10 === 9) await pillSays(page, ({ glyph }) => (expected[at] === '' ? !'!⧉○…'.includes(glyph) : glyph === expected[at]), 5_000)
    else await pause(15)
  }
  await world.pushState('/lightning/page/home')
  await pillSays(page, ({ glyph, word }) => glyph === '▦' && word === '')
})

it('makes no observer and no timer, and does nothing at all while the page goes on changing', async () => {
  expect(readFileSync(join(productionBuild, 'content-scripts/account-pill.js'), 'utf8')).not.toMatch(/\w+Observer\b/)
  const cdp = await page.createCDPSession()
  const timers: string[] = []
  let pages = 0
  cdp.on('Debugger.paused', ({ callFrames: [frame], data }) => {
    if (frame?.url.startsWith('chrome-extension:')) timers.push(String((data as { eventName?: string } | undefined)?.eventName))
    else pages++
    void cdp.send('Debugger.resume')
  })
  await cdp.send('Debugger.enable')
  const kinds = ['setTimeout', 'setInterval', 'requestAnimationFrame']
  for (const eventName of kinds) await cdp.send('EventBreakpoints.setInstrumentationBreakpoint', { eventName })
  await page.goto(scene.world.accountPage(scene.demo.showcase.keep.id))
  await pillSays(page, ({ glyph }) => glyph !== '…')
  await scene.world.pushState(`/lightning/r/Account/${scene.demo.showcase.overlap.id}/view`)
  await pause(800)
  for (const eventName of kinds) await cdp.send('EventBreakpoints.removeInstrumentationBreakpoint', { eventName })
  // The page's own timers were seen: so would ours have been.
  expect(pages).toBeGreaterThan(5)
  expect(timers).toEqual([])
  // What it does in the page's idle time comes before what is asked for afterwards.
  await page.evaluate(() => new Promise<void>(resolve => requestIdleCallback(() => resolve())))

  await cdp.send('Profiler.enable')
  await cdp.send('Profiler.setSamplingInterval', { interval: 100 })
  await cdp.send('Profiler.start')
  await page.evaluate(async () => {
    for (let i = 0; i < 60; i++) {
      document.body.append(Object.assign(document.createElement('p'), { textContent: `${i}` }))
      await new Promise(resolve => setTimeout(resolve, 20))
    }
  })
  const { profile } = await cdp.send('Profiler.stop')
  await cdp.detach()
  expect(profile.nodes.filter(({ callFrame }) => callFrame.url.startsWith('chrome-extension:')).map(({ callFrame }) => callFrame.functionName)).toEqual([])
})

it('never lies over a control of the page, at any size of the window', async () => {
  const { demo, world } = scene
  const { id } = demo.showcase.overlap
  await page.goto(world.accountPage(id))
  await ready(`/lightning/r/Account/${id}/view`)
  try {
    for (const [width, height] of [[480, 420], [800, 560], [1024, 768], [1360, 900], [1900, 1000]] as const) {
      await page.setViewport({ width, height })
      await pause(150)
      expect(await covered(), `${width} × ${height}`).toEqual([])
      const { box } = (await pillOn(page))!
      expect(box.x + box.width).toBeLessThanOrEqual(width + 1)
      expect(box.y + box.height).toBeLessThanOrEqual(height)
    }
    // Small controls at the edge, closer than the pill is high.
    await page.setViewport({ width: 1024, height: 768 })
    await page.evaluate(() => {
      for (let top = 60; top < 560; top += 20) {
        const button = Object.assign(document.createElement('button'), { textContent: '·' })
        button.style.cssText = `position:fixed;right:${30 + (top % 60)}px;top:${top}px;width:10px;height:10px;padding:0`
        document.body.append(button)
      }
      dispatchEvent(new Event('resize'))
    })
    await pause(150)
    expect(await covered()).toEqual([])
  } finally {
    await page.setViewport(null)
  }
})

it('is not printed', async () => {
  await page.emulateMediaType('print')
  try {
    expect(await pillOn(page)).toBeNull()
  } finally {
    await page.emulateMediaType('screen')
  }
  await pillSays(page, () => true)
})

it('keeps its looks and its place under the strictest content policy', async () => {
  const { world, demo } = scene
  const tab = await world.browser.newPage()
  try {
    await tab.setRequestInterception(true)
    tab.on('request', request => void request.respond({
      status: 200, contentType: 'text/html',
      headers: { 'Content-Security-Policy': "default-src 'none'; style-src 'none'; script-src 'none'; require-trusted-types-for 'script'; sandbox allow-same-origin" },
      body: '<!DOCTYPE html><title>Strict</title><h1>Strict</h1>',
    }))
    await tab.goto(world.accountPage(demo.showcase.overlap.id))
    const { box, tone } = await pillSays(tab, ({ glyph }) => glyph !== '…')
    const [width, height] = await tab.evaluate(() => [innerWidth, innerHeight] as const)
    expect(Math.abs(box.x + box.width - width)).toBeLessThanOrEqual(1)
    expect(box.y).toBeGreaterThan(height * 0.1)
    expect(box.height).toBeLessThan(40)
    expect(tone).toBe('late')
  } finally {
    await tab.close()
  }
})

it('is not there where no org is', async () => {
  const tab = await scene.world.browser.newPage()
  try {
    for (const address of ['https://login.salesforce.com/', 'https://help.salesforce.com/s/', 'about:blank']) {
      await tab.goto(address)
      await pause(400)
      expect(await pillOn(tab), address).toBeNull()
    }
  } finally {
    await tab.close()
  }
})

it('is dismissed for one site, stays away after a reload, and comes back in the options', async () => {
  const { world, demo } = scene
  const { id } = demo.showcase.keep
  await page.goto(world.accountPage(id))
  const { openAt } = await pillSays(page, ({ glyph }) => glyph !== '…')
  await ready(`/lightning/r/Account/${id}/view`)
  await page.mouse.move(openAt.x, openAt.y)
  const { dismissAt } = await pillSays(page, () => true)
  await page.mouse.click(dismissAt.x, dismissAt.y)
  await until('the pill is gone', async () => (await pillOn(page)) === null)
  await page.reload()
  await ready(`/lightning/r/Account/${id}/view`)
  await world.pushState(`/lightning/r/Account/${demo.showcase.overlap.id}/view`)
  await pause(400)
  expect(await pillOn(page)).toBeNull()
  await page.goto(`${world.apiOrigin}/${id}`)
  await pillSays(page, () => true)

  const options = await world.browser.newPage()
  try {
    await options.goto(world.extensionPage('options.html'))
    await options.waitForSelector('#hidden-sites li', { timeout: 10_000 })
    expect(await textOf(options, '#hidden-sites')).toContain(world.pageOrigin)
    await options.click('#hidden-sites button')
    await options.waitForSelector('#hidden-sites li', { hidden: true, timeout: 10_000 })
  } finally {
    await options.close()
  }
  await page.goto(world.accountPage(id))
  await pillSays(page, () => true)
})
