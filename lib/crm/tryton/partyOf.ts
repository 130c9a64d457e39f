import { fail, ok, type Belonging, type RecordPage, type Result } from '../adapter'
import { partyModels } from './pages'
import { partyNumber } from './read'
import { search } from './rows'
import type { Call } from './rpc'
import { recordId, text } from './values'

/** The party of an opportunity, sale, invoice or address. Tryton knows no leads: an opportunity without a party is nobody's yet. */
export async function partyOf(call: Call, { object, id }: Pick<RecordPage, 'object' | 'id'>): Promise<Result<Belonging>> {
  const number = partyNumber(id)
  if (object === null || !Object.hasOwn(partyModels, object) || number === null) return fail({ kind: 'notFound' })
  const found = await search(call, { model: object, domain: [['id', '=', number]], fields: [] }, ['party', 'rec_name'])
  if (!found.ok) return found
  const row = found.value[0]
  if (row === undefined) return fail({ kind: 'notFound' })
  const via = { kind: partyModels[object as keyof typeof partyModels], name: text(row.rec_name) }
  const party = recordId(row.party)
  return ok(party === null ? { to: 'nobody', via } : { to: 'account', via, accountId: party })
}
