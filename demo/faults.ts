import { to18 } from './ids'
import type { Org } from './org'
import type { Sessions } from './sessions'

export const faultKinds = ['unauthorized', 'limit', 'notFound', 'tooMany', 'serverError', 'badGateway', 'unavailable', 'apiDisabled', 'apiDisabledForUser', 'html', 'loginPage', 'loginRedirect', 'portal', 'truncated', 'silence', 'cut', 'cutBody'] as const
export type FaultKind = (typeof faultKinds)[number]

/** What is to go wrong with API requests, and with how many. */
export interface Fault {
  readonly kind: FaultKind
  /** Default 1; null: all, until cleared. */
  readonly times?: number | null
  /** Only requests of this method. */
  readonly method?: string
  /** Only requests whose path holds this text. */
  readonly path?: string
  /** A Retry-After header, in seconds or, as text, as it stands; with the kinds that answer an error. */
  readonly retryAfter?: number | string
  /** The request is carried out, and only its answer goes wrong. */
  readonly after?: boolean
}

export interface EventRequirement {
  /** `required`: describe says so; `validation`: a rule that only shows when it is broken. */
  readonly how: 'required' | 'validation'
  readonly message?: string
}

export interface Faults {
  add(fault: Fault): void
  /** Everything as it was: no faults, no latency, no hidden fields, no required field. */
  clear(): void
  /** Milliseconds before each API answer, and before each page. */
  latencyMs: number
  pageLatencyMs: number
  /** By how much the servers' clock, as their `Date` header tells it, is ahead of the real one. */
  clockAheadMs: number
  /** By how much the stamps of changes are ahead of the org's clock; negative: behind, as those of a transaction that took long are. */
  stampsAheadMs: number
  /** API requests that the org may make in 24 hours. */
  dailyRequests: number
  /** Leaves the org so many of them. */
  leave(requests: number): void
  /** How long a query job of the Bulk API takes. */
  bulkMs: number
  /** Cursors of queries that are under way are no good any more. */
  expireCursors(): void
  /** Runs before the answer to the n-th such request from now on: what changes in the org while a client is at work. */
  before(request: { readonly method?: string; readonly path?: string; readonly nth?: number }, act: () => void): void
  /** The versions that the API speaks; null: all that the demo knows. */
  versions: { readonly oldest: number; readonly newest: number } | null
  expireSessions(): void
  /** Makes Event.Visit_Reason__c necessary; null: not any more. */
  requireOnEvent(requirement: EventRequirement | null): void
  /** Hides fields by field-level security: "Account.Industry", or "005…|Account.Industry" for one user. */
  hide(...fields: string[]): void
  show(...fields: string[]): void
  /** Records that nobody may see. */
  conceal(...ids: string[]): void
  /** Records that are no longer shared with a user, and those of accounts among them; nothing tells of it. */
  unshare(userId: string, ...ids: string[]): void
  share(userId: string, ...ids: string[]): void
  /** The fault for this request, used up by asking. */
  take(method: string, path: string): Fault | null
}

/** What a day's requests are in an org that is not short of them. */
export const manyRequests = 100_000
const usualBulkMs = 50

/** What the server keeps beside the org. */
export interface Held {
  readonly usage: Map<string, { used: number }>
  readonly cursors: Map<string, Map<string, unknown>>
}

export function createFaults(org: Org, sessions: Sessions, held: Held, usual: { readonly latencyMs: number; readonly dailyRequests: number }): Faults {
  let awaited: { readonly method?: string; readonly path?: string; left: number; readonly act: () => void }[] = []
  let pending: { fault: Fault; left: number | null }[] = []
  const faults: Faults = {
    latencyMs: usual.latencyMs,
    dailyRequests: usual.dailyRequests,
    bulkMs: usualBulkMs,
    pageLatencyMs: 0,
    clockAheadMs: 0,
    versions: null,
    get stampsAheadMs() {
      return org.stampsAheadMs
    },
    set stampsAheadMs(ms) {
      org.stampsAheadMs = ms
    },
    leave: requests => void held.usage.set(org.name, { used: Math.max(0, faults.dailyRequests - requests) }),
    expireCursors: () => held.cursors.clear(),
    before: ({ nth = 1, ...request }, act) => void awaited.push({ ...request, left: nth, act }),
    add: fault => {
      if (!faultKinds.includes(fault.kind)) throw new RangeError(`no fault "${String(fault.kind)}"; there are ${faultKinds.join(', ')}`)
      pending.push({ fault, left: fault.times === undefined ? 1 : fault.times })
    },
    clear() {
      pending = []
      awaited = []
      faults.latencyMs = usual.latencyMs
      faults.dailyRequests = usual.dailyRequests
      held.usage.delete(org.name)
      faults.bulkMs = usualBulkMs
      faults.stampsAheadMs = 0
      faults.pageLatencyMs = 0
      faults.clockAheadMs = 0
      faults.versions = null
      org.hidden.clear()
      org.invisible.clear()
      org.unshared.clear()
      faults.requireOnEvent(null)
    },
    expireSessions: () => sessions.expire(),
    requireOnEvent(requirement) {
      org.required.delete('Event.Visit_Reason__c')
      org.validations.length = 0
      if (requirement?.how === 'required') org.required.add('Event.Visit_Reason__c')
      if (requirement?.how === 'validation') org.validations.push({
        object: 'Event', field: 'Visit_Reason__c', message: requirement.message ?? 'Say why you went: choose a visit reason.',
      })
    },
    hide: (...fields) => { for (const f of fields) org.hidden.add(f) },
    show: (...fields) => { for (const f of fields) org.hidden.delete(f) },
    conceal: (...ids) => { for (const id of ids) org.invisible.add(org.get(id)?.Id as string ?? id) },
    unshare: (userId, ...ids) => {
      const kept = org.unshared.get(userId) ?? new Set()
      org.unshared.set(userId, kept)
      for (const id of ids) kept.add(to18(id))
    },
    share: (userId, ...ids) => { for (const id of ids) org.unshared.get(userId)?.delete(to18(id)) },
    take(method, path) {
      const fits = (request: { readonly method?: string; readonly path?: string }): boolean =>
        (request.method === undefined || request.method.toUpperCase() === method) && (request.path === undefined || path.includes(request.path))
      const due = awaited.filter(one => fits(one) && --one.left === 0)
      awaited = awaited.filter(one => !due.includes(one))
      for (const { act } of due) act()
      const hit = pending.find(p => fits(p.fault))
      if (!hit) return null
      if (hit.left !== null && --hit.left <= 0) pending = pending.filter(p => p !== hit)
      return hit.fault
    },
  }
  return faults
}

/** Orders over HTTP, for what does not run in the server's process. */
export interface FaultOrders {
  readonly clear?: boolean
  readonly add?: readonly Fault[]
  readonly latencyMs?: number
  readonly pageLatencyMs?: number
  readonly clockAheadMs?: number
  readonly stampsAheadMs?: number
  readonly dailyRequests?: number
  readonly leave?: number
  readonly bulkMs?: number
  readonly expireCursors?: boolean
  readonly unshare?: { readonly userId: string; readonly ids: readonly string[] }
  readonly share?: { readonly userId: string; readonly ids: readonly string[] }
  readonly expireSessions?: boolean
  readonly requireOnEvent?: EventRequirement | null
  readonly hide?: readonly string[]
  readonly show?: readonly string[]
  readonly conceal?: readonly string[]
}

export function obey(faults: Faults, orders: FaultOrders): void {
  if (orders.clear) faults.clear()
  for (const fault of orders.add ?? []) faults.add(fault)
  if (orders.latencyMs !== undefined) faults.latencyMs = orders.latencyMs
  if (orders.pageLatencyMs !== undefined) faults.pageLatencyMs = orders.pageLatencyMs
  if (orders.clockAheadMs !== undefined) faults.clockAheadMs = orders.clockAheadMs
  if (orders.stampsAheadMs !== undefined) faults.stampsAheadMs = orders.stampsAheadMs
  if (orders.dailyRequests !== undefined) faults.dailyRequests = orders.dailyRequests
  if (orders.leave !== undefined) faults.leave(orders.leave)
  if (orders.bulkMs !== undefined) faults.bulkMs = orders.bulkMs
  if (orders.expireCursors) faults.expireCursors()
  if (orders.unshare) faults.unshare(orders.unshare.userId, ...orders.unshare.ids)
  if (orders.share) faults.share(orders.share.userId, ...orders.share.ids)
  if (orders.expireSessions) faults.expireSessions()
  if (orders.requireOnEvent !== undefined) faults.requireOnEvent(orders.requireOnEvent)
  faults.hide(...(orders.hide ?? []))
  faults.show(...(orders.show ?? []))
  faults.conceal(...(orders.conceal ?? []))
}
