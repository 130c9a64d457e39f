import { contains } from '../geo/contains'
import type { Evidence } from '../model/assessment'
import type { AreaRule, SegmentRule, Territory } from '../model/plan'
import type { Snapshot } from '../model/snapshot'
import { because } from './evidence'
import { folded } from './folded'
import type { Sales } from './sales'

/** What rules look at. */
export interface Looked {
  readonly snapshot: Snapshot
  readonly sales: Sales
}

/** Why a rule cannot be told: the word for what it asks for, and whether that is kept from the user rather than not there. */
export interface Untold {
  readonly without: string
  readonly hidden: boolean
}

/** Why the rule holds; null: it does not; or why that cannot be told. */
export type Answer = readonly Evidence[] | null | Untold

export type Rule = (looked: Looked) => Answer

/**
 * The rules of a territory, made ready to be asked of many accounts. Those of one kind are alternatives, kinds combine with *and*; null: it
 * has none.
 */
export function ruleOf({ areas, accountTypes, segments }: Territory): Rule | null {
  const kinds: Rule[] = []
  if (areas) kinds.push(anyOf(areas.map(areaRule)))
  if (accountTypes) kinds.push(typeRule(accountTypes))
  if (segments) kinds.push(anyOf(segments.map(segmentRule)))
  return kinds.length === 0 ? null : allOf(kinds, found => found)
}

export const isUntold = (answer: Answer): answer is Untold => answer !== null && 'without' in answer

/** Every alternative that holds, in an order of their own, so that the order in the plan never shows. */
function anyOf(rules: readonly Rule[]): Rule {
  return looked => {
    let found: readonly Evidence[] | null = null
    let untold: Untold | null = null
    for (const rule of rules) {
      const answer = rule(looked)
      if (answer === null) continue
      // Seeing more may help where one of them is hidden.
      if (isUntold(answer)) untold = preferred(untold, answer, true)
      else found = found === null ? answer : [...found, ...answer]
    }
    if (found === null) return untold
    return found.length === 1 ? found : distinct(found)
  }
}

/** All of them must hold; what is shown may be fewer. */
function allOf(rules: readonly Rule[], shown: (found: readonly Evidence[]) => readonly Evidence[]): Rule {
  return looked => {
    const found: Evidence[] = []
    let untold: Untold | null = null
    for (const rule of rules) {
      const answer = rule(looked)
      if (answer === null) return null
      // Seeing more does not help where one of them is not there to be seen.
      if (isUntold(answer)) untold = preferred(untold, answer, false)
      else found.push(...answer)
    }
    return untold ?? shown(found)
  }
}

const preferred = (before: Untold | null, next: Untold, hidden: boolean): Untold => (before === null || (next.hidden === hidden && before.hidden !== hidden) ? next : before)

function distinct(found: readonly Evidence[]): Evidence[] {
  const byText = new Map(found.map(evidence => [JSON.stringify(evidence), evidence]))
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, evidence]) => evidence)
}

const kept = (without: string): Untold => ({ without, hidden: true })
const addressKept = kept('address')
const placeKept = kept('place')
const placeless: Untold = { without: 'place', hidden: false }

/** An address that may not be seen has no country, though the home country is taken for one that names none. */
const addressed = (rule: Rule): Rule => looked => (looked.snapshot.hidden.includes('account.address') ? addressKept : rule(looked))

function areaRule(rule: AreaRule): Rule {
  if ('countries' in rule) return listed(rule.countries, ({ country }) => country, value => because('ruleCountry', { value }))
  if ('states' in rule) return listed(rule.states, ({ region }) => region, value => because('ruleState', { value }))
  if ('counties' in rule) return listed(rule.counties, ({ county }) => county, value => because('ruleCounty', { value }))
  if ('polygon' in rule) {
    const holds = [because('rulePolygon', { value: rule.name ?? null })]
    return ({ snapshot: { place, hidden } }) => {
      if (place) return contains(rule.polygon, place) ? holds : null
      return hidden.includes('account.address') ? addressKept : hidden.includes('account.coordinates') ? placeKept : placeless
    }
  }
  const codeOf = ({ country, postalCode }: Snapshot['area']) => (country === rule.country ? postalCode : null)
  if ('postalCodes' in rule) return listed(rule.postalCodes.map(bareCode), codeOf, value => because('rulePostalCode', { value }))
  // The longest says most.
  const prefixes = rule.postalPrefixes.map(bareCode).sort((a, b) => b.length - a.length)
  return addressed(({ snapshot: { area } }) => {
    const code = codeOf(area)
    const prefix = code === null ? undefined : prefixes.find(start => code.startsWith(start))
    return prefix === undefined ? null : [because('rulePostalPrefix', { value: code, prefix })]
  })
}

function listed(values: readonly string[], of: (area: Snapshot['area']) => string | null, worded: (value: string) => Evidence): Rule {
  const wanted = new Set(values)
  return addressed(({ snapshot: { area } }) => {
    const value = of(area)
    return value !== null && wanted.has(value) ? [worded(value)] : null
  })
}

const bareCode = (code: string): string => code.replace(/\s+/g, '').toUpperCase()

/** A field of the account that holds one of the texts. */
function textRule(field: 'type' | 'industry' | 'segment', values: readonly string[], worded: (value: string) => Evidence): Rule {
  const wanted = new Set(values.map(folded))
  const untold = kept(field)
  return ({ snapshot: { account, hidden } }) => {
    if (hidden.includes(`account.${field}`)) return untold
    const value = account[field]
    return value !== null && wanted.has(folded(value)) ? [worded(value)] : null
  }
}

const typeRule = (types: readonly string[]): Rule => textRule('type', types, value => because('ruleType', { value }))

/** All that the rule names must hold; its first condition is the evidence, the others are the plan's to read. */
function segmentRule(rule: SegmentRule): Rule {
  const conditions: Rule[] = []
  if (rule.industry) conditions.push(textRule('industry', rule.industry, value => because('ruleIndustry', { value })))
  if (rule.segment) conditions.push(textRule('segment', rule.segment, value => because('ruleSegment', { value })))
  if (rule.employees) conditions.push(employeesRule(rule.employees))
  if (rule.product) conditions.push(productRule(rule.product))
  for (const [field, wanted] of Object.entries(rule.fields ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))) conditions.push(fieldRule(field, wanted))
  return allOf(conditions, found => found.slice(0, 1))
}

interface Range {
  readonly atLeast?: number | undefined
  readonly atMost?: number | undefined
}

function employeesRule(range: Range): Rule {
  const untold = kept('employees')
  return ({ snapshot: { account, hidden } }) => {
    if (hidden.includes('account.employees')) return untold
    return inRange(range, account.employees) ? [because('ruleEmployees', { value: account.employees, atLeast: range.atLeast ?? null, atMost: range.atMost ?? null })] : null
  }
}

function productRule(products: readonly string[]): Rule {
  const wanted = [...products].sort().map(name => ({ name, key: folded(name) }))
  const untold = kept('products')
  return ({ sales }) => {
    const product = wanted.find(({ key }) => sales.hasBought(key))
    if (product) return [because('ruleProduct', { value: product.name })]
    return sales.productsKnown && !sales.hidden ? null : untold
  }
}

function fieldRule(field: string, wanted: NonNullable<SegmentRule['fields']>[string]): Rule {
  const values = Array.isArray(wanted) ? new Set(wanted.map(value => folded(String(value)))) : null
  const untold = kept(field)
  return ({ snapshot: { account, hidden } }) => {
    if (hidden.includes(`account.fields.${field}`)) return untold
    const value = account.fields[field] ?? null
    const holds = Array.isArray(wanted)
      ? value !== null && values!.has(folded(String(value)))
      : inRange(wanted, typeof value === 'boolean' ? null : value)
    return holds ? [because('ruleField', { field, value: String(value) })] : null
  }
}

function inRange(range: Range, value: string | number | null): boolean {
  const number = value === null || (typeof value === 'string' && value.trim() === '') ? NaN : Number(value)
  return number >= (range.atLeast ?? -Infinity) && number <= (range.atMost ?? Infinity)
}
