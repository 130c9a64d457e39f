import browser from 'webextension-polyfill'
import { assess } from '../assess/assess'
import { outboxOf, peersOf, snapshotOf } from '../cache/snapshots'
import { planFor } from '../cache/planStore'
import { recognise } from '../crm/sites'
import type { PillMessage, PillState } from '../messages'
import type { Assessment } from '../model/assessment'
import { cachedBelonging } from './belonging'
import { belongOnce, readOnce, type Office } from './office'
import { knownSpace } from './space'
import { shownBy } from './whose'

/** A record this fresh is not read again when a page shows it. */
const freshFor = 60_000

/** A tab shows another page: its pill is told from the cache, then again when the CRM has answered. */
export async function pageShown(office: Office, tabId: number, url: string | undefined): Promise<void> {
  const shown = url ?? (await urlOf(tabId))
  if (shown === undefined) return
  const page = recognise(shown)
  await tellOf(office, tabId, shown)
  if ((page?.page !== 'account' && page?.page !== 'record') || (await isHidden(office, shown))) return
  await (page.page === 'account' ? readOnce(office, page.ref, freshFor) : belongOnce(office, page, freshFor))
  await tellOf(office, tabId, shown)
}

/** The account that a tab shows was read, or could not be: its pill says what is known now. Nothing is asked again. */
export async function accountRead(office: Office, tabId: number): Promise<void> {
  const url = await urlOf(tabId)
  if (url !== undefined && recognise(url)) await tellOf(office, tabId, url)
}

/** What a page's pill says first. The page may have gone on while that was made: then it is said of where it is now. */
export async function pillAsked(office: Office, tab: { readonly id?: number | undefined; readonly url?: string | undefined } | undefined): Promise<PillState | null> {
  if (tab?.id === undefined) return null
  let shown = tab.url
  for (;;) {
    const state = await pillFor(office, shown)
    const now = await urlOf(tab.id)
    if (now === shown || now === undefined) return state
    shown = now
  }
}

/** Tells a tab's pill what is known of a page, unless the tab has gone on to another: answers overtake each other. */
async function tellOf(office: Office, tabId: number, url: string): Promise<void> {
  const state = await pillFor(office, url)
  if ((await urlOf(tabId)) === url) await tell(tabId, state)
}

/** What a tab shows; undefined: it is closed, or shows what we may not see. */
async function urlOf(tabId: number): Promise<string | undefined> {
  try {
    return (await browser.tabs.get(tabId)).url
  } catch (error) {
    if (/No tab with id|Invalid tab ID/.test(String(error))) return undefined
    throw error
  }
}

/** Every CRM tab's pill, after touches were sent. */
export async function pillChanged(office: Office): Promise<void> {
  const tabs = await browser.tabs.query({ active: true })
  for (const { id, url } of tabs) if (id !== undefined && url !== undefined && recognise(url)) await tellOf(office, id, url)
}

/** What the pill of a page says; null: no pill there. */
async function pillFor(office: Office, url: string | undefined): Promise<PillState | null> {
  const page = url === undefined ? null : recognise(url)
  if (!page || url === undefined || (await isHidden(office, url))) return null
  if (page.page === 'record') {
    const whose = await cachedBelonging(office.reader, page)
    if (whose === 'unknown') return stateOf('unread')
    if (whose.lead) return { ...stateOf('unread'), glyph: '◇', word: words('pill_lead'), label: words('pill_label', words('pill_lead')) }
    const ref = shownBy(whose, page)
    if (ref) return stateOf(await cachedAssessment(office, ref))
  }
  if (page.page !== 'account') return { glyph: '▦', word: '', label: words('pill_open'), tone: 'calm', dismiss: words('pill_dismiss') }
  return stateOf(await cachedAssessment(office, page.ref))
}

const words = (key: string, ...substitutions: string[]): string => browser.i18n.getMessage(key, substitutions)

async function cachedAssessment({ reader: { db, connect, now } }: Office, ref: { crm: string; org: string; id: string }): Promise<Assessment | 'noPlan' | 'unread'> {
  const space = await knownSpace(db, ref.crm, ref.org, connect(ref.crm, ref.org))
  const plan = (await planFor(db, typeof space === 'object' ? space.space : null))?.plan
  if (!plan) return 'noPlan'
  const row = typeof space === 'object' ? await db.records.get([space.space, ref.id]) : undefined
  if (!row) return 'unread'
  return assess(snapshotOf(row, await outboxOf(db, row.space, row.id), await peersOf(db, row.space)), plan, now())
}

/** The one thing that matters most: late, overlap, unassigned, due, what is not known, done. */
function stateOf(assessment: Assessment | 'noPlan' | 'unread'): PillState {
  const state = (glyph: string, word: string, tone: PillState['tone']): PillState => ({ glyph, word, tone, label: words('pill_label', word), dismiss: words('pill_dismiss') })
  if (assessment === 'noPlan') return state('▦', words('pill_noPlan'), 'calm')
  if (assessment === 'unread') return state('…', words('pill_unread'), 'calm')
  const { territory, nextTouch } = assessment
  const type = nextTouch.type === null ? '' : words(`typeTitle_${nextTouch.type}`)
  if (nextTouch.overdue) return state('!', words('pill_late', type), 'late')
  if (territory.state === 'overlap') return state('⧉', words('pill_overlap'), 'late')
  if (territory.state === 'unassigned') return state('○', words('pill_unassigned'), 'due')
  if (nextTouch.state === 'due') return state('◔', words('pill_due', type), 'due')
  if (territory.state === 'unknown') return state('?', words('pill_territoryUnknown'), 'calm')
  return state('✓', words('pill_done'), 'calm')
}

const isHidden = async ({ reader: { db } }: Office, url: string): Promise<boolean> => (await db.settings.get(new URL(url).origin))?.pillHidden ?? false

/** A tab without our script (a PDF, an error page, one that is closing) has no pill to tell. */
async function tell(tabId: number, state: PillState | null): Promise<void> {
  const message: PillMessage = { turfside: 'pill', state }
  try {
    await browser.tabs.sendMessage(tabId, message)
  } catch (error) {
    if (!/Receiving end|message port closed|No tab with id/.test(String(error))) throw error
  }
}
