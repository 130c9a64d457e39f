import { civil, dayFromCivil, fromIso, weekdayOf, weekdays, type Day } from '../model/day'
import type { Person, Plan, Rotation } from '../model/plan'

export interface Period {
  readonly from: Day
  readonly to: Day
}

export type Per = Rotation['per']

/** The plan's calendar: its periods, and the working days of each rep. */
export interface Calendar {
  periodOf(day: Day, per: Per | 'year'): Period
  /** The working days of a rep in a period, in order; null: a rep without leave. */
  workingDays(person: Person | null, period: Period): readonly Day[]
}

export const previousPeriod = (calendar: Calendar, period: Period, per: Per): Period => calendar.periodOf(period.from - 1, per)
export const nextPeriod = (calendar: Calendar, period: Period, per: Per): Period => calendar.periodOf(period.to + 1, per)

export function calendarOf(plan: Plan): Calendar {
  const firstWeekday = weekdays.indexOf(plan.calendar.firstDayOfWeek ?? 'mon')
  const fiscalStart = plan.calendar.fiscalYearStart ?? 1
  const works = weekdays.map(weekday => plan.calendar.workingDays.includes(weekday))
  const holidays = new Set((plan.calendar.holidays ?? []).map(holiday => fromIso(holiday.day)!))
  const known = new Map<Person | null, Map<string, readonly Day[]>>()

  /** From the first of that month to the last of the month `months` later. Months may run past 12. */
  const monthsFrom = (year: number, month: number, months: number): Period => ({
    from: dayFromCivil(year, month, 1),
    to: dayFromCivil(year, month + months, 1) - 1,
  })

  function periodOf(day: Day, per: Per | 'year'): Period {
    if (per === 'week') {
      const from = day - ((weekdayOf(day) - firstWeekday + 7) % 7)
      return { from, to: from + 6 }
    }
    const { year, month } = civil(day)
    if (per === 'month') return monthsFrom(year, month, 1)
    const sinceFiscalStart = (month - fiscalStart + 12) % 12
    const length = per === 'quarter' ? 3 : 12
    return monthsFrom(year, month - (sinceFiscalStart % length), length)
  }

  function workingDays(person: Person | null, period: Period): readonly Day[] {
    let ofPerson = known.get(person)
    if (!ofPerson) known.set(person, (ofPerson = new Map()))
    const key = `${period.from}-${period.to}`
    let days = ofPerson.get(key)
    if (!days) {
      const leave = (person?.leave ?? []).map(({ from, to }) => ({ from: fromIso(from)!, to: fromIso(to)! }))
      const found: Day[] = []
      for (let day = period.from; day <= period.to; day++) {
        if (works[weekdayOf(day)] && !holidays.has(day) && !leave.some(l => l.from <= day && day <= l.to)) found.push(day)
      }
      ofPerson.set(key, (days = found))
    }
    return days
  }

  return { periodOf, workingDays }
}
