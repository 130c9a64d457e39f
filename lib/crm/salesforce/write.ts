import { fail, ok, type CrmError, type FormField, type NewTouch, type Result } from '../adapter'
import type { Touch, TouchType } from '../../model/snapshot'
import { tokenOf, type Api } from './api'
import { formOf, objectOf, recordOf } from './form'
import { askableId, idOf, prefixes } from './ids'
import { orMerged } from './merged'
import { learn, noVersion, orgOf, type Org } from './org'
import { markFieldOf } from './markField'
import { activities, markInDescription, queryPath, selectOf } from './queries'
import { codeOf, errorOf, lastWordOf, send, settled, type Reply } from './request'
import { recordsOf } from './rows'
import { knownSession } from './session'
import { fromEvent, fromTask, markPrefix } from './touches'
import { quoted } from './values'

export async function touchForm(api: Api, type: TouchType): Promise<Result<readonly FormField[]>> {
  const org = await orgOf(api)
  if (!org.ok) return org
  const object = objectOf(type)
  return org.value.objects[object] ? ok(formOf(org.value, type)) : fail({ kind: 'notAllowed', what: object })
}

/**
 * Creates the record of a touch. A repeat first looks for one with its mark, and answers that. Afterwards it is made sure that there is one only: a
 * browser sends a POST again by itself when a kept connection breaks before the answer, and says nothing of it.
 */
export async function write(api: Api, touch: NewTouch, repeat: boolean): Promise<Result<Touch>> {
  const known = await orgOf(api)
  if (!known.ok) return known
  const session = await knownSession(api)
  if (!session.ok) return session
  const userId = session.value.user.ids[0]!
  if (repeat) {
    const written = await onlyOne(api, known.value, touch, null)
    if (!written.ok) return written
    if (written.value) return ok(written.value)
  }
  const created = await createOnce(api, known.value, touch, userId)
  if (!created.ok) return created
  // Described anew, perhaps, while it was written.
  const now = await orgOf(api)
  const one = await onlyOne(api, now.ok ? now.value : known.value, touch, created.value.id)
  // Asked again later, as a repeat. Where it may not be asked at all, it is as the answer said.
  if (!one.ok) return mayNotAsk.has(one.error.kind) ? created : fail(unsure(one.error))
  return ok(one.value ?? created.value)
}

const mayNotAsk: ReadonlySet<CrmError['kind']> = new Set(['notAllowed', 'fieldHidden', 'refused', 'notFound', 'apiOff'])

/** It may be there: an error that would mean that nothing was written says so no more. */
function unsure(error: CrmError): CrmError {
  if (error.kind === 'limit') return { kind: 'down', status: 429, retryAt: error.retryAt }
  return error.kind === 'offline' || error.kind === 'down' || error.kind === 'portal' ? error : { kind: 'unreadable', what: 'no word on whether it is there once' }
}

async function createOnce(api: Api, org: Org, touch: NewTouch, userId: string): Promise<Result<Touch>> {
  const first = await create(api, org, touch, userId)
  if (!first.ok || !(noVersion(first.value.reply) || (codeOf(first.value.reply)?.startsWith('INVALID_FIELD') ?? false))) return answerOf(api, org, touch, first, userId)
  // A field was hidden or taken away, or the version retired, since the org was described. Nothing was written: describe it again and send what is left, once.
  const relearned = await learn(api)
  if (!relearned.ok) return relearned
  return answerOf(api, relearned.value, touch, await create(api, relearned.value, touch, userId), userId)
}

interface Sent {
  readonly record: Readonly<Record<string, unknown>>
  readonly reply: Reply
}

async function create(api: Api, org: Org, touch: NewTouch, userId: string): Promise<Result<Sent>> {
  const object = objectOf(touch.type)
  if (!org.objects[object]) return fail({ kind: 'notAllowed', what: object })
  const record = recordOf(org, touch, userId)
  // A record that would not count as this touch, or could not be recognised again, must not come to be.
  const preview = asRead(org, object, { ...record, Id: 'new' }, userId, api.access.now())
  if (!preview || !preview.completed) return fail({ kind: 'refused', message: `${object} cannot be saved as a completed ${touch.type}.`, fields: ['TaskSubtype', 'Type', 'Status'] })
  if (preview.mark !== touch.mark) return fail({ kind: 'refused', message: `${object} has no field for the mark.`, fields: ['CallObject', 'Description'] })
  const reply = await send(api, { method: 'POST', path: `/services/data/${org.version}/sobjects/${object}`, body: record })
  return reply.ok ? ok({ record, reply: reply.value }) : reply
}

async function answerOf(api: Api, org: Org, touch: NewTouch, sent: Result<Sent>, userId: string): Promise<Result<Touch>> {
  if (!sent.ok) return sent
  const { record, reply } = sent.value
  // A deleted account is refused as such; the touch belongs to the one it was merged into, if it was.
  if (codeOf(reply) === 'DUPLICATE_VALUE') {
    // The org itself lets a mark be there once only: an earlier attempt arrived after all.
    const before = await onlyOne(api, org, touch, null)
    if (!before.ok || before.value) return before.ok ? ok(before.value!) : before
  }
  if (codeOf(reply) === 'ENTITY_IS_DELETED') return orMerged(api, org, touch.accountId, errorOf(reply))
  if (reply.status >= 400) return fail(lastWordOf(reply))
  const id = idOf((reply.body as { id?: unknown } | null)?.id)
  if (id === null) return fail({ kind: 'unreadable', what: 'a created record without an id' })
  const written = asRead(org, objectOf(touch.type), { ...record, Id: id }, userId, api.access.now())
  return written ? ok(written) : fail({ kind: 'unreadable', what: 'a created record that is no touch' })
}

/** What reading the new record would give, made from what was sent: it saves asking. Only the CRM's own time stamps are supposed. */
function asRead(org: Org, object: 'Task' | 'Event', record: Readonly<Record<string, unknown>>, userId: string, now: number): Touch | null {
  const stamp = new Date(now).toISOString()
  const row: Readonly<Record<string, unknown>> = { OwnerId: userId, CreatedDate: stamp, ...record }
  if (object === 'Event') return fromEvent(row)
  const closed = typeof row.Status === 'string' && (org.closedStatuses?.includes(row.Status) ?? true)
  return fromTask({ CompletedDateTime: closed ? stamp : null, ...row, IsClosed: closed }, org.closedStatuses)
}

/** The touch with this mark, if it is there: the one of that id, else the first. What else bears the mark is removed. */
async function onlyOne(api: Api, org: Org, touch: NewTouch, id: string | null): Promise<Result<Touch | null>> {
  const marked = await findMarked(api, org, touch)
  if (!marked.ok) return marked
  const kept = marked.value.find(found => found.id === id) ?? marked.value[0]
  for (const other of marked.value) {
    const removed = other === kept ? ok(null) : await remove(api, other.id)
    if (!removed.ok) return removed
  }
  return ok(kept ?? null)
}

/** Removes every touch with this mark. Where there is none, its account may have been merged into another, which has it then. */
export async function withdraw(api: Api, touch: NewTouch): Promise<Result<number>> {
  const org = await orgOf(api)
  if (!org.ok) return org
  const marked = await findMarked(api, org.value, touch)
  if (!marked.ok) return marked
  for (const { id } of marked.value) {
    const removed = await remove(api, id)
    if (!removed.ok) return removed
  }
  if (marked.value.length > 0) return ok(marked.value.length)
  const loss = await orMerged(api, org.value, touch.accountId, { kind: 'notFound' })
  return loss.error.kind === 'merged' ? loss : ok(0)
}

/** The touches with this mark. In a field of the org's own they are found wherever they are; one of before it was named is where it was put then. */
async function findMarked(api: Api, org: Org, touch: NewTouch): Promise<Result<Touch[]>> {
  const object = objectOf(touch.type)
  const own = markFieldOf(org, object)
  const found = own ? await ask(api, org, touch, `${selectOf(org, object)} WHERE ${own.name} = ${quoted(markPrefix + touch.mark)}`) : null
  // Refused: the field is gone since the org was described.
  if (found && (found.ok ? found.value.length > 0 : found.error.kind !== 'refused')) return found
  return findElsewhere(api, org, touch)
}

/**
 * The touches with this mark on their account. Where the mark can be filtered it is; else the account's newest rows are compared: one
 * page of up to 2,000, by when the CRM made them, so that no clock of ours matters. Archived ones are looked at too, as a touch may be of long ago.
 */
async function findElsewhere(api: Api, org: Org, touch: NewTouch): Promise<Result<Touch[]>> {
  const object = objectOf(touch.type)
  const select = activities(org, object, touch.accountId)
  if (select === null) return fail({ kind: 'notAllowed', what: object })
  const filter = object === 'Task' && !markInDescription(org) ? `AND CallObject = ${quoted(markPrefix + touch.mark)}` : 'ORDER BY CreatedDate DESC'
  return ask(api, org, touch, `${select} ${filter}`)
}

async function ask(api: Api, org: Org, touch: NewTouch, soql: string): Promise<Result<Touch[]>> {
  const reply = await send(api, { method: 'GET', path: queryPath(org, soql, true) })
  if (!reply.ok) return reply
  if (noVersion(reply.value)) {
    // Learned now, so that the next try asks a version that is there.
    const relearned = await learn(api)
    return relearned.ok ? fail({ kind: 'unreadable', what: 'a version of the API that is gone' }) : relearned
  }
  if (reply.value.status >= 400) return fail(lastWordOf(reply.value))
  const rows = recordsOf(reply.value)
  if (rows === null) return fail({ kind: 'unreadable', what: 'a query answer without records' })
  const touches = rows.map(row => (objectOf(touch.type) === 'Task' ? fromTask(row, org.closedStatuses) : fromEvent(row)))
  return ok(touches.filter(found => found?.mark === touch.mark) as Touch[])
}

/** Said by the API itself: another's 404, such as a proxy's, removes nothing. */
const gone = new Set(['ENTITY_IS_DELETED', 'NOT_FOUND', 'INVALID_CROSS_REFERENCE_KEY'])

/** Deletes exactly that record. One that is gone already is success. */
export async function remove(api: Api, touchId: string): Promise<Result<null>> {
  if ((await tokenOf(api)) === null) return fail({ kind: 'signedOut' })
  const id = askableId(touchId)
  const object = id?.startsWith(prefixes.task) ? 'Task' : id?.startsWith(prefixes.event) ? 'Event' : null
  if (id === null || object === null) return fail({ kind: 'notFound' })
  const org = await orgOf(api)
  if (!org.ok) return org
  const reply = await send(api, { method: 'DELETE', path: `/services/data/${org.value.version}/sobjects/${object}/${id}` })
  if (!reply.ok) return reply
  if (gone.has(codeOf(reply.value) ?? '')) return ok(null)
  const done = settled(reply)
  return done.ok ? ok(null) : done
}
