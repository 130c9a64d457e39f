import { fromIso } from '../../lib/model/day'
import { SalesforceError } from '../errors'
import { isId, to18 } from '../ids'
import type { Org } from '../org'
import type { FieldDef, ObjectDef, Row, Value } from '../schema/field'
import { parseMoment } from '../soql/dates'
import type { Json } from '../soql/project'

const cannot = (type: string, value: Json): SalesforceError => new SalesforceError('JSON_PARSER_ERROR',
  `Cannot deserialize instance of ${type} from ${typeof value === 'string' ? 'VALUE_STRING' : typeof value === 'boolean' ? `VALUE_${String(value).toUpperCase()}` : 'VALUE_NUMBER_INT'} value ${String(value)} or request may be missing a required field at [line:1, column:1]`)

/** A value as sent, in the form in which it is kept. Refuses what the field cannot hold. */
export function coerce(org: Org, userId: string, field: FieldDef, value: Json): Value {
  if (value === null || value === '') return null
  if (typeof value === 'object') throw new SalesforceError('JSON_PARSER_ERROR', `Cannot deserialize instance of ${field.type} from START_OBJECT`)
  switch (field.type) {
    case 'boolean':
      if (typeof value === 'boolean') return value
      if (value === 'true' || value === 'false') return value === 'true'
      throw cannot('boolean', value)
    case 'int':
    case 'double':
    case 'currency':
    case 'percent': {
      const n = typeof value === 'number' ? value : typeof value === 'string' ? Number(value) : Number.NaN
      if (!Number.isFinite(n) || (field.type === 'int' && !Number.isInteger(n))) throw cannot(field.type === 'int' ? 'int' : 'double', value)
      if (field.precision > 0 && Math.abs(n) >= 10 ** (field.precision - field.scale)) throw new SalesforceError(
        'NUMBER_OUTSIDE_VALID_RANGE', `${field.label}: value outside of valid range on numeric field: ${n}`, 400, [field.name]
      )
      return n
    }
    case 'date': {
      const text = String(value).slice(0, 10)
      if (typeof value !== 'string' || fromIso(text) === null) throw cannot('date', value)
      return text
    }
    case 'datetime': {
      const moment = typeof value === 'string' ? parseMoment(value) ?? (fromIso(value) === null ? null : fromIso(value)! * 86_400_000) : null
      if (moment === null) throw cannot('datetime', value)
      return moment
    }
    case 'id':
    case 'reference':
      return reference(org, userId, field, value)
    default:
      return words(field, typeof value === 'string' ? value : String(value))
  }
}

function reference(org: Org, userId: string, field: FieldDef, value: string | number | boolean): string {
  const id = String(value)
  if (!isId(id)) throw new SalesforceError('MALFORMED_ID', `${field.label}: id value of incorrect type: ${id}`, 400, [field.name])
  const target = org.get(id)
  const object = org.schema.byPrefix(id)
  if (!object || !field.referenceTo.includes(object.name)) throw new SalesforceError(
    'FIELD_INTEGRITY_EXCEPTION', `${field.label}: id value of incorrect type: ${id}`, 400, [field.name]
  )
  if (!target || !org.sees(userId, target)) throw new SalesforceError(
    'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY', `insufficient access rights on cross-reference id: ${id.slice(0, 15)}`, 400, []
  )
  if (target.IsDeleted === true) throw new SalesforceError('ENTITY_IS_DELETED', 'entity is deleted', 400, [])
  if (object.name === 'User' && target.IsActive === false) throw new SalesforceError(
    'INACTIVE_OWNER_OR_USER', 'operation performed with inactive user [' + to18(id) + '] as owner of ' + field.name, 400, []
  )
  return to18(id)
}

function words(field: FieldDef, value: string): string | null {
  // Salesforce trims what it keeps; a text of blanks alone is no text.
  const text = value.trim()
  if (text === '') return null
  if (field.restricted && !field.values.includes(text)) throw new SalesforceError(
    'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', `${field.label}: bad value for restricted picklist field: ${text}`, 400, [field.name]
  )
  if (field.length > 0 && text.length > field.length) {
    throw new SalesforceError('STRING_TOO_LONG', `${field.label}: data value too large: ${text} (max length=${field.length})`, 400, [field.name])
  }
  if (field.type === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) throw new SalesforceError(
    'INVALID_EMAIL_ADDRESS', `${field.label}: invalid email address: ${text}`, 400, [field.name]
  )
  return text
}

/** Reads a body into field values: unknown and hidden fields, and those that may not be written, are refused by name. */
export function readBody(org: Org, userId: string, object: ObjectDef, body: Json | undefined, how: 'create' | 'update'): Row {
  if (body === undefined || body === null || typeof body !== 'object' || Array.isArray(body)) {
    throw new SalesforceError('JSON_PARSER_ERROR', 'The HTTP entity body is required, but this request has no entity body.')
  }
  const row: Row = {}
  const locked: string[] = []
  for (const [name, value] of Object.entries(body)) {
    if (name === 'attributes') continue
    const field = org.schema.field(object, name)
    if (!field || org.hides(userId, object, field)) throw new SalesforceError('INVALID_FIELD', `No such column '${name}' on sobject of type ${object.name}`)
    if (!(how === 'create' ? field.createable : field.updateable)) locked.push(field.name)
    else row[field.name] = coerce(org, userId, field, value)
  }
  if (locked.length > 0) {
    throw new SalesforceError('INVALID_FIELD_FOR_INSERT_UPDATE',
      `Unable to create/update fields: ${locked.join(', ')}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`, 400, locked)
  }
  return row
}
