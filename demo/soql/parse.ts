import { createRequire } from 'node:module'
import type { Query } from 'soql-parser-js'
import { malformed, notHere } from './errors'

// The package's ES build has no file extensions in its imports, and its CommonJS build hides its names from ES imports.
const parser = createRequire(import.meta.url)('soql-parser-js') as typeof import('soql-parser-js')

const limit = 100_000

/** Parses a query, and says no in Salesforce's words when it is none. */
export function parse(soql: string): Query {
  if (soql.trim() === '') throw malformed('A query string has to be specified')
  if (soql.length > limit) throw malformed(`SOQL statements cannot be longer than ${limit} characters.`)
  let query: Query
  try {
    // Apex's `:variables` are no part of the REST API. The second option, said aloud, keeps the package from building a new parser each time (0.2 s).
    query = parser.parseQuery(soql, { allowApexBindVariables: false, ignoreParseErrors: false })
  } catch (error) {
    if (error instanceof TypeError || error instanceof ReferenceError) throw error
    const token = /found[^']*'([^']*)'/.exec(error instanceof Error ? error.message : '')?.[1]
    throw malformed(token ? `unexpected token: '${token}'` : `unexpected token: '${soql.trim().split(/\s+/)[0] ?? ''}'`)
  }
  if (!query.sObject || !query.fields?.length) throw malformed('unexpected token: <EOF>')
  if (query.usingScope && !/^everything$/i.test(query.usingScope) && !/^mine$/i.test(query.usingScope)) throw notHere(`USING SCOPE ${query.usingScope}`)
  if (query.withDataCategory) throw notHere('WITH DATA CATEGORY')
  if (query.update) throw notHere('UPDATE TRACKING')
  if (query.fields.some(f => f.type === 'FieldTypeof')) throw notHere('TYPEOF')
  return query
}
