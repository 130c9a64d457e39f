import browser from 'webextension-polyfill'
import type { RecordRef } from '../crm/adapter'
import type { TouchType } from '../model/snapshot'
import { getMessage } from './words'

/**
 * What the background did at a key, in a menu or in the address bar, and has to tell. The panel that is open hears it, one that opens within seconds hears it
 * late; the toolbar's button shows a sign and says it in its title. Kept in the browser's memory only.
 */
export type Said = { readonly at: number } & (
  | { readonly what: 'logged'; readonly ref: RecordRef; readonly name: string; readonly type: TouchType; readonly mark: string }
  | { readonly what: 'notLogged'; readonly type: TouchType; readonly why: 'storage' | 'noSession' }
  /** Nothing was logged: the page, or the link, shows no account. */
  | { readonly what: 'noAccount' | 'noAccountLink' }
  /** Nothing was logged: the CRM did not give the account; its panel says why. */
  | { readonly what: 'notRead' }
  /** Nothing was logged: the plan asks for no touch there. */
  | { readonly what: 'nothingDue'; readonly name: string }
  /** Nothing was logged: there is no plan to ask for a touch. */
  | { readonly what: 'noPlan' }
  /** No cached account has such a name. */
  | { readonly what: 'noMatch'; readonly text: string }
  /** Show that account in the panel of the tab, with the form open for a touch of which the CRM asks more. */
  | { readonly what: 'show'; readonly ref: RecordRef; readonly tabId: number; readonly form: TouchType | null }
)

export type Told = Said extends infer S ? (S extends Said ? Omit<S, 'at'> : never) : never

const key = 'said'
/** How long it is news. */
const freshFor = 15_000
/** How long the sign stands on the button. */
const signFor = 4_000

/** Tells it, and gives the button back to `restore` after a while. */
export async function say(told: Told, now: number, restore: () => Promise<void>): Promise<void> {
  await browser.storage.session.set({ [key]: { ...told, at: now } })
  if (told.what === 'show') return
  await Promise.all([browser.action.setBadgeText({ text: told.what === 'logged' ? '✓' : '!' }), browser.action.setTitle({ title: `Turfside: ${sentence(told)}` })])
  // A worker that is stopped before has its badge restored by the next look.
  setTimeout(() => void restore(), signFor)
}

/** What was told within the last seconds; null: nothing. */
export async function justSaid(now: number): Promise<Said | null> {
  const said = (await browser.storage.session.get(key))[key] as Said | undefined
  return said && now - said.at < freshFor ? said : null
}

/** What was told names an account: it goes with the copies of it. */
export const unsay = (): Promise<void> => browser.storage.session.remove(key)

/** Calls back with what is told from now on, and with what was told just before and not heard. */
export async function hear(heard: (said: Said) => void, now: number): Promise<void> {
  browser.storage.session.onChanged.addListener(changes => {
    const said = changes[key]?.newValue as Said | undefined
    if (said) heard(said)
  })
  const said = await justSaid(now)
  if (said) heard(said)
}

export function sentence(told: Exclude<Told, { what: 'show' }>): string {
  switch (told.what) {
    case 'logged':
      return getMessage('said_logged', getMessage(`typeTitle_${told.type}`), told.name)
    case 'notLogged':
      return getMessage(`notLogged_${told.why}`, getMessage(`typeTitle_${told.type}`), 'CRM')
    case 'nothingDue':
      return getMessage('said_nothingDue', told.name)
    case 'noMatch':
      return getMessage('said_noMatch', told.text)
    default:
      return getMessage(`said_${told.what}`)
  }
}
