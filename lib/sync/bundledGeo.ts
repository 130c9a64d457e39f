import browser from 'webextension-polyfill'
import { openGazetteer, type Gazetteer } from '../geo/gazetteer'

/** The gazetteer over the files that come with the extension. */
export const openBundledGazetteer = (): Gazetteer =>
  openGazetteer(async file => {
    const answer = await fetch(browser.runtime.getURL(`geo/${file}`))
    return answer.ok ? answer.arrayBuffer() : null
  })
