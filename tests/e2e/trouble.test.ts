import type { Page } from 'puppeteer-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Fault } from '../../demo/faults'
import { keepEvidence } from '../browser/on-failure'
import { factStates, offline, openScene, pause, plainAccounts, reread, shows, textOf, touchesOf, until, waitingTouches, type Scene } from './world'

let scene: Scene
let panel: Page
/** Accounts that nothing was read of yet. */
let fresh: string[]

beforeAll(async () => {
  scene = await openScene()
  fresh = plainAccounts(scene.demo)
  panel = (await scene.world.openAccount(scene.demo.showcase.keep.id)).panel
})
afterAll(() => scene?.close())
keepEvidence(() => scene?.world)
afterEach(() => scene.demo.faults.clear())

const go = (id: string) => scene.world.pushState(`/lightning/r/Account/${id}/view`)
const troubleKind = () => panel.$eval('[data-trouble]', element => element.getAttribute('data-trouble'))
const retry = () => panel.click('.troubles button.act')
const log = (type: string) => panel.click(`button[data-log="${type}"]`)
const facts = ['nextTouch', 'territory', 'profitability', 'kare'] as const
const inOutbox = () => waitingTouches(panel)

describe('the CRM fails on an account that was never read', () => {
  const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toUTCString()
  it.each<[string, Omit<Fault, 'times'> | (() => Omit<Fault, 'times'>), string, RegExp]>([
    ['session expired', { kind: 'unauthorized' }, 'signedOut', /Salesforce has signed you out[\s\S]*Sign in to Salesforce again/],
    ['a login page instead of JSON', { kind: 'loginPage' }, 'signedOut', /Salesforce has signed you out/],
    ['a redirect to the login page', { kind: 'loginRedirect', path: '/services/data/v' }, 'signedOut', /Salesforce has signed you out/],
    ['API disabled for the org', { kind: 'apiDisabled', path: '/services/data/v' }, 'apiOff', /API is switched off for you[\s\S]*An administrator of Salesforce can give you the right[\s\S]*not enabled for this Organization/],
    ['API disabled for the user', { kind: 'apiDisabledForUser', path: '/services/data/v' }, 'apiOff', /API is switched off for you[\s\S]*API is disabled for this User/],
    ['403 request limit', { kind: 'limit', retryAfter: 180 }, 'limit', /had enough requests for now[\s\S]*answers again in 3 minutes, at \d/],
    ['403 request limit without a time', { kind: 'limit' }, 'limit', /does not say until when[\s\S]*asks again/],
    ['429 with Retry-After in seconds', { kind: 'tooMany', retryAfter: 60 }, 'limit', /answers again in 1 minute, at \d/],
    ['429 with Retry-After as a date', () => ({ kind: 'tooMany', retryAfter: inMinutes(4.9) }), 'limit', /answers again in 5 minutes, at \d/],
    ['429 without Retry-After', { kind: 'tooMany' }, 'limit', /does not say until when/],
    ['HTML instead of JSON', { kind: 'html' }, 'unreadable', /cannot be read[\s\S]*a web page instead of data/],
    ['truncated JSON', { kind: 'truncated' }, 'unreadable', /cannot be read[\s\S]*breaks off/],
    ['connection cut', { kind: 'cut' }, 'offline', /cannot be reached[\s\S]*kept here and sent later/],
    ['connection cut mid-body', { kind: 'cutBody' }, 'offline', /cannot be reached[\s\S]*has a network all the same[\s\S]*kept here and sent later/],
    ['captive portal', { kind: 'portal' }, 'portal', /This network shows a page of its own instead of Salesforce[\s\S]*sign in to the network/],
    ['unknown API version', { kind: 'notFound' }, 'unreadable', /cannot be read[\s\S]*no version of the API that Turfside knows/],
    ['500', { kind: 'serverError' }, 'down', /does not answer as it should[\s\S]*error 500\. What you log/],
    ['502', { kind: 'badGateway' }, 'down', /error 502/],
    ['502 with Retry-After', { kind: 'badGateway', retryAfter: 120 }, 'down', /error 502\. It answers again in 2 minutes, at \d/],
    ['503', { kind: 'unavailable' }, 'down', /error 503/],
    ['503 with Retry-After as a date', () => ({ kind: 'unavailable', retryAfter: inMinutes(3) }), 'down', /error 503\. It answers again in [23] minutes, at \d/],
    ['500 with Retry-After', { kind: 'serverError', retryAfter: 60 }, 'down', /error 500\. It answers again in 1 minute, at \d/],
  ])('%s: one plain sentence, no made-up fact, and it goes on when the CRM does', async (_, fault, kind, sentence) => {
    const { demo } = scene
    const id = fresh.shift()!
    demo.faults.add({ ...(typeof fault === 'function' ? fault() : fault), times: null })
    await go(id)
    const said = await shows(panel, id, 'failed')
    expect(await troubleKind()).toBe(kind)
    expect(said).toMatch(sentence)
    expect(said).not.toMatch(/undefined|NaN|\[object|null/)
    const states = await factStates(panel)
    for (const fact of facts) expect(states[fact]).toBe('failed')
    expect(await panel.$('[data-net], [data-bucket], [data-due], [data-territory-state]')).toBeNull()
    demo.faults.clear()
    // The browser itself holds requests back for a moment after several answers of 500 and more.
    await until('the account is read', async () => {
      if (await panel.$('.troubles button.act')) await retry()
      else await reread(panel)
      return shows(panel, id, 'fresh', 1_500).then(() => true, () => false)
    })
    expect(await panel.$('[data-trouble]')).toBeNull()
  })

  it('403 request limit: nobody asks before the time it named, whichever account, and pressing Try again asks', async () => {
    const { demo } = scene
    const [first, second] = [fresh.shift()!, fresh.shift()!]
    demo.faults.add({ kind: 'limit', retryAfter: 600 })
    await go(first)
    await shows(panel, first, 'failed')
    const asked = demo.log.length
    await reread(panel)
    await go(second)
    expect(await shows(panel, second, 'failed')).toMatch(/answers again in (9|10) minutes/)
    // A worker that was stopped in between remembers as well.
    await (await scene.world.worker()).close()
    await go(first)
    await shows(panel, first, 'failed')
    expect(demo.log.length).toBe(asked)
    await retry()
    await shows(panel, first, 'fresh')
    await go(second)
    await shows(panel, second, 'fresh')
  })

  it('403 request limit: the panel goes on by itself at the time it named', async () => {
    const id = fresh.shift()!
    scene.demo.faults.add({ kind: 'limit', retryAfter: 2 })
    await go(id)
    await shows(panel, id, 'failed')
    await shows(panel, id, 'fresh', 6_000)
  })

  it('30 s of silence: says that no answer came', async () => {
    const id = fresh.shift()!
    scene.demo.faults.add({ kind: 'silence', times: null })
    await go(id)
    expect(await shows(panel, id, 'reading')).not.toMatch(/No answer/)
    expect(await shows(panel, id, 'failed', 35_000)).toMatch(/No answer came in time/)
    scene.demo.faults.clear()
    await retry()
    await shows(panel, id, 'fresh')
  })
})

describe('a session', () => {
  it('that expires in the middle leaves the facts there, says so, and what is logged goes out once after signing in', async () => {
    const { demo, world } = scene
    const { id } = demo.showcase.expand
    await world.openAccount(id)
    const net = await textOf(panel, 'section[data-card=profitability]')
    const before = touchesOf(demo, id).length
    demo.faults.expireSessions()
    await reread(panel)
    const said = await shows(panel, id, 'failed')
    expect(await troubleKind()).toBe('signedOut')
    expect(said).toMatch(/Shown below: as of/)
    expect((await factStates(panel)).profitability).toBe('stale')
    expect(await textOf(panel, 'section[data-card=profitability]')).toContain(net.slice(0, 60))

    await log('call')
    await panel.waitForSelector('[data-toast="logged"]', { timeout: 5_000 })
    await panel.waitForSelector('[data-waiting="1"]', { timeout: 5_000 })
    expect(touchesOf(demo, id)).toHaveLength(before)

    await world.signIn()
    await world.page.goto(world.accountPage(id))
    await shows(panel, id, 'fresh')
    await until('the touch is in the org', () => touchesOf(demo, id).length === before + 1)
    await until('nothing waits', async () => (await inOutbox()).length === 0)
    expect(touchesOf(demo, id)).toHaveLength(before + 1)
  })

  it('that was ended shows nothing cached, and the panel goes on by itself once another tab has signed in', async () => {
    const { demo, world } = scene
    const { id } = demo.showcase.keep
    await world.openAccount(id)
    const cookies = (await world.browser.cookies()).filter(({ name, domain }) => name === 'sid' && domain.includes('my.salesforce.com'))
    await world.browser.deleteCookie(...cookies)
    await reread(panel)
    const said = await shows(panel, id, 'failed')
    expect(await troubleKind()).toBe('signedOut')
    expect(said).toMatch(/Sign in to Salesforce again/)
    expect(await panel.$('[data-net], [data-bucket], [data-territory-state]')).toBeNull()

    const tab = await world.browser.newPage()
    await tab.goto(`${world.apiOrigin}/login`)
    await tab.close()
    await world.page.bringToFront()
    await shows(panel, id, 'fresh')
  })
})

describe('a page or an account', () => {
  it('that is none says so without a failure', async () => {
    await scene.world.pushState('/lightning/o/Vehicle__c/list')
    await panel.waitForSelector('main[data-state=notAccount][data-ready]', { timeout: 5_000 })
    expect(await textOf(panel, 'main')).toMatch(/No account on this page[\s\S]*Open an account in Salesforce/i)
  })

  it('that was deleted since is said so, with what is still known and its age', async () => {
    const { demo, world } = scene
    const id = fresh.shift()!
    await world.openAccount(id)
    demo.faults.conceal(id)
    await reread(panel)
    expect(await shows(panel, id, 'failed')).toMatch(/cannot be found[\s\S]*as of/)
    expect(await troubleKind()).toBe('notFound')
    expect(await panel.$('button[data-log]')).toBeNull()
  })

  it('whose fields are hidden says which are hidden, and does not take them for empty', async () => {
    const { demo } = scene
    demo.faults.hide('Account.Industry', 'Opportunity.Amount', 'Account.BillingCity', 'Account.BillingPostalCode', 'Account.BillingStreet', 'Account.BillingState', 'Account.BillingCountry')
    // What an org shows is learned once a session.
    await scene.world.signIn()
    const { id } = demo.showcase.recapture
    await scene.world.page.goto(scene.world.accountPage(id))
    const said = await shows(panel, id, 'fresh')
    expect(await textOf(panel, '.hidden-fields')).toMatch(/Salesforce does not show you .*the industry/)
    expect(await textOf(panel, '.hidden-fields')).toMatch(/the address/)
    // Nobody may be told that it is unassigned, who cannot see where it is.
    expect(await textOf(panel, 'section[data-territory-state="unknown"]')).toMatch(/Not known.*its address/s)
    expect(said).toMatch(/Net not known/)
    expect(said).not.toMatch(/No address to place it by/)
    demo.faults.clear()
    await scene.world.signIn()
    await scene.world.page.goto(scene.world.accountPage(id))
    await until('all is shown again', async () => (await panel.$('.hidden-fields')) === null && (await textOf(panel, 'main')).includes('net'))
  })

  it.each(['noAddress', 'neverLogged', 'nullAmounts', 'odd'] as const)('%s: is read, and nothing is made up', async name => {
    const { demo, world } = scene
    const { id } = demo.showcase[name]
    await world.openAccount(id)
    const said = await textOf(panel, 'main')
    expect(said).not.toMatch(/undefined|NaN|\[object|Infinity|Invalid|null\b/)
    if (name === 'noAddress') expect(said).toMatch(/before travel|No address to place it by/)
    if (name === 'neverLogged') expect(said).not.toMatch(/Last:/)
  })
})

describe('a touch', () => {
  it('logged offline counts at once, waits, and is sent once when the network is back', async () => {
    const { demo, world } = scene
    const { id } = demo.showcase.attain
    await world.openAccount(id)
    const before = touchesOf(demo, id).length
    const remaining = () => panel.$eval('[data-remaining="call"]', element => Number(element.getAttribute('data-count')))
    const due = await remaining()
    const back = await offline(world)
    await log('call')
    await panel.waitForSelector('[data-toast="logged"]', { timeout: 5_000 })
    expect(await remaining()).toBe(Math.max(0, due - 1))
    await log('email')
    await panel.waitForSelector('[data-waiting="2"]', { timeout: 5_000 })
    expect(await textOf(panel, '[data-toast]')).toMatch(/kept/)
    await pause(300)
    expect(touchesOf(demo, id)).toHaveLength(before)
    expect(await inOutbox()).toHaveLength(2)
    await back()
    await reread(panel)
    await until('both are in the org', () => touchesOf(demo, id).length === before + 2)
    await until('nothing waits', async () => (await inOutbox()).length === 0 && (await panel.$('[data-waiting]')) === null)
    await pause(300)
    expect(touchesOf(demo, id)).toHaveLength(before + 2)
    expect(await remaining()).toBe(Math.max(0, due - 1))
  })

  it('that the CRM refuses shows its own words, and is edited and sent again, or discarded', async () => {
    const { demo, world } = scene
    const { id } = demo.showcase.overdue
    await world.openAccount(id)
    const before = touchesOf(demo, id).length
    demo.faults.requireOnEvent({ how: 'validation', message: 'Why did you go there? <b>Say</b> it.' })
    await log('visit')
    await panel.waitForSelector('[data-refused]', { timeout: 10_000 })
    expect(await textOf(panel, '[data-outbox]')).toMatch(/Salesforce would not save the visit[\s\S]*Why did you go there\? <b>Say<\/b> it\./)
    expect(touchesOf(demo, id)).toHaveLength(before)
    // Nothing goes on saying that it will be sent.
    await panel.waitForSelector('[data-toast]', { hidden: true, timeout: 5_000 })

    demo.faults.requireOnEvent(null)
    await panel.click('[data-outbox] button.act')
    await panel.waitForSelector('form textarea[name=note]')
    await panel.type('form textarea[name=note]', 'Because')
    await panel.click('form button[type=submit]')
    await until('the visit is in the org', () => touchesOf(demo, id).length === before + 1)
    expect(String(touchesOf(demo, id).find(row => String(row.Description).includes('Because'))?.Description)).toMatch(/turfside/i)
    await panel.waitForSelector('[data-refused]', { hidden: true, timeout: 5_000 })

    demo.faults.requireOnEvent({ how: 'validation' })
    await log('visit')
    await panel.waitForSelector('[data-refused]', { timeout: 10_000 })
    await panel.click('[data-outbox] .ends button:last-child')
    await panel.waitForSelector('[data-outbox]', { hidden: true, timeout: 5_000 })
    expect(await inOutbox()).toEqual([])
    expect(touchesOf(demo, id)).toHaveLength(before + 1)
  })

  it('for which the org wants a field: one click opens the form with that field and its choices', async () => {
    const { demo, world } = scene
    demo.faults.requireOnEvent({ how: 'required' })
    await world.signIn()
    const { id } = demo.showcase.prorated
    await world.openAccount(id)
    const before = touchesOf(demo, id).length
    await log('visit')
    await panel.waitForSelector('form select[name="crm:Visit_Reason__c"]', { timeout: 10_000 })
    const choices = await panel.$$eval('form select[name="crm:Visit_Reason__c"] option', options => options.map(option => option.value).filter(Boolean))
    expect(choices.length).toBeGreaterThan(1)
    await panel.select('form select[name="crm:Visit_Reason__c"]', choices[1]!)
    await panel.click('form button[type=submit]')
    await until('the visit is in the org', () => touchesOf(demo, id).length === before + 1)
    expect(touchesOf(demo, id).some(row => row.Visit_Reason__c === choices[1])).toBe(true)
  })

  it('whose answer is lost after the CRM has written it is not written twice', async () => {
    const { demo, world } = scene
    await world.signIn()
    const { id } = demo.showcase.former
    await world.openAccount(id)
    const before = touchesOf(demo, id).length
    for (const type of ['call', 'visit']) {
      demo.faults.add({ kind: 'cut', method: 'POST', after: true })
      await log(type)
      await panel.waitForSelector('[data-toast="logged"]', { timeout: 5_000 })
    }
    await until('both are in the org', () => touchesOf(demo, id).length >= before + 2)
    await reread(panel)
    await until('nothing waits', async () => (await inOutbox()).length === 0, 40_000)
    expect(touchesOf(demo, id)).toHaveLength(before + 2)
  })

  it('survives that the service worker is stopped between the click and the sending', async () => {
    const { demo, world } = scene
    const { id } = demo.showcase.pinned
    await world.openAccount(id)
    const before = touchesOf(demo, id).length
    demo.faults.latencyMs = 600
    await log('email')
    await panel.waitForSelector('[data-toast="logged"]', { timeout: 5_000 })
    await (await world.worker()).close()
    demo.faults.clear()
    await reread(panel)
    await until('nothing waits', async () => (await inOutbox()).length === 0, 40_000)
    expect(touchesOf(demo, id)).toHaveLength(before + 1)
  })
})
