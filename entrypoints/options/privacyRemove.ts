import browser from 'webextension-polyfill'
import type { StoredKind } from '../../components/options/privacy/view'
import { db } from '../../lib/cache/db'
import { ofSpace, spaceTables } from '../../lib/cache/spaceTables'
import { send } from '../../lib/sync/send'
import { takeAway } from './starterActions'
import { failureKey, isOther, shownKeys } from './privacyStored'
import { partsOf } from './state'

/** Tables that are no part of the book. */
const ownTables = ['records', 'peers', 'lists', 'belongings', 'starters', 'outbox', 'written', 'troubles']

/**
 * Removes one kind of what is kept.
 *
 * @param group a space, "org crm|org", or "browser", as `measureAll` names it
 */
export async function removeStored(group: string, kind: StoredKind): Promise<void> {
  const org = group.replace(/^org /, '')
  switch (kind) {
    case 'records':
      // What an account is to the others goes with it.
      return removeFrom(group, ['records', 'peers'])
    case 'book':
      return removeFrom(group, spaceTables(db).map(({ name }) => name).filter(name => !ownTables.includes(name)))
    case 'peers': case 'lists': case 'belongings': case 'written': case 'troubles': case 'outbox':
      return removeFrom(group, [kind])
    case 'starters':
      return takeAway(group)
    case 'spaces':
      return void (await db.spaces.filter(({ space }) => space === group).delete())
    case 'memo':
      return void (await db.memo.where('key').startsWith(`${org}|`).delete())
    case 'grant':
      return void (await send('disconnectApp', { ...partsOf(org), forget: true }))
    case 'fields':
      return void (await db.settings.delete(org))
    case 'plan':
      await db.plan.clear()
      return void (await send('planChanged', null))
    case 'settings':
      return void (await db.settings.filter(({ key }) => !key.includes('|')).delete())
    case 'shown':
      return browser.storage.session.remove([...shownKeys])
    case 'failure':
      return browser.storage.session.remove(failureKey)
    case 'others':
      return removeOthers()
  }
}

async function removeOthers(): Promise<void> {
  for (const area of [browser.storage.session, browser.storage.local]) await area.remove(Object.keys(await area.get()).filter(isOther))
}

async function removeFrom(space: string, names: readonly string[]): Promise<void> {
  const tables = spaceTables(db).filter(({ name }) => names.includes(name))
  if (tables.length === 0) return
  await db.transaction('rw', tables, async () => {
    for (const table of tables) await ofSpace(table, space).delete()
  })
  await send('planChanged', null)
}
