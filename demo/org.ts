import type { Clock } from './clock'
import { computed } from './computed'
import { makeId, to18 } from './ids'
import type { FieldDef, ObjectDef, Row, Value } from './schema/field'
import type { Schema } from './schema/schema'

/** A rule of the org's admin: a record of the object without the field is refused with the message. */
export interface Validation {
  readonly object: string
  readonly field: string
  readonly message: string
}

/** One org's tables in memory. Whoever holds it may read and change rows directly; the REST API goes through `rest/`. */
export interface Org {
  readonly name: string
  readonly id: string
  readonly clock: Clock
  readonly schema: Schema
  readonly multiCurrency: boolean
  /** Every row, deleted ones too. */
  rows(object: string): readonly Row[]
  get(id: string): Row | undefined
  /** Rows whose reference field holds the id. */
  by(object: string, field: string, id: string): readonly Row[]
  /** A field's value, computed where Salesforce computes it. */
  value(object: ObjectDef, row: Row, field: FieldDef): Value
  /** Takes the row over as it is, gives it an id, and answers it. */
  insert(object: string, row: Row): Row
  update(object: string, row: Row, patch: Row): void
  /** Into the bin, with what hangs on it. */
  remove(object: string, row: Row): void
  /** Runs it; when it says false, every change it made is undone. */
  transaction(work: () => boolean): void
  /** Fields hidden by field-level security: "Account.Industry" for all, "005…|Account.Industry" for one user. */
  readonly hidden: Set<string>
  /** Records that nobody may see. */
  readonly invisible: Set<string>
  /** Fields that the page layout's metadata makes required: "Event.Visit_Reason__c". */
  readonly required: Set<string>
  readonly validations: Validation[]
  hides(userId: string, object: ObjectDef, field: FieldDef): boolean
}

export function createOrg(options: { name: string; id: string; clock: Clock; schema: Schema; multiCurrency: boolean }): Org {
  const { schema, clock } = options
  const tables = new Map<string, Row[]>(schema.objects.map(o => [o.name, []]))
  const byId = new Map<string, Row>()
  const counters = new Map<string, number>()
  const indexes = new Map<string, Map<string, Row[]>>()
  let journal: (() => void)[] | null = null

  const table = (object: string): Row[] => {
    const rows = tables.get(object)
    if (!rows) throw new Error(`no table "${object}"`)
    return rows
  }
  const forget = (object: string): void => {
    for (const key of indexes.keys()) if (key.startsWith(`${object}.`)) indexes.delete(key)
  }

  const org: Org = {
    ...options,
    hidden: new Set(), invisible: new Set(), required: new Set(), validations: [],
    rows: table,
    get: id => byId.get(to18(id)),
    by(object, field, id) {
      const key = `${object}.${field}`
      let index = indexes.get(key)
      if (!index) {
        index = new Map()
        for (const row of table(object)) {
          const value = row[field]
          if (typeof value !== 'string') continue
          const list = index.get(value)
          if (list) list.push(row)
          else index.set(value, [row])
        }
        indexes.set(key, index)
      }
      return index.get(to18(id)) ?? []
    },
    value: (object, row, field) => {
      const compute = computed[object.name]?.[field.name]
      return compute ? compute(row, org) : row[field.name] ?? (field.type === 'boolean' ? false : null)
    },
    insert(object, row) {
      const def = schema.object(object)
      if (!def) throw new Error(`no object "${object}"`)
      const n = (counters.get(object) ?? 0) + 1
      counters.set(object, n)
      row.Id = typeof row.Id === 'string' ? to18(row.Id) : makeId(def.keyPrefix, n)
      row.IsDeleted ??= false
      const rows = table(object)
      rows.push(row)
      byId.set(row.Id as string, row)
      for (const [key, index] of indexes) {
        if (!key.startsWith(`${object}.`)) continue
        const value = row[key.slice(object.length + 1)]
        if (typeof value !== 'string') continue
        const list = index.get(value)
        if (list) list.push(row)
        else index.set(value, [row])
      }
      journal?.push(() => {
        rows.splice(rows.indexOf(row), 1)
        byId.delete(row.Id as string)
        forget(object)
      })
      return row
    },
    update(object, row, patch) {
      const before: Row = {}
      for (const key of Object.keys(patch)) before[key] = row[key] ?? null
      Object.assign(row, patch)
      for (const key of Object.keys(patch)) indexes.delete(`${object}.${key}`)
      journal?.push(() => {
        Object.assign(row, before)
        for (const key of Object.keys(patch)) indexes.delete(`${object}.${key}`)
      })
    },
    remove(object, row) {
      if (row.IsDeleted === true) return
      org.update(object, row, { IsDeleted: true, LastModifiedDate: clock.now(), SystemModstamp: clock.now() })
      const def = schema.object(object)!
      for (const child of schema.children(def)) {
        if (child.name === 'ChildAccounts' || child.name === 'ManagedUsers') continue
        for (const row2 of org.by(child.object.name, child.field.name, row.Id as string)) org.remove(child.object.name, row2)
      }
    },
    transaction(work) {
      const outer = journal
      journal = []
      const kept = work()
      const undo = journal
      journal = outer
      if (kept) outer?.push(...undo)
      else for (const step of undo.reverse()) step()
    },
    hides: (userId, object, field) => {
      const key = `${object.name}.${field.name}`
      return org.hidden.has(key) || org.hidden.has(`${userId}|${key}`)
    },
  }
  return org
}
