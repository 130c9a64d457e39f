import browser from 'webextension-polyfill'
import type { TurfsideDb } from '../cache/db'
import { planHosts } from '../cache/planSource'
import { sites } from '../crm/sites'

const script = 'content-scripts/account-pill.js'

/** Match patterns that the user granted at run time: all but those that came with the manifest for a known CRM. */
export async function grantedHosts(): Promise<string[]> {
  const builtIn = new Set(sites.flatMap(({ pages, api }) => [...pages, ...api]))
  const { origins = [] } = await browser.permissions.getAll()
  return origins.filter(pattern => !builtIn.has(pattern))
}

/** Of those: where a CRM may be. A host that was allowed for a plan's file gets no script. */
export async function crmHosts(db: TurfsideDb): Promise<string[]> {
  const forPlan = new Set(await planHosts(db))
  return (await grantedHosts()).filter(pattern => !forPlan.has(pattern))
}

/** Puts the pill on hosts that the user granted, and takes it away again. */
export function followGrantedHosts(db: TurfsideDb): void {
  const sync = () => void syncScripts(db)
  browser.permissions.onAdded.addListener(sync)
  browser.permissions.onRemoved.addListener(sync)
  browser.runtime.onInstalled.addListener(sync)
  browser.runtime.onStartup.addListener(sync)
}

/** One at a time, or two events would register the same script twice. */
export const syncScripts = (db: TurfsideDb): Promise<void> => navigator.locks.request('turfside granted hosts', () => registerScripts(db))

async function registerScripts(db: TurfsideDb): Promise<void> {
  const wanted = await crmHosts(db)
  const registered = await browser.scripting.getRegisteredContentScripts()
  const gone = registered.filter(({ id }) => !wanted.includes(id)).map(({ id }) => id)
  if (gone.length) await browser.scripting.unregisterContentScripts({ ids: gone })
  const added = wanted.filter(pattern => !registered.some(({ id }) => id === pattern))
  if (added.length === 0) return
  await browser.scripting.registerContentScripts(added.map(pattern => ({ id: pattern, matches: [pattern], js: [script], runAt: 'document_idle' as const })))
  for (const tab of await browser.tabs.query({ url: added })) {
    if (tab.id !== undefined) await browser.scripting.executeScript({ target: { tabId: tab.id }, files: [script] })
  }
}
