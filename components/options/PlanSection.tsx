import type { JSX } from 'preact'
import { age } from '../ui/format'
import { isolate, plural, t } from '../ui/words'
import type { SectionProps } from './Options'
import { PlanAddress } from './PlanAddress'
import { PlanFile } from './PlanFile'
import { Refused } from './Refused'
import { StarterPlans } from './StarterPlans'
import type { PlanSummary } from './view'

/** The plan in force, and what became of the file that was chosen last. */
export function PlanSection({ view, actions }: SectionProps): JSX.Element {
  const { plan, importing, now } = view
  const known = plan !== 'loading' && plan !== null
  const refused = importing?.state === 'refused' || importing?.state === 'unreadable'
  const busy = plan === 'loading' || importing?.state === 'reading'
  return (
    <section aria-labelledby="plan-title">
      <h2 id="plan-title">{t('options_plan')}</h2>
      <div id="plan-status" role="status" data-state={refused ? 'error' : known && !busy ? 'ok' : 'none'} aria-busy={busy}>
        {busy ? <p class="note">{importing ? t('options_plan_reading', isolate(importing.fileName)) : t('loading')}</p>
          : refused ? <Refused importing={importing} kept={known} />
          : known ? <InForce plan={plan} taken={importing?.state === 'taken'} now={now} />
          : <p><b>{t('options_plan_none')}</b> <span class="soft">{t(view.starters.some(({ made }) => made) ? 'options_plan_starter_do' : 'options_plan_none_do')}</span></p>}
      </div>
      {refused && known && <InForce plan={plan} taken={false} now={now} />}
      <div class="row">
        {!(known && plan.byPolicy) && <PlanFile take={actions.importPlan} main={!known}>{known ? t('options_import_other') : t('options_import')}</PlanFile>}
        {known && <button type="button" class="act" id="export-plan" onClick={() => actions.exportPlan()}>{t('options_export')}</button>}
      </div>
      {!(known && plan.byPolicy) && <PlanAddress view={view} actions={actions} />}
      {plan === null && <StarterPlans view={view} actions={actions} />}
    </section>
  )
}

function InForce({ plan, taken, now }: { plan: PlanSummary; taken: boolean; now: number }): JSX.Element {
  const when = age(plan.importedAt, now)
  return (
    <>
      {taken && <p class="good">{t('options_plan_taken')}</p>}
      <p class="big"><bdi>{plan.name}</bdi>{plan.revision !== null && <small>{t('options_plan_revision', String(plan.revision))}</small>}</p>
      <p class="note">
        {plural('options_territories', plan.territories)} · {plural('options_reps', plan.reps)} · {plan.byPolicy ? t('options_plan_policy') : plan.host !== null ? t('options_plan_loaded', isolate(plan.host), when) : plan.fileName === null ? t('options_plan_imported', when) : t('options_plan_from', isolate(plan.fileName), when)}
      </p>
    </>
  )
}
