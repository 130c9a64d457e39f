import type { Coordinates } from '../model/snapshot'

/** The mean radius of the earth (IUGG), as the design fixes it. */
const radiusKm = 6371.0088
const radians = Math.PI / 180

/**
 * Great circle in kilometres between two places on a sphere. Haversine, which keeps its digits for near places; near the antipode,
 * where it loses them, the same sine and cosine are taken from the other side, so the error stays far below a metre everywhere.
 */
export function distanceKm(a: Coordinates, b: Coordinates): number {
  const lat1 = a.lat * radians
  const lat2 = b.lat * radians
  const halfLon = ((b.lon - a.lon) * radians) / 2
  const sinDifference = Math.sin((lat2 - lat1) / 2)
  const cosDifference = Math.cos((lat2 - lat1) / 2)
  const sinSum = Math.sin((lat2 + lat1) / 2)
  const cosSum = Math.cos((lat2 + lat1) / 2)
  const sinLon = Math.sin(halfLon)
  const cosLon = Math.cos(halfLon)
  // hav(c) and 1 − hav(c), each as a sum of squares: neither is a difference of near numbers.
  const hav = (sinDifference * cosLon) ** 2 + (cosSum * sinLon) ** 2
  const rest = (cosDifference * cosLon) ** 2 + (sinSum * sinLon) ** 2
  return 2 * radiusKm * Math.atan2(Math.sqrt(hav), Math.sqrt(rest))
}
