import type { Hierarchy } from '../../model/snapshot'
import { fieldOf } from './describe'
import { idOf } from './ids'
import type { Org } from './org'
import type { Row, Rows } from './rows'
import { quoted, text } from './values'

/**
 * The accounts above and right below one. Salesforce walks at most five parents in a query, and so do we; it lets no circle be saved, and where
 * one came in all the same, an account that was met before ends the walk.
 */

const mostParents = 5
/** Kept by name in the snapshot; the count is of all. */
const mostNamed = 200

/** The queries of an account's parents and children; empty where the org hides ParentId. */
export function hierarchyQueries(org: Org, id: string): { parents?: string; children?: string } {
  if (!fieldOf(org.objects.Account, 'ParentId') || org.without.includes('hierarchy')) return {}
  const up = Array.from({ length: mostParents }, (_, above) => 'Parent.'.repeat(above))
  return {
    parents: `SELECT Id, ${up.flatMap(path => [`${path}ParentId`, `${path}Parent.Name`]).join(', ')} FROM Account WHERE Id = ${quoted(id)}`,
    children: `SELECT Id, Name FROM Account WHERE ParentId = ${quoted(id)} ORDER BY Name`,
  }
}

/** Null: the org does not say. */
export function readHierarchy(id: string, parents: Rows | undefined, children: Rows | undefined): Hierarchy | null {
  const row = parents?.rows[0]
  if (!row || !children) return null
  const below = children.rows.flatMap(child => {
    const childId = idOf(child.Id)
    return childId === null || childId === id ? [] : [{ id: childId, name: text(child.Name) ?? '' }]
  })
  return {
    parents: parentsIn(row, id),
    // One that is its own parent is not its child.
    children: (children.total ?? children.rows.length) - (children.rows.length - below.length),
    firstChildren: below.slice(0, mostNamed),
  }
}

function parentsIn(row: Row, id: string): Hierarchy['parents'] {
  const found: { id: string; name: string | null }[] = []
  const met = new Set([id])
  for (let at: Row | null = row; at !== null && found.length < mostParents;) {
    const above = idOf(at.ParentId)
    if (above === null || met.has(above)) break
    met.add(above)
    const parent: Row | null = (at.Parent as Row | null | undefined) ?? null
    found.push({ id: above, name: text(parent?.Name) })
    at = parent
  }
  return found
}
