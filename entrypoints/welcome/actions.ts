import browser from 'webextension-polyfill'
import type { CrmTab, WelcomeActions } from '../../components/welcome/view'
import { db } from '../../lib/cache/db'
import { siteOf } from '../../lib/crm/sites'
import { send } from '../../lib/sync/send'
import { requestHost } from '../options/requestHost'
import { chosen, chosenCrm, chosenTabs, connecting, hostsOf, importing, making } from './state'

export const actions: WelcomeActions = {
  choose: id => {
    chosen.value = id
    connecting.value = null
  },
  allow: () => void browser.permissions.request({ origins: hostsOf(chosenCrm.value) }).then(
    granted => (connecting.value = granted ? null : { state: 'refused', host: siteOf(chosenCrm.value)!.label }),
    (error: unknown) => (connecting.value = { state: 'failed', message: error instanceof Error ? error.message : String(error) }),
  ),
  connect: address => requestHost(address, state => (connecting.value = state)),
  openHome: () => {
    const home = siteOf(chosenCrm.value)?.home
    if (home != null) void browser.tabs.create({ url: home })
  },
  goTo: tab => void goTo(tab),
  openPanel: tab => {
    // In the click itself: the browser opens a panel for no other reason.
    if (import.meta.env.FIREFOX) void browser.sidebarAction.open()
    else void chrome.sidePanel.open({ tabId: tab.tabId })
    void goTo(tab)
  },
  makeStarter: () => void makeStarter(),
  importPlan: file => void takePlan(file),
  openOptions: () => void browser.runtime.openOptionsPage(),
}

async function goTo({ tabId, windowId }: CrmTab): Promise<void> {
  await browser.tabs.update(tabId, { active: true })
  await browser.windows.update(windowId, { focused: true })
}

async function makeStarter(): Promise<void> {
  const tab = chosenTabs.value.find(({ signedIn }) => signedIn)
  if (!tab) return
  making.value = 'now'
  const answer = await send('makeStarter', { crm: tab.crm, org: tab.org })
  making.value = 'error' in answer ? answer.error : 'no'
}

async function takePlan(file: File): Promise<void> {
  importing.value = { state: 'reading', fileName: file.name }
  try {
    // Loaded with the schema that it is held against, when there is a file.
    const { importPlan } = await import('../../lib/sync/importPlan')
    importing.value = { ...(await importPlan(db, file)), fileName: file.name }
  } catch (error) {
    console.warn('The plan could not be stored', error)
    importing.value = { state: 'unreadable', fileName: file.name }
  }
}
