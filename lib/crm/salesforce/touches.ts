import type { Touch, TouchType } from '../../model/snapshot'
import { idOf } from './ids'
import { dateOf, day, moment, number, text } from './values'

/**
 * What counts as which touch in Salesforce.
 *
 * A Task of subtype Call is a call, Email or ListEmail an email, any other by its Type when that names one of our four, else it is no touch;
 * it is completed when its status is a closed one; its day is ActivityDate, else that of its completion; its time CallDurationInSeconds.
 * An Event is an appointment: a visit, or a meeting when its Location says so by the plan's words; it counts from its start, for DurationInMinutes.
 * The template of a series (IsRecurrence, or a GroupEventType of 3 in Lightning) is none; each of its occurrences is one.
 * A Task assigned to several is a copy for each of them, which each completes for himself: every completed copy is a touch of its own rep.
 */

type Row = Readonly<Record<string, unknown>>

const seriesPattern = '3'

export const markPrefix = 'turfside:'

const bySubtype: Readonly<Record<string, TouchType>> = { call: 'call', email: 'email', listemail: 'email' }
const byType: Readonly<Record<string, TouchType>> = { visit: 'visit', meeting: 'meeting', call: 'call', email: 'email' }

/** The type of touch that a Task is; null: none. */
export function taskType(row: Row): TouchType | null {
  const named = (table: Readonly<Record<string, TouchType>>, value: unknown): TouchType | null => {
    const key = text(value)?.toLowerCase() ?? ''
    return Object.hasOwn(table, key) ? table[key]! : null
  }
  return named(bySubtype, row.TaskSubtype) ?? named(byType, row.Type)
}

export function fromTask(row: Row, closedStatuses: readonly string[] | null): Touch | null {
  const type = taskType(row)
  const id = idOf(row.Id)
  if (type === null || id === null || row.IsDeleted === true || row.IsRecurrence === true) return null
  return {
    id,
    type,
    userId: idOf(row.OwnerId),
    completed: typeof row.IsClosed === 'boolean' ? row.IsClosed : (closedStatuses ?? []).includes(text(row.Status) ?? ''),
    day: day(row.ActivityDate),
    start: null,
    completedAt: moment(row.CompletedDateTime),
    createdAt: moment(row.CreatedDate),
    seconds: positive(row.CallDurationInSeconds),
    where: null,
    subject: text(row.Subject),
    mark: ownMark(row) ?? markIn(row.CallObject) ?? markOf(row.Description),
  }
}

export function fromEvent(row: Row): Touch | null {
  const id = idOf(row.Id)
  if (id === null || row.IsDeleted === true || row.IsRecurrence === true || row.GroupEventType === seriesPattern) return null
  const allDay = row.IsAllDayEvent === true
  const start = moment(row.StartDateTime)
  // A start that cannot be read leaves its date; without one, when it took place is not known, and when it was entered says nothing of it.
  const startUnread = !allDay && start === null && text(row.StartDateTime) !== null
  if (startUnread && day(row.ActivityDate) === null) return null
  const minutes = positive(row.DurationInMinutes)
  return {
    id,
    type: 'appointment',
    userId: idOf(row.OwnerId),
    // Whether it has started is for the clock to say.
    completed: true,
    // An all-day event is of its date wherever one is. Its StartDateTime is midnight UTC, which west of Greenwich is the day before.
    day: allDay ? (day(row.ActivityDate) ?? dateOf(row.StartDateTime)) : startUnread ? day(row.ActivityDate) : null,
    start: allDay ? null : start,
    completedAt: null,
    createdAt: moment(row.CreatedDate),
    seconds: minutes === null ? null : minutes * 60,
    where: text(row.Location),
    subject: text(row.Subject),
    mark: ownMark(row) ?? markOf(row.Description),
  }
}

function positive(value: unknown): number | null {
  const n = number(value)
  return n !== null && n >= 0 ? n : null
}

/** The mark in a field that the org has for it. */
function ownMark(row: Row): string | null {
  for (const name in row) {
    const mark = name.endsWith('__c') ? markIn(row[name]) : null
    if (mark !== null) return mark
  }
  return null
}

/** The mark in a field that holds nothing else. */
export function markIn(value: unknown): string | null {
  const written = text(value)
  return written?.startsWith(markPrefix) ? text(written.slice(markPrefix.length)) : null
}

/** The mark on the last line of a description. */
export function markOf(description: unknown): string | null {
  return typeof description === 'string' ? markIn(description.trimEnd().split(/\r?\n|\r/).at(-1)) : null
}

/** A note with the mark as its last line. */
export const marked = (note: string, mark: string): string => (note.trim() === '' ? markPrefix + mark : `${note.trimEnd()}\n\n${markPrefix}${mark}`)
