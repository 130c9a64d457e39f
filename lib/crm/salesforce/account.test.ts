import { describe, expect, it } from 'vitest'
import type { Wanted } from '../adapter'
import { accountFieldNames, hiddenOf, readAccount } from './account'
import type { FieldShape, ObjectShape } from './describe'

const field = (name: string): FieldShape => ({ name, label: name, type: 'string', createable: true, required: false, filterable: true, length: 0, choices: [] })
const shapeOf = (...names: string[]): ObjectShape => Object.fromEntries(names.map(name => [name.toLowerCase(), field(name)]))
const standard = [
  'Name', 'OwnerId', 'Type', 'Industry', 'NumberOfEmployees', 'Phone', 'Website', 'CreatedDate', 'BillingStreet', 'BillingCity', 'BillingState', 'BillingPostalCode',
  'BillingCountry', 'BillingLatitude', 'BillingLongitude',
]
const none: Wanted = { fields: {}, formerValues: null, extra: [], campaigns: false, revenue: 'deals', touchesSince: '2025-01-01' }
const mapped: Wanted = {
  ...none,
  fields: { priority: 'priority__c', segment: 'Segment__c', marketing: 'Spend__c', visitMinutes: 'Minutes__c', former: 'Former__c' },
  extra: ['Region__c', 'Score__c', 'VIP__c', 'Nowhere__c'],
}
const full = shapeOf(...standard, 'Priority__c', 'Segment__c', 'Spend__c', 'Minutes__c', 'Former__c', 'Region__c', 'Score__c', 'VIP__c')
const id = '001Hs00003abcdeIAA'

describe('what is asked of an account', () => {
  it('is what describe lists, in the org’s own spelling', () => {
    expect(accountFieldNames(shapeOf('Name', 'Priority__c'), mapped)).toEqual(['Id', 'Name', 'Priority__c'])
  })
  it('never is a name that describe does not list, whatever a plan says', () => {
    const sly: Wanted = { ...none, extra: ['Name FROM User--', '(SELECT Id FROM Contacts)', 'constructor', '__proto__'] }
    expect(accountFieldNames(full, sly).filter(name => !standard.includes(name))).toEqual(['Id'])
  })
})

describe('what is hidden', () => {
  it('is named as the snapshot names it', () => {
    expect(hiddenOf(full, none)).toEqual([])
    expect(hiddenOf(full, mapped)).toEqual(['account.fields.Nowhere__c'])
    expect(hiddenOf(shapeOf('Name', 'OwnerId', 'BillingCity', 'CreatedDate'), mapped).sort()).toEqual([
      'account.coordinates', 'account.employees', 'account.fields.Nowhere__c', 'account.fields.Region__c', 'account.fields.Score__c', 'account.fields.VIP__c',
      'account.former', 'account.industry', 'account.marketing', 'account.phone', 'account.priority', 'account.segment', 'account.type', 'account.visitMinutes', 'account.website',
    ])
  })
})

describe('an account', () => {
  it('is read with its mapped and extra fields', () => {
    const row = {
      Id: id, Name: ' Acme & <b>Söhne</b> ', OwnerId: '005Hs00000bbbbb', Type: 'Prospect', Industry: '', NumberOfEmployees: 250, CreatedDate: '2024-02-29T10:00:00.000+0000',
      BillingCity: 'Albany', BillingState: 'New York', BillingLatitude: 42.65, BillingLongitude: -73.75,
      Priority__c: 'High', Segment__c: 3, Spend__c: 1200.5, Minutes__c: 45, Former__c: false, Region__c: 'EMEA', Score__c: 7.5, VIP__c: true,
    }
    expect(readAccount(row, id, full, mapped)).toEqual({
      ids: [id, '001Hs00003abcde'], name: 'Acme & <b>Söhne</b>', ownerId: '005Hs00000bbbbbIAA', type: 'Prospect', industry: null, employees: 250, phone: null, email: null, website: null,
      currency: null, person: null, createdAt: Date.UTC(2024, 1, 29, 10),
      address: { street: null, city: 'Albany', region: 'New York', postalCode: null, country: null }, coordinates: { lat: 42.65, lon: -73.75 },
      priority: 'High', segment: '3', marketing: { value: '1200.5', currency: null }, visitMinutes: 45, former: false,
      fields: { Region__c: 'EMEA', Score__c: 7.5, VIP__c: true, Nowhere__c: null },
    })
  })
  it('has the email of its only field for one; of several nobody can say which is meant', () => {
    const email = (name: string) => ({ [name.toLowerCase()]: { ...field(name), type: 'email' } })
    const one = { ...full, ...email('Office_Email__c') }
    const row = { Id: id, Office_Email__c: 'office@acme.example', Billing__c: 'billing@acme.example', PersonEmail: null }
    expect(accountFieldNames(one, none)).toContain('Office_Email__c')
    expect(readAccount(row, id, one, none).email).toBe('office@acme.example')
    expect(readAccount(row, id, { ...one, ...email('Billing__c') }, none).email).toBeNull()
    expect(readAccount({ ...row, PersonEmail: 'anna@home.example' }, id, { ...one, ...email('PersonEmail') }, none).email).toBe('anna@home.example')
  })
  it('prefers the codes of state and country, and carries its currency', () => {
    const row = { Id: id, CurrencyIsoCode: 'EUR', BillingState: 'Bayern', BillingStateCode: 'BY', BillingCountry: 'Deutschland', BillingCountryCode: 'DE', Spend__c: 10 }
    const read = readAccount(row, id, full, mapped)
    expect(read.address).toMatchObject({ region: 'BY', country: 'DE' })
    expect(read.marketing).toEqual({ value: '10', currency: 'EUR' })
  })
  it.each([[{ BillingLatitude: 91, BillingLongitude: 0 }], [{ BillingLatitude: 42, BillingLongitude: null }], [{ BillingLatitude: 'x', BillingLongitude: 5 }]])('has no place at %j', where => {
    expect(readAccount({ Id: id, ...where }, id, full, none).coordinates).toBeNull()
  })
  it.each([
    [true, null, true], [false, null, false], [null, null, null], ['Lost', null, null],
    ['Lost', ['Lost', 'Churned'], true], ['Active', ['Lost', 'Churned'], false], [null, ['Lost'], null], [true, [true], true], [false, [true], false],
  ] as const)('whose former field says %j, with %j for yes, is former: %j', (Former__c, formerValues, former) => {
    expect(readAccount({ Id: id, Former__c }, id, full, { ...mapped, formerValues }).former).toBe(former)
  })
})
