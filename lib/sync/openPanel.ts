import browser from 'webextension-polyfill'

/**
 * Opens the panel beside a tab. Must follow the user's click at once: a browser opens its panel for no other reason.
 *
 * Firefox does not take a press on the pill, which is a message by the time it is here, for such a click. There the panel comes in a small window of its own,
 * unless the sidebar shows it already; the toolbar's button opens the sidebar.
 */
export async function openPanel(tabId: number, windowId: number | undefined): Promise<void> {
  if (!import.meta.env.FIREFOX) return chrome.sidePanel.open({ tabId })
  if (windowId === undefined || (await browser.sidebarAction.isOpen({ windowId }))) return
  try {
    await browser.sidebarAction.open()
  } catch (error) {
    if (!/user input/i.test(String(error))) throw error
    await openInWindow(windowId)
  }
}

const width = 400

async function openInWindow(windowId: number): Promise<void> {
  const url = browser.runtime.getURL(`sidepanel.html?window=${windowId}`)
  const [open] = await browser.tabs.query({ url })
  if (open?.windowId !== undefined) return void (await browser.windows.update(open.windowId, { focused: true }))
  const beside = await browser.windows.get(windowId)
  const place = beside.left === undefined || beside.width === undefined || beside.top === undefined ? {} : { left: Math.max(0, beside.left + beside.width - width), top: beside.top }
  await browser.windows.create({ type: 'popup', url, width, ...(beside.height === undefined ? {} : { height: beside.height }), ...place })
}

/**
 * Opens the panel beside a tab. Must be called in a user's click or press itself, before anything is awaited; where the browser does not take it for one, the panel
 * stays closed, and the toolbar's button says what there is to say.
 */
export function openPanelBeside(tabId: number): void {
  const opened = import.meta.env.FIREFOX ? browser.sidebarAction.open() : chrome.sidePanel.open({ tabId })
  opened.catch((error: unknown) => console.warn('The panel did not open', error))
}
