import type { Plan } from '../../lib/model/plan'
import type { Snapshot, Touch, TouchType } from '../../lib/model/snapshot'
import { dayOfMoment, isRealDay } from './days'
import { canonicalUser } from './team'

export interface Counted {
  readonly id: string
  readonly type: TouchType
  readonly userId: string | null
  readonly day: string
  readonly moment: number | null
  readonly seconds: number | null
  readonly mark: string | null
}

const onlineWords = ['zoom', 'teams', 'meet', 'webex', 'online', 'virtual', 'phone']

function isOnline(where: string, plan: Plan): boolean {
  const text = where.toLowerCase()
  if (text.includes('http://') || text.includes('https://') || text.includes('www.')) return true
  const isWordPart = (character: string | undefined): boolean => character !== undefined && /[\p{L}\p{N}]/u.test(character)
  return (plan.onlineWords ?? onlineWords).some(entry => {
    const word = entry.toLowerCase()
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      if (!isWordPart(text[at - 1]) && !isWordPart(text[at + word.length])) return true
    }
    return false
  })
}

function counted(touch: Touch, plan: Plan, now: number): Counted | null {
  const moment = touch.start ?? touch.completedAt ?? touch.createdAt
  const day = isRealDay(touch.day) ? touch.day : (moment === null ? null : dayOfMoment(moment, plan.timeZone))
  if (day === null || day > dayOfMoment(now, plan.timeZone)) return null
  if (touch.start !== null && touch.start > now) return null
  if (touch.type !== 'appointment' && !touch.completed) return null
  const type = touch.type !== 'appointment' ? touch.type : touch.where !== null && isOnline(touch.where, plan) ? 'meeting' : 'visit'
  return { id: touch.id, type, userId: touch.userId, day, moment, seconds: touch.seconds, mark: touch.mark }
}

/** By moment, then day, then id; those without a moment last. */
function inOrder(a: Counted, b: Counted): number {
  const byMoment = (a.moment ?? Infinity) === (b.moment ?? Infinity) ? 0 : (a.moment ?? Infinity) - (b.moment ?? Infinity)
  return byMoment || (a.day < b.day ? -1 : a.day > b.day ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}

/** The touches that count, each once. Records of no rep are taken for one rep's. */
export function touchesThatCount(snapshot: Snapshot, plan: Plan, now: number): Counted[] {
  const all = snapshot.touches.flatMap(touch => counted(touch, plan, now) ?? []).sort(inOrder)
  const marks = new Set<string>()
  const kept: Counted[] = []
  for (const touch of all) {
    if (touch.mark !== null) {
      if (marks.has(touch.mark)) continue
      marks.add(touch.mark)
    }
    const isAnother = kept.some(k => k.type === touch.type && canonicalUser(k.userId, snapshot) === canonicalUser(touch.userId, snapshot)
      && k.moment !== null && touch.moment !== null && touch.moment - k.moment <= 600_000)
    if (!isAnother) kept.push(touch)
  }
  return kept
}
