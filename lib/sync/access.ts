import browser from 'webextension-polyfill'
import type { SessionAccess } from '../crm/adapter'

/** Where this browser holds the user's sessions: their cookies, and the storage of their open tabs. */
export const sessionAccess: SessionAccess = {
  cookie: async (url, name) => (await browser.cookies.get({ url, name }))?.value ?? null,
  pageStorage: async (origin, keyPrefix) => {
    const tabId = await tabOf(origin)
    if (tabId === null) return null
    const [result] = await browser.scripting.executeScript({
      target: { tabId },
      args: [keyPrefix],
      func: (prefix: string) => Object.fromEntries(Object.entries(localStorage).filter(([key]) => key.startsWith(prefix))),
    })
    return (result?.result as Record<string, string> | undefined) ?? null
  },
}

/** An open tab of exactly that origin; null: none. */
export async function tabOf(origin: string): Promise<number | null> {
  // A port is no part of a match pattern: the tabs are filtered by hand.
  const { protocol, hostname } = new URL(origin)
  const tabs = await browser.tabs.query({ url: `${protocol}//${hostname}/*` })
  return tabs.find(tab => tab.url !== undefined && new URL(tab.url).origin === origin && tab.status !== 'loading')?.id ?? tabs.find(tab => tab.url !== undefined && new URL(tab.url).origin === origin)?.id ?? null
}
