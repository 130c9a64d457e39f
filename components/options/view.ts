import type { AppOutcome, AppState, CrmError, FieldInfo } from '../../lib/crm/adapter'
import type { BookOrder } from '../../lib/messages'
import type { MarkPlace } from '../../lib/model/markPlace'
import type { PathProblem } from '../../lib/model/planFile'
import type { SourceProblem } from '../../lib/model/planLoad'
import type { MappedField, TouchType } from '../../lib/model/snapshot'
import type { StarterNotes, StarterSettings } from '../../lib/model/starter'
import type { StorageNote, StorageTrouble } from '../../lib/model/storageTrouble'

/** Everything the options page shows, as one plain object, and everything a person can do there. Components read nothing else. */
export interface OptionsView {
  readonly now: number
  /** The plan in force; null: none. */
  readonly plan: PlanSummary | null | 'loading'
  readonly importing: Importing | null
  /** The address that the plan is loaded from; null: none is followed. */
  readonly planSource: PlanSourceView | null
  /** What became of the address that was entered last. */
  readonly loading: PlanLoading | null
  /** Starter plans; none while a plan is imported. */
  readonly starters: readonly StarterView[]
  readonly orgs: readonly OrgView[]
  /** Match patterns of the hosts that the user granted. */
  readonly granted: readonly string[]
  readonly connecting: Connecting | null
  /** What was copied last. */
  readonly copied: string | null
  /** Sites on which the pill is hidden: the key of their setting and what to call them. */
  readonly hiddenSites: readonly { readonly key: string; readonly site: string }[]
  /** The maps site for routes; null: the first route asks. */
  readonly maps: string | null
  /** Commands with what they do and their keys as the browser has them; "" where there is none. */
  readonly keys: readonly { readonly name: string; readonly does: string; readonly shortcut: string }[]
  /** The browser lets an extension open its page of keys. */
  readonly keysPage: boolean
  /** The whole book of each org's last user. */
  readonly books: readonly BookView[]
  /** Touches that wait; null: not read yet. */
  readonly waiting: Waiting | null
  readonly stored: Stored | null
  /** How many touches still waited after the last clearing; null: nothing was cleared. */
  readonly cleared: { readonly kept: number } | null
  /** How the browser's storage ails; null: it does not. */
  readonly storage: StorageTrouble | null
  /** What became of the stored data and was not read yet; null: nothing. */
  readonly storageNote: StorageNote | null
  /** Whether the browser promises to keep the data; `refused`: it was asked on this page, and does not. Null: it does not say. */
  readonly lasting: boolean | 'refused' | null
}

export interface BookView {
  /** crm|org */
  readonly key: string
  readonly org: string
  readonly crmLabel: string
  readonly userName: string
  /** `no`: its CRM cannot give all; `policy`: the browser's policy forbids it; null: not known yet. */
  readonly can: 'yes' | 'no' | 'policy' | null
  readonly state: 'off' | 'idle' | 'reading' | 'updating' | 'checking' | 'paused' | 'waiting'
  /** It was never read to the end before. */
  readonly first: boolean
  readonly byPlan: boolean
  /** Too large to be read: the CRM counts. */
  readonly byCrm: boolean
  /** A sync has begun and not ended. */
  readonly underWay: boolean
  readonly waiting:
    | { readonly why: 'share' | 'orgLimit' | 'metered' | 'battery' | 'storage'; readonly until: number }
    | { readonly why: 'failed'; readonly until: number; readonly error: CrmError }
    | null
  readonly nextAt: number
  /** Records of the first reading. */
  readonly progress: { readonly read: number; readonly of: number } | null
  readonly estimate: { readonly fromMs: number; readonly toMs: number } | null
  readonly rows: Readonly<Record<'accounts' | 'deals' | 'activities', number>>
  readonly counts: Readonly<Partial<Record<'accounts' | 'deals' | 'activities', number>>>
  readonly bytes: number
  readonly syncedAt: number | null
  /** Requests of the last 24 hours, and how many there may be. */
  readonly calls: { readonly used: number; readonly most: number }
  /** Tables and columns that the user may not see. */
  readonly hidden: readonly string[]
  /** Parts that were damaged and read again. */
  readonly mended: number
  /** Why the last order could not be carried out. */
  readonly failed: CrmError | null
}

export interface PlanSummary {
  readonly name: string
  readonly revision: number | null
  readonly territories: number
  readonly reps: number
  readonly importedAt: number
  readonly fileName: string | null
  /** The user's organisation has set it. */
  readonly byPolicy: boolean
  /** The host that it was loaded from; null: a file's. */
  readonly host: string | null
}

export interface PlanSourceView {
  readonly address: string
  readonly checkedAt: number
  readonly problem: SourceProblem | null
}

export type PlanLoading =
  /** The browser asks the user whether that host may be asked; the file is on its way. */
  | { readonly state: 'asking' | 'reading' | 'declined'; readonly host: string }
  | { readonly state: 'taken' | 'same' }
  | { readonly state: 'failed'; readonly problem: SourceProblem }

export interface StarterView {
  readonly space: string
  /** crm|org */
  readonly key: string
  readonly crmLabel: string
  readonly org: string
  readonly userName: string | null
  readonly settings: StarterSettings
  /** When it was made, could not be made, or was taken away. */
  readonly at: number
  /** Null: it could not be made, see `error`, or was taken away. */
  readonly made: StarterMade | null
  readonly error: CrmError | null
  readonly busy: boolean
}

export interface StarterMade {
  readonly territories: number
  readonly reps: number
  readonly currency: string
  readonly notes: StarterNotes
  /** The figures that are in force, as settings have them. */
  readonly assumed: StarterSettings
}

export type Importing =
  | { readonly state: 'reading' | 'taken' | 'unreadable'; readonly fileName: string }
  | { readonly state: 'refused'; readonly fileName: string; readonly problems: readonly PathProblem[]; readonly more: number }

export interface OrgView {
  /** crm|org */
  readonly key: string
  readonly crmLabel: string
  readonly org: string
  readonly userName: string | null
  readonly seenAt: number | null
  /** The account's fields there, once the CRM has said them. */
  readonly fields: { readonly state: 'loading' } | { readonly state: 'ready'; readonly value: readonly FieldInfo[] } | { readonly state: 'failed'; readonly error: CrmError }
  readonly mapped: Readonly<Partial<Record<MappedField, string>>>
  /** What the plan maps, unless this browser says otherwise. */
  readonly planned: Readonly<Partial<Record<MappedField, string>>>
  /** Where the marks of touches may have a field of their own; none: nowhere, or it is not known yet. */
  readonly markPlaces: readonly MarkPlace[]
  /** The fields named for them, by place. */
  readonly marks: Readonly<Record<string, string>>
  /** The mapping that was saved last, since the page is open. */
  readonly saved: MappedField | 'mark' | null
  /** The second way in; null: its CRM has none, or it is not known yet. */
  readonly app: AppView | null
}

export interface AppView {
  readonly setup: AppState
  /** The org was seen to want it, or what was set up no longer does. */
  readonly needed: boolean
  readonly doing:
    | { readonly state: 'connecting' }
    | ({ readonly state: 'connected' } & Extract<AppOutcome, { connectedAs: string }>)
    | ({ readonly state: 'failed' } & Extract<AppOutcome, { failed: string }>)
    | { readonly state: 'disconnected'; readonly revoked: boolean }
    | null
}

export type Connecting =
  | { readonly state: 'asking' | 'granted' | 'refused'; readonly host: string }
  | { readonly state: 'noAddress' | 'notWeb' }
  | { readonly state: 'failed'; readonly message: string }

export interface Waiting {
  /** Of whoever is signed in now, oldest first. */
  readonly touches: readonly WaitingTouch[]
  /** How many are of others, of whom nothing is shown. */
  readonly others: number
  readonly sending: boolean
}

export interface WaitingTouch {
  readonly mark: string
  readonly loggedAt: number
  readonly accountId: string
  /** "": it is not kept. */
  readonly accountName: string
  /** Of its page in the CRM; null: it has none. */
  readonly address: string | null
  readonly crmLabel: string
  readonly org: string
  readonly type: TouchType
  readonly day: string
  readonly minutes: number
  readonly note: string
  readonly state: 'waiting' | 'sending' | 'refused' | 'taken back'
  /** Why it was refused or still waits. */
  readonly error: CrmError | null
}

export interface Stored {
  /** Touches that wait; of those of a user who is not signed in, the account's name is nobody else's to see: null. */
  readonly waiting: readonly { readonly mark: string; readonly type: TouchType; readonly accountName: string | null; readonly day: string }[]
}

export interface OptionsActions {
  orderBook(key: string, order: BookOrder): void
  importPlan(file: File): void
  exportPlan(): void
  /** To be called in the click itself, or the browser does not ask the user. */
  loadPlan(address: string): void
  /** Asks the address that is followed again. */
  renewPlan(): void
  /** The plan stays, and its address is asked no more. */
  leavePlanAddress(): void
  makeStarter(key: string): void
  exportStarter(space: string): void
  dropStarter(space: string): void
  /** Figures that take the place of assumptions; undefined: assumed again. */
  changeStarter(space: string, settings: { readonly [K in keyof StarterSettings]?: number | undefined }): void
  /** To be called in the click itself, or the browser does not ask the user. */
  connect(address: string): void
  disconnect(pattern: string): void
  /** To be called in the click itself, as `connect`. */
  connectApp(key: string, clientId: string, stay: boolean): void
  disconnectApp(key: string): void
  copy(text: string): void
  loadFields(key: string): void
  map(key: string, field: MappedField, name: string): void
  /** Names the field for marks at a place; "": none. */
  mapMark(key: string, place: string, name: string): void
  showPill(key: string): void
  /** "": the next route asks. */
  chooseMaps(site: string): void
  changeKeys(): void
  /** Loads the page anew. */
  reload(): void
  dismissNote(): void
  /** Asks the browser to keep the data. */
  askToLast(): void
  clear(withWaitingTouches: boolean): void
  sendWaiting(): void
  /** Sends again what the CRM refused, as it is. */
  resend(mark: string): void
  /** Takes them back: what the CRM has not got it never gets. */
  takeBack(marks: readonly string[]): void
  exportWaiting(as: 'csv' | 'json'): void
}
