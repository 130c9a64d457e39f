import * as v from 'valibot'
import { readJson } from './jsonText'
import { planSchema, type Plan } from './plan'
import { documentProblems } from './planChecks'
import { comparePaths, found, pathText, shown, type Found, type PlanProblem } from './planProblem'
import { shapeProblems } from './planShape'

/** The version of the document that this Turfside writes. */
export const planVersion = 1

/** A plan of this many characters has a million corners; what is larger is another file. */
export const planSizeLimit = 20_000_000

/** More than anyone reads at once. */
const mostProblems = 50

export interface PathProblem {
  /** "territories[2].areas[0].states"; "" is the file as a whole. */
  readonly path: string
  readonly message: PlanProblem
}

export type PlanReading =
  | { readonly ok: true; readonly plan: Plan }
  /** By path; `more` that are not listed. */
  | { readonly ok: false; readonly problems: readonly PathProblem[]; readonly more: number }

/**
 * The plan in the text of a file, or everything that is wrong with it, each with its path.
 *
 * A document of another version is refused as a whole: its keys mean what that version says.
 */
export function parsePlan(text: string): PlanReading {
  if (text.length > planSizeLimit) return refused([tooLarge(text.length)])
  // A byte order mark, as some editors put it, is no part of the document.
  const json = readJson(text.replace(/^\ufeff/, ''))
  if (!json.ok) return refused([text.trim() === '' ? found([], 'fileEmpty', {}) : found([], 'notJson', { line: String(json.line), column: String(json.column) })])
  const { value } = json
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refused([found([], 'notPlan', { got: shown(value) })])
  const otherVersion = versionProblem((value as { turfside?: unknown }).turfside)
  if (otherVersion) return refused([otherVersion])

  const doubles = json.doubles.map(at => found(at, 'keyTwice', { key: String(at.at(-1)) }))
  const problems = [doubles, shapeProblems(planSchema, value), documentProblems(value)].flat()
  if (problems.length > 0) return refused(problems)
  const result = v.safeParse(planSchema, value)
  if (result.success) return { ok: true, plan: result.output }
  // The schema has the last word, also where the search above is blind.
  return refused(result.issues.map(issue => found(issue.path?.map(({ key }) => key as string | number) ?? [], 'notAllowed', { got: shown(issue.input) })))
}

/** What is said of a file that is too large to be looked into; for those who know its size before its text. */
export const sizeProblem = (size: number): PathProblem => listed(tooLarge(size))

const tooLarge = (size: number): Found => found([], 'fileTooLarge', { megabytes: megabytes(size), limit: megabytes(planSizeLimit) })

const megabytes = (size: number): string => String(Math.ceil(size / 1_000_000))

function versionProblem(version: unknown): Found | null {
  if (version === undefined) return found([], 'noVersion', {})
  const at = ['turfside']
  if (typeof version !== 'number' || !Number.isInteger(version)) return found(at, 'badVersion', { got: shown(version) })
  const known = String(planVersion)
  if (version > planVersion) return found(at, 'newerVersion', { version: String(version), known })
  return version < planVersion ? found(at, 'olderVersion', { version: String(version), known }) : null
}

function refused(problems: Found[]): PlanReading {
  const sorted = [...problems].sort((a, b) => comparePaths(a.at, b.at))
  return { ok: false, problems: sorted.slice(0, mostProblems).map(listed), more: Math.max(0, sorted.length - mostProblems) }
}

const listed = ({ at, message }: Found): PathProblem => ({ path: pathText(at), message })
