import { fromIso } from '../../lib/model/day'
import { activityAccount } from '../computed'
import { SalesforceError } from '../errors'
import type { ObjectDef, Row } from '../schema/field'
import { taskStatuses } from '../schema/activities'
import type { Json } from '../soql/project'
import type { Caller } from './api'
import { readBody } from './fields'

/** Creates a record and answers its id. */
export function create(c: Caller, object: ObjectDef, body: Json | undefined): string {
  writable(object)
  const { org, userId } = c
  const row = readBody(org, userId, object, body, 'create')
  for (const f of object.fields) {
    if (f.createable && row[f.name] === undefined && f.defaultValue !== null) row[f.name] = f.defaultValue === '@user' ? userId : f.defaultValue
  }
  settle(c, object, row, null)
  require(c, object, row)
  once(c, object, row)
  const now = org.stamp()
  return org.insert(
    object.name, { ...row, CreatedDate: now, CreatedById: userId, LastModifiedDate: now, LastModifiedById: userId, SystemModstamp: now }
  ).Id as string
}

/** Changes a record. */
export function update(c: Caller, object: ObjectDef, row: Row, body: Json | undefined): void {
  writable(object)
  if (row.IsDeleted === true) throw new SalesforceError('ENTITY_IS_DELETED', 'entity is deleted', 404, [])
  const patch = readBody(c.org, c.userId, object, body, 'update')
  const kept = c.org.table(object.name).stored(row)
  const after: Row = { ...kept, ...patch }
  settle(c, object, after, { row: kept, patch })
  require(c, object, after)
  const changes: Row = {}
  for (const [name, value] of Object.entries(after)) if (kept[name] !== value) changes[name] = value
  const now = c.org.stamp()
  c.org.update(object.name, kept, { ...changes, LastModifiedDate: now, LastModifiedById: c.userId, SystemModstamp: now })
}

/** Puts a record into the bin. */
export function remove(c: Caller, object: ObjectDef, row: Row): void {
  writable(object)
  if (row.IsDeleted === true) throw new SalesforceError('ENTITY_IS_DELETED', 'entity is deleted', 404, [])
  c.org.remove(object.name, row)
}

function writable(object: ObjectDef): void {
  if (!object.createable) throw new SalesforceError('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `entity type ${object.name} does not support create`, 400, [])
}

function require(c: Caller, object: ObjectDef, row: Row): void {
  const missing = object.fields.filter(f => f.createable && f.type !== 'boolean' && (!f.nillable || c.org.required.has(`${object.name}.${f.name}`)) && (row[f.name] ?? null) === null).map(f => f.name)
  if (missing.length > 0) throw new SalesforceError('REQUIRED_FIELD_MISSING', `Required fields are missing: [${missing.join(', ')}]`, 400, missing)
  for (const rule of c.org.validations) {
    if (rule.object === object.name && (row[rule.field] ?? null) === null) throw new SalesforceError('FIELD_CUSTOM_VALIDATION_EXCEPTION', rule.message, 400, [])
  }
}

/** What is unique in the org is there once. An external id of the demo is. */
function once(c: Caller, object: ObjectDef, row: Row): void {
  for (const f of object.fields) {
    const value = f.externalId ? (row[f.name] ?? null) : null
    const other = value === null ? undefined : c.org.rows(object.name).find(kept => kept.IsDeleted !== true && kept[f.name] === value)
    if (other) throw new SalesforceError('DUPLICATE_VALUE', `duplicate value found: ${f.name} duplicates value on record with id: ${String(other.Id)}`, 400, [])
  }
}

type Before = { readonly row: Row; readonly patch: Row } | null

/** What Salesforce fills in by itself when a record is kept. */
function settle(c: Caller, object: ObjectDef, row: Row, before: Before): void {
  if (object.name === 'Task') settleTask(c, row, before)
  if (object.name === 'Event') settleEvent(c, row, before)
  if (object.name === 'Case' && before === null) row.CaseNumber = String(1029 + c.org.rows('Case').length).padStart(8, '0')
  if (object.name === 'Site_Visit__c' && before === null) row.Name = `SV-${String(43 + c.org.rows('Site_Visit__c').length).padStart(4, '0')}`
  if (object.name === 'OpportunityLineItem' && row.TotalPrice == null && typeof row.UnitPrice === 'number') row.TotalPrice = row.UnitPrice * Number(row.Quantity)
}

function settleTask(c: Caller, row: Row, before: Before): void {
  row.AccountId = activityAccount(row, c.org)
  const closed = taskStatuses.find(s => s[0] === row.Status)?.[1] ?? false
  const was = before !== null && (taskStatuses.find(s => s[0] === before.row.Status)?.[1] ?? false)
  if (closed !== was) row.CompletedDateTime = closed ? c.org.clock.now() : null
}

function settleEvent(c: Caller, row: Row, before: Before): void {
  const sent = before?.patch ?? row
  row.AccountId = activityAccount(row, c.org)
  const start = sent.StartDateTime ?? sent.ActivityDateTime ?? null
  const day = sent.ActivityDate ?? null
  if (typeof start === 'number') row.StartDateTime = start
  else if (typeof day === 'string' && row.IsAllDayEvent === true) row.StartDateTime = fromIso(day)! * 86_400_000
  if (row.IsAllDayEvent === true && typeof row.StartDateTime === 'number') row.StartDateTime -= row.StartDateTime % 86_400_000
  const end = sent.EndDateTime ?? null
  if (row.IsAllDayEvent === true && typeof row.DurationInMinutes !== 'number' && end === null) row.DurationInMinutes = 1440
  if (typeof end === 'number' && typeof row.StartDateTime === 'number') {
    const minutes = Math.round((end - row.StartDateTime) / 60_000)
    if (minutes < 0) throw new SalesforceError('FIELD_INTEGRITY_EXCEPTION', 'Event duration cannot be negative', 400, ['DurationInMinutes'])
    if (typeof sent.DurationInMinutes === 'number' && sent.DurationInMinutes !== minutes) {
      throw new SalesforceError('FIELD_INTEGRITY_EXCEPTION', 'The event duration does not match its start and end', 400, ['DurationInMinutes', 'EndDateTime'])
    }
    row.DurationInMinutes = minutes
  }
  const missing = [...(row.DurationInMinutes == null ? ['DurationInMinutes'] : []), ...(row.StartDateTime == null ? ['ActivityDateTime'] : [])]
  if (missing.length > 0) throw new SalesforceError('REQUIRED_FIELD_MISSING', `Required fields are missing: [${missing.join(', ')}]`, 400, missing)
  if (Number(row.DurationInMinutes) < 0 || Number(row.DurationInMinutes) > 14 * 1440) {
    throw new SalesforceError('FIELD_INTEGRITY_EXCEPTION', 'Event duration must be between 0 and 14 days', 400, ['DurationInMinutes'])
  }
  delete row.ActivityDate
  delete row.ActivityDateTime
  delete row.EndDateTime
}
