import browser from 'webextension-polyfill'
import type { StoredKind } from '../../components/options/privacy/view'
import { forgetBook } from '../../lib/cache/bookStore'
import { db } from '../../lib/cache/db'
import { unmirror } from '../../lib/cache/outboxMirror'
import { ofSpace, spaceTables } from '../../lib/cache/spaceTables'
import { sessionAccess } from '../../lib/sync/access'
import { send } from '../../lib/sync/send'
import { ownSpaces } from '../../lib/sync/signedIn'
import { takeAway } from './starterActions'
import { failureKey, isOther, shownKeys } from './privacyStored'
import { partsOf } from './parts'

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
      return forgetBook(db, group, true)
    case 'peers': case 'lists': case 'belongings': case 'written': case 'troubles':
      return removeFrom(group, [kind])
    case 'outbox':
      return giveUp(group)
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

/** One's own are taken back as by the user; those of a user who is not here are dropped, in both places where they are kept. */
async function giveUp(space: string): Promise<void> {
  const marks = await db.outbox.where('space').equals(space).primaryKeys()
  if ((await ownSpaces(db, sessionAccess)).some(row => row.space === space)) return void (await send('takeBack', { marks }))
  const area = browser.storage.local
  await unmirror(area, marks)
  await db.outbox.bulkDelete(marks)
  // Copied again by the background in between.
  await unmirror(area, marks)
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
