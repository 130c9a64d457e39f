import type { Row } from '../schema/field'
import { company, person } from './names'
import type { People } from './people'
import { randomPlace, street, type PlaceRow } from './places'
import type { Random } from './random'
import type { Writer } from './writer'

/** What the rest of the data is grown from: an account and the part it plays. */
export interface Customer {
  readonly id: string
  readonly name: string
  readonly place: PlaceRow
  readonly segment: string
  readonly industry: string
  /** What it spends in a usual year, in its currency; 0 for who never bought. */
  readonly yearly: number
  readonly role: 'customer' | 'former' | 'prospect'
  readonly owner: string
  /** Who had it before, and until which day. */
  readonly before: { readonly owner: string; readonly until: number } | null
  readonly created: number
  readonly priority: string
  readonly contacts: readonly string[]
}

export const ownerOn = (c: Customer, day: number): string => (c.before && day < c.before.until ? c.before.owner : c.owner)

const sizes: Record<string, readonly [yearly: number, from: number, to: number]> = {
  Enterprise: [140_000, 300, 9000], 'Mid-Market': [38_000, 40, 400], 'Small Business': [9000, 2, 45], 'Public Sector': [30_000, 20, 2500],
}

export function fillAccounts(w: Writer, people: People, r: Random, count: number): Customer[] {
  const taken = new Set<string>()
  return Array.from({ length: count }, () => one(w, people, r, taken))
}

function one(w: Writer, people: People, r: Random, taken: Set<string>): Customer {
  const place = randomPlace(r)
  const { name, industry } = company(r, place, taken)
  const segment = industry === 'Government' || industry === 'Education' ? 'Public Sector' : r.weighted([
    ['Enterprise', 9], ['Mid-Market', 32], ['Small Business', 59],
  ] as const)
  const [usual, least, most] = sizes[segment]!
  const role = r.weighted([['customer', 62], ['former', 9], ['prospect', 29]] as const)
  const yearly = role === 'prospect' ? 0 : Math.round(usual * r.spread() * (0.75 + r.next() / 2))
  const owner = ownerOf(people, r, place, industry)
  const created = w.today - (r.chance(0.04) ? r.int(1, 60) : r.int(120, 1150))
  const moved = r.chance(0.13) && w.today - created > 300
  const before = moved ? { owner: r.chance(0.5) ? r.pick(people.leavers) : r.pick(people.reps), until: w.today - r.int(60, 420) } : null
  const priority = yearly > 60_000 ? 'High' : yearly > 15_000 ? 'Medium' : 'Low'
  const fields: Row = {
    Name: r.chance(0.015) ? mess(r, name) : name, Industry: r.chance(0.03) ? null : industry, Segment__c: r.chance(0.03) ? null : segment,
    Type: role === 'prospect' ? 'Prospect' : r.chance(0.12) ? 'Customer - Channel' : r.chance(0.03) ? null : 'Customer - Direct',
    NumberOfEmployees: r.chance(0.06) ? null : r.chance(0.004) ? 99_999_999 : Math.round(least * (most / least) ** r.next()),
    AnnualRevenue: r.chance(0.4) ? null : Math.round(yearly * r.int(15, 60) + 50_000), Phone: r.chance(0.08) ? null : phone(r, place),
    Website: r.chance(0.3) ? null : website(name),
    // Reps filled the field in for about half of their accounts; for the others the plan's rules by revenue speak.
    Priority__c: r.chance(0.55) ? priority : null,
    Marketing_Spend__c: role === 'customer' && r.chance(0.6) ? Math.round(yearly * 0.03 * r.spread()) + 50 : null,
    Visit_Minutes__c: r.chance(0.15) ? r.pick([30, 45, 60, 90]) : null, Former_Customer__c: role === 'former' && r.chance(0.4),
    ERP_Number__c: role === 'prospect' ? null : `E${100_000 + taken.size}`,
    AccountSource: r.pick(['Web', 'Phone Inquiry', 'Partner Referral', 'Trade Show', 'Other']),
    ...addressOf(r, place),
    ...(w.org.multiCurrency && place.country !== 'United States' ? { CurrencyIsoCode: place.country === 'Canada' ? 'CAD' : 'EUR' } : {}),
  }
  const id = w.account(fields, owner, created)
  const contacts = Array.from({ length: r.weighted([[0, 10], [1, 55], [2, 25], [3, 10]] as const) }, () => {
    const who = person(r)
    return w.org.insert('Contact', {
      AccountId: id, FirstName: who.first, LastName: who.last, Title: who.title,
      Email: `${who.first}.${who.last}@${domain(name)}.example`.toLowerCase(), Phone: phone(r, place),
      OwnerId: owner, HasOptedOutOfEmail: r.chance(0.04), DoNotCall: false, ...(w.org.multiCurrency ? { CurrencyIsoCode: 'USD' } : {}),
      ...w.stamp(owner, created),
    }).Id as string
  })
  return { id, name, place, segment, industry, yearly, role, owner, before, created, priority, contacts }
}

const byState: Record<string, readonly string[]> = {
  MA: ['Hannah'], NH: ['Hannah'], ME: ['Hannah'], VT: ['Hannah'], RI: ['Marcus'], CT: ['Marcus'], NJ: ['Tom'], NY: ['Priya', 'Priya', 'Tom'],
  PA: ['Tom', 'Ellen'], OH: ['Ellen'], MI: ['Ellen'], WI: ['Ellen'],
  IN: ['Ellen', 'Ellen', 'Devin'], IL: ['Devin'], FL: ['Carla'], GA: ['Carla'], NC: ['Carla'], SC: ['Carla'], TX: ['Wyatt'], MT: ['Mei-Lin'],
  CA: ['Mei-Lin'], WA: ['Mei-Lin'], OR: ['Mei-Lin'],
}

/** The rep who has accounts there, or now and then somebody else. */
export function ownerOf(people: People, r: Random, place: PlaceRow, industry: string): string {
  if (r.chance(0.01)) return r.pick(people.leavers)
  if (r.chance(0.04)) return r.pick(people.reps)
  if (place.country === 'Canada') return people.rep('Amélie')
  if (place.country === 'Germany') return people.rep('Jonas')
  if (industry === 'Hospitality' && r.chance(0.6)) return people.rep('Sean')
  return people.rep(r.pick(byState[place.state]!))
}

function addressOf(r: Random, place: PlaceRow): Row {
  if (r.chance(0.025)) return {}
  const german = place.country === 'Germany'
  const state = german ? (r.chance(0.5) ? null : place.state) : r.chance(0.1) ? place.stateName : r.chance(0.02) ? place.state.toLowerCase() : place.state
  const postalCode = r.chance(0.03) ? null : place.country === 'United States' && r.chance(0.08) ? `${place.postalCode}-${String(r.int(1, 9999)).padStart(4, '0')}` : place.postalCode
  const country = place.country === 'United States' ? r.weighted([['United States', 80], ['USA', 10], ['US', 5], [null, 5]] as const) : r.chance(0.2) ? (german ? 'DE' : 'CA') : place.country
  const located = r.chance(0.25) && place.lat !== null
  return {
    BillingStreet: street(r, place), BillingCity: r.chance(0.01) ? ` ${place.city.toUpperCase()} ` : place.city, BillingState: state,
    BillingPostalCode: postalCode, BillingCountry: country,
    // A geocoder put the pin somewhere in the postal area, not at its centre.
    BillingLatitude: located ? Number((place.lat! + (r.next() - 0.5) * 0.03).toFixed(6)) : null,
    BillingLongitude: located ? Number((place.lon! + (r.next() - 0.5) * 0.03).toFixed(6)) : null,
  }
}

const mess = (r: Random, name: string): string => r.pick([` ${name}`, `${name}  `, name.toUpperCase(), name.toLowerCase(), name.replace(' ', '  ')])
const domain = (name: string): string => name.normalize('NFD').toLowerCase().replace(/[^a-z0-9]+/g, '').slice(0, 24)
const website = (name: string): string => `https://www.${domain(name)}.example`
const phone = (r: Random, place: PlaceRow): string => (place.country === 'Germany' ? `+49 ${r.int(30, 999)} ${r.int(100_000, 9_999_999)}` : `(${r.int(201, 989)}) 555-${String(r.int(0, 9999)).padStart(4, '0')}`)
