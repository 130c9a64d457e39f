import type { Address, Area, Coordinates, Place } from '../model/snapshot'
import { areaOf, zipTerritories } from './area'
import { distanceKm } from './distance'
import { cityKey } from './fold'
import { listsAllRegions } from './regions'
import { cityKeysOf } from './spellings'
import { type CityTable, type PostalTable, decodeCities, decodePostal, postalNumber } from './table'

export interface Located {
  readonly area: Area
  readonly place: Place | null
  /** Why there is no place; null when there is one. */
  readonly placeNote: 'noAddress' | 'notFound' | 'ambiguous' | null
}

export interface Gazetteer {
  /**
   * Where an address is: the CRM's own coordinates, else the centroid of its postal code (US, Canada), else of its city. Rejects only
   * when a bundled file cannot be loaded or is broken; the next call tries again.
   */
  locate(address: Address, coordinates: Coordinates | null, homeCountry: string | null): Promise<Located>
}

/** A code of another region than the address names is believed within this distance of the named one: codes do cross borders. */
const borderKm = 40
/** Places of one name within this distance are one town listed twice. */
const sameTownKm = 20
/** A namesake of at most this share of the population is noise. */
const noise = 1 / 50

const micro = 1e6

/**
 * The bundled geography, read on demand and kept. `load` answers a file of `public/geo` ("postal-us.bin", "cities/DE.bin"), null when
 * there is none of that name; in the browser it fetches from the extension, in Node it reads from disk.
 */
export function openGazetteer(load: (file: string) => Promise<ArrayBuffer | null>): Gazetteer {
  const kept = new Map<string, Promise<unknown>>()
  const table = <T>(file: string, decode: (buffer: ArrayBuffer) => T): Promise<T | null> => {
    let loading = kept.get(file) as Promise<T | null> | undefined
    if (!loading) {
      loading = load(file).then(buffer => buffer && decode(buffer))
      kept.set(file, loading)
      loading.catch(() => kept.delete(file))
    }
    return loading
  }

  return {
    async locate(address, coordinates, homeCountry) {
      const area = areaOf(address, homeCountry)
      const postal = await byPostalCode(area, country => table(`postal-${country.toLowerCase()}.bin`, decodePostal))
      const found: Area = postal ? { ...area, county: postal.county } : area
      const answer = (place: Place | null, placeNote: Located['placeNote']): Located => ({ area: found, place, placeNote })

      if (coordinates && isPlace(coordinates)) return answer({ lat: coordinates.lat, lon: coordinates.lon, source: 'crm', offByKm: 0 }, null)
      // Which of the two is the mistake, the code or the region, nobody can say.
      if (postal?.astray) return answer(null, 'ambiguous')
      if (postal) return answer(postal.place, null)
      const hasCity = address.city !== null && cityKey(address.city) !== ''
      if (!hasCity) return answer(null, area.postalCode === null ? 'noAddress' : 'notFound')
      const { country, region } = cityArea(area)
      if (country === null) return answer(null, 'notFound')
      const cities = await table(`cities/${country}.bin`, decodeCities)
      const mustAgree = address.region !== null && address.region.trim() !== '' && country === area.country && listsAllRegions(country)
      const city = cities && byCity(cities, country, region, mustAgree, address.city!)
      if (city === 'ambiguous') return answer(null, 'ambiguous')
      return city ? answer(city, null) : answer(null, 'notFound')
    },
  }
}

/** CRMs fill 0/0 where they know nothing; there is only sea. */
const isPlace = ({ lat, lon }: Coordinates): boolean => Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && (lat !== 0 || lon !== 0)

interface PostalMatch {
  readonly place: Place
  /** Null also where the code's region is not the one that the address names. */
  readonly county: string | null
  /** The code lies far from the region (or the country) that the address names. */
  readonly astray: boolean
}

async function byPostalCode(area: Area, tableOf: (country: 'US' | 'CA') => Promise<PostalTable | null>): Promise<PostalMatch | null> {
  if (area.country === null || area.postalCode === null) return null
  const territory = zipTerritories.has(area.country)
  const country = territory ? 'US' : area.country
  if (country !== 'US' && country !== 'CA') return null
  const number = postalNumber(country, area.postalCode)
  if (number === null) return null
  const table = await tableOf(country)
  const row = table && rowOf(table.code, number)
  if (table === null || row === null) return null
  const place: Place = { lat: table.lat[row]! / micro, lon: table.lon[row]! / micro, source: 'postalCode', offByKm: table.offBy[row]! / 10 }
  const named = territory ? `US-${area.country}` : area.region
  const agrees = named === null || table.regions[table.region[row]!] === named
  const county = agrees && table.county[row]! !== 0 ? `US-${String(table.county[row]!).padStart(5, '0')}` : null
  return { place, county, astray: !agrees && !isNearRegion(table, named, place) }
}

function rowOf(codes: Uint32Array, code: number): number | null {
  let [low, high] = [0, codes.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (codes[middle]! < code) low = middle + 1
    else high = middle
  }
  return codes[low] === code ? low : null
}

function isNearRegion(table: PostalTable, region: string, place: Coordinates): boolean {
  const index = table.regions.indexOf(region)
  for (let i = 0; i < table.rows; i++) {
    if (table.region[i] !== index) continue
    const other = { lat: table.lat[i]! / micro, lon: table.lon[i]! / micro }
    if (Math.abs(other.lat - place.lat) < 1 && distanceKm(other, place) <= borderKm) return true
  }
  return false
}

/** GeoNames lists the territories of the US as countries. */
function cityArea({ country, region }: Area): { country: string | null; region: string | null } {
  const territory = country === 'US' ? region?.slice(3) : undefined
  return territory !== undefined && zipTerritories.has(territory) ? { country: territory, region: null } : { country, region }
}

/**
 * The city of that name in the country. Where the address names a region that the data knows, only there; where the data has another
 * division of the country, or the address names no region, only if no other place of the name counts. With `mustAgree` a region that
 * the country does not have ("Toronto, Ontario" in the US) finds nothing.
 */
function byCity(table: CityTable, country: string, region: string | null, mustAgree: boolean, city: string): Place | 'ambiguous' | null {
  const wanted = region === null ? -1 : table.regions.indexOf(region)
  if (mustAgree && wanted === -1) return null
  for (const keys of cityKeysOf(country, city)) {
    const rows: number[] = []
    for (const key of new Set(keys)) {
      const [from, to] = table.named(key)
      for (let i = from; i < to; i++) if (wanted === -1 || table.region[i] === wanted) rows.push(i)
    }
    if (rows.length === 0) continue
    const place = theOne(table, rows.sort((a, b) => table.population[b]! - table.population[a]!))
    return place !== 'ambiguous' && wanted === -1 && isOutshone(table, keys[0]!, rows[0]!, place) ? 'ambiguous' : place
  }
  return null
}

/** `rows`: at least one, the most populous first. */
function theOne(table: CityTable, rows: readonly number[]): Place | 'ambiguous' {
  const at = (row: number) => ({ lat: table.lat[row]! / micro, lon: table.lon[row]! / micro })
  const first = rows[0]!
  const population = table.population[first]!
  let offByKm = radiusKm(population)
  for (const other of rows.slice(1)) {
    const apart = distanceKm(at(first), at(other))
    if (apart <= sameTownKm) offByKm = Math.max(offByKm, apart)
    else if (population === 0 || table.population[other]! > population * noise) return 'ambiguous'
  }
  return { ...at(first), source: 'city', offByKm: Math.ceil(offByKm * 10) / 10 }
}

/**
 * Whether a bigger place elsewhere has the name within its own: who writes "Querétaro" means Santiago de Querétaro rather than the
 * village that is listed so.
 */
function isOutshone(table: CityTable, key: string, row: number, place: Coordinates): boolean {
  const population = table.population[row]!
  for (let other = 0; other < table.rows; other++) {
    if (table.population[other]! <= population || !` ${table.nameOf(other)} `.includes(` ${key} `)) continue
    if (distanceKm(place, { lat: table.lat[other]! / micro, lon: table.lon[other]! / micro }) > sameTownKm) return true
  }
  return false
}

/**
 * How far from its centre a city's addresses lie: the radius of a disc that holds its people at 1,000 a square kilometre, a low density
 * for a city, so the disc is rather too large than too small; at least 3 km, for a village's land reaches beyond its houses.
 */
const radiusKm = (population: number): number => Math.max(3, Math.sqrt(population / 1000 / Math.PI))
