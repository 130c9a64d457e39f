import type { Amount, Deal } from '../../model/snapshot'
import type { Wanted } from '../adapter'
import type { Query } from './rows'
import { day, decimal, moment, recordId, related, text, type Row } from './values'

/**
 * Opportunities are deals: won once converted or won, lost once lost or cancelled; their day is the end date. What the plan counts as revenue is read
 * beside them: posted and paid customer invoices (credit notes are invoices below zero), or confirmed sales. Amounts are before tax.
 */

const lines = 'lines.product.categories.name'

export const opportunities = (partyId: number): Query => ({
  model: 'sale.opportunity',
  domain: [['party', '=', partyId]],
  fields: ['number', 'description', 'state', 'amount', 'currency.code', 'start_date', 'end_date', 'create_date', 'employee', lines],
})

/** Null: the plan counts opportunities, nothing else need be read. */
export function purchases(partyId: number, revenue: Wanted['revenue']): Query | null {
  if (revenue === 'invoices') {
    return {
      model: 'account.invoice',
      domain: [['party', '=', partyId], ['type', '=', 'out'], ['state', 'in', ['posted', 'paid']]],
      fields: ['number', 'description', 'untaxed_amount', 'currency.code', 'invoice_date', 'create_date', lines],
    }
  }
  if (revenue === 'orders') {
    return {
      model: 'sale.sale',
      domain: [['party', '=', partyId], ['state', 'in', ['confirmed', 'processing', 'done']]],
      fields: ['number', 'description', 'untaxed_amount', 'currency.code', 'sale_date', 'create_date', lines],
    }
  }
  return null
}

const states: Readonly<Record<string, Deal['state']>> = { lead: 'open', opportunity: 'open', converted: 'won', won: 'won', lost: 'lost', cancelled: 'lost' }

export function dealOf(row: Row): Deal | null {
  const state = states[String(row.state)]
  return state === undefined ? null : deal(row, 'deal', state, row.amount, row.end_date)
}

export const invoiceOf = (row: Row): Deal | null => deal(row, 'invoice', 'won', row.untaxed_amount, row.invoice_date)
export const orderOf = (row: Row): Deal | null => deal(row, 'order', 'won', row.untaxed_amount, row.sale_date)

function deal(row: Row, kind: Deal['kind'], state: Deal['state'], amount: unknown, on: unknown): Deal | null {
  const id = recordId(row.id)
  if (id === null) return null
  return {
    id, kind, state,
    name: text(row.description) ?? text(row.number) ?? id,
    amount: amountOf(amount, row),
    day: day(on),
    createdAt: moment(row.create_date),
    products: 'lines.' in row ? productsOf(row) : null,
  }
}

function amountOf(amount: unknown, row: Row): Amount | null {
  const value = decimal(amount)
  return value === null ? null : { value, currency: text(related(row, 'currency')[0]?.code) }
}

/** The categories of what was sold: Tryton's product lines. */
function productsOf(row: Row): readonly string[] {
  const names = related(row, 'lines').flatMap(line => related(line, 'product')).flatMap(product => related(product, 'categories'))
  return [...new Set(names.map(category => text(category.name)).filter(name => name !== null))].sort()
}
