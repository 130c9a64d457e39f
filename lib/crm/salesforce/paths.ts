import { askableId } from './ids'
import type { ListRef } from '../adapter'

/**
 * A path of the API that leads where it says. Ids and names come from addresses, messages and the CRM's own answers: one with a slash, dots, a question mark or an
 * encoded byte in it would lead elsewhere with the user's session. `@{…}` is a composite's way to name an answer before.
 */
export function isApiPath(path: string): boolean {
  const [place = ''] = path.split('?', 1)
  return /^\/services\/[\w.@{}[\]/-]*$/.test(place) && !place.includes('//') && !/\/\.{1,2}(?:\/|$)/.test(place)
}

/** An id that can be put into a path or a query. */
export const isId = (id: string): boolean => askableId(id) !== null

/** A list whose object and id can be put into a path. The words of a search are only ever a query's. */
export const isList = ({ kind, object, id }: ListRef): boolean => (object === null || /^\w+$/.test(object)) && (kind === 'search' || /^\w+$/.test(id))
