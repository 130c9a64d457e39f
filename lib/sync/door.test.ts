import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { recognise } from '../crm/sites'
import { listAddresses } from '../crm/salesforce/listPages'
import { pages } from '../crm/salesforce/pages'
import { accountPage, recordPage } from '../crm/tryton/pages'
import { admitted, type Sender } from './door'

const own = { id: 'abcdef', root: 'chrome-extension://abcdef/' }
const panel: Sender = { id: 'abcdef', url: 'chrome-extension://abcdef/sidepanel.html', origin: 'chrome-extension://abcdef' }
const crmPage = 'https://acme.lightning.force.com/lightning/r/Account/001Hs00003abcdeIAA/view'
const pill: Sender = { id: 'abcdef', url: crmPage, origin: 'https://acme.lightning.force.com', frameId: 0, tab: { id: 7 } }
const ref = { crm: 'salesforce', org: 'https://acme.my.salesforce.com', id: '001Hs00003abcdeIAA' }
const touch = { ref, mark: 'm', type: 'call', start: 1, day: '2026-11-24', minutes: 5, note: '', onlineWord: 'zoom', extra: {}, accountName: 'Acme' }
const period = { from: '2025-01-01', to: '2025-12-31' }

/** One of each message, as the pages send them. */
const sent: readonly (readonly [name: string, ask: unknown])[] = [
  ['refresh', { ref, tabId: 7, maxAgeMs: 0 }], ['refresh', { ref: { crm: 'tryton', org: 'http://localhost:8000/crm', id: '12' }, tabId: null, maxAgeMs: 60_000, insist: true }],
  ['readList', { list: { page: 'list', crm: 'salesforce', org: ref.org, kind: 'view', object: 'Account', id: '__Recent' }, maxAgeMs: 1 }],
  ['leaveList', { list: { page: 'list', crm: 'salesforce', org: ref.org, kind: 'search', object: null, id: "O'Neil & Söhne" } }],
  ['peersMade', null], ['belongs', { record: { page: 'record', crm: 'salesforce', org: ref.org, object: 'Contact', id: '003Hs00004fghijIAA' }, tabId: 7, maxAgeMs: 0 }],
  ['log', touch], ['log', { ...touch, note: 'Long\n'.repeat(9_000), extra: { Reason__c: 'x' } }], ['undo', { mark: 'm' }],
  ['drain', null], ['drain', { again: 'm', changes: null }], ['drain', { again: 'm', changes: { start: 1, day: '2026-11-24', minutes: 5, note: 'x', extra: {} } }],
  ['planChanged', null], ['loadPlan', { address: 'https://plans.example/p.json' }], ['loadPlan', { address: null }], ['renewDue', null], ['makeStarter', { crm: ref.crm, org: ref.org }], ['discard', { mark: 'm' }], ['touchForm', { ref, type: 'visit' }],
  ['accountFields', { crm: ref.crm, org: ref.org }], ['appState', { crm: ref.crm, org: ref.org }], ['connectApp', { crm: ref.crm, org: ref.org, clientId: '3MVG9', stay: true }],
  ['disconnectApp', { crm: ref.crm, org: ref.org, forget: false }], ['group', { ref, space: 'salesforce|o|u', period, revenue: 'deals' }],
  ['openPanel', null], ['hidePill', null], ['pillFor', null],
]

it.each(sent)('lets %s of the extension’s own pages in', (turfside, ask) => {
  expect(admitted({ turfside, ask }, panel, own)).toEqual({ turfside, ask })
})

it.each(sent)('a script in a page may ask for its pill and nothing else: %s', (turfside, ask) => {
  const may = ['openPanel', 'hidePill', 'pillFor'].includes(turfside)
  expect(admitted({ turfside, ask }, pill, own)).toEqual(may ? { turfside, ask } : null)
})

it('a page that has gone on behind its # since it loaded may ask for its pill', () => {
  const gone: Sender = { id: 'abcdef', url: 'http://localhost:8000/', origin: 'http://localhost:8000', frameId: 0, tab: { id: 7, url: 'http://localhost:8000/#crm/model/party.party/9' } }
  expect(admitted({ turfside: 'openPanel', ask: null }, gone, own)).not.toBeNull()
  expect(admitted({ turfside: 'openPanel', ask: null }, { ...gone, url: 'http://localhost:9000/' }, own)).toBeNull()
})

describe('forged messages are not let in', () => {
  it.each<[string, Sender]>([
    ['another extension', { ...panel, id: 'other' }],
    ['nobody', {}],
    ['a page without an address', { id: 'abcdef' }],
    ['a page whose address begins almost like ours', { ...panel, url: 'chrome-extension://abcdefg/sidepanel.html' }],
    ['a frame in a CRM page', { ...pill, frameId: 3 }],
    ['a CRM page in no tab', { id: 'abcdef', url: crmPage, frameId: 0 }],
    ['a lookalike host', { ...pill, url: 'https://acme.lightning.force.com.evil.example/lightning/r/Account/001Hs00003abcdeIAA/view', origin: 'https://acme.lightning.force.com.evil.example' }],
    ['a host that ends in the CRM’s name', { ...pill, url: 'https://evil-lightning.force.com.example/', origin: 'https://evil-lightning.force.com.example' }],
    ['a document of no origin', { ...pill, origin: 'null' }],
    ['a document of another origin', { ...pill, origin: 'https://evil.example' }],
    ['a page with a name and a password in its address', { ...pill, url: 'https://acme.lightning.force.com@evil.example/', origin: 'https://evil.example' }],
    ['a page that a tab on a CRM does not show', { ...pill, url: 'https://evil.example/', origin: 'https://evil.example', tab: { id: 7, url: crmPage } }],
    ['a CRM’s script in a tab that shows another page', { ...pill, tab: { id: 7, url: 'https://evil.example/' } }],
    ['a script', { ...pill, url: 'javascript:alert(1)', origin: 'null' }],
    ['a page that spells our address in its own', { ...pill, url: 'https://evil.example/#chrome-extension://abcdef/', origin: 'https://evil.example' }],
  ])('from %s', (_who, sender) => {
    for (const [turfside, ask] of sent) expect(admitted({ turfside, ask }, sender, own), turfside).toBeNull()
  })

  it.each<[string, unknown]>([
    ['no message', undefined], ['a text', 'openPanel'], ['a list', ['openPanel']], ['another’s', { type: 'openPanel' }], ['an unknown request', { turfside: 'eval', ask: null }],
    ['a name of Object’s own', { turfside: 'constructor', ask: null }], ['a prototype', { turfside: '__proto__', ask: null }], ['no name', { turfside: ['openPanel'], ask: null }],
    ['words in place of nothing', { turfside: 'openPanel', ask: { tabId: 1 } }], ['no ask at all', { turfside: 'planChanged' }],
    ['an id with a path', { turfside: 'refresh', ask: { ref: { ...ref, id: '../../secur' }, tabId: 1, maxAgeMs: 0 } }],
    ['an id with a quote', { turfside: 'refresh', ask: { ref: { ...ref, id: "001' OR Name LIKE '%" }, tabId: 1, maxAgeMs: 0 } }],
    ['another org than any CRM’s', { turfside: 'refresh', ask: { ref: { ...ref, org: 'https://evil.example' }, tabId: 1, maxAgeMs: 0 } }],
    ['an org at a lookalike host', { turfside: 'accountFields', ask: { crm: 'salesforce', org: 'https://acme.my.salesforce.com.evil.example' } }],
    ['an org with a path', { turfside: 'accountFields', ask: { crm: 'salesforce', org: 'https://acme.my.salesforce.com/x' } }],
    ['an org on plain http', { turfside: 'accountFields', ask: { crm: 'salesforce', org: 'http://acme.my.salesforce.com' } }],
    ['a script for an org', { turfside: 'accountFields', ask: { crm: 'tryton', org: 'javascript:alert(1)/crm' } }],
    ['an unknown CRM', { turfside: 'accountFields', ask: { crm: 'constructor', org: ref.org } }],
    ['a touch of no type', { turfside: 'log', ask: { ...touch, type: 'toString' } }], ['a touch of no day', { turfside: 'log', ask: { ...touch, day: 'today' } }],
    ['a touch without an end', { turfside: 'log', ask: { ...touch, minutes: Infinity } }], ['a note that is no text', { turfside: 'log', ask: { ...touch, note: { toString: 1 } } }],
    ['a note of a megabyte', { turfside: 'log', ask: { ...touch, note: 'x'.repeat(1_000_000) } }], ['an answer that is no text', { turfside: 'log', ask: { ...touch, extra: { a: 1 } } }],
    ['values that are inherited', { turfside: 'undo', ask: Object.create({ mark: 'm' }) as unknown }],
  ])('with the wrong shape: %s', (_what, message) => expect(admitted(message, panel, own)).toBeNull())

  it('nothing that is made up at random is let in, and nothing breaks on it', () => {
    fc.assert(fc.property(fc.constantFrom(...sent.map(([name]) => name).filter(name => !['peersMade', 'drain', 'planChanged', 'renewDue', 'openPanel', 'hidePill', 'pillFor'].includes(name))), fc.anything({ withNullPrototype: true }), (turfside, ask) => {
      expect(admitted({ turfside, ask }, panel, own)).toBeNull()
    }), { numRuns: 3000 })
  })
})

it('every org that an address names is let in', () => {
  const addresses = [...Object.values(pages).flatMap(page => page.addresses), ...Object.values(listAddresses).flatMap(list => list.map(([address]) => address)), ...accountPage.examples, ...recordPage.examples]
  for (const address of addresses) {
    const page = recognise(address)!
    const { crm, org } = page.page === 'account' ? page.ref : page
    expect(admitted({ turfside: 'accountFields', ask: { crm, org } }, panel, own), address).not.toBeNull()
    if (page.page === 'account') expect(admitted({ turfside: 'refresh', ask: { ref: page.ref, tabId: 1, maxAgeMs: 0 } }, panel, own), address).not.toBeNull()
    if (page.page === 'record') expect(admitted({ turfside: 'belongs', ask: { record: page, tabId: 1, maxAgeMs: 0 } }, panel, own), address).not.toBeNull()
    if (page.page === 'list') expect(admitted({ turfside: 'leaveList', ask: { list: page } }, panel, own), address).not.toBeNull()
  }
})
