import type { Path } from './jsonText'

/** Every kind of problem that a plan file can have, with the names of its values. The options page holds a sentence `plan_problem_<code>` for each. */
export const problemCodes = {
  // The file as a whole.
  fileTooLarge: ['megabytes', 'limit'],
  fileEmpty: [],
  notJson: ['line', 'column'],
  notPlan: ['got'],
  noVersion: [],
  badVersion: ['got'],
  newerVersion: ['version', 'known'],
  olderVersion: ['version', 'known'],

  // Keys and types.
  keyTwice: ['key'],
  unknownKey: ['key'],
  unknownKeyNear: ['key', 'near'],
  missingKey: ['key'],
  expectedObject: ['got'],
  expectedList: ['got'],
  expectedText: ['got'],
  expectedNumber: ['got'],
  expectedBoolean: ['got'],
  expectedOneOf: ['allowed', 'got'],

  // Values.
  empty: [],
  negative: ['got'],
  notWhole: ['got'],
  notFinite: [],
  belowLeast: ['least', 'got'],
  aboveMost: ['most', 'got'],
  notDay: ['got'],
  notCurrency: ['got'],
  notCountry: ['got'],
  notState: ['got'],
  notCounty: ['got'],
  notTimeZone: ['got'],
  notEmail: ['got'],
  notDecimal: ['got'],
  notAmount: ['got'],
  notShare: ['got'],
  detourBelowOne: ['got'],
  notPosition: ['got'],
  shortRing: [],
  leaveBackwards: [],
  noIdOrEmail: [],
  areaShape: ['got'],
  emptyRange: [],
  emptySegment: [],
  fieldRuleShape: ['got'],
  travelShape: ['got'],
  priorityRuleShape: ['got'],
  /** A check of the schema that has no sentence of its own yet. */
  notAllowed: ['got'],

  // Across the document; `first` is the path of the other one.
  sameId: ['value', 'first'],
  sameEmail: ['value', 'first'],
  sameName: ['value', 'first'],
  samePriority: ['value', 'first'],
  repTwice: ['value', 'first'],
  accountTwice: ['value', 'first'],
  inAndOut: ['value', 'first'],
  pinnedTwice: ['value', 'first'],
  unknownRep: ['value'],
  ringOpen: [],
  rateTwice: ['from', 'to', 'first'],
  rateToItself: ['value'],
} as const satisfies Record<string, readonly string[]>

export type ProblemCode = keyof typeof problemCodes

export interface PlanProblem {
  readonly code: ProblemCode
  readonly values: Readonly<Record<string, string>>
}

/** A problem and where in the document it is. */
export interface Found {
  readonly at: Path
  readonly message: PlanProblem
}

/** One problem; the compiler holds its values to the list above. */
export const found = <C extends ProblemCode>(at: Path, code: C, values: Readonly<Record<(typeof problemCodes)[C][number], string>>): Found => ({ at, message: { code, values } })

/** "territories[2].areas[0].states"; a key that is no word stands in quotes. */
export function pathText(at: Path): string {
  let text = ''
  for (const step of at) {
    if (typeof step === 'number') text += `[${step}]`
    else if (/^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(step)) text += text === '' ? step : `.${step}`
    else text += `[${JSON.stringify(shortened(step))}]`
  }
  return text
}

/** Lists by index, keys by name. */
export function comparePaths(a: Path, b: Path): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const [x, y] = [a[i]!, b[i]!]
    if (x === y) continue
    if (typeof x === 'number' && typeof y === 'number') return x - y
    return String(x) < String(y) ? -1 : 1
  }
  return a.length - b.length
}

const longest = 60

const shortened = (text: string): string => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text)

/** A value as the file has it, in a few characters. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? '[]' : '[…]'
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0 ? '{}' : '{…}'
  // Too large for a number: JSON has no word for it.
  if (value === Infinity || value === -Infinity) return '1e999'
  return shortened(JSON.stringify(value) ?? '')
}
