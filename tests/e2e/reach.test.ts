import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepEvidence } from '../browser/on-failure'
import { openScene, picture, textOf, touchesOf, until, type Scene } from './world'

let scene: Scene
/** Accounts of the signed-in rep. */
let own: string[]

beforeAll(async () => {
  scene = await openScene({ demo: { accounts: 400 } })
  const { demo, world } = scene
  await world.openAccount(demo.showcase.keep.id)
  const me = await userId()
  own = demo.org.rows('Account').filter(({ OwnerId }) => OwnerId === me).map(({ Id }) => String(Id))
  for (const id of own.slice(0, 6)) await world.openAccount(id)
})
afterAll(() => scene?.close())
keepEvidence(() => scene?.world)

/** The CRM user whose session the browser holds. */
const userId = async (): Promise<string> => (await rows<{ space: string }>('spaces'))[0]!.space.split('|').at(-1)!

/** What the extension keeps in one of its tables. */
async function rows<T>(table: string): Promise<T[]> {
  const worker = await scene.world.worker()
  return worker.evaluate((store: string) => new Promise<T[]>((resolve, reject) => {
    const open = indexedDB.open('turfside')
    open.onerror = () => reject(open.error!)
    open.onsuccess = () => {
      const all = open.result.transaction(store).objectStore(store).getAll()
      all.onsuccess = () => {
        open.result.close()
        resolve(all.result as T[])
      }
    }
  }), table)
}

const badge = async () => (await scene.world.worker()).evaluate(async () => ({ text: await chrome.action.getBadgeText({}), title: await chrome.action.getTitle({}) }))

async function elsewhere(): Promise<Page> {
  await scene.world.page.goto('about:blank')
  const panel = await scene.world.openPanel()
  await panel.waitForSelector('main[data-part=today]', { timeout: 10_000 })
  return panel
}

const axeSource = readFileSync(fileURLToPath(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url)), 'utf8')

/** What is wrong with what the panel shows now for who cannot see, point or tell colours apart. */
async function accessible(panel: Page): Promise<string[]> {
  await panel.evaluate(axeSource)
  return panel.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }
    return (await axe.run()).violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`))
  })
}

/** Looks at the panel as it is narrow, dark, right to left and in forced colours; answers what is wrong, and what is wider than the panel. */
async function looks(panel: Page, name: string): Promise<string[]> {
  const wrong: string[] = []
  const cdp = await panel.createCDPSession()
  const ways = { light: [], dark: [{ name: 'prefers-color-scheme', value: 'dark' }], forced: [{ name: 'forced-colors', value: 'active' }] }
  for (const [way, features] of Object.entries(ways)) {
    await cdp.send('Emulation.setEmulatedMedia', { features })
    await cdp.send('Emulation.setDeviceMetricsOverride', { width: way === 'light' ? 360 : 280, height: 760, deviceScaleFactor: 1, mobile: false })
    await panel.evaluate(dir => { document.documentElement.dir = dir }, way === 'forced' ? 'rtl' : 'ltr')
    wrong.push(...(await accessible(panel)).map(line => `${way}: ${line}`))
    if (await panel.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)) wrong.push(`${way}: wider than the panel`)
    await picture(panel, `${name}-${way}`)
  }
  await cdp.send('Emulation.clearDeviceMetricsOverride')
  await cdp.send('Emulation.setEmulatedMedia', { features: [] })
  await panel.evaluate(() => { document.documentElement.dir = 'ltr' })
  await cdp.detach()
  return wrong
}

/** What a key, the menu of a link or the address bar hands to the extension, as the browser does: events of these cannot be made by the debugger's input. */
const fire = async (api: 'commands' | 'contextMenus', ...given: unknown[]) => (await scene.world.worker()).evaluate(async (name: string, text: string) => {
  const [tab] = await chrome.tabs.query({ active: true })
  const given = JSON.parse(text) as unknown[]
  const event = (name === 'commands' ? chrome.commands.onCommand : chrome.contextMenus.onClicked) as unknown as { dispatch(...given: unknown[]): void }
  event.dispatch(...given, tab)
}, api, JSON.stringify(given))

/** Waits for the account's touches to be one more, and answers the new one. */
async function logged(id: string, before: readonly { Id?: unknown }[]): Promise<Record<string, unknown>> {
  await until('the touch is in the CRM', () => touchesOf(scene.demo, id).length === before.length + 1)
  return touchesOf(scene.demo, id).find(row => !before.some(({ Id }) => Id === row.Id))!
}

describe('off the CRM', () => {
  it('the panel lists the rep’s touches that are due, late first, of how many accounts and from where, as the badge counts them', async () => {
    const panel = await elsewhere()
    expect(await looks(panel, 'today')).toEqual([])
    expect(await textOf(panel, 'main')).toMatch(/Distances from .*, shown last/)
    const days = await panel.$$eval('.due li', lines => lines.map(line => line.hasAttribute('data-late')))
    expect(days.length).toBeGreaterThan(1)
    expect(days).toEqual([...days].sort((a, b) => Number(b) - Number(a)))
    expect(await panel.$eval('[data-seen]', element => element.getAttribute('data-seen'))).toBe(String((await rows('peers')).length))
    await until('the badge', async () => (await badge()).text === String(days.length))
    expect((await badge()).title).toMatch(/touches of yours are due/)
  })

  it('logs the touch of a row with one click, counts it at once, and takes it back', async () => {
    const panel = await elsewhere()
    const lines = () => panel.$$eval('.due li', all => all.length)
    const count = await lines()
    const id = await panel.$eval('.due [data-open]', element => element.getAttribute('data-open')!)
    const before = touchesOf(scene.demo, id)
    const type = await panel.$eval('.due [data-log]', element => element.getAttribute('data-log'))
    await panel.focus('.due [data-log]')
    await panel.keyboard.press('Enter')
    await panel.waitForSelector('[data-toast=logged]')
    const touch = await logged(id, before)
    if (type === 'call' || type === 'email') expect(String(touch.TaskSubtype).toLowerCase()).toBe(type)
    await until('the list and the badge follow', async () => (await badge()).text === String(await lines() || ''))
    await panel.click('[data-undo]')
    await panel.waitForSelector('[data-toast=undone]')
    expect(touchesOf(scene.demo, id).map(({ Id }) => Id)).toEqual(before.map(({ Id }) => Id))
    await until('the row is back', async () => (await lines()) === count && (await badge()).text === String(count))
  })

  it('shows 2,000 due accounts quickly, fifty at a time', async () => {
    const panel = await elsewhere()
    const kept = (await rows<{ id: string }>('peers')).length
    await panel.evaluate(() => new Promise<void>(resolve => {
      const open = indexedDB.open('turfside')
      open.onsuccess = () => {
        const write = open.result.transaction('peers', 'readwrite')
        const store = write.objectStore('peers')
        const all = store.getAll()
        all.onsuccess = () => {
          const model = (all.result as { mine: boolean; next: { due: string } | null }[]).find(({ mine, next }) => mine && next)!
          for (let i = 0; i < 2000; i++) store.put({ ...model, id: `copy ${i}`, name: `Copy ${i}`, net: i * 100, lat: 30 + (i % 900) / 50, lon: -80 })
        }
        write.oncomplete = () => {
          open.result.close()
          resolve()
        }
      }
    }))
    const start = Date.now()
    await panel.reload()
    await panel.waitForFunction((of: number) => Number(document.querySelector('[data-seen]')?.getAttribute('data-seen')) === of, { polling: 'mutation', timeout: 10_000 }, kept + 2000)
    console.info(`2,000 due accounts after ${Date.now() - start} ms`)
    expect(await panel.$$eval('.due li', all => all.length)).toBe(50)
    await panel.click('.due + [data-more]')
    await panel.waitForFunction(() => document.querySelectorAll('.due li').length === 250)
    await picture(panel, 'today-many')
    await (await scene.world.worker()).evaluate(() => new Promise<void>(resolve => {
      const open = indexedDB.open('turfside')
      open.onsuccess = () => {
        const write = open.result.transaction('peers', 'readwrite')
        write.objectStore('peers').openCursor().onsuccess = ({ target }) => {
          const cursor = (target as IDBRequest<IDBCursorWithValue | null>).result
          if (!cursor) return
          if (String((cursor.value as { id: string }).id).startsWith('copy ')) cursor.delete()
          cursor.continue()
        }
        write.oncomplete = () => {
          open.result.close()
          resolve()
        }
      }
    }))
  })

  it('what was due in a period that is over is not told as due: it is made out anew', async () => {
    const panel = await elsewhere()
    const before = await rows<{ id: string; next: { due: string } | null; holdsUntil: string }>('peers')
    await panel.evaluate(() => new Promise<void>(resolve => {
      const open = indexedDB.open('turfside')
      open.onsuccess = () => {
        const write = open.result.transaction('peers', 'readwrite')
        const store = write.objectStore('peers')
        const all = store.getAll()
        all.onsuccess = () => {
          for (const row of all.result as object[]) store.put({ ...row, next: { type: 'visit', due: '2020-01-10' }, holdsUntil: '2020-01-31' })
        }
        write.oncomplete = () => {
          open.result.close()
          resolve()
        }
      }
    }))
    await panel.reload()
    await until('the rows are as they were', async () => JSON.stringify((await rows('peers'))) === JSON.stringify(before))
    await panel.waitForSelector('.due li')
    expect(await panel.$('[data-due="2020-01-10"]')).toBeNull()
  })

  it('shows nothing of a user who has signed out, and no badge', async () => {
    const sid = (await scene.world.browser.cookies()).filter(({ name }) => name === 'sid')
    await scene.world.browser.deleteCookie(...sid)
    try {
      const panel = await elsewhere()
      await panel.waitForSelector('[data-session=none]')
      expect(await panel.$$('.due li')).toEqual([])
      const name = (await rows<{ name: string }>('peers'))[0]!.name
      expect(await textOf(panel, 'main')).not.toContain(name)
    } finally {
      await scene.world.browser.setCookie(...sid)
    }
  })
})

describe('quick actions', () => {
  it('a call is offered to be logged at once; a route asks once for the maps site', async () => {
    const id = own[0]!
    const { panel } = await scene.world.openAccount(id)
    const before = touchesOf(scene.demo, id)
    // The address of the link is for the system; the offer is ours.
    await panel.$eval('[data-quick=call]', link => {
      link.addEventListener('click', event => event.preventDefault())
      ;(link as HTMLElement).click()
    })
    await panel.waitForSelector('[data-toast=offer]')
    await picture(panel, 'offer')
    await panel.keyboard.press('Enter')
    expect(await logged(id, before)).toMatchObject({ TaskSubtype: 'Call', Status: 'Completed' })
    await panel.waitForSelector('[data-undo]')
    await panel.click('[data-undo]')
    await panel.waitForSelector('[data-toast=undone]')

    await panel.click('[data-quick=route]')
    await panel.waitForSelector('[data-toast=maps]')
    expect(await looks(panel, 'maps')).toEqual([])
    const opened = scene.world.browser.waitForTarget(target => target.url().includes('openstreetmap.org'), { timeout: 10_000 })
    await panel.click('[data-maps=openstreetmap]')
    const tab = (await (await opened).page())!
    expect(new URL(tab.url()).searchParams.get('to')).not.toBe('')
    await tab.close()
    await scene.world.page.bringToFront()
  })
})

describe('keys, menus and the address bar', () => {
  it('a key logs on the account shown, with Undo in the panel; pressed twice at once it is one touch', async () => {
    const id = own[1]!
    const { panel } = await scene.world.openAccount(id)
    const before = touchesOf(scene.demo, id)
    await fire('commands', 'log-call')
    await fire('commands', 'log-call')
    await panel.waitForSelector('[data-toast=logged]')
    expect(await logged(id, before)).toMatchObject({ TaskSubtype: 'Call' })
    await panel.click('[data-undo]')
    await panel.waitForSelector('[data-toast=undone]')
    await until('it is gone', () => touchesOf(scene.demo, id).length === before.length)
  })

  it('the quick search opens with /, finds by plain text, and Enter opens the account', async () => {
    const { panel } = await scene.world.openAccount(own[1]!)
    const peer = (await rows<{ id: string; name: string }>('peers')).find(({ id }) => id === own[4])!
    await panel.bringToFront()
    await panel.keyboard.press('/')
    await panel.waitForSelector('dialog.search[open] input')
    await panel.keyboard.type("' OR 1=1 --")
    await panel.waitForFunction(() => /None of the/.test(document.querySelector('dialog.search [role=status]')?.textContent ?? ''))
    await panel.$eval('dialog.search input', input => (input as HTMLInputElement).select())
    await panel.keyboard.type(peer.name.toUpperCase())
    await panel.waitForSelector(`[data-hit="${peer.id}"][aria-selected=true]`)
    expect(await looks(panel, 'search')).toEqual([])
    await panel.keyboard.press('Enter')
    await until('the account is open', () => scene.world.page.url().includes(peer.id))
    expect(await panel.$('dialog.search')).toBeNull()
  })

  it('a key pressed where there is no account says so and logs nothing', async () => {
    const panel = await elsewhere()
    const before = (await rows('written')).length
    await fire('commands', 'log-next')
    await panel.waitForSelector('[data-toast=told]')
    expect(await textOf(panel, '[data-toast]')).toBe('This tab shows no account: nothing was logged.')
    expect((await rows('written')).length).toBe(before)
    await until('the badge goes back to its count', async () => /^\d*$/.test((await badge()).text), 8_000)
  })

  it('the menu of a link logs on its account, shows it beside another page, and says of other links that they lead to none', async () => {
    const id = own[2]!
    const { panel } = await scene.world.openAccount(own[3]!)
    const before = touchesOf(scene.demo, id)
    await fire('contextMenus', { menuItemId: 'menu-visit', linkUrl: scene.world.accountPage(id) })
    expect(await logged(id, before)).toHaveProperty('StartDateTime')
    await panel.waitForSelector('[data-toast=logged]')
    const name = String(scene.demo.org.rows('Account').find(({ Id }) => Id === id)!.Name).trim()
    expect(await textOf(panel, '[data-toast]')).toContain(name.slice(0, 20))
    await panel.click('[data-undo]')
    await panel.waitForSelector('[data-toast=undone]')

    await fire('contextMenus', { menuItemId: 'menu-show', linkUrl: scene.world.accountPage(id) })
    await panel.waitForFunction((shown: string) => document.querySelector('main')?.dataset.account === shown && document.querySelector('[data-chosen]'), {}, id)
    await picture(panel, 'chosen')
    await panel.click('[data-chosen] button')
    await panel.waitForFunction((shown: string) => document.querySelector('main')?.dataset.account === shown && !document.querySelector('[data-chosen]'), {}, own[3]!)

    await fire('contextMenus', { menuItemId: 'menu-call', linkUrl: `${scene.world.pageOrigin}/lightning/setup/SetupOneHome/home` })
    await panel.waitForSelector('[data-toast=told]')
    expect(await textOf(panel, '[data-toast]')).toBe('That link leads to no account: nothing was done.')
  })

  it('the address bar finds cached accounts by plain text, with their facts, and opens only them', async () => {
    const peers = await rows<{ id: string; name: string }>('peers')
    const { id, name } = peers.find(peer => peer.id === scene.demo.showcase.markup.id) ?? peers[0]!
    const worker = await scene.world.worker()
    const suggest = (text: string) => worker.evaluate((typed: string) => new Promise<{ content: string; description: string }[]>(resolve => {
      const events = chrome.omnibox as unknown as Record<'onInputStarted' | 'onInputChanged', { dispatch(...given: unknown[]): void }>
      events.onInputStarted.dispatch()
      events.onInputChanged.dispatch(typed, resolve)
    }), text)
    for (const text of ["' OR Name LIKE '%", '.*', '<b>', '"']) for (const { description } of await suggest(text)) await worker.evaluate(line => chrome.omnibox.setDefaultSuggestion({ description: line }), description)
    const others = await suggest('a')
    expect(others.length).toBeGreaterThan(0)
    // What Chrome cannot read as markup it refuses here.
    for (const { description, content } of others) {
      await worker.evaluate(line => chrome.omnibox.setDefaultSuggestion({ description: line }), description)
      expect(peers.some(peer => content === scene.world.accountPage(peer.id))).toBe(true)
    }
    const enter = (text: string) => worker.evaluate((typed: string) => {
      const entered = chrome.omnibox.onInputEntered as unknown as { dispatch(...given: unknown[]): void }
      entered.dispatch(typed, 'currentTab')
    }, text)
    await scene.world.page.goto('about:blank')
    await enter('https://evil.example/')
    await until('it says that there is none', async () => (await badge()).title.includes('evil.example'))
    expect(scene.world.page.url()).toBe('about:blank')
    await enter(name)
    await until('the account is open', () => scene.world.page.url().includes(id))
  })
})
