import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Address } from '../model/snapshot'
import { areaOf } from './area'
import { cityKey, fold } from './fold'

const nowhere: Address = { street: null, city: null, region: null, postalCode: null, country: null }
const country = (text: string | null, home: string | null = null) => areaOf({ ...nowhere, country: text }, home).country
const region = (inCountry: string, text: string) => areaOf({ ...nowhere, country: inCountry, region: text }, null).region
const postal = (inCountry: string | null, text: string) => areaOf({ ...nowhere, country: inCountry, postalCode: text }, null).postalCode

describe('countries', () => {
  test.each([
    ['US', 'US USA us usa U.S. U.S.A. u.s.a.'], ['GB', 'GB GBR UK U.K. England'], ['DE', 'DE DEU GER Germany GERMANY Deutschland Allemagne Alemania'],
    ['CH', 'Switzerland Schweiz Suisse Suiza Svizzera'], ['AT', 'Österreich Oesterreich Austria Autriche'], ['JP', '日本 Japan'], ['GE', 'Georgia'], ['NE', 'Niger Níger'], ['NG', 'Nigeria'],
    ['DM', 'Dominica'], ['TR', 'Türkiye Turkey Türkei'], ['CZ', 'Czechia Česko'], ['IT', 'Italia Italien Italy'], ['NL', 'Holland Nederland'],
  ])('%s is what is meant by %s', (code, names) => {
    for (const name of names.split(' ')) expect(`${name}: ${country(name)}`).toBe(`${name}: ${code}`)
  })

  test.each([
    ['US', 'United States'], ['US', 'United States of America'], ['US', ' the united  states '], ['US', 'Vereinigte Staaten'], ['US', 'États-Unis'], ['US', 'Estados Unidos'],
    ['GB', 'United Kingdom'], ['GB', 'Great Britain'], ['GB', 'Vereinigtes Königreich'], ['GB', 'Northern Ireland'], ['KR', 'Korea, Republic of'], ['KP', 'North Korea'], ['RU', 'Russian Federation'],
    ['CZ', 'Czech Republic'], ['CI', "Côte d'Ivoire"], ['CI', 'Côte d’Ivoire'], ['DO', 'République dominicaine'], ['CD', 'Democratic Republic of the Congo'], ['VI', 'U.S. Virgin Islands'],
  ])('%s is what is meant by "%s"', (code, name) => expect(country(name)).toBe(code))

  test('without a country it is the home country, with one that nobody knows it is none', () => {
    expect(country(null, 'DE')).toBe('DE')
    expect(country('  ', 'DE')).toBe('DE')
    expect(country(null, null)).toBe(null)
    for (const unknown of ['Atlantis', 'XX', 'EU', 'UN', 'Europe', 'Korea', 'n/a', '-', '🇺🇸', '<b>', 'x'.repeat(255)]) expect(country(unknown, 'US')).toBe(null)
  })

  test('every country is known by what English, German, French and Spanish call it', () => {
    const codes = 'US CA MX BR AR CL DE AT CH FR BE NL LU IT ES PT GB IE DK SE NO FI IS PL CZ SK HU RO BG GR HR SI RS UA TR IL EG ZA NG KE IN CN JP KR TW TH VN SG MY ID PH AU NZ'.split(' ')
    for (const language of ['en', 'de', 'fr', 'es']) {
      const names = new Intl.DisplayNames([language], { type: 'region' })
      for (const code of codes) expect(`${code} ${country(names.of(code)!)}`).toBe(`${code} ${code}`)
    }
  })
})

describe('regions', () => {
  test.each([
    ['US', 'NY', 'US-NY'], ['US', 'ny', 'US-NY'], ['US', 'New York', 'US-NY'], ['US', 'US-NY', 'US-NY'], ['US', 'N.Y.', 'US-NY'], ['US', 'D.C.', 'US-DC'], ['US', 'Washington', 'US-WA'],
    ['US', 'Puerto Rico', 'US-PR'], ['US', 'Georgia', 'US-GA'], ['CA', 'Québec', 'CA-QC'], ['CA', 'quebec', 'CA-QC'], ['CA', 'PQ', 'CA-QC'], ['CA', 'Newfoundland', 'CA-NL'],
    ['DE', 'Bayern', 'DE-BY'], ['DE', 'Bavaria', 'DE-BY'], ['DE', 'by', 'DE-BY'], ['DE', 'NRW', 'DE-NW'], ['DE', 'Thüringen', 'DE-TH'], ['AU', 'New South Wales', 'AU-NSW'], ['AU', 'Vic', 'AU-VIC'],
    ['AT', 'Wien', 'AT-9'], ['CH', 'Zürich', 'CH-ZH'], ['GB', 'Scotland', 'GB-SCT'], ['FR', 'Île-de-France', 'FR-IDF'], ['IT', 'Lombardia', 'IT-25'], ['ES', 'Cataluña', 'ES-CT'],
    ['BR', 'São Paulo', 'BR-SP'], ['MX', 'Nuevo León', 'MX-NLE'], ['NL', 'Noord-Holland', 'NL-NH'],
  ])('in %s, "%s" is %s', (inCountry, text, code) => expect(region(inCountry, text)).toBe(code))

  test('a short code passes where we do not know them all, and nowhere else', () => {
    expect(region('GB', 'ken')).toBe('GB-KEN')
    expect(region('JP', 'JP-13')).toBe('JP-13')
    expect(region('IT', 'MI')).toBe('IT-MI')
    expect(region('JP', 'Tokyo')).toBe(null)
    expect(region('GB', 'Kent')).toBe(null)
    expect(region('US', 'XX')).toBe(null)
    expect(region('US', 'ON')).toBe(null)
    expect(region('DE', 'NY')).toBe(null)
  })

  test('a region makes no country', () => {
    expect(areaOf({ ...nowhere, region: 'NY' }, null)).toEqual({ country: null, region: null, county: null, postalCode: null })
    expect(areaOf({ ...nowhere, region: 'NY', country: 'Atlantis' }, 'US').region).toBe(null)
    expect(areaOf({ ...nowhere, region: 'NY' }, 'US').region).toBe('US-NY')
  })
})

describe('postal codes', () => {
  test.each([
    ['US', '10019', '10019'], ['US', '10019-1234', '10019'], ['US', '100191234', '10019'], ['US', ' 10019 - 1234 ', '10019'], ['US', '2139', '02139'], ['US', '501', '00501'],
    ['US', '2139-4307', '02139'], ['PR', '901', '00901'], ['CA', 'h2x 1y4', 'H2X1Y4'], ['CA', 'H2X-1Y4', 'H2X1Y4'], ['CA', 'h2x', 'H2X'], ['GB', 'sw1a 1aa', 'SW1A1AA'], ['DE', '01067', '01067'],
    ['DE', '1067', '1067'], ['PL', '00-950', '00-950'], ['US', '１００１９', '10019'], [null, 'sw1a 1aa', 'SW1A1AA'], ['US', '12', '12'], ['US', 'N/A', 'N/A'],
  ])('in %s, "%s" is "%s"', (inCountry, text, code) => expect(postal(inCountry, text)).toBe(code))

  test('nothing is no code', () => {
    expect(postal('US', ' ')).toBe(null)
    expect(areaOf(nowhere, 'US').postalCode).toBe(null)
  })
})

test('no text breaks it, and what it answers is of the promised form', () => {
  const anything = fc.option(fc.oneof(fc.string({ unit: 'binary', maxLength: 255 }), fc.constantFrom('<script>', 'عربى', '👩‍👩‍👧', 'US', 'NY', '__proto__', 'constructor')), { nil: null })
  fc.assert(fc.property(fc.record({ street: anything, city: anything, region: anything, postalCode: anything, country: anything }), fc.constantFrom('US', 'DE', null), (address, home) => {
    const area = areaOf(address, home)
    expect(area.country === null || /^[A-Z]{2}$/.test(area.country)).toBe(true)
    expect(area.region === null || (/^[A-Z]{2}-[A-Z0-9]{1,3}$/.test(area.region) && area.region.startsWith(`${area.country}-`))).toBe(true)
    expect(area.postalCode === null || !/\s/.test(area.postalCode)).toBe(true)
    expect(area.county).toBe(null)
  }), { numRuns: 300 })
})

test('a name folded twice is the name folded once', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), name => {
    expect(fold(fold(name))).toBe(fold(name))
    expect(cityKey(cityKey(name))).toBe(cityKey(name))
  }), { numRuns: 1000 })
})

test('a city may be called like a property of every object', () => {
  expect(cityKey('Constructor')).toBe('constructor')
  expect(cityKey('__proto__')).toBe('proto')
})

test('spellings of one name are one', () => {
  for (const [a, b] of [['St. Louis', 'Saint  Louis'], ['Ft Worth', 'Fort Worth'], ["Coeur d'Alene", 'Cœur d’Alene'], ['WINSTON-SALEM', 'Winston Salem'], ['Łódź', 'lodz'], ['İstanbul', 'istanbul']]) {
    expect(cityKey(a!)).toBe(cityKey(b!))
  }
})
