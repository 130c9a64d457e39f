import fc from 'fast-check'
import { expect, it } from 'vitest'
import { destinationOf } from './destination'
import { mapSites, routeAddress } from './maps'

const address = { street: '30 Rockefeller Plaza\nFloor 2', city: 'New York', region: 'NY', postalCode: '10112', country: 'US' }
const empty = { street: null, city: null, region: null, postalCode: null, country: null }

it('goes to the CRM’s own coordinates, else to the address in words', () => {
  expect(destinationOf({ address, place: { lat: 40.7587, lon: -73.9787, source: 'crm' } })).toBe('40.7587,-73.9787')
  expect(destinationOf({ address, place: { lat: 40.7, lon: -73.9, source: 'postalCode' } })).toBe('30 Rockefeller Plaza Floor 2, New York, NY 10112, US')
  expect(destinationOf({ address: { ...empty, city: 'Lyon' }, place: null })).toBe('Lyon')
})

it('goes nowhere without a street, a town or a code', () => {
  expect(destinationOf({ address: empty, place: null })).toBeNull()
  expect(destinationOf({ address: { ...empty, region: 'NY', country: 'US' }, place: null })).toBeNull()
  expect(destinationOf({ address: { ...empty, street: '  ', city: '' }, place: null })).toBeNull()
  expect(destinationOf({ address: null, place: null })).toBeNull()
})

it('each site gets it in its own way', () => {
  expect(mapSites.map(site => routeAddress(site, '40.7587,-73.9787'))).toEqual([
    'https://www.google.com/maps/dir/?api=1&destination=40.7587%2C-73.9787',
    'https://maps.apple.com/?daddr=40.7587%2C-73.9787',
    'https://www.openstreetmap.org/directions?from=&to=40.7587%2C-73.9787',
    'https://www.bing.com/maps?rtp=~pos.40.7587_-73.9787',
    'https://waze.com/ul?ll=40.7587%2C-73.9787&navigate=yes',
  ])
  expect(routeAddress('bing', 'Rue de l’Église 5, Lyon')).toBe('https://www.bing.com/maps?rtp=~adr.Rue%20de%20l%E2%80%99%C3%89glise%205%2C%20Lyon')
})

it('no address can add to, or leave, the site’s page', () => {
  fc.assert(fc.property(fc.constantFrom(...mapSites), fc.string({ unit: 'grapheme' }), (site, text) => {
    const url = new URL(routeAddress(site, text))
    expect(url.origin).toBe(new URL(routeAddress(site, 'Lyon')).origin)
    expect(url.hash).toBe('')
    expect([...url.searchParams.keys()]).toEqual([...new URL(routeAddress(site, 'Lyon')).searchParams.keys()])
  }))
})
