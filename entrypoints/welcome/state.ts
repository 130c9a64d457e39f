import { computed, signal } from '@preact/signals'
import { liveQuery } from 'dexie'
import browser from 'webextension-polyfill'
import type { Connecting, Importing } from '../../components/options/view'
import type { WelcomeView } from '../../components/welcome/view'
import { db, type PlanRow, type SpaceRow, type StarterRow } from '../../lib/cache/db'
import { keepOpen } from '../../lib/cache/opening'
import { sites } from '../../lib/crm/sites'
import { grantedHosts } from '../../lib/sync/grantedHosts'
import { crmTabs, type FoundTab } from './crmTabs'

export const chosen = signal<string | null>(null)
export const connecting = signal<Connecting | null>(null)
export const importing = signal<Importing | null>(null)
export const making = signal<WelcomeView['making']>('no')
export const tabs = signal<readonly FoundTab[]>([])

const plan = signal<PlanRow | null | 'loading'>('loading')
const spaces = signal<readonly SpaceRow[]>([])
const starters = signal<readonly StarterRow[]>([])
const seen = signal<readonly string[]>([])
const access = signal<Readonly<Record<string, WelcomeView['access']>>>({})

/** Nothing of what can stop here is worth more than the steps that do work: said in the console. */
const failed = (error: unknown): void => console.warn('Turfside could not look', error)

/** Follows the browser's tabs, leaves and storage, so that each step says how it stands. No timer runs. */
export function followBrowser(): void {
  // Its steps go on with what they can; a browser that keeps nothing is told of in the panel.
  keepOpen(db, () => {}, () => {})
  const follow = <T>(query: () => T | Promise<T>, next: (value: T) => void) => liveQuery(query).subscribe({ next, error: failed })
  follow(() => db.plan.get(1), row => (plan.value = row ?? null))
  follow(() => db.starters.toArray(), rows => (starters.value = rows))
  follow(() => db.records.toCollection().primaryKeys(), keys => (seen.value = keys.map(([space]) => space)))
  follow(() => db.spaces.toArray(), rows => {
    spaces.value = rows
    look()
  })
  for (const event of [browser.tabs.onUpdated, browser.tabs.onRemoved, browser.tabs.onActivated]) event.addListener(() => look())
  for (const event of [browser.permissions.onAdded, browser.permissions.onRemoved]) {
    event.addListener(() => {
      void readAccess()
      look()
    })
  }
  void readAccess()
  look()
}

let looking: Promise<void> | null = null
let again = false

/** Looks at the tabs; calls that come meanwhile are answered by one look more. */
function look(): void {
  again = looking !== null
  looking ??= (async () => {
    do {
      again = false
      tabs.value = await crmTabs()
    } while (again)
  })().catch(failed).finally(() => (looking = null))
}

async function readAccess(): Promise<void> {
  const granted = await grantedHosts()
  access.value = Object.fromEntries(await Promise.all(sites.map(async site => {
    const origins = hostsOf(site.id)
    const state = origins.length === 0 ? (granted.length > 0 ? 'granted' as const : 'own' as const) : (await browser.permissions.contains({ origins })) ? 'granted' as const : 'needed' as const
    return [site.id, state] as const
  })))
}

/** The hosts that a CRM's pages and API are at for everyone. */
export function hostsOf(crm: string): string[] {
  const site = sites.find(({ id }) => id === crm)
  return site ? [...new Set([...site.pages, ...site.api])] : []
}

/** The tabs of the CRM that the steps are about; nobody has to choose the one that is open. */
export const chosenCrm = computed(() => chosen.value ?? tabs.value[0]?.crm ?? sites[0]!.id)
export const chosenTabs = computed(() => tabs.value.filter(({ crm }) => crm === chosenCrm.value))

const spaceOf = (tab: FoundTab | undefined): SpaceRow | undefined =>
  tab && spaces.value.find(({ key, fingerprint }) => key === `${tab.crm}|${tab.org}` && fingerprint === tab.fingerprint)

export const view = computed<WelcomeView>(() => {
  const crm = sites.find(({ id }) => id === chosenCrm.value)!
  const space = spaceOf(chosenTabs.value.find(({ signedIn }) => signedIn))
  const made = starters.value.find(row => row.space === space?.space)?.made
  const row = plan.value
  return {
    now: Date.now(),
    crms: sites.map(({ id, label }) => ({ id, label })), chosen: crm.id, label: crm.label, home: crm.home,
    access: access.value[crm.id] ?? (hostsOf(crm.id).length > 0 ? 'granted' : 'own'),
    connecting: connecting.value,
    tabs: chosenTabs.value,
    seen: seen.value.filter(of => of === space?.space).length,
    plan: row === 'loading' || row === null ? row : { name: row.plan.name, revision: row.plan.revision ?? null, territories: row.plan.territories.length, reps: row.plan.reps.length, importedAt: row.importedAt, fileName: row.fileName, byPolicy: row.policy !== undefined },
    importing: importing.value,
    starter: made ? { territories: made.plan.territories.length, reps: made.plan.reps.length, assumptions: made.notes.assumptions.length } : null,
    making: making.value,
  }
})
