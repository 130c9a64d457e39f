/**
 * What a person may hand to whoever mends Turfside after an error of its own. It holds nothing of the CRM or of its user: no message of the error
 * (which may quote anything), no address, no name, no id; only words of a list known beforehand, numbers, and places in our own files.
 */
export interface FailureFacts {
  readonly version: string
  readonly userAgent: string
  readonly where: 'panel' | 'options' | 'background'
  /** The adapter's id, and what the page shows; null: neither is known. */
  readonly crm: string | null
  readonly mode: string | null
  readonly counts: { readonly accounts: number; readonly waiting: number } | null
  readonly at: number
}

/** Our own files that have been loaded, as paths in the package: a place that names another file is not told. */
export interface OwnFiles {
  /** "chrome-extension://…" */
  readonly origin: string
  readonly paths: ReadonlySet<string>
}

const errorNames = new Set([
  'Error', 'TypeError', 'RangeError', 'ReferenceError', 'SyntaxError', 'EvalError', 'URIError', 'AggregateError', 'AbortError', 'TimeoutError', 'NetworkError', 'DataError',
  'DataCloneError', 'ConstraintError', 'NotFoundError', 'NotAllowedError', 'InvalidStateError', 'InvalidAccessError', 'OperationError', 'TransactionInactiveError', 'ReadOnlyError', 'ValiError',
])
const mostPlaces = 12

export function failureReport(error: unknown, own: OwnFiles, facts: FailureFacts): string {
  const word = (text: string | null): string => (text !== null && /^[a-zA-Z]{1,20}$/.test(text) ? text : 'none')
  const places = placesOf(error, own)
  return [
    `Turfside ${/^[\d.]{1,20}$/.test(facts.version) ? facts.version : '?'} in ${browserOf(facts.userAgent)}`,
    `Where: ${facts.where}; CRM: ${word(facts.crm)}; shown: ${word(facts.mode)}`,
    `Cached accounts: ${facts.counts?.accounts ?? 'not known'}; touches waiting: ${facts.counts?.waiting ?? 'not known'}`,
    `When: ${new Date(facts.at).toISOString().slice(0, 16)}Z`,
    `Error: ${nameOf(error)}`,
    ...(places.length > 0 ? places.map(place => `  at ${place}`) : ['  at a place that is not known']),
  ].join('\n')
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'something that is no error'
  return errorNames.has(error.name) ? error.name : 'Error'
}

function browserOf(userAgent: string): string {
  const product = /(Firefox|Edg|OPR|Chrome)\/(\d{1,4})/.exec(userAgent.replace(/Chrome\/\d+(?=.*(?:Edg|OPR)\/)/, ''))
  const system = /Windows|Macintosh|CrOS|Android|Linux/.exec(userAgent)?.[0] ?? 'another system'
  return product ? `${product[1]} ${product[2]} on ${system}` : `another browser on ${system}`
}

/** Places in the stack: of our own loaded files only, and without the message that the stack begins with, whatever it looks like. */
function placesOf(error: unknown, { origin, paths }: OwnFiles): string[] {
  if (!(error instanceof Error) || typeof error.stack !== 'string') return []
  const head = `${error.name}: ${error.message}`
  const stack = error.stack.startsWith(head) ? error.stack.slice(head.length) : error.stack
  return stack.split('\n').flatMap(line => {
    const at = line.indexOf(`${origin}/`)
    const place = at < 0 ? null : /^([\w./-]+):(\d{1,9}):(\d{1,9})\)?$/.exec(line.slice(at + origin.length + 1).trim())
    return place && paths.has(place[1]!) ? [`${place[1]}:${place[2]}:${place[3]}`] : []
  }).slice(0, mostPlaces)
}
