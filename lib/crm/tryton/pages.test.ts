import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accountPage, addressOf, otherPage, recognise, recordPage, strangers } from './pages'

describe('which pages are Tryton accounts', () => {
  it.each(accountPage.examples)('%s is an account', url => {
    expect(recognise(url)?.page).toBe('account')
    expect(otherPage.matches.test(url) || recordPage.matches.test(url)).toBe(false)
  })
  it.each(recordPage.examples)('%s is a record that has a party', url => {
    expect(recognise(url)).toMatchObject({ page: 'record', object: /model\/([a-z._]+)\//.exec(url)![1], id: expect.stringMatching(/^\d+$/) as string })
    expect(otherPage.matches.test(url) || accountPage.matches.test(url)).toBe(false)
  })
  it.each(otherPage.examples)('%s is a page of Tryton without an account', url => {
    expect(recognise(url)?.page).toBe('other')
    expect(accountPage.matches.test(url) || recordPage.matches.test(url)).toBe(false)
  })
  it.each(strangers)('"%s" is no page of Tryton', url => {
    expect(recognise(url)).toBeNull()
  })
  it('gives the origin with the database, so that two databases of one host are two orgs', () => {
    expect(recognise('http://LOCALHOST:8000/#crm/model/party.party/12;views=%5B1%5D')).toEqual({
      page: 'account', ref: { crm: 'tryton', org: 'http://localhost:8000/crm', id: '12' },
    })
    expect(recognise('http://localhost:8000/#test/model/party.party/12')).toMatchObject({ ref: { org: 'http://localhost:8000/test' } })
  })
  it('recognises the address that it gives of any account', () => {
    fc.assert(fc.property(fc.integer({ min: 1 }), fc.stringMatching(/^[a-z][a-z0-9_-]{0,20}$/), fc.constantFrom('http://localhost:8000', 'https://erp.example.com'), (party, database, origin) => {
      const ref = { crm: 'tryton', org: `${origin}/${database}`, id: String(party) }
      expect(recognise(addressOf(ref.org, ref.id))).toEqual({ page: 'account', ref })
    }))
  })
})
