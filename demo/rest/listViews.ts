import { views, type ViewDef } from '../data/lists'
import { SalesforceError, notFound } from '../errors'
import type { Org } from '../org'
import type { ObjectDef, Row } from '../schema/field'
import type { ApiAnswer, ApiRequest, Caller } from './api'

/** /sobjects/<object>/listviews: the views of an object, and what is in one. */
export function listViews(c: Caller, r: ApiRequest, base: string, object: ObjectDef, rest: readonly string[]): ApiAnswer {
  const [id, part] = rest
  const own = c.org.rows('ListView').filter(row => row.SobjectType === object.name)
  if (r.method !== 'GET') throw new SalesforceError('METHOD_NOT_ALLOWED', `HTTP Method '${r.method}' not allowed. Allowed are HEAD, GET`, 405)
  if (id === undefined) return { status: 200, body: { done: true, listviews: own.map(row => basics(row, object, base)), nextRecordsUrl: null, size: own.length, sobjectType: object.name } }
  const view = c.org.get(id)
  if (!view || !own.includes(view)) throw notFound()
  if (part === undefined) return { status: 200, body: basics(view, object, base) }
  if (part !== 'results') throw notFound()
  const limit = bounded(r.params.get('limit'), 25, 1, 2000)
  const offset = bounded(r.params.get('offset'), 0, 0, 2000)
  const rows = rowsIn(c.org, c.userId, String(view.Id))
  const page = rows.slice(offset, offset + limit)
  return {
    status: 200,
    body: {
      columns: ['Name', 'Id'].map(name => ({ ascendingLabel: null, descendingLabel: null, fieldNameOrPath: name, hidden: name === 'Id', label: name, selectListItem: name, sortDirection: name === 'Name' ? 'ascending' : null, sortIndex: name === 'Name' ? 0 : null, sortable: true, type: name === 'Id' ? 'id' : 'string' })),
      developerName: view.DeveloperName, done: offset + page.length >= rows.length, id: view.Id, label: view.Name, size: page.length,
      records: page.map(row => ({ columns: [{ fieldNameOrPath: 'Name', value: nameOf(c.org, object, row) }, { fieldNameOrPath: 'Id', value: row.Id }] })),
    },
  }
}

/** The rows of a view as a user sees them, by name; none for an id that is no view's. */
export function rowsIn(org: Org, userId: string, viewId: string): readonly Row[] {
  const view = org.get(viewId)
  const def: ViewDef | undefined = views.find(({ object, name }) => object === view?.SobjectType && name === view.DeveloperName)
  const object = def && org.schema.object(def.object)
  if (!def || !object) return []
  return org.rows(def.object).filter(row => row.IsDeleted !== true && org.sees(userId, row) && def.holds(row, userId, org.clock.today()))
    .toSorted((a, b) => nameOf(org, object, a).localeCompare(nameOf(org, object, b)))
}

export function nameOf(org: Org, object: ObjectDef, row: Row): string {
  const field = object.fields.find(({ nameField }) => nameField)
  return field ? String(org.value(object, row, field) ?? '') : String(row.Subject ?? '')
}

const basics = (row: Row, object: ObjectDef, base: string) => {
  const url = `${base}/sobjects/${object.name}/listviews/${String(row.Id)}`
  return { describeUrl: `${url}/describe`, developerName: row.DeveloperName, id: row.Id, label: row.Name, resultsUrl: `${url}/results`, soqlCompatible: true, url }
}

function bounded(given: string | null, usual: number, least: number, most: number): number {
  const n = given === null ? usual : Number(given)
  if (!Number.isInteger(n) || n < least || n > most) throw new SalesforceError('INVALID_QUERY_FILTER_OPERATOR', `Value must be between ${least} and ${most}`)
  return n
}
