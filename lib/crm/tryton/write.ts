import type { Touch } from '../../model/snapshot'
import { fail, ok, type CrmError, type NewTouch, type Result } from '../adapter'
import { markOf, messageOf, touchOf } from './note'
import { partyNumber } from './read'
import { search, type Query } from './rows'
import type { Call } from './rpc'
import { toDatetime } from './values'

/**
 * Writes the touch as a note on the party. With `repeat` it first looks for a note with the mark, and answers that one. Afterwards it is made sure
 * that there is one only: a browser sends a POST again by itself when a kept connection breaks before the answer, and says nothing of it.
 */
export async function writeTouch(call: Call, userId: number, touch: NewTouch, repeat: boolean, now: () => number): Promise<Result<Touch>> {
  const partyId = partyNumber(touch.accountId)
  if (partyId === null) return fail({ kind: 'notFound' })
  // A note on a party that is gone would be written all the same, and lie there unseen.
  const [there, before] = await Promise.all([
    search(call, { model: 'party.party', domain: [['id', '=', partyId]], fields: [] }, ['id']),
    repeat ? onlyOne(call, partyId, touch.mark, null) : ok(null),
  ])
  if (!there.ok) return refusal(call, there.error, 'party.party', 'read')
  if (!before.ok) return refusal(call, before.error, 'ir.note', 'read')
  if (before.value !== null) return ok(before.value)
  if (there.value.length === 0) return fail({ kind: 'notFound' })

  const message = messageOf(touch)
  const made = await call('model.ir.note.create', [{ resource: `party.party,${partyId}`, message }], {})
  if (!made.ok) return refusal(call, made.error, 'ir.note', 'create')
  const id: unknown = Array.isArray(made.value) ? made.value[0] : null
  const note = touchOf({ id, message, create_uid: userId, create_date: toDatetime(now()) })
  if (note === null) return fail({ kind: 'unreadable', what: 'ir.note.create gave no id' })
  const one = await onlyOne(call, partyId, touch.mark, note.id)
  // Asked again later, as a repeat. Where it may not be asked at all, it is as the answer said.
  if (!one.ok) return one.error.kind === 'offline' || one.error.kind === 'down' ? one : ok(note)
  return ok(one.value ?? note)
}

/** Deletes that note and no other. One that is gone already is success. */
export async function removeTouch(call: Call, touchId: string): Promise<Result<null>> {
  const id = partyNumber(touchId)
  if (id === null) return ok(null)
  const removed = await call('model.ir.note.delete', [id], {})
  if (removed.ok) return ok(null)
  if (removed.error.kind !== 'refused') return removed
  const left = await search(call, { model: 'ir.note', domain: [['id', '=', id]], fields: [] }, ['id'])
  if (left.ok && left.value.length === 0) return ok(null)
  return refusal(call, removed.error, 'ir.note', 'delete')
}

/** Deletes every note on the party that carries the mark. */
export async function withdrawTouch(call: Call, touch: NewTouch): Promise<Result<number>> {
  const partyId = partyNumber(touch.accountId)
  if (partyId === null) return ok(0)
  const marked = await written(call, partyId, touch.mark)
  if (!marked.ok) return refusal(call, marked.error, 'ir.note', 'read')
  for (const { id } of marked.value) {
    const removed = await removeTouch(call, id)
    if (!removed.ok) return removed
  }
  return ok(marked.value.length)
}

/** The touch with this mark, if it is there: the note of that id, else the first. What else bears the mark is removed. */
async function onlyOne(call: Call, partyId: number, mark: string, id: string | null): Promise<Result<Touch | null>> {
  const marked = await written(call, partyId, mark)
  if (!marked.ok) return marked
  const kept = marked.value.find(found => found.id === id) ?? marked.value[0]
  for (const other of marked.value) {
    const removed = other === kept ? ok(null) : await removeTouch(call, other.id)
    if (!removed.ok) return removed
  }
  return ok(kept ?? null)
}

/** The notes on the party that carry the mark, the first written first. `like` only narrows: what decides is the mark that the note itself gives. */
async function written(call: Call, partyId: number, mark: string): Promise<Result<Touch[]>> {
  // A backslash is an escape in some databases: any letter in its place finds a superset.
  const pattern = `%${markOf(mark).replaceAll('\\', '_')}%`
  const query: Query = {
    model: 'ir.note',
    domain: [['resource', '=', `party.party,${partyId}`], ['message', 'like', pattern]],
    fields: ['message', 'create_date', 'create_uid'],
    order: [['id', 'ASC']],
  }
  const found = await search(call, query, query.fields)
  return found.ok ? ok(found.value.map(touchOf).filter(touch => touch?.mark === mark) as Touch[]) : found
}

/** Tryton says "no right" in the user's language only, so after a refusal it is asked for the rights themselves. */
async function refusal(call: Call, error: CrmError, model: string, mode: string): Promise<{ ok: false, error: CrmError }> {
  if (error.kind !== 'refused') return fail(error)
  const models = [model, 'party.party']
  const answer = await call('model.ir.model.access.get_access', models, {})
  const rights = answer.ok ? answer.value as Record<string, Record<string, unknown> | undefined> : {}
  // Writing a note asks for the right to write its party as well.
  const needed = [rights[model]?.[mode], rights['party.party']?.[mode === 'read' ? 'read' : 'write']]
  return fail(needed.some(right => right === false || right === 0) ? { kind: 'notAllowed', what: error.message } : error)
}
