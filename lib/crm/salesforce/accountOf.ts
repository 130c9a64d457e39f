import { fail, ok, type Belonging, type RecordKind, type Result, type Via, type Wanted } from '../adapter'
import { fingerprintOf, type Api } from './api'
import { canonicalId, idOf, prefixes } from './ids'
import { readLead } from './lead'
import { byPrefix } from './objects'
import { versionOf } from './org'
import { send, settled } from './request'
import type { Row } from './rows'
import { text } from './values'

/** Fields that lead on to the record whose account it is, of what carries none itself. */
const parents: Readonly<Record<string, readonly string[]>> = {
  Task: ['WhatId', 'WhoId'], Event: ['WhatId', 'WhoId'], EmailMessage: ['RelatedToId', 'ParentId'],
  OpportunityLineItem: ['OpportunityId'], OrderItem: ['OrderId'], QuoteLineItem: ['QuoteId'],
}
/** What always has the field, so that its absence means that the user may not see it. */
const carriers = new Set(['Contact', 'Opportunity', 'Case', 'Contract', 'Order', 'Quote', 'Asset', 'AccountContactRelation'])
/** A task of a product line of a deal: nobody's pages are deeper. */
const deepest = 3

/** Whose a record is. A record is asked for whole: no description is needed, and a field that is not there refuses nothing. */
export async function accountOf(api: Api, record: { readonly object: string | null; readonly id: string }, want: Wanted): Promise<Result<Belonging>> {
  return follow(api, record, want, null, 1)
}

async function follow(api: Api, { object: named, id }: { readonly object: string | null; readonly id: string }, want: Wanted, first: Via | null, depth: number): Promise<Result<Belonging>> {
  if (id.startsWith(prefixes.account)) return ok({ to: 'account', via: first ?? { kind: 'record', name: null }, accountId: id })
  if (id.startsWith(prefixes.lead)) return readLead(api, id, want, first)
  const object = named ?? byPrefix(id)?.object ?? null
  const found = object === null ? await objectOf(api, id) : ok(object)
  if (!found.ok) return found
  const name = found.value
  const answer = settled(await send(api, { method: 'GET', path: `/services/data/${await versionOf(api)}/sobjects/${name}/${id}` }))
  if (!answer.ok) return answer
  if (typeof answer.value !== 'object' || answer.value === null || Array.isArray(answer.value)) return fail({ kind: 'unreadable', what: `a ${name} that is no record` })
  const row = answer.value as Row
  if (idOf(row.Id) !== id || row.IsDeleted === true) return fail({ kind: 'notFound' })

  const via = first ?? { kind: byPrefix(id)?.kind ?? ('record' satisfies RecordKind), name: nameOf(row) }
  const account = accountId(row.AccountId)
  if (account !== null) return ok({ to: 'account', via, accountId: account })
  if (carriers.has(name)) return 'AccountId' in row ? ok({ to: 'nobody', via }) : fail({ kind: 'fieldHidden', field: `${name}.AccountId` })
  for (const field of parents[name] ?? []) {
    const parent = typeof row[field] === 'string' ? canonicalId(row[field]) : null
    if (parent !== null && depth < deepest && byPrefix(parent)?.kind !== null) return follow(api, { object: null, id: parent }, want, via, depth + 1)
  }
  return ok(byLookups(row, via))
}

/** An object of the org's own belongs to the account that it looks up: the one called so, else the only one. */
function byLookups(row: Row, via: Via): Belonging {
  const lookups = Object.entries(row).flatMap(([field, value]) => {
    const id = field === 'Id' ? null : accountId(value)
    return id === null ? [] : [{ field, id }]
  })
  const ids = [...new Set(lookups.map(({ id }) => id))]
  const called = lookups.find(({ field }) => /^(?:\w+__)?account__c$/i.test(field))?.id
  if (called !== undefined || ids.length === 1) return { to: 'account', via, accountId: called ?? ids[0]! }
  return ids.length === 0 ? { to: 'nobody', via } : { to: 'several', via, accountIds: ids }
}

const accountId = (value: unknown): string | null => (typeof value === 'string' && value.startsWith(prefixes.account) ? canonicalId(value) : null)

const nameOf = (row: Row): string | null =>
  text(row.Name) ?? text(row.Subject) ?? text(row.CaseNumber) ?? text(row.OrderNumber) ?? text(row.ContractNumber) ?? text(row.WorkOrderNumber) ?? text(row.AppointmentNumber)

interface Prefixes {
  readonly fingerprint: string
  readonly learnedAt: number
  /** Object by key prefix. */
  readonly objects: Readonly<Record<string, string>>
}

const dayMs = 86_400_000

/** The object of an id that is not everybody's, by the org's list of objects; kept a day, as it is long. */
async function objectOf(api: Api, id: string): Promise<Result<string>> {
  const fingerprint = await fingerprintOf(api)
  if (fingerprint === null) return fail({ kind: 'signedOut' })
  let known = (await api.access.memo.get('prefixes')) as Prefixes | null | undefined
  const age = known ? api.access.now() - known.learnedAt : NaN
  if (!known || known.fingerprint !== fingerprint || !(age >= 0 && age < dayMs)) {
    const answer = settled(await send(api, { method: 'GET', path: `/services/data/${await versionOf(api)}/sobjects` }))
    if (!answer.ok) return answer
    const listed = (answer.value as { sobjects?: unknown } | null)?.sobjects
    if (!Array.isArray(listed)) return fail({ kind: 'unreadable', what: 'a list of objects without objects' })
    const objects = Object.fromEntries(listed.flatMap((item: unknown) => {
      const { name, keyPrefix } = (item ?? {}) as Record<string, unknown>
      return typeof name === 'string' && /^\w+$/.test(name) && typeof keyPrefix === 'string' ? [[keyPrefix, name]] : []
    }))
    known = { fingerprint, learnedAt: api.access.now(), objects }
    await api.access.memo.set('prefixes', known)
  }
  const prefix = id.slice(0, 3)
  return Object.hasOwn(known.objects, prefix) ? ok(known.objects[prefix]!) : fail({ kind: 'notFound' })
}
