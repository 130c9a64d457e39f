type Row = Readonly<Record<string, unknown>>

const object = (value: unknown): value is Row => typeof value === 'object' && value !== null
const lists = (of: Row, ...names: string[]): boolean => names.every(name => Array.isArray(of[name]))

const snapshot = (value: unknown): boolean => {
  if (!object(value) || !lists(value, 'users', 'deals', 'touches', 'rates', 'hidden')) return false
  const { account, area } = value
  return object(account) && lists(account, 'ids') && typeof account.name === 'string' && object(account.address) && object(account.fields) && object(area)
}

/** By table: what every row of it has, in whichever version it was written. */
const shapes: Readonly<Record<string, (row: Row) => boolean>> = {
  records: row => typeof row.readAt === 'number' && snapshot(row.snapshot),
  peers: row => typeof row.name === 'string' && lists(row, 'territories'),
  spaces: row => typeof row.space === 'string' && object(row.user) && lists(row.user, 'ids'),
  troubles: row => object(row.error) && typeof row.error.kind === 'string',
  lists: row => lists(row, 'missing', 'tooLarge') && (row.listed === null || (object(row.listed) && lists(row.listed, 'ids'))),
  belongings: row => lists(row, 'accountIds') && object(row.via) && (row.lead === null || (object(row.lead) && snapshot(row.lead.snapshot))),
  starters: row => object(row.settings) && (row.made === null || (object(row.made) && object(row.made.plan) && lists(row.made.plan, 'territories', 'reps'))),
}

/** What can be read or made again: of these a row that fits no more is removed, so that it is. */
export const canBeReadAgain = (table: string): boolean => table in shapes

/** Whether a row has the shape on which the code leans. A light look: this code wrote it, and what else is in it now is damage. Other tables are not looked at. */
export const fits = (table: string, row: unknown): boolean => !shapes[table] || (object(row) && shapes[table](row))
