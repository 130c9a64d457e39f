import type { PathProblem } from '../../../lib/model/planFile'
import type { PolicyProblem } from '../../../lib/model/policy'
import type { Privacy } from '../../../lib/model/privacy'
import type { TouchType } from '../../../lib/model/snapshot'

/** Everything that the self-check shows, and what a person can do there. */
export interface PrivacyView {
  readonly now: number
  /** Null: it is being measured for the first time. */
  readonly stored: readonly StoredGroup[] | null
  /** What the browser says that all of it takes on the disk; null: it does not say. */
  readonly onDisk: number | null
  readonly privacy: Privacy
  readonly by: Readonly<Record<keyof Privacy, 'policy' | 'plan' | 'usual'>>
  readonly policy: PolicyView
  /** What was removed last. */
  readonly removed: StoredKind | null
  readonly failed: boolean
}

/** What an organisation has set by managed policy. */
export interface PolicyView {
  readonly plan: boolean
  readonly listMode: boolean
  readonly book: boolean
  readonly problems: readonly PolicyProblem[]
  /** What is wrong with the plan that it names. */
  readonly planProblems: readonly PathProblem[]
}

/** What is kept of one user of one org, of one org, or of this browser alone. */
export interface StoredGroup {
  readonly key: string
  /** Null: of this browser. */
  readonly of: {
    readonly crmLabel: string
    readonly org: string
    /** Null: of the org, whoever is signed in there. */
    readonly user: {
      /** Null: no longer known. */
      readonly name: string | null
      /** `unknown`: only an open page of the CRM could tell. */
      readonly session: 'own' | 'none' | 'another' | 'unknown'
    } | null
  } | null
  readonly lines: readonly StoredLine[]
}

export const storedKinds = [
  'records', 'peers', 'lists', 'belongings', 'book', 'starters', 'outbox', 'written', 'troubles', 'spaces', 'memo', 'grant', 'fields', 'plan', 'settings', 'shown', 'failure', 'others',
] as const
export type StoredKind = (typeof storedKinds)[number]

export interface StoredLine {
  readonly kind: StoredKind
  readonly count: number
  readonly bytes: number
  readonly since: number | null
  /** The only host that it is sent to; null: it goes nowhere. */
  readonly goesTo: string | null
  /** Why it cannot be removed; null: it can. */
  readonly held: 'policy' | null
  /** Of touches that wait: which; null of another user's, which are nobody else's to see. */
  readonly touches?: readonly { readonly mark: string; readonly type: TouchType; readonly accountName: string; readonly day: string }[] | null
}

export interface PrivacyActions {
  remove(group: string, kind: StoredKind): void
  measure(): void
}
