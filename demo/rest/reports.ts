import { reports, type ReportDef } from '../data/lists'
import { SalesforceError, notFound } from '../errors'
import type { Row, Value } from '../schema/field'
import type { ApiAnswer, ApiRequest, Caller } from './api'
import { nameOf } from './listViews'

/** A run of a report holds no more rows than this. */
const mostRows = 2000

interface Cell {
  readonly label: string
  readonly value: Value
}

/** /analytics/reports/<id>: runs the report and waits for it. */
export function analytics(c: Caller, r: ApiRequest, base: string, rest: readonly string[]): ApiAnswer {
  const [kind, id] = rest
  if (kind !== 'reports') throw notFound()
  if (r.method !== 'GET') throw new SalesforceError('METHOD_NOT_ALLOWED', `HTTP Method '${r.method}' not allowed. Allowed are GET, POST`, 405)
  if (id === undefined) return { status: 200, body: c.org.rows('Report').map(row => ({ describeUrl: `${base}/analytics/reports/${String(row.Id)}/describe`, id: row.Id, instancesUrl: `${base}/analytics/reports/${String(row.Id)}/instances`, name: row.Name, url: `${base}/analytics/reports/${String(row.Id)}` })) }
  const row = c.org.get(id)
  const def = reports.find(({ name }) => name === row?.DeveloperName)
  if (!row || !def || !String(row.Id).startsWith('00O')) throw new SalesforceError('NOT_FOUND', 'The data you were trying to access could not be found. It may be due to another user deleting the data or a system error.', 404)
  return { status: 200, body: run(c, def, row, base, r.params.get('includeDetails') === 'true') }
}

/** The rows of a report as a user sees them. */
export const reportRows = (c: Pick<Caller, 'org' | 'userId'>, def: ReportDef): readonly Row[] =>
  c.org.rows(def.object).filter(row => row.IsDeleted !== true && c.org.sees(c.userId, row) && def.holds(row))

function run(c: Caller, def: ReportDef, row: Row, base: string, withDetails: boolean): Record<string, unknown> {
  const all = reportRows(c, def)
  const rows = all.slice(0, mostRows)
  const details = withDetails && def.details
  const cell = (of: Row, field: string): Cell => {
    const value = of[field] ?? null
    const target = typeof value === 'string' && /Id$/.test(field) ? c.org.get(value) : undefined
    return target ? { label: nameOf(c.org, c.org.schema.byPrefix(String(target.Id))!, target), value } : { label: value === null ? '-' : String(value), value }
  }
  const group = def.groups[0]
  const byGroup = new Map<string, { of: Cell; rows: Row[] }>()
  if (group) for (const one of rows) {
    const of = cell(one, group[1])
    const known = byGroup.get(String(of.value)) ?? { of, rows: [] }
    known.rows.push(one)
    byGroup.set(String(of.value), known)
  }
  const fact = (own: readonly Row[], shown: boolean) => ({
    aggregates: [{ label: String(own.length), value: own.length }],
    ...(details ? { rows: shown ? own.map(one => ({ dataCells: def.columns.map(([, field]) => cell(one, field)) })) : [] } : {}),
  })
  const groups = [...byGroup.values()]
  return {
    allData: all.length <= mostRows,
    attributes: { describeUrl: `${base}/analytics/reports/${String(row.Id)}/describe`, instancesUrl: `${base}/analytics/reports/${String(row.Id)}/instances`, reportId: row.Id, reportName: row.Name, type: 'Report' },
    factMap: { ...Object.fromEntries(groups.map((one, i) => [`${i}!T`, fact(one.rows, true)])), 'T!T': fact(rows, groups.length === 0) },
    groupingsAcross: { groupings: [] },
    groupingsDown: { groupings: groups.map(({ of }, i) => ({ groupings: [], key: String(i), label: of.label, value: of.value })) },
    hasDetailRows: details,
    reportExtendedMetadata: {
      aggregateColumnInfo: { RowCount: { dataType: 'int', label: 'Record Count' } },
      detailColumnInfo: Object.fromEntries(def.columns.map(([column]) => [column, { dataType: 'string', label: column }])),
      groupingColumnInfo: group ? { [group[0]]: { dataType: 'string', groupingLevel: 0, label: group[0] } } : {},
    },
    reportMetadata: {
      aggregates: ['RowCount'], chart: null, currency: null, detailColumns: def.columns.map(([column]) => column), developerName: row.DeveloperName,
      groupingsAcross: [], groupingsDown: group ? [{ dateGranularity: 'None', name: group[0], sortAggregate: null, sortOrder: 'Asc' }] : [],
      id: row.Id, name: row.Name, reportFormat: group ? 'SUMMARY' : 'TABULAR', reportType: { label: def.object, type: def.object }, showGrandTotal: true,
    },
  }
}
