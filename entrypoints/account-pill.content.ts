import { defineContentScript } from 'wxt/utils/define-content-script'
import type { Message, PillMessage, PillState } from '../lib/messages'
import { clearSpot } from '../lib/pill/clearSpot'
import { pillStyle } from '../lib/pill/style'

/**
 * The pill on a CRM page: an account's state in a glyph and a word; pressed, it opens the panel. The only code of ours that runs in the page.
 * It watches nothing: the background says when the address has changed. It reads nothing of the page but where its controls lie.
 */
export default defineContentScript({
  // The manifest lists it for the CRMs we know (see wxt.config.ts); granted hosts register it at run time.
  registration: 'runtime',
  main() {
    // Granted twice, or injected into an open tab that has it already.
    if (document.querySelector('turfside-pill')) return
    const host = document.createElement('turfside-pill')
    const shadow = host.attachShadow({ mode: 'closed' })
    const style = document.createElement('style')
    style.textContent = pillStyle
    const open = document.createElement('button')
    const glyph = document.createElement('span')
    const word = document.createElement('span')
    const dismiss = document.createElement('button')
    glyph.setAttribute('aria-hidden', 'true')
    open.append(glyph, word)
    dismiss.textContent = '×'
    dismiss.className = 'dismiss'
    shadow.append(style, open, dismiss)

    const ask = async (turfside: Message['turfside']): Promise<unknown> => {
      // An update of the extension leaves this script behind, without a background to talk to.
      if (chrome.runtime?.id) return chrome.runtime.sendMessage({ turfside, ask: null })
      glyph.textContent = '↻'
      word.textContent = reload
      open.title = reload
      return null
    }
    const reload = chrome.i18n.getMessage('pill_reload')

    const place = () => {
      if (host.isConnected) host.style.setProperty('--turfside-pill', `${clearSpot(host)}px`)
    }
    // Where it lies is asked while the page has nothing to do, however often it would have to be.
    let placing = false
    const placeSoon = () => {
      if (placing) return
      placing = true
      requestIdleCallback(() => {
        placing = false
        place()
      }, { timeout: 500 })
    }
    const show = (state: PillState | null): void => {
      if (!state) return host.remove()
      glyph.textContent = state.glyph
      word.textContent = state.word
      open.title = state.label
      open.setAttribute('aria-label', state.label)
      open.className = state.tone
      dismiss.title = state.dismiss
      dismiss.setAttribute('aria-label', state.dismiss)
      if (host.isConnected) return placeSoon()
      document.documentElement.append(host)
      // At once: it is never seen where it must not be.
      place()
    }

    // A page can make up events, but not trusted ones.
    open.addEventListener('click', event => void (event.isTrusted && ask('openPanel')))
    dismiss.addEventListener('click', event => {
      if (!event.isTrusted) return
      host.remove()
      void ask('hidePill')
    })
    addEventListener('resize', placeSoon, { passive: true })
    addEventListener('scrollend', placeSoon, { passive: true })
    chrome.runtime.onMessage.addListener((message: PillMessage) => {
      if (message.turfside === 'pill') show(message.state)
    })
    void ask('pillFor').then(state => show(state as PillState | null))
  },
})
