import type { Evidence } from '../../model/assessment'
import { toIso } from '../../model/day'
import type { CustomerRevenue, OwnedAccounts, StarterFacts, StarterPerson } from '../../model/starter'
import { fail, ok, type Result } from '../adapter'
import { search, type Query } from './rows'
import { isFatal, type Call } from './rpc'
import { day, decimal, recordId, related, text, valueAt, type Row } from './values'

/**
 * What a starter plan is made of in Tryton, in two round trips. Parties have no owner and there are no territories: an account belongs to the user of the employee on its
 * newest opportunity, as in `readAccount`, and a rule cannot ask for that. So areas are all that can be told.
 */

const opportunities: Query = {
  model: 'sale.opportunity', domain: [['party', '!=', null]], fields: ['party', 'employee', 'start_date', 'state', 'amount', 'currency.code', 'end_date'],
}
const addresses: Query = {
  model: 'party.address', domain: [['active', '=', true]], fields: ['party', 'country.code', 'country.name', 'subdivision.code', 'subdivision.name'],
  order: [['sequence', 'ASC'], ['id', 'ASC']],
}

export async function starterFacts(call: Call, userId: number, now: () => number): Promise<Result<StarterFacts>> {
  const me: Query = { model: 'res.user', domain: [['id', '=', userId]], fields: ['company.currency.code', 'company.party.name', 'company.timezone', 'language.code'] }
  const count = call('model.party.party.search_count', [], {})
  const [mine, opened, places, counted] = await Promise.all([search(call, me, me.fields), search(call, opportunities, opportunities.fields), search(call, addresses, addresses.fields), count])
  for (const answer of [mine, opened, places, counted]) if (!answer.ok && isFatal(answer.error)) return answer
  const gaps: Evidence[] = []
  if (!opened.ok) gaps.push({ code: 'noOwners', values: {} }, { code: 'revenueRefused', values: {} })
  else if (!places.ok) gaps.push({ code: 'placesRefused', values: {} })

  const rows = opened.ok ? opened.value : []
  const employees = ownersOf(rows)
  const users = await usersBehind(call, [...new Set(employees.values())])
  if (!users.ok) return users
  const company = mine.ok ? (mine.value[0] ?? {}) : {}
  const currency = text(valueAt(company, 'company.currency.code'))
  return ok({
    orgName: text(valueAt(company, 'company.party.name')),
    currency,
    locale: text(valueAt(company, 'language.code'))?.replaceAll('_', '-') ?? null,
    country: null,
    timeZone: text(valueAt(company, 'company.timezone')),
    fiscalYearStart: null,
    people: [...new Map([...users.value.values()].map(person => [person.id, person])).values()],
    territories: null,
    owned: opened.ok && places.ok ? ownedOf(employees, users.value, places.value) : null,
    ownerField: null,
    customers: opened.ok ? customersOf(rows, currency, now()) : null,
    accounts: counted.ok && typeof counted.value === 'number' ? counted.value : null,
    gaps,
  })
}

/** The employee of each party's newest opportunity. */
function ownersOf(rows: readonly Row[]): ReadonlyMap<number, number> {
  const newest = new Map<number, { readonly on: string; readonly id: number; readonly employee: number }>()
  for (const row of rows) {
    if (typeof row.party !== 'number' || typeof row.employee !== 'number') continue
    const one = { on: day(row.start_date) ?? '', id: Number(row.id), employee: row.employee }
    const known = newest.get(row.party)
    if (!known || one.on > known.on || (one.on === known.on && one.id > known.id)) newest.set(row.party, one)
  }
  return new Map([...newest].map(([party, { employee }]) => [party, employee]))
}

/** People by the number of their employee. Without the right to see users nobody is known, and the plan has no reps. */
async function usersBehind(call: Call, employees: readonly number[]): Promise<Result<ReadonlyMap<number, StarterPerson>>> {
  if (employees.length === 0) return ok(new Map())
  const query: Query = { model: 'res.user', domain: [['active', '=', true], ['employee', 'in', employees]], fields: ['name', 'login', 'email', 'employee'], order: [['id', 'ASC']] }
  const answer = await search(call, query, query.fields)
  if (!answer.ok) return isFatal(answer.error) ? fail(answer.error) : ok(new Map())
  const found = new Map<number, StarterPerson>()
  for (const row of answer.value) {
    const id = recordId(row.id)
    if (id === null || typeof row.employee !== 'number' || found.has(row.employee)) continue
    found.set(row.employee, { id, name: text(row.name) ?? text(row.login) ?? id, email: text(row.email), address: null })
  }
  return ok(found)
}

function ownedOf(employees: ReadonlyMap<number, number>, users: ReadonlyMap<number, StarterPerson>, places: readonly Row[]): OwnedAccounts[] {
  const first = new Map<number, { readonly country: string | null; readonly region: string | null }>()
  for (const row of places) {
    if (typeof row.party !== 'number' || first.has(row.party)) continue
    const [country, region] = [related(row, 'country')[0], related(row, 'subdivision')[0]]
    first.set(row.party, { country: text(country?.code) ?? text(country?.name), region: text(region?.code) ?? text(region?.name) })
  }
  const counts = new Map<string, OwnedAccounts>()
  for (const [party, employee] of employees) {
    const owner = users.get(employee)?.id
    if (owner === undefined) continue
    const place = first.get(party) ?? { country: null, region: null }
    const key = JSON.stringify([owner, place.country, place.region])
    counts.set(key, { owner, ...place, count: (counts.get(key)?.count ?? 0) + 1 })
  }
  return [...counts.values()]
}

/** Won opportunities of the last 365 days by party, in the company's currency; those in another are left out, and so is who bought only in it. */
function customersOf(rows: readonly Row[], own: string | null, now: number): CustomerRevenue {
  const since = toIso(Math.floor(now / 86_400_000) - 365)
  const sums = new Map<number, number>()
  for (const row of rows) {
    const amount = Number(decimal(row.amount) ?? 'NaN')
    const currency = text(related(row, 'currency')[0]?.code)
    const won = row.state === 'converted' || row.state === 'won'
    if (!won || typeof row.party !== 'number' || !(amount > 0) || (currency !== null && currency !== own) || (day(row.end_date) ?? '') < since) continue
    sums.set(row.party, (sums.get(row.party) ?? 0) + amount)
  }
  return { count: sums.size, largest: [...sums.values()].sort((a, b) => b - a) }
}
