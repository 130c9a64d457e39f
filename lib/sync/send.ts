import browser from 'webextension-polyfill'
import type { RequestName, Requests } from '../messages'

/** Asks the background; the answer's type follows from the request's name. */
export const send = <K extends RequestName>(name: K, ask: Requests[K]['ask']): Promise<Requests[K]['answer']> => browser.runtime.sendMessage({ turfside: name, ask })
