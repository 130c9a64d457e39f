import type { Deal } from '../../model/snapshot'
import { idOf } from './ids'
import { decimal, moment, saleDay, text } from './values'

type Row = Readonly<Record<string, unknown>>

export const dealFields = ['Id', 'Name', 'Amount', 'StageName', 'IsClosed', 'IsWon', 'CloseDate', 'CreatedDate', 'CurrencyIsoCode'] as const
export const orderFields = ['Id', 'OrderNumber', 'TotalAmount', 'StatusCode', 'EffectiveDate', 'CreatedDate', 'CurrencyIsoCode'] as const

/** An Opportunity. `families` are the product lines by deal; null: the org cannot say. */
export function fromOpportunity(row: Row, families: ReadonlyMap<string, readonly string[]> | null): Deal | null {
  const id = idOf(row.Id)
  if (id === null || row.IsDeleted === true) return null
  return {
    id,
    kind: 'deal',
    name: text(row.Name) ?? '',
    amount: amount(row.Amount, row.CurrencyIsoCode),
    state: row.IsWon === true ? 'won' : row.IsClosed === true ? 'lost' : 'open',
    day: saleDay(row.CloseDate),
    createdAt: moment(row.CreatedDate),
    products: families === null ? null : (families.get(id) ?? []),
  }
}

/** An Order: posted once it is activated, which is what its StatusCode says whatever the org calls its statuses. */
export function fromOrder(row: Row): Deal | null {
  const id = idOf(row.Id)
  if (id === null || row.IsDeleted === true) return null
  const code = text(row.StatusCode)?.toLowerCase()
  return {
    id,
    kind: 'order',
    name: text(row.OrderNumber) ?? '',
    amount: amount(row.TotalAmount, row.CurrencyIsoCode),
    state: code === 'a' || code === 'activated' ? 'won' : code === 'd' || code === 'draft' ? 'open' : 'lost',
    day: saleDay(row.EffectiveDate),
    createdAt: moment(row.CreatedDate),
    products: null,
  }
}

/** Product lines by deal, from OpportunityLineItem rows with `Product2.Family`. */
export function familiesOf(rows: readonly Row[]): Map<string, readonly string[]> {
  const found = new Map<string, Set<string>>()
  for (const row of rows) {
    const deal = idOf(row.OpportunityId)
    const family = text((row.Product2 as Row | null | undefined)?.Family)
    if (deal === null) continue
    const lines = found.get(deal) ?? new Set()
    if (family !== null) lines.add(family)
    found.set(deal, lines)
  }
  return new Map([...found].map(([deal, lines]) => [deal, [...lines].sort()]))
}

function amount(value: unknown, currency: unknown): Deal['amount'] {
  const said = decimal(value)
  return said === null ? null : { value: said, currency: text(currency) }
}
