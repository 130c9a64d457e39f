import { signal } from '@preact/signals'
import browser from 'webextension-polyfill'
import type { PlanLoading } from '../../components/options/view'
import { db } from '../../lib/cache/db'
import { keepHosts, keepSource, planHosts, planSource } from '../../lib/cache/planSource'
import { planAddress } from '../../lib/model/planAddress'
import { hostPattern } from '../../lib/sync/planAlarm'
import { send } from '../../lib/sync/send'

/** What became of the address that was entered last. */
export const loading = signal<PlanLoading | null>(null)

/** Asks the browser to ask the user for the plan's host, in the click itself, then loads. `known`: hosts that the user allows already, for a CRM. */
export async function loadPlanAt(typed: string, known: readonly string[]): Promise<void> {
  const wanted = planAddress(typed)
  if ('problem' in wanted) return void (loading.value = { state: 'failed', problem: { code: wanted.problem } })
  const { address } = wanted
  const { host } = new URL(address)
  const pattern = hostPattern(address)
  loading.value = { state: 'asking', host }
  // Noted before the answer, which comes from a person: a host for the plan's file alone gets no script of ours.
  const noted = known.includes(pattern) ? Promise.resolve() : keepHosts(db, { with: pattern })
  const asked = browser.permissions.request({ origins: [pattern] })
  await noted
  if (!(await asked)) {
    await leaveHost(pattern)
    loading.value = { state: 'declined', host }
    return
  }
  const before = (await planSource(db))?.address
  await load(address, host)
  const followed = (await planSource(db))?.address
  // What is no longer asked, or never was, is no longer allowed.
  for (const old of [before, address]) if (old !== undefined && old !== followed && (followed === undefined || hostPattern(old) !== hostPattern(followed))) await leaveHost(hostPattern(old))
}

export async function renewPlan(): Promise<void> {
  const source = await planSource(db)
  if (source) await load(null, new URL(source.address).host)
}

async function load(address: string | null, host: string): Promise<void> {
  loading.value = { state: 'reading', host }
  const outcome = await send('loadPlan', { address })
  loading.value = outcome.state === 'none' ? null : outcome.state === 'failed' ? { state: 'failed', problem: outcome.problem } : { state: outcome.state }
}

export async function leavePlanAddress(): Promise<void> {
  const source = await planSource(db)
  loading.value = null
  await keepSource(db, null)
  if (source) await leaveHost(hostPattern(source.address))
}

/** Gives back what was allowed for the plan alone; a CRM's host stays allowed. */
async function leaveHost(pattern: string): Promise<void> {
  if (!(await planHosts(db)).includes(pattern)) return
  await browser.permissions.remove({ origins: [pattern] }).catch((error: unknown) => console.warn('The permission could not be given back', error))
  await keepHosts(db, { without: pattern })
}
