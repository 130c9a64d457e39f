import browser from 'webextension-polyfill'
import type { RequestName, Requests } from '../messages'

/**
 * Asks the background; the answer's type follows from the request's name. A worker that is stopped before it has answered is asked once more,
 * which starts it: every request may come twice.
 */
export async function send<K extends RequestName>(name: K, ask: Requests[K]['ask']): Promise<Requests[K]['answer']> {
  const message = { turfside: name, ask }
  try {
    return await browser.runtime.sendMessage(message)
  } catch (error) {
    if (!/message (?:port|channel) (?:is )?closed|Receiving end|closed before a response/.test(String(error))) throw error
    return browser.runtime.sendMessage(message)
  }
}
