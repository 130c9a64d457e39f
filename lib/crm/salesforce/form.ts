import type { FormField, NewTouch } from '../adapter'
import type { TouchType } from '../../model/snapshot'
import { fieldOf, type FieldShape, type ObjectShape } from './describe'
import { prefixes } from './ids'
import { markFieldOf } from './markField'
import { markInDescription } from './queries'
import type { Org } from './org'
import { markPrefix, marked } from './touches'

/** Which record a touch becomes, and what is sent of it. Only what this user may write is sent. */

export const objectOf = (type: TouchType): 'Task' | 'Event' => (type === 'call' || type === 'email' ? 'Task' : 'Event')

const subjects: Readonly<Record<TouchType, string>> = { call: 'Call', email: 'Email', visit: 'Visit', meeting: 'Meeting' }
type Values = Readonly<Record<string, string | number>>

/** All that Turfside fills by itself, as if every field could be written. */
function filled(org: Org, touch: NewTouch, userId: string): Values {
  // A lead is a person to Salesforce.
  const link = touch.accountId.startsWith(prefixes.lead) ? 'WhoId' : 'WhatId'
  const own = markFieldOf(org, objectOf(touch.type))
  const shared = { Subject: subjects[touch.type], [link]: touch.accountId, OwnerId: userId, ...(own ? { [own.name]: markPrefix + touch.mark } : {}) }
  if (objectOf(touch.type) === 'Event') {
    return {
      ...shared,
      StartDateTime: new Date(touch.start).toISOString(),
      DurationInMinutes: Math.round(touch.minutes),
      ...(own ? written(touch.note) : { Description: marked(touch.note, touch.mark) }),
      ...(touch.type === 'meeting' ? { Location: touch.onlineWord } : {}),
    }
  }
  const note = !own && markInDescription(org) ? marked(touch.note, touch.mark) : touch.note
  const status = closedStatus(org)
  return {
    ...shared,
    ...kindOf(org.objects.Task, touch.type),
    ActivityDate: touch.day,
    CallObject: markPrefix + touch.mark,
    ...written(note),
    ...(status === null ? {} : { Status: status }),
    ...(touch.minutes > 0 ? { CallDurationInSeconds: Math.round(touch.minutes * 60) } : {}),
    CompletedDateTime: new Date(touch.start + touch.minutes * 60_000).toISOString(),
  }
}

const written = (note: string): Values => (note.trim() === '' ? {} : { Description: note })

/** The org's own word for a call or email: its subtype where it has one, else its Type. */
function kindOf(shape: ObjectShape | null, type: TouchType): Values {
  const own = (name: string): string | null => {
    const field = fieldOf(shape, name)
    if (!field?.createable) return null
    const choice = field.choices.find(({ value }) => value.toLowerCase() === type)
    return choice?.value ?? (field.choices.length === 0 ? subjects[type] : null)
  }
  const subtype = own('TaskSubtype')
  if (subtype !== null) return { TaskSubtype: subtype }
  return { Type: own('Type') ?? subjects[type] }
}

/** "Completed" where that is a closed status of this org, else its first closed one. */
export function closedStatus(org: Org): string | null {
  const choices = fieldOf(org.objects.Task, 'Status')?.choices.map(choice => choice.value) ?? []
  const closed = org.closedStatuses === null
    ? choices.filter(value => /^(?:completed?|closed|done)$/i.test(value))
    : choices.length > 0 ? choices.filter(value => org.closedStatuses!.includes(value)) : org.closedStatuses
  return closed.find(value => value === 'Completed') ?? closed[0] ?? null
}

/** The record to create: what Turfside fills and what the form asked for, as far as this user may write it. */
export function recordOf(org: Org, touch: NewTouch, userId: string): Record<string, string | number | boolean> {
  const shape = org.objects[objectOf(touch.type)]
  const record: Record<string, string | number | boolean> = {}
  for (const [name, value] of Object.entries(touch.extra)) {
    const field = fieldOf(shape, name)
    if (field?.createable && value.trim() !== '') record[field.name] = typed(field, value.trim())
  }
  for (const [name, value] of Object.entries(filled(org, touch, userId))) {
    const field = fieldOf(shape, name)
    if (field?.createable) record[field.name] = typeof value === 'string' && field.length > 0 && name !== 'Description' ? value.slice(0, field.length) : value
  }
  return record
}

const numbers = new Set(['int', 'double', 'currency', 'percent', 'long'])

function typed(field: FieldShape, value: string): string | number | boolean {
  if (field.type === 'boolean') return value === 'true'
  return numbers.has(field.type) && Number.isFinite(Number(value)) ? Number(value) : value
}

/** The fields that the org insists on, has no default for, and Turfside does not fill. */
export function formOf(org: Org, type: TouchType): FormField[] {
  const probe: NewTouch = { mark: 'x', accountId: 'x', type, start: 0, day: '2000-01-01', minutes: 1, note: 'x', onlineWord: 'x', extra: {} }
  const own = new Set(Object.keys(filled(org, probe, 'x')))
  return Object.values(org.objects[objectOf(type)] ?? {}).filter(field => field.required && !own.has(field.name)).map(field => ({
    name: field.name,
    label: field.label,
    kind: kindOfField(field),
    choices: field.choices,
  }))
}

function kindOfField({ type, choices }: FieldShape): FormField['kind'] {
  if (choices.length > 0) return 'choice'
  if (numbers.has(type)) return 'number'
  return type === 'date' ? 'date' : type === 'boolean' ? 'checkbox' : 'text'
}

