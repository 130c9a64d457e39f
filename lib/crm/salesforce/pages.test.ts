import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalId, suffixOf } from './ids'
import { listIn } from './listPages'
import { accountPages, pages, placeOf, recordPages } from './pages'
import { recognise } from './recognise'

const kinds = Object.entries(pages)
const accountKinds: readonly unknown[] = accountPages
const recordKinds: readonly unknown[] = recordPages
const place = (address: string): string => placeOf(new URL(address), new URL(address).hostname.endsWith('.my.site.com'))

describe('pages', () => {
  for (const [name, { path, addresses }] of kinds) {
    it.each(addresses)(`${name} is %s and no other kind is`, address => {
      expect(path.test(place(address))).toBe(true)
      expect(kinds.filter(([, page]) => page.path.test(place(address))).map(([kind]) => kind)).toEqual([name])
    })
  }

  it('recognises the account on its pages, other records on theirs and none on any other', () => {
    for (const [, page] of kinds) {
      for (const address of page.addresses) {
        const ref = recognise(address)
        expect([address, ref?.page]).toEqual([address, accountKinds.includes(page) ? 'account' : recordKinds.includes(page) ? 'record' : listIn(new URL(address)) ? 'list' : 'other'])
        if (ref?.page === 'account') expect(ref.ref.id).toBe('001Hs00003abcdeIAA')
        if (ref?.page === 'record') expect(address).toContain(ref.id.slice(0, 15))
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
    ['acme-demo.demo.lightning.force.com', 'https://acme-demo.demo.my.salesforce.com'],
    ['acme.free.lightning.force.com', 'https://acme.free.my.salesforce.com'],
    ['acme.patch.lightning.force.com', 'https://acme.patch.my.salesforce.com'],
    ['acme.stage.lightning.force.com', 'https://acme.stage.my.salesforce.com'],
    ['agency.lightning.force.mil', 'https://agency.my.salesforce.mil'],
    ['agency--uat.sandbox.lightning.crmforce.mil', 'https://agency--uat.sandbox.my.salesforce.mil'],
    ['agency.my.salesforce.mil', 'https://agency.my.salesforce.mil'],
    ['acme.lightning.sfcrmapps.cn', 'https://acme.my.sfcrmproducts.cn'],
    ['acme--uat.sandbox.my.sfcrmproducts.cn', 'https://acme--uat.sandbox.my.sfcrmproducts.cn'],
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
    'https://acme.my.salesforce.com.evil.example/001Hs00003abcde',
    'https://evil.example/acme.lightning.force.com/lightning/r/Account/001Hs00003abcde/view',
    'https://acme.lightning.force.com@evil.example/lightning/r/Account/001Hs00003abcde/view',
    'https://user:pass@acme.lightning.force.com/lightning/r/Account/001Hs00003abcde/view',
    'https://acme.lightning.force.com:8443/lightning/r/Account/001Hs00003abcde/view',
    'http://acme.lightning.force.com/lightning/r/Account/001Hs00003abcde/view',
    'https://evil-lightning.force.com/lightning/r/Account/001Hs00003abcde/view',
    'https://a.b.c.my.salesforce.com/001Hs00003abcde',
    'https://acme.my.salesforce.com.mcas.ms.evil.example/001Hs00003abcde',
    'https://example.com.mcas.ms/001Hs00003abcde',
    'https://acme.lightning.force.cn/lightning/r/Account/001Hs00003abcde/view',
    'https://acme.lightning.salesforce.mil/lightning/r/Account/001Hs00003abcde/view',
    'https://acme.builder.salesforce-experience.com/s/account/001Hs00003abcde',
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
    'https://acme.my.site.com/001Hs00003abcde',
    'https://acme.my.site.com/portal/s/contact/001Hs00003abcdeIAA',
    'https://acme.lightning.force.com/s/account/001Hs00003abcdeIAA',
    'https://acme.lightning.force.com/lightning/page/home?ws=https%3A%2F%2Fevil.example%2Flightning%2Fr%2FAccount%2F001Hs00003abcdeIAA%2Fview',
    // A record that belongs to nobody's account, whoever is asked; and what is no record.
    'https://acme.lightning.force.com/lightning/r/User/005Hs00003abcdeIAA/view',
    'https://acme.lightning.force.com/lightning/r/Dashboard/01ZHs00003abcdeMAA/view',
    'https://acme.lightning.force.com/lightning/r/Campaign/701Hs00003abcdeIAA/view',
    'https://acme.lightning.force.com/lightning/r/Contact/006Hs00001opqrsIAA/view',
    'https://acme.lightning.force.com/lightning/r/Site_Visit__c/003Hs00004fghijIAA/view',
    'https://acme.lightning.force.com/lightning/r/Contact/003Hs00004fghijAAA/view',
    'https://acme.my.salesforce.com/managedpackages',
    'https://acme.my.salesforce.com/robots123456789x',
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

  it.each([
    'https://acme.lightning.force.com.mcas.ms/lightning/r/Account/001Hs00003abcdeIAA/view',
    'https://acme.my.salesforce.com.mcas.ms/001Hs00003abcde',
    'https://acme--uat.sandbox.lightning.force.com.mcas-gov.us/lightning/page/home',
    'https://acme.lightning.force.com.us3.cas.ms/lightning/page/home',
  ])('knows that %s comes through a proxy, which keeps the session', address => {
    const page = recognise(address)
    expect(page).toMatchObject({ page: 'other', org: expect.stringMatching(/^https:\/\/acme\S*\.my\.salesforce\.com$/) as string })
    // Without the proxy it is the page that it is.
    expect(page?.page === 'other' && page.direct !== undefined && new URL(page.direct).pathname).toBe(new URL(address).pathname)
    expect(page?.page === 'other' && page.direct !== undefined && recognise(page.direct)).not.toHaveProperty('direct')
  })

  it('names the object that the address or the id tells, and none where neither does', () => {
    expect(recognise('https://acme.lightning.force.com/lightning/r/006Hs00001opqrs/view')).toMatchObject({ page: 'record', object: 'Opportunity', id: '006Hs00001opqrsIAA' })
    expect(recognise('https://acme.lightning.force.com/lightning/r/Site_Visit__c/a0BHs00007abcde/view')).toMatchObject({ page: 'record', object: 'Site_Visit__c' })
    expect(recognise('https://acme.my.salesforce.com/a0BHs00007abcde')).toMatchObject({ page: 'record', object: null, id: 'a0BHs00007abcdeMAA' })
    expect(recognise('https://acme.my.site.com/portal/s/my-visit/a0BHs00007abcdeMAA/first')).toMatchObject({ page: 'record', object: null, org: 'https://acme.my.salesforce.com' })
  })

  const hosts = fc.constantFrom('acme.lightning.force.com', 'acme.my.salesforce.com', 'acme.my.site.com', 'acme.lightning.sfcrmapps.cn', 'acme.lightning.force.com.mcas.ms')
  const ids = fc.tuple(fc.constantFrom('003', '006', '00Q', '500', '00T', 'a0B', '801'), fc.stringMatching(/^[A-Za-z0-9]{11}\d$/)).map(([prefix, rest]) => prefix + rest)

  it('says something of any address of an org, and never throws', () => {
    const pieces = fc.array(fc.oneof(fc.constantFrom('lightning', 'r', 's', 'account', 'Account', 'sObject', 'view', 'related', 'e', 'one', 'one.app', '001Hs00003abcdeIAA', '%', '%E0%A4%A', '..', ''), ids, fc.string()), { maxLength: 7 })
    fc.assert(fc.property(hosts, pieces, fc.string(), fc.string(), (host, path, query, hash) => {
      const address = `https://${host}/${path.join('/')}?ws=${query}#${hash}`
      if (URL.canParse(address) && new URL(address).hostname === host) expect(['account', 'record', 'list', 'other']).toContain(recognise(address)?.page)
      else expect(() => recognise(address)).not.toThrow()
    }), { numRuns: 500 })
  })

  it('takes a record’s id in both its spellings as one, and none with another’s suffix', () => {
    fc.assert(fc.property(ids, fc.stringMatching(/^[A-Z0-5]{3}$/), (short, other) => {
      const at = (id: string) => recognise(`https://acme.lightning.force.com/lightning/r/${id}/view`)
      expect(at(short)).toEqual(at(canonicalId(short)!))
      expect(at(short)?.page).toBe('record')
      if (other !== suffixOf(short)) expect(at(short + other)?.page).toBe('other')
    }))
  })
})
