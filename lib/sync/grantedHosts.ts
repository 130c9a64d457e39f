import browser from 'webextension-polyfill'
import { sites } from '../crm/sites'

const script = 'content-scripts/account-pill.js'

/** Match patterns that the user granted at run time: all but those that came with the manifest for a known CRM. */
export async function grantedHosts(): Promise<string[]> {
  const builtIn = new Set(sites.flatMap(({ pages, api }) => [...pages, ...api]))
  const { origins = [] } = await browser.permissions.getAll()
  return origins.filter(pattern => !builtIn.has(pattern))
}

/** Puts the pill on hosts that the user granted, and takes it away again. */
export function followGrantedHosts(): void {
  const sync = () => void syncScripts()
  browser.permissions.onAdded.addListener(sync)
  browser.permissions.onRemoved.addListener(sync)
  browser.runtime.onInstalled.addListener(sync)
  browser.runtime.onStartup.addListener(sync)
}

/** One at a time, or two events would register the same script twice. */
const syncScripts = (): Promise<void> => navigator.locks.request('turfside granted hosts', registerScripts)

async function registerScripts(): Promise<void> {
  const wanted = await grantedHosts()
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
