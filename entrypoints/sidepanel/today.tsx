import { signal, type Signal } from '@preact/signals'
import { liveQuery } from 'dexie'
import type { JSX } from 'preact'
import browser from 'webextension-polyfill'
import { Today } from '../../components/panel/today/Today'
import '../../components/panel/today/today.css'
import type { Order, SpaceDue, TodayActions, Whose } from '../../components/panel/today/view'
import type { PanelActions } from '../../components/panel/view'
import { dueBy, inOrder } from '../../lib/assess/due'
import { prepare } from '../../lib/assess/prepared'
import { db, type OutboxRow, type PeerRow, type PlanRow } from '../../lib/cache/db'
import { inForceOf, loadPlan } from '../../lib/cache/planStore'
import type { RecordRef } from '../../lib/crm/adapter'
import { siteOf } from '../../lib/crm/sites'
import type { Plan } from '../../lib/model/plan'
import type { Coordinates } from '../../lib/model/snapshot'
import { sessionAccess } from '../../lib/sync/access'
import { lastShown } from '../../lib/sync/lastShown'
import { hasEnded } from '../../lib/sync/peers'
import { say } from '../../lib/sync/said'
import { send } from '../../lib/sync/send'
import { privacyInForce } from '../../lib/sync/managed'
import { onSessionsChanged } from '../../lib/sync/sessionsChanged'
import { orgOf, presences, type Presence } from '../../lib/sync/signedIn'
import { todayOf } from '../../lib/sync/touchNow'
import { asksForMore, followSending, logTouch, pressedBy } from './logging'
import type { Part } from './parts'
import type { ShownTab } from './shownTab'
import { plan, reportStorage, storage, storageNote, toast } from './state'
import { viewOf } from './viewOf'

/** Today's due touches, where the tab shows no account. */
export const open: Part['open'] = (tab, left, actions) => {
  const found = signal<Found | null>(null)
  follow(found, left)
  return () => <Drawn tab={tab} actions={actions} found={found.value} />
}

interface Found {
  /** The plan in force: the imported one, else the first of the starter plans, which are each space's own. */
  readonly plan: PlanRow | null
  readonly spaces: readonly { readonly presence: Presence; readonly isKept: boolean; readonly plan: Plan | null; readonly peers: readonly PeerRow[]; readonly refused: readonly { id: string; name: string }[] }[]
  readonly last: RecordRef | null
  readonly waiting: number
}

// Kept from one tab to the next, as long as the panel is open. Whose: null is the user's own as long as they have some.
const order = signal<Order>('both')
const whose = signal<Whose | null>(null)

function follow(found: Signal<Found | null>, left: AbortSignal): void {
  let turn = 0
  let renewed = ''
  let latest: Read | null = null

  async function show({ planOf, peers, outbox }: Read): Promise<void> {
    const now = ++turn
    // Asked each time: nothing of a space is shown to who is not its user.
    const [seen, last, privacy] = await Promise.all([presences(db, sessionAccess), lastShown(), privacyInForce(db)])
    const isKept = ({ session }: Presence) => session === 'none' && privacy.afterSignOut === 'keep'
    if (left.aborted || now !== turn) return
    const inForce = seen.filter(({ session }) => session === 'own').map(({ row }) => planOf(row.space)).find(row => row !== null) ?? planOf('')
    const today = todayOf(inForce?.plan ?? null, Date.now())
    if (today !== renewed && [...peers.values()].some(rows => rows.some(row => hasEnded(row, today)))) {
      renewed = today
      void send('renewDue', null)
    }
    // A touch whose account's name was forgotten at sign-out has it of the account.
    const nameOf = (space: string, id: string) => peers.get(space)?.find(peer => peer.id === id)?.name ?? id
    found.value = {
      plan: inForce, last, waiting: outbox.length,
      spaces: seen.sort((a, b) => (a.row.key < b.row.key ? -1 : 1)).map(presence => {
        const own = presence.session === 'own'
        const refused = outbox.filter(({ space, state }) => own && space === presence.row.space && state === 'refused')
        return {
          presence, isKept: isKept(presence), plan: planOf(presence.row.space)?.plan ?? null, peers: own || isKept(presence) ? (peers.get(presence.row.space) ?? []) : [],
          refused: [...new Map(refused.map(({ touch, accountName }) => [touch.accountId, { id: touch.accountId, name: accountName || nameOf(presence.row.space, touch.accountId) }])).values()],
        }
      }),
    }
  }

  const subscription = liveQuery(read).subscribe({
    next: rows => {
      latest = rows
      void show(rows)
    },
    error: reportStorage,
  })
  // Who signs out or in does so in whichever tab: the list goes with the session.
  const sessionsChanged = () => latest && void show(latest)
  onSessionsChanged(sessionsChanged, left)
  // The day may have changed, in the time zone of the plan.
  browser.alarms.onAlarm.addListener(sessionsChanged)
  left.addEventListener('abort', () => {
    subscription.unsubscribe()
    browser.alarms.onAlarm.removeListener(sessionsChanged)
  })
}

interface Read {
  /** The plan in force for a space. */
  readonly planOf: (space: string) => PlanRow | null
  /** By space. */
  readonly peers: ReadonlyMap<string, readonly PeerRow[]>
  readonly outbox: readonly OutboxRow[]
}

async function read(): Promise<Read> {
  const [imported, spaces, outbox, starters] = await Promise.all([loadPlan(db), db.spaces.toArray(), db.outbox.toArray(), db.starters.toArray()])
  const peers = await Promise.all(spaces.map(({ space }) => db.peers.where('space').equals(space).toArray()))
  return { planOf: space => imported ?? inForceOf(starters.find(row => row.space === space)), peers: new Map(spaces.map(({ space }, i) => [space, peers[i]!])), outbox }
}

function Drawn({ tab, actions, found }: { tab: ShownTab; actions: PanelActions; found: Found | null }): JSX.Element {
  const view = viewOf({ tab, cached: null, plan: plan.value ?? found?.plan ?? null, peers: [], reading: false, storage: storage.value, storageNote: storageNote.value, toast: toast.value, form: null, now: Date.now() })
  const isMine = found?.spaces.some(({ peers }) => peers.some(({ mine }) => mine)) ?? false
  const of = whose.value ?? (isMine ? 'mine' : 'all')
  const placed = found?.spaces.some(space => startOf(space, found).from) ?? false
  const by = placed ? order.value : 'value'
  const spaces = found?.spaces.map(space => spaceDue(space, found, view.today, of, by)) ?? []
  return (
    <Today
      view={{ ...view, waitingInAll: found?.waiting ?? 0 }} actions={actions} doing={doingOn(tab)}
      today={found && { spaces, order: by, whose: of }}
    />
  )
}

type FoundSpace = Found['spaces'][number]

function spaceDue(space: FoundSpace, found: Found, today: string, of: Whose, by: Order): SpaceDue {
  const { presence: { row, session }, isKept, peers, refused } = space
  const host = new URL(orgOf(row).org).host
  if (session !== 'own' && !isKept) return { key: row.key, host, session }
  const start = startOf(space, found)
  // What belongs to a period that is over is being made anew.
  const current = peers.filter(peer => !hasEnded(peer, today))
  const mine = current.filter(peer => peer.mine)
  const due = dueBy(of === 'mine' ? mine : current, today, today, start.from)
  const count = (rows: readonly PeerRow[]) => rows.filter(({ next }) => next && next.due <= today).length
  return { key: row.key, host, session: isKept ? 'kept' : 'own', seen: peers.length, counts: { mine: count(mine), all: count(current) }, from: start.told, due: inOrder(due, by), refused }
}

/** Where distances start: the account shown last, if it is of this space and has a place; else where the plan says the rep is based. */
function startOf({ presence: { row }, peers, plan: inForce }: FoundSpace, { last }: Found): { from: Coordinates | null; told: Extract<SpaceDue, { due: unknown }>['from'] } {
  const { crm, org } = orgOf(row)
  const shown = last?.crm === crm && last.org === org ? peers.find(({ id }) => id === last.id) : undefined
  if (shown && shown.lat !== null && shown.lon !== null) return { from: { lat: shown.lat, lon: shown.lon }, told: { at: 'account', name: shown.name } }
  const base = inForce && prepare(inForce).personOf(row.user)?.base
  return base ? { from: base, told: { at: 'base' } } : { from: null, told: { at: 'unknown' } }
}

function doingOn(tab: ShownTab): TodayActions {
  const refOf = (space: string, id: string): RecordRef => ({ ...orgOf({ key: space }), id })
  const show = (ref: RecordRef) => {
    const address = siteOf(ref.crm)?.address(ref)
    if (address === undefined) return
    // A CRM's own tab goes there; what else the user has open stays.
    if (tab.page) void browser.tabs.update(tab.tabId, { url: address })
    else void browser.tabs.create({ url: address })
  }
  return {
    open: (space, id) => show(refOf(space, id)),
    log: (space, account) => void log(refOf(space, account.id), account, tab.tabId),
    sort: by => (order.value = by),
    show: of => (whose.value = of),
  }
}

async function log(ref: RecordRef, { name, type }: Parameters<TodayActions['log']>[1], tabId: number): Promise<void> {
  const by = pressedBy(ref)
  // The form that is needed then is the account's: it is shown with the form open.
  if (await asksForMore(ref, type)) return say({ what: 'show', ref, tabId, form: type }, Date.now(), async () => {})
  const answer = await logTouch(ref, name, type, null, by)
  if (!('mark' in answer)) {
    toast.value = { kind: 'notLogged', type, why: answer.failed }
    return
  }
  toast.value = { kind: 'logged', mark: answer.mark, type, at: Date.now(), sent: false, name }
  await followSending(answer.mark)
}
