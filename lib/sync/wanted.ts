import { toIso, dayOf } from '../model/day'
import type { Wanted } from '../crm/adapter'
import type { Plan } from '../model/plan'
import type { MappedField } from '../model/snapshot'

/** Days of touches to read: two years of profitability and a quarter's cadence back. */
const daysOfTouches = 800

/** What to ask the CRM for: what the plan leans on, with the fields that the options map first. */
export function wantedFor(plan: Plan | null, mapped: Readonly<Partial<Record<MappedField, string>>>, now: number): Wanted {
  const former = plan?.fields?.former
  const planned: Partial<Record<MappedField, string>> = {}
  for (const name of ['priority', 'segment', 'marketing', 'visitMinutes'] as const) {
    const field = plan?.fields?.[name]
    if (field) planned[name] = field
  }
  if (former) planned.former = typeof former === 'string' ? former : former.field
  const extra = (plan?.territories ?? []).flatMap(territory => (territory.segments ?? []).flatMap(segment => Object.keys(segment.fields ?? {})))
  return {
    fields: { ...planned, ...mapped },
    formerValues: !mapped.former && former && typeof former === 'object' ? former.in : null,
    extra: [...new Set(extra)].sort(),
    campaigns: plan?.profitability?.marketing?.from === 'campaigns',
    revenue: plan?.profitability?.revenue ?? 'deals',
    team: [...(plan?.reps ?? []), ...(plan?.managers ?? [])].flatMap(({ id, email }) => [id, email].filter(key => key !== undefined)),
    ...(plan ? { currency: plan.currency } : {}),
    touchesSince: toIso(dayOf(plan?.timeZone ?? 'UTC')(now) - Math.max(daysOfTouches, longestPeriod(plan))),
  }
}

function longestPeriod(plan: Plan | null): number {
  const period = plan?.profitability?.period
  return typeof period === 'object' ? period.days : 0
}
