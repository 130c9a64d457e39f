import type { Evidence, EvidenceValue } from '../../lib/model/assessment'
import { day, distance, exactMoney, number, percent } from '../ui/format'
import { find, isolate, listed, lowerFirst, plural, t, upperFirst } from '../ui/words'

/**
 * One reason in words: the message `why_<code>`, with each value at its place in the alphabetical order of their names. Where a value is
 * null the message `why_<code>_no_<name>` is used if there is one, and where `count` is one, `why_<code>_one`.
 */
export function words({ code, values }: Evidence, today: string): string {
  const names = Object.keys(values).sort()
  const shown = names.map(name => valueWords(code, name, values[name] ?? null, today))
  const absent = names.filter(name => values[name] === null).map(name => `_no_${name}`).join('')
  const base = `why_${code}`
  const single = values.count === 1 ? '_one' : ''
  for (const key of [base + absent + single, base + absent, base + single]) {
    const text = find(key, ...shown)
    if (text) return upperFirst(text)
  }
  return upperFirst(t(base, ...shown))
}

/** Reasons as sentences in a row. */
export const sentences = (reasons: readonly Evidence[], today: string): string => reasons.map(reason => t('sentence', words(reason, today))).join(' ')

/** Reasons as one sentence: the rules that made a claim. */
export const reason = (rules: readonly Evidence[], today: string): string => {
  const [first, ...more] = rules.map(rule => words(rule, today))
  return first === undefined ? '' : t('sentence', listed([first, ...more.map(lowerFirst)]))
}

/** Names of values whose strings are words of ours, not of the CRM or the plan. */
const ourWords = new Set(['source', 'per', 'what'])

/** What a rule asks for may also be a field of the CRM, by the CRM's own name. */
export const ourWord = (value: string): string => find(`word_${value}`) || isolate(value)

function valueWords(code: string, name: string, value: EvidenceValue, today: string): string {
  if (value === null) return t('notKnown_inline')
  if (typeof value === 'number') return number(value)
  if (typeof value === 'string') {
    if (ourWords.has(name)) return ourWord(value)
    return isolate(code === 'ruleCountry' || code === 'homeCountryAssumed' ? country(value) : value)
  }
  if ('minor' in value) return exactMoney(value)
  if ('day' in value) return day(value.day, today)
  if ('ratio' in value) return percent(value.ratio)
  if ('km' in value) return distance(value.km)
  if ('type' in value) return t(`type_${value.type}`)
  return listed(value.list.map(item => (name === 'planned' ? touches(item) : isolate(item))))
}

/** "visit:2" → "2 visits". */
function touches(item: string): string {
  const [type, count] = item.split(':')
  return plural(`touches_${type}`, Number(count))
}

const country = (code: string): string => {
  try {
    return new Intl.DisplayNames(t('locale'), { type: 'region' }).of(code) ?? code
  } catch {
    // Not a region code: shown as the CRM has it.
    return code
  }
}
