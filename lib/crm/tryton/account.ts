import type { Account, Address, Amount, MappedField } from '../../model/snapshot'
import type { Wanted } from '../adapter'
import { categoryUnder, fieldsFor, partyValue } from './category'
import type { Query } from './rows'
import { moment, recordId, related, text, type Row } from './values'

const standard = ['name', 'code', 'create_date', 'phone', 'email', 'website', 'categories.rec_name']

export const party = (partyId: number, want: Wanted): Query => ({
  model: 'party.party',
  domain: [['id', '=', partyId]],
  fields: [...new Set([...standard, ...fieldsFor([...Object.values(want.fields), ...want.extra])])],
})

export const addresses = (partyId: number): Query => ({
  model: 'party.address',
  domain: [['party', '=', partyId], ['active', '=', true]],
  fields: ['street', 'city', 'postal_code', 'country.code', 'country.name', 'subdivision.code', 'subdivision.name'],
  order: [['sequence', 'ASC'], ['id', 'ASC']],
})

/** What stands for which part of the account, so that a closed field is named by the part that it leaves empty. */
const parts: Readonly<Record<string, string>> = { phone: 'account.phone', email: 'account.email', website: 'account.website', create_date: 'account.createdAt' }

/** The hidden parts of the account, by the names in `snapshot.ts`. */
export function hiddenParts(hidden: readonly string[], want: Wanted): readonly string[] {
  const names = new Set<string>()
  for (const field of hidden) if (parts[field] !== undefined) names.add(parts[field])
  if (hidden.includes('categories.rec_name')) for (const name of ['account.industry', 'account.type']) names.add(name)
  for (const [part, field] of Object.entries(want.fields)) if (hidden.includes(fieldsFor([field])[0]!)) names.add(`account.${part}`)
  for (const field of want.extra) if (hidden.includes(fieldsFor([field])[0]!)) names.add(`account.fields.${field}`)
  return [...names]
}

export function accountOf(row: Row, address: Address, ownerId: string | null, currency: string | null, want: Wanted): Account {
  const mapped = (field: MappedField): string | number | boolean | null => {
    const name = want.fields[field]
    return name === undefined ? null : partyValue(row, name)
  }
  const words = (field: MappedField): string | null => {
    const value = mapped(field)
    return value === null ? null : String(value)
  }
  const code = text(row.code)
  return {
    // The number that people see at Tryton is the code; with its mark it is never taken for another party's id.
    ids: [recordId(row.id)!, ...(code === null ? [] : [`#${code}`])],
    name: text(row.name) ?? '',
    ownerId,
    type: categoryUnder(row, 'Type'),
    industry: categoryUnder(row, 'Industry'),
    employees: null,
    phone: text(row.phone),
    email: text(row.email),
    website: text(row.website),
    currency,
    createdAt: moment(row.create_date),
    address,
    // Tryton keeps none.
    coordinates: null,
    priority: words('priority'),
    segment: words('segment'),
    marketing: amountOf(mapped('marketing'), currency),
    visitMinutes: numberOf(mapped('visitMinutes')),
    former: want.fields.former === undefined ? null : isFormer(mapped('former'), want.formerValues),
    fields: Object.fromEntries(want.extra.map(name => [name, partyValue(row, name)])),
  }
}

/** The first address that says where it is; Tryton sorts them as the user did. */
export function addressOf(rows: readonly Row[]): Address {
  const all = rows.map(row => {
    const country = related(row, 'country')[0]
    const subdivision = related(row, 'subdivision')[0]
    return {
      street: text(row.street), city: text(row.city), postalCode: text(row.postal_code),
      region: text(subdivision?.code) ?? text(subdivision?.name), country: text(country?.code) ?? text(country?.name),
    }
  })
  return all.find(address => address.city !== null || address.postalCode !== null)
    ?? all[0] ?? { street: null, city: null, region: null, postalCode: null, country: null }
}

const numberOf = (value: string | number | boolean | null): number | null => {
  const number = typeof value === 'number' ? value : typeof value === 'string' ? Number(value) : NaN
  return Number.isFinite(number) ? number : null
}

function amountOf(value: string | number | boolean | null, currency: string | null): Amount | null {
  const number = numberOf(value)
  return number === null || !/^-?\d+(\.\d+)?$/.test(String(value)) ? null : { value: String(value), currency }
}

function isFormer(value: string | number | boolean | null, yes: Wanted['formerValues']): boolean {
  if (yes === null) return value === true
  return typeof value !== 'number' && value !== null && yes.includes(value)
}
