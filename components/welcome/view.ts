import type { CrmError } from '../../lib/crm/adapter'
import type { Connecting, Importing, PlanSummary } from '../options/view'

/** Everything that the first-run page shows, as one plain object, and everything a person can do there. */
export interface WelcomeView {
  readonly now: number
  readonly crms: readonly { readonly id: string; readonly label: string }[]
  /** The id of the CRM that the steps are about, and what its users call it. */
  readonly chosen: string
  readonly label: string
  /** granted: its hosts may be read; needed: they must be allowed; own: each user has it on a host of their own, none of which is allowed yet. */
  readonly access: 'granted' | 'needed' | 'own'
  readonly connecting: Connecting | null
  /** Open tabs of that CRM, the one that was used last first. */
  readonly tabs: readonly CrmTab[]
  /** Where its users sign in, whoever they are. */
  readonly home: string | null
  /** How many accounts were read so far. */
  readonly seen: number
  readonly plan: Omit<PlanSummary, 'host'> | null | 'loading'
  readonly importing: Importing | null
  /** The starter plan of the org of the first signed-in tab; null: there is none. */
  readonly starter: { readonly territories: number; readonly reps: number; readonly assumptions: number } | null
  readonly making: 'no' | 'now' | CrmError
}

export interface CrmTab {
  readonly tabId: number
  readonly windowId: number
  readonly org: string
  readonly title: string
  readonly signedIn: boolean
  readonly account: boolean
}

export interface WelcomeActions {
  choose(id: string): void
  /** To be called in the click itself, or the browser does not ask the user. */
  allow(): void
  connect(address: string): void
  openHome(): void
  goTo(tab: CrmTab): void
  /** Shows the tab with the panel beside it. */
  openPanel(tab: CrmTab): void
  makeStarter(): void
  importPlan(file: File): void
  openOptions(): void
}
