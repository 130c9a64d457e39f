import { date, decimal, type Caller, type Ids, type Json } from './call'
import type { Setup } from './company'
import type { Draft } from './parties'
import { daysBefore, random, weekday, type Random } from './random'

/** A party that is in Tryton. */
export interface Customer extends Draft {
  readonly id: number
  /** Null: it has none, and so nothing can be sold to it. */
  readonly address: number | null
}

/** A record whose creation is to be dated back. */
export interface Backdate {
  readonly table: string
  readonly id: number
  readonly moment: string
}

const chunk = <T>(all: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size))

/** Days ago of what a customer bought: regular, growing, long gone, or nothing. */
function purchaseDays(customer: Customer, dice: Random): readonly number[] {
  const jitter = (): number => dice.whole(-9, 9)
  if (customer.address === null) return []
  if (customer.life === 'keep') return [60, 210, 400, 580].map(days => days + jitter())
  if (customer.life === 'expand') return [25, 110, 560].map(days => days + jitter())
  return customer.life === 'recapture' ? [440 + jitter()] : []
}

/** Invoices, posted in the order of their days: what the demo's plan counts as revenue. */
export async function invoice(admin: Caller, setup: Setup, customers: readonly Customer[], today: string): Promise<void> {
  const dice = random(7)
  const bills: { readonly on: string, readonly values: Json }[] = []
  for (const customer of customers) {
    for (const [nth, ago] of purchaseDays(customer, dice).entries()) {
      // The books begin with the year before last.
      const on = later(weekday(daysBefore(today, ago)), `${Number(today.slice(0, 4)) - 2}-01-03`)
      bills.push({
        on,
        values: {
          type: 'out', party: customer.id, company: setup.company, currency: setup.currency[customer.currency], account: setup.receivable, journal: setup.journal,
          invoice_address: customer.address, invoice_date: date(on),
          lines: [['create', boughtBy(customer, setup, nth, dice).map(line => ({ ...line, company: setup.company, currency: setup.currency[customer.currency], account: setup.revenue }))]],
        },
      })
    }
  }
  bills.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
  for (const part of chunk(bills, 40)) {
    const ids = await admin.call('model.account.invoice.create', part.map(bill => bill.values), setup.context) as Ids
    await admin.call('model.account.invoice.post', ids, setup.context)
  }
}

/** A sale each for some: quotations, confirmed ones, and ones that are done, as nothing is left to ship or to bill. */
export async function sell(admin: Caller, setup: Setup, customers: readonly Customer[], today: string): Promise<void> {
  const dice = random(17)
  const sales = customers.filter(customer => customer.address !== null && customer.life !== 'attain' && dice.chance(0.35)).map(customer => ({
    goal: dice.pick(['quotation', 'confirmed', 'done']),
    values: {
      party: customer.id, company: setup.company, currency: setup.currency[customer.currency], sale_date: date(weekday(daysBefore(today, dice.whole(20, 300)))),
      invoice_address: customer.address, shipment_address: customer.address, invoice_method: 'manual', shipment_method: 'manual',
      lines: [['create', boughtBy(customer, setup, dice.whole(0, 3), dice)]],
    },
  }))
  for (const part of chunk(sales, 40)) {
    const ids = await admin.call('model.sale.sale.create', part.map(sale => sale.values), setup.context) as Ids
    const of = (...goals: readonly string[]): Ids => ids.filter((_, i) => goals.includes(part[i]!.goal))
    await admin.call('model.sale.sale.quote', ids, setup.context)
    await admin.call('model.sale.sale.confirm', of('confirmed', 'done'), setup.context)
    await admin.call('model.sale.sale.process', of('done'), setup.context)
  }
}

/** The lines of one purchase. Those who stay buy another pair of things each time, so in the end everything; the others what comes. */
function boughtBy(customer: Customer, setup: Setup, nth: number, dice: Random): readonly Record<string, Json>[] {
  const size = { 'Enterprise': 6, 'Mid-size': 3, 'Small': 1 }[customer.segment] * (customer.showcase === null ? 1 : 2)
  const growth = customer.life === 'expand' && nth < 2 ? 2 : 1
  const all = setup.products
  const bought = customer.life === 'keep' ? [all[nth % 2 * 2]!, all[nth % 2 * 2 + 3]!] : [dice.pick(all)]
  return bought.map(product => ({
    type: 'line', product: product.id, unit: setup.unit, quantity: size * growth * (customer.life === 'keep' ? 4 : dice.whole(1, 3)), unit_price: decimal(product.price),
  }))
}

/** Opportunities in all their states. Answers what to date back. */
export async function pursue(admin: Caller, setup: Setup, customers: readonly Customer[], today: string): Promise<readonly Backdate[]> {
  const dice = random(11)
  const wanted: { readonly values: Record<string, Json>, readonly end: string, readonly goal: string, readonly created: string }[] = []
  for (const customer of customers) {
    if (customer.owner === null) continue
    const past = customer.life === 'attain' ? ['lost', 'cancelled'] : ['converted', 'converted', 'won', 'lost']
    const open = customer.life === 'keep' || customer.life === 'recapture' ? ['lead'] : ['lead', 'opportunity']
    const goals = [...(dice.chance(0.6) ? [dice.pick(past)] : []), ...(customer.showcase !== null || dice.chance(0.6) ? [dice.pick(open)] : [])]
    for (const goal of goals) {
      const isOpen = goal === 'lead' || goal === 'opportunity'
      const start = daysBefore(today, isOpen ? dice.whole(5, 80) : dice.whole(150, 500))
      const end = isOpen ? daysBefore(today, -dice.whole(10, 120)) : daysBefore(start, -dice.whole(20, 100))
      const product = dice.pick(setup.products)
      // A won one is sold, so it needs an address.
      const reached = goal === 'won' && customer.address === null ? 'lost' : goal
      wanted.push({
        goal: reached, end, created: `${start}T09:${String(dice.whole(10, 59))}:00`,
        values: {
          party: customer.id, company: setup.company, employee: setup.employee[customer.owner]!, address: customer.address, description: `${product.line} for ${customer.industry.toLowerCase()}`,
          amount: decimal(customer.life === 'keep' ? dice.whole(5, 30) * 100 : dice.whole(20, 400) * 100), start_date: date(start), end_date: date(end),
          conversion_probability: dice.whole(1, 9) / 10,
          ...(reached === 'won' ? { lines: [['create', [{ product: product.id, quantity: dice.whole(1, 5), unit: setup.unit }]]] } : {}),
        },
      })
    }
  }
  const backdates: Backdate[] = []
  for (const part of chunk(wanted, 60)) {
    const ids = await admin.call('model.sale.opportunity.create', part.map(one => one.values), setup.context) as Ids
    const of = (...goals: readonly string[]): Ids => ids.filter((_, i) => goals.includes(part[i]!.goal))
    await move(admin, setup, 'opportunity', of('opportunity', 'converted', 'won'))
    await move(admin, setup, 'convert', of('converted', 'won'))
    await move(admin, setup, 'lost', of('lost'))
    await move(admin, setup, 'cancel', of('cancelled'))
    await win(admin, setup, of('won'), new Map(ids.map((id, i) => [id, part[i]!.end])))
    // Closing stamps today's date: these were closed on a day of their own.
    await admin.call('model.sale.opportunity.write', ...ids.flatMap((id, i): Json[] => [[id], { end_date: date(part[i]!.end) }]), setup.context)
    backdates.push(...ids.map((id, i) => ({ table: 'sale_opportunity', id, moment: part[i]!.created })))
  }
  return backdates
}

async function move(admin: Caller, setup: Setup, button: string, ids: Ids): Promise<void> {
  if (ids.length > 0) await admin.call(`model.sale.opportunity.${button}`, ids, setup.context)
}

/** Tryton counts an opportunity as won once the sale it became is confirmed. */
async function win(admin: Caller, setup: Setup, ids: Ids, ends: ReadonlyMap<number, string>): Promise<void> {
  if (ids.length === 0) return
  const rows = await admin.call('model.sale.opportunity.read', ids, ['sales'], setup.context) as readonly { id: number, sales: Ids }[]
  const sales = rows.flatMap(row => row.sales.map(sale => ({ sale, on: ends.get(row.id)! })))
  await admin.call('model.sale.sale.write', ...sales.flatMap(({ sale, on }): Json[] => [[sale], { sale_date: date(on), payment_term: null, invoice_method: 'manual', shipment_method: 'manual' }]), setup.context)
  const all = sales.map(({ sale }) => sale)
  await admin.call('model.sale.sale.quote', all, setup.context)
  await admin.call('model.sale.sale.confirm', all, setup.context)
}

const later = (a: string, b: string): string => (a > b ? a : b)
