import type { Address, Area } from '../model/snapshot'
import { countryCode } from './countries'
import { regionCode } from './regions'

/** Countries with a code of their own whose postal codes are those of the US, where they count as regions. */
export const zipTerritories: ReadonlySet<string> = new Set(['AS', 'FM', 'GU', 'MH', 'MP', 'PR', 'PW', 'VI'])

/**
 * The address in comparable form, without the county, which only the bundled data knows. An address that names no country is in
 * the home country; one whose country we do not know has none, and so no region. Nothing else is guessed: a region does not
 * make a country, nor a postal code a region.
 */
export function areaOf(address: Address, homeCountry: string | null): Area {
  const country = given(address.country) ? countryCode(address.country) : homeCountry
  const region = country !== null && given(address.region) ? regionCode(country, address.region) : null
  return { country, region, county: null, postalCode: given(address.postalCode) ? postalCodeOf(country, address.postalCode) : null }
}

const given = (text: string | null): text is string => text !== null && text.trim() !== ''

function postalCodeOf(country: string | null, text: string): string | null {
  const code = text.normalize('NFKC').toUpperCase().replace(/\s+/g, '')
  if (country === 'US' || (country !== null && zipTerritories.has(country))) return zip(code)
  if (country === 'CA') return code.replaceAll('-', '')
  return code
}

/** Without +4, and with the leading zeros that a spreadsheet took. */
function zip(code: string): string {
  const five = /^(\d{3,5})-\d{4}$/.exec(code)?.[1] ?? /^(\d{5})\d{4}$/.exec(code)?.[1] ?? code
  return /^\d{3,4}$/.test(five) ? five.padStart(5, '0') : five
}
