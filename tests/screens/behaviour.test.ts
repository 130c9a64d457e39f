import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openHarness, type Harness } from './openHarness'

let harness: Harness

beforeAll(async () => { harness = await openHarness() }, 60_000)
afterAll(() => harness?.close())
beforeEach(() => harness.page.evaluate(() => window.panel.clear()))

const done = () => harness.page.evaluate(() => window.panel.done)
const focused = () => harness.page.evaluate(() => document.activeElement?.outerHTML ?? '')
const attribute = (selector: string, name: string) => harness.page.$eval(selector, (element, which) => element.getAttribute(which), name)

describe('a rep at the panel', () => {
  it('sees all four facts in the first 720 pixels of an ordinary account', async () => {
    await harness.show('ordinary')
    expect(await harness.page.$eval('[data-card="kare"]', card => card.getBoundingClientRect().bottom)).toBeLessThanOrEqual(720)
  })

  it('logs the touch that the plan asks for with one key, and hears of it', async () => {
    await harness.show('ordinary')
    const region = await harness.page.$('[role="status"]')
    expect(await region!.evaluate(node => node.textContent)).toBe('')
    await harness.page.focus('.buttons .next')
    await harness.page.keyboard.press('Enter')
    expect(await done()).toEqual([['log', 'visit']])
    await harness.show('logged')
    // The very same element, or a screen reader would not tell.
    expect(await region!.evaluate(node => node.isConnected && node.textContent)).toBe('Visit logged, 14:05Undo')
  })

  it('takes it back with Undo and keeps the focus at the log buttons', async () => {
    await harness.show('logged')
    await harness.page.focus('[data-undo]')
    await harness.page.keyboard.press('Enter')
    expect(await done()).toEqual([['undo', 'm4']])
    expect(await focused()).toContain('data-log="visit"')
  })

  it('opens "Why?" and closes it by keyboard', async () => {
    await harness.show('ordinary')
    expect(await harness.page.$eval('#profitability-why', node => node.checkVisibility())).toBe(false)
    await harness.page.focus('#profitability-ask')
    await harness.page.keyboard.press('Space')
    expect(await attribute('#profitability-ask', 'aria-expanded')).toBe('true')
    expect(await harness.page.$eval('#profitability-why', node => node.checkVisibility() && node.textContent)).toContain('Wei Zhang: 41 touches, 1,285 minutes, $1,799.00')
    await harness.page.keyboard.press('Space')
    expect(await attribute('#profitability-ask', 'aria-expanded')).toBe('false')
  })

  it('finds "Why?" closed again under the next account', async () => {
    await harness.show('ordinary')
    await harness.page.click('#kare-ask')
    await harness.page.evaluate(() => window.panel.show('ordinary', { accountId: '001Z', name: 'Another' }))
    expect(await attribute('#kare-ask', 'aria-expanded')).toBe('false')
  })

  it('keeps what is typed in the form when the view changes under it, and sends it', async () => {
    await harness.show('form')
    expect(await focused()).toContain('name="note"')
    await harness.page.keyboard.type('Met the plant manager')
    await harness.page.$eval('input[name="day"]', input => { (input as HTMLInputElement).value = '2026-11-20' })
    await harness.page.$eval('input[name="minutes"]', input => { (input as HTMLInputElement).value = '45' })
    await harness.page.select('select', 'Won')
    await harness.page.type('[name="crm:Attendees__c"]', '3')
    await harness.page.evaluate(() => window.panel.show('form', { now: 1_800_000_000_000, waitingInAll: 1 }))
    await harness.page.click('.form [type="submit"]')
    expect(await done()).toEqual([
      ['log', 'visit', { day: '2026-11-20', minutes: 45, note: 'Met the plant manager', extra: { VisitOutcome__c: 'Won', Attendees__c: '3' } }],
      ['closeForm'],
    ])
  })

  it('cannot log without what the CRM requires, nor on a day to come', async () => {
    await harness.show('form')
    await harness.page.click('.form [type="submit"]')
    expect(await done()).toEqual([])
    expect(await attribute('input[name="day"]', 'max')).toBe('2026-11-24')
  })

  it('leaves the form with Escape', async () => {
    await harness.show('form')
    await harness.page.keyboard.press('Escape')
    expect(await done()).toEqual([['closeForm']])
  })

  it('mends a refused touch under its own mark', async () => {
    await harness.show('refused')
    expect(await harness.page.$eval('[data-refused="m3"]', node => node.textContent)).toBe('Salesforce would not save the visit of Mon 23 Nov“Visits need an outcome.” (VisitOutcome__c)')
    await harness.page.click('.outbox .act')
    expect(await done()).toEqual([['editTouch', 'm3']])
    await harness.show('mending')
    await harness.page.click('.form [type="submit"]')
    expect((await done()).slice(1)).toEqual([['resend', 'm3', { day: '2026-11-23', minutes: 45, note: 'Met the plant manager', extra: {} }], ['closeForm']])
  })

  it('reads a name with markup as text', async () => {
    await harness.show('longNames')
    expect(await harness.page.$eval('h1', node => [node.textContent?.endsWith('<b>not bold</b>'), node.querySelector('b')])).toEqual([true, null])
  })

  it('meets no target smaller than 24 pixels', async () => {
    for (const name of ['ordinary', 'form', 'refused', 'logged', 'noPlan', 'unknownSite']) {
      await harness.show(name, { width: 280 })
      const small = await harness.page.$$eval('button, a, input, select, textarea', targets => targets.flatMap(target => {
        const own = target.getBoundingClientRect()
        const around = target.closest('label')?.getBoundingClientRect()
        const height = Math.max(own.height, around?.height ?? 0)
        return own.width > 0 && (height < 24 || Math.max(own.width, around?.width ?? 0) < 24) ? [target.outerHTML.slice(0, 100)] : []
      }))
      expect(small, name).toEqual([])
    }
  })

  it('sees where the focus is, on every control', async () => {
    await harness.show('overlap')
    const controls = await harness.page.$$eval('button, a', all => all.length)
    for (let i = 0; i < controls; i++) {
      await harness.page.keyboard.press('Tab')
      const outline = await harness.page.evaluate(() => {
        const style = getComputedStyle(document.activeElement!)
        return [document.activeElement!.tagName, style.outlineStyle, style.outlineWidth]
      })
      expect(outline).toEqual([expect.stringMatching(/^(BUTTON|A)$/), 'solid', '2px'])
    }
  })
})

describe('what the walk reads', () => {
  const facts = () => harness.page.evaluate(() => {
    const one = (selector: string) => document.querySelector(selector)
    const value = (part: string) => one(`[data-part="${part}"]`)?.getAttribute('value') ?? null
    return {
      account: one('main')?.getAttribute('data-account'), crm: one('main')?.getAttribute('data-crm'), state: one('main')?.getAttribute('data-state'), name: one('h1')?.textContent,
      cards: [...document.querySelectorAll('[data-card]')].map(card => `${card.getAttribute('data-card')} ${card.getAttribute('data-state')}`),
      territory: one('[data-card="territory"]')?.getAttribute('data-territory-state'),
      claims: [...document.querySelectorAll('[data-claim]')].map(claim => `${claim.querySelector('[data-claim-name]')?.textContent}: ${claim.querySelector('[data-reason]')?.textContent}`),
      mismatch: one('[data-owner-mismatch]') !== null,
      currency: one('[data-card="profitability"]')?.getAttribute('data-currency'),
      parts: ['revenue', 'travel', 'repTime', 'marketing', 'net'].map(value), margin: one('[data-margin]')?.getAttribute('value'),
      missing: [...document.querySelectorAll('[data-part][data-missing]')].map(part => part.getAttribute('data-part')),
      estimated: [...document.querySelectorAll('[data-estimated]')].map(part => part.getAttribute('data-part')),
      bucket: one('[data-bucket][aria-current="true"]')?.getAttribute('data-bucket'), reason: one('[data-card="kare"] [data-reason]')?.textContent,
      next: one('[data-next-type]')?.getAttribute('data-next-type') ?? null, due: one('[data-due]')?.getAttribute('datetime') ?? null,
      overdue: one('[data-card="nextTouch"]')?.hasAttribute('data-overdue'),
      remaining: Object.fromEntries([...document.querySelectorAll('[data-remaining]')].map(li => [li.getAttribute('data-remaining'), li.getAttribute('data-count')])),
      log: [...document.querySelectorAll('[data-log]')].map(button => button.getAttribute('data-log')),
    }
  })

  it('is all there for an overlap', async () => {
    await harness.show('overlap')
    expect(await facts()).toEqual({
      account: '001A', crm: 'salesforce', state: 'fresh', name: 'United Oil & Gas Corp.',
      cards: ['nextTouch ready', 'territory ready', 'profitability ready', 'kare ready', 'similar ready', 'nearby ready', 'history ready'],
      territory: 'overlap', claims: ['Energy: Industry is Energy.', 'Atlantic: Postal code 10019 begins with 100 and account type is Customer.'], mismatch: false,
      currency: 'USD', parts: ['1035000.00', '41.33', '1799.00', '3550.00', '1029609.67'], margin: '0.9948', missing: [], estimated: ['travel', 'marketing'],
      bucket: 'expand', reason: 'Open pipeline is 77.3% of the year’s revenue (25% is enough). Last bought 90 days ago, on Wed 26 Aug.',
      next: 'visit', due: '2026-11-27', overdue: false, remaining: { visit: '1', meeting: '0', call: '0', email: '1' }, log: ['call', 'email', 'visit', 'meeting'],
    })
  })

  it('says what is missing, late and of another owner', async () => {
    await harness.show('partly')
    expect(await facts()).toMatchObject({ missing: ['travel', 'marketing'], parts: ['1035000.00', null, '1799.00', null, '1033201.00'], next: null, due: null })
    await harness.show('late')
    expect(await facts()).toMatchObject({ overdue: true, territory: 'unassigned', claims: [], bucket: 'attain' })
    await harness.show('mismatch')
    expect(await facts()).toMatchObject({ mismatch: true })
    await harness.show('untold')
    expect(await facts()).toMatchObject({ territory: 'unknown', claims: [] })
  })

  it('keeps the touches in the page for an account without a priority', async () => {
    await harness.show('priorityless')
    expect(await facts()).toMatchObject({ cards: expect.arrayContaining(['nextTouch missing']), remaining: { visit: '0', meeting: '0', call: '0', email: '0' }, next: null })
  })
})
