import Dexie, { type PromiseExtended, type Table } from 'dexie'
import type { CrmError, Listed, NewTouch, Via } from '../crm/adapter'
import type { Plan } from '../model/plan'
import type { MappedField, Peer, Snapshot, User } from '../model/snapshot'
import type { Bases, StarterFacts, StarterNotes, StarterSettings } from '../model/starter'
import { withoutDamage } from './damage'
import { keepKeepsakes } from './keepsakes'
import { localArea } from './localArea'
import { guardedIndexedDb } from './opening'
import type { PlanSource } from './planSource'
import type { BookChunkRow, BookRow, BookSourceRow } from './bookStore'

/**
 * What is kept in this browser. Everything but the outbox can be thrown away at any time: the CRM has it.
 * A `space` is one user of one CRM org ("crm|https://crm.example|user"); nothing is read across spaces.
 */

/** One row a viewed account: the snapshot as last read, without its peers. */
export interface RecordRow {
  readonly space: string
  /** The account's canonical id. */
  readonly id: string
  readonly snapshot: Omit<Snapshot, 'peers'>
  readonly readAt: number
}

/** One row a cached account: what the others need of it, and whose the next touch is. */
export interface PeerRow extends Peer {
  readonly space: string
  /** The rep who owns the next touch is the user of the space. */
  readonly mine: boolean
  /** Last day (ISO, of the plan's time zone) on which `next` holds: its period's. Null: it rests on none. */
  readonly holdsUntil: string | null
}

/** Who was signed in at an org last, so that the first paint needs no answer of the CRM. */
export interface SpaceRow {
  /** crm|org */
  readonly key: string
  readonly space: string
  /** `Connection.fingerprint()` of the session that `space` was seen with: a hash, not the session. */
  readonly fingerprint: string
  readonly user: User
  readonly seenAt: number
}

/** A touch on its way to the CRM. It leaves this table only when the CRM has it, or the user takes it back. */
export interface OutboxRow {
  /** The idempotency mark. */
  readonly mark: string
  readonly space: string
  readonly crm: string
  readonly org: string
  readonly touch: NewTouch
  readonly accountName: string
  readonly loggedAt: number
  /** How often it was sent; over 0, a repeat asks first whether it arrived. */
  readonly attempts: number
  /** `waiting`: to be sent; `sending`: an attempt is under way or was cut off; `refused`: the CRM said no; `taken back`: undone in flight, remove it if it arrived. */
  readonly state: 'waiting' | 'sending' | 'refused' | 'taken back'
  readonly error: CrmError | null
  readonly notBefore: number
  /** How often in a row it was put off; absent: not since it was logged or woken. */
  readonly putOff?: number
  /** When an attempt began of which nobody knows whether it arrived; null: of all attempts it is known. Absent in rows of earlier versions. */
  readonly unsureSince?: number | null
}

/** A touch that has left the outbox: what Undo removes, and what no copy of it may bring back. */
export interface WrittenRow {
  readonly mark: string
  readonly space: string
  /** Null: it was taken back before the CRM had it. */
  readonly touchId: string | null
  readonly accountId: string
  readonly at: number
  /** When Undo took it back; null: it stands. Kept, since an answer on its way may still show it. */
  readonly removedAt: number | null
}

/** A plan that is in force. In the table: the one that was imported, which holds for every org. */
export interface PlanRow {
  /** 1: the plan in force; 2: one that was imported, while a managed policy's is in force. */
  readonly key: 1 | 2
  readonly plan: Plan
  readonly importedAt: number
  readonly fileName: string | null
  /** The address that it was loaded from, instead of a file. */
  readonly address?: string
  /** Set for a starter plan, which is never in this table: what of it is assumed. */
  readonly starter?: StarterNotes
  /** Set for the plan of a managed policy: the digest of its text. */
  readonly policy?: string
}

/** The plan that was made of what a CRM says, for one user of one org; it counts only while no plan is imported. */
export interface StarterRow {
  readonly space: string
  readonly crm: string
  readonly org: string
  /** Null: it could not be made, see `error`, or the user has taken it away. */
  readonly made: { readonly plan: Plan; readonly notes: StarterNotes; readonly facts: StarterFacts; readonly bases: Bases } | null
  readonly settings: StarterSettings
  /** When it was made, or could not be, or was taken away. */
  readonly at: number
  readonly error: CrmError | null
}

/** Settings of one org: field mapping, the pill; or of the browser, see `mapChoice.ts`; or where the plan comes from, see `planSource.ts`. */
export interface SettingRow {
  /** crm|org; a site's origin; "browser"; "plan" */
  readonly key: string
  readonly fields: Readonly<Partial<Record<MappedField, string>>>
  readonly pillHidden: boolean
  /** The org's own fields for the marks of touches, by what they are fields of. */
  readonly marks?: Readonly<Record<string, string>>
  /** The maps site for routes; of the browser only. */
  readonly maps?: string | null
  /** The address that the plan is loaded from, and hosts that were allowed for that alone; see `planSource.ts`. */
  readonly planSource?: PlanSource | null
  readonly planHosts?: readonly string[]
}

/** What an adapter learned of an org (its memo). */
export interface MemoRow {
  /** crm|org|name */
  readonly key: string
  readonly value: unknown
}

/** The last failure of reading an account, so that every screen tells the same. */
export interface TroubleRow {
  readonly space: string
  readonly id: string
  readonly error: CrmError
  readonly at: number
}

/** A page of several accounts, as the CRM listed them last. What is known of each is in `records`. */
export interface ListRow {
  readonly space: string
  /** kind|object|id of the page */
  readonly key: string
  /** Null: it could not be listed, and never was before. */
  readonly listed: Listed | null
  readonly listedAt: number
  /** Of the accounts listed: those that the CRM does not show this user, and those on which too much hangs to be read with the others. */
  readonly missing: readonly string[]
  readonly tooLarge: readonly string[]
  /** Why the last reading ended before its end; null: it did not. */
  readonly error: CrmError | null
}

/** One row a viewed record that is no account: whose it is. */
export interface BelongingRow {
  readonly space: string
  /** The record's canonical id. */
  readonly id: string
  readonly via: Via
  /** One: its account; none: nobody's, or a lead; several: nothing says which of them. */
  readonly accountIds: readonly string[]
  /** A lead, read as if it were an account. */
  readonly lead: { readonly snapshot: Omit<Snapshot, 'peers'>; readonly status: string | null } | null
  readonly readAt: number
}

export class TurfsideDb extends Dexie {
  records!: Table<RecordRow, [string, string]>
  peers!: Table<PeerRow, [string, string]>
  spaces!: Table<SpaceRow, string>
  outbox!: Table<OutboxRow, string>
  written!: Table<WrittenRow, string>
  plan!: Table<PlanRow, 1 | 2>
  settings!: Table<SettingRow, string>
  memo!: Table<MemoRow, string>
  troubles!: Table<TroubleRow, [string, string]>
  lists!: Table<ListRow, [string, string]>
  belongings!: Table<BelongingRow, [string, string]>
  starters!: Table<StarterRow, string>
  books!: Table<BookRow, string>
  bookSources!: Table<BookSourceRow, [string, string]>
  bookChunks!: Table<BookChunkRow, [string, string, number]>

  constructor(name = 'turfside', area = localArea()) {
    // A touch must be on disk before the button says so.
    super(name, { chromeTransactionDurability: 'strict', ...guardedIndexedDb() })
    withoutDamage(this)
    keepKeepsakes(this, area)
    this.version(1).stores({
      records: '[space+id], space',
      peers: '[space+id], space',
      spaces: 'key',
      outbox: 'mark, space, [space+touch.accountId]',
      written: 'mark, space, [space+accountId]',
      plan: 'key',
      settings: 'key',
      memo: 'key',
      troubles: '[space+id]',
    })
    // Lists, and what was read since a moment, so that a list can follow the records as they come in.
    this.version(2).stores({ records: '[space+id], space, [space+readAt]', lists: '[space+key], space' })
    this.version(3).stores({ belongings: '[space+id]' })
    this.version(4).stores({ starters: 'space' })
    this.version(5).stores({ books: 'space', bookSources: '[space+source], space', bookChunks: '[space+source+n]' })
  }

  /** An opening that failed is tried again by whatever asks next: what held it up may have passed. */
  override open(): PromiseExtended<Dexie> {
    return super.open().catch((error: unknown) => {
      // Not before those that waited for it have heard.
      setTimeout(() => this.hasFailed() && !this.hasBeenClosed() && this.close({ disableAutoOpen: false }))
      throw error
    })
  }
}

export const db = new TurfsideDb()
