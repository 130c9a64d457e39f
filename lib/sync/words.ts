import browser from 'webextension-polyfill'

/** The message of the catalogue, for what the background says by itself: menus, badges, suggestions. */
export const getMessage = (key: string, ...substitutions: string[]): string => browser.i18n.getMessage(key, substitutions)

/** The message `key_one`, `key_other`, … that the count asks for in the messages' own language; the count is the first substitution. */
export function counted(key: string, count: number, ...more: string[]): string {
  const rule = new Intl.PluralRules(getMessage('locale')).select(count)
  const shown = new Intl.NumberFormat(browser.i18n.getUILanguage()).format(count)
  return getMessage(`${key}_${rule}`, shown, ...more) || getMessage(`${key}_other`, shown, ...more)
}
