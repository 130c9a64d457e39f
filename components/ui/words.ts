import type { ComponentChildren } from 'preact'

/** Where messages come from: `browser.i18n.getMessage` in the extension, a file elsewhere. */
export type MessageSource = (key: string, substitutions: string[]) => string

interface I18n {
  getMessage(key: string, substitutions?: string[]): string
  getUILanguage(): string
}

const i18n = (): I18n | undefined => {
  const at = globalThis as { browser?: { i18n?: I18n }; chrome?: { i18n?: I18n } }
  return at.browser?.i18n ?? at.chrome?.i18n
}

let source: MessageSource = (key, substitutions) => i18n()?.getMessage(key, substitutions) ?? ''
let locale: string | null = null

/** Takes words from elsewhere than the browser, and figures in another locale. */
export function setWords(from: MessageSource, inLocale: string): void {
  source = from
  locale = inLocale
}

/** Of figures and dates: the browser's. The words themselves may be in another, see `plural`. */
export const uiLocale = (): string => locale ?? i18n()?.getUILanguage() ?? 'en'

/** The message, or "" if there is none of that key. */
export const find = (key: string, ...substitutions: string[]): string => source(key, substitutions)

/** The message; its key where there is none, so that a slip is seen and not silent. */
export const t = (key: string, ...substitutions: string[]): string => find(key, ...substitutions) || key

const rules = new Map<string, Intl.PluralRules>()
const ruleOf = (type: 'cardinal' | 'ordinal', count: number): string => {
  // The messages' language, not the browser's: it may have fallen back to English.
  const key = t('locale') + type
  const known = rules.get(key) ?? new Intl.PluralRules(t('locale'), { type })
  rules.set(key, known)
  return known.select(count)
}

/** The message `key_one`, `key_other`, … that the count asks for; the count is the first substitution. */
export function plural(key: string, count: number, ...more: string[]): string {
  const shown = new Intl.NumberFormat(uiLocale()).format(count)
  return find(`${key}_${ruleOf('cardinal', count)}`, shown, ...more) || t(`${key}_other`, shown, ...more)
}

/** "1st", "22nd". */
export function ordinal(position: number): string {
  const shown = new Intl.NumberFormat(uiLocale()).format(position)
  return find(`ordinal_${ruleOf('ordinal', position)}`, shown) || t('ordinal_other', shown)
}

/** The message with elements in the places of its substitutions, in the order the language puts them. */
export function rich(key: string, ...parts: ComponentChildren[]): ComponentChildren[] {
  // Private-use characters stand in for the elements while the message is put together.
  const first = 0xe000
  const text = t(key, ...parts.map((_, i) => String.fromCharCode(first + i)))
  return text.split(/([\ue000-\ue00f])/).map(piece => (/^[\ue000-\ue00f]$/.test(piece) ? parts[piece.charCodeAt(0) - first] : piece))
}

/** "a, b and c" in the messages' language. */
export const listed = (items: readonly string[]): string => new Intl.ListFormat(t('locale'), { type: 'conjunction' }).format(items)

const rightToLeft = /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u
/** Marks that embed, overrule or isolate: left open in a name they would turn the rest of the sentence. */
const directing = /[\u202a-\u202e\u2066-\u2069]/g

/** A name from the CRM inside a sentence: right-to-left ones are kept from turning the words around them. */
export function isolate(name: string): string {
  const plain = name.replace(directing, '')
  return rightToLeft.test(plain) ? `\u2068${plain}\u2069` : plain
}

/** Sentences begin with a capital, whatever comes first in them. A name or figure without case stays as it is. */
export const upperFirst = (text: string): string => text.charAt(0).toLocaleUpperCase(uiLocale()) + text.slice(1)

/** The text with its full stop; one that ends in a point already, as a shortened month does in German, gets no second. */
export const sentence = (text: string): string => (/[.!?…]$/.test(text) ? text : t('sentence', text))

/** Tells the page which language its words are in, and which way that is written: the messages' own, as the browser's may have fallen back to English. */
export function speakIn(page: HTMLElement): void {
  page.lang = t('locale')
  page.dir = /Arab|Hebr/.test(new Intl.Locale(t('locale')).maximize().script ?? '') ? 'rtl' : 'ltr'
}
