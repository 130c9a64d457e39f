import type { Caller, Ids, Json } from './call'
import { invoice, pursue, sell, type Backdate, type Customer } from './commerce'
import { setUp, type Setup } from './company'
import { note } from './notes'
import { drafts, industries, type Draft } from './parties'
import { colleagues, guest, password } from './people'

/** What a test or the walk needs to know of the filled database. */
export interface Company {
  readonly today: string
  /** User ids by login. */
  readonly users: Readonly<Record<string, number>>
  readonly password: string
  readonly guest: string
  /** Party ids of all customers. */
  readonly parties: readonly string[]
  /** Parties that differ, and what each shows. */
  readonly showcase: readonly { readonly id: string, readonly name: string, readonly shows: string }[]
}

export interface Filled {
  readonly company: Company
  readonly backdates: readonly Backdate[]
}

const partyCount = 200

/** Fills an empty database with Larkfield Pump & Valve: the same for the same day, but for Tryton's own clock. */
export async function fill(admin: Caller, signInAs: (login: string, password: string) => Promise<Caller>, today: string): Promise<Filled> {
  const setup = await setUp(admin, today)
  const customers = await parties(admin, setup, drafts(partyCount, today))
  await invoice(admin, setup, customers, today)
  await sell(admin, setup, customers, today)
  const opportunities = await pursue(admin, setup, customers, today)
  const notes = await note(login => signInAs(login, password), customers, today)
  return {
    company: {
      today, password, guest: guest.login, users: setup.user,
      parties: customers.map(customer => String(customer.id)),
      showcase: customers.flatMap(({ id, name, showcase }) => (showcase === null ? [] : [{ id: String(id), name, shows: showcase }])),
    },
    backdates: [
      ...customers.map(({ id, created }) => ({ table: 'party_party', id, moment: `${created}T10:00:00` })),
      ...opportunities, ...notes,
    ],
  }
}

/** What plans lean on is in Tryton's categories: trees named Industry, Segment, Priority and Status. */
async function categories(admin: Caller): Promise<(root: string, name: string) => number> {
  const trees: Readonly<Record<string, readonly string[]>> = {
    Industry: industries, Segment: ['Enterprise', 'Mid-size', 'Small'], Priority: ['High', 'Medium', 'Low'], Status: ['Former customer'],
  }
  const roots = Object.keys(trees)
  const parents = await admin.call('model.party.category.create', roots.map(name => ({ name })), {}) as Ids
  const leaves = roots.flatMap((root, i) => trees[root]!.map(name => ({ root, name, parent: parents[i]! })))
  const created = await admin.call('model.party.category.create', leaves.map(({ name, parent }) => ({ name, parent })), {}) as Ids
  const ids = new Map(leaves.map(({ root, name }, i) => [`${root}/${name}`, created[i]!]))
  return (root, name) => ids.get(`${root}/${name}`)!
}

async function parties(admin: Caller, setup: Setup, all: readonly Draft[]): Promise<readonly Customer[]> {
  const category = await categories(admin)
  const customers: Customer[] = []
  for (let i = 0; i < all.length; i += 50) {
    const part = all.slice(i, i + 50)
    const ids = await admin.call('model.party.party.create', part.map((draft, k) => partyOf(draft, i + k, setup, category)), setup.context) as Ids
    const rows = await admin.call('model.party.party.read', ids, ['addresses'], setup.context) as readonly { id: number, addresses: Ids }[]
    const addressOf = new Map(rows.map(row => [row.id, row.addresses[0] ?? null]))
    customers.push(...part.map((draft, k) => ({ ...draft, id: ids[k]!, address: addressOf.get(ids[k]!) ?? null })))
  }
  return customers
}

function partyOf(draft: Draft, nth: number, setup: Setup, category: (root: string, name: string) => number): Json {
  const { place } = draft
  return {
    name: draft.name,
    account_receivable: setup.receivable, account_payable: setup.payable,
    categories: [['add', [
      category('Industry', draft.industry), category('Segment', draft.segment),
      ...(draft.priority === null ? [] : [category('Priority', draft.priority)]),
      ...(draft.former ? [category('Status', 'Former customer')] : []),
    ]]],
    contact_mechanisms: [['create', [
      { type: 'phone', value: `+1 555 01${String(nth % 100).padStart(2, '0')}` },
      ...(nth % 4 === 0 ? [{ type: 'email', value: `office@customer-${nth + 1}.example` }] : []),
      ...(nth % 3 === 0 ? [{ type: 'website', value: `https://customer-${nth + 1}.example` }] : []),
    ]]],
    ...(place === null ? {} : {
      addresses: [['create', [{
        street: draft.street, city: place.city, postal_code: place.postalCode, country: setup.country[place.country]!,
        subdivision: place.region === null ? null : setup.region[place.region]!,
      }]]],
    }),
  }
}

/** Everyone who may sign in, with the one password. */
export const logins = [...colleagues.map(colleague => colleague.login), guest.login]
