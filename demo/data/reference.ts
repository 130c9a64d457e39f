import { fromIso, toIso } from '../../lib/model/day'
import type { Org } from '../org'
import type { Row } from '../schema/field'
import { taskStatuses } from '../schema/activities'
import { stages } from '../schema/sales'

/** Rows that every org has: its own record, stages, statuses, products and prices, currencies. */
export interface Reference {
  /** Entries of the price book by product family, cheapest first. */
  readonly entries: ReadonlyMap<string, readonly { readonly entry: string; readonly product: string; readonly price: number }[]>
}

const products: readonly (readonly [string, string, string, number])[] = [
  ['Spike aerator SA-48', 'GC-SA48', 'Ground Care', 2400], ['Reel mower RM-7', 'GC-RM7', 'Ground Care', 18500],
  ['Topdresser TD-3', 'GC-TD3', 'Ground Care', 9200],
  ['Drip kit 200 m', 'IR-D200', 'Irrigation', 640], ['Rotor set R-12', 'IR-R12', 'Irrigation', 2150], ['Pump station P-40', 'IR-P40', 'Irrigation', 14800],
  ['Sports mix 25 kg', 'SF-SM25', 'Seed & Feed', 180], ['Winter feed pallet', 'SF-WF', 'Seed & Feed', 1150],
  ['Care plan Basic', 'SP-B', 'Service Plans', 1900], ['Care plan Season', 'SP-S', 'Service Plans', 5400],
  ['Blade set', 'PT-BS', 'Spare Parts', 95], ['Hydraulic kit', 'PT-HK', 'Spare Parts', 780],
]

export function fillReference(org: Org, admin: string): Reference {
  const today = fromIso(org.clock.today())!
  const began = org.clock.at(today - 1200)
  const stamp = { CreatedDate: began, CreatedById: admin, LastModifiedDate: began, LastModifiedById: admin, SystemModstamp: began }
  org.insert('Organization', {
    Id: org.id, Name: 'Turfside Demo', InstanceName: 'NA999', IsSandbox: org.name.includes('--'), OrganizationType: 'Enterprise Edition',
    DefaultLocaleSidKey: 'en_US',
    TimeZoneSidKey: org.clock.zone, LanguageLocaleKey: 'en_US', Country: 'US', FiscalYearStartMonth: 1, ...stamp,
  })
  stages.forEach(([label, probability, closed, won], i) => org.insert('OpportunityStage', {
    MasterLabel: label, ApiName: label, IsActive: true, SortOrder: i + 1, IsClosed: closed, IsWon: won, DefaultProbability: probability,
    ForecastCategoryName: closed ? (won ? 'Closed' : 'Omitted') : 'Pipeline', ...stamp,
  }))
  taskStatuses.forEach(([label, closed], i) => org.insert(
    'TaskStatus', { MasterLabel: label, ApiName: label, SortOrder: i + 1, IsDefault: i === 0, IsClosed: closed, ...stamp }
  ))
  const iso: Row = org.multiCurrency ? { CurrencyIsoCode: 'USD' } : {}
  const book = org.insert('Pricebook2', { Name: 'Standard Price Book', IsActive: true, IsStandard: true, ...stamp }).Id!
  const entries = new Map<string, { entry: string; product: string; price: number }[]>()
  for (const [name, code, family, price] of products) {
    const product = org.insert('Product2', { Name: name, ProductCode: code, Family: family, IsActive: true, ...iso, ...stamp }).Id as string
    const entry = org.insert('PricebookEntry', { Pricebook2Id: book, Product2Id: product, UnitPrice: price, IsActive: true, ...iso, ...stamp }).Id as string
    entries.set(family, [...(entries.get(family) ?? []), { entry, product, price }])
  }
  if (org.multiCurrency) fillRates(org, today, stamp)
  return { entries }
}

/** Rates as Salesforce keeps them: units of the currency for one of the corporate currency. */
function fillRates(org: Org, today: number, stamp: Record<string, string | number>): void {
  for (const [code, rate] of [['USD', 1], ['CAD', 1.37], ['EUR', 0.92]] as const) {
    org.insert('CurrencyType', { IsoCode: code, ConversionRate: rate, DecimalPlaces: 2, IsActive: true, IsCorporate: code === 'USD', ...stamp })
    if (code === 'USD' || !org.schema.object('DatedConversionRate')) continue
    for (let i = 8; i >= 0; i--) {
      const from = today - i * 91 - 30
      org.insert('DatedConversionRate', {
        IsoCode: code, StartDate: toIso(from), NextStartDate: i === 0 ? '9999-12-31' : toIso(from + 91),
        ConversionRate: Number((rate * (1 + (i - 4) / 200)).toFixed(6)), ...stamp,
      })
    }
  }
}
