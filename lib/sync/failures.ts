import browser from 'webextension-polyfill'
import { storageError } from '../cache/storageError'

/** Where the background leaves the report of its own failure for the next page of ours that is open; gone with the browser. */
const keptAt = 'failure'

/**
 * Hears of errors that nobody expected. What the storage answers is told elsewhere; events without an error (another origin's script, a resize observer
 * that gave up) are not ours.
 */
export function onFailure(tell: (error: unknown) => void): void {
  const hear = (error: unknown): void => {
    if (error !== undefined && error !== null && storageError(error) === null) tell(error)
  }
  addEventListener('error', event => hear(event.error))
  addEventListener('unhandledrejection', event => hear(event.reason))
}

/** Of this page or worker: what a report may name. Browsers time no resources of an extension, so the page's own elements tell what it has loaded. */
export function ownFiles(): { origin: string; paths: ReadonlySet<string> } {
  const loaded = typeof document === 'undefined' ? [] : [...document.querySelectorAll('script[src], link[href]')].map(element => element.getAttribute('src') ?? element.getAttribute('href')!)
  const urls = [location.href, ...loaded].map(address => new URL(address, location.href)).filter(({ origin }) => origin === location.origin)
  return { origin: location.origin, paths: new Set(urls.map(({ pathname }) => pathname.slice(1))) }
}

export const keepFailure = (report: string | null): Promise<void> => (report === null ? browser.storage.session.remove(keptAt) : browser.storage.session.set({ [keptAt]: report }))

/** Tells the background's report, the kept one and each that follows. */
export function followKeptFailure(tell: (report: string | null) => void): void {
  const given = (value: unknown): string | null => (typeof value === 'string' ? value : null)
  void browser.storage.session.get(keptAt).then(kept => given(kept[keptAt]) !== null && tell(given(kept[keptAt])))
  browser.storage.onChanged.addListener((changes, area) => {
    if (area === 'session' && keptAt in changes) tell(given(changes[keptAt]!.newValue))
  })
}
