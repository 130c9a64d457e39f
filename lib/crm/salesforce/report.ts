import { canonicalId, prefixes } from './ids'
import type { ListedRow } from './listedRows'
import { objectsWithAccounts } from './listPages'
import { text } from './values'

/**
 * The rows of a report as the analytics API runs it: `factMap` holds them by the groups that they are in ("1_0!T" is group 1_0 down, none across),
 * each a list of cells whose `value` is a record's id where the cell names a record.
 */

interface Cell {
  readonly value: unknown
}

interface Group {
  readonly key: string
  readonly value: unknown
  readonly groupings: readonly Group[]
}

/** Null: that is no report's answer. */
export function reportRows(body: unknown): { name: string | null; rows: ListedRow[]; more: boolean } | null {
  const said = body as {
    factMap?: unknown; allData?: unknown; hasDetailRows?: unknown; groupingsDown?: { groupings?: unknown }; groupingsAcross?: { groupings?: unknown }
    reportMetadata?: { name?: unknown; detailColumns?: unknown }; attributes?: { reportName?: unknown }
  } | null
  if (typeof said?.factMap !== 'object' || said.factMap === null) return null
  const columns = Array.isArray(said.reportMetadata?.detailColumns) ? said.reportMetadata.detailColumns.map(String) : []
  const down = groupIds(said.groupingsDown?.groupings)
  const across = groupIds(said.groupingsAcross?.groupings)
  const rows: ListedRow[] = []
  for (const [key, facts] of Object.entries(said.factMap as Record<string, unknown>)) {
    const [first = 'T', second = 'T'] = key.split('!')
    const ofGroup = down.get(first) ?? across.get(second) ?? null
    const own = (facts as { rows?: unknown } | null)?.rows
    for (const row of Array.isArray(own) ? (own as unknown[]) : []) {
      const cells = (row as { dataCells?: unknown } | null)?.dataCells
      rows.push({ id: idIn(Array.isArray(cells) ? (cells as Cell[]) : [], columns) ?? ofGroup, account: undefined })
    }
  }
  // A report that hides its details still names accounts where it groups by them.
  if (said.hasDetailRows === false && rows.length === 0) rows.push(...[...down.values(), ...across.values()].filter(id => id?.startsWith(prefixes.account)).map(id => ({ id, account: undefined })))
  return { name: text(said.reportMetadata?.name) ?? text(said.attributes?.reportName), rows, more: said.allData === false }
}

/** The row's account: of the column that is named so, else of the first that holds one; else another record that has an account. */
function idIn(cells: readonly Cell[], columns: readonly string[]): string | null {
  const ids = cells.map(({ value }) => (typeof value === 'string' ? canonicalId(value) : null))
  const named = ids.find((id, i) => id?.startsWith(prefixes.account) && /account(?:\.|_)?(?:name|id)?$/i.test(columns[i] ?? '') && !/parent|partner/i.test(columns[i] ?? ''))
  return named ?? ids.find(id => id?.startsWith(prefixes.account)) ?? ids.find(id => id !== null && Object.hasOwn(objectsWithAccounts, id.slice(0, 3))) ?? null
}

/** The record that each group is of, by the group's key: its own, else that of the group around it. */
function groupIds(groupings: unknown, around: string | null = null, found = new Map<string, string | null>()): Map<string, string | null> {
  for (const { key, value, groupings: inner } of Array.isArray(groupings) ? (groupings as Group[]) : []) {
    const own = typeof value === 'string' ? canonicalId(value) : null
    const id = own !== null && Object.hasOwn(objectsWithAccounts, own.slice(0, 3)) ? own : around
    found.set(key, id)
    groupIds(inner, id, found)
  }
  return found
}
