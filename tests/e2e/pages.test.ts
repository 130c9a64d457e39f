import type { Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepEvidence } from '../browser/on-failure'
import { openScene, picture, pillSays, reread, shows, textOf, until, type Scene } from './world'

/** Every page that belongs to an account, in the real browser. */

let scene: Scene
let page: Page
let panel: Page

beforeAll(async () => {
  scene = await openScene({ demo: { accounts: 60 } })
  page = scene.world.page
  ;({ panel } = await scene.world.openAccount(scene.demo.showcase.keep.id))
})
afterAll(() => scene?.close())
keepEvidence(() => scene?.world)

const find = (object: string, holds: (row: Readonly<Record<string, unknown>>) => boolean): string => {
  const row = scene.demo.org.rows(object).find(holds)
  if (!row) throw new Error(`no such ${object}`)
  return String(row.Id)
}
const contact = () => find('Contact', row => row.LastName === 'Whitfield')
const go = (object: string, id: string, more = '') => scene.world.pushState(`/lightning/r/${object}/${id}/view${more}`)
const via = () => textOf(panel, '.via')
const showcase = (name: keyof Scene['demo']['showcase']): string => scene.demo.showcase[name].id

describe('a page of a record', () => {
  it('shows its account and says for which record, with the account’s state in the pill', async () => {
    const { id } = scene.demo.showcase.overlap
    await page.goto(`${scene.world.pageOrigin}/lightning/r/Case/${find('Case', row => row.CaseNumber === '00001026')}/view`)
    expect(await shows(panel, id, 'fresh')).toContain('Dorne Harbor Resort')
    expect(await via()).toBe('Shown for the case Fairway mower stops on slopes')
    await pillSays(page, ({ glyph }) => glyph === '⧉' || glyph === '!')
    await picture(panel, 'of-a-case')
  })

  it('of each kind does: contact, deal, task, the org’s own, related lists, subtabs and workspaces of a console', async () => {
    const deal = find('Opportunity', row => row.AccountId === showcase('expand'))
    const visit = find('Site_Visit__c', row => row.Name === 'SV-0041')
    const ws = (id: string) => `?ws=${encodeURIComponent(`/lightning/r/Account/${id}/view`)}`
    const cases: readonly (readonly [string, string, RegExp | null])[] = [
      [`/lightning/r/Contact/${contact()}/view`, 'keep', /^Shown for the contact Rowan Whitfield$/],
      [`/lightning/r/${deal}/view`, 'expand', /^Shown for the deal /],
      [`/lightning/r/Task/${find('Task', row => row.Subject === 'Plan the spring order')}/view`, 'keep', /^Shown for the task Plan the spring order$/],
      [`/lightning/r/Site_Visit__c/${visit}/view`, 'expand', /^Shown for SV-0041$/],
      [`/lightning/r/Task/${find('Task', row => row.Subject === 'Plan the spring order')}/view${ws(showcase('expand'))}`, 'keep', /^Shown for the task /],
      [`/lightning/r/Account/${showcase('expand')}/related/Contacts/view`, 'expand', null],
      // The subtab is the contact's; the workspace around it is another account's.
      [`/lightning/r/Contact/${contact()}/view${ws(showcase('expand'))}`, 'keep', /^Shown for the contact /],
      [`/lightning/page/home${ws(showcase('overlap'))}`, 'overlap', null],
      [`/lightning/r/Lead/${find('Lead', row => row.ConvertedAccountId === showcase('keep'))}/view`, 'keep', /^Shown for the lead Rowan Whitfield, which became this account$/],
    ]
    for (const [path, name, line] of cases) {
      await scene.world.pushState(path)
      await shows(panel, showcase(name as 'keep'), 'fresh')
      if (line) expect(await via()).toMatch(line)
      else expect(await panel.$('.via')).toBeNull()
    }
  })

  it('seen before shows its account while the CRM says nothing', async () => {
    const { demo } = scene
    await scene.world.pushState('/lightning/page/home')
    await panel.waitForFunction(() => !document.querySelector('main')?.dataset.account, { timeout: 5_000 })
    demo.faults.latencyMs = 4_000
    await go('Contact', contact())
    const started = Date.now()
    await panel.waitForFunction((id: string) => document.querySelector('main')?.dataset.account === id && document.querySelector('[data-bucket][aria-current]') !== null, { timeout: 3_000 }, showcase('keep'))
    expect(Date.now() - started).toBeLessThan(3_000)
    expect(await via()).toBe('Shown for the contact Rowan Whitfield')
    demo.faults.clear()
  })

  it('that moves to another account takes the panel along', async () => {
    const { org } = scene.demo
    const row = org.get(contact())!
    org.update('Contact', row, { AccountId: showcase('expand') })
    await reread(panel)
    await shows(panel, showcase('expand'), 'fresh')
    org.update('Contact', row, { AccountId: showcase('keep') })
    await reread(panel)
    await shows(panel, showcase('keep'), 'fresh')
  })

  it('without an account says exactly that, and nothing can be logged there', async () => {
    for (const [object, id, words] of [
      ['Contact', find('Contact', row => row.LastName === 'Falk'), /Ines Falk.*no account: it is a private one/],
      ['Task', find('Task', row => row.Subject === 'Book the fair'), /Book the fair.*about no account/],
      ['Site_Visit__c', find('Site_Visit__c', row => row.Name === 'SV-0042'), /SV-0042.*names no account/],
    ] as const) {
      await go(object, id)
      await panel.waitForFunction((text: string) => document.querySelector('[data-belongs="nobody"]') !== null && document.querySelector('h1')?.textContent === text, { timeout: 10_000 }, words.source.split('.*')[0]!)
      expect(await textOf(panel, 'main')).toMatch(words)
      expect(await panel.$('[data-log]')).toBeNull()
      expect(await panel.$eval('main', main => main.dataset.account)).toBe('')
    }
  })

  it('that is gone, or that a dead session asks for, tells the trouble and goes on by itself afterwards', async () => {
    await go('Contact', '003Hs00000zzzzzIAA')
    await panel.waitForSelector('[data-trouble="notFound"]', { timeout: 10_000 })
    scene.demo.faults.add({ kind: 'unauthorized', times: null })
    await go('Case', find('Case', row => row.CaseNumber === '00001027'))
    await panel.waitForSelector('[data-trouble="signedOut"]', { timeout: 10_000 })
    scene.demo.faults.clear()
    await panel.$eval('.troubles button', button => (button as HTMLElement).click())
    await shows(panel, showcase('keep'), 'fresh')
  })
})

describe('a lead', () => {
  const maya = () => find('Lead', row => row.LastName === 'Okafor')

  it('shows its company, whose territory it would be, its likeness and that nobody has called, and no money it never brought', async () => {
    await go('Lead', maya())
    const text = await shows(panel, maya(), 'fresh')
    expect(text).toMatch(/Harbor Point Golf Resort.*The lead Maya Okafor.*A lead, no account yet \(Open - Not Contacted\)/)
    expect(text).toMatch(/Boston/)
    expect(await panel.$eval('[data-territory-state]', card => (card as HTMLElement).innerText)).toMatch(/New England/)
    expect(await panel.$('[data-untouched]')).not.toBeNull()
    expect(await panel.$('[data-next-type]')).not.toBeNull()
    expect(await panel.$('[data-net]')).toBeNull()
    await pillSays(page, ({ word, glyph }) => word === 'Lead' && glyph === '◇')
    await picture(panel, 'lead')
  })

  it('takes a call, which goes to the person in the CRM, counts at once and can be taken back', async () => {
    const onLead = () => scene.demo.org.rows('Task').filter(row => row.WhoId === maya() && row.IsDeleted !== true)
    await panel.click('button[data-log="call"]')
    await panel.waitForSelector('[data-toast="logged"]', { timeout: 10_000 })
    await until('the task on the lead', () => onLead().length === 1)
    expect(onLead()[0]!.WhatId ?? null).toBeNull()
    await panel.waitForFunction(() => document.querySelector('[data-untouched]') === null, { timeout: 10_000 })
    await panel.click('[data-toast] button')
    await until('the task taken back', () => onLead().length === 0)
    await panel.waitForSelector('[data-untouched]', { timeout: 10_000 })
  })

  it('of a place that nobody’s territory covers is said to be so', async () => {
    const id = find('Lead', row => row.LastName === 'Bell')
    await go('Lead', id)
    await shows(panel, id, 'fresh')
    expect(await panel.$eval('[data-territory-state]', card => card.getAttribute('data-territory-state'))).toBe('unassigned')
  })
})

it('whose a record is is told to the user who asked, and to nobody who signs in after', async () => {
  await go('Contact', contact())
  await shows(panel, showcase('keep'), 'fresh')
  await scene.world.pushState('/lightning/page/home')
  await panel.waitForFunction(() => !document.querySelector('main')?.dataset.account, { timeout: 5_000 })
  scene.demo.faults.latencyMs = 1_500
  const other = String(scene.demo.org.rows('User').filter(user => user.Title === 'Territory Representative')[3]!.Username)
  await page.goto(`${scene.world.apiOrigin}/login?un=${encodeURIComponent(other)}&startURL=${encodeURIComponent(`/lightning/r/Contact/${contact()}/view`)}`)
  await panel.waitForFunction(() => document.querySelector('main')?.dataset.state === 'record', { timeout: 10_000 })
  expect(await textOf(panel, 'main')).not.toContain(scene.demo.showcase.keep.name)
  scene.demo.faults.clear()
  await shows(panel, showcase('keep'), 'fresh')
})
