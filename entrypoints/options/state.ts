import { computed, signal } from '@preact/signals'
import { liveQuery } from 'dexie'
import browser from 'webextension-polyfill'
import type { AppView, Connecting, Importing, OptionsView, OrgView, Stored } from '../../components/options/view'
import { db, type PlanRow, type SettingRow, type SpaceRow, type StarterRow } from '../../lib/cache/db'
import { keepOpen } from '../../lib/cache/opening'
import { storageError } from '../../lib/cache/storageError'
import type { AppState } from '../../lib/crm/adapter'
import { siteOf } from '../../lib/crm/sites'
import type { MarkPlace } from '../../lib/model/markPlace'
import type { MappedField } from '../../lib/model/snapshot'
import { storageTrouble, type StorageNote, type StorageTrouble } from '../../lib/model/storageTrouble'
import { sessionAccess } from '../../lib/sync/access'
import { grantedHosts } from '../../lib/sync/grantedHosts'
import { lasts } from '../../lib/sync/lasting'
import { ownSpaces } from '../../lib/sync/signedIn'
import { followNote } from '../../lib/sync/storageNotes'
import { books, followBooks } from './book'
import { loading } from './planAddressActions'
import { commandKeys, hasKeysPage } from './keys'
import { partsOf } from './parts'
import { starterView } from './starterActions'
import { followWaiting, waitingView } from './waiting'

export const plan = signal<PlanRow | null | 'loading'>('loading')
export const importing = signal<Importing | null>(null)
export const connecting = signal<Connecting | null>(null)
export const cleared = signal<{ kept: number } | null>(null)
export const storage = signal<StorageTrouble | null>(null)
export const lasting = signal<OptionsView['lasting']>(null)
export const fields = signal<Readonly<Record<string, OrgView['fields']>>>({})
export const saved = signal<{ readonly key: string; readonly field: MappedField | 'mark' } | null>(null)
export const markPlaces = signal<Readonly<Record<string, readonly MarkPlace[]>>>({})

export const copied = signal<string | null>(null)
/** How the second way in stands, by org; null: there is none. */
export const apps = signal<Readonly<Record<string, AppState | null>>>({})
export const appsDoing = signal<Readonly<Record<string, AppView['doing']>>>({})

/** Orgs whose accounts could not be read for want of a second way in: "crm|org". */
const shut = signal<readonly string[]>([])
const starters = signal<readonly StarterRow[]>([])
const spaces = signal<readonly SpaceRow[]>([])
const settings = signal<readonly SettingRow[]>([])
const granted = signal<readonly string[]>([])
const keys = signal<OptionsView['keys']>([])
const stored = signal<Stored | null>(null)
const storageNote = signal<StorageNote | null>(null)
const now = signal(Date.now())

/** Settings of an org have `crm|org` for their key, those of a site its origin. */
const isOrg = (key: string): boolean => key.includes('|')

export function followStorage(): void {
  keepOpen(db, trouble => (storage.value = trouble), () => {})
  followNote(note => (storageNote.value = note))
  void lasts().then(promised => (lasting.value = promised))
  follow(() => db.plan.get(1), row => (plan.value = row ?? null))
  follow(() => db.starters.toArray(), rows => (starters.value = rows))
  follow(() => db.spaces.toArray(), rows => (spaces.value = rows))
  follow(() => db.settings.toArray(), rows => (settings.value = rows))
  follow(shutOrgs, keys => (shut.value = keys))
  followWaiting()
  follow(waitingTouches, waiting => (stored.value = waiting))
  followBooks(reportStorage)
  const readKeys = () => void commandKeys().then(found => (keys.value = found))
  readKeys()
  // Keys are changed on a page of the browser's own, which tells nobody.
  document.addEventListener('visibilitychange', readKeys)
  const readGranted = () => void grantedHosts().then(patterns => (granted.value = patterns))
  readGranted()
  browser.permissions.onAdded.addListener(readGranted)
  browser.permissions.onRemoved.addListener(readGranted)
  setInterval(() => document.visibilityState === 'visible' && (now.value = Date.now()), 60_000)
}

const follow = <T>(query: () => T | Promise<T>, next: (value: T) => void) => liveQuery(query).subscribe({ next, error: reportStorage })

export const reportStorage = (error: unknown): void => {
  const name = storageError(error)
  // Anything else is a bug, and is reported as one.
  if (name === null) throw error
  storage.value = storageTrouble(name)
}

const shutOrgs = async (): Promise<string[]> => {
  const rows = await db.troubles.filter(({ error: { kind } }) => kind === 'apiAccess' || kind === 'otherUser').toArray()
  // A space begins with its "crm|org".
  return [...new Set(rows.map(({ space }) => space.split('|').slice(0, 2).join('|')))]
}

async function waitingTouches(): Promise<Stored> {
  const [waiting, own] = await Promise.all([db.outbox.toArray(), ownSpaces(db, sessionAccess)])
  const isOwn = new Set(own.map(({ space }) => space))
  return { waiting: waiting.map(({ mark, space, touch, accountName }) => ({ mark, type: touch.type, accountName: isOwn.has(space) ? accountName : null, day: touch.day })) }
}

export const view = computed<OptionsView>(() => ({
  now: Math.max(now.value, Date.now()),
  plan: plan.value === 'loading' || plan.value === null ? plan.value : summaryOf(plan.value),
  importing: importing.value,
  starters: plan.value === null ? starters.value.map(row => starterView(row, spaces.value.find(({ space }) => space === row.space)?.user.name ?? null)) : [],
  orgs: orgs(),
  planSource: planSetting()?.planSource ?? null,
  loading: loading.value,
  granted: crmGranted(),
  connecting: connecting.value,
  copied: copied.value,
  hiddenSites: settings.value.filter(({ pillHidden }) => pillHidden).map(({ key }) => ({ key, site: isOrg(key) ? key.slice(key.indexOf('|') + 1) : key })),
  maps: settings.value.find(({ key }) => key === 'browser')?.maps ?? null,
  keys: keys.value,
  keysPage: hasKeysPage,
  books: books.value,
  waiting: waitingView(),
  stored: stored.value,
  cleared: cleared.value,
  storage: storage.value,
  storageNote: storageNote.value,
  lasting: lasting.value,
}))

const planSetting = (): SettingRow | undefined => settings.value.find(({ key }) => key === 'plan')

/** Of the hosts that the user allowed, those of a CRM. */
export const crmGranted = (): string[] => granted.value.filter(pattern => !planSetting()?.planHosts?.includes(pattern))

const summaryOf = ({ plan: { name, revision, territories, reps }, importedAt, fileName, address, policy }: PlanRow): Exclude<OptionsView['plan'], null | 'loading'> => ({
  name, revision: revision ?? null, territories: territories.length, reps: reps.length, importedAt, fileName, host: address === undefined ? null : new URL(address).host, byPolicy: policy !== undefined,
})

function orgs(): OrgView[] {
  const seen = new Map(spaces.value.map(row => [row.key, row]))
  const marks = new Map(settings.value.map(({ key, marks = {} }) => [key, marks]))
  const mapped = new Map(settings.value.filter(({ key }) => isOrg(key)).map(row => [row.key, row.fields]))
  return [...new Set([...seen.keys(), ...mapped.keys(), ...shut.value])].sort().map(key => {
    const { crm, org } = partsOf(key)
    const row = seen.get(key)
    return {
      key, org, crmLabel: siteOf(crm)?.label ?? crm, userName: row?.user.name ?? null, seenAt: row?.seenAt ?? null,
      fields: fields.value[key] ?? { state: 'loading' }, mapped: mapped.get(key) ?? {}, planned: planned(),
      markPlaces: markPlaces.value[key] ?? [], marks: marks.get(key) ?? {},
      saved: saved.value?.key === key ? saved.value.field : null, app: appOf(key),
    }
  })
}

function appOf(key: string): AppView | null {
  const setup = apps.value[key]
  return setup ? { setup, needed: shut.value.includes(key), doing: appsDoing.value[key] ?? null } : null
}

function planned(): OrgView['planned'] {
  const named = plan.value === 'loading' ? undefined : plan.value?.plan.fields
  if (!named) return {}
  const { former, ...others } = named
  return { ...others, ...(former === undefined ? {} : { former: typeof former === 'string' ? former : former.field }) }
}
