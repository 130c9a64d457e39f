import type { Path } from './jsonText'
import { found, pathText, type Found } from './planProblem'

/**
 * What no schema can say of a plan: names that must be unique, names that must be found. Ids are compared exactly, as CRMs have ids that
 * differ in case only; emails, names and priorities in any case, as `assess` looks them up.
 *
 * @param plan a document that need not fit the schema: what does not is passed over, so that its author hears of everything at once
 */
export function documentProblems(plan: unknown): Found[] {
  return [
    ...unique(texts(plan, ['reps', 'managers'], 'id'), 'sameId'),
    ...unique(texts(plan, ['reps', 'managers'], 'email').map(anyCase), 'sameEmail'),
    ...unique(texts(plan, ['territories'], 'id'), 'sameId'),
    ...unique(texts(plan, ['territories'], 'name').map(anyCase), 'sameName'),
    ...list(plan, 'territories').flatMap((territory, i) => [
      ...repsOf(plan, territory, ['territories', i]),
      ...named(territory, ['territories', i]),
      ...openRings(territory, ['territories', i]),
    ]),
    ...unique(texts(plan, ['rotations'], 'priority').map(anyCase), 'samePriority'),
    ...unique(texts(member(plan, 'kare'), ['pins'], 'account', ['kare']), 'pinnedTwice'),
    ...unique(texts(member(plan, 'priorities'), ['pins'], 'account', ['priorities']), 'pinnedTwice'),
    ...rates(plan),
  ]
}

const member = (value: unknown, key: string): unknown => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined)

function list(value: unknown, key: string): readonly unknown[] {
  const items = member(value, key)
  return Array.isArray(items) ? items : []
}

const text = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value.trim() : null)

/** A text of the document, what it is compared by, and where it stands. */
interface Entry {
  readonly value: string
  readonly key: string
  readonly at: Path
}

/** The texts under `key` of all objects in these lists. */
const texts = (value: unknown, lists: readonly string[], key: string, under: Path = []): Entry[] =>
  lists.flatMap(name => list(value, name).flatMap((item, i) => {
    const found = text(member(item, key))
    return found === null ? [] : [{ value: found, key: found, at: [...under, name, i, key] }]
  }))

const anyCase = (entry: Entry): Entry => ({ ...entry, key: entry.key.toLowerCase() })

type Twice = 'sameId' | 'sameEmail' | 'sameName' | 'samePriority' | 'repTwice' | 'accountTwice' | 'inAndOut' | 'pinnedTwice'

/** A problem for each entry whose key an earlier one has. */
function unique(entries: readonly Entry[], code: Twice): Found[] {
  const firsts = new Map<string, Path>()
  return entries.flatMap(({ value, key, at }) => {
    const first = firsts.get(key)
    if (first) return [found(at, code, { value, first: pathText(first) })]
    firsts.set(key, at)
    return []
  })
}

function repsOf(plan: unknown, territory: unknown, at: Path): Found[] {
  const people = list(plan, 'reps')
  const known: Entry[] = []
  const problems: Found[] = []
  list(territory, 'reps').forEach((entry, i) => {
    const value = text(entry)
    if (value === null) return
    const position = people.findIndex(person => text(member(person, 'id')) === value || text(member(person, 'email'))?.toLowerCase() === value.toLowerCase())
    if (position < 0) problems.push(found([...at, 'reps', i], 'unknownRep', { value }))
    // By id and again by email is the same person twice.
    else known.push({ value, key: String(position), at: [...at, 'reps', i] })
  })
  return [...problems, ...unique(known, 'repTwice')]
}

function named(territory: unknown, at: Path): Found[] {
  const include = texts(territory, ['include'], 'account', at)
  const exclude = texts(territory, ['exclude'], 'account', at)
  const within = new Map(include.map(({ key, at: first }) => [key, first]))
  return [
    ...unique(include, 'accountTwice'),
    ...unique(exclude, 'accountTwice'),
    ...exclude.flatMap(({ value, key, at: second }) => {
      const first = within.get(key)
      return first ? [found(second, 'inAndOut', { value, first: pathText(first) })] : []
    }),
  ]
}

function openRings(territory: unknown, at: Path): Found[] {
  return list(territory, 'areas').flatMap((area, i) => {
    const polygon = member(area, 'polygon')
    const path = [...at, 'areas', i, 'polygon', 'coordinates']
    const coordinates = list(polygon, 'coordinates')
    const polygons = member(polygon, 'type') === 'Polygon' ? [{ rings: coordinates, path }] : coordinates.map((rings, j) => ({ rings: Array.isArray(rings) ? rings : [], path: [...path, j] }))
    return polygons.flatMap(({ rings, path: under }) => rings.flatMap((ring, j) => (isOpen(ring) ? [found([...under, j], 'ringOpen', {})] : [])))
  })
}

function isOpen(ring: unknown): boolean {
  // Shorter ones are refused for that.
  if (!Array.isArray(ring) || ring.length < 4) return false
  const [first, last] = [ring[0] as unknown, ring.at(-1) as unknown]
  return Array.isArray(first) && Array.isArray(last) && (first[0] !== last[0] || first[1] !== last[1])
}

function rates(plan: unknown): Found[] {
  const firsts = new Map<string, Path>()
  return list(plan, 'rates').flatMap((rate, i) => {
    const at = ['rates', i]
    const [from, to] = [text(member(rate, 'from')), text(member(rate, 'to'))]
    if (from === null || to === null) return []
    if (from === to) return [found(at, 'rateToItself', { value: from })]
    const first = firsts.get(`${from} ${to}`)
    if (first) return [found(at, 'rateTwice', { from, to, first: pathText(first) })]
    firsts.set(`${from} ${to}`, at)
    return []
  })
}
