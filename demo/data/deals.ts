import { civil } from '../../lib/model/day'
import { productFamilies } from '../schema/sales'
import { ownerOn, type Customer } from './accounts'
import type { Random } from './random'
import type { Writer } from './writer'

/** How much is bought in each month: spring and early autumn are the season. */
const season = [0.4, 0.7, 1.5, 1.9, 1.6, 1.0, 0.7, 0.8, 1.5, 1.2, 0.6, 0.4]
const kinds: Record<string, string> = {
  'Ground Care': 'Mower order', Irrigation: 'Irrigation', 'Seed & Feed': 'Seed order', 'Service Plans': 'Service plan', 'Spare Parts': 'Parts',
}

const cents = (amount: number): number => Math.round(amount * 100) / 100

function seasonalDay(r: Random, from: number, to: number): number {
  for (;;) {
    const day = r.int(from, to)
    if (r.next() * 1.9 < season[civil(day).month - 1]!) return day
  }
}

/** Two years of deals, won and lost, and what is open now. */
export function fillDeals(w: Writer, book: readonly Customer[], r: Random): void {
  for (const c of book) {
    const lines = productFamilies.filter(f => r.chance(f === 'Ground Care' ? 0.82 : 0.3))
    const families = lines.length > 0 ? lines : [r.pick(productFamilies)]
    if (c.role !== 'prospect') past(w, c, r, families)
    else if (r.chance(0.25)) lost(w, c, r, families, w.today - r.int(20, 500))
    if (r.chance(c.role === 'customer' ? 0.28 : 0.18)) open(w, c, r, families)
  }
}

function past(w: Writer, c: Customer, r: Random, families: readonly string[]): void {
  const [from, to] = c.role === 'former' ? [w.today - 900, w.today - 400] : [Math.max(w.today - 730, c.created - 200), w.today - 1]
  const perYear = r.weighted([[1, 20], [2, 35], [3, 25], [5, 20]] as const)
  const trend = r.weighted([[0.75, 25], [1, 62], [1.4, 13]] as const)
  const count = Math.max(1, Math.round((perYear * (to - from)) / 365))
  for (let i = 0; i < count; i++) {
    const close = seasonalDay(r, from, to)
    const year = w.today - close < 365 ? trend : 1
    const chosen = families.filter(() => r.chance(0.7))
    const sold = chosen.length > 0 ? chosen : [families[0]!]
    const amount = r.chance(0.015) ? null : r.chance(0.004) ? -cents(r.int(100, 2000)) : cents((c.yearly / perYear) * r.spread() * year)
    w.deal({
      account: c.id, owner: ownerOn(c, close), name: `${c.name.slice(0, 60)} ${kinds[sold[0]!]} ${civil(close).year}`, amount, stage: 'Closed Won',
      close, created: close - r.int(5, 90), families: amount === null ? [] : sold,
      fields: { Type: i === 0 ? 'New Customer' : 'Existing Customer - Upgrade' },
    })
    if (r.chance(0.3)) lost(w, c, r, families, close - r.int(3, 40))
  }
}

function lost(w: Writer, c: Customer, r: Random, families: readonly string[], close: number): void {
  w.deal({
    account: c.id, owner: ownerOn(c, close), name: `${c.name.slice(0, 60)} ${kinds[r.pick(families)]} offer`,
    amount: cents((c.yearly || 12_000) * 0.4 * r.spread()), stage: 'Closed Lost', close, created: close - r.int(10, 120),
  })
}

function open(w: Writer, c: Customer, r: Random, families: readonly string[]): void {
  // Some were meant to close long ago and nobody looked again; a few are dated absurdly far ahead.
  const close = r.chance(0.12) ? w.today - r.int(1, 150) : r.chance(0.01) ? w.today + 27_000 : w.today + r.int(3, 150)
  const family = r.pick(families)
  w.deal({
    account: c.id, owner: c.owner, name: `${c.name.slice(0, 60)} ${kinds[family]} ${civil(w.today).year + 1}`,
    amount: r.chance(0.08) ? null : cents((c.yearly || 15_000) * 0.2 * r.spread()),
    stage: r.pick(['Prospecting', 'Qualification', 'Needs Analysis', 'Value Proposition', 'Proposal/Price Quote', 'Negotiation/Review']), close,
    created: w.today - r.int(1, 90), families: [family],
  })
}
