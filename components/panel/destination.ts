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
