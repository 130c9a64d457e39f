import type { Page } from 'puppeteer-core'
import type { Press } from './realLedger'

/** What the panel's page tells as it happens: a press, as the button took it, and each toast that is painted. */
type Seen =
  | { readonly what: 'press'; readonly type: string; readonly accounts: readonly string[] }
  | { readonly what: 'undo'; readonly mark: string }
  | { readonly what: 'toast'; readonly kind: string; readonly mark: string | null; readonly text: string }

/** A person at the panel of one browser: presses its real buttons, and keeps in `presses` what was pressed and what the panel said. */
export interface Hand {
  /** What was pressed before is not waited for any more. */
  rest(): void
  /** Presses a log button; false: there is none. */
  press(type: string, clicks: number): Promise<boolean>
  /** Presses Undo of the touch that the panel tells of; false: it tells of none. */
  undo(): Promise<boolean>
  /** Waits until the panel has answered every press, a moment at most. */
  answered(ms: number): Promise<void>
}

export const types = ['call', 'email', 'visit', 'meeting'] as const

/** @param users the CRM's users who are, or may be, signed in now */
export async function handAt(panel: Page, presses: Press[], users: () => readonly string[], note: (line: string) => void): Promise<Hand> {
  let undoing: Press | null = null
  /** Pressed here since the last rest. */
  let own: Press[] = []
  const open = (type: string | undefined) => own.find(press => press.mark === null && !press.denied && press.type === type)
  const hear = (seen: Seen) => {
    if (seen.what === 'press') {
      const press: Press = { type: seen.type, accounts: seen.accounts, users: [...users()], mark: null, fate: 'wanted', denied: false }
      presses.push(press)
      own.push(press)
      return note(`pressed ${seen.type} on ${seen.accounts.join(' or ')} as ${users().join(' or ')}`)
    }
    if (seen.what === 'undo') {
      undoing = presses.find(({ mark }) => mark === seen.mark) ?? null
      if (undoing?.fate === 'wanted') undoing.fate = 'unclear'
      return note(`takes back ${seen.mark}`)
    }
    note(`the panel says: ${seen.text}${seen.mark === null ? '' : ` (${seen.mark})`}`)
    const type = types.find(name => seen.text.toLowerCase().startsWith(name))
    if (seen.kind === 'logged' && !presses.some(({ mark }) => mark === seen.mark)) {
      const press = open(type)
      if (!press) throw new Error(`"${seen.text}", and nobody had pressed`)
      press.mark = seen.mark
    }
    if (seen.kind === 'notLogged') {
      const press = own.findLast(({ mark }) => mark === null)
      if (press) press.denied = true
    }
    if (undoing && seen.kind === 'undone') {
      undoing.fate = 'taken back'
      undoing = null
    }
  }
  await panel.exposeFunction('turfsideSeen', (seen: string) => hear(JSON.parse(seen) as Seen))
  await panel.evaluate(watch)
  await panel.evaluateOnNewDocument(watch)
  return {
    rest: () => {
      own = []
      undoing = null
    },
    press: async (type, clicks) => {
      // Whoever waits for an answer to such a press waits on: which answer is whose would not be known.
      if (open(type)) return false
      const button = await panel.$(`button[data-log="${type}"]`)
      if (!button) return false
      await button.click({ count: clicks })
      return true
    },
    undo: async () => {
      const button = await panel.$('[data-toast] [data-undo]')
      await button?.click()
      return button !== null
    },
    answered: async ms => {
      for (const end = Date.now() + ms; own.some(press => press.mark === null && !press.denied) && Date.now() < end;) await new Promise(resolve => setTimeout(resolve, 20))
    },
  }
}

/** In the panel's page. What was drawn less than this long ago may not be on the screen yet. */
function watch(): void {
  const unsure = 60
  const tell = (seen: Seen) => (window as unknown as { turfsideSeen(text: string): void }).turfsideSeen(JSON.stringify(seen))
  const account = () => document.querySelector('main')?.dataset.account ?? ''
  let drawn = { account: account(), before: account(), at: performance.now() }
  let said = ''
  const look = () => {
    if (account() !== drawn.account) drawn = { account: account(), before: drawn.account, at: performance.now() }
    const toast = document.querySelector<HTMLElement>('[data-toast]')
    const { toast: kind = '', mark = null } = toast?.dataset ?? {}
    const now = `${kind} ${mark ?? ''}`
    if (toast && now !== said) tell({ what: 'toast', kind, mark, text: toast.querySelector('span')?.textContent ?? '' })
    said = now
  }
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
  addEventListener('mousedown', event => {
    const undo = (event.target as Element).closest('[data-undo]')?.closest<HTMLElement>('[data-mark]')?.dataset.mark
    if (undo !== undefined) tell({ what: 'undo', mark: undo })
    const button = (event.target as Element).closest<HTMLElement>('[data-log]')
    // The second of a double click is the same press.
    if (!button || event.detail > 1) return
    const moved = event.timeStamp - drawn.at < unsure && drawn.before !== ''
    tell({ what: 'press', type: button.dataset.log!, accounts: moved ? [drawn.before, drawn.account] : [drawn.account] })
  }, true)
}
