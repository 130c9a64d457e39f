import { csvText } from '../model/csv'
import type { OutboxRow } from './db'

/** Waiting touches as files that their user takes along. */

/** What a column is called, in the user's words, and what stands in it. */
export type WaitingColumn = readonly [title: string, value: (row: OutboxRow) => string | number | null]

/** A line a touch, in the order given. */
export const waitingCsv = (rows: readonly OutboxRow[], columns: readonly WaitingColumn[]): string =>
  csvText([columns.map(([title]) => title), ...rows.map(row => columns.map(([, value]) => value(row)))])

/** All of each touch that the CRM would be sent, and how it stands; `turfside` says what the file is. */
export const waitingJson = (rows: readonly OutboxRow[]): string => `${JSON.stringify({
  turfside: 'waiting touches',
  touches: rows.map(({ mark, crm, org, accountName, loggedAt, state, attempts, error, touch: { mark: _same, ...touch } }) => ({
    mark, crm, org, accountName, loggedAt: new Date(loggedAt).toISOString(), ...touch, start: new Date(touch.start).toISOString(), state, attempts, error,
  })),
}, null, 2)}\n`
