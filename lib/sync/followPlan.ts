import type { TurfsideDb } from '../cache/db'
import { keepSource, planSource, type PlanSource } from '../cache/planSource'
import { planAddress, type Stamps } from '../model/planAddress'
import type { PlanLoad, SourceProblem } from '../model/planLoad'
import { parsePlan } from '../model/planFile'
import { fetchPlan } from './fetchPlan'

/** What loading a plan needs of the browser. */
export interface PlanMeans {
  readonly fetch: typeof globalThis.fetch
  /** The user allows this extension to ask that address. */
  readonly permitted: (address: string) => Promise<boolean>
  readonly now: () => number
}

/**
 * Loads the plan from an address and follows it from then on; null: asks the one that is followed again. The plan in force stays until another is whole, checked and
 * stored; why none came is kept beside it. An address that brings no plan the first time is not followed.
 */
export const loadPlanFrom = (db: TurfsideDb, means: PlanMeans, address: string | null): Promise<PlanLoad> =>
  navigator.locks.request('turfside plan address', () => load(db, means, address))

async function load(db: TurfsideDb, { fetch, permitted, now }: PlanMeans, typed: string | null): Promise<PlanLoad> {
  // The organisation's plan gives way to none.
  if ((await db.plan.get(1))?.policy !== undefined) return { state: 'none' }
  const followed = await planSource(db)
  const wanted = planAddress(typed ?? followed?.address ?? '')
  if ('problem' in wanted) return typed === null ? { state: 'none' } : { state: 'failed', problem: { code: wanted.problem } }
  const { address } = wanted
  const again = followed?.address === address
  const inForce = again && (await db.plan.get(1))?.address === address
  const fetched = (await permitted(address)) ? await fetchPlan(address, inForce ? followed : null, fetch) : ({ state: 'failed', problem: { code: 'notPermitted' } } as const)
  const reading = fetched.state === 'text' ? parsePlan(fetched.text) : null
  const problem: SourceProblem | null = fetched.state === 'failed' ? fetched.problem : reading && !reading.ok ? { code: 'refused', problems: reading.problems, more: reading.more } : null
  const stamps: Stamps = fetched.state === 'text' && problem === null ? fetched.stamps : { etag: followed?.etag ?? null, modified: followed?.modified ?? null }
  const source: PlanSource = { address, ...(again || problem === null ? stamps : { etag: null, modified: null }), checkedAt: now(), problem }
  return db.transaction('rw', db.settings, db.plan, async () => {
    // Meanwhile the user may have imported a file, or stopped following.
    if ((typed === null && (await planSource(db))?.address !== address) || (await db.plan.get(1))?.policy !== undefined) return { state: 'none' }
    if (problem === null || again) await keepSource(db, source)
    if (problem !== null) return { state: 'failed', problem }
    if (!reading?.ok) return { state: 'same' }
    await db.plan.put({ key: 1, plan: reading.plan, importedAt: now(), fileName: null, address })
    return { state: 'taken' }
  })
}
