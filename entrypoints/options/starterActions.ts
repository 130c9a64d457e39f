import { effect, signal } from '@preact/signals'
import type { StarterView } from '../../components/options/view'
import { db, type StarterRow } from '../../lib/cache/db'
import { siteOf } from '../../lib/crm/sites'
import type { Plan } from '../../lib/model/plan'
import type { StarterSettings } from '../../lib/model/starter'
import { changeStarter, dropStarter } from '../../lib/sync/starter'
import { send } from '../../lib/sync/send'

/** Orgs whose starter plan is being made: "crm|org". */
export const making = signal<readonly string[]>([])

export async function makeStarter(key: string): Promise<void> {
  const bar = key.indexOf('|')
  making.value = [...making.peek(), key]
  try {
    await send('makeStarter', { crm: key.slice(0, bar), org: key.slice(bar + 1) })
  } finally {
    making.value = making.peek().filter(other => other !== key)
  }
}

export async function setFigures(space: string, settings: StarterSettings): Promise<void> {
  await changeStarter(db, space, settings)
  await send('planChanged', null)
}

export async function takeAway(space: string): Promise<void> {
  await dropStarter(db, space, Date.now())
  await send('planChanged', null)
}

/** A starter plan as the page shows it. `userName` of whose space it is, where that is known. */
export function starterView({ space, crm, org, made, settings, at, error }: StarterRow, userName: string | null): StarterView {
  const key = `${crm}|${org}`
  return {
    space, key, org, crmLabel: siteOf(crm)?.label ?? crm, userName, settings, at, error, busy: making.value.includes(key),
    made: made && { territories: made.plan.territories.length, reps: made.plan.reps.length, currency: made.plan.currency, notes: made.notes, assumed: figuresOf(made.plan) },
  }
}

/** The figures that are in force, by the names of the settings. */
function figuresOf({ profitability, reps, priorities }: Plan): StarterSettings {
  const { travel, minutes, grossMargin } = profitability ?? {}
  const from = (priority: string) => priorities?.rules?.flatMap(rule => ('revenueAtLeast' in rule && rule.priority === priority ? [Number(rule.revenueAtLeast)] : []))[0]
  const figures = {
    perKm: travel && 'perKm' in travel ? Number(travel.perKm) : undefined,
    hourlyCost: reps[0]?.hourlyCost === undefined ? undefined : Number(reps[0].hourlyCost),
    grossMargin: Number(grossMargin ?? 1),
    visitMinutes: minutes?.visit, meetingMinutes: minutes?.meeting, callMinutes: minutes?.call, emailMinutes: minutes?.email,
    highRevenue: from('High'), mediumRevenue: from('Medium'),
  }
  return Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== undefined)) as StarterSettings
}

/** "#set-travelPerKm" leads to the field that sets it, else to the button that imports a plan; once it is there. */
export function followHash(ready: () => boolean): void {
  const go = () => {
    const code = /^#set-(\w+)$/.exec(location.hash)?.[1]
    if (code === undefined) return
    const target = document.querySelector<HTMLElement>(`[data-sets~="${code}"] input`) ?? document.getElementById('import-plan')
    target?.focus()
    target?.scrollIntoView({ block: 'center' })
  }
  addEventListener('hashchange', go)
  let gone = false
  effect(() => {
    if (!ready() || gone) return
    gone = true
    // Drawn by then.
    requestAnimationFrame(go)
  })
}
