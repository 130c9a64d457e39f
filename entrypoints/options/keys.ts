import browser from 'webextension-polyfill'
import type { OptionsView } from '../../components/options/view'
import { t } from '../../components/ui/words'

/** Firefox opens its page of keys by a call of its own, and only of late; Chromium by its address. */
type WithSettings = typeof browser.commands & { openShortcutSettings?: () => Promise<void> }

export const hasKeysPage: boolean = !import.meta.env.FIREFOX || (browser.commands as WithSettings).openShortcutSettings !== undefined

export async function openKeysPage(): Promise<void> {
  if (import.meta.env.FIREFOX) await (browser.commands as WithSettings).openShortcutSettings?.()
  else await browser.tabs.create({ url: 'chrome://extensions/shortcuts' })
}

/** Each command with what it does and the key that the browser has for it now. */
export async function commandKeys(): Promise<OptionsView['keys']> {
  const commands = await browser.commands.getAll()
  return commands.map(({ name = '', description, shortcut }) => ({ name, does: name.startsWith('_execute') ? t('command_panel') : (description ?? name), shortcut: shortcut ?? '' }))
}
