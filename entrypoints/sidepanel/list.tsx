import { effect, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import type { JSX } from 'preact'
import browser from 'webextension-polyfill'
import { ListOff } from '../../components/panel/list/ListOff'
import { ListPanel } from '../../components/panel/list/ListPanel'
import '../../components/panel/list/list.css'
import type { ListActions, ListView } from '../../components/panel/list/view'
import type { PanelActions, PanelView } from '../../components/panel/view'
import type { ListRef } from '../../lib/crm/adapter'
import { recognise, siteOf } from '../../lib/crm/sites'
import type { TouchType } from '../../lib/model/snapshot'
import { policyInForce } from '../../lib/sync/managed'
import { send } from '../../lib/sync/send'
import { followFacts, type ListFacts } from './listFacts'
import { asksForMore, followSending, logTouch, pressedBy } from './logging'
import type { Part } from './parts'
import type { ShownTab } from './shownTab'
import { plan, reopened, reportStorage, storage, storageNote, toast } from './state'
import { viewOf } from './viewOf'

/** What was read within this time is not read again because a list shows it. */
const freshFor = 5 * 60_000

/** The accounts of a list view, a report or a search, where the tab shows one, and the user's organisation has not switched that off. */
export const open: Part['open'] = (tab, left, actions) => {
  const allowed = signal<boolean | null>(null)
  let List: (() => JSX.Element) | null = null
  void policyInForce().then(({ listMode }) => {
    if (left.aborted) return
    if (listMode) List = openList(tab, left, actions)
    allowed.value = listMode
  })
  return () => (allowed.value === false ? <ListOff view={bareView(tab, false)} actions={actions} /> : List ? <List /> : <main aria-busy="true" />)
}

const openList: Part['open'] = (tab, left, actions) => {
  const list = tab.page as ListRef
  const reading = signal(true)
  const { facts, again, settle } = followFacts(list, () => (plan.value === 'loading' ? null : (plan.value?.plan ?? null)), left)
  const read = async (maxAgeMs: number): Promise<void> => {
    reading.value = true
    try {
      await send('readList', { list, maxAgeMs })
      if (!left.aborted) settle()
    } catch (error) {
      reportStorage(error)
    } finally {
      if (!left.aborted) reading.value = false
    }
  }
  void read(freshFor)
  followOutside(list, facts, left, () => void read(freshFor), again)
  left.addEventListener('abort', () => void send('leaveList', { list }))
  const doing = doingOn(list, tab, () => void read(0))
  return () => <Drawn tab={tab} list={list} facts={facts} reading={reading} actions={actions} doing={doing} />
}

/** What happens elsewhere and matters here: another plan, the network coming back, signing in again in some tab of the org. */
function followOutside(list: ListRef, facts: ReadonlySignal<ListFacts | null>, left: AbortSignal, read: () => void, again: () => void): void {
  const stop = effect(() => {
    if (plan.value !== 'loading') again()
  })
  const stopReading = effect(() => void (reopened.value > 0 && read()))
  const online = () => read()
  const updated = (_tabId: number, { status }: { status?: string | undefined }, { url }: { url?: string | undefined }) => {
    if (status !== 'complete' || url === undefined || facts.peek()?.row?.error?.kind !== 'signedOut') return
    const page = recognise(url)
    if ((page?.page === 'account' ? page.ref.org : page?.org) === list.org) read()
  }
  addEventListener('online', online)
  browser.tabs.onUpdated.addListener(updated)
  left.addEventListener('abort', () => {
    stop()
    stopReading()
    removeEventListener('online', online)
    browser.tabs.onUpdated.removeListener(updated)
  })
}

/** What is around the list: no account is shown. */
const bareView = (tab: ShownTab, reading: boolean): PanelView => viewOf({ tab, cached: null, plan: plan.value, peers: [], reading, storage: storage.value, storageNote: storageNote.value, toast: toast.value, form: null, now: Date.now() })

interface DrawnProps {
  readonly tab: ShownTab
  readonly list: ListRef
  readonly facts: ReadonlySignal<ListFacts | null>
  readonly reading: Signal<boolean>
  readonly actions: PanelActions
  readonly doing: ListActions
}

function Drawn({ tab, list, facts: { value: facts }, reading, actions, doing }: DrawnProps): JSX.Element {
  const view = bareView(tab, reading.value)
  document.title = 'Turfside'
  return <ListPanel view={{ ...view, waitingInAll: facts?.waitingInAll ?? 0 }} actions={actions} list={listView(list, facts, reading.value)} doing={doing} />
}

function listView({ kind, id }: ListRef, facts: ListFacts | null, reading: boolean): ListView {
  const row = facts?.row ?? null
  const listed = row?.listed
  return {
    kind,
    name: kind === 'search' ? id : (listed?.name ?? null),
    accounts: facts?.accounts ?? null,
    reading,
    oldest: facts?.oldest ?? null,
    rows: listed?.rows ?? 0, repeated: listed?.repeated ?? 0, without: listed?.without ?? 0, more: listed?.more ?? false,
    unseen: row?.missing.length ?? 0,
    trouble: reading ? null : (row?.error ?? null),
    kept: facts?.kept ?? false,
  }
}

function doingOn(list: ListRef, tab: ShownTab, reread: () => void): ListActions {
  const show = (id: string) => {
    const address = siteOf(list.crm)?.address({ crm: list.crm, org: list.org, id })
    if (address !== undefined) void browser.tabs.update(tab.tabId, { url: address })
  }
  return {
    open: show,
    log: (account, type) => void log(list, account, type, show),
    reread,
  }
}

async function log({ crm, org }: ListRef, { id, name }: { readonly id: string; readonly name: string }, type: TouchType, show: (id: string) => void): Promise<void> {
  const ref = { crm, org, id }
  const by = pressedBy(ref)
  // The form that is needed then is the account's.
  if (await asksForMore(ref, type)) return show(id)
  const answer = await logTouch(ref, name, type, null, by)
  if (!('mark' in answer)) {
    toast.value = { kind: 'notLogged', type, why: answer.failed }
    return
  }
  toast.value = { kind: 'logged', mark: answer.mark, type, at: Date.now(), sent: false, name }
  await followSending(answer.mark)
}
