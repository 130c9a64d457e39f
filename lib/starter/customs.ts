import type { weekdays } from '../model/day'

/** What is customary in a country, by ISO 3166-1 code: currencies, weekends, the first day of the week. And what work costs, by currency. */

const currencies: Readonly<Record<string, string>> = Object.fromEntries(`
EUR AT BE CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK BG|USD US PR EC SV|GBP GB|CHF CH LI|CAD CA|AUD AU|NZD NZ|SEK SE|NOK NO|DKK DK|ISK IS|PLN PL|CZK CZ|HUF HU|RON RO
|RSD RS|TRY TR|UAH UA|ILS IL|AED AE|SAR SA|QAR QA|KWD KW|BHD BH|OMR OM|JOD JO|EGP EG|MAD MA|ZAR ZA|NGN NG|KES KE|GHS GH|INR IN|PKR PK|BDT BD|LKR LK|NPR NP|JPY JP|KRW KR|CNY CN
|TWD TW|HKD HK|SGD SG|MYR MY|THB TH|IDR ID|PHP PH|VND VN|BRL BR|MXN MX|ARS AR|CLP CL|COP CO|PEN PE|UYU UY`.trim().split('|').flatMap(line => {
  const [currency, ...countries] = line.trim().split(/\s+/)
  return countries.map(country => [country, currency!])
}))

export const currencyOf = (country: string): string | null => (Object.hasOwn(currencies, country) ? currencies[country]! : null)

type Weekday = (typeof weekdays)[number]

// After Unicode's CLDR, weekData: where the weekend is not Saturday and Sunday, and where the week does not start on Monday.
const fridaySaturday = new Set(['BD', 'BH', 'DZ', 'EG', 'IL', 'IQ', 'JO', 'KW', 'LY', 'OM', 'QA', 'SA', 'SD', 'SY', 'YE'])
const sundayFirst = new Set([
  'AG', 'AS', 'BD', 'BR', 'BS', 'BT', 'BW', 'BZ', 'CA', 'CO', 'DM', 'DO', 'ET', 'GT', 'GU', 'HK', 'HN', 'ID', 'IL', 'IN', 'JM', 'JP', 'KE', 'KH', 'KR', 'LA', 'MH', 'MM', 'MO', 'MT',
  'MX', 'MZ', 'NI', 'NP', 'PA', 'PE', 'PH', 'PK', 'PR', 'PT', 'PY', 'SA', 'SG', 'SV', 'TH', 'TT', 'TW', 'UM', 'US', 'VE', 'VI', 'WS', 'YE', 'ZA', 'ZW',
])
const saturdayFirst = new Set(['AE', 'AF', 'BH', 'DJ', 'DZ', 'EG', 'IQ', 'IR', 'JO', 'KW', 'LY', 'OM', 'QA', 'SD', 'SY'])

export function workingDays(country: string | null): Weekday[] {
  return country !== null && fridaySaturday.has(country) ? ['sun', 'mon', 'tue', 'wed', 'thu'] : ['mon', 'tue', 'wed', 'thu', 'fri']
}

export const firstDayOfWeek = (country: string | null): Weekday =>
  country === null ? 'mon' : sundayFirst.has(country) ? 'sun' : saturdayFirst.has(country) ? 'sat' : 'mon'

export interface Costs {
  /** Of driving a kilometre, and of an hour of a field rep with all that comes with it; major units. */
  readonly perKm: string
  readonly hour: string
}

/** Round figures to begin with: about what tax offices allow for driving, and what an hour of field sales costs an employer. */
const costs: Readonly<Record<string, readonly [perKm: string, hour: string]>> = {
  USD: ['0.43', '60'], EUR: ['0.30', '50'], GBP: ['0.28', '45'], CHF: ['0.70', '80'], CAD: ['0.70', '65'], AUD: ['0.88', '75'], NZD: ['0.95', '70'],
  SEK: ['2.50', '550'], NOK: ['3.50', '600'], DKK: ['3.80', '450'], PLN: ['1.15', '120'], CZK: ['6', '600'], JPY: ['40', '5000'], SGD: ['0.60', '65'],
}

/** Null: for that currency no figure is better than another. */
export const costsIn = (currency: string): Costs | null =>
  Object.hasOwn(costs, currency) ? { perKm: costs[currency]![0], hour: costs[currency]![1] } : null
