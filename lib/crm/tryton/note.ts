import { isDay } from '../../model/day'
import type { Touch, TouchType } from '../../model/snapshot'
import type { NewTouch } from '../adapter'
import { moment, recordId, text, type Row } from './values'

/**
 * What counts as which touch in Tryton. It ships no activity, so a touch is a note (`ir.note`) on the party whose **first line says so
 * and nothing else**: `Call`, `Email`, `Visit` or `Meeting` in any case, then, each optional and in this order, minutes and an ISO day:
 *
 *     Visit, 45 min, 2026-11-24
 *     They want a quote for the second pump house.
 *
 * - A first line with any other word in it ("Call them back") is no touch, nor is any other note: nothing is guessed.
 * - The day is the one that the line names, else the day on which the note was written.
 * - Who made it is the user who wrote the note (`create_uid`). Every such note is completed; one dated ahead does not count until then.
 * - A note of Turfside also says when it began, in UTC, and ends with a line `turfside:` and the idempotency mark. So a repeat finds it.
 */
const headline = /^(call|e-?mail|visit|meeting)(?:[\s,;]+(\d{1,4})\s*min(?:utes?|\.)?)?(?:[\s,;]+(\d{4}-\d{2}-\d{2}))?(?:[\s,;]+began\s+(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?Z))?\s*[.:]?$/i
const markLine = /^turfside:(\S+)$/

const words: Readonly<Record<TouchType, string>> = { visit: 'Visit', meeting: 'Meeting', call: 'Call', email: 'Email' }
const msPerDay = 86_400_000

/** The note that stands for a touch. */
export function messageOf(touch: NewTouch): string {
  const began = new Date(touch.start).toISOString().replace(/\.\d+Z$/, 'Z')
  // A note may be anything a person types: line ends are made one kind, so that first and last line stay what they are.
  const note = touch.note.replace(/\r\n?/g, '\n').trim()
  return [`${words[touch.type]}, ${touch.minutes} min, ${touch.day}, began ${began}`, ...(note === '' ? [] : [note]), markOf(touch.mark)].join('\n')
}

/** The line by which a repeat recognises the note. */
export const markOf = (mark: string): string => `turfside:${mark}`

/** The touch that a note is; null: it is none. */
export function touchOf(row: Row): Touch | null {
  const id = recordId(row.id)
  const lines = (text(row.message) ?? '').split('\n').map(line => line.trim())
  const said = headline.exec(lines[0] ?? '')
  if (id === null || !said) return null
  const [, word = '', minutes, named, began] = said
  const day = named !== undefined && isDay(named) ? named : null
  const createdAt = moment(row.create_date)
  const mark = markLine.exec(lines.at(-1) ?? '')?.[1] ?? null
  const start = began === undefined ? NaN : Date.parse(began)
  return {
    id,
    type: word.toLowerCase().replace('-', '') as TouchType,
    userId: recordId(row.create_uid),
    completed: true,
    day,
    start: Number.isNaN(start) ? null : start,
    completedAt: completion(day, createdAt),
    createdAt,
    seconds: minutes === undefined ? null : Number(minutes) * 60,
    where: null,
    subject: text(lines.slice(1, mark === null ? undefined : -1).find(line => line !== '')?.slice(0, 255)),
    mark,
  }
}

/**
 * A note that names a day but no time is taken to be of the time of day at which it was written. So calls of two days that are noted one after
 * the other stay two, and one call noted twice is one.
 */
function completion(day: string | null, createdAt: number | null): number | null {
  if (day === null || createdAt === null) return createdAt
  return Date.parse(day) + (createdAt % msPerDay)
}
