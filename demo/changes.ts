import type { Org } from './org'
import type { Row } from './schema/field'
import { chanceOf } from './vast/hash'

/** What happens in the org while others look: for tests and measurements in other processes. */
export interface ChangeOrders {
  readonly update?: readonly { readonly id: string; readonly patch: Row }[]
  readonly remove?: readonly string[]
  readonly restore?: readonly string[]
  readonly purge?: readonly string[]
  /** Changes so many records of an object in some small way, the same ones for the same seed. */
  readonly stir?: { readonly object: string; readonly count: number; readonly seed?: number }
}

/** Carries them out in the order in which they stand above, and answers the ids of what was changed. */
export function change(org: Org, orders: ChangeOrders): string[] {
  const changed: string[] = []
  const each = (ids: readonly string[] | undefined, act: (object: string, row: Row) => void): void => {
    for (const id of ids ?? []) {
      const row = org.get(id)
      const object = org.schema.byPrefix(id)
      if (!row || !object) throw new RangeError(`no record "${id}"`)
      act(object.name, row)
      changed.push(String(row.Id))
    }
  }
  for (const { id, patch } of orders.update ?? []) each([id], (object, row) => org.update(object, row, patch))
  each(orders.remove, org.remove)
  each(orders.restore, org.restore)
  each(orders.purge, org.purge)
  if (orders.stir) each(some(org, orders.stir), (object, row) => org.update(object, row, stirred(object, row)))
  return changed
}

/** Ids spread over the object's records that are not in the bin. */
function some(org: Org, { object, count, seed = 1 }: NonNullable<ChangeOrders['stir']>): string[] {
  const rows = org.rows(object).filter(row => row.IsDeleted !== true)
  if (count > rows.length) throw new RangeError(`${object} has ${rows.length} records, not ${count}`)
  const picked = new Set<string>()
  for (let n = 0; picked.size < count; n++) picked.add(String(rows[Math.floor(chanceOf(seed, 90, n) * rows.length)]!.Id))
  return [...picked]
}

function stirred(object: string, row: Row): Row {
  if (object === 'Account') return { NumberOfEmployees: Number(row.NumberOfEmployees ?? 0) + 1 }
  if (object === 'Opportunity') return { Amount: Number(row.Amount ?? 0) + 1 }
  return { Description: 'Looked over again.' }
}
