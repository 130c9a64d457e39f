import type { Odd } from '../../model/snapshot'
import type { Row } from './rows'
import { day, decimal, moment, saleDay, text } from './values'

/** What the CRM said and what cannot be right: it was read as missing, and is told by name so that somebody can mend it. */
export function oddIn(rows: { readonly deals: readonly Row[]; readonly orders: readonly Row[]; readonly tasks: readonly Row[]; readonly events: readonly Row[] }): Odd[] {
  const found: Odd[] = []
  const look = (what: Odd['what'], of: unknown, value: unknown, read: (value: unknown) => unknown): void => {
    if (value !== null && value !== undefined && value !== '' && read(value) === null) found.push({ what, of: text(of) ?? '', value: String(value).slice(0, longest) })
  }
  for (const row of rows.deals) {
    look('amount', row.Name, row.Amount, decimal)
    look('day', row.Name, row.CloseDate, saleDay)
  }
  for (const row of rows.orders) {
    look('amount', row.OrderNumber, row.TotalAmount, decimal)
    look('day', row.OrderNumber, row.EffectiveDate, saleDay)
  }
  for (const row of rows.tasks) {
    look('day', row.Subject, row.ActivityDate, day)
    look('moment', row.Subject, row.CompletedDateTime, moment)
  }
  for (const row of rows.events) look('moment', row.Subject, row.StartDateTime, moment)
  return found.slice(0, most)
}

const most = 20
const longest = 60
