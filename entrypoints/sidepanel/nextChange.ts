import type { PanelView } from '../../components/panel/view'
import { dayOf, momentAt } from '../../lib/model/day'

const minute = 60_000

/**
 * The moment at which what is shown changes by time alone: an age in minutes, the minutes until a limit ends, the day in the plan's zone or
 * in the reader's. Until then no timer need run.
 *
 * @returns epoch milliseconds, after `view.now`
 */
export function nextChange({ now, freshness, trouble }: Pick<PanelView, 'now' | 'freshness' | 'trouble'>, planZone: string): number {
  const changes = [tomorrowIn(planZone, now), new Date(now).setHours(24, 0, 0, 0)]
  // From an hour on an age is told as a time of day.
  if (freshness.at !== null && now - freshness.at < 60 * minute) changes.push(now + minute - ((((now - freshness.at) % minute) + minute) % minute))
  if (trouble?.kind === 'limit' && trouble.retryAt !== null && trouble.retryAt > now) changes.push(now + ((trouble.retryAt - now) % minute || minute))
  return Math.min(...changes)
}

const tomorrowIn = (zone: string, now: number): number => momentAt(zone, dayOf(zone)(now) + 1, 0)
