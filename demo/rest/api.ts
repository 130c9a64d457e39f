import type { Org } from '../org'
import type { Json } from '../soql/project'
import type { Answer } from '../soql/run'
import type { Job } from './bulk'

/** One request to the REST API, whether it came by wire or inside a composite. */
export interface ApiRequest {
  readonly method: string
  /** Without the query: "/services/data/v60.0/query". */
  readonly path: string
  readonly params: URLSearchParams
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Json | undefined
}

export interface ApiAnswer {
  readonly status: number
  /** Undefined: no content. */
  readonly body?: unknown
  /** What is no JSON, in place of `body`. */
  readonly file?: string | Uint8Array
  readonly headers?: Readonly<Record<string, string>>
}

/** In whose name, of which org, and under which address the API is asked. */
export interface Caller {
  readonly org: Org
  readonly userId: string
  /** "https://turfside-demo.my.salesforce.com" */
  readonly origin: string
  /** Results of queries that did not fit on a page, by locator. */
  readonly cursors: Map<string, Answer>
  /** The user's query jobs, by id. */
  readonly jobs: Map<string, Job>
  /** How long a query job takes. */
  readonly bulkMs: number
  readonly usage: Usage
}

/** Requests of the last 24 hours, and how many the org may make in that time. */
export interface Usage {
  used: number
  max: number
}

export const oldest = 31
export const newest = 67

/** "Spring '26" for 66. */
export function release(version: number): string {
  const n = version - 65
  return `${['Winter', 'Spring', 'Summer'][((n % 3) + 3) % 3]} '${String(26 + Math.floor(n / 3)).padStart(2, '0')}`
}
