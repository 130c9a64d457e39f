import { describe, expect, it } from 'vitest'
import { accountPages, pages } from './pages'
import { recognise } from './recognise'

const kinds = Object.entries(pages)
const accountKinds: readonly unknown[] = accountPages

describe('pages', () => {
  for (const [name, { path, addresses }] of kinds) {
    it.each(addresses)(`${name} is %s and no other kind is`, address => {
      const { pathname } = new URL(address)
      expect(path.test(pathname)).toBe(true)
      expect(kinds.filter(([, page]) => page.path.test(pathname)).map(([kind]) => kind)).toEqual([name])
    })
  }

  it('recognises the account on its pages and none on any other', () => {
    for (const [, page] of kinds) {
      for (const address of page.addresses) {
        const ref = recognise(address)
        expect([address, ref?.page]).toEqual([address, accountKinds.includes(page) ? 'account' : 'other'])
        if (ref?.page === 'account') expect(ref.ref.id).toBe('001Hs00003abcdeIAA')
      }
    }
  })
})

describe('recognise', () => {
  const orgs: [string, string][] = [
    ['acme.lightning.force.com', 'https://acme.my.salesforce.com'],
    ['acme.my.salesforce.com', 'https://acme.my.salesforce.com'],
    ['acme--uat.sandbox.lightning.force.com', 'https://acme--uat.sandbox.my.salesforce.com'],
    ['acme--uat.sandbox.my.salesforce.com', 'https://acme--uat.sandbox.my.salesforce.com'],
    ['acme--old.lightning.force.com', 'https://acme--old.my.salesforce.com'],
    ['acme-dev-ed.develop.lightning.force.com', 'https://acme-dev-ed.develop.my.salesforce.com'],
    ['power-fun-1234-dev-ed.scratch.lightning.force.com', 'https://power-fun-1234-dev-ed.scratch.my.salesforce.com'],
    ['brave-otter-5678-dev-ed.trailblaze.lightning.force.com', 'https://brave-otter-5678-dev-ed.trailblaze.my.salesforce.com'],
  ]
  it.each(orgs)('finds the API of %s', (host, org) => {
    expect(recognise(`https://${host}/lightning/page/home`)).toEqual({ page: 'other', crm: 'salesforce', org })
    expect(recognise(`https://${host}/lightning/r/Account/001Hs00003abcde/view`)).toEqual({ page: 'account', ref: { crm: 'salesforce', org, id: '001Hs00003abcdeIAA' } })
  })

  it.each([
    'https://login.salesforce.com/?startURL=/001Hs00003abcde',
    'https://test.salesforce.com/',
    'https://help.salesforce.com/s/articleView?id=001Hs00003abcde',
    'https://www.salesforce.com/001Hs00003abcde',
    'https://trailhead.salesforce.com/today',
    'https://my.salesforce.com/001Hs00003abcde',
    'https://lightning.force.com/lightning/r/Account/001Hs00003abcde/view',
    'https://acme--c.visualforce.com/apex/page',
    'https://acme.my.site.com/001Hs00003abcde',
    'https://acme.my.salesforce.com.evil.example/001Hs00003abcde',
    'https://evil.example/acme.lightning.force.com/lightning/r/Account/001Hs00003abcde/view',
    'https://acme.lightning.force.com@evil.example/lightning/r/Account/001Hs00003abcde/view',
    'https://user:pass@acme.lightning.force.com/lightning/r/Account/001Hs00003abcde/view',
    'https://acme.lightning.force.com:8443/lightning/r/Account/001Hs00003abcde/view',
    'http://acme.lightning.force.com/lightning/r/Account/001Hs00003abcde/view',
    'https://evil-lightning.force.com/lightning/r/Account/001Hs00003abcde/view',
    'https://a.b.c.my.salesforce.com/001Hs00003abcde',
    'chrome://newtab', 'about:blank', 'not an address', '',
  ])('leaves %j alone', address => {
    expect(recognise(address)).toBeNull()
  })

  it.each([
    'https://acme.lightning.force.com/lightning/r/Account/001Hs00003abcd/view',
    'https://acme.lightning.force.com/lightning/r/Account/001Hs00003abcdeIA/view',
    'https://acme.lightning.force.com/lightning/r/Account/001Hs00003abcdeIAAA/view',
    'https://acme.lightning.force.com/lightning/r/Contact/001Hs00003abcde/view',
    'https://acme.lightning.force.com/lightning/r/Account/003Hs00003abcde/view',
    'https://acme.lightning.force.com/lightning/r/Account/001Hs00003abc%64e/view',
    'https://acme.my.salesforce.com//001Hs00003abcde',
    'https://acme.my.salesforce.com/x/001Hs00003abcde',
  ])('sees no account in %s', address => {
    expect(recognise(address)?.page).toBe('other')
  })

  // Whether there is such a record is the CRM's to say; what must not happen is that another is taken for it.
  it.each([
    'https://acme.lightning.force.com/lightning/r/Account/001Hs00003abcdeAAA/view',
    'https://acme.lightning.force.com/lightning/r/Account/001Hs00003abcdeiaa/view',
    'https://acme.my.salesforce.com/001Hs00003abcdeAAA',
  ])('takes the id as it stands in %s, though its suffix is another’s', address => {
    expect(recognise(address)).toEqual({ page: 'account', ref: { crm: 'salesforce', org: 'https://acme.my.salesforce.com', id: /001\w{15}/.exec(address)![0] } })
  })
})
