/**
 * Days as numbers: days since 1970-01-01 in the proleptic Gregorian calendar. A day has no zone; a moment
 * (epoch milliseconds) falls on a day only in a zone, and `dayOf` says on which.
 */
export type Day = number

const msPerDay = 86_400_000

/**
 * The day of a date; months may run past 12 or below 1. Source: Howard Hinnant, "chrono-compatible low-level date algorithms", `days_from_civil`: a year that
 * starts in March has its leap day at its end.
 */
export function dayFromCivil(year: number, month: number, day: number): Day {
  const months = year * 12 + (month - 1) - 2
  const marchYear = Math.floor(months / 12)
  const monthFromMarch = months - marchYear * 12
  const era = Math.floor(marchYear / 400)
  const yearOfEra = marchYear - era * 400
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5) + day - 1
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
}

/** The date of a day: `civil_from_days` of the same source. */
export function civil(day: Day): { year: number; month: number; day: number } {
  const shifted = day + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365)
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1 }
}

/** In the order of `weekdayOf`. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** 0 is Monday, 6 Sunday. 1970-01-01 was a Thursday. */
export const weekdayOf = (day: Day): number => (((day + 3) % 7) + 7) % 7

const spelled = new Map<Day, string>()
const mostSpelled = 5000

/** An ISO date; of years 0 to 9999, the only ones that have a plain one. The same days are asked for over and over: each is spelled once. */
export function toIso(day: Day): string {
  let iso = spelled.get(day)
  if (iso === undefined) {
    if (spelled.size >= mostSpelled) spelled.clear()
    iso = spell(day)
    spelled.set(day, iso)
  }
  return iso
}

function spell(day: Day): string {
  const { year, month, day: date } = civil(day)
  return `${String(year).padStart(4, '0')}-${month < 10 ? '0' : ''}${month}-${date < 10 ? '0' : ''}${date}`
}

/** The day of an ISO date; null when it is none, such as 2026-02-30. */
export function fromIso(iso: string): Day | null {
  if (iso.length !== 10 || iso[4] !== '-' || iso[7] !== '-') return null
  const year = digits(iso, 0, 4)
  const month = digits(iso, 5, 7)
  const date = digits(iso, 8, 10)
  if (!(year >= 0 && month >= 1 && month <= 12 && date >= 1 && date <= 31)) return null
  const day = dayFromCivil(year, month, date)
  // A date that its month does not have comes out in the next one.
  return date <= 28 || civil(day).day === date ? day : null
}

/** The number that the characters spell; NaN when one of them is no digit. */
function digits(text: string, from: number, to: number): number {
  let number = 0
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - 48
    if (digit < 0 || digit > 9) return NaN
    number = number * 10 + digit
  }
  return number
}

export const isDay = (text: string): boolean => fromIso(text) !== null

export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone }).format(0)
    return true
  } catch {
    return false
  }
}

/** Milliseconds by which the zone's clocks are ahead of UTC at a moment. */
function offsetOf(zone: string): (moment: number) => number {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' })
  return moment => {
    const p: Record<string, string> = {}
    for (const { type, value } of format.formatToParts(moment)) p[type] = value
    const wall = Date.UTC(+p.year!, +p.month! - 1, +p.day!, +p.hour!, +p.minute!, +p.second!)
    return wall - Math.floor(moment / 1000) * 1000
  }
}

/** The moment of a time of day (minutes after midnight) on a day in a zone; within a gap of the clocks, up to that gap later. */
export function momentAt(zone: string, day: Day, minutes: number): number {
  const offset = offsetOf(zone)
  const wall = day * msPerDay + minutes * 60_000
  // The offset is that of the answer, not of the guess: asked twice, since the clocks may change in between.
  const guess = wall - offset(wall)
  return wall - offset(guess)
}

/** Eight days of UTC, of which the offset is remembered; and how many such stretches from 1970 on, to the year 2189. */
const msPerStretch = 8 * msPerDay
const stretches = 10_000
const notAsked = -1
const changes = -2

/** Until this moment the zone had this offset. */
interface Piece {
  readonly until: number
  readonly offset: number
}

/**
 * A function from moments to days of one time zone. `Intl` is asked of a stretch once, at the ends of its days (a zone that changed twice within
 * one UTC day is unheard of); where two ends differ the moment of the change is looked for. The rest is arithmetic.
 */
export function dayOf(zone: string): (moment: number) => Day {
  const offsetAt = offsetOf(zone)
  // With two days added, so that every offset is over 0.
  const steady = new Int32Array(stretches).fill(notAsked)
  const changing = new Map<number, readonly Piece[]>()

  function ask(stretch: number): number {
    const pieces = piecesFrom(stretch * msPerStretch, offsetAt)
    if (pieces.length === 1) return pieces[0]!.offset + 2 * msPerDay
    changing.set(stretch, pieces)
    return changes
  }

  return moment => {
    const stretch = Math.floor(moment / msPerStretch)
    if (!(stretch >= 0 && stretch < stretches)) return Math.floor((moment + offsetAt(moment)) / msPerDay)
    let offset = steady[stretch]!
    if (offset === notAsked) steady[stretch] = offset = ask(stretch)
    if (offset !== changes) return Math.floor((moment + offset) / msPerDay) - 2
    return Math.floor((moment + changing.get(stretch)!.find(({ until }) => moment < until)!.offset) / msPerDay)
  }
}

/** The offsets of one stretch, in order. */
function piecesFrom(start: number, offsetAt: (moment: number) => number): readonly Piece[] {
  const pieces: Piece[] = []
  let offset = offsetAt(start)
  for (let day = start; day < start + msPerStretch; day += msPerDay) {
    const next = offsetAt(day + msPerDay)
    if (next === offset) continue
    let [before, after] = [day, day + msPerDay]
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2)
      if (offsetAt(middle) === offset) before = middle
      else after = middle
    }
    pieces.push({ until: after, offset })
    offset = next
  }
  pieces.push({ until: Infinity, offset })
  return pieces
}
