import type { Money } from './assessment'

/** What an account's whole group sold, as the CRM adds it up: the account itself, all below it, and the one above it. */
export interface GroupFigures {
  /** Days, both included. */
  readonly from: string
  readonly to: string
  /** In which the CRM has added up; null: it counts in one currency only, the plan's. */
  readonly currency: string | null
  /** The account that was asked about, without those below it. */
  readonly own: GroupRow
  /** The account right above it, without its others; null: there is none, or this user may not see it. */
  readonly parent: GroupRow | null
  /** All below it, on every level, those with the most revenue first. */
  readonly below: readonly GroupRow[]
  /** False: there are more levels or accounts than are read. */
  readonly whole: boolean
}

export interface GroupRow {
  readonly id: string
  readonly name: string
  /** Levels below the account asked about: 1 is a child, 0 itself, -1 its parent. */
  readonly level: number
  /** Sum of won amounts in the period as a decimal string; null: no amount was won. */
  readonly revenue: string | null
  /** How many were won, and how many of them have no amount. */
  readonly deals: number
  readonly withoutAmount: number
}

/** Revenue of a group, apart and rolled up, in minor units of `currency`. */
export interface GroupFact {
  readonly currency: string
  readonly from: string
  readonly to: string
  readonly own: GroupLine
  readonly parent: GroupLine | null
  /** On every level below, the most revenue first. */
  readonly below: readonly GroupLine[]
  /** Of the account and all below it, as far as amounts are known. */
  readonly rolledUp: number | null
  /** Won in the group, and how many of these have no amount. */
  readonly deals: number
  readonly withoutAmount: number
  /** Of those below: the net of those that are cached and have one, by currency, as sums of different ones say nothing. */
  readonly nets: { readonly count: number; readonly sums: readonly Money[] }
  /** False: there are more accounts than were read. */
  readonly whole: boolean
}

export interface GroupLine {
  readonly id: string
  readonly name: string
  readonly level: number
  /** Null: won, and not one amount is known; 0: nothing was won. */
  readonly revenue: number | null
}
