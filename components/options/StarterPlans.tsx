import type { JSX } from 'preact'
import { AssumptionList } from '../starter/AssumptionList'
import { age } from '../ui/format'
import { troubleWords } from '../ui/trouble'
import { isolate, plural, t } from '../ui/words'
import type { SectionProps } from './Options'
import { StarterFields } from './StarterFields'
import type { StarterView } from './view'

/** The starter plans that stand in for an imported one, each org's own: what they assume, and setting that right. */
export function StarterPlans({ view, actions }: SectionProps): JSX.Element {
  return <>{view.starters.map(starter => <Starter key={starter.space} starter={starter} view={view} actions={actions} />)}</>
}

function Starter({ starter, view, actions }: SectionProps & { readonly starter: StarterView }): JSX.Element {
  const { made, crmLabel, org, key, space } = starter
  const title = `starter-${space}`
  const today = new Date(view.now).toISOString().slice(0, 10)
  return (
    <article class="starter" aria-labelledby={title} data-starter={made ? 'made' : starter.error ? 'failed' : 'removed'} aria-busy={starter.busy}>
      <h3 id={title}>{t('starter_from', crmLabel)} <bdi class="host" dir="ltr">{new URL(org).host}</bdi></h3>
      {made
        ? <p class="note">{[plural('options_territories', made.territories), plural('options_reps', made.reps), starter.userName === null ? '' : t('options_starter_as', isolate(starter.userName)), age(starter.at, view.now)].filter(Boolean).join(' · ')}</p>
        : <p class="note">{starter.error ? t('starter_failed', crmLabel, troubleWords(starter.error, crmLabel, view.now).detail) : t('options_starter_removed')}</p>}
      {made && (
        <>
          <StarterFields starter={starter} made={made} change={settings => actions.changeStarter(space, settings)} />
          <details>
            <summary>{plural('starter_assumptions', made.notes.assumptions.length)}</summary>
            <AssumptionList notes={made.notes} today={today} />
          </details>
        </>
      )}
      <div class="row">
        {made && <button type="button" class="act" data-do="export" onClick={() => actions.exportStarter(space)}>{t('options_starter_export')}</button>}
        <button type="button" class="act" data-do="make" disabled={starter.busy} onClick={() => actions.makeStarter(key)}>{t(made ? 'options_starter_anew' : 'starter_make')}</button>
        {made && <button type="button" class="act plain" data-do="remove" onClick={() => actions.dropStarter(space)}>{t('options_starter_remove')}</button>}
      </div>
      <p role="status" class="note">{starter.busy ? t('welcome_plan_making') : ''}</p>
    </article>
  )
}
