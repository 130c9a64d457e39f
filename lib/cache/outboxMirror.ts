import type { OutboxRow } from './db'

/**
 * A second copy of what waits to be sent, apart from IndexedDB, which a browser may wipe, block or fill: one entry a touch, "outbox|<mark>".
 *
 * The database leads. Where it has the mark, waiting or gone (`written`), an entry says nothing; where it has never heard of it, or was wiped, the entry
 * comes back (`lib/sync/outboxRestore.ts`). So, wherever a crash falls:
 * - logged: the row first, then the entry. In between, the row alone is sent as ever, and the next drain copies it.
 * - the CRM has it: `written` is put and the row deleted in one transaction, then the entry goes. In between, `written` keeps it from coming back; should
 *   the database be wiped just then too, it comes back as one that was sent, for which the CRM is asked first.
 * - taken back: the entry says so first, then the row goes and `written` says so in one transaction, then the entry goes. An entry that says so is never
 *   sent, so no crash and no wipe in between sends what the user took back, and none forgets what may lie in the CRM.
 * - changed by the user: the entry first, so that no wipe brings back the words before.
 */

/** A store of named values, as `browser.storage.local` is one. */
export interface KeyedArea {
  /** Null: all of them. */
  get(keys: null | string | string[]): Promise<Record<string, unknown>>
  set(items: Record<string, unknown>): Promise<void>
  remove(keys: string | string[]): Promise<void>
}

const prefix = 'outbox|'

/** Without the account's name: the CRM does not need it, so there is one place less to forget it. */
export const mirror = (area: KeyedArea, row: OutboxRow): Promise<void> => area.set({ [prefix + row.mark]: { ...row, accountName: '' } })

export const unmirror = (area: KeyedArea, marks: readonly string[]): Promise<void> => area.remove(marks.map(mark => prefix + mark))

export const isMirrorKey = (key: string): boolean => key.startsWith(prefix)

/** Every entry, in no order. */
export async function mirrored(area: KeyedArea): Promise<OutboxRow[]> {
  const all = await area.get(null)
  return Object.entries(all).flatMap(([key, value]) => (isMirrorKey(key) && isRow(value, key.slice(prefix.length)) ? [value] : []))
}

const isRow = (value: unknown, mark: string): value is OutboxRow => {
  const row = value as Partial<OutboxRow> | null
  return typeof row === 'object' && row !== null && row.mark === mark && typeof row.space === 'string' && typeof row.touch === 'object' && typeof row.loggedAt === 'number'
}

/** Drops every entry: what waits is given up. */
export async function clearMirror(area: KeyedArea): Promise<void> {
  await unmirror(area, (await mirrored(area)).map(({ mark }) => mark))
}
