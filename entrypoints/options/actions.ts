import browser from 'webextension-polyfill'
import type { OptionsActions, OrgView } from '../../components/options/view'
import { db } from '../../lib/cache/db'
import { clearEverything, exportPlan, loadPlan, savePlan } from '../../lib/cache/planStore'
import { parsePlan, planSizeLimit, sizeProblem } from '../../lib/model/planFile'
import type { MappedField } from '../../lib/model/snapshot'
import { send } from '../../lib/sync/send'
import { connectApp, copy, disconnectApp, forgetApps } from './appActions'
import { apiPattern, originPattern } from './originPattern'
import { cleared, connecting, fields, importing, partsOf, reportStorage, saved } from './state'

export const actions: OptionsActions = {
  importPlan: file => void importPlan(file).catch(reportStorage),
  exportPlan: () => void download().catch(reportStorage),
  connect,
  disconnect: pattern => void browser.permissions.remove({ origins: [pattern] }).then(() => (connecting.value = null)),
  connectApp,
  disconnectApp: key => void disconnectApp(key),
  copy: text => void copy(text),
  loadFields: key => void loadFields(key),
  map: (key, field, name) => void map(key, field, name).catch(reportStorage),
  showPill: key => void db.settings.update(key, { pillHidden: false }).catch(reportStorage),
  clear: withWaitingTouches => void clear(withWaitingTouches).catch(reportStorage),
}

/** The plan in force changes only once the new one is whole and stored. */
async function importPlan(file: File): Promise<void> {
  importing.value = { state: 'reading', fileName: file.name }
  if (file.size > planSizeLimit) {
    importing.value = { state: 'refused', fileName: file.name, problems: [sizeProblem(file.size)], more: 0 }
    return
  }
  const text = await file.text().catch((error: unknown) => {
    console.warn('The file could not be read', error)
    return null
  })
  if (text === null) {
    importing.value = { state: 'unreadable', fileName: file.name }
    return
  }
  const reading = parsePlan(text)
  if (!reading.ok) {
    importing.value = { state: 'refused', fileName: file.name, problems: reading.problems, more: reading.more }
    return
  }
  try {
    await savePlan(db, reading.plan, file.name)
    importing.value = { state: 'taken', fileName: file.name }
    await send('planChanged', null)
  } catch (error) {
    importing.value = null
    throw error
  }
}

async function download(): Promise<void> {
  const row = await loadPlan(db)
  if (!row) return
  const address = URL.createObjectURL(new Blob([exportPlan(row.plan)], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = address
  link.download = `${row.plan.name.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '').toLowerCase() || 'plan'}${row.plan.revision === undefined ? '' : `-r${row.plan.revision}`}.json`
  link.click()
  // The browser has taken the file by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

/** Asks the browser to ask the user: in the click itself, before anything is awaited. */
function connect(address: string): void {
  const wanted = originPattern(address, import.meta.env.FIREFOX)
  if ('problem' in wanted) {
    connecting.value = { state: wanted.problem }
    return
  }
  const { host, pattern } = wanted
  connecting.value = { state: 'asking', host }
  browser.permissions.request({ origins: [pattern, ...apiPattern(host)] }).then(
    granted => (connecting.value = { state: granted ? 'granted' : 'refused', host }),
    (error: unknown) => (connecting.value = { state: 'failed', message: error instanceof Error ? error.message : String(error) }),
  )
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
  set('fields' in answer ? { state: 'ready', value: [...answer.fields].sort((a, b) => a.label.localeCompare(b.label)) } : { state: 'failed', error: answer.error })
}

async function map(key: string, field: MappedField, name: string): Promise<void> {
  await db.transaction('rw', db.settings, async () => {
    const row = await db.settings.get(key)
    const { [field]: _before, ...others } = row?.fields ?? {}
    await db.settings.put({ key, pillHidden: row?.pillHidden ?? false, fields: name === '' ? others : { ...others, [field]: name } })
  })
  saved.value = { key, field }
}

async function clear(withWaitingTouches: boolean): Promise<void> {
  await forgetApps()
  const kept = await clearEverything(db, withWaitingTouches)
  importing.value = null
  saved.value = null
  asked.clear()
  cleared.value = { kept }
}
