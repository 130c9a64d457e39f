import browser from 'webextension-polyfill'
import type { Connecting } from '../../components/options/view'
import { apiPattern, originPattern } from './originPattern'

/** Asks the browser to ask the user for a CRM's host: in the click itself, before anything is awaited. `tell` hears what comes of it. */
export function requestHost(address: string, tell: (state: Connecting) => void): void {
  const wanted = originPattern(address, import.meta.env.FIREFOX)
  if ('problem' in wanted) return tell({ state: wanted.problem })
  const { host, pattern } = wanted
  tell({ state: 'asking', host })
  browser.permissions.request({ origins: [pattern, ...apiPattern(host)] }).then(
    granted => tell({ state: granted ? 'granted' : 'refused', host }),
    (error: unknown) => tell({ state: 'failed', message: error instanceof Error ? error.message : String(error) }),
  )
}
