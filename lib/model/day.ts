/**
 * Days as numbers: days since 1970-01-01 in the proleptic Gregorian calendar. A day has no zone; a moment
 * (epoch milliseconds) falls on a day only in a zone, and `dayOf` says on which.
 */
export type Day = number

const msPerDay = 86_400_000

export function dayFromCivil(year: number, month: number, day: number): Day {
  const date = new Date(0)
  // setUTCFullYear, as Date.UTC takes years 0 to 99 for 1900 to 1999.
  date.setUTCFullYear(year, month - 1, day)
  return Math.round(date.getTime() / msPerDay)
}

export function civil(day: Day): { year: number; month: number; day: number } {
  const date = new Date(day * msPerDay)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
}

/** In the order of `weekdayOf`. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** 0 is Monday, 6 Sunday. 1970-01-01 was a Thursday. */
export const weekdayOf = (day: Day): number => (((day + 3) % 7) + 7) % 7

export const toIso = (day: Day): string => new Date(day * msPerDay).toISOString().slice(0, 10)

const isoDay = /^(\d{4})-(\d{2})-(\d{2})$/

/** The day of an ISO date; null when it is none, such as 2026-02-30. */
export function fromIso(iso: string): Day | null {
  const parts = isoDay.exec(iso)
  if (!parts) return null
  const day = dayFromCivil(+parts[1]!, +parts[2]!, +parts[3]!)
  return toIso(day) === iso ? day : null
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

/**
 * A function from moments to days of one time zone. Offsets are asked of `Intl` once per UTC day at its two ends; a day with
 * the same offset at both is answered by arithmetic (a zone that changed twice within one UTC day is unheard of), another is asked for each moment.
 */
export function dayOf(zone: string): (moment: number) => Day {
  const offsetAt = offsetOf(zone)
  const steady = new Map<number, number | null>()
  return moment => {
    const utcDay = Math.floor(moment / msPerDay)
    let offset = steady.get(utcDay)
    if (offset === undefined) {
      const start = offsetAt(utcDay * msPerDay)
      offset = start === offsetAt((utcDay + 1) * msPerDay) ? start : null
      steady.set(utcDay, offset)
    }
    return Math.floor((moment + (offset ?? offsetAt(moment))) / msPerDay)
  }
}
