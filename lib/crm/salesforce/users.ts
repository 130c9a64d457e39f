import { ok, type Result } from '../adapter'
import type { User } from '../../model/snapshot'
import type { Api } from './api'
import { idOf, idSpellings, prefixes } from './ids'
import { amend, directory, type DirectoryEntry, type Org } from './org'
import { queryPath } from './queries'
import { send } from './request'
import { allRows, type Row } from './rows'
import { quoted, text } from './values'

/**
 * The users that an account refers to: from the org's directory, else from the names that came with their records. Someone whom neither knows
 * (hired since the directory was read) is asked for in a round trip of its own, once, and kept.
 */
export async function usersOf(api: Api, org: Org, ids: readonly (string | null)[], rows: readonly Row[]): Promise<Result<User[]>> {
  const known = new Map(org.users.map(user => [user.id, user]))
  for (const row of rows) {
    const id = idOf(row.OwnerId)
    const owner = row.Owner as Row | null | undefined
    const name = text(owner?.Name)
    if (id !== null && name !== null && !known.has(id)) known.set(id, { id, name, email: text(owner?.Email) })
  }
  // A queue may own a task; it is no user.
  const wanted = [...new Set(ids.filter(id => id !== null && id.startsWith(prefixes.user)))] as string[]
  const strangers = wanted.filter(id => !known.has(id))
  if (strangers.length > 0) {
    const found = await lookUp(api, org, strangers)
    if (!found.ok) return found
    for (const user of found.value) known.set(user.id, user)
  }
  return ok(wanted.flatMap(id => {
    const user = known.get(id)
    return user ? [{ ids: idSpellings(user.id), name: user.name, email: user.email }] : []
  }))
}

async function lookUp(api: Api, org: Org, ids: readonly string[]): Promise<Result<DirectoryEntry[]>> {
  const found: DirectoryEntry[] = []
  for (let from = 0; from < ids.length; from += 200) {
    const soql = `SELECT Id, Name, Email FROM User WHERE Id IN (${ids.slice(from, from + 200).map(quoted).join(', ')})`
    const reply = await send(api, { method: 'GET', path: queryPath(org, soql) })
    if (!reply.ok) return reply
    const rows = await allRows(api, reply.value)
    // Whoever may not see users still reads the account; the names are missing.
    if (!rows.ok && rows.error.kind !== 'notAllowed' && rows.error.kind !== 'refused') return rows
    if (rows.ok) found.push(...directory(rows.value.rows))
  }
  await amend(api, org, { users: [...org.users, ...found] })
  return ok(found)
}
