import type { Org } from '../org'
import type { FieldDef, ObjectDef, Row, Value } from '../schema/field'
import { noSuchField, noSuchRelationship } from './errors'

/** Who asks what of which org. */
export interface Context {
  readonly org: Org
  readonly userId: string
  readonly soql: string
  /** `queryAll`: deleted and archived rows too. */
  readonly all: boolean
  /** Path of the API version, for the addresses in answers. */
  readonly base: string
}

/** A field seen from a row: its value may lie some parents up. */
export interface Path {
  readonly object: ObjectDef
  readonly field: FieldDef
  /** Names of the relationships walked, as the schema spells them. */
  readonly via: readonly string[]
  get(row: Row): Value
}

/** What Salesforce's `Name` entity offers behind a reference that may point at several objects. */
const nameEntity = new Set(['Id', 'Name', 'FirstName', 'LastName', 'Email', 'Phone', 'Title', 'Username', 'Alias', 'IsActive'])

export const fieldOf = (c: Context, object: ObjectDef, name: string): FieldDef => {
  const field = c.org.schema.field(object, name)
  if (!field || c.org.hides(c.userId, object, field)) throw noSuchField(c.soql, name, object.name)
  return field
}

const parentOf = (c: Context, row: Row, field: FieldDef): Row | null => {
  const id = row[field.name]
  const parent = typeof id === 'string' ? c.org.get(id) : undefined
  return parent && c.org.sees(c.userId, parent) ? parent : null
}

export const parentRow = parentOf

/** The reference field behind a relationship name; hidden ones are not there. */
export function relationship(c: Context, object: ObjectDef, name: string): FieldDef {
  const field = object.fields.find(f => f.relationshipName?.toLowerCase() === name.toLowerCase())
  if (!field || c.org.hides(c.userId, object, field)) throw noSuchRelationship(c.soql, name)
  return field
}

/** Resolves "Account.Owner.Name" from an object. The object's own name or alias may stand in front. */
export function resolve(c: Context, from: ObjectDef, path: string, alias?: string): Path {
  let parts = path.split('.')
  const head = parts[0]!.toLowerCase()
  const isRelationship = from.fields.some(f => f.relationshipName?.toLowerCase() === head)
  if (parts.length > 1 && (head === alias?.toLowerCase() || (head === from.name.toLowerCase() && !isRelationship))) parts = parts.slice(1)
  if (parts.length > 6) throw noSuchRelationship(c.soql, parts[0]!)
  const [first, ...rest] = parts as [string, ...string[]]
  if (rest.length === 0) {
    const field = fieldOf(c, from, first)
    return { object: from, field, via: [], get: row => c.org.value(from, row, field) }
  }
  const link = relationship(c, from, first)
  if (link.referenceTo.length > 1) return throughName(c, from, link, rest)
  const inner = resolve(c, c.org.schema.object(link.referenceTo[0]!)!, rest.join('.'))
  return {
    object: inner.object, field: inner.field, via: [link.relationshipName!, ...inner.via],
    get: row => {
      const parent = parentOf(c, row, link)
      return parent ? inner.get(parent) : null
    },
  }
}

function throughName(c: Context, from: ObjectDef, link: FieldDef, rest: string[]): Path {
  const wanted = rest[0]!
  const isType = wanted.toLowerCase() === 'type'
  const name = [...nameEntity].find(n => n.toLowerCase() === wanted.toLowerCase())
  if (rest.length > 1 || (!isType && !name)) throw noSuchField(c.soql, wanted, 'Name')
  const model = c.org.schema.object('User')!
  const field: FieldDef = isType ? { ...c.org.schema.field(model, 'Alias')!, name: 'Type' } : c.org.schema.field(model, name!)!
  return {
    object: from, field, via: [link.relationshipName!],
    get: row => {
      const parent = parentOf(c, row, link)
      const object = parent ? c.org.schema.byPrefix(parent.Id as string) : undefined
      if (!parent || !object) return null
      if (isType) return object.name
      const own = c.org.schema.field(object, field.name) ?? object.fields.find(f => f.nameField && field.name === 'Name')
      return own ? c.org.value(object, parent, own) : null
    },
  }
}
