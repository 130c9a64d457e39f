import type { Page } from 'puppeteer-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { keepEvidence } from '../browser/on-failure'
import { openScene, pause, pillOn, pillSays, reread, shows, touchesOf, until, type Scene } from './world'

let scene: Scene
let page: Page

beforeAll(async () => {
  scene = await openScene({ demo: { accounts: 60 } })
  page = scene.world.page
})
afterAll(() => scene?.close())
keepEvidence(() => scene?.world)

const panels = () => scene.world.browser.targets().filter(target => target.url().endsWith('/sidepanel.html'))
const writes = () => scene.demo.log.filter(({ method, path }) => method !== 'GET' && /\/sobjects\//.test(path)).length

it('prototype pollution in the page changes nothing of the pill, and gives the page nothing', async () => {
  const { world, demo } = scene
  const { identifier } = await page.evaluateOnNewDocument(() => {
    const seen: unknown[] = []
    Object.assign(globalThis, { seen })
    for (const name of ['turfside', 'state', 'word', 'glyph', 'ask', 'id']) Object.defineProperty(Object.prototype, name, { configurable: true, get: () => 'polluted', set: (value: unknown) => { seen.push(value) } })
    for (const of of [Array, Map, Set, Element, Node, EventTarget, Document] as { prototype: object }[]) {
      for (const name of ['map', 'find', 'some', 'get', 'append', 'attachShadow', 'addEventListener', 'querySelector', 'createElement', 'elementFromPoint']) {
        const own = (of.prototype as Record<string, unknown>)[name]
        if (typeof own === 'function' && Object.hasOwn(of.prototype, name)) (of.prototype as Record<string, unknown>)[name] = function (this: unknown, ...args: unknown[]) {
          if (/turfside-pill/i.test(`${(this as Element | null)?.localName} ${(args[0] as Element | null)?.localName ?? ''}`)) seen.push(name)
          return (own as (...all: unknown[]) => unknown).apply(this, args)
        }
      }
    }
  })
  try {
    await page.goto(world.accountPage(demo.showcase.overdue.id))
    const pill = await pillSays(page, ({ glyph }) => glyph !== '…')
    expect(pill.closed).toBe(true)
    expect(`${pill.glyph}${pill.word}${pill.label}`).not.toContain('polluted')
    expect(await page.evaluate(() => (globalThis as unknown as { seen: unknown[] }).seen)).toEqual([])
    expect(await page.evaluate(() => document.querySelector('turfside-pill')!.shadowRoot)).toBeNull()
  } finally {
    await page.removeScriptToEvaluateOnNewDocument(identifier)
  }
})

it('a page’s forged messages and forged events reach nobody', async () => {
  const { world, demo } = scene
  const { id } = demo.showcase.keep
  await page.goto(world.accountPage(id))
  await pillSays(page, ({ glyph }) => glyph !== '…')
  const before = { writes: writes(), touches: touchesOf(demo, id).length }
  const reached = await page.evaluate((extension: string, account: string, org: string) => {
    const ask = { ref: { crm: 'salesforce', org, id: account }, mark: 'forged', type: 'call', start: Date.now(), day: '2026-11-24', minutes: 5, note: '', onlineWord: 'zoom', extra: {}, accountName: 'x' }
    const runtime = (globalThis as { chrome?: { runtime?: { sendMessage?: (...args: unknown[]) => unknown; connect?: unknown } } }).chrome?.runtime
    for (const message of [{ turfside: 'log', ask }, { turfside: 'pill', state: null }, { turfside: 'openPanel', ask: null }]) {
      postMessage(message, '*')
      dispatchEvent(new MessageEvent('message', { data: message, origin: `chrome-extension://${extension}` }))
      document.querySelector('turfside-pill')!.dispatchEvent(new CustomEvent('turfside', { detail: message, bubbles: true, composed: true }))
    }
    const host = document.querySelector<HTMLElement>('turfside-pill')!
    const { x, y, width, height } = host.getBoundingClientRect()
    for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click']) host.dispatchEvent(Object.defineProperty(new MouseEvent(type, { bubbles: true, composed: true, clientX: x + width / 3, clientY: y + height / 2 }), 'composed', { value: true }))
    for (const key of ['Enter', ' ']) for (const type of ['keydown', 'keyup']) host.dispatchEvent(new KeyboardEvent(type, { key, bubbles: true, composed: true }))
    host.click()
    host.focus()
    return { sendMessage: typeof runtime?.sendMessage, connect: typeof runtime?.connect }
  }, world.extensionId, id, world.apiOrigin)
  expect(reached).toEqual({ sendMessage: 'undefined', connect: 'undefined' })
  await pause(300)
  expect(panels()).toEqual([])
  expect(await pillOn(page)).not.toBeNull()
  expect({ writes: writes(), touches: touchesOf(demo, id).length }).toEqual(before)
})

it('no file of the extension can be read or framed by a page', async () => {
  const { world } = scene
  const got = await page.evaluate(async (root: string) => {
    const fetched = await Promise.all(['manifest.json', 'sidepanel.html', 'background.js', 'icons/16.png', '_locales/en/messages.json'].map(file => fetch(root + file).then(() => file, () => null)))
    const frame = Object.assign(document.createElement('iframe'), { src: `${root}options.html` })
    document.body.append(frame)
    await new Promise(resolve => frame.addEventListener('load', resolve, { once: true }))
    frame.remove()
    return fetched.filter(Boolean)
  }, world.extensionPage(''))
  expect(got).toEqual([])
  expect(scene.world.browser.targets().filter(target => target.url().includes('options.html'))).toEqual([])
})

it('a CRM page in a frame, a lookalike host and a page that bears the CRM’s address in its own get no pill', async () => {
  const { world, demo } = scene
  const tab = await world.browser.newPage()
  try {
    await tab.setRequestInterception(true)
    const account = world.accountPage(demo.showcase.overlap.id)
    tab.on('request', request => {
      const own = new URL(request.url()).hostname === new URL(account).hostname
      void request.respond({ status: 200, contentType: 'text/html', body: own ? '<!DOCTYPE html><title>Account</title><p>In a frame</p>' : `<!DOCTYPE html><title>Evil</title><iframe src="${account}"></iframe>` })
    })
    const { hostname, pathname } = new URL(account)
    for (const address of [`https://evil.example/#${account}`, `https://${hostname}.evil.example${pathname}`, `https://evil.example/${account}`, `https://evil-${hostname.replace('.lightning', '-lightning')}.example${pathname}`, `https://user:${hostname}@evil.example${pathname}`]) {
      await tab.goto(address)
      await until('the frame has loaded', async () => tab.frames().some(frame => frame.url().startsWith(account.split('?')[0]!)))
      await pause(150)
      for (const frame of tab.frames()) expect(await frame.evaluate(() => document.querySelector('turfside-pill')), `${address} ${frame.url()}`).toBeNull()
    }
  } finally {
    await tab.close()
  }
})

it('a page that removes, copies, hides or covers the pill wins a press that opens the panel, and nothing else', async () => {
  const { world, demo } = scene
  const { id } = demo.showcase.keep
  await page.goto(world.accountPage(id))
  await pillSays(page, ({ glyph }) => glyph !== '…')
  const before = { writes: writes(), touches: touchesOf(demo, id).length }
  // A copy is empty: the page has none of what is inside.
  await page.evaluate(() => {
    const own = document.querySelector('turfside-pill')!
    const copy = own.cloneNode(true) as HTMLElement
    copy.id = 'copy'
    copy.style.cssText = 'position:fixed!important;inset:0!important;width:300px;height:200px;display:block'
    own.remove()
    document.body.append(copy)
  })
  expect(await page.$eval('#copy', copy => copy.shadowRoot === null && copy.childElementCount === 0)).toBe(true)
  await page.mouse.click(60, 60)
  await pause(200)
  expect(panels()).toEqual([])
  await page.$eval('#copy', copy => copy.remove())

  await world.pushState(`/lightning/r/Account/${demo.showcase.overlap.id}/view`)
  await pillSays(page, ({ glyph }) => glyph !== '…')
  // Unseen, elsewhere, under a lure: pressed all the same.
  await page.evaluate(() => {
    const own = document.querySelector<HTMLElement>('turfside-pill')!
    own.style.cssText = 'opacity:.01!important;transform:translate(-200px,-100px) scale(2)!important'
    const lure = Object.assign(document.createElement('div'), { textContent: 'Win' })
    lure.style.cssText = 'position:fixed;inset:0;z-index:2147483647;pointer-events:none'
    document.body.append(lure)
  })
  const { openAt } = (await pillOn(page))!
  await page.mouse.click(openAt.x, openAt.y)
  await until('the panel opens', () => panels().length === 1)
  await shows(await (panels()[0]!.asPage()), demo.showcase.overlap.id, 'fresh')
  expect({ writes: writes(), touches: touchesOf(demo, id).length }).toEqual(before)
})

/** Markup, scripts, other schemes, direction overrides, what nobody sees, and length. */
const hostile = [
  '<img src=x onerror="globalThis.hit=1"><script>globalThis.hit=1</script>', 'javascript:globalThis.hit=1//', '"><svg/onload=globalThis.hit=1>', 'data:text/html,<script>globalThis.hit=1</script>', '\u202Egnp.exe\u2066', '\u200B\u200D\uFEFF\u00AD',
  'W'.repeat(255), '{{constructor.constructor("hit=1")()}}', '=HYPERLINK("https://evil.example","x")', '<iframe src=https://evil.example></iframe>', '$1 $NAME$ %s ${hit}', 'https://evil.example/?<style>*{display:none}</style>',
]

/** What a page shows that text can never make; and whether it holds within its width. */
const wrongIn = (shown: Page): Promise<string[]> => shown.evaluate(() => {
  const wrong: string[] = []
  for (const element of document.querySelectorAll('*')) {
    if (element.matches('img:not([src^="/icons/"]), script:not([src]), iframe, object, embed, svg[onload], style:not([data-own])') || [...element.attributes].some(({ name }) => name.startsWith('on'))) wrong.push(element.outerHTML.slice(0, 120))
    const address = element.getAttribute('href') ?? element.getAttribute('src') ?? element.getAttribute('action')
    if (address !== null && !/^(?:\/|\.|#|tel:[+\d;=a-z]+$|mailto:|chrome-extension:)/.test(address)) wrong.push(`${element.localName} leads to ${address.slice(0, 80)}`)
  }
  if ('hit' in globalThis) wrong.push('a script ran')
  if (document.documentElement.scrollWidth > innerWidth + 1) wrong.push(`${document.documentElement.scrollWidth} pixels in ${innerWidth}`)
  return wrong
})

it('markup, scripts, other schemes and endless words in every string of the CRM are text: in the panel, a list, what is due today and the options', async () => {
  const { world, demo } = scene
  let next = 0
  for (const object of ['Account', 'Opportunity', 'Contact', 'Task', 'Event', 'User', 'Campaign', 'Product2', 'Territory2', 'ListView']) {
    for (const row of demo.org.rows(object)) {
      const fields = Object.entries(row).filter(([name, value]) => typeof value === 'string' && /(?:Name|Subject|Description|Phone|Website|Email|Industry|Type|Street|City|Location|Family|Number__c|Title|Segment__c|Priority__c)$/.test(name) && !['Username', 'Name'].includes(object === 'User' ? name : '') && !(object === 'Account' && /City/.test(name)) && !(object !== 'Account' && name === 'Type') && !/DeveloperName|SobjectType/.test(name))
      demo.org.update(object, row, Object.fromEntries(fields.map(([name]) => [name, hostile[next++ % hostile.length]!])))
    }
  }
  const asked: string[] = []
  const panel = world.panel ?? await panels()[0]!.asPage()
  panel.on('request', request => void (request.url().includes('evil.example') && asked.push(request.url())))
  for (const name of ['overlap', 'overdue', 'keep'] as const) {
    const { id } = demo.showcase[name]
    await page.bringToFront()
    await world.pushState(`/lightning/r/Account/${id}/view`)
    await shows(panel, id, 'fresh')
    await reread(panel)
    // What was planted is there, as text.
    await panel.waitForFunction((texts: string[]) => texts.some(text => document.querySelector('main')!.textContent!.includes(text)), { timeout: 15_000 }, hostile.map(text => text.slice(0, 30)))
    for (const summary of await panel.$$('details:not([open]) > summary')) await summary.evaluate(element => (element as HTMLElement).click())
    expect(await wrongIn(panel), name).toEqual([])
  }
  await world.pushState('/lightning/o/Account/list?filterName=__Recent')
  await panel.waitForSelector('main[data-part=list]', { timeout: 15_000 })
  await pause(500)
  expect(await wrongIn(panel), 'a list').toEqual([])
  await world.pushState('/lightning/page/home')
  await panel.waitForSelector('main[data-part=today]', { timeout: 15_000 })
  await pause(300)
  expect(await wrongIn(panel), 'today').toEqual([])

  const options = await world.browser.newPage()
  try {
    await options.goto(world.extensionPage('options.html'))
    await options.waitForSelector('#orgs li', { timeout: 15_000 })
    expect(await wrongIn(options), 'options').toEqual([])
    for (const typed of ['https://127.0.0.1/plan.json', 'https://169.254.169.254/latest/meta-data', 'http://plans.example/plan.json', 'javascript:alert(1)']) {
      await options.$eval('#plan-address', input => ((input as HTMLInputElement).value = ''))
      await options.type('#plan-address', typed)
      await options.click('#load-plan')
      await options.waitForSelector('#plan-address-status[data-state="failed"]', { timeout: 5_000 })
    }
    expect(await wrongIn(options), 'options').toEqual([])
  } finally {
    await options.close()
  }
  expect(asked).toEqual([])
})
