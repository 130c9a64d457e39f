import type { JSX } from 'preact'
import { PlanFile } from '../options/PlanFile'
import { Refused } from '../options/Refused'
import { troubleWords } from '../ui/trouble'
import { isolate, plural, t } from '../ui/words'
import type { StepProps } from './Welcome'

/** The team's plan, or what the CRM says until that is there. */
export function PlanStep({ view, actions }: StepProps): JSX.Element {
  const { plan, starter, making, importing, label } = view
  const imported = plan !== 'loading' && plan !== null ? plan : null
  const signedIn = view.tabs.some(tab => tab.signedIn)
  const failed = typeof making === 'object' ? troubleWords(making, label, view.now) : null
  return (
    <>
      {imported
        ? <p class="note">{t('welcome_plan_imported', isolate(imported.name))}</p>
        : starter
          ? <p class="note">{t('welcome_plan_starter', label)} {plural('options_territories', starter.territories)} · {plural('options_reps', starter.reps)} · {plural('starter_assumptions', starter.assumptions)}</p>
          : <p class="note">{t('welcome_plan_do', label)}</p>}
      {failed && <p class="late"><b>{failed.title}.</b> {failed.detail}</p>}
      {(importing?.state === 'refused' || importing?.state === 'unreadable') && <Refused importing={importing} kept={imported !== null} />}
      {!imported && (
        <div class="row">
          {!starter && <button type="button" class={`act ${view.seen > 0 ? 'main' : ''}`} id="make-starter" disabled={!signedIn || making === 'now'} onClick={() => actions.makeStarter()}>{t(making === 'now' ? 'welcome_plan_making' : 'starter_make')}</button>}
          <PlanFile take={actions.importPlan}>{t('options_import')}</PlanFile>
        </div>
      )}
    </>
  )
}
