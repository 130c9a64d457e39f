import { related, text, valueAt, type Row } from './values'

/**
 * Tryton's parties have few fields of their own: what a company wants to say beyond, it says in categories, which form trees. So a mapping
 * may name `categories/<root>`: the name of the party's category under that root, as in `Priority / High`. The roots `Industry` and `Type`
 * give the account's industry and type by themselves.
 */
const prefix = 'categories/'

export const categoryField = (root: string): string => prefix + root

/** Fields to ask of a party so that `named` can be answered. */
export const fieldsFor = (named: readonly string[]): readonly string[] => named.map(name => (name.startsWith(prefix) ? 'categories.rec_name' : name))

/** The value of a field, or of a category's root, of the party. */
export function partyValue(party: Row, name: string): string | number | boolean | null {
  return name.startsWith(prefix) ? categoryUnder(party, name.slice(prefix.length)) : valueAt(party, name)
}

export function categoryUnder(party: Row, root: string): string | null {
  const start = `${root} / `
  const names = related(party, 'categories').map(category => text(category.rec_name) ?? '').filter(name => name.startsWith(start))
  // By name, as Tryton gives them in no order.
  const values = names.map(name => name.slice(start.length).trim()).sort()
  return values.length === 0 ? null : values.join(', ')
}
