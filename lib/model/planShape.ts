import * as v from 'valibot'
import type { Path } from './jsonText'
import { found, problemCodes, shown, type Found, type ProblemCode } from './planProblem'

/**
 * Holds a document against a valibot schema and names every problem at its deepest path. valibot itself stops at the first unknown
 * key of an object and says no more of a union than that it fits none; a person who mistyped a key wants all of them, each where it is.
 */
export function shapeProblems(schema: v.GenericSchema, value: unknown): Found[] {
  return check(schema as Node, value, [])
}

/** What a valibot schema holds that is read here. */
export interface Node extends v.GenericSchema {
  readonly entries?: Readonly<Record<string, Node>>
  readonly item?: Node
  readonly wrapped?: Node
  readonly value?: Node
  readonly literal?: unknown
  readonly options?: readonly unknown[]
  /** The key that tells the options of a variant apart. */
  readonly key?: unknown
  readonly pipe?: readonly { readonly type: string; readonly message?: unknown }[]
  readonly message?: unknown
}

const ownKeys = (value: object): string[] => Object.keys(value)
const has = (value: object, key: string): boolean => Object.prototype.hasOwnProperty.call(value, key)
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

function check(node: Node, value: unknown, at: Path): Found[] {
  const problems = ofMembers(node, value, at)
  // What must hold of the whole is asked once its members are as they should be.
  return problems.length === 0 && node.pipe ? own(node, value, at) : problems
}

function ofMembers(node: Node, value: unknown, at: Path): Found[] {
  switch (node.type) {
    case 'optional':
      return check(node.wrapped!, value, at)
    case 'strict_object':
      return isObject(value) ? members(node, value, at) : [found(at, 'expectedObject', { got: shown(value) })]
    case 'array':
      return Array.isArray(value) ? value.flatMap((item, i) => check(node.item!, item, [...at, i])) : [found(at, 'expectedList', { got: shown(value) })]
    case 'record':
      return isObject(value) ? record(node, value, at) : [found(at, 'expectedObject', { got: shown(value) })]
    case 'variant':
      return variant(node, value, at)
    case 'union':
      return union(node, value, at)
    default:
      return own(node, value, at)
  }
}

function members(node: Node, value: Record<string, unknown>, at: Path): Found[] {
  const entries = node.entries!
  const problems: Found[] = []
  const near = new Set<string>()
  for (const key of ownKeys(value)) {
    if (has(entries, key)) continue
    const meant = nearest(key, ownKeys(entries).filter(known => !has(value, known)))
    if (meant) near.add(meant)
    problems.push(meant ? found([...at, key], 'unknownKeyNear', { key, near: meant }) : found([...at, key], 'unknownKey', { key }))
  }
  for (const key of ownKeys(entries)) {
    if (has(value, key)) for (const problem of check(entries[key]!, value[key], [...at, key])) problems.push(problem)
    // A mistyped key is one mistake, not two.
    else if (entries[key]!.type !== 'optional' && !near.has(key)) problems.push(found(at, 'missingKey', { key }))
  }
  return problems
}

function record(node: Node, value: Record<string, unknown>, at: Path): Found[] {
  const seen = new Set<string>()
  return ownKeys(value).flatMap(key => {
    const path = [...at, key]
    const name = key.trim()
    if (name === '') return [found(path, 'empty', {})]
    // Names that JavaScript keeps for itself are dropped by valibot, so they cannot be kept.
    if (name === '__proto__' || name === 'prototype' || name === 'constructor') return [found(path, 'unknownKey', { key })]
    if (seen.has(name)) return [found(path, 'keyTwice', { key: name })]
    seen.add(name)
    return check(node.value!, value[key], path)
  })
}

function variant(node: Node, value: unknown, at: Path): Found[] {
  if (!isObject(value)) return [found(at, 'expectedObject', { got: shown(value) })]
  const key = node.key as string
  const options = node.options as readonly Node[]
  if (!has(value, key)) {
    const typo = ownKeys(value).find(other => nearest(other, [key]))
    return [typo === undefined ? found(at, 'missingKey', { key }) : found([...at, typo], 'unknownKeyNear', { key: typo, near: key })]
  }
  const option = options.find(candidate => candidate.entries![key]!.literal === value[key])
  if (option) return check(option, value, at)
  return [found([...at, key], 'expectedOneOf', { allowed: allowedText(options.map(candidate => candidate.entries![key]!.literal)), got: shown(value[key]) })]
}

/** The problems of the option that the writer seems to have meant. */
function union(node: Node, value: unknown, at: Path): Found[] {
  const options = (node.options as readonly Node[]).filter(option => takes(option, value))
  if (options.length === 0) return [found(at, ...unionCode(node, value))]
  const tried = options.map(option => ({ likeness: isObject(value) ? keysMeant(option, value) : 1, problems: check(option, value, at) }))
  const best = tried.reduce((a, b) => (b.likeness > a.likeness || (b.likeness === a.likeness && b.problems.length < a.problems.length) ? b : a))
  if (best.likeness > 0 || !isObject(value)) return best.problems
  // None of its keys says which option was meant.
  return ownKeys(value).length === 0 ? [found(at, ...unionCode(node, value))] : ownKeys(value).map(key => found([...at, key], 'unknownKey', { key }))
}

/** How many keys of the value are those of the option; a key that is nearly one counts half. */
function keysMeant(option: Node, value: Record<string, unknown>): number {
  const known = ownKeys(option.entries ?? {})
  return ownKeys(value).reduce((sum, key) => sum + (known.includes(key) ? 1 : nearest(key, known) ? 0.5 : 0), 0)
}

function takes(node: Node, value: unknown): boolean {
  switch (node.type) {
    case 'union':
      return (node.options as readonly Node[]).some(option => takes(option, value))
    case 'array':
      return Array.isArray(value)
    case 'strict_object':
    case 'record':
    case 'variant':
      return isObject(value)
    case 'picklist':
      return typeof value === 'string'
    case 'literal':
      return typeof value === typeof node.literal
    default:
      return typeof value === node.type
  }
}

/** What the schema itself says of a value, the first of it. */
function own(node: Node, value: unknown, at: Path): Found[] {
  if (value === Infinity || value === -Infinity) return [found(at, 'notFinite', {})]
  const issue = v.safeParse(node, value, { abortPipeEarly: true }).issues?.[0]
  if (!issue) return []
  const got = shown(value)
  if (issue.kind === 'validation') {
    const code = sentences[issue.message] ?? checks[issue.type] ?? 'notAllowed'
    return [{ at, message: { code, values: valuesOf(code, got, String(issue.requirement)) } }]
  }
  switch (node.type) {
    case 'string':
      return [found(at, 'expectedText', { got })]
    case 'number':
      return [found(at, 'expectedNumber', { got })]
    case 'boolean':
      return [found(at, 'expectedBoolean', { got })]
    case 'literal':
      return [found(at, 'expectedOneOf', { allowed: allowedText([node.literal]), got })]
    case 'picklist':
      return [found(at, 'expectedOneOf', { allowed: allowedText(node.options!), got })]
    default:
      return [found(at, 'notAllowed', { got })]
  }
}

/** Those of the values that the code's sentence asks for. */
function valuesOf(code: ProblemCode, got: string, requirement: string): Record<string, string> {
  const all: Readonly<Record<string, string>> = { got, least: requirement, most: requirement }
  return Object.fromEntries(problemCodes[code].map(name => [name, all[name] ?? '']))
}

const allowedText = (values: readonly unknown[]): string => values.map(value => JSON.stringify(value)).join(', ')

function unionCode(node: Node, value: unknown): [ProblemCode & 'areaShape', { got: string }] {
  const code = sentences[String(node.message)] ?? 'notAllowed'
  // All of a union's codes have `got` for their one value.
  return [code as 'areaShape', { got: shown(value) }]
}

/** The messages of `plan.ts` as codes; a test holds that none is left out. */
export const sentences: Readonly<Record<string, ProblemCode>> = {
  'must not be empty': 'empty',
  'must be a day such as 2026-11-24': 'notDay',
  'must be an ISO 4217 code such as USD': 'notCurrency',
  'must be an ISO 3166-1 code such as US': 'notCountry',
  'must be an ISO 3166-2 code such as US-NY': 'notState',
  'must be US- and a county FIPS code such as US-36061': 'notCounty',
  'must be an IANA time zone such as America/New_York': 'notTimeZone',
  'must be an email address': 'notEmail',
  'must not be negative': 'negative',
  'must be a whole number': 'notWhole',
  'must be a decimal number such as 0.42': 'notDecimal',
  'must be a number or a decimal string, not negative': 'notAmount',
  'must be from 0 to 1': 'notShare',
  'must be 1 or more': 'detourBelowOne',
  'must be [longitude, latitude]': 'notPosition',
  'a ring needs at least four positions, the last one equal to the first': 'shortRing',
  '`from` must not be after `to`': 'leaveBackwards',
  'needs an id or an email': 'noIdOrEmail',
  'must be one of {countries}, {states}, {counties}, {country, postalCodes}, {country, postalPrefixes}, {name?, polygon}': 'areaShape',
  'needs atLeast or atMost': 'emptyRange',
  'must name at least one condition': 'emptySegment',
  'must be a list of values or a range': 'fieldRuleShape',
  'must be {perKm, detour?} or {perVisit}': 'travelShape',
  'must be {priority, revenueAtLeast}, {priority, netRankAtMost} or {priority, otherwise: true}': 'priorityRuleShape',
}

/** Checks that say nothing of their own, by their kind. */
export const checks: Readonly<Record<string, ProblemCode>> = { min_value: 'belowLeast', max_value: 'aboveMost', integer: 'notWhole', finite: 'notFinite' }

/** The key that was meant, if one is a slip or two away. */
function nearest(key: string, known: readonly string[]): string | null {
  const typed = key.toLowerCase()
  let best: string | null = null
  let bestSlips = Math.min(3, Math.ceil(typed.length / 3) + 1)
  if (typed.length > 40) return null
  for (const candidate of known) {
    const slips = slipsBetween(typed, candidate.toLowerCase())
    if (slips < bestSlips) [best, bestSlips] = [candidate, slips]
  }
  return best
}

/** Levenshtein's distance. */
function slipsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    row = next
  }
  return row[b.length]!
}
