import browser from 'webextension-polyfill'
import type { OptionsActions, OrgView } from '../../components/options/view'
import { db } from '../../lib/cache/db'
import { clearMirror } from '../../lib/cache/outboxMirror'
import { chooseMap } from '../../lib/cache/mapChoice'
import { clearEverything, exportPlan, loadPlan } from '../../lib/cache/planStore'
import { dismissNote } from '../../lib/cache/storageNote'
import type { Plan } from '../../lib/model/plan'
import type { StarterSettings } from '../../lib/model/starter'
import type { MappedField } from '../../lib/model/snapshot'
import { importPlan } from '../../lib/sync/importPlan'
import { askToLast } from '../../lib/sync/lasting'
import { send } from '../../lib/sync/send'
import { connectApp, copy, disconnectApp, forgetApps } from './appActions'
import { orderBook } from './book'
import { download } from './download'
import { openKeysPage } from './keys'
import { leavePlanAddress, loading, loadPlanAt, renewPlan } from './planAddressActions'
import { requestHost } from './requestHost'
import { makeStarter, setFigures, takeAway } from './starterActions'
import { partsOf } from './parts'
import { cleared, connecting, crmGranted, fields, importing, lasting, markPlaces, reportStorage, saved } from './state'
import { exportWaiting, resend, sendWaiting, takeBack } from './waiting'

export const actions: OptionsActions = {
  importPlan: file => void takePlan(file).catch(reportStorage),
  exportPlan: () => void loadPlan(db).then(row => row && downloadPlan(row.plan)).catch(reportStorage),
  loadPlan: address => void loadPlanAt(address, crmGranted()).catch(reportStorage),
  renewPlan: () => void renewPlan().catch(reportStorage),
  leavePlanAddress: () => void leavePlanAddress().catch(reportStorage),
  makeStarter: key => void makeStarter(key),
  exportStarter: space => void db.starters.get(space).then(row => row?.made && downloadPlan(row.made.plan)).catch(reportStorage),
  dropStarter: space => void takeAway(space).catch(reportStorage),
  changeStarter: (space, settings) => void setFigures(space, settings as StarterSettings).catch(reportStorage),
  connect: address => requestHost(address, state => (connecting.value = state)),
  disconnect: pattern => void browser.permissions.remove({ origins: [pattern] }).then(() => (connecting.value = null)),
  connectApp,
  disconnectApp: key => void disconnectApp(key),
  copy: text => void copy(text),
  loadFields: key => void loadFields(key),
  map: (key, field, name) => void map(key, field, name).catch(reportStorage),
  mapMark: (key, place, name) => void mapMark(key, place, name).catch(reportStorage),
  chooseMaps: site => void chooseMap(db, site === '' ? null : site).catch(reportStorage),
  changeKeys: () => void openKeysPage(),
  reload: () => location.reload(),
  dismissNote: () => void dismissNote(browser.storage.local),
  askToLast: () => void askToLast().then(lasts => (lasting.value = lasts || 'refused')),
  showPill: key => void db.settings.update(key, { pillHidden: false }).catch(reportStorage),
  clear: withWaitingTouches => void clear(withWaitingTouches).catch(reportStorage),
  sendWaiting: () => void sendWaiting(),
  resend,
  takeBack,
  exportWaiting,
  orderBook: (key, order) => void orderBook(key, order),
}

async function takePlan(file: File): Promise<void> {
  importing.value = { state: 'reading', fileName: file.name }
  loading.value = null
  try {
    importing.value = { ...(await importPlan(db, file)), fileName: file.name }
  } catch (error) {
    importing.value = null
    throw error
  }
}

function downloadPlan(plan: Plan): void {
  const name = plan.name.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '').toLowerCase() || 'plan'
  download(`${name}${plan.revision === undefined ? '' : `-r${plan.revision}`}.json`, exportPlan(plan), 'application/json')
}

const asked = new Set<string>()

/** Asks each org for its fields when it shows up first. */
export function loadFieldsOnce(keys: readonly string[]): void {
  for (const key of keys) {
    if (asked.has(key)) continue
    asked.add(key)
    void loadFields(key)
  }
}

async function loadFields(key: string): Promise<void> {
  const set = (state: OrgView['fields']) => (fields.value = { ...fields.peek(), [key]: state })
  set({ state: 'loading' })
  const answer = await send('accountFields', partsOf(key))
  const places = await send('markPlaces', partsOf(key))
  if ('places' in places) markPlaces.value = { ...markPlaces.peek(), [key]: places.places }
  set('fields' in answer ? { state: 'ready', value: [...answer.fields].sort((a, b) => a.label.localeCompare(b.label)) } : { state: 'failed', error: answer.error })
}

async function map(key: string, field: MappedField, name: string): Promise<void> {
  await db.transaction('rw', db.settings, async () => {
    const row = await db.settings.get(key)
    const { [field]: _before, ...others } = row?.fields ?? {}
    await db.settings.put({ pillHidden: false, ...row, key, fields: name === '' ? others : { ...others, [field]: name } })
  })
  saved.value = { key, field }
}

async function mapMark(key: string, place: string, name: string): Promise<void> {
  await db.transaction('rw', db.settings, async () => {
    const row = await db.settings.get(key)
    const { [place]: _before, ...others } = row?.marks ?? {}
    await db.settings.put({ fields: {}, pillHidden: false, ...row, key, marks: name === '' ? others : { ...others, [place]: name } })
  })
  saved.value = { key, field: 'mark' }
}

async function clear(withWaitingTouches: boolean): Promise<void> {
  await forgetApps()
  if (withWaitingTouches) await clearMirror(browser.storage.local)
  const kept = await clearEverything(db, withWaitingTouches)
  // Copied again by the background in between.
  if (withWaitingTouches) await clearMirror(browser.storage.local)
  // A plan that the organisation has set is in force all the same.
  await send('planChanged', null)
  importing.value = null
  saved.value = null
  asked.clear()
  cleared.value = { kept }
}
