import { batch } from '@preact/signals'
import browser from 'webextension-polyfill'
import { keptPlan, keptSetting } from '../../lib/cache/keepsakes'
import { isMirrorKey, mirrored } from '../../lib/cache/outboxMirror'
import type { RecordRef } from '../../lib/crm/adapter'
import { siteOf } from '../../lib/crm/sites'
import type { Unkept } from '../../lib/messages'
import { sessionAccess } from '../../lib/sync/access'
import { nobody, spaceKey } from '../../lib/sync/space'
import { imported, unkept } from './state'

let latest: Unkept | null = null

/** Shows an account that this browser could not keep, with the plan and the waiting touches that lie apart, until the signal aborts or another signs in. */
export async function showUnkept(ref: RecordRef, read: Unkept, left: AbortSignal): Promise<void> {
  latest = read
  await show(ref, read, left)
  const again = () => void (latest === read && show(ref, read, left))
  const touched = (changes: object) => Object.keys(changes).some(isMirrorKey) && again()
  browser.cookies.onChanged.addListener(again)
  browser.storage.onChanged.addListener(touched)
  left.addEventListener('abort', () => {
    browser.cookies.onChanged.removeListener(again)
    browser.storage.onChanged.removeListener(touched)
  })
}

async function show(ref: RecordRef, read: Unkept, left: AbortSignal): Promise<void> {
  const area = browser.storage.local
  const [plan, setting, waiting, fingerprint] = await Promise.all([keptPlan(area), keptSetting(area, spaceKey(ref.crm, ref.org)), mirrored(area), siteOf(ref.crm)!.fingerprint(ref.org, sessionAccess)])
  if (left.aborted || latest !== read) return
  const common = { ref, waitingInAll: waiting.length, mapped: setting?.fields ?? {}, starter: null, clockOff: null }
  batch(() => {
    if (imported.value === 'loading' || imported.value === null) imported.value = plan
    if ('error' in read) {
      unkept.value = { ...common, space: null, record: null, trouble: { space: nobody(ref.crm, ref.org), id: ref.id, error: read.error, at: Date.now() }, outbox: [] }
    } else if (fingerprint !== read.fingerprint) {
      // What was read for one user is not another's to see.
      unkept.value = null
    } else {
      const { space, snapshot, readAt } = read
      const own = waiting.filter(({ touch, ...row }) => row.space === space && touch.accountId === ref.id)
      unkept.value = { ...common, space, record: { space, id: ref.id, snapshot, readAt }, trouble: null, outbox: own }
    }
  })
}
