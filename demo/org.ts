import type { Clock } from './clock'
import { computed } from './computed'
import { to18 } from './ids'
import type { FieldDef, ObjectDef, Row, Value } from './schema/field'
import type { Schema } from './schema/schema'
import { createTable, type Table } from './table'

/** A rule of the org's admin: a record of the object without the field is refused with the message. */
export interface Validation {
  readonly object: string
  readonly field: string
  readonly message: string
}

/** What the bin was emptied of: Salesforce goes on telling of it for a while. */
export interface Purged {
  readonly object: string
  readonly id: string
  /** When it went into the bin. */
  readonly deleted: number
}

/** One org's tables in memory. Whoever holds it may read and change rows directly; the REST API goes through `rest/`. */
export interface Org {
  readonly name: string
  readonly id: string
  readonly clock: Clock
  readonly schema: Schema
  readonly multiCurrency: boolean
  /** Every row, deleted ones too. In an org of size: a list made for the occasion; `table` has quicker ways. */
  rows(object: string): readonly Row[]
  table(object: string): Table
  get(id: string): Row | undefined
  /** Rows whose reference field holds the id. */
  by(object: string, field: string, id: string): readonly Row[]
  /** A field's value, computed where Salesforce computes it. */
  value(object: ObjectDef, row: Row, field: FieldDef): Value
  /** Takes the row over, gives it an id and, where it has none, stamps of now, and answers it. */
  insert(object: string, row: Row): Row
  /** Changes a row; its SystemModstamp moves to now unless the patch says where to. */
  update(object: string, row: Row, patch: Row): void
  /** Into the bin, with what hangs on it. */
  remove(object: string, row: Row): void
  /** Out of the bin again; what hung on it stays there. */
  restore(object: string, row: Row): void
  /** Out of the bin for good. */
  purge(object: string, row: Row): void
  readonly purged: readonly Purged[]
  /** Before that moment, nothing is known of what was purged or deleted; in epoch milliseconds. */
  readonly deletionsSince: number
  /** The log of deletions is lost, as after an admin has emptied everybody's bin. */
  forgetDeletions(): void
  /** The moment that a change is stamped with: the clock's, ahead of it or behind as the servers' clocks differ. */
  stamp(): number
  stampsAheadMs: number
  /** Runs it; when it says false, every change it made is undone. */
  transaction(work: () => boolean): void
  /** Fields hidden by field-level security: "Account.Industry" for all, "005…|Account.Industry" for one user. */
  readonly hidden: Set<string>
  /** Records that nobody may see. */
  readonly invisible: Set<string>
  /** Accounts, and other records, that are not shared with a user; what belongs to such an account is not either. */
  readonly unshared: Map<string, Set<string>>
  /** Fields that the page layout's metadata makes required: "Event.Visit_Reason__c". */
  readonly required: Set<string>
  readonly validations: Validation[]
  hides(userId: string, object: ObjectDef, field: FieldDef): boolean
  /** Whether the record is shared with the user. */
  sees(userId: string, row: Row): boolean
}

export function createOrg(options: { name: string; id: string; clock: Clock; schema: Schema; multiCurrency: boolean }): Org {
  const { schema, clock } = options
  const tables = new Map<string, Table>(schema.objects.map(o => [o.name, createTable(o.keyPrefix)]))
  const stamped = new Set(schema.objects.filter(o => schema.field(o, 'SystemModstamp')).map(o => o.name))
  const purged: Purged[] = []
  let journal: (() => void)[] | null = null

  const table = (object: string): Table => {
    const found = tables.get(object)
    if (!found) throw new Error(`no table "${object}"`)
    return found
  }

  let deletionsSince = 0

  const org: Org = {
    ...options,
    stampsAheadMs: 0,
    stamp: () => clock.now() + org.stampsAheadMs,
    get deletionsSince() {
      return deletionsSince
    },
    hidden: new Set(), invisible: new Set(), unshared: new Map(), required: new Set(), validations: [], purged,
    table,
    rows: object => table(object).rows(),
    get: id => tables.get(schema.byPrefix(id)?.name ?? '')?.get(to18(id)),
    by: (object, field, id) => table(object).by(field, to18(id)),
    value: (object, row, field) => {
      const compute = computed[object.name]?.[field.name]
      return compute ? compute(row, org) : row[field.name] ?? (field.type === 'boolean' ? false : null)
    },
    insert(object, row) {
      const rows = table(object)
      const next = rows.nextId()
      row.Id = typeof row.Id === 'string' ? to18(row.Id) : next
      row.IsDeleted ??= false
      if (stamped.has(object)) row.SystemModstamp ??= row.LastModifiedDate ?? row.CreatedDate ?? org.stamp()
      rows.insert(row)
      journal?.push(() => rows.take(row))
      return row
    },
    update(object, row, patch) {
      const rows = table(object)
      const whole: Row = stamped.has(object) && patch.SystemModstamp === undefined ? { ...patch, SystemModstamp: org.stamp() } : patch
      const before: Row = {}
      for (const key of Object.keys(whole)) before[key] = row[key] ?? null
      rows.write(row, whole)
      journal?.push(() => void rows.write(row, before))
    },
    remove(object, row) {
      if (row.IsDeleted === true) return
      org.update(object, row, { IsDeleted: true, LastModifiedDate: org.stamp(), SystemModstamp: org.stamp() })
      const def = schema.object(object)!
      for (const child of schema.children(def)) {
        if (child.name === 'ChildAccounts' || child.name === 'ManagedUsers') continue
        for (const row2 of org.by(child.object.name, child.field.name, row.Id as string)) org.remove(child.object.name, row2)
      }
    },
    restore(object, row) {
      if (row.IsDeleted === true) org.update(object, row, { IsDeleted: false, LastModifiedDate: org.stamp(), SystemModstamp: org.stamp() })
    },
    purge(object, row) {
      if (row.IsDeleted !== true) throw new Error('only what is in the bin can be purged')
      purged.push({ object, id: row.Id as string, deleted: Number(row.SystemModstamp) })
      table(object).take(row)
    },
    forgetDeletions() {
      purged.length = 0
      deletionsSince = clock.now()
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
    sees(userId, row) {
      if (org.invisible.size === 0 && org.unshared.size === 0) return true
      if (org.invisible.has(row.Id as string)) return false
      const kept = org.unshared.get(userId)
      return !kept || (!kept.has(row.Id as string) && !(typeof row.AccountId === 'string' && kept.has(row.AccountId)))
    },
  }
  return org
}
