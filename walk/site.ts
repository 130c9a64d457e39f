import type { World, WorldOptions } from '../tests/browser/world'

/** A CRM to walk through, and the plan for it. */
export interface Site {
  readonly name: string
  readonly world: WorldOptions
  readonly plan: string
  readonly accounts: readonly string[]
  /** An address of the CRM, on the origin of its pages, that shows no account. */
  readonly home: string
  signIn(world: World): Promise<void>
  /** Ids of all touches that the CRM itself says are on the account, asked of its own API. */
  touches(world: World, accountId: string): Promise<ReadonlySet<string>>
  close(): Promise<void>
}
