import { fail, type CrmError } from '../adapter'
import type { Api } from './api'
import { mergeFields } from './account'
import { fieldOf } from './describe'
import { askableId, idOf } from './ids'
import type { Org } from './org'
import { queryPath } from './queries'
import { lastWordOf, send } from './request'
import { recordsOf, type Row } from './rows'
import { quoted, text } from './values'

/** Why an account is not there: merged into another, deleted, or never known. */
export function lossOf(row: Row | undefined): CrmError {
  const into = row?.IsDeleted === true ? idOf(row.MasterRecordId) : null
  return into === null || !row ? { kind: 'notFound' } : { kind: 'merged', into: { id: into, name: text((row.MasterRecord as Row | null | undefined)?.Name) } }
}

/** The error of a record that could not be hung on an account, made plain where the account was merged into another meanwhile. */
export async function orMerged(api: Api, org: Org, accountId: string, error: CrmError): Promise<ReturnType<typeof fail>> {
  const id = askableId(accountId)
  if (id === null || !fieldOf(org.objects.Account, 'MasterRecordId')) return fail(error)
  const reply = await send(api, { method: 'GET', path: queryPath(org, `SELECT Id, ${mergeFields(org.objects.Account!).join(', ')} FROM Account WHERE Id = ${quoted(id)}`, true) })
  // Where it cannot be told just now it is asked again later: the first refusal would be the last word.
  if (!reply.ok) return reply
  const rows = recordsOf(reply.value)
  if (rows === null) return fail(reply.value.status < 400 ? { kind: 'unreadable', what: 'a query answer without records' } : passing(lastWordOf(reply.value)) ?? error)
  const row = rows[0]
  const loss = lossOf(row)
  return fail(loss.kind === 'merged' ? loss : error)
}

/** What will be answered otherwise some time; null: it is the CRM's last word. */
const passing = (error: CrmError): CrmError | null => (['signedOut', 'limit', 'down', 'unreadable'].includes(error.kind) ? error : null)
