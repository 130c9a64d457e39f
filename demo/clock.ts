import { civil, dayOf, fromIso, toIso } from '../lib/model/day'

/** The org's time: the real one, or one that starts at noon of a given day and goes on from there. */
export interface Clock {
  readonly zone: string
  now(): number
  /** ISO day in the org's zone. */
  today(): string
  dayOf(moment: number): number
  /** The moment at which that wall-clock time shows in the org's zone. */
  at(day: number, hour?: number, minute?: number): number
}

export function createClock(zone: string, today: string | undefined): Clock {
  const toDay = dayOf(zone)
  const at = (day: number, hour = 0, minute = 0): number => {
    const wall = day * 86_400_000 + hour * 3_600_000 + minute * 60_000
    // The offset of a guess, then of the corrected guess: right but for the hour that a change of clocks skips.
    let moment = wall
    for (let i = 0; i < 2; i++) moment = wall - offset(zone, moment)
    return moment
  }
  const given = today === undefined ? null : fromIso(today)
  if (today !== undefined && given === null) throw new RangeError(`today must be an ISO day, got "${today}"`)
  const shift = given === null ? 0 : at(given, 12) - Date.now()
  const now = (): number => Date.now() + shift
  return { zone, now, today: () => toIso(toDay(now())), dayOf: toDay, at }
}

const formats = new Map<string, Intl.DateTimeFormat>()

const steady = new Map<string, number | null>()

/** Asked of `Intl` at both ends of each UTC day; a day with one offset is answered from memory. */
function offset(zone: string, moment: number): number {
  const utcDay = Math.floor(moment / 86_400_000)
  const key = `${zone}|${utcDay}`
  let known = steady.get(key)
  if (known === undefined) {
    const start = askOffset(zone, utcDay * 86_400_000)
    known = start === askOffset(zone, (utcDay + 1) * 86_400_000) ? start : null
    steady.set(key, known)
  }
  return known ?? askOffset(zone, moment)
}

function askOffset(zone: string, moment: number): number {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat(
      'en-CA',
      { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' }
    )
    formats.set(zone, format)
  }
  const p: Record<string, number> = {}
  for (const { type, value } of format.formatToParts(moment)) p[type] = Number(value)
  return Date.UTC(p.year!, p.month! - 1, p.day!, p.hour!, p.minute!, p.second!) - Math.floor(moment / 1000) * 1000
}

/** The same day of the month so many months on, or the month's last. */
export function addMonths(day: number, months: number): number {
  const { year, month, day: dom } = civil(day)
  const first = Date.UTC(year, month - 1 + months, 1) / 86_400_000
  const next = Date.UTC(year, month + months, 1) / 86_400_000
  return Math.min(first + dom - 1, next - 1)
}
