import { fail, ok, type Result } from '../adapter'
import type { Rate } from '../../model/snapshot'
import { fingerprintOf, type Api } from './api'
import { apart, commonTrouble, together } from './composite'
import { objectNames, shapeOf, type ObjectName, type ObjectShape } from './describe'
import { idOf } from './ids'
import { corporateOf, readRates } from './rates'
import { errorOf, send, settled, type Reply } from './request'
import { allRows, recordsOf } from './rows'
import { text } from './values'

/** What an adapter learns of an org once a day: version, fields, users, rates. It is one user's view, so it is kept with the session's fingerprint. */
export interface Org {
  readonly format: 3
  readonly fingerprint: string
  readonly learnedAt: number
  /** Such as "v62.0". */
  readonly version: string
  /** False: no `/composite` here, requests go side by side instead. */
  readonly composite: boolean
  /** Null: this user may not see the object. */
  readonly objects: Readonly<Record<ObjectName, ObjectShape | null>>
  /** Values of Task.Status that mean done; null: the org does not say. */
  readonly closedStatuses: readonly string[] | null
  readonly users: readonly DirectoryEntry[]
  /** False: there are more users than one page. Then names come with the records that they own. */
  readonly usersComplete: boolean
  readonly multiCurrency: boolean
  /** Of several currencies, the one in which the org adds up. */
  readonly corporate: string | null
  readonly rates: readonly Rate[]
  /** The fields that the options name for marks, as they are now: see `markField.ts`. */
  readonly marks?: Readonly<Partial<Record<'Task' | 'Event', string>>>
  /** Queries that this org does not take, left out from then on. */
  readonly without: readonly Addition[]
}

/** What makes an answer better and may fail alone. */
export type Addition = 'owners' | 'products' | 'campaigns' | 'hierarchy' | 'territories' | 'territoryUsers' | 'invitations' | 'persons'

export interface DirectoryEntry {
  readonly id: string
  readonly name: string
  readonly email: string | null
}

/** Every org has it; describes are asked there at once, while the list of versions is on its way. */
const floor = 'v60.0'
/** The newest version that this adapter was written against. */
const ceiling = 66
const memoName = 'org'
const dayMs = 86_400_000

/** What is known of the org, learned when it is not, is a day old, or was another session's. */
export const orgOf = async (api: Api): Promise<Result<Org>> => withMarks(api, await knownOrg(api))

async function knownOrg(api: Api): Promise<Result<Org>> {
  const fingerprint = await fingerprintOf(api)
  if (fingerprint === null) return fail({ kind: 'signedOut' })
  const known = (await api.access.memo.get(memoName)) as Org | null | undefined
  const age = known ? api.access.now() - known.learnedAt : NaN
  if (known && known.format === 3 && known.fingerprint === fingerprint && age >= 0 && age < dayMs) return ok(known)
  return learnOrg(api)
}

/** The options may name other fields at any time: they are no part of what is kept for a day. */
async function withMarks(api: Api, org: Result<Org>): Promise<Result<Org>> {
  if (!org.ok || !api.access.markField) return org
  const [task, event] = await Promise.all([api.access.markField('Task'), api.access.markField('Event')])
  return ok({ ...org.value, marks: { ...(task === null ? {} : { Task: task }), ...(event === null ? {} : { Event: event }) } })
}

/** The version to ask in, for what needs nothing else of the org: no request is made for it. */
export const versionOf = async (api: Api): Promise<string> => ((await api.access.memo.get(memoName)) as Org | null | undefined)?.version ?? floor

/** Remembers a small correction without learning all anew. */
export async function amend(api: Api, org: Org, change: Partial<Org>): Promise<Org> {
  const amended = { ...org, ...change }
  await api.access.memo.set(memoName, amended)
  return amended
}

/**
 * Asks the org for everything that `Org` holds, in one round trip: the versions beside a composite of describes and queries at the floor
 * version. Only a server that has no such version, or no composite, costs one more.
 */
export const learn = async (api: Api): Promise<Result<Org>> => withMarks(api, await learnOrg(api))

async function learnOrg(api: Api): Promise<Result<Org>> {
  const fingerprint = await fingerprintOf(api)
  if (fingerprint === null) return fail({ kind: 'signedOut' })
  const [listed, first] = await Promise.all([send(api, { method: 'GET', path: '/services/data/' }), together(api, floor, asksAt(floor))])
  if (!first.ok) return first
  const versions = settled(listed)
  const version = (versions.ok ? newest(versions.value) : null) ?? floor
  let answer = first.value
  if (answer.absent && version !== floor) {
    const second = await together(api, version, asksAt(version))
    if (!second.ok) return second
    answer = second.value
  }
  // A server may have composite, but describe only outside of it.
  if (answer.absent || cannotDescribe(answer.replies.Account!)) {
    const composite = !answer.absent
    const replies = await apart(api, asksAt(version))
    // Not even the describes are there: an API, but none that this adapter speaks.
    if (replies.ok && Object.values(replies.value).every(noVersion)) return fail({ kind: 'unreadable', what: 'no version of the API that Turfside knows' })
    return replies.ok ? keep(api, { fingerprint, version, composite }, replies.value) : replies
  }
  return keep(api, { fingerprint, version, composite: true }, answer.replies)
}

/** A path of the API that is not there at all: its version was taken away, or never was. */
export const noVersion = ({ status }: Reply): boolean => status === 404 || status === 410

const cannotDescribe = (reply: Reply): boolean => reply.status >= 400 && ['notFound', 'refused', 'unreadable'].includes(errorOf(reply).kind)

const asksAt = (version: string): Record<string, string> => {
  const query = (soql: string): string => `/services/data/${version}/query?q=${encodeURIComponent(soql)}`
  return {
    ...Object.fromEntries(objectNames.map(name => [name, `/services/data/${version}/sobjects/${name}/describe`])),
    statuses: query('SELECT ApiName, MasterLabel, IsClosed FROM TaskStatus'),
    users: query('SELECT Id, Name, Email FROM User'),
    currencies: query('SELECT IsoCode, ConversionRate, IsCorporate FROM CurrencyType'),
    datedRates: query('SELECT IsoCode, ConversionRate, StartDate, NextStartDate FROM DatedConversionRate ORDER BY StartDate DESC'),
  }
}

async function keep(api: Api, base: Pick<Org, 'fingerprint' | 'version' | 'composite'>, replies: Readonly<Record<string, Reply>>): Promise<Result<Org>> {
  const trouble = commonTrouble(replies)
  if (!trouble.ok) return trouble
  const objects: Partial<Record<ObjectName, ObjectShape | null>> = {}
  for (const name of objectNames) {
    const shape = shapeOf(name, replies[name]!)
    if (!shape.ok) return shape
    objects[name] = shape.value
  }
  if (!objects.Account) return fail(replies.Account!.status >= 400 ? accountRefusal(replies.Account!) : { kind: 'notAllowed', what: 'Account' })
  const users = recordsOf(replies.users!)
  const multiCurrency = 'currencyisocode' in objects.Account
  const currencies = multiCurrency ? (recordsOf(replies.currencies!) ?? []) : []
  // Many currencies with a rate a day are more than a page: the rest is read once, here. The newest come first, should there be more than anyone reads.
  const dated = multiCurrency && recordsOf(replies.datedRates!) !== null ? await allRows(api, replies.datedRates!) : null
  if (dated && !dated.ok) return dated
  const org: Org = {
    ...base,
    format: 3,
    learnedAt: api.access.now(),
    objects: objects as Org['objects'],
    closedStatuses: closedStatuses(replies.statuses!),
    users: directory(users ?? []),
    usersComplete: users !== null && (replies.users!.body as { done?: unknown }).done !== false,
    multiCurrency,
    corporate: corporateOf(currencies),
    rates: readRates(currencies, dated?.value.rows ?? []),
    without: [],
  }
  // What only ails at the moment (a timeout in the user directory) is not to be believed for a day.
  if (Object.values(replies).every(reply => reply.status < 500)) await api.access.memo.set(memoName, org)
  return ok(org)
}

/** An org whose Account cannot be described is one whose accounts this user may not see: "not found" would speak of a single account. */
function accountRefusal(reply: Reply): ReturnType<typeof errorOf> {
  const error = errorOf(reply)
  return error.kind === 'notFound' ? { kind: 'notAllowed', what: 'Account' } : error
}

export const directory = (records: readonly Record<string, unknown>[]): DirectoryEntry[] =>
  records.flatMap(record => {
    const id = idOf(record.Id)
    return id === null ? [] : [{ id, name: text(record.Name) ?? text(record.Email) ?? id, email: text(record.Email) }]
  })

function closedStatuses(reply: Reply): string[] | null {
  const closed = recordsOf(reply)?.filter(record => record.IsClosed === true).flatMap(record => text(record.ApiName) ?? text(record.MasterLabel) ?? [])
  return closed && closed.length > 0 ? closed : null
}

/** The newest listed version that the adapter knows; where all are newer, the oldest of them. */
export function newest(listed: unknown): string | null {
  const numbers = (Array.isArray(listed) ? listed : []).flatMap((item: unknown) => {
    const version = (item as { version?: unknown } | null)?.version
    return typeof version === 'string' && /^\d+\.\d$/.test(version) ? Number(version) : []
  })
  const known = numbers.filter(version => version <= ceiling)
  const best = known.length > 0 ? Math.max(...known) : Math.min(...numbers)
  return Number.isFinite(best) ? `v${best.toFixed(1)}` : null
}
