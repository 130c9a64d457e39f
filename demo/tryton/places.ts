/** Where the company's customers are: real places with real postal codes, so that they can be located. */
export interface PlaceOfBusiness {
  readonly city: string
  /** ISO 3166-2; null where the demo keeps no subdivisions. */
  readonly region: string | null
  readonly postalCode: string
  readonly country: string
}

export const countries = [
  ['US', 'USA', 'United States'], ['CA', 'CAN', 'Canada'], ['DE', 'DEU', 'Germany'], ['GB', 'GBR', 'United Kingdom'],
] as const

export const regions: Readonly<Record<string, string>> = {
  'US-NY': 'New York', 'US-MA': 'Massachusetts', 'US-CT': 'Connecticut', 'US-RI': 'Rhode Island', 'US-NH': 'New Hampshire', 'US-NJ': 'New Jersey',
  'US-PA': 'Pennsylvania', 'US-MD': 'Maryland', 'US-OH': 'Ohio', 'US-MI': 'Michigan', 'US-IL': 'Illinois', 'US-TX': 'Texas', 'US-CO': 'Colorado',
  'CA-ON': 'Ontario',
}

const us = (region: string, ...places: readonly (readonly [string, string])[]): readonly PlaceOfBusiness[] =>
  places.map(([city, postalCode]) => ({ city, region: `US-${region}`, postalCode, country: 'US' }))

/** By the territory of the demo's plan that claims them; `none` are claimed by nobody. */
export const places: Readonly<Record<'newYork' | 'newEngland' | 'midAtlantic' | 'greatLakes' | 'europe' | 'none', readonly PlaceOfBusiness[]>> = {
  newYork: us('NY', ['New York', '10019'], ['Brooklyn', '11201'], ['Yonkers', '10701'], ['Albany', '12207'], ['Syracuse', '13202'], ['Rochester', '14604'], ['Buffalo', '14202'], ['White Plains', '10601']),
  newEngland: [
    ...us('MA', ['Boston', '02110'], ['Worcester', '01608'], ['Springfield', '01103'], ['Lowell', '01852']),
    ...us('CT', ['Hartford', '06103'], ['New Haven', '06510'], ['Stamford', '06901']),
    ...us('RI', ['Providence', '02903']), ...us('NH', ['Manchester', '03101']),
  ],
  midAtlantic: [
    ...us('NJ', ['Newark', '07102'], ['Trenton', '08608'], ['Jersey City', '07302']),
    ...us('PA', ['Philadelphia', '19103'], ['Pittsburgh', '15222'], ['Allentown', '18101'], ['Harrisburg', '17101']),
    ...us('MD', ['Baltimore', '21202']),
  ],
  greatLakes: [
    ...us('OH', ['Cleveland', '44114'], ['Akron', '44308']), ...us('MI', ['Detroit', '48226'], ['Ann Arbor', '48104']), ...us('IL', ['Chicago', '60602'], ['Evanston', '60201']),
  ],
  europe: [
    { city: 'Hamburg', region: null, postalCode: '20095', country: 'DE' }, { city: 'Köln', region: null, postalCode: '50667', country: 'DE' },
    { city: 'Leeds', region: null, postalCode: 'LS1 4AP', country: 'GB' }, { city: 'Bristol', region: null, postalCode: 'BS1 4DJ', country: 'GB' },
  ],
  none: [...us('TX', ['Austin', '78701'], ['Dallas', '75201']), ...us('CO', ['Denver', '80202']), { city: 'Toronto', region: 'CA-ON', postalCode: 'M5H 2N2', country: 'CA' }],
}
