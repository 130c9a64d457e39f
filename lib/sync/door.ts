import { recognise, siteOf } from '../crm/sites'
import type { Message, RequestName } from '../messages'
import { touchTypes } from '../model/snapshot'

/**
 * The background's door. Whoever sends is either a page of this extension or the content script in a CRM page's top frame, and the latter may ask for three things only,
 * none of which names anything. What has not the shape of its request is not let in.
 */
export interface Sender {
  readonly id?: string | undefined
  readonly url?: string | undefined
  readonly origin?: string | undefined
  readonly frameId?: number | undefined
  readonly tab?: { readonly id?: number | undefined; readonly url?: string | undefined } | undefined
}

/** This extension: its id, and the address at which its pages begin. */
export interface Own {
  readonly id: string
  readonly root: string
}

/** The message, if that sender may send it and it is one; else null. */
export function admitted(message: unknown, sender: Sender, own: Own): Message | null {
  if (sender.id !== own.id || sender.url === undefined) return null
  if (typeof message !== 'object' || message === null) return null
  const { turfside, ask } = message as { turfside?: unknown; ask?: unknown }
  if (typeof turfside !== 'string' || !Object.hasOwn(shapes, turfside)) return null
  if (!sender.url.startsWith(own.root) && !(forPages.has(turfside) && isCrmPage(sender))) return null
  return shapes[turfside as RequestName](ask) ? (message as Message) : null
}

const forPages: ReadonlySet<string> = new Set<RequestName>(['openPanel', 'hidePill', 'pillFor'])

/**
 * The top frame of a tab on a CRM, and not a document that only bears its address. The tab's address goes before the sender's own, which Chromium leaves as it was
 * when the page loaded: a CRM that puts all behind its `#` is none by that.
 */
function isCrmPage({ url = '', origin, frameId, tab }: Sender): boolean {
  const shown = tab?.url ?? url
  if (tab?.id === undefined || frameId !== 0 || recognise(shown) === null || !URL.canParse(url)) return false
  const own = new URL(shown).origin
  return new URL(url).origin === own && (origin === undefined || origin === own)
}

type Shape = (value: unknown) => boolean

const nothing: Shape = value => value === null
const yes: Shape = value => typeof value === 'boolean'
const amount: Shape = value => typeof value === 'number' && Number.isFinite(value)
const upTo = (most: number): Shape => value => typeof value === 'string' && value.length <= most
const line = upTo(1_000)
/** A note is as long as its author likes; a CRM cuts what is too long for it. */
const long = upTo(200_000)
const named: Shape = value => line(value) && value !== ''
const day: Shape = value => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)
const either = (...shapes: readonly Shape[]): Shape => value => shapes.some(shape => shape(value))
const oneOf = (...values: readonly unknown[]): Shape => value => values.includes(value)
const optional = (shape: Shape): Shape => value => value === undefined || shape(value)
const has = (fields: Readonly<Record<string, Shape>>): Shape => value =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.entries(fields).every(([key, shape]) => shape(Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined))
const all = (...shapes: readonly Shape[]): Shape => value => shapes.every(shape => shape(value))
const words: Shape = value => has({})(value) && Object.values(value as object).every(long)

/** An org of a CRM that we know, spelled as its own addresses say it: the session is looked up, and sent, by it. */
const inOrg: Shape = value => {
  const { crm, org } = value as { crm: string; org: string }
  const page = siteOf(crm)?.recognise(siteOf(crm)!.address({ crm, org, id: '1' }))
  return page != null && (page.page === 'account' ? page.ref.org : page.org) === org
}
const ofOrg = (fields: Readonly<Record<string, Shape>>): Shape => all(has({ crm: named, org: named, ...fields }), inOrg)

const id: Shape = value => typeof value === 'string' && /^[\w-]{1,100}$/.test(value)
const ref = ofOrg({ id })
const list = ofOrg({ page: oneOf('list'), kind: oneOf('view', 'report', 'search'), object: either(nothing, named), id: named })
const record = ofOrg({ page: oneOf('record'), object: either(nothing, named), id })
const tab = either(nothing, amount)
const type = oneOf(...touchTypes)
const changes = { start: amount, day, minutes: amount, note: long, extra: words }

const shapes: { readonly [K in RequestName]: Shape } = {
  refresh: has({ ref, tabId: tab, maxAgeMs: amount, insist: optional(yes) }),
  readList: has({ list, maxAgeMs: amount }),
  leaveList: has({ list }),
  peersMade: nothing,
  belongs: has({ record, tabId: tab, maxAgeMs: amount, insist: optional(yes) }),
  log: has({ ref, mark: named, type, ...changes, onlineWord: line, accountName: line, by: optional(has({ fingerprint: either(nothing, line), space: either(nothing, line) })) }),
  undo: has({ mark: named }),
  drain: either(nothing, has({ again: named, changes: either(nothing, has(changes)) })),
  sendNow: nothing,
  takeBack: has({ marks: value => Array.isArray(value) && value.every(named) }),
  planChanged: nothing,
  loadPlan: has({ address: either(nothing, upTo(2_000)) }),
  renewDue: nothing,
  makeStarter: ofOrg({}),
  book: ofOrg({ order: oneOf('on', 'off', 'pause', 'resume', 'cancel', 'now', 'forget') }),
  bookCan: ofOrg({}),
  battery: has({ low: yes }),
  discard: has({ mark: named }),
  touchForm: has({ ref, type }),
  accountFields: ofOrg({}),
  markPlaces: ofOrg({}),
  appState: ofOrg({}),
  connectApp: ofOrg({ clientId: line, stay: yes }),
  disconnectApp: ofOrg({ forget: yes }),
  group: has({ ref, space: named, period: has({ from: day, to: day }), revenue: oneOf('deals', 'invoices', 'orders') }),
  openPanel: nothing,
  hidePill: nothing,
  pillFor: nothing,
}
