/** Sites that show the way, by the short name that the choice is kept under; in the order in which they are offered. */
export const mapSites = ['google', 'apple', 'openstreetmap', 'bing', 'waze'] as const
export type MapSite = (typeof mapSites)[number]

export const isMapSite = (name: unknown): name is MapSite => mapSites.some(site => site === name)

/** Where a route goes: an address as the CRM has it, and a place with how sure it is. */
export interface Destination {
  readonly address: { readonly street: string | null; readonly city: string | null; readonly region: string | null; readonly postalCode: string | null; readonly country: string | null } | null
  readonly place: { readonly lat: number; readonly lon: number; readonly source: 'crm' | 'postalCode' | 'city' } | null
}

/** What is handed to a maps site: the CRM's own coordinates, else the address in words; null where there is neither a street, a town nor a code. */
export function destinationOf({ address, place }: Destination): string | null {
  if (place?.source === 'crm') return `${place.lat},${place.lon}`
  if (!address) return null
  const { street, city, region, postalCode, country } = address
  // A country or region alone is no place to drive to.
  if (![street, city, postalCode].some(part => part?.trim())) return null
  return [street, city, [region, postalCode].filter(part => part?.trim()).join(' '), country].map(part => part?.replace(/\s+/g, ' ').trim()).filter(Boolean).join(', ')
}

/** The address of the site's page with the way to a destination, from where the user is. */
export function routeAddress(site: MapSite, destination: string): string {
  const to = encodeURIComponent(destination)
  const coordinates = /^-?\d+(?:\.\d+)?(?:e-?\d+)?,-?\d/.test(destination)
  switch (site) {
    case 'google':
      return `https://www.google.com/maps/dir/?api=1&destination=${to}`
    case 'apple':
      return `https://maps.apple.com/?daddr=${to}`
    case 'openstreetmap':
      return `https://www.openstreetmap.org/directions?from=&to=${to}`
    case 'bing':
      return `https://www.bing.com/maps?rtp=~${coordinates ? `pos.${destination.replace(',', '_')}` : `adr.${to}`}`
    case 'waze':
      return coordinates ? `https://waze.com/ul?ll=${to}&navigate=yes` : `https://waze.com/ul?q=${to}&navigate=yes`
  }
}
