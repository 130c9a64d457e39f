import type { OutboxRow } from '../cache/db'
import type { CrmError } from '../crm/adapter'

/** How long what cannot be sent now waits, by what stands in its way. */

/** Before the first repeat. Should the browser stop us in an attempt, the CRM may still be at work on it: asked sooner whether it arrived, it would say no. */
export const firstWait = 5_000
const longestWait = 30 * 60_000

/**
 * When to try again: each wait is twice the one before, up to half an hour, and spread by a quarter either way, so that a team whose CRM comes back does not come
 * back all at once; but never before the moment that the CRM named.
 *
 * @param random from 0 up to 1
 */
export function nextTry(error: CrmError, putOff: number, now: number, random: number): number {
  const wait = Math.min(firstWait * 2 ** Math.min(putOff, 20), longestWait) * (0.75 + random / 2)
  const told = error.kind === 'limit' || error.kind === 'down' ? (error.retryAt ?? 0) : 0
  return Math.max(now + wait, told)
}

/** What will not get better by itself: the user is asked. So is one whose account was merged into one that this user cannot see. */
export const isFinal = (error: CrmError): boolean => finals.has(error.kind)
const finals: ReadonlySet<CrmError['kind']> = new Set(['refused', 'notAllowed', 'notFound', 'merged', 'fieldHidden'])

/** What stands in the way of all that this user sends there: the others need not be tried. */
export const standsInTheWay = ({ kind }: CrmError): boolean => inTheWay.has(kind)
const inTheWay: ReadonlySet<CrmError['kind']> = new Set(['offline', 'portal', 'signedOut', 'apiOff', 'apiAccess', 'otherUser', 'limit'])

/** What was wrong with the way to the CRM, not with its will, and may be over: a limit is waited for until the moment it named. */
export const passes = ({ state, error }: OutboxRow): boolean => state !== 'sending' && error !== null && passing.has(error.kind)
const passing: ReadonlySet<CrmError['kind']> = new Set(['offline', 'portal', 'down', 'signedOut', 'apiOff', 'apiAccess', 'otherUser', 'unreadable'])

/** After such an answer nothing was written. Of the others nobody knows. */
export const isCertain = (error: CrmError): boolean => isFinal(error) || (error.kind !== 'offline' && standsInTheWay(error) && error.kind !== 'portal')

/** No attempt of it can have arrived. */
export const isOnlyHere = ({ attempts, state, unsureSince }: OutboxRow): boolean =>
  attempts === 0 || (state !== 'sending' && state !== 'taken back' && (unsureSince === undefined ? state === 'refused' : unsureSince === null))

/** Touches of one account go in the order logged. */
export const queueOf = ({ space, touch }: OutboxRow): string => `${space}|${touch.accountId}`

export const inOrder = (a: OutboxRow, b: OutboxRow): number => a.loggedAt - b.loggedAt || (a.mark < b.mark ? -1 : 1)
