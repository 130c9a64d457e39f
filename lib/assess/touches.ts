import type { Evidence } from '../model/assessment'
import { fromIso, type Day } from '../model/day'
import { touchTypes, type Snapshot, type Touch, type TouchType } from '../model/snapshot'
import { because } from './evidence'
import { sortFew, sortMany } from './order'
import type { Known, People } from './people'
import type { PreparedPlan } from './prepared'

/** A touch that took place: of a known type, on a day, counted once. */
export interface CountedTouch {
  readonly id: string
  readonly type: TouchType
  readonly day: Day
  /** Epoch milliseconds; null when the CRM keeps no time for it. */
  readonly moment: number | null
  readonly who: Known
  /** Over 0, else null. */
  readonly seconds: number | null
}

export interface Touches {
  readonly counted: readonly CountedTouch[]
  /** How many records were the same touch as another. */
  readonly doubles: number
  /** The touches of this day and later are all known; null: those of no day are, for the user may not see them. */
  readonly knownFrom: Day | null
}

const tenMinutes = 600_000

/**
 * The touches of a snapshot that count now: completed, not dated after now, each once. Two records are one touch when they carry the
 * same mark, or have the same type and rep within ten minutes. In order of time, a record within ten minutes of the last
 * one kept is that one; so a chain of records does not melt into one, and a further record never lowers the count.
 */
export function touchesOf(snapshot: Snapshot, people: People, prepared: PreparedPlan, now: number): Touches {
  const today = prepared.dayOf(now)
  const timed: CountedTouch[] = []
  const untimed: CountedTouch[] = []
  const marked = new FirstOfEachMark()
  let total = 0
  // CRMs answer with the newest first: from the end they are nearly in order of time.
  for (let at = snapshot.touches.length - 1; at >= 0; at--) {
    const touch = snapshot.touches[at]!
    const counted = countedAt(touch, people, prepared, now, today)
    if (!counted) continue
    total++
    if (touch.mark !== null) marked.add(touch.mark, counted)
    else (counted.moment === null ? untimed : timed).push(counted)
  }
  for (const touch of marked.touches()) (touch.moment === null ? untimed : timed).push(touch)
  const counted = withoutDoubles(inTime(timed))
  for (const touch of untimed) counted.push(touch)
  return { counted, doubles: total - counted.length, knownFrom: knownFrom(snapshot) }
}

function countedAt(touch: Touch, people: People, prepared: PreparedPlan, now: number, today: Day): CountedTouch | null {
  const { start, seconds } = touch
  // An appointment counts once it has started, whether or not somebody ticked it off.
  if ((!touch.completed && touch.type !== 'appointment') || (start !== null && start > now)) return null
  const moment = start ?? touch.completedAt ?? touch.createdAt
  const stated = touch.day === null ? null : fromIso(touch.day)
  const day = stated ?? (moment === null ? null : prepared.dayOf(moment))
  if (day === null || day > today) return null
  return {
    id: touch.id,
    type: typeOf(touch, prepared),
    day,
    moment,
    who: people.of(touch.userId),
    seconds: seconds !== null && seconds > 0 ? seconds : null,
  }
}

/** The type as a word of ours rather than the CRM's copy of it, which is quicker to compare. */
function typeOf({ type, where }: Touch, prepared: PreparedPlan): TouchType {
  if (type === 'call') return 'call'
  if (type === 'email') return 'email'
  if (type === 'visit') return 'visit'
  if (type === 'meeting') return 'meeting'
  return prepared.isOnline(where ?? '') ? 'meeting' : 'visit'
}

/** Of the records with one mark, the first in order. */
class FirstOfEachMark {
  #byMark: Map<string, CountedTouch> | null = null

  add(mark: string, touch: CountedTouch): void {
    this.#byMark ??= new Map()
    const twin = this.#byMark.get(mark)
    if (!twin || isBefore(touch, twin)) this.#byMark.set(mark, touch)
  }

  touches(): Iterable<CountedTouch> {
    return this.#byMark?.values() ?? []
  }
}

const few = 32
const momentOf = (touch: CountedTouch): number => touch.moment!
const inTime = (touches: CountedTouch[]): readonly CountedTouch[] =>
  touches.length <= few ? sortFew(touches, (a, b) => a.moment! - b.moment!) : sortMany(touches, momentOf)

const places: Readonly<Record<TouchType, number>> = { visit: 0, meeting: 1, call: 2, email: 3 }

/** @param touches in order of moment */
function withoutDoubles(touches: readonly CountedTouch[]): CountedTouch[] {
  const kept: CountedTouch[] = []
  /** By type and user: where in `kept` the last of theirs is. */
  const lastOf: number[] = []
  for (const touch of touches) {
    const key = touch.who.at * touchTypes.length + places[touch.type]
    const at = lastOf[key]
    const last = at === undefined ? undefined : kept[at]!
    if (last !== undefined && touch.moment! - last.moment! <= tenMinutes) {
      // Of records of one moment the first by day and id is kept, whatever order the CRM gave.
      if (touch.moment === last.moment && isBefore(touch, last)) kept[at!] = touch
      continue
    }
    lastOf[key] = kept.length
    kept.push(touch)
  }
  return kept
}

/** By moment (those without one last), then day, then id: the same whatever order the CRM gave. */
function isBefore(a: CountedTouch, b: CountedTouch): boolean {
  if (a.moment !== b.moment) return (a.moment ?? Infinity) < (b.moment ?? Infinity)
  return a.day !== b.day ? a.day < b.day : a.id < b.id
}

/** The latest by day, then by moment. */
export function lastOf(touches: readonly CountedTouch[]): CountedTouch | null {
  let last: CountedTouch | null = null
  for (const touch of touches) if (last === null || isLater(touch, last)) last = touch
  return last
}

function isLater(a: CountedTouch, b: CountedTouch): boolean {
  if (a.day !== b.day) return a.day > b.day
  return a.moment === b.moment ? isBefore(b, a) : (a.moment ?? -Infinity) > (b.moment ?? -Infinity)
}

function knownFrom({ hidden, touchesSince }: Snapshot): Day | null {
  if (hidden.includes('touches')) return null
  if (touchesSince === null) return -Infinity
  return fromIso(touchesSince) ?? Infinity
}

/** Whether the touches from a day on are all known: seen at all, and read from that day or before it on. */
export const areKnown = ({ knownFrom: known }: Touches, from: Day): boolean => known !== null && known <= from

/** Why they are not. */
export const whyUnknown = ({ hidden, touchesSince }: Snapshot): Evidence =>
  hidden.includes('touches') ? because('touchesHidden', {}) : because('touchesReadSince', { day: { day: touchesSince! } })
