import { ownerOf } from '../data/accounts'
import { company } from '../data/names'
import type { People } from '../data/people'
import { randomPlace, type PlaceRow } from '../data/places'
import { createRandom } from '../data/random'
import type { Org } from '../org'
import { accountTypes, priorities, segments } from '../schema/accounts'
import type { Days } from './days'
import type { Generated } from './generated'
import { chanceOf, oneOf } from './hash'

/** Companies that the generated accounts are variations of. */
const patterns = 4096

interface Pattern {
  readonly name: string
  readonly industry: string
  readonly place: PlaceRow
  readonly owner: number
}

export interface VastAccounts extends Generated {
  /** Day number on which each was created; never falling. */
  readonly created: Uint16Array
  /** Which of the users owns each. */
  readonly owner: Uint8Array
  /** The currency of each, where the org has several. */
  currency(n: number): string
  /** What each spends in a usual year. */
  yearly(n: number): number
}

const streets = ['Main St', 'Oak Ave', 'Fairway Dr', 'Industrial Pkwy', 'Park Rd', 'Commerce Way', 'Elm St', 'Mill Rd']
const spent: Record<string, number> = { Enterprise: 140_000, 'Mid-Market': 38_000, 'Small Business': 9000, 'Public Sector': 30_000 }
const iso: Record<PlaceRow['country'], string> = { 'United States': 'USD', Canada: 'CAD', Germany: 'EUR' }

/** `users`: the ids that the owner numbers stand for. */
export function vastAccounts(org: Org, people: People, users: readonly string[], days: Days, seed: number, length: number): VastAccounts {
  const r = createRandom(seed + 7)
  const pattern: Pattern[] = Array.from({ length: patterns }, () => {
    const place = randomPlace(r)
    const { name, industry } = company(r, place, new Set())
    return { name, industry, place, owner: users.indexOf(ownerOf(people, r, place, industry)) }
  })
  const of = (n: number): Pattern => oneOf(pattern, seed, 1, n)
  const created = new Uint16Array(length)
  const owner = new Uint8Array(length)
  const stamps = new Float64Array(length)
  for (let n = 0; n < length; n++) {
    const day = days.first + Math.floor((n / length) * (days.last - days.first))
    created[n] = day
    owner[n] = of(n).owner
    // Somebody corrected it on some later day, most often lately.
    const changed = day + Math.floor(Math.sqrt(chanceOf(seed, 2, n)) * (days.last - day))
    stamps[n] = days.moment(changed, 7 + Math.floor(chanceOf(seed, 3, n) * 10), n % 60) + (n % 59) * 1000
  }
  const segment = (n: number): string => (['Government', 'Education'].includes(of(n).industry) ? 'Public Sector' : oneOf(segments.slice(0, 3), seed, 4, n))
  const rate = (n: number): number => chanceOf(seed, 5, n)
  const isProspect = (n: number): boolean => rate(n) < 0.29
  const yearly = (n: number): number => (isProspect(n) ? 0 : Math.round(spent[segment(n)]! * (0.3 + 1.4 * chanceOf(seed, 6, n))))
  const priority = (n: number): string => (yearly(n) > 60_000 ? priorities[1]! : yearly(n) > 15_000 ? priorities[2]! : priorities[3]!)
  const located = (n: number): boolean => chanceOf(seed, 8, n) < 0.25
  const addressed = (n: number): boolean => chanceOf(seed, 9, n) > 0.02
  const born = (n: number): number => days.moment(created[n]!, 0, 1)
  const currency = (n: number): string => iso[of(n).place.country]
  return {
    length, stamps, created, owner, yearly, currency,
    fields: {
      Name: n => `${of(n).name} ${n + 1}`,
      Type: n => (isProspect(n) ? accountTypes[0]! : chanceOf(seed, 10, n) < 0.12 ? accountTypes[2]! : accountTypes[1]!),
      ParentId: () => null,
      BillingStreet: n => (addressed(n) ? `${2 + (n % 4800)} ${oneOf(streets, seed, 11, n)}` : null),
      BillingCity: n => (addressed(n) ? of(n).place.city : null),
      BillingState: n => (addressed(n) ? of(n).place.state : null),
      BillingPostalCode: n => (addressed(n) && chanceOf(seed, 12, n) > 0.03 ? of(n).place.postalCode : null),
      BillingCountry: n => (addressed(n) ? of(n).place.country : null),
      BillingLatitude: n => (located(n) ? of(n).place.lat : null),
      BillingLongitude: n => (located(n) ? of(n).place.lon : null),
      Phone: n => `(${201 + (n % 788)}) 555-${String(n % 10_000).padStart(4, '0')}`,
      Industry: n => of(n).industry,
      AnnualRevenue: n => (chanceOf(seed, 13, n) < 0.4 ? null : yearly(n) * 30 + 50_000),
      NumberOfEmployees: n => (chanceOf(seed, 14, n) < 0.06 ? null : 2 + Math.floor(chanceOf(seed, 15, n) ** 3 * 4000)),
      OwnerId: n => users[owner[n]!]!,
      AccountSource: () => 'Web',
      Priority__c: n => (chanceOf(seed, 16, n) < 0.55 ? priority(n) : null),
      Segment__c: n => (chanceOf(seed, 17, n) < 0.03 ? null : segment(n)),
      Marketing_Spend__c: n => (isProspect(n) || chanceOf(seed, 18, n) < 0.4 ? null : Math.round(yearly(n) * 0.03) + 50),
      Visit_Minutes__c: n => (chanceOf(seed, 19, n) < 0.15 ? 30 + 15 * (n % 5) : null),
      Former_Customer__c: n => !isProspect(n) && chanceOf(seed, 20, n) < 0.05,
      ERP_Number__c: n => (isProspect(n) ? null : `V${1_000_000 + n}`),
      ...(org.multiCurrency ? { CurrencyIsoCode: currency } : {}),
      CreatedDate: born, CreatedById: n => users[owner[n]!]!,
      LastModifiedDate: n => stamps[n]!, LastModifiedById: n => users[owner[n]!]!, SystemModstamp: n => stamps[n]!,
    },
    by: field => (field === 'ParentId' || field === 'MasterRecordId' ? [] : null),
  }
}
