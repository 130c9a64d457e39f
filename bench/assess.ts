import { examplePlan } from '../demo/example'
import type { Peer, Snapshot } from '../lib/model/snapshot'
import { readWholeOrg } from '../tests/oracle/wholeOrg'
import { asShipped } from './asShipped'
import { median, tell } from './figure'

/** How quick `assess` is, in processor time, over the demo org as the adapter reads it; beside the second calculation of `tests/oracle`. */

const accounts = Number(process.env.BENCH_ACCOUNTS ?? 2000)
const rounds = 7
const { assess, summarise } = await asShipped<typeof import('../lib/assess/assess')>('../lib/assess/assess.ts')
const { expected } = await asShipped<typeof import('../tests/oracle/oracle')>('../tests/oracle/oracle.ts')
const plan = examplePlan()
const { snapshots, now } = await readWholeOrg({ accounts, today: '2026-11-24' }, plan, 240_000)

/** Keeps the results, so that no call is optimised away. */
let kept = 0
/** Processor time, which other work on the machine does not stretch; the collector's and compiler's threads are in it. */
function secondsFor(over: readonly Snapshot[], work: (snapshot: Snapshot) => unknown): number {
  const start = process.cpuUsage()
  for (const snapshot of over) if (work(snapshot) !== null) kept++
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1e6
}
const product = (snapshot: Snapshot) => assess(snapshot, plan, now)
const naive = (snapshot: Snapshot) => expected(snapshot, plan, now)
const perSecond = (over: readonly Snapshot[], work: (snapshot: Snapshot) => unknown): number => over.length / secondsFor(over, work)
/** Of copies that nothing has been remembered of. */
const fresh = (over: readonly Snapshot[]): Snapshot[] => over.map(snapshot => structuredClone(snapshot))

const first = perSecond(fresh(snapshots), product)
const again = Array.from({ length: rounds }, () => fresh(snapshots)).map(copy => perSecond(copy, product))
const warm = Array.from({ length: rounds }, () => perSecond(snapshots, product))
perSecond(snapshots, naive)
const second = median(Array.from({ length: 3 }, () => perSecond(snapshots, naive)))
const touches = snapshots.reduce((sum, s) => sum + s.touches.length, 0) / snapshots.length
/** An ordinary account is about the demo org's median; the whole of the org, busy accounts too, is measured beside it. */
const middle = { touches: median(snapshots.map(s => s.touches.length)), deals: median(snapshots.map(s => s.deals.length)) }
const ordinary = `median ${middle.touches} touches and ${middle.deals} deals an account`
const about = (count: number, of: number): boolean => count >= of / 1.5 && count <= of * 1.5
const near = snapshots.filter(s => about(s.touches.length, middle.touches) && about(s.deals.length, middle.deals))
/** As many as the org has, so that a pass is as long. */
const ordinaries = Array.from({ length: snapshots.length }, (_, i) => near[i % near.length]!)
const beside = { what: 'second calculation', value: second }
tell({ group: 'assess', name: 'accounts a second, first pass of a new process', value: first, unit: '/s', against: beside, note: `${snapshots.length} accounts, ${ordinary}, on average ${touches.toFixed(1)} touches, no peers` })
tell({ group: 'assess', name: 'accounts a second, each seen for the first time', value: median(again), unit: '/s', against: beside, note: `median of ${rounds}, copies; ${ordinary}` })
tell({ group: 'assess', name: 'accounts a second, seen before', value: median(warm), unit: '/s', against: beside, note: `median of ${rounds}` })

const ordinaryAgain = Array.from({ length: rounds }, () => fresh(ordinaries)).map(copy => perSecond(copy, product))
const ordinaryWarm = Array.from({ length: 3 * rounds }, () => perSecond(ordinaries, product))
const besideOrdinary = { what: 'second calculation', value: median(Array.from({ length: 3 }, () => perSecond(near, naive))) }
const mean = (of: (snapshot: Snapshot) => number): string => (near.reduce((sum, s) => sum + of(s), 0) / near.length).toFixed(1)
const sample = `${near.length} accounts about the org's median: on average ${mean(s => s.touches.length)} touches and ${mean(s => s.deals.length)} deals`
tell({ group: 'assess', name: 'ordinary accounts a second, each seen for the first time', value: median(ordinaryAgain), unit: '/s', against: besideOrdinary, note: `median of ${rounds}, copies; ${sample}` })
tell({ group: 'assess', name: 'ordinary accounts a second, seen before', value: median(ordinaryWarm), unit: '/s', against: besideOrdinary, note: `median of ${3 * rounds}; ${sample}` })
tell({ group: 'assess', name: 'ordinary accounts a second, the best pass', value: Math.max(...ordinaryWarm), unit: '/s', against: besideOrdinary, note: `of ${3 * rounds}: the one that other work on the machine slowed least` })

const peers: Peer[] = snapshots.map(snapshot => summarise(snapshot, product(snapshot), plan, now))
const twoThousand = Array.from({ length: 2000 }, (_, i) => peers[i % peers.length]!)
const some = snapshots.slice(0, 200).map(snapshot => ({ ...snapshot, peers: twoThousand }))
/** The similar accounts are found when they are asked for. */
const withSimilar = (snapshot: Snapshot) => product(snapshot).similar
perSecond(some, withSimilar)
perSecond(some.slice(0, 50), naive)
tell({
  group: 'assess', name: 'accounts a second, with 2,000 peers, as rows of a list', value: median(Array.from({ length: 5 }, () => perSecond(some, product))), unit: '/s',
  note: `median of 5 over ${some.length} accounts; of which nobody asks for similar accounts`,
})
tell({
  group: 'assess', name: 'accounts a second, with 2,000 peers', value: median(Array.from({ length: 5 }, () => perSecond(some, withSimilar))), unit: '/s',
  against: { what: 'second calculation', value: median(Array.from({ length: 3 }, () => perSecond(some.slice(0, 50), naive))) }, note: `median of 5 over ${some.length} accounts; the second calculation finds no similar accounts`,
})

/** The busiest account's touches, over and over, each with an id of its own; `apart`: and a time of its own, the newest first, as a CRM answers. */
function busy(count: number, apart: boolean): Snapshot {
  const most = snapshots.reduce((best, s) => ((s.touches?.length ?? 0) > (best.touches?.length ?? 0) ? s : best))
  const source = most.touches ?? []
  const touches = Array.from({ length: count }, (_, i) => {
    const touch = { ...source[i % source.length]!, id: `touch-${i}` }
    if (!apart) return touch
    // Five years' worth.
    const at = now - (i + 1) * (5 * 365 * 86_400_000 / count)
    const moved = (moment: number | null) => (moment === null ? null : at)
    return { ...touch, start: moved(touch.start), completedAt: moved(touch.completedAt), createdAt: moved(touch.createdAt), day: touch.day === null ? null : new Date(at).toISOString().slice(0, 10) }
  })
  return { ...most, touches }
}
for (const [what, one] of [['as a CRM gives them', busy(10_000, true)], ['in no order, most of them the same touch', busy(10_000, false)]] as const) {
  for (let i = 0; i < 5; i++) product(one)
  const ms = (work: (snapshot: Snapshot) => unknown, times: number): number =>
    median(Array.from({ length: times }, () => structuredClone(one)).map(copy => secondsFor([copy], work) * 1000))
  tell({ group: 'assess', name: `one account with 10,000 touches, ${what}`, value: ms(product, 21), unit: 'ms', against: { what: 'second calculation', value: ms(naive, 3) }, note: 'median of 21' })
}
if (kept === 0) throw new Error('nothing was assessed')
