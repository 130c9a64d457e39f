import { showcaseId } from '../showcase'
import type { Customer } from './accounts'
import type { Writer } from './writer'

/** Most of the group below the holding of the showcase are ordinary accounts of the book; two hang a level deeper. */
const members = 11
const deeper = 2

export function fillGroup({ org }: Writer, book: readonly Customer[]): void {
  const every = Math.max(1, Math.floor(book.length / members))
  book.filter((_, i) => i % every === 0).slice(0, members).forEach(({ id }, i) => {
    const row = org.get(id)!
    org.update('Account', row, { ParentId: showcaseId(i < members - deeper ? 'holding' : 'subsidiary'), SystemModstamp: row.SystemModstamp ?? null })
  })
}
