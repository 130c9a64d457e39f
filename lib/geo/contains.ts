import type { PlanGeometry } from '../model/plan'
import type { Coordinates } from '../model/snapshot'

/** A GeoJSON polygon: rings of `[lon, lat]`. */
type Polygon = readonly (readonly (readonly number[])[])[]

interface Box {
  readonly west: number
  readonly south: number
  readonly east: number
  readonly north: number
}

/** By polygon, as the plan's object lives as long as the plan does. */
const boxes = new WeakMap<object, Box>()

/**
 * Whether the point lies in the shape: even-odd over all rings of a polygon (so holes are out), any polygon of a MultiPolygon. Flat in
 * longitude and latitude, as GeoJSON says; a shape across the antimeridian is two polygons. An edge belongs to one side only: of two
 * polygons that share it exactly one contains a point on it.
 */
export function contains(geometry: PlanGeometry, point: Coordinates): boolean {
  if (geometry.type === 'Polygon') return inPolygon(geometry.coordinates, point)
  return geometry.coordinates.some(polygon => inPolygon(polygon, point))
}

function inPolygon(polygon: Polygon, { lon, lat }: Coordinates): boolean {
  const box = boxOf(polygon)
  // Written so that NaN is outside.
  if (!(lon >= box.west && lon <= box.east && lat >= box.south && lat <= box.north)) return false
  let inside = false
  for (const ring of polygon) {
    let before = ring[ring.length - 1]
    for (const here of ring) {
      if (before && isLeftOf(lon, lat, before, here)) inside = !inside
      before = here
    }
  }
  return inside
}

/** Whether a ray to the east meets the edge. Always reckoned from the edge's southern end, so that both its neighbours get the same answer. */
function isLeftOf(lon: number, lat: number, from: readonly number[], to: readonly number[]): boolean {
  const fromNorth = from[1]! > lat
  if (fromNorth === to[1]! > lat) return false
  const [low, high] = fromNorth ? [to, from] : [from, to]
  return (high[0]! - low[0]!) * (lat - low[1]!) > (lon - low[0]!) * (high[1]! - low[1]!)
}

function boxOf(polygon: Polygon): Box {
  const known = boxes.get(polygon)
  if (known) return known
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const ring of polygon) {
    for (const [lon, lat] of ring) {
      west = Math.min(west, lon!)
      east = Math.max(east, lon!)
      south = Math.min(south, lat!)
      north = Math.max(north, lat!)
    }
  }
  const box = { west, south, east, north }
  boxes.set(polygon, box)
  return box
}
