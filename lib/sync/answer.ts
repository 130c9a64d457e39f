import browser, { type Runtime } from 'webextension-polyfill'
import { storageError } from '../cache/storageError'
import type { Kept, Unkept, RequestName, Requests } from '../messages'
import type { CrmError } from '../crm/adapter'
import { appState, connectApp, disconnectApp } from './appConnection'
import { rememberBattery } from './bookKeeping'
import { orderBook } from './bookOrders'
import { insistOn } from './connect'
import { admitted } from './door'
import { groupFor } from './group'
import { belongOnce, leaveList, readListOnce, readOnce, type Office } from './office'
import { policyInForce } from './managed'
import { openPanel } from './openPanel'
import { rebuildPeers, rememberTouched } from './peers'
import { loadPlan } from './planAlarm'
import { readUnkept } from './readUnkept'
import { accountRead, pillAsked, pillChanged } from './pillState'
import { makeStarter, starterWanted } from './starter'

type Answers = { [K in RequestName]: (ask: Requests[K]['ask']) => Promise<Requests[K]['answer']> }

/** Answers one message; undefined for what is none of ours. Only pages of this extension may ask for more than the pill needs. */
export function answer(office: Office, received: unknown, sender: Runtime.MessageSender, drain: () => Promise<void>): Promise<unknown> | undefined {
  const message = admitted(received, sender, { id: browser.runtime.id, root: browser.runtime.getURL('') })
  if (!message) return undefined
  const { reader, outbox } = office
  /** Nobody waits for it: what the page shows is there without it. */
  const starterFor = (crm: string, org: string, tabId: number | null): void => {
    starterWanted(office, crm, org).then(made => (made && tabId !== null ? accountRead(office, tabId) : undefined)).catch((error: unknown) => console.warn('The starter plan could not be kept', error))
  }
  const answers: Answers = {
    refresh: ({ ref, tabId, maxAgeMs, insist }) => kept(async () => {
      if (insist) await insistOn(reader.db, ref.crm, ref.org)
      await readOnce(office, ref, maxAgeMs)
      starterFor(ref.crm, ref.org, tabId)
      if (tabId !== null) await accountRead(office, tabId)
    }, drain, () => readUnkept(reader, ref)),
    readList: async ({ list, maxAgeMs }) => {
      if (!(await policyInForce()).listMode) return null
      await readListOnce(office, list, maxAgeMs)
      starterFor(list.crm, list.org, null)
      return null
    },
    leaveList: async ({ list }) => {
      leaveList(office, list)
      return null
    },
    peersMade: async () => {
      await office.dueChanged()
      return null
    },
    belongs: ({ record, tabId, maxAgeMs, insist }) => kept(async () => {
      if (insist) await insistOn(reader.db, record.crm, record.org)
      await belongOnce(office, record, maxAgeMs)
      starterFor(record.crm, record.org, tabId)
      if (tabId !== null) await accountRead(office, tabId)
    }, drain),
    log: async request => {
      const logged = await outbox.log(request).catch(storageFailed)
      if ('mark' in logged) void touched(office, logged.mark).then(drain)
      return logged
    },
    undo: async ({ mark }) => {
      const unsent = await reader.db.outbox.get(mark)
      const done = await outbox.undo(mark)
      if (unsent) await rememberTouched(reader.db, unsent.space, unsent.touch.accountId, reader.now())
      void drain()
      return { done }
    },
    drain: async again => {
      if (again) await outbox.again(again.again, again.changes)
      await drain()
      return null
    },
    sendNow: async () => {
      await outbox.wake(null)
      await drain()
      return null
    },
    takeBack: async ({ marks }) => {
      for (const mark of marks) {
        const row = await reader.db.outbox.get(mark)
        await outbox.takeBack(mark)
        if (row) await rememberTouched(reader.db, row.space, row.touch.accountId, reader.now())
      }
      await office.dueChanged()
      void drain()
      return null
    },
    planChanged: async () => {
      office.book.sync()
      await office.privacy.tidyUp()
      await rebuildPeers(reader.db, reader.now())
      await office.dueChanged()
      return null
    },
    loadPlan: async ({ address }) => {
      const load = await loadPlan(reader.db, address)
      if (load.state === 'taken') await planTaken(office)
      return load
    },
    renewDue: async () => {
      await office.dueChanged()
      return null
    },
    makeStarter: async ({ crm, org }) => {
      const made = await makeStarter(office, crm, org)
      await pillChanged(office)
      return made.ok ? { made: true as const } : { error: made.error }
    },
    book: async ({ crm, org, order }) => {
      const done = await orderBook(office.book.parts, crm, org, order)
      office.book.sync()
      return done.ok ? { done: true as const } : { error: done.error }
    },
    bookCan: async ({ crm, org }) => ({ can: !(await policyInForce()).book ? 'policy' : reader.connect(crm, org).book ? 'yes' : 'no' }),
    battery: async ({ low }) => {
      await rememberBattery(low, reader.now())
      return null
    },
    discard: async ({ mark }) => {
      const dropped = await reader.db.outbox.get(mark)
      await outbox.discard(mark)
      if (dropped) await rememberTouched(reader.db, dropped.space, dropped.touch.accountId, reader.now())
      await office.dueChanged()
      return null
    },
    touchForm: async ({ ref, type }) => told(await reader.connect(ref.crm, ref.org).touchForm(type)),
    accountFields: async ({ crm, org }) => told(await reader.connect(crm, org).accountFields()),
    markPlaces: async ({ crm, org }) => {
      const places = (await reader.connect(crm, org).markPlaces?.()) ?? { ok: true as const, value: [] }
      return places.ok ? { places: places.value } : { error: places.error }
    },
    appState: ask => appState(office, ask),
    connectApp: ask => connectApp(office, ask),
    disconnectApp: ask => disconnectApp(office, ask),
    group: async ({ ref, space, period, revenue }) => {
      const figures = await groupFor(reader, ref, space, period, revenue)
      return figures.ok ? { figures: figures.value } : { error: figures.error }
    },
    openPanel: async () => {
      if (sender.tab?.id !== undefined) await openPanel(sender.tab.id, sender.tab.windowId)
      return null
    },
    hidePill: async () => {
      await hidePill(office, sender.tab?.url)
      return null
    },
    pillFor: () => pillAsked(office, sender.tab),
  }
  const respond = answers[message.turfside] as (ask: unknown) => Promise<unknown>
  return respond(message.ask)
}

/** Another plan is in force. */
export async function planTaken({ reader: { db, now }, dueChanged }: Office): Promise<void> {
  await rebuildPeers(db, now())
  await dueChanged()
}

/** A touch that waits counts at once, also for what is due. */
async function touched({ reader: { db, now } }: Office, mark: string): Promise<void> {
  const row = await db.outbox.get(mark)
  if (row) await rememberTouched(db, row.space, row.touch.accountId, now())
}

const told = <T>(result: { ok: true; value: readonly T[] } | { ok: false; error: CrmError }) => (result.ok ? { fields: result.value } : { error: result.error })

/** Whether the storage failed when this worker asked it last. */
let ails = false

/** Reads into the cache; answers the storage's error where that fails, with what can be shown all the same. Once it works again, what was logged meanwhile is sent. */
async function kept(work: () => Promise<void>, drain: () => Promise<void>, instead?: () => Promise<Unkept>): Promise<Kept> {
  try {
    await work()
    if (ails) void drain()
    ails = false
    return null
  } catch (error) {
    const name = storageError(error)
    if (name === null) throw error
    ails = true
    return { failed: 'storage', name, ...(instead ? { instead: await instead() } : {}) }
  }
}

function storageFailed(error: unknown): { failed: 'storage' } {
  console.warn('The touch could not be stored', error)
  return { failed: 'storage' }
}

async function hidePill({ reader: { db } }: Office, url: string | undefined): Promise<void> {
  if (url === undefined) return
  const key = new URL(url).origin
  const row = await db.settings.get(key)
  await db.settings.put({ fields: {}, ...row, key, pillHidden: true })
}
