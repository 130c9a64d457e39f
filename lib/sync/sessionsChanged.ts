import browser from 'webextension-polyfill'

/**
 * Calls back whenever somebody may have signed in or out, in whichever tab, until the signal aborts: a cookie was set or removed, or a page has loaded or changed
 * its address. For pages that are looked at; a worker would be kept awake by it.
 */
export function onSessionsChanged(changed: () => void, until: AbortSignal): void {
  const updated = (_tabId: number, { status, url }: { status?: string | undefined; url?: string | undefined }) => {
    if (status === 'complete' || url !== undefined) changed()
  }
  browser.cookies.onChanged.addListener(changed)
  browser.tabs.onUpdated.addListener(updated)
  until.addEventListener('abort', () => {
    browser.cookies.onChanged.removeListener(changed)
    browser.tabs.onUpdated.removeListener(updated)
  })
}
