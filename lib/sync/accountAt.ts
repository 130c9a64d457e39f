import type { PageRef, RecordRef } from '../crm/adapter'
import { cachedBelonging } from './belonging'
import { belongOnce, type Office } from './office'
import { shownBy } from './whose'

/** Whether a page can show an account at all, as far as its address says. */
export const mayShowAccount = (page: PageRef | null): boolean => page?.page === 'account' || page?.page === 'record'

/** The account that a page is of: its own, or the one of the record that it shows; null: none, or it cannot be learned now. */
export async function accountAt(office: Office, page: PageRef | null): Promise<RecordRef | null> {
  if (page?.page === 'account') return page.ref
  if (page?.page !== 'record') return null
  let row = await cachedBelonging(office.reader, page)
  if (row === 'unknown') {
    await belongOnce(office, page, Infinity)
    row = await cachedBelonging(office.reader, page)
  }
  return row === 'unknown' || row.lead ? null : shownBy(row, page)
}
