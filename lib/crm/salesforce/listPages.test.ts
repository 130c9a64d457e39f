import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { listAddresses, listIn, listKinds } from './listPages'
import { pages } from './pages'
import { recognise } from './recognise'

const kinds = Object.entries(listKinds)
const org = 'https://acme.my.salesforce.com'

describe('which pages list accounts', () => {
  for (const [name] of kinds) {
    it.each(listAddresses[name]!)(`${name}: %s, and it is of no other kind`, (address, lists) => {
      expect(listIn(new URL(address))).toEqual(lists)
      expect(kinds.filter(([, read]) => read(new URL(address)) !== null).map(([kind]) => kind)).toEqual([name])
      expect(recognise(address)).toMatchObject({ page: 'list', crm: 'salesforce', ...lists })
    })
  }

  it.each([
    'https://acme.lightning.force.com/lightning/o/Vehicle__c/list?filterName=All',
    'https://acme.lightning.force.com/lightning/o/Lead/list?filterName=AllLeads',
    'https://acme.lightning.force.com/lightning/o/Account/new',
    'https://acme.lightning.force.com/lightning/o/Account/list?filterName=a%27b',
    'https://acme.lightning.force.com/lightning/r/Report/00OHs00000pqrst/edit',
    'https://acme.lightning.force.com/lightning/r/Report/00OHs00000pqrstAAA/view',
    'https://acme.lightning.force.com/lightning/r/Dashboard/01ZHs00000pqrst/view',
    'https://acme.lightning.force.com/one/one.app#/sObject/001Hs00003abcde/view',
    'https://acme.lightning.force.com/one/one.app#eyJjb21wb25lbnREZWYiOiJmb3JjZTpvdGhlciIsImF0dHJpYnV0ZXMiOnsidGVybSI6ImFjbWUifX0=',
    'https://acme.lightning.force.com/one/one.app#bnVsbA==',
    'https://acme.lightning.force.com/one/one.app#%E0%A4%A',
    'https://acme.lightning.force.com/lightning/search?term=%20',
    'https://acme.my.salesforce.com/001?fcf=00BHs0000',
    'https://acme.my.salesforce.com/00Q?fcf=00BHs00000klmno',
  ])('takes no list from %s', address => {
    expect(recognise(address)?.page).not.toBe('list')
  })

  it('takes no list for a record’s page', () => {
    for (const address of [...pages.lightningAccount.addresses, ...pages.classicAccount.addresses, ...pages.accountEdit.addresses]) expect(listIn(new URL(address))).toBeNull()
  })

  it('finds any words that were searched for, in any script', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }).filter(term => term.trim() !== ''), term => {
      const page = JSON.stringify({ componentDef: 'forceSearch:searchPageDesktop', attributes: { term, scopeMap: { type: 'TOP_RESULTS' }, groupId: 'DEFAULT' }, state: {} })
      const url = `https://acme.lightning.force.com/one/one.app#${Buffer.from(page).toString('base64')}`
      expect(recognise(url)).toEqual({ page: 'list', crm: 'salesforce', org, kind: 'search', object: null, id: term.trim() })
    }))
  })

  it('never throws, whatever the address', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (path, hash) => {
      const url = `https://acme.lightning.force.com/one/one.app?${encodeURIComponent(path)}#${hash}`
      if (URL.canParse(url)) expect(() => recognise(url)).not.toThrow()
    }))
  })
})
