import { destinationOf } from '../../components/panel/destination'
import type { LogForm, Loadable, PanelView, Toast } from '../../components/panel/view'
import { assess } from '../../lib/assess/assess'
import type { PlanRow, PeerRow } from '../../lib/cache/db'
import { snapshotOf } from '../../lib/cache/snapshots'
import type { CrmError } from '../../lib/crm/adapter'
import { siteOf } from '../../lib/crm/sites'
import type { Assessment, PersonRef } from '../../lib/model/assessment'
import { dayOf, toIso } from '../../lib/model/day'
import type { Snapshot } from '../../lib/model/snapshot'
import type { StorageNote, StorageTrouble } from '../../lib/model/storageTrouble'
import { groupView, type AskedGroup } from './group'
import { withAssumedFigures } from '../../lib/starter/assumedFigures'
import type { ShownTab } from './shownTab'
import type { Cached, Whose } from './state'

export interface Shown {
  readonly tab: ShownTab | null
  readonly cached: Cached | null
  readonly whose?: Whose | null
  readonly plan: PlanRow | null | 'loading'
  readonly peers: readonly PeerRow[]
  /** A read of this account is under way. */
  readonly reading: boolean
  readonly storage: StorageTrouble | null
  readonly storageNote?: StorageNote | null
  readonly toast: Toast | null
  readonly form: LogForm | null
  readonly group?: AskedGroup | null
  /** What is loaded after the first paint; null: not yet. */
  readonly later?: typeof import('./later') | null
  readonly now: number
}

/** What was read longer ago than this is shown with its age, as stale. */
const staleAfter = 5 * 60_000

/** Everything the panel shows, from the tab, the cache and the clock. */
export function viewOf({ tab, cached, whose, plan, peers, reading, storage, storageNote = null, toast, form, group = null, later = null, now }: Shown): PanelView {
  const page = tab?.page ?? null
  const ref = page?.page === 'account' ? page.ref : null
  const crm = page === null ? null : page.page === 'account' ? page.ref.crm : page.crm
  // What the cache said of another account is never shown under this one.
  const own = ref && cached && cached.ref.org === ref.org && cached.ref.id === ref.id ? cached : null
  const record = own?.record ?? null
  const planRow = plan === 'loading' ? null : plan
  const snapshot = record && own ? snapshotOf(record, own.outbox, peers) : null
  const assessment = snapshot && planRow ? assess(snapshot, planRow.plan, now) : null
  const account = record?.snapshot.account ?? null
  // Of a record without an account only its own trouble can be told; what made an account known is no trouble of that account.
  const trouble = (ref && !tab?.of?.lead ? own?.trouble : (own?.trouble ?? whose?.trouble))?.error ?? null
  const unresolved = page?.page === 'record' ? whose?.row : null
  const stale = trouble !== null || (record !== null && now - record.readAt > staleAfter)

  // A starter plan is on its way until its row says what became of it; who has signed out gets none.
  const starterAwaited = trouble === null && (own?.space != null ? own.starter === null : reading)
  const starter = planRow?.starter ?? null

  const fact = <T>(of: (assessment: Assessment, snapshot: Snapshot, plan: PlanRow) => T): Loadable<T> => {
    // What cannot be stored cannot be shown: it comes by way of the cache.
    if (storage !== null && !assessment) return { state: 'missing', why: { code: 'storage' } }
    if (plan !== 'loading' && planRow === null) return starterAwaited ? { state: 'loading' } : { state: 'missing', why: { code: 'noPlan' } }
    if (assessment && record && snapshot && planRow) return { state: stale ? 'stale' : 'ready', value: of(assessment, snapshot, planRow), at: record.readAt }
    if (trouble) return { state: 'failed', error: trouble }
    return { state: 'loading' }
  }

  return {
    mode: ref ? 'account' : page?.page === 'record' ? 'record' : page?.page === 'other' && page.direct !== undefined ? 'proxied' : page ? 'notAccount' : looksLikeCrm(tab?.url ?? null) ? 'unknownSite' : 'noCrm',
    chosen: tab?.chosen ?? false,
    via: tab?.of?.via ?? unresolved?.via ?? null,
    lead: tab?.of?.lead ? { status: own?.leadStatus ?? null } : null,
    names: unresolved?.accountIds.map(id => ({ id, name: peers.find(peer => peer.id === id)?.name ?? null })) ?? null,
    crm,
    crmLabel: crm === null ? null : (siteOf(crm)?.label ?? null),
    accountId: ref?.id ?? null,
    name: account?.name ?? null,
    city: account?.address.city ?? null,
    region: account?.address.region ?? null,
    postalCode: account?.address.postalCode ?? null,
    industry: account?.industry ?? null,
    phone: account?.phone ?? null,
    email: account?.email ?? null,
    route: account && destinationOf({ address: account.address, place: record?.snapshot.place ?? null }),
    freshness: { state: reading ? 'reading' : trouble || (storage !== null && record === null) ? 'failed' : record && !stale ? 'fresh' : record ? 'stale' : 'reading', at: record?.readAt ?? null },
    now,
    today: assessment?.today ?? toIso(dayOf(planRow?.plan.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone)(now)),
    nextTouch: fact(a => a.nextTouch),
    territory: fact(a => a.territory),
    profitability: fact(a => (starter ? withAssumedFigures(a.profitability, starter) : a.profitability)),
    kare: fact(a => a.kare),
    similar: later ? fact(a => a.similar) : { state: 'loading' },
    assigned: record?.snapshot.assigned?.map(({ name, userIds, byHand }) => ({ name, byHand, people: userIds && peopleOf(record.snapshot, userIds) })) ?? null,
    group: record && assessment && planRow ? groupView(record, assessment, planRow.plan, peers, group, trouble) : null,
    odd: record?.snapshot.odd ?? [],
    nearby: later ? fact((a, snapshot) => later.nearbyOf(snapshot, peers, a.today)) : { state: 'loading' },
    history: later ? fact((_, snapshot, { plan }) => later.historyOf(snapshot, plan, now)) : { state: 'loading' },
    hidden: record?.snapshot.hidden ?? [],
    place: record?.snapshot.place ?? null,
    // An address that may not be seen is none that is missing.
    placeNote: record?.snapshot.hidden.includes('account.address') ? null : (record?.snapshot.placeNote ?? null),
    plan: planRow && { name: planRow.plan.name, revision: planRow.plan.revision ?? null },
    starter,
    noStarter: plan !== null || own?.starter == null || own.starter.made ? null : (own.starter.error ?? 'removed'),
    storage,
    storageNote,
    clockOff: own?.clockOff ?? null,
    trouble,
    outbox: (own?.outbox ?? []).flatMap(({ mark, touch, state, error }) => (state === 'taken back' ? [] : [{ mark, type: touch.type, day: touch.day, state, error }])),
    waitingInAll: own?.waitingInAll ?? 0,
    toast,
    form,
    // While it is known whose session ended, what is logged is kept for that user.
    canLog: ref !== null && !of(trouble, 'notFound', 'merged') && (!of(trouble, 'signedOut', 'apiAccess', 'otherUser') || own?.space != null),
  }
}

const peopleOf = ({ users }: Pick<Snapshot, 'users'>, ids: readonly string[]): PersonRef[] =>
  ids.flatMap(id => users.filter(user => user.ids.includes(id)).map(({ name }) => ({ id, name })))

/** An address whose host the user could grant: any web page but the browser's own. Without the permission, its address is not even told. */
const looksLikeCrm = (url: string | null): boolean => url === null

const of = (trouble: CrmError | null, ...kinds: readonly CrmError['kind'][]): boolean => trouble !== null && kinds.includes(trouble.kind)
