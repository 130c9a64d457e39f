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

describe('off the CRM', () => {
  it('the panel lists the rep’s touches that are due, late first, of how many accounts, and from where it counts distances', async () => {
    const panel = await elsewhere()
    await picture(panel, 'today')
    expect(await textOf(panel, 'main')).toMatch(/Distances from .*, shown last/)
    expect((await badge()).text).toBe(await panel.$$eval('.due li', lines => String(lines.length)))
    expect(await panel.$eval('[data-seen]', element => element.getAttribute('data-seen'))).toBe(String((await rows('peers')).length))
  })
})
