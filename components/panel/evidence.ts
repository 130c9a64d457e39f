import type { Evidence, EvidenceValue } from '../../lib/model/assessment'
import { weekdays } from '../../lib/model/day'
import { day, distance, exactMoney, money, number, percent } from '../ui/format'
import { find, isolate, listed, plural, sentence, t, upperFirst } from '../ui/words'

/**
 * One reason in words: the message `why_<code>`, with each value at its place in the alphabetical order of their names. Where a value is
 * null the message `why_<code>_no_<name>` is used if there is one, and where `count` is one, `why_<code>_one`.
 */
export const words = (evidence: Evidence, today: string): string => phrase('why', evidence, today)

/** As `words`, of the messages that begin with `prefix`. */
export const phrase = (prefix: string, evidence: Pick<Evidence, 'code' | 'values'>, today: string): string => upperFirst(within(prefix, evidence, today))

/** As it stands inside a sentence: a capital at its start is the language's own, as of German nouns. */
function within(prefix: string, { code, values }: Pick<Evidence, 'code' | 'values'>, today: string): string {
  const names = Object.keys(values).sort()
  const shown = names.map(name => valueWords(prefix === 'why' ? code : null, name, values[name] ?? null, today))
  const absent = names.filter(name => values[name] === null).map(name => `_no_${name}`).join('')
  const base = `${prefix}_${code}`
  const single = values.count === 1 ? '_one' : ''
  for (const key of [base + absent + single, base + absent, base + single]) {
    const text = find(key, ...shown)
    if (text) return text
  }
  return t(base, ...shown)
}

/** Reasons as sentences in a row. */
export const sentences = (reasons: readonly Evidence[], today: string): string => reasons.map(reason => sentence(words(reason, today))).join(' ')

/** Reasons as one sentence: the rules that made a claim. */
export const reason = (rules: readonly Evidence[], today: string): string =>
  rules.length === 0 ? '' : sentence(upperFirst(listed(rules.map(rule => within('why', rule, today)))))

/** Names of values whose strings are words of ours, not of the CRM or the plan. */
const ourWords = new Set(['source', 'per', 'what'])

/** What a rule asks for may also be a field of the CRM, by the CRM's own name. */
export const ourWord = (value: string): string => find(`word_${value}`) || isolate(value)

/** @param code of a reason, whose sums are told to the cent; null elsewhere */
function valueWords(code: string | null, name: string, value: EvidenceValue, today: string): string {
  if (value === null) return t('notKnown_inline')
  if (typeof value === 'number') return number(value)
  if (typeof value === 'string') {
    if (ourWords.has(name)) return ourWord(value)
    return isolate(code === 'ruleCountry' || code === 'homeCountryAssumed' ? country(value) : value)
  }
  if ('minor' in value) return code === null ? money(value) : exactMoney(value)
  if ('day' in value) return day(value.day, today)
  if ('ratio' in value) return percent(value.ratio)
  if ('km' in value) return distance(value.km)
  if ('type' in value) return t(`type_${value.type}`)
  return listed(value.list.map(item => (/^[a-z]+:\d+$/.test(item) && touchesIn.has(name) ? touches(item) : name === 'days' ? weekday(item) : isolate(item))))
}

/** Values that list touches: a rotation plan's. */
const touchesIn = new Set(['planned', 'high', 'medium', 'low'])

/** "visit:2" → "2 visits". */
function touches(item: string): string {
  const [type, count] = item.split(':')
  return plural(`touches_${type}`, Number(count))
}

/** "mon" → "Monday". */
function weekday(name: string): string {
  const position = weekdays.indexOf(name as (typeof weekdays)[number])
  // The fifth of January 1970 was a Monday.
  return position < 0 ? name : new Intl.DateTimeFormat(t('locale'), { weekday: 'long', timeZone: 'UTC' }).format((4 + position) * 86_400_000)
}

const country = (code: string): string => {
  try {
    return new Intl.DisplayNames(t('locale'), { type: 'region' }).of(code) ?? code
  } catch {
    // Not a region code: shown as the CRM has it.
    return code
  }
}
