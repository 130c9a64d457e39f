import { signal } from '@preact/signals'
import type { GroupView, Loadable } from '../../components/panel/view'
import { groupFact } from '../../lib/assess/group'
import type { RecordRow } from '../../lib/cache/db'
import type { CrmError, RecordRef } from '../../lib/crm/adapter'
import type { Assessment, ProfitabilityFact } from '../../lib/model/assessment'
import type { GroupFact, GroupFigures } from '../../lib/model/group'
import type { Plan } from '../../lib/model/plan'
import type { Peer } from '../../lib/model/snapshot'
import { send } from '../../lib/sync/send'

/** What was asked for the group of the account that is shown, and what came. */
export interface AskedGroup {
  readonly key: string
  /** Null: on its way. */
  readonly answer: { readonly figures: GroupFigures | null } | { readonly error: CrmError } | null
  readonly at: number
}

export const askedGroup = signal<AskedGroup | null>(null)

type Period = Pick<ProfitabilityFact, 'from' | 'to'>

const keyOf = ({ space, id, readAt }: RecordRow, { from, to }: Period, plan: Plan): string =>
  [space, id, readAt, from, to, plan.profitability?.revenue ?? 'deals'].join('|')

const belongs = ({ hierarchy }: RecordRow['snapshot']): boolean => Boolean(hierarchy && (hierarchy.parents.length > 0 || hierarchy.children > 0))

/** Has the group added up, once for each reading of the account and after it: the four facts do not wait for it. */
export function askForGroup(ref: RecordRef, record: RecordRow, { from, to }: Period, plan: Plan): void {
  if (!belongs(record.snapshot)) return
  const key = keyOf(record, { from, to }, plan)
  if (askedGroup.peek()?.key === key) return
  askedGroup.value = { key, answer: null, at: 0 }
  void send('group', { ref, space: record.space, period: { from, to }, revenue: plan.profitability?.revenue ?? 'deals' }).then(answer => {
    if (askedGroup.peek()?.key === key) askedGroup.value = { key, answer, at: Date.now() }
  })
}

/** Null: the account belongs to no group, or the CRM does not say. */
export function groupView(record: RecordRow, assessment: Assessment, plan: Plan, peers: readonly Peer[], asked: AskedGroup | null, trouble: CrmError | null): GroupView | null {
  const { hierarchy } = record.snapshot
  if (!hierarchy || !belongs(record.snapshot)) return null
  const { net, currency } = assessment.profitability
  return { hierarchy, net: net === null ? null : { minor: net, currency }, figures: figuresOf() }

  function figuresOf(): Loadable<GroupFact> {
    const own = asked?.key === keyOf(record, assessment.profitability, plan) ? asked : null
    if (own?.answer && 'figures' in own.answer && own.answer.figures) return { state: trouble ? 'stale' : 'ready', value: groupFact(own.answer.figures, plan, peers), at: own.at }
    if (own?.answer) return { state: 'failed', error: 'error' in own.answer ? own.answer.error : { kind: 'notFound' } }
    return trouble ? { state: 'failed', error: trouble } : { state: 'loading' }
  }
}
