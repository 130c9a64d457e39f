import type { IdRange } from '../book/directory'
import type { BookRow, TableName } from '../book/tables'
import type { Result, Wanted } from './adapter'

/**
 * The part of a CRM's contract that the book asks: everything that the user may see, page by page, and what has changed since. A connection without it is to a CRM that
 * cannot: its org has no book, and the screens say so.
 */
export interface Book {
  /** What of the book's tables this CRM has for this user, in the order in which to read it. */
  sources(): Promise<Result<Sources>>
  /** How many rows there are, and when the latest of them changed: of each ask, in their order and in as few requests as may be. */
  measure(asks: readonly { readonly source: string; readonly range: IdRange }[], signal: AbortSignal): Promise<Result<readonly Measured[]>>
  page(ask: PageAsk, signal: AbortSignal): Promise<Result<Page>>
  /** What was deleted since the moment (of the CRM's clock); what the user may merely not see any more is not among it. */
  gone(source: string, since: number, signal: AbortSignal): Promise<Result<Gone>>
  /** What the CRM counts and adds up itself, for an org too large to be read. Absent: it cannot. */
  aggregates?(ask: AggregateAsk, signal: AbortSignal): Promise<Result<readonly AggregateRow[]>>
  /** How much of the day's requests the org has used; null: this CRM has no such limit. For when no answer has said it by itself. */
  usage(signal: AbortSignal): Promise<Result<Usage | null>>
}

/** Opens the book of an org. `heard` is called for each request that was sent, with what its answer said of the limit; null: nothing. */
export type OpenBook = (want: Wanted, heard: (usage: Usage | null) => void) => Book

/** Requests of all users and programs of the org in the last 24 hours, and how many it may have. */
export interface Usage {
  readonly used: number
  readonly max: number
}

export interface Sources {
  readonly sources: readonly BookSource[]
  /** What this user may not see: "deals", "activities", or a table and a column of it: "accounts.industry". */
  readonly hidden: readonly string[]
}

/** Where rows of a table come from: an object of the CRM. A table may have several sources; no two share an id. */
export interface BookSource {
  /** Short and stable: part of keys on the disk. */
  readonly id: string
  readonly table: TableName
}

export interface Measured {
  readonly count: number
  /** The latest stamp; null: there are no rows. */
  readonly newest: number | null
}

export interface PageAsk {
  readonly source: string
  readonly range: IdRange
  /** Only rows with this stamp or a later one, deleted ones too; null: all that are there. */
  readonly since: number | null
  /** Where the page before ended; null: the first. */
  readonly cursor: string | null
}

export interface Page {
  readonly rows: readonly BookRow[]
  /** Ids of deleted rows among what was asked for. */
  readonly gone: readonly string[]
  /** Of these ids the page holds all that there are; null: it says nothing of others. */
  readonly whole: IdRange | null
  /** For the page after; null: this was the last. */
  readonly cursor: string | null
}

export type Gone =
  | { readonly ids: readonly string[]; readonly through: number }
  /** So far back it does not know: all must be read again. */
  | { readonly ids: null }

/** Groups of a table's rows, counted by the CRM. */
export interface AggregateAsk {
  readonly table: TableName
  /** Columns of the table, and `month` of its day. */
  readonly by: readonly ('ownerId' | 'userId' | 'country' | 'region' | 'type' | 'industry' | 'segment' | 'state' | 'stage' | 'month')[]
  /** Adds up the amounts, of each currency apart. */
  readonly amounts: boolean
  /** ISO days, both included; null: no bound. Of accounts nothing. */
  readonly days: { readonly from: string | null; readonly to: string | null } | null
}

export interface AggregateRow {
  /** In the order of `by`; null: the rows have no value there. */
  readonly keys: readonly (string | null)[]
  readonly count: number
  /** Minor units of `currency`; null: not asked for, or none has one. */
  readonly amount: number | null
  readonly currency: string | null
}

/** With more accounts than that an org is not read: its CRM counts. */
export const mostAccounts = 250_000
