import browser from 'webextension-polyfill'
import type { CrmTab } from '../../components/welcome/view'
import { recognise, siteOf } from '../../lib/crm/sites'
import { sessionAccess } from '../../lib/sync/access'

/** An open tab of a CRM, with what the page does not show of it. */
export interface FoundTab extends CrmTab {
  readonly crm: string
  /** Of the session that the tab's org has now; null: nobody is signed in. */
  readonly fingerprint: string | null
}

/** The open tabs of known CRMs whose addresses we may see, the one that was used last first. Nothing is asked of a CRM. */
export async function crmTabs(): Promise<FoundTab[]> {
  const tabs = await browser.tabs.query({})
  const found = await Promise.all(tabs.map(async ({ id, windowId, url, title, lastAccessed }): Promise<(FoundTab & { readonly used: number })[]> => {
    const page = url === undefined ? null : recognise(url)
    if (!page || id === undefined || windowId === undefined) return []
    const { crm, org } = page.page === 'account' ? page.ref : page
    const fingerprint = await siteOf(crm)!.fingerprint(org, sessionAccess)
    return [{ tabId: id, windowId, crm, org, title: title ?? '', account: page.page === 'account', signedIn: fingerprint !== null, fingerprint, used: lastAccessed ?? 0 }]
  }))
  return found.flat().sort((a, b) => b.used - a.used)
}
