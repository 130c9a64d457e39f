/** What becomes of the copies in a browser, as a plan or the browser's managed policy says. */
export interface Privacy {
  readonly afterSignOut: AfterSignOut
  /** Copies of what the CRM said that are older are removed. */
  readonly retentionDays: number
}

/**
 * `hide`: nothing cached is shown until its user is back; `keep`: the last user's copies stay readable, and are labelled as such; `forget`: they are
 * removed as soon as it is noticed.
 */
export const afterSignOuts = ['hide', 'keep', 'forget'] as const
export type AfterSignOut = (typeof afterSignOuts)[number]

export const leastRetentionDays = 1
export const mostRetentionDays = 3650
const defaults: Privacy = { afterSignOut: 'hide', retentionDays: 90 }

/** The first that says something has it: the managed policy, then the plan, then what is usual. */
export function privacyOf(...said: readonly (Partial<Readonly<Record<keyof Privacy, Privacy[keyof Privacy] | null | undefined>>> | null | undefined)[]): Privacy {
  const first = <K extends keyof Privacy>(key: K): Privacy[K] => (said.find(one => one?.[key] != null)?.[key] as Privacy[K] | undefined) ?? defaults[key]
  return { afterSignOut: first('afterSignOut'), retentionDays: first('retentionDays') }
}
