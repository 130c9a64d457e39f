import { fail, ok, type Listed, type Result } from '../adapter'
import type { Api } from './api'
import { batch, mostInBatch } from './batch'
import { canonicalId, idOf, prefixes } from './ids'
import { objectsWithAccounts } from './listPages'
import type { Org } from './org'
import { recordsOf } from './rows'
import { queryPath } from './queries'
import { errorOf } from './request'
import { quoted } from './values'

/** A row of a list: its record, null where none is named; and its account, null where it has none, undefined where that is still to be asked. */
export interface ListedRow {
  readonly id: string | null
  readonly account: string | null | undefined
}

export type Accounts = Pick<Listed, 'ids' | 'rows' | 'repeated' | 'without'>

/** Ids in one query's condition. */
export const mostIds = 200

/** The rows' accounts in the order of the rows. Records that are no accounts are asked for theirs, all of them in one request. */
export async function accountsOf(api: Api, org: Org, rows: readonly ListedRow[]): Promise<Result<Accounts>> {
  const asked = [...new Set(rows.flatMap(({ id, account }) => (account === undefined && id !== null && !isAccount(id) && objectOf(id) !== undefined ? [id] : [])))]
  const parents = await parentsOf(api, org, asked)
  if (!parents.ok) return parents
  const ids = new Set<string>()
  let without = 0
  for (const { id, account } of rows) {
    const own = account !== undefined ? account : id === null ? null : isAccount(id) ? id : (parents.value.get(id) ?? null)
    // An id that cannot be one would spoil the query of all the others.
    const whole = own === null || !isAccount(own) ? null : canonicalId(own)
    if (whole === null) without++
    else ids.add(whole)
  }
  return ok({ ids: [...ids], rows: rows.length, without, repeated: rows.length - without - ids.size })
}

const isAccount = (id: string): boolean => id.startsWith(prefixes.account)
const objectOf = (id: string): string | undefined => (canonicalId(id) === null ? undefined : objectsWithAccounts[id.slice(0, 3)])

/** Accounts by the record that has one. */
async function parentsOf(api: Api, org: Org, ids: readonly string[]): Promise<Result<ReadonlyMap<string, string>>> {
  const byObject = new Map<string, string[]>()
  for (const id of ids) byObject.set(objectOf(id)!, [...(byObject.get(objectOf(id)!) ?? []), id])
  const paths = [...byObject].flatMap(([object, own]) => Array.from({ length: Math.ceil(own.length / mostIds) }, (_, k) =>
    queryPath(org, `SELECT Id, AccountId FROM ${object} WHERE Id IN (${own.slice(k * mostIds, (k + 1) * mostIds).map(quoted).join(',')})`)))
  const found = new Map<string, string>()
  for (let from = 0; from < paths.length; from += mostInBatch) {
    const replies = await batch(api, org.version, paths.slice(from, from + mostInBatch))
    if (!replies.ok) return replies
    for (const reply of replies.value) {
      const rows = recordsOf(reply)
      if (rows === null) {
        const error = errorOf(reply)
        // Who may not see the object, or its account, sees no accounts there.
        if (error.kind === 'signedOut' || error.kind === 'limit' || error.kind === 'down') return fail(error)
      }
      for (const row of rows ?? []) {
        const [id, account] = [idOf(row.Id), idOf(row.AccountId)]
        if (id !== null && account !== null) found.set(id, account)
      }
    }
  }
  return ok(found)
}
