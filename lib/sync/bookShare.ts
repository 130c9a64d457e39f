import type { BookRow, Waiting } from '../cache/bookStore'

/** What the book takes of the requests that an org may have in a day, unless the plan says otherwise. */
export const defaultShare = 0.2
/** Past this part of the day's requests, used by whomever, the rest is left to others. */
const mostOfOrg = 0.8
/** Where the CRM has a limit and does not say it: the smallest that any of its editions has. */
const smallestLimit = 15_000
/** Requests that it takes to learn the limit. */
const learning = 10

const hourMs = 3_600_000
const hourOf = (moment: number): number => Math.floor(moment / hourMs)

/** The calls of the last 24 hours with some more now. */
export function withCalls(calls: BookRow['calls'], more: number, now: number): BookRow['calls'] {
  const hour = hourOf(now)
  const kept = Object.entries(calls).filter(([at]) => Number(at) > hour - 24 && Number(at) <= hour)
  return { ...Object.fromEntries(kept), ...(more > 0 ? { [hour]: (calls[hour] ?? 0) + more } : {}) }
}

/** Requests of the last 24 hours: the CRM counts in a window that moves on, and so does this. */
export const callsOf = (calls: BookRow['calls'], now: number): number => Object.values(withCalls(calls, 0, now)).reduce((sum, count) => sum + count, 0)

export interface Share {
  /** Requests that the book may make in 24 hours. */
  readonly most: number
  readonly used: number
  /** Set where it must stop. */
  readonly waiting: Waiting | null
}

/**
 * How the book stands against its share of the org's day.
 *
 * @param books of this browser's users of the org: they share
 * @param share 0 to 1
 */
export function shareOf(books: readonly Pick<BookRow, 'calls' | 'usage'>[], share: number, now: number): Share {
  const usage = books.map(book => book.usage).filter(said => said !== null).sort((a, b) => b.at - a.at)[0] ?? null
  const most = Math.floor((usage?.max ?? smallestLimit) * share)
  const used = books.reduce((sum, { calls }) => sum + callsOf(calls, now), 0)
  if (used >= most && (usage || used >= learning)) return { most, used, waiting: { why: 'share', until: freeAt(books, most, now) } }
  // What others used an hour ago says nothing of now.
  if (usage && now - usage.at < hourMs && usage.used >= usage.max * mostOfOrg) return { most, used, waiting: { why: 'orgLimit', until: usage.at + hourMs } }
  return { most, used, waiting: null }
}

/** When so many of the calls will be a day old that there is room again. */
function freeAt(books: readonly Pick<BookRow, 'calls'>[], most: number, now: number): number {
  const byHour = new Map<number, number>()
  for (const { calls } of books) for (const [hour, count] of Object.entries(withCalls(calls, 0, now))) byHour.set(Number(hour), (byHour.get(Number(hour)) ?? 0) + count)
  let left = [...byHour.values()].reduce((sum, count) => sum + count, 0)
  for (const hour of [...byHour.keys()].sort((a, b) => a - b)) {
    left -= byHour.get(hour)!
    if (left < most) return (hour + 24) * hourMs
  }
  // A share of nothing: looked at again tomorrow.
  return now + 24 * hourMs
}
