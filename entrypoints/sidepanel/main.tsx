import { batch, effect, signal } from '@preact/signals'
import { render, type JSX } from 'preact'
import browser from 'webextension-polyfill'
import { Panel } from '../../components/panel/Panel'
import '../../components/ui/base.css'
import '../../components/panel/panel.css'
import type { PanelView } from '../../components/panel/view'
import { speakIn } from '../../components/ui/words'
import { recognise } from '../../lib/crm/sites'
import { send } from '../../lib/sync/send'
import { actionsOn } from './actions'
import { partFor } from './parts'
import { nextChange } from './nextChange'
import { peekAt } from './peekAt'
import { followShownTab, type ShownTab } from './shownTab'
import { cached, form, peers, plan, reportStorage, storageTrouble, toast } from './state'
import { viewOf } from './viewOf'

const tab = signal<ShownTab | null>(null)
/** Drawn instead of the panel of an account; null: that one. */
const part = signal<{ readonly Drawn: () => JSX.Element } | null>(null)
const reading = signal(false)
const now = signal(Date.now())
/** A record this fresh is not read again. */
const freshFor = 60_000

speakIn(document.documentElement)

let leave = new AbortController()
const root = document.getElementById('panel')!
const actions = actionsOn(() => {
  const page = tab.value?.page
  return tab.value && page?.page === 'account' ? { ref: page.ref, tabId: tab.value.tabId } : null
}, () => tab.value, () => void read(0))

void followShownTab(async next => {
  // Leaving an account ends all that was started for it, so that a late answer finds nobody.
  leave.abort()
  leave = new AbortController()
  batch(() => {
    form.value = null
    // Undo is of the account that was shown; what still waits is in its outbox.
    toast.value = null
    reading.value = next.page?.page === 'account'
    tab.value = next
    cached.value = null
    part.value = null
  })
  const { signal: left } = leave
  const load = partFor(next)
  if (load) {
    const { open } = await load()
    if (!left.aborted) part.value = { Drawn: open(next, left, actions) }
  }
  if (next.page?.page !== 'account') return void (await follow())
  const { ref } = next.page
  void read(freshFor)
  if (!following) await peekAt(ref, left).catch(reportStorage)
  const { followAccount } = await follow()
  if (!left.aborted) followAccount(ref, left)
})

let following: Promise<typeof import('./follow')> | null = null

/** Dexie and what follows the cache: not before the first paint. */
const follow = (): Promise<typeof import('./follow')> => (following ??= import('./follow'))

async function read(maxAgeMs: number): Promise<void> {
  const shown = tab.peek()
  if (shown?.page?.page !== 'account') return
  const { signal: left } = leave
  reading.value = true
  try {
    await send('refresh', { ref: shown.page.ref, tabId: shown.tabId, maxAgeMs })
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
function tickAt(moment: number): void {
  clearTimeout(ticking)
  if (document.visibilityState === 'visible') ticking = setTimeout(tick, moment - Date.now() + 50)
}
const tick = () => void (now.value = Date.now())
document.addEventListener('visibilitychange', tick)
// A timer does not count while the computer sleeps; an alarm rings when it wakes.
browser.alarms.onAlarm.addListener(tick)
addEventListener('online', () => void read(0))

// Signing in again happens in some tab of the org; where it has loaded, the account that could not be read is asked for again.
browser.tabs.onUpdated.addListener((_tabId, { status }, { url }) => {
  if (status !== 'complete' || url === undefined || !['signedOut', 'otherUser', 'apiAccess'].includes(cached.peek()?.trouble?.error.kind ?? '')) return
  const loaded = recognise(url)
  const loadedOrg = loaded?.page === 'account' ? loaded.ref.org : loaded?.org
  if (loadedOrg === cached.peek()?.ref.org) void read(0)
})

let painted: { of: ShownTab | null; cached: boolean; fresh: boolean } = { of: null, cached: false, fresh: false }

effect(() => {
  if (part.value) return render(<part.value.Drawn />, root)
  const view = viewOf({
    tab: tab.value, cached: cached.value, plan: plan.value, peers: peers.value, reading: reading.value, storage: storageTrouble.value, toast: toast.value, form: form.value,
    now: Math.max(now.value, Date.now()),
  })
  document.title = view.name ?? 'Turfside'
  render(<Panel view={view} actions={actions} />, root)
  measure(view)
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
