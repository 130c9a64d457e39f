import browser from 'webextension-polyfill'
import { recognise } from '../../lib/crm/sites'
import type { PageRef, RecordPage, Via } from '../../lib/crm/adapter'

export interface ShownTab {
  readonly tabId: number
  readonly url: string | null
  /** Null: no page of a CRM that we know. */
  readonly page: PageRef | null
  /** The page shows another record, and `page` is the account that it belongs to, or the lead. */
  readonly of?: { readonly record: RecordPage; readonly via: Via; readonly lead: boolean }
  /** `page` is an account that the user chose elsewhere, such as by a link: the tab itself shows another page. */
  readonly chosen?: true
  /** `performance.now()` when the panel heard of it. */
  readonly since: number
}

/** Tells which page the active tab of this window shows, now and whenever that changes; a panel in a window of its own follows the one it was opened from, and ends with it. */
export async function followShownTab(shown: (tab: ShownTab) => void): Promise<void> {
  const from = Number(new URLSearchParams(location.search).get('window'))
  const windowId = from || (await browser.windows.getCurrent()).id
  if (from) browser.windows.onRemoved.addListener(gone => gone === from && window.close())
  let last = ''
  const tell = (tabId: number | undefined, url: string | undefined) => {
    if (tabId === undefined || `${tabId} ${url}` === last) return
    last = `${tabId} ${url}`
    shown({ tabId, url: url ?? null, page: url === undefined ? null : recognise(url), since: performance.now() })
  }
  const look = async () => {
    const [tab] = await browser.tabs.query({ active: true, ...(windowId === undefined ? { currentWindow: true } : { windowId }) })
    tell(tab?.id, tab?.url)
  }
  browser.tabs.onActivated.addListener(info => void (info.windowId === windowId && look()))
  browser.tabs.onUpdated.addListener((tabId, change, tab) => {
    if (tab.active && tab.windowId === windowId && (change.url !== undefined || change.status !== undefined)) tell(tabId, tab.url)
  })
  await look()
}
