import type { Rate, User } from '../../model/snapshot'
import { fail, ok, type Reading, type Result, type Wanted } from '../adapter'
import { accountOf, addressOf, addresses, hiddenParts, party } from './account'
import { dealOf, invoiceOf, opportunities, orderOf, purchases } from './deals'
import { touchOf } from './note'
import { findAll, type Found, type Query } from './rows'
import type { Call } from './rpc'
import { day, decimal, recordId, related, text, toDatetime, valueAt, type Row } from './values'

const userFields = ['name', 'login', 'email']

/** A note of before that day may still say a later one only if it was dated ahead: nobody notes a touch a month before it. */
const notesOf = (partyId: number, since: string): Query => ({
  model: 'ir.note',
  domain: [['resource', '=', `party.party,${partyId}`], ['create_date', '>=', toDatetime(Date.parse(since))]],
  fields: ['message', 'create_date', 'create_uid', ...userFields.map(field => `create_uid.${field}`)],
})

/**
 * Party, addresses, opportunities, what the plan counts as revenue, and notes in one round trip; whose user an employee is and the rates of foreign
 * currencies in a second one, where there are any. (Where fields are closed to the user the second trip asks field by field instead.)
 *
 * Tryton's parties have no owner. The account's owner is the user of the employee on its newest opportunity, else nobody.
 */
export async function readAccount(call: Call, userId: number, id: string, want: Wanted, now: () => number): Promise<Result<Reading>> {
  const partyId = partyNumber(id)
  if (partyId === null) return fail({ kind: 'notFound' })
  const sold = purchases(partyId, want.revenue)
  const me: Query = { model: 'res.user', domain: [['id', '=', userId]], fields: ['company.currency.code'] }
  const found = await findAll(call, [
    party(partyId, want), addresses(partyId), opportunities(partyId), notesOf(partyId, want.touchesSince), me, ...(sold === null ? [] : [sold]),
  ], ([, , opened, , mine, bought]) => {
    const employee = newestEmployee(opened!.rows ?? [])
    const foreign = foreignCurrencies([...(opened!.rows ?? []), ...(bought?.rows ?? [])], ownCurrency(mine!))
    return [...(employee === null ? [] : [usersOf(employee)]), ...(foreign.length === 0 ? [] : [ratesOf(foreign)])]
  })
  if (!found.ok) return found
  const [parties, places, opened, notes, mine, bought] = found.value.first
  if (parties!.rows === null) return fail({ kind: 'notAllowed', what: 'party.party' })
  const row = parties!.rows[0]
  if (row === undefined) return fail({ kind: 'notFound' })
  if (parties!.hidden.includes('name')) return fail({ kind: 'fieldHidden', field: 'name' })

  const deals = [
    ...(opened!.rows ?? []).map(dealOf),
    ...(bought?.rows ?? []).map(want.revenue === 'invoices' ? invoiceOf : orderOf),
  ].filter(deal => deal !== null)
  const touches = (notes!.rows ?? []).map(touchOf).filter(touch => touch !== null)
    .filter(touch => touch.day === null || touch.day >= want.touchesSince)
  const currency = ownCurrency(mine!)
  const employee = newestEmployee(opened!.rows ?? [])
  const owners = found.value.then.flatMap(answer => answer.rows ?? []).filter(user => 'login' in user)
  const owner = owners.find(user => user.employee === employee) ?? owners[0]
  const rates = found.value.then.flatMap(answer => answer.rows ?? []).filter(rate => 'rate' in rate)
  const authors = (notes!.rows ?? []).filter(note => touches.some(touch => touch.id === recordId(note.id))).flatMap(note => related(note, 'create_uid'))

  return ok({
    account: accountOf(row, addressOf(places!.rows ?? []), owner === undefined ? null : recordId(owner.id), currency, want),
    users: usersIn([...(owner === undefined ? [] : [owner]), ...authors]),
    deals,
    touches,
    touchesSince: want.touchesSince,
    // Tryton's marketing modules know parties only through mailings: it cannot say.
    campaigns: null,
    rates: rates.map(rate => rateOf(rate, currency)).filter(rate => rate !== null),
    hidden: [
      ...hiddenParts(parties!.hidden, want),
      ...(places!.rows === null ? ['account.address'] : []),
      ...hiddenDeals(opened!, bought ?? null),
      ...(opened!.rows === null || opened!.hidden.includes('employee') ? ['account.ownerId'] : []),
      ...(notes!.rows === null || notes!.hidden.includes('message') ? ['touches'] : []),
    ],
    readAt: now(),
  })
}

/** Parties are numbered from 1; anything else is no party's id. */
export const partyNumber = (id: string): number | null => (/^[1-9]\d{0,15}$/.test(id) && Number.isSafeInteger(Number(id)) ? Number(id) : null)

/** `deals` when what the plan counts as revenue is closed; `pipeline` when only the opportunities beside it are. */
function hiddenDeals(opened: Found, bought: Found | null): readonly string[] {
  const closed = (found: Found): boolean => {
    return found.rows === null || ['state', 'amount', 'untaxed_amount', 'end_date', 'invoice_date', 'sale_date'].some(field => found.hidden.includes(field))
  }
  if (closed(bought ?? opened)) return ['deals']
  return closed(opened) ? ['pipeline'] : []
}

function newestEmployee(rows: readonly Row[]): number | null {
  const newest = rows.filter(row => typeof row.employee === 'number').map(row => ({ row, on: day(row.start_date) ?? '' }))
    .sort((a, b) => (a.on < b.on ? 1 : a.on > b.on ? -1 : Number(b.row.id) - Number(a.row.id)))[0]
  return newest === undefined ? null : newest.row.employee as number
}

const usersOf = (employee: number): Query => ({
  model: 'res.user',
  domain: ['OR', ['employee', '=', employee], ['employees', '=', employee]],
  fields: [...userFields, 'employee'],
  order: [['id', 'ASC']],
})

/** Users by id, each once. A plan may name a user by id or by login. */
export function usersIn(rows: readonly Row[]): readonly User[] {
  const users = new Map<string, User>()
  for (const row of rows) {
    const id = recordId(row.id)
    if (id === null || users.has(id)) continue
    const login = text(row.login)
    users.set(id, { ids: login === null || login === id ? [id] : [id, login], name: text(row.name) ?? login ?? id, email: text(row.email) })
  }
  return [...users.values()]
}

const ownCurrency = (mine: Found): string | null => text(valueAt(mine.rows?.[0] ?? {}, 'company.currency.code'))

function foreignCurrencies(rows: readonly Row[], own: string | null): readonly string[] {
  const codes = rows.map(row => text(valueAt(row, 'currency.code'))).filter(code => code !== null)
  return own === null ? [] : [...new Set(codes)].filter(code => code !== own)
}

const ratesOf = (currencies: readonly string[]): Query => ({
  model: 'currency.currency.rate',
  domain: [['currency.code', 'in', currencies]],
  fields: ['date', 'rate', 'currency.code'],
  order: [['date', 'ASC'], ['id', 'ASC']],
})

/** Tryton's rate is how much of the currency one unit of the base buys; the company's currency is the base, as Tryton advises. */
function rateOf(row: Row, own: string | null): Rate | null {
  const to = text(related(row, 'currency')[0]?.code)
  const rate = decimal(row.rate)
  return own === null || to === null || rate === null || Number(rate) <= 0 ? null : { from: own, to, rate, day: day(row.date) }
}
