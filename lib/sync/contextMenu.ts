import browser, { type Menus, type Tabs } from 'webextension-polyfill'
import { recognise, sites } from '../crm/sites'
import type { TouchType } from '../model/snapshot'
import { accountAt, mayShowAccount } from './accountAt'
import { crmHosts } from './grantedHosts'
import type { Office } from './office'
import { openPanelBeside } from './openPanel'
import { quickLog } from './quickLog'
import { say } from './said'
import { getMessage } from './words'

/** The menu's lines by id, and the touch that each logs; null: it only shows the account. */
export const menuItems: Readonly<Record<string, TouchType | null>> = { 'menu-call': 'call', 'menu-email': 'email', 'menu-visit': 'visit', 'menu-show': null }

/** Lines in the menu of links that lead to a CRM, known or connected. */
export function followContextMenu(office: Office, drain: () => Promise<void>): void {
  const make = () => void navigator.locks.request('turfside menu', () => makeMenu(office))
  browser.runtime.onInstalled.addListener(make)
  browser.permissions.onAdded.addListener(make)
  browser.permissions.onRemoved.addListener(make)
  browser.contextMenus.onClicked.addListener((info, tab) => void chosen(office, drain, info, tab))
}

async function makeMenu({ reader: { db } }: Office): Promise<void> {
  const targetUrlPatterns = [...new Set([...sites.flatMap(({ pages }) => pages), ...(await crmHosts(db))])]
  await browser.contextMenus.removeAll()
  for (const id of Object.keys(menuItems)) browser.contextMenus.create({ id, title: getMessage(id.replace('-', '_')), contexts: ['link'], targetUrlPatterns })
}

async function chosen(office: Office, drain: () => Promise<void>, { menuItemId, linkUrl }: Menus.OnClickData, tab: Tabs.Tab | undefined): Promise<void> {
  const type = menuItems[String(menuItemId)]
  if (type === undefined || linkUrl === undefined) return
  const { reader: { now }, dueChanged } = office
  const page = recognise(linkUrl)
  const tabId = tab?.id ?? browser.tabs.TAB_ID_NONE
  // In the click itself: the browser opens a panel for no other reason.
  if (type === null || !mayShowAccount(page)) openPanelBeside(tabId)
  const ref = await accountAt(office, page)
  if (!ref) return say({ what: 'noAccountLink' }, now(), dueChanged)
  if (type === null) return say({ what: 'show', ref, tabId, form: null }, now(), dueChanged)
  const told = await quickLog(office, ref, type, tabId)
  if (!told) return
  await say(told, now(), dueChanged)
  if (told.what === 'logged') await drain()
}
