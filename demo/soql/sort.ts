import type { FieldDef, Value } from '../schema/field'
import { comparable } from './operand'

/** Orders two values of a field. Picklists go by the place of the value in the list; nulls come first unless told otherwise, also downwards. */
export function compareValues(field: FieldDef, a: Value, b: Value, descending = false, nullsLast = false): number {
  const left = rank(field, a)
  const right = rank(field, b)
  if (left === null || right === null) return left === right ? 0 : (left === null) === nullsLast ? 1 : -1
  const order = left < right ? -1 : left > right ? 1 : 0
  return descending ? -order : order
}

function rank(field: FieldDef, value: Value): string | number | boolean | null {
  if (value === null || value === '') return null
  if (field.type === 'picklist') {
    const at = field.values.indexOf(String(value))
    return at === -1 ? field.values.length : at
  }
  return comparable(field, value)
}
