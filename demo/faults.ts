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
  /** The fault for this request, used up by asking. */
  take(method: string, path: string): Fault | null
}

export function createFaults(org: Org, sessions: Sessions, latencyMs: number): Faults {
  let pending: { fault: Fault; left: number | null }[] = []
  const faults: Faults = {
    latencyMs,
    pageLatencyMs: 0,
    clockAheadMs: 0,
    versions: null,
    add: fault => {
      if (!faultKinds.includes(fault.kind)) throw new RangeError(`no fault "${String(fault.kind)}"; there are ${faultKinds.join(', ')}`)
      pending.push({ fault, left: fault.times === undefined ? 1 : fault.times })
    },
    clear() {
      pending = []
      faults.latencyMs = latencyMs
      faults.pageLatencyMs = 0
      faults.clockAheadMs = 0
      faults.versions = null
      org.hidden.clear()
      org.invisible.clear()
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
    take(method, path) {
      const hit = pending.find(p => (p.fault.method === undefined || p.fault.method.toUpperCase() === method) && (p.fault.path === undefined || path.includes(p.fault.path)))
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
  if (orders.expireSessions) faults.expireSessions()
  if (orders.requireOnEvent !== undefined) faults.requireOnEvent(orders.requireOnEvent)
  faults.hide(...(orders.hide ?? []))
  faults.show(...(orders.show ?? []))
  faults.conceal(...(orders.conceal ?? []))
}
