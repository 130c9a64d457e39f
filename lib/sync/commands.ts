import browser, { type Tabs } from 'webextension-polyfill'
import { recognise } from '../crm/sites'
import type { TouchType } from '../model/snapshot'
import { accountAt, mayShowAccount } from './accountAt'
import type { Office } from './office'
import { openPanelBeside } from './openPanel'
import { quickLog } from './quickLog'
import { say } from './said'

/** The keys, by their names in the manifest, and what each logs; null: the touch that the plan asks for next. */
export const logCommands: Readonly<Record<string, TouchType | null>> = { 'log-next': null, 'log-call': 'call', 'log-email': 'email', 'log-visit': 'visit' }

/** Logs by key on the account of the active tab. Where there is none, it says so, and opens the panel: a key that does nothing is a riddle. */
export function followCommands(office: Office, drain: () => Promise<void>): void {
  browser.commands.onCommand.addListener((command, given) => {
    const type = logCommands[command]
    if (type === undefined) return
    if (given) return void run(office, drain, type, given)
    void browser.tabs.query({ active: true, lastFocusedWindow: true }).then(([tab]) => tab && run(office, drain, type, tab))
  })
}

async function run(office: Office, drain: () => Promise<void>, type: TouchType | null, tab: Tabs.Tab): Promise<void> {
  const page = tab.url === undefined ? null : recognise(tab.url)
  const tabId = tab.id ?? browser.tabs.TAB_ID_NONE
  // In the press itself: the browser opens a panel for no other reason.
  if (!mayShowAccount(page)) openPanelBeside(tabId)
  const ref = await accountAt(office, page)
  if (!ref) return say({ what: 'noAccount' }, office.reader.now(), office.dueChanged)
  const told = await quickLog(office, ref, type, tabId)
  if (!told) return
  await say(told, office.reader.now(), office.dueChanged)
  if (told.what === 'logged') await drain()
}
