/** Sites that show the way, by the short name that the choice is kept under; in the order in which they are offered. */
export const mapSites = ['google', 'apple', 'openstreetmap', 'bing', 'waze'] as const
export type MapSite = (typeof mapSites)[number]

export const isMapSite = (name: unknown): name is MapSite => mapSites.some(site => site === name)

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
