import { SalesforceError } from '../errors'
import type { Json } from '../soql/project'
import type { ApiAnswer, ApiRequest, Caller } from './api'

interface Sub {
  readonly method: string
  readonly url: string
  readonly referenceId: string
  readonly body?: Json
  readonly httpHeaders?: Readonly<Record<string, string>>
}
interface SubAnswer {
  readonly body: unknown
  readonly httpHeaders: Readonly<Record<string, string>>
  readonly httpStatusCode: number
  readonly referenceId: string | null
}
type Route = (c: Caller, r: ApiRequest) => ApiAnswer

const limitExceeded = (message: string): ApiAnswer => ({
  status: 200,
  body: { compositeResponse: [{ body: [{ errorCode: 'LIMIT_EXCEEDED', message }], httpHeaders: {}, httpStatusCode: 400, referenceId: null }] },
})

const isBulky = (url: string): boolean => /\/services\/data\/v[\d.]+\/(query|queryAll|composite\/sobjects)\b/.test(url)

/** POST /composite: requests in order, later ones may take values from the answers of earlier ones. */
export function composite(c: Caller, r: ApiRequest, route: Route): ApiAnswer {
  const body = r.body as { allOrNone?: boolean; compositeRequest?: readonly Sub[] } | null | undefined
  const subs = body?.compositeRequest
  if (!Array.isArray(subs) || subs.length === 0) throw new SalesforceError(
    'JSON_PARSER_ERROR', 'Required field compositeRequest is missing at [line:1, column:1]'
  )
  if (subs.length > 25) return limitExceeded('The request can’t contain more than 25 operations.')
  // Salesforce counts queries and sObject collections apart: five of them in one composite.
  if (subs.filter(s => isBulky(s.url)).length > 5) return limitExceeded('The request can’t contain more than 5 query or sObject collection operations.')
  const names = subs.map(s => s.referenceId)
  const twice = names.find((n, i) => names.indexOf(n) !== i)
  if (twice !== undefined) throw new SalesforceError('JSON_PARSER_ERROR', `Duplicate reference id: ${twice}`)

  let answers: SubAnswer[] = []
  c.org.transaction(() => {
    for (const sub of subs) answers.push(runOne(c, r, sub, answers, route))
    const failed = answers.some(a => a.httpStatusCode >= 400)
    if (!failed || body?.allOrNone !== true) return true
    answers = answers.map(a => (a.httpStatusCode >= 400 ? a : {
      ...a, httpHeaders: {}, httpStatusCode: 400,
      body: [{ errorCode: 'PROCESSING_HALTED', message: 'The transaction was rolled back since another operation in the same transaction failed.' }],
    }))
    return false
  })
  return { status: 200, body: { compositeResponse: answers } }
}

function runOne(c: Caller, outer: ApiRequest, sub: Sub, before: readonly SubAnswer[], route: Route): SubAnswer {
  const shape = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): SubAnswer =>
    ({ body, httpHeaders: headers, httpStatusCode: status, referenceId: sub.referenceId })
  try {
    const url = new URL(fill(sub.url, before), c.origin)
    const answer = route(c, {
      method: sub.method.toUpperCase(), path: url.pathname, params: url.searchParams,
      headers: { ...outer.headers, ...Object.fromEntries(Object.entries(sub.httpHeaders ?? {}).map(([k, v]) => [k.toLowerCase(), v])) },
      body: sub.body === undefined ? undefined : (JSON.parse(fill(JSON.stringify(sub.body), before)) as Json),
    })
    return shape(answer.status, answer.body ?? null, answer.headers)
  } catch (error) {
    if (error instanceof SalesforceError) return shape(error.status, error.body)
    throw error
  }
}

/** Puts answers of earlier requests in the place of `@{reference.path}`. */
function fill(text: string, before: readonly SubAnswer[]): string {
  return text.replace(/@\{([^}]+)\}/g, (_, path: string) => {
    const [name, ...keys] = path.split(/[.[\]]+/).filter(Boolean) as [string, ...string[]]
    const source = before.find(a => a.referenceId === name)
    if (!source) throw new SalesforceError(
      'PROCESSING_HALTED', `Invalid reference specified. No value for ${name} found. The referenced operation is not part of this request.`
    )
    let value: unknown = source.body
    for (const key of keys) value = value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[key] : undefined
    if (value === undefined || value === null || typeof value === 'object' || source.httpStatusCode >= 400) {
      throw new SalesforceError('PROCESSING_HALTED', `Invalid reference specified. No value for ${path} found in ${name}`)
    }
    return String(value)
  })
}

/** POST /composite/batch: requests that know nothing of each other. */
export function batch(c: Caller, r: ApiRequest, route: Route): ApiAnswer {
  const requests = (r.body as { batchRequests?: readonly { method: string; url: string; richInput?: Json }[]; haltOnError?: boolean } | null | undefined)?.batchRequests
  if (!Array.isArray(requests) || requests.length === 0) throw new SalesforceError(
    'JSON_PARSER_ERROR', 'Required field batchRequests is missing at [line:1, column:1]'
  )
  if (requests.length > 25) throw new SalesforceError('LIMIT_EXCEEDED', 'The batch request can’t contain more than 25 operations.')
  const results = requests.map(b => {
    try {
      const url = new URL(b.url.startsWith('/') ? b.url : `/services/data/${b.url}`, c.origin)
      const answer = route(c, { method: b.method.toUpperCase(), path: url.pathname, params: url.searchParams, headers: r.headers, body: b.richInput })
      return { statusCode: answer.status, result: answer.body ?? null }
    } catch (error) {
      if (error instanceof SalesforceError) return { statusCode: error.status, result: error.body }
      throw error
    }
  })
  return { status: 200, body: { hasErrors: results.some(x => x.statusCode >= 400), results } }
}
