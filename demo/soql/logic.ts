import type { Condition, ConditionWithValueQuery, HavingClause, WhereClause } from 'soql-parser-js'
import { malformed } from './errors'

export type Leaf = Exclude<ConditionWithValueQuery, { openParen: number; field?: undefined; fn?: undefined }>
type Token = '(' | ')' | 'AND' | 'OR' | 'NOT' | { readonly leaf: Leaf }

/** The parser gives a chain with counts of parentheses; this lays it out again in the order of the query. */
function tokens(clause: WhereClause | HavingClause): Token[] {
  const out: Token[] = []
  let node: WhereClause | HavingClause | undefined = clause
  while (node) {
    const left = node.left as (Condition & { openParen?: number; closeParen?: number }) | null
    const operator = 'operator' in node ? node.operator : undefined
    for (let i = 0; i < (left?.openParen ?? 0); i++) out.push('(')
    if (operator === 'NOT') out.push('NOT')
    else {
      out.push({ leaf: left as Leaf })
      for (let i = 0; i < (left?.closeParen ?? 0); i++) out.push(')')
      if (operator) out.push(operator)
    }
    node = 'right' in node ? node.right : undefined
  }
  return out
}

/** What becomes of the parts of a clause. */
interface Joints<R> {
  leaf(condition: Leaf): R
  not(inner: R): R
  every(parts: readonly R[]): R
  some(parts: readonly R[]): R
}

/** Goes through a clause from its conditions up, as SOQL joins them: AND and OR do not mix without parentheses. */
export function fold<R>(clause: WhereClause | HavingClause, { leaf, not, every, some }: Joints<R>): R {
  const list = tokens(clause)
  let at = 0
  const unary = (): R => {
    const token = list[at++]
    if (token === 'NOT') return not(unary())
    if (token === '(') {
      const inner = chain()
      if (list[at++] !== ')') throw malformed("expecting a right parentheses, found '<EOF>'")
      return inner
    }
    if (typeof token === 'object') return leaf(token.leaf)
    throw malformed(`unexpected token: '${token ?? '<EOF>'}'`)
  }
  const chain = (): R => {
    const parts = [unary()]
    let joint: Token | null = null
    for (let next = list[at]; next === 'AND' || next === 'OR'; next = list[at]) {
      if (joint !== null && next !== joint) throw malformed(`unexpected token: '${next}'`)
      joint = next
      at++
      parts.push(unary())
    }
    if (parts.length === 1) return parts[0]!
    return joint === 'OR' ? some(parts) : every(parts)
  }
  const result = chain()
  if (at < list.length) throw malformed(`unexpected token: '${String(list[at])}'`)
  return result
}

/** A clause as a test. */
export const compile = <T>(clause: WhereClause | HavingClause, leaf: (condition: Leaf) => (item: T) => boolean): ((item: T) => boolean) => fold<(item: T) => boolean>(clause, {
  leaf,
  not: inner => item => !inner(item),
  every: parts => item => parts.every(p => p(item)),
  some: parts => item => parts.some(p => p(item)),
})

/** The conditions that must all hold, as far as they stand at the top: what an index may use. */
export function topLevel(clause: WhereClause): Leaf[] {
  const list = tokens(clause)
  if (list.includes('OR') || list.includes('NOT')) return []
  return list.flatMap(t => (typeof t === 'object' ? [t.leaf] : []))
}
