import browser from 'webextension-polyfill'
import type { StoredGroup, StoredKind, StoredLine } from '../../components/options/privacy/view'
import { db, type OutboxRow } from '../../lib/cache/db'
import { isKeepsake } from '../../lib/cache/keepsakes'
import { isMirrorKey } from '../../lib/cache/outboxMirror'
import { bytesOf, measure, measureSpaces, type Amount } from '../../lib/cache/measure'
import { isNobody, orgOf } from '../../lib/cache/spaceKeys'
import { storageNoteKey } from '../../lib/cache/storageNote'
import { siteOf } from '../../lib/crm/sites'
import { sessionAccess } from '../../lib/sync/access'
import { vaultPrefix } from '../../lib/sync/appDoor'
import { presences } from '../../lib/sync/signedIn'
import { partsOf } from './parts'

/** The kinds of what a space's tables hold, in the order shown. */
const ofSpaces = ['records', 'peers', 'lists', 'belongings', 'book', 'starters', 'outbox', 'written', 'troubles', 'spaces'] as const
const ofOrgs = ['memo', 'grant', 'fields'] as const
const kindOf = (table: string): StoredKind => ofSpaces.find(kind => kind === table) ?? 'book'

/** Everything that Turfside keeps in this browser, measured now. */
export async function measureAll(): Promise<readonly StoredGroup[]> {
  return [...(await spaceGroups()), ...(await orgGroups()), ...(await browserGroup())]
}

async function spaceGroups(): Promise<StoredGroup[]> {
  const [found, seen, outbox] = await Promise.all([measureSpaces(db), presences(db, sessionAccess), db.outbox.toArray()])
  const bySpace = new Map<string, Map<StoredKind, Amount>>()
  for (const { space, table, amount } of found) {
    const kinds = bySpace.get(space) ?? new Map<StoredKind, Amount>()
    const kind = kindOf(table)
    kinds.set(kind, both(kinds.get(kind), amount))
    bySpace.set(space, kinds)
  }
  return [...bySpace].map(([space, kinds]) => {
    const { crm, org } = partsOf(orgOf(space))
    const presence = seen.find(({ row }) => row.space === space)
    const session = !presence ? 'another' : presence.certain || presence.session === 'own' ? presence.session : 'unknown'
    return {
      key: space,
      of: { crmLabel: siteOf(crm)?.label ?? crm, org, user: isNobody(space) ? null : { name: presence?.row.user.name ?? null, session } },
      lines: ofSpaces.flatMap(kind => (kinds.has(kind) ? [lineOf(kind, kinds.get(kind)!, kind === 'outbox' ? hostOf(org) : null, kind === 'outbox' ? touchesOf(outbox, space, session === 'own') : undefined)] : [])),
    }
  })
}

const touchesOf = (outbox: readonly OutboxRow[], space: string, own: boolean): StoredLine['touches'] =>
  (own ? outbox.filter(row => row.space === space).map(({ mark, touch, accountName }) => ({ mark, type: touch.type, accountName, day: touch.day })) : null)

async function orgGroups(): Promise<StoredGroup[]> {
  const [memos, settings, vault] = await Promise.all([db.memo.toArray(), db.settings.toArray(), vaultBytes()])
  const learned = memos.filter(({ value }) => value !== null && value !== undefined)
  const mapped = settings.filter(({ key }) => key.includes('|'))
  const orgs = [...new Set([...learned.map(({ key }) => orgOf(key)), ...mapped.map(({ key }) => key), ...vault.keys()])].sort()
  return orgs.map(key => {
    const { crm, org } = partsOf(key)
    const own = learned.filter(row => orgOf(row.key) === key)
    const fields = mapped.filter(row => row.key === key)
    const dates = own.flatMap(({ value }) => (typeof value === 'object' && value !== null && 'learnedAt' in value && typeof value.learnedAt === 'number' ? [value.learnedAt] : []))
    const amounts: Readonly<Record<(typeof ofOrgs)[number], Amount>> = {
      memo: { count: own.length, bytes: bytesOf(own), since: dates.length ? Math.min(...dates) : null },
      grant: { count: vault.has(key) ? 1 : 0, bytes: vault.get(key) ?? 0, since: null },
      fields: { count: fields.reduce((sum, row) => sum + Object.keys(row.fields).length, 0), bytes: bytesOf(fields), since: null },
    }
    return {
      key: `org ${key}`, of: { crmLabel: siteOf(crm)?.label ?? crm, org, user: null },
      lines: ofOrgs.flatMap(kind => (amounts[kind].count > 0 ? [lineOf(kind, amounts[kind], kind === 'grant' ? hostOf(org) : null)] : [])),
    }
  }).filter(({ lines }) => lines.length > 0)
}

/** What the user let Turfside in by: bytes by org. What it is, is not looked at. */
async function vaultBytes(): Promise<Map<string, number>> {
  const found = new Map<string, number>()
  for (const area of [browser.storage.local, browser.storage.session]) {
    for (const [key, value] of Object.entries(await area.get())) {
      if (key.startsWith(vaultPrefix)) found.set(key.slice(vaultPrefix.length), (found.get(key.slice(vaultPrefix.length)) ?? 0) + bytesOf(value))
    }
  }
  return found
}

async function browserGroup(): Promise<StoredGroup[]> {
  const [plans, settings, session, local] = await Promise.all([db.plan.toArray(), db.settings.toArray(), browser.storage.session.get(), browser.storage.local.get()])
  const own = settings.filter(({ key }) => !key.includes('|'))
  const held = (names: readonly string[]) => Object.entries(session).filter(([key]) => names.includes(key))
  const others = [...Object.entries(session), ...Object.entries(local)].filter(([key]) => isOther(key))
  const entries = (kind: StoredKind, found: readonly (readonly [string, unknown])[]): StoredLine[] => (found.length > 0 ? [lineOf(kind, { count: found.length, bytes: bytesOf(found), since: null }, null)] : [])
  const planAmount = await measure(db.plan, plans.map(({ key }) => key))
  const lines = [
    ...(plans.length > 0 ? [{ ...lineOf('plan', planAmount, null), held: plans.some(({ key, policy }) => key === 1 && policy !== undefined) ? 'policy' as const : null }] : []),
    ...(own.length > 0 ? [lineOf('settings', { count: own.length, bytes: bytesOf(own), since: null }, null)] : []),
    ...entries('shown', held(shownKeys)), ...entries('failure', held([failureKey])), ...entries('others', others),
  ]
  return lines.length > 0 ? [{ key: 'browser', of: null, lines }] : []
}

/** Kept until the browser closes: the account that was shown last, what was told last, and the report of a failure. */
export const shownKeys: readonly string[] = ['lastShown', 'said']
export const failureKey = 'failure'
/** Second copies, of touches that wait and of plan and settings, are of what is counted already; they go with it. */
export const isOther = (key: string): boolean => !key.startsWith(vaultPrefix) && !shownKeys.includes(key) && key !== failureKey && !isMirrorKey(key) && !isKeepsake(key) && key !== storageNoteKey

const lineOf = (kind: StoredKind, amount: Amount, goesTo: string | null, touches?: StoredLine['touches']): StoredLine => ({ kind, ...amount, goesTo, held: null, ...(touches === undefined ? {} : { touches }) })

const both = (a: Amount | undefined, b: Amount): Amount =>
  (a ? { count: a.count + b.count, bytes: a.bytes + b.bytes, since: a.since === null ? b.since : b.since === null ? a.since : Math.min(a.since, b.since) } : b)

const hostOf = (org: string): string => org.replace(/^https?:\/\//, '')
