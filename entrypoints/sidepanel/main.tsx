import { batch, effect, signal } from '@preact/signals'
import { render, type JSX } from 'preact'
import browser from 'webextension-polyfill'
import { Panel } from '../../components/panel/Panel'
import '../../components/ui/base.css'
import '../../components/panel/panel.css'
import type { PanelView } from '../../components/panel/view'
import { speakIn } from '../../components/ui/words'
import type { PageRef, RecordRef } from '../../lib/crm/adapter'
import { recognise } from '../../lib/crm/sites'
import { storageTrouble } from '../../lib/model/storageTrouble'
import { shownBy } from '../../lib/sync/whose'
import { send } from '../../lib/sync/send'
import { watchFailures } from '../failures/watch'
import { actionsOn } from './actions'
import { askedGroup, askForGroup } from './group'
import { partFor } from './parts'
import { nextChange } from './nextChange'
import { peekAt, peekWhose } from './peekAt'
import type { Presses, ShownAccount } from './press'
import { followShownTab, type ShownTab } from './shownTab'
import { cached, form, known, peers, plan, backgroundStorage, reopened, reportStorage, storage, storageNote, toast, unkept, whose } from './state'
import { viewOf } from './viewOf'

const tab = signal<ShownTab | null>(null)
/** Drawn instead of the panel of an account; null: that one. */
const part = signal<{ readonly Drawn: () => JSX.Element } | null>(null)
const later = signal<typeof import('./later') | null>(null)
const reading = signal(false)
const now = signal(Date.now())
/** A record this fresh is not read again. */
const freshFor = 60_000

speakIn(document.documentElement)
watchFailures('panel', () => {
  const page = tab.peek()?.page
  return { crm: page?.page === 'account' ? page.ref.crm : page?.crm ?? null, mode: page?.page ?? null }
})

let leave = new AbortController()
const root = document.getElementById('panel')!
const shownAccount = (): ShownAccount | null => {
  const { page, tabId } = tab.peek() ?? {}
  return page?.page === 'account' && tabId !== undefined ? { ref: page.ref, tabId, name: known.peek()?.record?.snapshot.account.name ?? '' } : null
}
let presses: Presses | null = null
const actions = actionsOn(shownAccount, () => (presses ? presses.meant() : shownAccount()), () => tab.peek(), () => void read(0, true), backToTab)

void followShownTab(next => void show(next)).then(async () => {
  const { hearBackground } = await import('./hear')
  hearBackground({ tab: () => tab.peek(), actions, show: choose })
})

addEventListener('keydown', event => {
  const inText = event.target instanceof HTMLElement && event.target.matches('input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]')
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || inText) return
  event.preventDefault()
  actions.search()
})

/** An account that the tab does not show, until the tab shows another page. */
function choose(ref: RecordRef): void {
  const { tabId, url } = tab.peek() ?? {}
  if (tabId !== undefined) void show({ tabId, url: url ?? null, page: { page: 'account', ref }, chosen: true, since: performance.now() })
}

/** From an account that was chosen back to what the tab shows. */
function backToTab(): void {
  const shown = tab.peek()
  if (shown?.chosen) void show({ tabId: shown.tabId, url: shown.url, page: shown.url === null ? null : recognise(shown.url), since: performance.now() })
}

async function show(next: ShownTab): Promise<void> {
  // Leaving an account ends all that was started for it, so that a late answer finds nobody.
  leave.abort()
  leave = new AbortController()
  batch(() => {
    form.value = null
    // Undo is of the account that was shown; what still waits is in its outbox.
    toast.value = null
    reading.value = next.page?.page === 'account' || next.page?.page === 'record'
    tab.value = next
    cached.value = null
    unkept.value = null
    if (!next.of) whose.value = null
    part.value = null
  })
  const { signal: left } = leave
  const load = partFor(next)
  if (load) {
    const { open } = await load()
    if (!left.aborted) part.value = { Drawn: open(next, left, actions) }
  }
  const record = next.of?.record ?? (next.page?.page === 'record' ? next.page : null)
  if (record) {
    void read(freshFor)
    if (!next.of && !following) await peekWhose(record, left).catch(reportStorage)
    void follow().then(({ followWhose }) => left.aborted || followWhose(record, left))
  }
  if (left.aborted) return
  if (next.page?.page !== 'account') return void (await follow())
  const { ref } = next.page
  if (!record) void read(freshFor)
  if (!following) await peekAt(ref, left).catch(reportStorage)
  const { followAccount } = await follow()
  if (!left.aborted) followAccount(ref, left, () => void read(freshFor))
}

// As soon as it is known whose the shown record is, that account is shown; or another, when the record was moved.
effect(() => {
  const row = whose.value?.row
  const asked = whose.value !== null
  const shown = tab.peek()
  const record = shown?.of?.record ?? (shown?.page?.page === 'record' ? shown.page : null)
  if (!asked || !shown || !record || (row && row.id !== record.id)) return
  const ref = row ? shownBy(row, record) : null
  const lead = row?.lead !== null
  const same = shown.of && shown.page?.page === 'account' && shown.page.ref.id === ref?.id && shown.of.lead === lead && shown.of.via.name === row?.via.name
  if (same || (ref === null && !shown.of)) return
  // What the user who asked was told is not another's to see: without a row of their own the page is unresolved again.
  const { of: _of, ...bare } = shown
  queueMicrotask(() => tab.peek() === shown && void show(row && ref ? { ...bare, page: { page: 'account', ref }, of: { record, via: row.via, lead } } : { ...bare, page: record }))
})

let following: Promise<typeof import('./follow')> | null = null

/** Dexie and what follows the cache: not before the first paint. */
const follow = (): Promise<typeof import('./follow')> => {
  if (!following) {
    void import('./later').then(loaded => {
      presses = loaded.watchPresses(shownAccount, type => actions.log(type))
      later.value = loaded
    })
  }
  return (following ??= import('./follow'))
}

async function read(maxAgeMs: number, insist = false): Promise<void> {
  const shown = tab.peek()
  const record = shown?.of?.record ?? (shown?.page?.page === 'record' ? shown.page : null)
  if (!shown || (shown.page?.page !== 'account' && !record)) return
  const { signal: left } = leave
  const { tabId, page, of } = shown
  reading.value = true
  try {
    const answers = await Promise.all([
      record && send('belongs', { record, tabId, maxAgeMs, insist }),
      page?.page === 'account' && !of?.lead && send('refresh', { ref: page.ref, tabId, maxAgeMs, insist }),
    ])
    if (left.aborted) return
    const failed = answers.find(answer => answer) || null
    backgroundStorage.value = failed && storageTrouble(failed.name)
    const instead = answers[1] && answers[1].instead
    if (instead && page?.page === 'account') await (await import('./unkept')).showUnkept(page.ref, instead, left)
    else unkept.value = null
  } finally {
    if (!left.aborted) reading.value = false
  }
}

// Another plan, or another mapping of its fields, asks the CRM for other fields.
let askedWith: { readonly org: string; readonly of: string } | null = null
effect(() => {
  if (plan.value === 'loading' || cached.value === null) return
  const { ref: { org }, mapped } = cached.value
  const next = { org, of: JSON.stringify([plan.value?.importedAt, mapped]) }
  const changed = askedWith?.org === org && askedWith.of !== next.of
  askedWith = next
  if (changed) void read(0)
})

// Ages and due days move on while somebody looks: one timer, for the moment at which what is shown changes.
let ticking: ReturnType<typeof setTimeout> | undefined
let awaited = Infinity
function tickAt(moment: number): void {
  clearTimeout(ticking)
  awaited = moment
  if (document.visibilityState === 'visible') ticking = setTimeout(tick, moment - Date.now() + 50)
}
/** A moment that is long over has passed in sleep, or out of sight: what is shown is of another day, perhaps, and is read again. */
function tick(): void {
  const late = Date.now() - awaited
  now.value = Date.now()
  if (document.visibilityState === 'visible' && late > 2 * 60_000) void read(freshFor)
}
document.addEventListener('visibilitychange', tick)
// A timer does not count while the computer sleeps; an alarm rings when it wakes.
browser.alarms.onAlarm.addListener(tick)
addEventListener('online', () => void read(0))
effect(() => void (reopened.value > 0 && read(0)))

// The CRM has said when it answers again: then it is asked.
effect(() => {
  const error = cached.value?.trouble?.error
  const until = error && 'retryAt' in error ? error.retryAt : null
  if (!until || until <= Date.now()) return undefined
  const timer = setTimeout(() => void read(0), Math.min(until - Date.now() + 500, 0x7fffffff))
  return () => clearTimeout(timer)
})

// Signing in again happens in some tab of the org; where it has loaded, the account that could not be read is asked for again.
browser.tabs.onUpdated.addListener((_tabId, { status }, { url }) => {
  if (status !== 'complete' || url === undefined || !['signedOut', 'otherUser', 'apiAccess'].includes((cached.peek() ?? whose.peek())?.trouble?.error.kind ?? '')) return
  if (orgShownAt(recognise(url)) === orgShownAt(tab.peek()?.page ?? null)) void read(0)
})

const orgShownAt = (page: PageRef | null): string | undefined => (page?.page === 'account' ? page.ref.org : page?.org)

function addUpGroup({ group, profitability, trouble, freshness }: PanelView): void {
  const { ref, record } = cached.peek() ?? {}
  const current = plan.peek()
  if (!group || trouble || freshness.state === 'reading' || !('value' in profitability) || !ref || !record || current === 'loading' || !current) return
  askForGroup(ref, record, profitability.value, current.plan)
}

let painted: { of: ShownTab | null; cached: boolean; fresh: boolean } = { of: null, cached: false, fresh: false }

effect(() => {
  if (part.value) {
    render(<part.value.Drawn />, root)
    return presses?.drawn()
  }
  const view = viewOf({
    tab: tab.value, cached: known.value, whose: whose.value, plan: plan.value, peers: peers.value, reading: reading.value, storage: storage.value, storageNote: storageNote.value, toast: toast.value, form: form.value,
    group: askedGroup.value, later: later.value, now: Math.max(now.value, Date.now()),
  })
  document.title = view.name ?? 'Turfside'
  render(<Panel view={view} actions={actions} later={later.value?.laterCards ?? []} />, root)
  presses?.drawn()
  measure(view)
  addUpGroup(view)
  tickAt(nextChange(view, plan.value !== 'loading' && plan.value ? plan.value.plan.timeZone : Intl.DateTimeFormat().resolvedOptions().timeZone))
})

/** How long the four facts took from the moment the panel heard of the page: from the cache, and from the CRM's answer. On `main`, for tests and bench. */
function measure(view: PanelView): void {
  const shown = tab.peek()
  const main = root.querySelector('main')
  if (!shown || !main) return
  if (painted.of !== shown) {
    painted = { of: shown, cached: false, fresh: false }
    delete main.dataset.msCached
    delete main.dataset.msFresh
  }
  const facts = [view.nextTouch, view.territory, view.profitability, view.kare]
  if (facts.some(({ state }) => state === 'loading' || state === 'failed')) return
  const mark = view.freshness.state === 'fresh' ? 'fresh' : 'cached'
  if (painted[mark]) return
  painted[mark] = true
  requestAnimationFrame(() => {
    if (painted.of === shown) main.dataset[mark === 'fresh' ? 'msFresh' : 'msCached'] = String(Math.round(performance.now() - shown.since))
  })
}
