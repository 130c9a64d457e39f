import type { Evidence } from '../model/assessment'
import { fromIso, type Day } from '../model/day'
import type { Snapshot, Touch, TouchType } from '../model/snapshot'
import { because } from './evidence'
import { userOf } from './people'
import type { PreparedPlan } from './prepared'

/** A touch that took place: of a known type, on a day, counted once. */
export interface CountedTouch {
  readonly id: string
  readonly type: TouchType
  readonly day: Day
  /** Epoch milliseconds; null when the CRM keeps no time for it. */
  readonly moment: number | null
  readonly userId: string | null
  /** Over 0, else null. */
  readonly seconds: number | null
}

export interface Touches {
  /** In order of day and moment. */
  readonly counted: readonly CountedTouch[]
  /** How many records were the same touch as another. */
  readonly doubles: number
}

const tenMinutes = 600_000

/**
 * The touches of a snapshot that count now: completed, not dated after now, each once. Two records are one touch when they carry the
 * same mark, or have the same type and rep within ten minutes. In order of time, a record within ten minutes of the last
 * one kept is that one; so a chain of records does not melt into one, and a further record never lowers the count.
 */
export function touchesOf(snapshot: Snapshot, prepared: PreparedPlan, now: number): Touches {
  const today = prepared.dayOf(now)
  const byMark = new Map<string, CountedTouch>()
  const candidates: CountedTouch[] = []
  let total = 0
  for (const touch of snapshot.touches) {
    const counted = countedAt(touch, snapshot, prepared, now, today)
    if (!counted) continue
    total++
    if (touch.mark === null) {
      candidates.push(counted)
      continue
    }
    const twin = byMark.get(touch.mark)
    if (!twin || inOrder(counted, twin) < 0) byMark.set(touch.mark, counted)
  }
  for (const touch of byMark.values()) candidates.push(touch)
  candidates.sort(inOrder)

  const lastKept = new Map<string, number>()
  const counted: CountedTouch[] = []
  for (const touch of candidates) {
    if (touch.moment !== null) {
      const key = `${touch.type} ${touch.userId}`
      const last = lastKept.get(key)
      if (last !== undefined && touch.moment - last <= tenMinutes) continue
      lastKept.set(key, touch.moment)
    }
    counted.push(touch)
  }
  return { counted, doubles: total - counted.length }
}

function countedAt(touch: Touch, snapshot: Snapshot, prepared: PreparedPlan, now: number, today: Day): CountedTouch | null {
  // An appointment counts once it has started, whether or not somebody ticked it off.
  if ((!touch.completed && touch.type !== 'appointment') || (touch.start !== null && touch.start > now)) return null
  const moment = touch.start ?? touch.completedAt ?? touch.createdAt
  const stated = touch.day === null ? null : fromIso(touch.day)
  const day = stated ?? (moment === null ? null : prepared.dayOf(moment))
  if (day === null || day > today) return null
  return {
    id: touch.id,
    type: touch.type === 'appointment' ? (prepared.onlineWords.test(touch.where ?? '') ? 'meeting' : 'visit') : touch.type,
    day,
    moment,
    // One spelling for one user, or two records of one touch would pass as two people's.
    userId: userOf(snapshot, touch.userId)?.ids[0] ?? touch.userId,
    seconds: touch.seconds !== null && touch.seconds > 0 ? touch.seconds : null,
  }
}

/** By moment (those without one last), then day, then id: the same whatever order the CRM gave. */
function inOrder(a: CountedTouch, b: CountedTouch): number {
  if (a.moment !== b.moment) return (a.moment ?? Infinity) - (b.moment ?? Infinity)
  if (a.day !== b.day) return a.day - b.day
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

/** Why the touches from a day on are not all known: the user may not see them, or they were read from a later day on only; null: they are. */
export function touchesUnknown({ hidden, touchesSince }: Snapshot, from: Day): Evidence | null {
  if (hidden.includes('touches')) return because('touchesHidden', {})
  return touchesSince !== null && (fromIso(touchesSince) ?? Infinity) > from ? because('touchesReadSince', { day: { day: touchesSince } }) : null
}
