import type { NearbyFact, PanelView } from '../../components/panel/view'
import type { GroupFact } from '../../lib/model/group'
import type { HistoryFact, MonthFigures } from '../../lib/model/history'
import type { CrmError } from '../../lib/crm/adapter'
import type { Evidence, KareFact, NextTouchFact, ProfitabilityFact, SimilarFact, TerritoryFact } from '../../lib/model/assessment'

/** Views as the wiring would make them: an ordinary account, and every way in which one is not. */

const today = '2026-11-24'
const now = Date.UTC(2026, 10, 24, 14, 5)
const because = (code: string, values: Evidence['values']): Evidence => ({ code, values })
const minutesAgo = (n: number): number => now - n * 60_000
const ready = <T>(value: T) => ({ state: 'ready' as const, value, at: now })
const stale = <T>(value: T) => ({ state: 'stale' as const, value, at: minutesAgo(20 * 60) })
const usd = (minor: number) => ({ minor, currency: 'USD' })
const day = (iso: string) => ({ day: iso })
const none = { visit: 0, meeting: 0, call: 0, email: 0 }
const wei = { id: '005A', name: 'Wei Zhang' }
const liam = { id: '005B', name: 'Liam O’Connor' }

const nextTouch: NextTouchFact = {
  state: 'due', type: 'visit', due: '2026-11-27', overdue: false, priority: 'high', per: 'month',
  period: { from: '2026-11-01', to: '2026-11-30' },
  planned: { visit: 2, meeting: 0, call: 2, email: 4 }, done: { visit: 1, meeting: 0, call: 2, email: 3 }, remaining: { visit: 1, meeting: 0, call: 0, email: 1 },
  prorated: null, missed: { count: 0, of: 6 }, upcoming: null,
  last: { type: 'email', day: '2026-11-19', by: wei }, rep: wei,
  evidence: [
    because('priorityRevenue', { priority: 'high', revenue: usd(103_500_000), threshold: usd(25_000_000) }),
    because('rotation', { priority: 'high', per: 'month', planned: { list: ['visit:2', 'call:2', 'email:4'] } }),
    because('workingDaysOf', { rep: 'Wei Zhang' }),
    because('countedTouches', { type: { type: 'visit' }, done: 1, planned: 2 }),
    because('dueRule', { type: { type: 'visit' }, number: 2, planned: 2, workday: 19, workdays: 19, due: day('2026-11-27') }),
  ],
}

const energy = { territory: 'energy', name: 'Energy', reps: [wei], precedence: 10, rules: [because('ruleIndustry', { value: 'Energy' })] }
const atlantic = {
  territory: 'atlantic', name: 'Atlantic', reps: [liam], precedence: 0,
  rules: [because('rulePostalPrefix', { value: '10019', prefix: '100' }), because('ruleType', { value: 'Customer' })],
}

const territory: TerritoryFact = {
  state: 'assigned', claims: [energy], outranked: [], evidence: [because('placeFromPostalCode', { code: '10019', offBy: { km: 1.2 } })],
  owner: wei, ownerMismatch: false, atStake: { revenue: usd(103_500_000), pipeline: usd(80_000_000) },
}

const overlap: TerritoryFact = { ...territory, state: 'overlap', claims: [energy, atlantic] }

const part = (amount: number | null, evidence: ProfitabilityFact['revenue']['evidence'] = [], estimated = false) => ({ amount, estimated, evidence })

const profitability: ProfitabilityFact = {
  currency: 'USD', from: '2025-11-25', to: today,
  revenue: part(103_500_000, [because('revenueFrom', { count: 6, source: 'deals', from: day('2025-11-25'), to: day(today) })]),
  travel: part(4_133, [because('travelTrips', { count: 8, rep: 'Wei Zhang', distance: { km: 98.4 }, amount: usd(4_133) })], true),
  repTime: part(179_900, [because('repTimeOf', { rep: 'Wei Zhang', count: 41, minutes: 1_285, amount: usd(179_900) })]),
  marketing: part(355_000, [because('marketingFlat', { amount: usd(355_000) })], true),
  net: 102_960_967, margin: 0.994_79, missing: [], estimated: ['travel', 'marketing'],
  rank: { position: 1, of: 71, territory: 'Energy' },
}

const kare: KareFact = {
  bucket: 'expand', pinned: false,
  evidence: [
    because('pipelineHolds', { pipeline: usd(80_000_000), revenue: usd(103_500_000), ratio: { ratio: 0.773 }, threshold: { ratio: 0.25 } }),
    because('lastPurchase', { day: day('2026-08-26'), days: 90, limit: 365 }),
    because('lapseDefault', { limit: 365 }),
  ],
  signals: [
    { name: 'growth', state: 'no', evidence: because('growthNo', { now: usd(103_500_000), before: usd(98_000_000), threshold: { ratio: 0.15 } }) },
    { name: 'pipeline', state: 'holds', evidence: because('pipelineHolds', { pipeline: usd(80_000_000), revenue: usd(103_500_000), ratio: { ratio: 0.773 }, threshold: { ratio: 0.25 } }) },
    { name: 'products', state: 'unknown', evidence: because('signalUnknown', { signal: 'products', what: 'peers' }) },
    { name: 'wallet', state: 'unknown', evidence: because('signalUnknown', { signal: 'wallet', what: 'peers' }) },
  ],
  moves: [because('moveSignalEnds', {}), because('moveLapse', { day: day('2027-08-27') })],
  fit: null,
}

const nearby: NearbyFact = {
  placed: true, of: 71,
  accounts: [
    { id: '001E', name: 'Fairhaven Country Club', type: 'visit', due: '2026-11-13', late: true, km: 4.2 },
    { id: '001F', name: 'Saddleback Nurseries', type: 'call', due: '2026-11-27', late: false, km: 38 },
  ],
}

const similar: SimilarFact = {
  of: 71,
  accounts: [
    { id: '001B', name: 'Edge Communications', likeness: 0.91, net: usd(18_466_700), bucket: 'keep', next: { type: 'visit', due: '2026-11-13' }, km: 4.2 },
    { id: '001C', name: 'Grand Hotels & Resorts', likeness: 0.84, net: usd(10_474_000), bucket: 'expand', next: { type: 'email', due: '2026-11-26' }, km: 212 },
    { id: '001D', name: 'Burlington Textiles', likeness: 0.62, net: usd(-25_000), bucket: 'recapture', next: null, km: null },
  ],
}

const months: readonly MonthFigures[] = Array.from({ length: 12 }, (_, i) => {
  const month = new Date(Date.UTC(2025, 11 + i, 1)).toISOString().slice(0, 8)
  const net = i === 4 ? null : i % 3 === 1 ? -46_300 - 100 * i : 9_200_000 * (1 + (i % 4))
  return { from: `${month}01`, to: `${month}28`, revenue: net === null ? null : Math.max(0, net + 58_000), net, missing: i < 2 ? ['repTime' as const] : [], estimated: [] }
})

const history: HistoryFact = {
  currency: 'USD', touchesSince: '2024-09-15', touchesHidden: false, months, byPurchases: 'keep',
  touches: (['email', 'call', 'visit', 'meeting', 'email', 'call', 'visit'] as const).map((type, i) => ({
    id: `t${i}`, type, day: `2026-11-${19 - 2 * i}`.replace(/-(\d)$/, '-0$1'), by: i % 2 ? liam : wei, subject: i === 3 ? null : `${type === 'email' ? 'Re: ' : ''}Offer for the second plant`, minutes: i % 3 ? 15 * i : null,
  })),
  moves: [{ from: 'recapture', to: 'keep', day: '2026-03-02' }, { from: 'keep', to: 'recapture', day: '2026-01-11' }],
}

const ordinary: PanelView = {
  mode: 'account', via: null, chosen: false, lead: null, names: null, crm: 'salesforce', crmLabel: 'Salesforce', accountId: '001A',
  name: 'United Oil & Gas Corp.', city: 'New York', region: 'NY', postalCode: '10019', industry: 'Energy', email: 'office@grandhotels.example', route: '2334 N. Michigan Avenue, Chicago, IL 60601, US', phone: '(212) 842-5500',
  freshness: { state: 'fresh', at: now }, now, today,
  nextTouch: ready(nextTouch), territory: ready(territory), profitability: ready(profitability), kare: ready(kare), similar: ready(similar), nearby: ready(nearby), history: ready(history),
  hidden: [], place: { source: 'postalCode', offByKm: 1.2 }, placeNote: null,
  plan: { name: 'Autumn 26', revision: 14 }, starter: null, noStarter: null, storage: null, trouble: null,
  clockOff: null, outbox: [], waitingInAll: 0, toast: null, form: null, canLog: true,
}

const reading = { freshness: { state: 'reading', at: null } as const }

const allFailed = (error: CrmError): PanelView => ({
  ...ordinary, name: null, city: null, region: null, postalCode: null, industry: null, phone: null, trouble: error, freshness: { state: 'failed', at: null },
  nextTouch: { state: 'failed', error }, territory: { state: 'failed', error }, profitability: { state: 'failed', error }, kare: { state: 'failed', error }, similar: { state: 'failed', error }, nearby: { state: 'failed', error }, history: { state: 'failed', error },
  place: null,
})

const fromCache = (error: CrmError): PanelView => ({
  ...ordinary, trouble: error, freshness: { state: 'failed', at: minutesAgo(20 * 60) },
  nextTouch: stale(nextTouch), territory: stale(territory), profitability: stale(profitability), kare: stale(kare), similar: stale(similar), nearby: stale(nearby), history: stale(history),
})

const missing = { state: 'missing', why: { code: 'noPlan' } } as const

const long = 'Vereinigte Donaudampfschifffahrtsgesellschaft '.repeat(5).trim().padEnd(240, 'x') + ' <b>not bold</b>'

const groupFigures = (below: number): GroupFact => ({
  currency: 'USD', from: '2025-11-25', to: today, own: { id: '001A', name: 'United Oil & Gas Corp.', level: 0, revenue: 103_500_000 },
  parent: { id: '001P', name: 'Consolidated Energy Holding', level: -1, revenue: 1_200_000 },
  below: Array.from({ length: below }, (_, i) => ({ id: `001C${i}`, name: i === 1 ? long : `United Oil ${i}`, level: i % 3 === 2 ? 2 : 1, revenue: i === 4 ? null : 9_000_000 - i * 1_000 })),
  rolledUp: 180_000_000, deals: 31, withoutAmount: 0, nets: { count: 3, sums: [usd(12_000_000), { minor: 45_000, currency: 'CAD' }] }, whole: true,
})

const group = (below: number): NonNullable<PanelView['group']> => ({
  hierarchy: {
    parents: [{ id: '001P', name: 'Consolidated Energy Holding' }, { id: '001Q', name: null }], children: below,
    firstChildren: Array.from({ length: Math.min(below, 200) }, (_, i) => ({ id: `001C${i}`, name: i === 1 ? long : `United Oil ${i}` })),
  },
  net: usd(102_960_967), figures: ready(groupFigures(below)),
})

export const examples: Readonly<Record<string, PanelView>> = {
  ordinary,
  overlap: { ...ordinary, territory: ready(overlap) },
  mismatch: { ...ordinary, territory: ready({ ...territory, owner: { id: '005Z', name: 'Priya Nair' }, ownerMismatch: true, outranked: [atlantic], evidence: [because('outranked', { territory: 'Atlantic', winner: 'Energy' })] }) },
  late: {
    ...ordinary, name: 'Dickenson plc', city: 'Lawrence', region: 'KS', postalCode: '66045', industry: 'Consulting', phone: null,
    nextTouch: ready({
      ...nextTouch, type: 'email', due: '2026-11-05', overdue: true, missed: { count: 2, of: 6 }, priority: 'medium',
      planned: { visit: 0, meeting: 1, call: 1, email: 12 }, done: { visit: 0, meeting: 0, call: 2, email: 3 }, remaining: { visit: 0, meeting: 1, call: 0, email: 9 },
      prorated: { day: '2026-11-04', left: 17, of: 19 },
    }),
    territory: ready({ ...territory, state: 'unassigned', claims: [], owner: wei, atStake: { revenue: null, pipeline: null } }),
    profitability: ready({ ...profitability, revenue: part(12_000), travel: part(9_500), repTime: part(21_000), marketing: part(6_500), net: -25_000, margin: -2.0833, rank: null, estimated: [] }),
    kare: ready({ ...kare, bucket: 'attain', evidence: [because('neverBought', {}), because('fit', { score: 72, of: 14 })], signals: [], moves: [because('moveFirstPurchase', {})], fit: { score: 72, of: 14 } }),
    similar: ready({ of: 0, accounts: [] }),
    history: ready({ ...history, touches: [], moves: [] }),
  },
  partly: {
    ...ordinary, name: 'Grand Hotels & Resorts Ltd', hidden: ['campaigns', 'account.employees'],
    place: null, placeNote: 'notFound',
    profitability: ready({
      ...profitability, travel: part(null, [because('placeNotFound', { address: '1ZZ Chicago' })]), marketing: part(null, [because('campaignsUnknown', {})]),
      missing: ['travel', 'marketing'], estimated: [], net: 103_320_100, margin: 0.998, rank: null,
    }),
    kare: ready({ ...kare, bucket: 'keep', evidence: [because('noSignal', {}), because('lastPurchase', { day: day('2026-08-26'), days: 90, limit: 365 })] }),
    nextTouch: ready({ ...nextTouch, state: 'done', type: null, due: null, done: { visit: 3, meeting: 0, call: 2, email: 4 }, remaining: none, upcoming: { type: 'visit', due: '2026-12-15' } }),
  },
  untold: {
    ...ordinary, hidden: ['account.address', 'account.employees'], city: null, region: null, postalCode: null, place: null,
    territory: ready({
      ...territory, state: 'unknown', claims: [], owner: wei, ownerMismatch: false,
      evidence: [because('cannotTell', { territory: 'Atlantic', what: 'address' }), because('cannotTell', { territory: 'Large hotels', what: 'employees' })],
    }),
  },
  priorityless: {
    ...ordinary,
    nextTouch: ready({ ...nextTouch, state: 'noPriority', type: null, due: null, priority: null, per: null, period: null, planned: none, done: none, remaining: none }),
    similar: ready({ of: 12, accounts: [] }),
    history: ready({ ...history, touches: [], touchesHidden: true, byPurchases: null, moves: [], months: months.map(month => ({ ...month, revenue: null, net: null })) }),
    profitability: ready({ ...profitability, revenue: part(null, [because('revenueHidden', { what: 'deals' })]), net: null, margin: null, missing: ['revenue'], rank: null }),
  },
  rotationless: { ...ordinary, nextTouch: ready({ ...nextTouch, state: 'noRotation', priority: 'gold', planned: none, done: none, remaining: none }) },
  dayOff: { ...ordinary, nextTouch: ready({ ...nextTouch, state: 'dayOff', type: null, due: null, per: 'week', period: { from: '2026-11-23', to: '2026-11-29' }, planned: none, remaining: none }) },
  nothingPlanned: { ...ordinary, nextTouch: ready({ ...nextTouch, state: 'nothingPlanned', type: null, due: null, priority: 'low', planned: none, done: none, remaining: none, last: null }) },
  loading: {
    ...ordinary, ...reading, name: null, city: null, region: null, postalCode: null, industry: null, phone: null, place: null,
    nextTouch: { state: 'loading' }, territory: { state: 'loading' }, profitability: { state: 'loading' }, kare: { state: 'loading' }, similar: { state: 'loading' }, nearby: { state: 'loading' }, history: { state: 'loading' },
  },
  cached: { ...ordinary, freshness: { state: 'reading', at: minutesAgo(90) }, nextTouch: stale(nextTouch), territory: stale(territory), profitability: stale(profitability), kare: stale(kare), similar: stale(similar), nearby: stale(nearby), history: stale(history) },
  noPlan: { ...ordinary, plan: null, nextTouch: missing, territory: missing, profitability: missing, kare: missing, similar: missing, nearby: missing, history: missing },
  starter: {
    ...ordinary, plan: { name: 'Starter plan: Acme', revision: null },
    starter: {
      assumptions: [
        { code: 'territoryAreas', values: { count: 9, share: { ratio: 0.7 }, least: 3 }, setting: 'territories' },
        { code: 'territoryOwners', values: { count: 12 }, setting: 'territories' },
        { code: 'priorityTiers', values: { high: usd(6_200_000), medium: usd(1_500_000), customers: 143 }, setting: 'priorities.rules' },
        { code: 'rotations', values: { high: { list: ['visit:2', 'call:2', 'email:4'] }, medium: { list: ['visit:1', 'call:1', 'email:2'] }, low: { list: ['call:1', 'email:2'] } }, setting: 'rotations' },
        { code: 'travelPerKm', values: { amount: usd(43) }, setting: 'profitability.travel.perKm' },
        { code: 'calendar', values: { days: { list: ['mon', 'tue', 'wed', 'thu', 'fri'] } }, setting: 'calendar' },
      ],
      gaps: [{ code: 'noMarketing', values: {}, setting: 'profitability.marketing' }], basis: { energy: 'areas' },
    },
  },
  noStarter: { ...ordinary, plan: null, noStarter: { kind: 'limit', retryAt: null }, nextTouch: missing, territory: missing, profitability: missing, kare: missing, similar: missing, nearby: missing, history: missing },
  storage: { ...ordinary, storage: { kind: 'full', name: 'QuotaExceededError' } },
  signedOut: fromCache({ kind: 'signedOut' }),
  apiAccess: fromCache({ kind: 'apiAccess', why: 'closed' }),
  otherUser: { ...allFailed({ kind: 'otherUser', signedInAs: 'Maximiliana von Wolfeschlegelsteinhausen-Bergerdorff', connectedAs: 'Ada Byron' }), canLog: false },
  offline: {
    ...fromCache({ kind: 'offline' }), waitingInAll: 2,
    outbox: [
      { mark: 'm1', type: 'call', day: today, state: 'waiting', error: { kind: 'offline' } },
      { mark: 'm2', type: 'visit', day: today, state: 'waiting', error: { kind: 'offline' } },
    ],
  },
  limit: fromCache({ kind: 'limit', retryAt: now + 12 * 60_000 }),
  down: allFailed({ kind: 'down', status: 503 }),
  unreadable: allFailed({ kind: 'unreadable', what: 'an HTML page' }),
  notAllowed: { ...allFailed({ kind: 'notAllowed', what: 'insufficient access rights on object id' }), canLog: false },
  notFound: { ...allFailed({ kind: 'notFound' }), canLog: false },
  oneFailed: { ...ordinary, profitability: { state: 'failed', error: { kind: 'fieldHidden', field: 'AnnualRevenue' } } },
  refused: {
    ...ordinary, waitingInAll: 1,
    outbox: [{ mark: 'm3', type: 'visit', day: '2026-11-23', state: 'refused', error: { kind: 'refused', message: 'Visits need an outcome.', fields: ['VisitOutcome__c'] } }],
  },
  logged: { ...ordinary, toast: { kind: 'logged', mark: 'm4', type: 'visit', at: now, sent: true } },
  kept: { ...fromCache({ kind: 'offline' }), toast: { kind: 'logged', mark: 'm4', type: 'call', at: now, sent: false } },
  undone: { ...ordinary, toast: { kind: 'undone', type: 'visit' } },
  notLogged: { ...ordinary, toast: { kind: 'notLogged', type: 'email', why: 'storage' } },
  notUndone: { ...ordinary, toast: { kind: 'notUndone', mark: 'm4', type: 'email', why: { kind: 'down', status: 500 } } },
  form: {
    ...ordinary,
    form: {
      type: 'visit', mark: null, day: today, minutes: 60, note: '', extra: {},
      fields: ready([
        { name: 'VisitOutcome__c', label: 'Outcome', kind: 'choice' as const, choices: [{ value: 'Won', label: 'Won' }, { value: 'Open', label: 'Open' }] },
        { name: 'Attendees__c', label: 'Attendees', kind: 'number' as const, choices: [] },
        { name: 'Private__c', label: 'Private', kind: 'checkbox' as const, choices: [] },
      ]),
    },
  },
  mending: {
    ...ordinary,
    outbox: [{ mark: 'm3', type: 'visit', day: '2026-11-23', state: 'refused', error: { kind: 'refused', message: 'Visits need an outcome.', fields: ['VisitOutcome__c'] } }],
    form: { type: 'visit', mark: 'm3', day: '2026-11-23', minutes: 45, note: 'Met the plant manager', extra: {}, fields: { state: 'loading' } },
  },
  longNames: {
    ...ordinary, via: { kind: 'deal', name: long }, name: long, city: long.slice(0, 80), industry: long.slice(0, 120),
    territory: ready({ ...overlap, claims: [{ ...energy, name: long, reps: [{ id: '1', name: long }] }, atlantic] }),
    similar: ready({ of: 3, accounts: [{ ...similar.accounts[0]!, name: 'x'.repeat(255) }] }),
    history: ready({ ...history, touches: history.touches.map(touch => ({ ...touch, by: { id: '1', name: long }, subject: long })) }),
    plan: { name: long, revision: 3 },
  },
  group: {
    ...ordinary, group: group(12), assigned: [{ name: 'West 2', people: [liam], byHand: false }],
    odd: [{ what: 'amount', of: 'Renewal 2027', value: '9007199254740992' }, { what: 'day', of: 'x'.repeat(120), value: '1900-01-01' }],
  },
  groupOfMany: {
    ...ordinary, name: long, group: { ...group(430), figures: ready({ ...groupFigures(430), withoutAmount: 2, whole: false, parent: null, own: { ...groupFigures(1).own, revenue: null } }) },
    territory: ready({ ...overlap, claims: [energy, { ...atlantic, name: long }] }), assigned: [{ name: 'Energy', people: [wei], byHand: false }, { name: long, people: [], byHand: true }],
  },
  groupFailed: { ...ordinary, group: { ...group(1), figures: { state: 'failed', error: { kind: 'down', status: 503 } } }, assigned: [{ name: 'energy', people: null, byHand: false }] },
  merged: { ...allFailed({ kind: 'merged', into: { id: '001B', name: 'Edge Communications' } }), canLog: false },
  rightToLeftName: { ...ordinary, name: 'شركة النفط والغاز المتحدة (UOG) 🛢️', city: 'القاهرة', region: null, postalCode: '11511', territory: ready({ ...territory, claims: [{ ...energy, name: 'מזרח תיכון', reps: [{ id: '2', name: 'יעל כהן' }] }] }) },
  notAccount: { ...ordinary, mode: 'notAccount', accountId: null, name: null },
  noCrm: { ...ordinary, mode: 'noCrm', crm: null, crmLabel: null, accountId: null, name: null },
  lead: {
    ...ordinary, via: { kind: 'lead', name: 'Jane Roe' }, lead: { status: 'Open - Not Contacted' },
    nextTouch: ready({ ...nextTouch, last: null }), kare: ready({ ...kare, bucket: 'attain', fit: { score: 64, of: 31 } }),
  },
  several: { ...ordinary, mode: 'record', accountId: null, name: null, via: { kind: 'record', name: 'SV-0042' }, names: [{ id: '001A', name: 'شركة الواحة للحدائق' }, { id: '001Hs00003abcdeIAA', name: null }] },
  proxied: { ...ordinary, mode: 'proxied', accountId: null, name: null },
  unknownSite: { ...ordinary, mode: 'unknownSite', crm: null, crmLabel: null, accountId: null, name: null },
}
