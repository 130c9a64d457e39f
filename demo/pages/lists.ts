import { reports } from '../data/lists'
import type { Org } from '../org'
import { rowsIn } from '../rest/listViews'
import { reportRows } from '../rest/reports'
import { rowsWith, wordsOf } from '../rest/search'
import type { Row } from '../schema/field'

interface Shown {
  readonly title: string
  readonly rows: readonly Row[]
}

/** What a list view, a report or a search shows a user; null: the address is of another page. */
export function listOn(org: Org, userId: string, { pathname, searchParams, hash }: URL): Shown | null {
  const object = org.schema.object(/^\/lightning\/o\/(\w+)\/(?:list|home|pipelineInspection)/.exec(pathname)?.[1] ?? '')
  if (object) return { title: object.labelPlural, ...viewOn(org, userId, object.name, searchParams.get('filterName')) }
  const report = org.get(/^\/lightning\/r\/(?:Report\/)?(00O\w+)\/view/.exec(pathname)?.[1] ?? '')
  const def = reports.find(({ name }) => name === report?.DeveloperName)
  if (report && def) return { title: String(report.Name), rows: reportRows({ org, userId }, def) }
  const term = pathname === '/lightning/search' ? searchParams.get('term') : pathname === '/one/one.app' ? termIn(hash) : null
  return term === null ? null : { title: `Search: ${term}`, rows: ['Account', 'Contact', 'Opportunity'].flatMap(name => rowsWith(org, userId, org.schema.object(name)!, wordsOf(term))) }
}

function viewOn(org: Org, userId: string, object: string, filter: string | null): Pick<Shown, 'rows'> & Partial<Shown> {
  if (filter === null || filter === '__Recent') {
    const rows = org.rows(object).filter(row => row.IsDeleted !== true && org.sees(userId, row) && typeof row.LastViewedDate === 'number')
    return { ...(filter === null ? {} : { title: 'Recently Viewed' }), rows: rows.toSorted((a, b) => Number(b.LastViewedDate) - Number(a.LastViewedDate)) }
  }
  const view = org.rows('ListView').find(row => row.SobjectType === object && (row.DeveloperName === filter || String(row.Id).startsWith(filter)))
  return view ? { title: String(view.Name), rows: rowsIn(org, userId, String(view.Id)) } : { rows: [] }
}

function termIn(hash: string): string | null {
  try {
    const page = JSON.parse(Buffer.from(decodeURIComponent(hash.slice(1)), 'base64').toString('utf8')) as { attributes?: { term?: string } }
    return page.attributes?.term ?? null
  } catch {
    // Nothing that a search left there.
    return null
  }
}
