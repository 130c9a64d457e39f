import type { BelongingRow } from '../cache/db'
import type { RecordRef } from '../crm/adapter'

/** What a record's page shows: the account or the lead that it is of. Null: neither, or not one. */
export const shownBy = ({ accountIds, lead }: BelongingRow, { crm, org }: { readonly crm: string; readonly org: string }): RecordRef | null => {
  const id = lead?.snapshot.account.ids[0] ?? (accountIds.length === 1 ? accountIds[0] : undefined)
  return id === undefined ? null : { crm, org, id }
}
