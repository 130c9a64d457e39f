import type { TouchType } from '../../../lib/model/snapshot'

/** What the panel shows where a tab shows no account: the touches that are due, space by space. */
export interface TodayView {
  readonly spaces: readonly SpaceDue[]
  readonly order: Order
  readonly whose: Whose
}

export const orders = ['both', 'value', 'nearness'] as const
export type Order = (typeof orders)[number]

export const whoses = ['mine', 'all'] as const
export type Whose = (typeof whoses)[number]

/** One user of one org. Of a space whose session is not that user's now, nothing but where it is. */
export type SpaceDue =
  | { readonly key: string; readonly host: string; readonly session: 'none' | 'another' }
  | {
    readonly key: string
    readonly host: string
    /** `kept`: nobody is signed in; it may be read, and nothing be logged. */
    readonly session: 'own' | 'kept'
    /** Accounts seen so far: what the lists are of. */
    readonly seen: number
    readonly counts: Readonly<Record<Whose, number>>
    /** Where distances are counted from. */
    readonly from: { readonly at: 'account'; readonly name: string } | { readonly at: 'base' } | { readonly at: 'unknown' }
    readonly due: readonly DueLine[]
    /** Touches that the CRM refused, by account. */
    readonly refused: readonly { readonly id: string; readonly name: string }[]
  }

/** Whether anything of the space may be shown. */
export const isReadable = (space: SpaceDue): space is Extract<SpaceDue, { due: unknown }> => 'due' in space

export interface DueLine {
  readonly id: string
  readonly name: string
  readonly type: TouchType
  /** ISO day. */
  readonly due: string
  readonly late: boolean
  /** Minor units of `currency`; null: not known. */
  readonly net: number | null
  readonly currency: string
  readonly km: number | null
}

export interface TodayActions {
  log(space: string, account: Pick<DueLine, 'id' | 'name' | 'type'>): void
  open(space: string, id: string): void
  sort(order: Order): void
  show(whose: Whose): void
}
