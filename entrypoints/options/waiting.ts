import { signal } from '@preact/signals'
import { liveQuery } from 'dexie'
import browser from 'webextension-polyfill'
import type { Waiting, WaitingTouch } from '../../components/options/view'
import { t } from '../../components/ui/words'
import { db, type OutboxRow } from '../../lib/cache/db'
import { isMirrorKey, mirrored } from '../../lib/cache/outboxMirror'
import { waitingCsv, waitingJson } from '../../lib/cache/waitingFile'
import { siteOf } from '../../lib/crm/sites'
import { sessionAccess } from '../../lib/sync/access'
import { send } from '../../lib/sync/send'
import { ownSpaces } from '../../lib/sync/signedIn'
import { download } from './download'

/** What waits, as the database and, where that fails, its mirror have it. */
const rows = signal<readonly OutboxRow[] | null>(null)
/** The spaces whose user is signed in now: of others nothing is shown but how many. */
const own = signal<ReadonlySet<string>>(new Set())
const sending = signal(false)

export function followWaiting(): void {
  liveQuery(async () => ({ stored: await db.outbox.toArray(), seen: await db.spaces.count() })).subscribe({ next: ({ stored }) => void look(stored), error: () => void look(null) })
  browser.storage.onChanged.addListener((changes, area) => {
    if (area === 'local' && Object.keys(changes).some(isMirrorKey)) void look()
  })
  // Who is signed in changes elsewhere.
  document.addEventListener('visibilitychange', () => void look())
}

let turn = 0
let stored: readonly OutboxRow[] | null = null

async function look(found: readonly OutboxRow[] | null = stored): Promise<void> {
  stored = found
  const mine = ++turn
  const [entries, spaces, gone] = await Promise.all([
    mirrored(browser.storage.local),
    ownSpaces(db, sessionAccess).catch(() => []),
    db.written.toCollection().primaryKeys().catch((): string[] => []),
  ])
  if (mine !== turn) return
  const known = new Set([...(found ?? []).map(({ mark }) => mark), ...gone])
  own.value = new Set(spaces.map(({ space }) => space))
  rows.value = [...(found ?? []), ...entries.filter(({ mark }) => !known.has(mark))].sort((a, b) => a.loggedAt - b.loggedAt)
}

const ownRows = (): readonly OutboxRow[] => (rows.value ?? []).filter(({ space }) => own.value.has(space))

export const waitingView = (): Waiting | null =>
  rows.value === null ? null : { touches: ownRows().map(touchOf), others: rows.value.length - ownRows().length, sending: sending.value }

const touchOf = ({ mark, loggedAt, crm, org, accountName, touch, state, error }: OutboxRow): WaitingTouch => ({
  mark, loggedAt, accountName, org, state, error, accountId: touch.accountId, type: touch.type, day: touch.day, minutes: touch.minutes, note: touch.note,
  crmLabel: siteOf(crm)?.label ?? crm, address: siteOf(crm)?.address({ crm, org, id: touch.accountId }) ?? null,
})

export async function sendWaiting(): Promise<void> {
  sending.value = true
  try {
    await send('sendNow', null)
  } finally {
    sending.value = false
  }
}

export const resend = (mark: string): void => void send('drain', { again: mark, changes: null })

/** Only of one's own: what is not shown is not taken back. */
export const takeBack = (marks: readonly string[]): void => void send('takeBack', { marks: ownRows().map(({ mark }) => mark).filter(mark => marks.includes(mark)) })

export function exportWaiting(as: 'csv' | 'json'): void {
  const name = `turfside-${new Date().toISOString().slice(0, 10)}.${as}`
  if (as === 'json') return download(name, waitingJson(ownRows()), 'application/json')
  download(name, waitingCsv(ownRows(), [
    [t('options_wait_logged'), ({ loggedAt }) => new Date(loggedAt).toISOString()],
    [t('options_wait_account'), ({ accountName }) => accountName],
    [t('options_wait_accountId'), ({ touch }) => touch.accountId],
    [t('options_wait_org'), ({ org }) => org],
    [t('options_wait_type'), ({ touch }) => t(`typeTitle_${touch.type}`)],
    [t('options_wait_day'), ({ touch }) => touch.day],
    [t('options_wait_minutes'), ({ touch }) => touch.minutes],
    [t('options_wait_note'), ({ touch }) => touch.note],
    [t('options_wait_state'), row => t(`options_wait_state_${row.state === 'taken back' ? 'takenBack' : row.state}`, siteOf(row.crm)?.label ?? row.crm)],
    [t('options_wait_reason'), ({ error }) => (error === null ? null : error.kind === 'refused' ? error.message : t(`short_${error.kind}`))],
  ]), 'text/csv;charset=utf-8')
}
