import type { Query, WhereClause } from 'soql-parser-js'
import { to18 } from '../ids'
import type { FieldDef, ObjectDef, Row } from '../schema/field'
import type { Along, Bounds } from '../sorted'
import type { Context } from './context'
import { fold, topLevel, type Leaf } from './logic'
import { operand } from './operand'

/** Which rows to look at for a query, and in which order they come. */
export interface Plan {
  readonly rows: Iterable<Row>
  /** They come in the query's own order, so that no sorting is needed and a LIMIT ends the search. */
  readonly inOrder: boolean
}

/** Below so many rows, looking at each is as quick as any index. */
const few = 1000

/** Rows worth looking at: those that a reference or the id picks out, those of a stretch of ids or stamps, else all of the table. */
export function plan(c: Context, object: ObjectDef, query: Query): Plan {
  const table = c.org.table(object.name)
  const picked = query.where ? pickedOut(c, object, query.where) : null
  if (picked) return { rows: picked, inOrder: false }
  if (table.length <= few) return { rows: table.all(), inOrder: false }
  const order = orderAlong(c, object, query)
  const bounds = (along: Along): Bounds => (query.where ? boundsOf(c, object, query.where, along) : {})
  const bounded = (['Id', 'SystemModstamp'] as const)
    .filter(along => c.org.schema.field(object, along))
    .map(along => ({ along, bounds: bounds(along) })).map(way => ({ ...way, span: table.span(way.along, way.bounds) }))
  const shortest = bounded.reduce((best, way) => (way.span < best.span ? way : best))
  if (order) {
    const way = bounded.find(({ along }) => along === order.along)!
    // With a LIMIT, so many rows are met before enough of them have passed what the shortest stretch stands for.
    const met = query.limit === undefined ? way.span : Math.min(way.span, (query.limit + (query.offset ?? 0)) * (table.length / Math.max(1, shortest.span)))
    if (met <= 4 * shortest.span) return { rows: table.walk(way.along, way.bounds, order.descending), inOrder: true }
  }
  return { rows: shortest.span < table.length ? table.walk(shortest.along, shortest.bounds, false) : table.all(), inOrder: false }
}

/** ORDER BY Id, or SystemModstamp and what follows it as the index has it anyway. */
function orderAlong(c: Context, object: ObjectDef, query: Query): { along: Along; descending: boolean } | null {
  const orders = [query.orderBy ?? []].flat()
  const named = orders.map(order => ('field' in order ? c.org.schema.field(object, order.field)?.name : undefined))
  const descending = orders[0]?.order === 'DESC'
  if (orders.some(order => (order.order === 'DESC') !== descending)) return null
  if (named[0] === 'Id') return { along: 'Id', descending }
  if (named[0] === 'SystemModstamp' && (named.length === 1 || named[1] === 'Id')) return { along: 'SystemModstamp', descending }
  return null
}

/** The stretch outside of which the clause surely does not hold. */
function boundsOf(c: Context, object: ObjectDef, clause: WhereClause, along: Along): Bounds {
  const field = c.org.schema.field(object, along)
  if (!field) return {}
  return fold<Bounds>(clause, {
    leaf: leaf => ('field' in leaf && leaf.field.toLowerCase() === along.toLowerCase() ? leafBounds(c, field, leaf) : {}),
    not: () => ({}),
    every: parts => ({ low: extreme(parts.map(p => p.low), false, true), high: extreme(parts.map(p => p.high), false, false) }),
    some: parts => ({ low: extreme(parts.map(p => p.low), true, false), high: extreme(parts.map(p => p.high), true, true) }),
  })
}

/** The greatest or least of the ends. An open one is the answer where `open` says that it outweighs the others. */
function extreme(ends: readonly (string | number | undefined)[], open: boolean, greatest: boolean): string | number | undefined {
  if (open && ends.includes(undefined)) return undefined
  return ends.reduce((best, end) => (best === undefined ? end : end === undefined ? best : (end > best) === greatest ? end : best), undefined)
}

function leafBounds(c: Context, field: FieldDef, leaf: Leaf): Bounds {
  if (!('value' in leaf) || typeof leaf.value !== 'string') return {}
  const { operator, value, literalType } = leaf as { operator: string; value: string; literalType: string }
  if (!['=', '<', '<=', '>', '>='].includes(operator)) return {}
  const right = operand(c, field, value, literalType, operator)
  if (right.kind === 'null') return {}
  const low = right.kind === 'span' ? right.from : right.value as string | number
  const high = right.kind === 'span' ? right.to : right.value as string | number
  return { ...(operator === '<' || operator === '<=' ? {} : { low }), ...(operator === '>' || operator === '>=' ? {} : { high }) }
}

/** Rows that an equality on a reference or the id picks out; null where no index does. */
function pickedOut(c: Context, object: ObjectDef, clause: WhereClause): readonly Row[] | null {
  for (const leaf of topLevel(clause)) {
    if (!('field' in leaf) || !('value' in leaf) || leaf.field.includes('.')) continue
    if (leaf.operator !== '=' && leaf.operator !== 'IN') continue
    const field = c.org.schema.field(object, leaf.field)
    const values = [leaf.value].flat()
    if (!field || (field.type !== 'id' && field.type !== 'reference') || values.some(v => !v.startsWith("'"))) continue
    // CampaignMember.AccountId is worked out, not stored: no index knows it.
    if (object.name === 'CampaignMember' && field.name === 'AccountId') continue
    const ids = [...new Set(values.map(v => to18(v.slice(1, -1))))]
    if (field.type === 'id') return ids.map(id => c.org.get(id)).filter(row => row !== undefined).filter(row => String(row.Id).startsWith(object.keyPrefix))
    if (!c.org.table(object.name).knows(field.name)) continue
    return ids.length > 1 ? ids.flatMap(id => c.org.by(object.name, field.name, id)) : c.org.by(object.name, field.name, ids[0]!)
  }
  return null
}
