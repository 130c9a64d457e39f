import { SalesforceError } from '../errors'
import type { Org } from '../org'
import type { ObjectDef, Row } from '../schema/field'
import { attributes, toJson, type RecordJson } from '../soql/project'
import type { ApiAnswer, ApiRequest, Caller } from './api'
import { nameOf } from './listViews'

/** GET /search: the part of SOSL that names words, objects, fields and limits. */
export function search(c: Caller, r: ApiRequest, base: string): ApiAnswer {
  const sosl = r.params.get('q')
  if (sosl === null) throw new SalesforceError('MALFORMED_SEARCH', 'No search string was specified')
  const parts = /^FIND\s*\{((?:\\.|[^}\\])*)\}\s*(?:IN\s+(?:ALL|NAME)\s+FIELDS\s*)?(?:RETURNING\s+(.+))?$/is.exec(sosl)
  if (!parts) throw new SalesforceError('MALFORMED_SEARCH', `unexpected token: '${sosl.slice(0, 40)}'`)
  const term = parts[1]!
  // What belongs to the language and is not escaped is an operator; this demo has none.
  if (/(?<!\\)[&|!{}[\]()^~:"'+-]/.test(term.replace(/\\./g, ''))) throw new SalesforceError('MALFORMED_SEARCH', `line 1:6 mismatched character in search term: ${term}`)
  const words = termWords(term)
  if (words.join('').replace(/\*/g, '').length < 2) throw new SalesforceError('MALFORMED_SEARCH', 'search term must be longer than one character: ' + term)
  const records = (parts[2] ?? '').split(/,\s*(?=\w+\s*(?:\(|$|,))(?![^(]*\))/).filter(Boolean).flatMap(item => found(c, base, item.trim(), words))
  return { status: 200, body: { searchRecords: records } }
}

const termWords = (term: string): string[] => wordsOf(term.replace(/\\(.)/g, (_, letter: string) => (letter === '*' ? ' ' : letter)), true)

function found(c: Caller, base: string, item: string, words: readonly string[]): RecordJson[] {
  const [, name = '', inner = 'Id'] = /^(\w+)\s*(?:\((.*)\))?$/s.exec(item) ?? []
  const object = c.org.schema.object(name)
  if (!object) throw new SalesforceError('INVALID_TYPE', `sObject type '${name}' is not supported.`)
  const limit = Number(/\bLIMIT\s+(\d+)/i.exec(inner)?.[1] ?? 2000)
  const fields = inner.replace(/\s*LIMIT\s+\d+/i, '').split(',').map(field => field.trim()).filter(Boolean)
  const context = { org: c.org, userId: c.userId, soql: '', all: false, base }
  return rowsWith(c.org, c.userId, object, words).slice(0, limit).map(row => {
    const record: RecordJson = { attributes: attributes(context, object.name, row.Id ?? null) }
    for (const wanted of fields) {
      const field = c.org.schema.field(object, wanted)
      if (!field || c.org.hides(c.userId, object, field)) throw new SalesforceError('INVALID_FIELD', `No such column '${wanted}' on entity '${object.name}'`)
      record[field.name] = toJson(context, object, field, row)
    }
    return record
  })
}

const searched: Readonly<Record<string, readonly string[]>> = { Account: ['BillingCity', 'Phone', 'Website'], Contact: ['Email', 'Title', 'Phone'], Opportunity: [] }

/** Rows that have every word somewhere; `*` stands for the rest of a word. */
export function rowsWith(org: Org, userId: string, object: ObjectDef, words: readonly string[]): readonly Row[] {
  return org.rows(object.name).filter(row => {
    if (row.IsDeleted === true || !org.sees(userId, row)) return false
    const own = wordsOf([nameOf(org, object, row), ...(searched[object.name] ?? []).map(name => String(row[name] ?? ''))].join(' '))
    return words.every(word => own.some(one => (word.endsWith('*') ? one.startsWith(word.slice(0, -1)) : one === word)))
  })
}

export const wordsOf = (text: string, stars = false): string[] => text.toLowerCase().split(stars ? /[^\p{L}\p{N}*]+/u : /[^\p{L}\p{N}]+/u).filter(Boolean)
