import browser, { type Runtime } from 'webextension-polyfill'
import { defineBackground } from 'wxt/utils/define-background'
import { suggestions } from '../components/ui/suggestion'
import { db } from '../lib/cache/db'
import { recognise } from '../lib/crm/sites'
import { closeVaultToPages } from '../lib/sync/appDoor'
import { connectTo } from '../lib/sync/connect'
import { openBundledGazetteer } from '../lib/sync/bundledGeo'
import { failureReport } from '../lib/sync/failureReport'
import { keepFailure, onFailure, ownFiles } from '../lib/sync/failures'
import { followGrantedHosts } from '../lib/sync/grantedHosts'
import { sessionAccess } from '../lib/sync/access'
import { answer, planTaken } from '../lib/sync/answer'
import { badgeAlarm, keptBadge } from '../lib/sync/badge'
import { keepBooks } from '../lib/sync/bookKeeping'
import { followCommands } from '../lib/sync/commands'
import { followContextMenu } from '../lib/sync/contextMenu'
import { rememberShown } from '../lib/sync/lastShown'
import type { Office } from '../lib/sync/office'
import { followOmnibox } from '../lib/sync/omnibox'
import { Outbox } from '../lib/sync/outbox'
import { rebuildPeers } from '../lib/sync/peers'
import { keepAlarm, loadPlan, planAlarm } from '../lib/sync/planAlarm'
import { pillChanged, pageShown } from '../lib/sync/pillState'
import { watchPrivacy } from '../lib/sync/privacyWatch'

/**
 * The service worker. It may be stopped after any line and started again by any event: listeners are registered at once, and what they
 * need is read from the cache when they run.
 */
export default defineBackground(() => {
  const connect = (crm: string, org: string, signal?: AbortSignal) => connectTo(db, crm, org, signal)
  const now = () => Date.now()
  const dueChanged = keptBadge(db, sessionAccess, now)
  const privacy = watchPrivacy({ db, access: sessionAccess, connect, now, changed: () => void dueChanged(), planChanged: () => rebuildPeers(db, now()).then(dueChanged) })
  const office: Office = {
    reader: { db, connect, locate: openBundledGazetteer().locate, now, ended: () => void privacy.sessionsChanged() },
    outbox: new Outbox({ db, connect, now, lock: (name, work) => navigator.locks.request(name, work), random: Math.random, area: browser.storage.local }),
    reading: new Map(),
    listing: new Map(),
    dueChanged,
    privacy,
    book: keepBooks(db, connect, sessionAccess, now),
  }

  const failed = (error: unknown): void => {
    console.error(error)
    const facts = { version: browser.runtime.getManifest().version, userAgent: navigator.userAgent, where: 'background', crm: null, mode: null, counts: null, at: now() } as const
    void keepFailure(failureReport(error, ownFiles(), facts))
  }
  onFailure(failed)
  browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) => answer(office, message, sender, drainLater)?.catch((error: unknown) => {
    failed(error)
    throw error
  }))

  // An address that changes without a load (pushState) comes here as well: the page itself is not watched.
  browser.tabs.onUpdated.addListener((tabId, change, tab) => {
    if (change.url !== undefined || change.status === 'complete') void pageShown(office, tabId, tab.url)
    if (change.status !== 'complete' || tab.url === undefined) return
    const page = recognise(tab.url)
    if (page?.page === 'account') void rememberShown(page.ref)
    // Who is signed in may have changed with the page.
    if (page) void Promise.all([office.privacy.sessionsChanged(), office.dueChanged()]).then(() => office.book.sync('session'))
  })

  browser.alarms.onAlarm.addListener(({ name }) => {
    if (name === 'outbox') void drainLater()
    if (name === badgeAlarm) void office.dueChanged()
    if (name === planAlarm) void loadPlan(db, null).then(load => (load.state === 'taken' ? planTaken(office) : undefined)).catch(failed)
  })
  browser.runtime.onStartup.addListener(() => void drainLater())
  const followPlan = () => void keepAlarm(db).catch(failed)
  browser.runtime.onStartup.addListener(followPlan)
  browser.runtime.onInstalled.addListener(followPlan)
  browser.runtime.onInstalled.addListener(({ reason }) => {
    void drainLater()
    // Once, and never again after an update.
    if (reason === 'install') void browser.tabs.create({ url: browser.runtime.getURL('/welcome.html') })
  })
  self.addEventListener('online', () => {
    void office.outbox.wake(null).then(drainLater)
    office.book.sync('online')
  })
  followGrantedHosts(db)
  followCommands(office, drainLater)
  followContextMenu(office, drainLater)
  followOmnibox(office, suggestions(!import.meta.env.FIREFOX))
  void closeVaultToPages()

  if (import.meta.env.CHROME || import.meta.env.EDGE) void chrome.sidePanel.setPanelBehavior({ openPanelOnActionClick: true })
  else browser.action.onClicked.addListener(() => void browser.sidebarAction.open())

  /** Sends what waits, and sets an alarm for what must wait longer. A timer would die with the worker. */
  async function drainLater(): Promise<void> {
    // The browser may stop this worker in the middle: then the alarm starts another, which goes on.
    // The browser wiped the database or could not write it: what waits is in the mirror then, so the alarm is set all the same.
    if ((await db.outbox.count().catch(() => 1)) > 0) await browser.alarms.create('outbox', { when: Date.now() + 6_000 })
    const next = await office.outbox.drain()
    if (next === null) await browser.alarms.clear('outbox')
    else await browser.alarms.create('outbox', { when: Math.max(next, Date.now() + 1000) })
    await pillChanged(office)
    await office.dueChanged()
  }
})
