import browser from 'webextension-polyfill'
import type { TurfsideDb } from '../cache/db'
import { loadPlan } from '../cache/planStore'
import { readPolicy, type Policy } from '../model/policy'
import { privacyOf, type Privacy } from '../model/privacy'

/** What the browser's managed policy says now; see `public/managed-schema.json`. Asked anew for each use: a copy of it could outlive it. */
export async function policyInForce(): Promise<Policy> {
  try {
    return readPolicy(await browser.storage.managed.get())
  } catch {
    // Firefox rejects where there is no policy at all.
    return readPolicy(null)
  }
}

/** What becomes of copies in this browser: as the policy says, then the imported plan, then what is usual. */
export async function privacyInForce(db: TurfsideDb): Promise<Privacy> {
  const [policy, plan] = await Promise.all([policyInForce(), loadPlan(db)])
  return privacyOf(policy, plan?.plan.privacy)
}

/** Calls back whenever an admin changes the policy. */
export function onPolicyChanged(changed: () => void): void {
  browser.storage.onChanged.addListener((_changes, area) => {
    if (area === 'managed') changed()
  })
}
