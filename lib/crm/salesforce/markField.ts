import type { MarkPlace } from '../../model/markPlace'
import { ok, type Result } from '../adapter'
import type { Api } from './api'
import { fieldOf, type FieldShape } from './describe'
import { orgOf, type Org } from './org'
import { markPrefix } from './touches'

/**
 * A field of the org's own for the marks of touches, such as an external id on Task and one on Event: an admin makes it, the options name it. Then nothing of
 * ours is in an event's description, and whether a touch arrived is one filtered question, whatever account it is on by now.
 */
export type MarkObject = 'Task' | 'Event'

/** The field for marks; null: none is named, or this user can not write or filter it. */
export function markFieldOf(org: Org, object: MarkObject): FieldShape | null {
  const field = fieldOf(org.objects[object], org.marks?.[object] ?? '')
  return field && holdsMarks(field) ? field : null
}

/** Of a UUID behind our prefix. */
const markLength = markPrefix.length + 36

const holdsMarks = ({ name, type, createable, filterable, length }: FieldShape): boolean =>
  name.endsWith('__c') && type === 'string' && createable && filterable && (length === 0 || length >= markLength)

/** What the options can choose from. */
export async function markPlaces(api: Api): Promise<Result<readonly MarkPlace[]>> {
  const org = await orgOf(api)
  if (!org.ok) return org
  return ok((['Task', 'Event'] as const).flatMap(object => {
    const shape = org.value.objects[object]
    return shape ? [{ place: object, label: object, fields: Object.values(shape).filter(holdsMarks).map(({ name, label }) => ({ name, label })) }] : []
  }))
}
