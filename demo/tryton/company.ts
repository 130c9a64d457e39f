import { date, decimal, type Caller, type Ids, type Json } from './call'
import { colleagues, emailOf, guest, password } from './people'
import { countries, regions } from './places'
import { daysBefore } from './random'

/** What the customers' side needs of the company: ids in Tryton. */
export interface Setup {
  readonly context: { readonly company: number }
  readonly company: number
  readonly currency: Readonly<Record<'USD' | 'EUR', number>>
  readonly receivable: number
  readonly payable: number
  readonly revenue: number
  readonly journal: number
  readonly unit: number
  readonly products: readonly { readonly id: number, readonly price: number, readonly line: string }[]
  /** By ISO code. */
  readonly country: Readonly<Record<string, number>>
  readonly region: Readonly<Record<string, number>>
  /** By login. */
  readonly employee: Readonly<Record<string, number>>
  readonly user: Readonly<Record<string, number>>
}

/** The one id that a `create` of one record answers. */
export async function made(caller: Caller, model: string, values: Json, context: Json = {}): Promise<number> {
  return (await caller.call(`model.${model}.create`, [values], context) as Ids)[0]!
}

/** The company itself: currencies, countries, a minimal chart of accounts, fiscal years, products, and its people with their logins. */
export async function setUp(admin: Caller, today: string): Promise<Setup> {
  const base = await made(admin, 'currency.currency', currency('US Dollar', 'USD', '$', [['2000-01-01', '1']]))
  const rates: readonly (readonly [string, string])[] = [[daysBefore(today, 1_500), '0.93'], [daysBefore(today, 700), '0.91'], [daysBefore(today, 200), '0.87']]
  const euro = await made(admin, 'currency.currency', currency('Euro', 'EUR', '€', rates))
  const country: Record<string, number> = {}
  const countryIds = await admin.call('model.country.country.create', countries.map(([code, code3, name]) => ({ name, code, code3 })), {}) as Ids
  for (const [i, [code]] of countries.entries()) country[code] = countryIds[i]!
  const region: Record<string, number> = {}
  const states = Object.entries(regions).map(([code, name]) => ({ name, code, type: 'state', country: country[code.slice(0, 2)]! }))
  const regionIds = await admin.call('model.country.subdivision.create', states, {}) as Ids
  for (const [i, { code }] of states.entries()) region[code] = regionIds[i]!
  const party = await made(admin, 'party.party', { name: 'Larkfield Pump & Valve, Inc.' })
  const company = await made(admin, 'company.company', { party, currency: base })
  await admin.call('model.res.user.write', [admin.userId], { companies: [['add', [company]]], company }, {})
  const context = { company }

  const { receivable, payable, revenue, expense } = await chartOfAccounts(admin, company)
  await fiscalYears(admin, company, today)
  await plainInvoices(admin, context)
  const journal = (await admin.call('model.account.journal.search', [['type', '=', 'revenue']], 0, 1, null, context) as Ids)[0]!
  const unit = (await admin.call('model.product.uom.search', [['name', '=', 'Unit']], 0, 1, null, {}) as Ids)[0]!
  return {
    context, company, currency: { USD: base, EUR: euro }, receivable, payable, revenue, journal, unit, country, region,
    products: await productLines(admin, context, unit, revenue, expense),
    ...await people(admin, company),
  }
}

const currency = (name: string, code: string, symbol: string, rates: readonly (readonly [string, string])[]): Json => ({
  name, code, symbol, rounding: decimal('0.01'), digits: 2, rates: [['create', rates.map(([on, rate]) => ({ date: date(on), rate: decimal(rate) }))]],
})

async function chartOfAccounts(admin: Caller, company: number): Promise<Record<'receivable' | 'payable' | 'revenue' | 'expense', number>> {
  const context = { company }
  const [wizard] = await admin.call('wizard.account.create_chart.create', context) as [number]
  const template = (await admin.call('model.account.account.template.search', [['parent', '=', null]], 0, 1, null, context) as Ids)[0]!
  await admin.call('wizard.account.create_chart.execute', wizard, { account: { company, account_template: template } }, 'create_account', context)
  const kinds = ['receivable', 'payable', 'revenue', 'expense'] as const
  const found = await Promise.all(kinds.map(kind => admin.call('model.account.account.search', [[`type.${kind}`, '=', true]], 0, 1, null, context)))
  const [receivable, payable, revenue, expense] = found.map(ids => (ids as Ids)[0]!) as [number, number, number, number]
  await admin.call('wizard.account.create_chart.execute', wizard, {
    properties: { company, account_receivable: receivable, account_payable: payable, category_account_revenue: revenue, category_account_expense: expense },
  }, 'create_properties', context)
  await admin.call('wizard.account.create_chart.delete', wizard, {})
  return { receivable, payable, revenue, expense }
}

/** Four fiscal years to the end of next year: invoices are posted into their periods. */
async function fiscalYears(admin: Caller, company: number, today: string): Promise<void> {
  const context = { company }
  const types = await admin.call('model.ir.sequence.type.search_read', [], 0, null, null, ['name'], {}) as readonly { id: number, name: string }[]
  const typeOf = (name: string): number => types.find(type => type.name === name)!.id
  const thisYear = Number(today.slice(0, 4))
  for (const year of [thisYear - 2, thisYear - 1, thisYear, thisYear + 1]) {
    const moves = await made(admin, 'ir.sequence', { name: `Moves ${year}`, sequence_type: typeOf('Account Move'), company }, context)
    const invoices = await made(admin, 'ir.sequence.strict', { name: `Invoices ${year}`, sequence_type: typeOf('Invoice'), company, prefix: `${year}-` }, context)
    const fiscalYear = await made(admin, 'account.fiscalyear', {
      name: String(year), company, start_date: date(`${year}-01-01`), end_date: date(`${year}-12-31`), post_move_sequence: moves,
      invoice_sequences: [['create', [{
        company, in_invoice_sequence: invoices, in_credit_note_sequence: invoices, out_invoice_sequence: invoices, out_credit_note_sequence: invoices,
      }]]],
    }, context)
    await admin.call('model.account.fiscalyear.create_period', [fiscalYear], context)
  }
}

/** Tryton prints each invoice as it is posted; a line of text takes it a tenth of the time that a laid-out page does. */
async function plainInvoices(admin: Caller, context: Json): Promise<void> {
  const reports = await admin.call('model.ir.action.report.search', [['report_name', '=', 'account.invoice']], 0, null, null, context) as Ids
  const content = { __class__: 'bytes', base64: Buffer.from('Invoice').toString('base64') }
  await admin.call('model.ir.action.report.write', reports, { template_extension: 'txt', extension: '', report_content_custom: content }, context)
}

const catalogue = [
  ['Circulation pump', 'Pumps', 1_450], ['Booster pump', 'Pumps', 3_900], ['Ball valve set', 'Valves', 620], ['Control valve', 'Valves', 1_180],
  ['Filter cartridges', 'Filters', 340], ['Maintenance contract', 'Service', 2_200],
] as const
export const productLinesSold = [...new Set(catalogue.map(([, line]) => line))]

async function productLines(admin: Caller, context: Json, unit: number, revenue: number, expense: number): Promise<Setup['products']> {
  const accounting = await made(admin, 'product.category', { name: 'Goods', accounting: true, account_revenue: revenue, account_expense: expense }, context)
  const lineIds = await admin.call('model.product.category.create', productLinesSold.map(name => ({ name })), context) as Ids
  const templates = await admin.call('model.product.template.create', catalogue.map(([name, line, price]) => ({
    // As services they need no stock: what matters here is what was sold, not what was shipped.
    name, type: 'service', list_price: decimal(price), default_uom: unit, salable: true, sale_uom: unit, account_category: accounting,
    categories: [['add', [lineIds[productLinesSold.indexOf(line)]!]]], products: [['create', [{}]]],
  })), context) as Ids
  const rows = await admin.call('model.product.template.read', templates, ['products'], context) as readonly { id: number, products: Ids }[]
  return catalogue.map(([, line, price], i) => ({ id: rows.find(row => row.id === templates[i])!.products[0]!, price, line }))
}

async function people(admin: Caller, company: number): Promise<Pick<Setup, 'employee' | 'user'>> {
  const context = { company }
  const groups = await admin.call('model.res.group.search_read', [], 0, null, null, ['name'], {}) as readonly { id: number, name: string }[]
  const sellers = groups.filter(group => /^(Sales|Sale Opportunity|Accounting|Account|Party Administration)$/i.test(group.name)).map(group => group.id)
  const parties = await admin.call('model.party.party.create', colleagues.map(({ name }) => ({ name })), context) as Ids
  const employees = await admin.call('model.company.employee.create', parties.map(party => ({ party, company })), context) as Ids
  const users = await admin.call('model.res.user.create', [
    ...colleagues.map(({ name, login }, i) => ({
      name, login, email: emailOf(login), password, companies: [['add', [company]]], company, employees: [['add', [employees[i]!]]], employee: employees[i]!,
      groups: [['add', sellers]],
    })),
    { ...guest, email: emailOf(guest.login), password, companies: [['add', [company]]], company },
  ], {}) as Ids
  const employee = Object.fromEntries(colleagues.map(({ login }, i) => [login, employees[i]!]))
  const user = Object.fromEntries([...colleagues, guest].map(({ login }, i) => [login, users[i]!]))
  return { employee, user }
}
