import browser from 'webextension-polyfill'
import type { TurfsideDb } from '../cache/db'
import { planSource } from '../cache/planSource'
import type { PlanLoad } from '../model/planLoad'
import { loadPlanFrom } from './followPlan'

/** The alarm that asks the plan's address again. */
export const planAlarm = 'plan address'

const everyMinutes = 24 * 60

/** The match pattern of an address's host; Firefox takes no port in one. */
export function hostPattern(address: string): string {
  const { host, hostname } = new URL(address)
  return `https://${import.meta.env.FIREFOX ? hostname : host}/*`
}

/** As `loadPlanFrom`, with this browser's means; once a day again from then on. */
export async function loadPlan(db: TurfsideDb, address: string | null): Promise<PlanLoad> {
  const means = {
    fetch: (input: RequestInfo | URL, init?: RequestInit) => fetch(input, init), now: () => Date.now(),
    permitted: (at: string) => browser.permissions.contains({ origins: [hostPattern(at)] }),
  }
  const load = await loadPlanFrom(db, means, address)
  await keepAlarm(db)
  return load
}

/** An alarm exists while an address is followed: browsers forget theirs on some updates. Asked at once where a day has passed meanwhile. */
export async function keepAlarm(db: TurfsideDb): Promise<void> {
  const source = await planSource(db)
  if (!source) return void (await browser.alarms.clear(planAlarm))
  if (!(await browser.alarms.get(planAlarm))) await browser.alarms.create(planAlarm, { when: Math.max(Date.now() + 60_000, source.checkedAt + everyMinutes * 60_000), periodInMinutes: everyMinutes })
}
