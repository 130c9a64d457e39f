import { openBare, settled } from './bareDatabase'
import { fits } from './fits'
import type { OutboxRow, PeerRow, PlanRow, RecordRow, SettingRow, SpaceRow, StarterRow, TroubleRow } from './db'

/** What the first paint needs of the cache. */
export interface Peek {
  readonly plan: PlanRow | null
  readonly space: SpaceRow | null
  readonly record: RecordRow | null
  readonly trouble: TroubleRow | null
  readonly outbox: readonly OutboxRow[]
  readonly waitingInAll: number
  readonly setting: SettingRow | null
  readonly peers: readonly PeerRow[]
  readonly starter: StarterRow | null
}

/**
 * Reads one account from the cache with bare IndexedDB: the panel's first paint comes before Dexie has even loaded. The shape of the
 * tables is `db.ts`'s; nothing is written here, and no database is made where there is none.
 *
 * @param name     of the database
 * @param spaceKey crm|org
 * @param id       of the account
 */
export async function peek(name: string, spaceKey: string, id: string): Promise<Peek | null> {
  const opened = await openBare(name)
  if (!opened) return null
  try {
    const stores = ['plan', 'spaces', 'records', 'troubles', 'outbox', 'peers', 'settings'] as const
    if (stores.some(store => !opened.objectStoreNames.contains(store))) return null
    // A database of an earlier version has no starter plans.
    const later = opened.objectStoreNames.contains('starters') ? (['starters'] as const) : []
    const transaction = opened.transaction([...stores, ...later], 'readonly')
    const store = (of: (typeof stores)[number] | 'starters') => transaction.objectStore(of)
    const whole = <T>(table: string, row: T | null | undefined): T | null => (row && fits(table, row) ? row : null)
    const [plan, seen] = await Promise.all([settled<PlanRow | undefined>(store('plan').get(1)), settled<SpaceRow | undefined>(store('spaces').get(spaceKey))])
    const space = whole('spaces', seen)
    const key = space ? [space.space, id] : null
    const [record, trouble, outbox, waitingInAll, setting, peers, starter] = await Promise.all([
      key && settled<RecordRow | undefined>(store('records').get(key)),
      key && settled<TroubleRow | undefined>(store('troubles').get(key)),
      key ? settled<OutboxRow[]>(store('outbox').index('[space+touch.accountId]').getAll(key)) : [],
      settled<number>(store('outbox').count()),
      settled<SettingRow | undefined>(store('settings').get(spaceKey)),
      space ? settled<PeerRow[]>(store('peers').index('space').getAll(space.space)) : [],
      space && later.length ? settled<StarterRow | undefined>(store('starters').get(space.space)) : null,
    ])
    return {
      plan: plan ?? null, space, record: whole('records', record), trouble: whole('troubles', trouble), outbox, waitingInAll,
      setting: setting ?? null, peers: peers.filter(row => fits('peers', row)), starter: whole('starters', starter),
    }
  } finally {
    // An open connection would hold up an upgrade of the database.
    opened.close()
  }
}
