import browser from 'webextension-polyfill'
import { destinationOf } from '../../components/panel/destination'
import type { PanelActions } from '../../components/panel/view'
import type { OutboxRow } from '../../lib/cache/db'
import { dismissNote } from '../../lib/cache/storageNote'
import { siteOf } from '../../lib/crm/sites'
import type { Plan } from '../../lib/model/plan'
import type { TouchType } from '../../lib/model/snapshot'
import { send } from '../../lib/sync/send'
import { changesOf, todayOf } from '../../lib/sync/touchNow'
import type { ShownAccount } from './press'
import type { ShownTab } from './shownTab'
import { cached, form, plan, toast } from './state'

/** The quick search; the account that is chosen comes in the CRM's own tab, or in a new one where the tab shows something else. */
async function openSearch(shown: ShownTab | null): Promise<void> {
  const search = await import('./search')
  search.openSearch(ref => {
    const url = siteOf(ref.crm)?.address(ref)
    if (url === undefined) return
    if (shown?.page) void browser.tabs.update(shown.tabId, { url })
    else void browser.tabs.create({ url })
  })
}

/** What a person can do in the panel. `shown` answers what they do it to; `meant` which account a log button's press is for. */
export function actionsOn(shown: () => ShownAccount | null, meant: () => ShownAccount | null, tab: () => ShownTab | null, reread: () => void, backToTab: () => void): PanelActions {
  const thePlan = (): Plan | null => (plan.value !== 'loading' && plan.value ? plan.value.plan : null)

  function openForm(type: TouchType, from?: OutboxRow): void {
    const account = shown()
    if (!account) return
    const open = form.value
    form.value = {
      type, mark: from?.mark ?? null,
      day: from?.touch.day ?? open?.day ?? todayOf(thePlan(), Date.now()),
      minutes: from ? from.touch.minutes || null : (thePlan()?.profitability?.minutes?.[type] ?? null),
      note: from?.touch.note ?? open?.note ?? '',
      extra: from?.touch.extra ?? {},
      fields: { state: 'loading' },
    }
    const asked = form.value
    void send('touchForm', { ref: account.ref, type }).then(answer => {
      if (form.value !== asked) return
      form.value = { ...asked, fields: 'fields' in answer ? { state: 'ready', value: answer.fields, at: Date.now() } : { state: 'failed', error: answer.error } }
    })
  }

  async function route(site: string | null): Promise<void> {
    const address = cached.peek()?.record?.snapshot
    const destination = address ? destinationOf({ address: address.account.address, place: address.place }) : null
    if (destination === null) return
    const [{ db }, { chooseMap, mapChoice }, { isMapSite, routeAddress }] = await Promise.all([import('../../lib/cache/db'), import('../../lib/cache/mapChoice'), import('../../components/panel/maps')])
    if (site !== null) await chooseMap(db, site)
    const chosen = site ?? (await mapChoice(db))
    if (!isMapSite(chosen)) return void (toast.value = { kind: 'maps', type: 'visit' })
    toast.value = { kind: 'offer', type: 'visit' }
    await browser.tabs.create({ url: routeAddress(chosen, destination) })
  }

  const openOptions = () => void browser.runtime.openOptionsPage()
  return {
    log: (type, details) => {
      const account = meant()
      const open = form.peek()
      // A form that closes with this click is given along: what was written in it comes back where it could not be kept.
      if (account) void import('./logging').then(({ logFor }) => logFor(account, type, { details: details ?? null, open, shows: () => shown()?.ref.id === account.ref.id, ask: () => openForm(type) }))
    },
    undo: mark => void import('./undo').then(({ undo }) => undo(mark)),
    openForm: type => openForm(type),
    editTouch: mark => void outboxRow(mark).then(row => row && openForm(row.touch.type, row)),
    closeForm: () => (form.value = null),
    resend: (mark, details) => void outboxRow(mark).then(row => row && send('drain', { again: mark, changes: details ? changesOf(row.touch.type, details, thePlan(), Date.now()) : null })),
    discard: mark => void send('discard', { mark }),
    offer: type => (toast.value = { kind: 'offer', type }),
    route: site => void route(site),
    dismiss: () => (toast.value = null),
    backToTab,
    search: () => void openSearch(tab()),
    retry: reread,
    openAccount: id => {
      const { tabId, page } = tab() ?? {}
      if (tabId === undefined || !page) return
      const { crm, org } = page.page === 'account' ? page.ref : page
      const address = siteOf(crm)?.address({ crm, org, id })
      if (address) void browser.tabs.update(tabId, { url: address })
    },
    importPlan: openOptions,
    makeStarter: () => {
      const account = shown()
      if (account) void send('makeStarter', { crm: account.ref.crm, org: account.ref.org })
    },
    setAssumption: code => void browser.tabs.create({ url: browser.runtime.getURL(`/options.html#set-${code}`) }),
    openOptions,
    reload: () => location.reload(),
    dismissNote: () => void dismissNote(browser.storage.local),
    openDirect: () => {
      const { tabId, page } = tab() ?? {}
      if (tabId !== undefined && page?.page === 'other' && page.direct !== undefined) void browser.tabs.update(tabId, { url: page.direct })
    },
  }
}

const outboxRow = async (mark: string): Promise<OutboxRow | undefined> => (await import('./follow')).outboxRow(mark)
