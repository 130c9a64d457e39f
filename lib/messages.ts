import type { AppOutcome, AppState, CrmError, FieldInfo, FormField, ListRef, NewTouch, RecordPage, RecordRef, Wanted } from './crm/adapter'
import type { PlanLoad } from './model/planLoad'
import type { GroupFigures } from './model/group'
import type { MarkPlace } from './model/markPlace'
import type { Snapshot, TouchType } from './model/snapshot'

/** Null: the cache has it; else the name of the error with which this browser's storage failed. */
export type Kept = null | { readonly failed: 'storage'; readonly name: string; readonly instead?: Unkept }

/** An account that was read and could not be kept, for the user whose session has that fingerprint; or why it could not be read. */
export type Unkept = { readonly error: CrmError } | { readonly space: string; readonly fingerprint: string; readonly snapshot: Omit<Snapshot, 'peers'>; readonly readAt: number }

/** What pill, panel and options say to the background, and what it answers. One line a message. */
export interface Requests {
  /**
   * Read the account now unless a read is under way or the cache is younger than `maxAgeMs`. Answers once the cache has the answer or the trouble, or
   * with the error's name where this browser could not keep either, and what was read instead. `insist`: also ask a CRM that has asked to be left alone.
   */
  refresh: { ask: { ref: RecordRef; tabId: number | null; maxAgeMs: number; insist?: boolean }; answer: Kept }
  /**
   * Ask the CRM which accounts a page lists and read those that are older than `maxAgeMs`; the cache has each as it comes. Answers at the end, or once
   * `leaveList` ended it.
   */
  readList: { ask: { list: ListRef; maxAgeMs: number }; answer: null }
  /** Nobody looks at that list any more. */
  leaveList: { ask: { list: ListRef }; answer: null }
  /** What the accounts are to each other was made anew: what is due may be other than it was. */
  peersMade: { ask: null; answer: null }
  /** Learn whose a record is and read that account, each unless the cache is younger than `maxAgeMs`. Answers once the cache has both or the trouble. */
  belongs: { ask: { record: RecordPage; tabId: number | null; maxAgeMs: number; insist?: boolean }; answer: Kept }
  /** Make the touch durable, then send it. Answers as soon as it is durable; `ails`: the error of a database that could not take it, so that the second store did. */
  log: { ask: LogRequest; answer: { mark: string; ails?: string } | { failed: 'storage' | 'noSession' } }
  /** Take the touch back: out of the outbox, or out of the CRM. Answers once that is done or has failed. */
  undo: { ask: { mark: string }; answer: { done: boolean } }
  /** Send what waits; with a mark, that touch again, as changed. */
  drain: { ask: { again: string; changes: TouchChanges | null } | null; answer: null }
  /** Another plan is in force: the cached accounts are assessed anew for each other's sake. */
  planChanged: { ask: null; answer: null }
  /** Load the plan from an address and follow it; null: ask the one that is followed again. Answers once it is in force, or with why not. */
  loadPlan: { ask: { address: string | null }; answer: PlanLoad }
  /** Periods have ended: what is due in the ones after is made out. */
  renewDue: { ask: null; answer: null }
  /** Make the starter plan of whoever is signed in there, now. */
  makeStarter: { ask: { crm: string; org: string }; answer: { made: true } | { error: CrmError } }
  /** Send now all that waits, but what the CRM itself has put off. */
  sendNow: { ask: null; answer: null }
  /** Take touches back, in whatever state they are. Answers once none of them is sent any more: what may have arrived is removed later. */
  takeBack: { ask: { marks: readonly string[] }; answer: null }
  /** What the user wants of the whole book of that org. Answers once it is kept; the reading goes on behind. */
  book: { ask: { crm: string; org: string; order: BookOrder }; answer: { done: true } | { error: CrmError } }
  /** Whether that org's CRM can give a whole book, and the browser's policy lets it. */
  bookCan: { ask: { crm: string; org: string }; answer: { can: 'yes' | 'no' | 'policy' } }
  /** Whether the battery is low and not being charged: only pages can tell. */
  battery: { ask: { low: boolean }; answer: null }
  /** Drop a touch that the CRM refused. */
  discard: { ask: { mark: string }; answer: null }
  /** What the CRM asks of such a touch beyond what Turfside fills by itself. */
  touchForm: { ask: { ref: RecordRef; type: TouchType }; answer: { fields: readonly FormField[] } | { error: CrmError } }
  /** The account's fields that options can map. */
  accountFields: { ask: { crm: string; org: string }; answer: { fields: readonly FieldInfo[] } | { error: CrmError } }
  /** Where the marks of touches may have a field of their own; none: this CRM has no such place. */
  markPlaces: { ask: { crm: string; org: string }; answer: { places: readonly MarkPlace[] } | { error: CrmError } }
  /** How the second way in stands for an org; null: its CRM has none. */
  appState: { ask: { crm: string; org: string }; answer: AppState | null }
  /** Let Turfside in by the org's own app: opens a window of the CRM. Answers once that is over. */
  connectApp: { ask: { crm: string; org: string; clientId: string; stay: boolean }; answer: AppOutcome }
  /** Give the grant back; `forget`: and what was set up. Null: there was none. */
  disconnectApp: { ask: { crm: string; org: string; forget: boolean }; answer: { revoked: boolean } | null }
  /** What the account and all below it sold, for the user of that space. */
  group: {
    ask: { ref: RecordRef; space: string; period: { from: string; to: string }; revenue: Wanted['revenue'] }
    answer: { figures: GroupFigures | null } | { error: CrmError }
  }
  /** The pill was pressed: open the panel beside the sender's tab. */
  openPanel: { ask: null; answer: null }
  /** The pill was told to stay away from this site. */
  hidePill: { ask: null; answer: null }
  /** A page has loaded and asks what its pill should say. */
  pillFor: { ask: null; answer: PillState | null }
}

export type BookOrder = 'on' | 'off' | 'pause' | 'resume' | 'cancel' | 'now' | 'forget'

/** A touch to be logged. The caller makes its mark: the same click twice is the same touch. */
export interface LogRequest extends Omit<NewTouch, 'accountId'> {
  readonly ref: RecordRef
  readonly accountName: string
  /** Absent: the session of the moment at which it is answered. */
  readonly by?: PressedBy
}

/** Whose session it was when the button was pressed: the worker may be stopped and another user sign in before the request is answered. */
export interface PressedBy {
  /** Null: nobody was signed in. */
  readonly fingerprint: string | null
  /** Null: it was not known yet whose session that is. */
  readonly space: string | null
}

/** What a user changes in a touch before it is sent again. */
export type TouchChanges = Pick<LogRequest, 'start' | 'day' | 'minutes' | 'note' | 'extra'>

/** What the pill shows: nothing of the account but its state. */
export interface PillState {
  readonly glyph: string
  readonly word: string
  /** For screen readers and the tooltip. */
  readonly label: string
  readonly tone: 'calm' | 'due' | 'late'
  readonly dismiss: string
}

export type RequestName = keyof Requests
export type Message = { [K in RequestName]: { readonly turfside: K; readonly ask: Requests[K]['ask'] } }[RequestName]
export type PillMessage = { readonly turfside: 'pill'; readonly state: PillState | null }
