/** One request that reached the API. Times are epoch milliseconds. */
export interface LogEntry {
  readonly host: string
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly at: number
  /** When it was answered, or cut; null while it is under way. */
  until: number | null
  /** Null: never answered. */
  status: number | null
  /** The query that a job was asked for. */
  readonly job?: string
  /** The requests inside a composite. */
  readonly subrequests: readonly { readonly method: string; readonly url: string }[]
}

/** How many requests had to wait for one another: the longest chain of which each began after the one before had ended. */
export function roundTrips(log: readonly LogEntry[]): number {
  const ended = log.filter(e => e.until !== null).sort((a, b) => a.until! - b.until!)
  let chain = 0
  let free = Number.NEGATIVE_INFINITY
  // Those that end first leave the most room for others after them.
  for (const e of ended) {
    if (e.at < free) continue
    chain++
    free = e.until!
  }
  return chain
}
