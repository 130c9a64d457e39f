import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { SourceProblem } from '../../lib/model/planLoad'
import { age } from '../ui/format'
import { isolate, plural, t } from '../ui/words'
import type { SectionProps } from './Options'
import { problemWords } from './problemWords'
import type { PlanLoading } from './view'

/** The address that the plan is loaded from each day, or a place to enter one. */
export function PlanAddress({ view: { planSource, loading, now, plan }, actions }: SectionProps): JSX.Element {
  const [typed, setTyped] = useState('')
  const busy = loading?.state === 'asking' || loading?.state === 'reading'
  const wrong = loading?.state === 'failed' || loading?.state === 'declined'
  const kept = plan !== null && plan !== 'loading'
  return (
    <>
      <h3>{t('options_planAt')}</h3>
      <p class="note">{t('options_planAt_note')}</p>
      {planSource && (
        <div id="plan-source" data-state={planSource.problem ? 'error' : 'ok'}>
          <p><bdi class="host" dir="ltr">{planSource.address}</bdi> <small class="soft">{t('options_planAt_checked', age(planSource.checkedAt, now))}</small></p>
          {planSource.problem && loading?.state !== 'failed' && <Problem problem={planSource.problem} kept={kept} />}
          <div class="row">
            <button type="button" class="act" id="renew-plan" disabled={busy} onClick={() => actions.renewPlan()}>{t('options_planAt_renew')}</button>
            <button type="button" class="act" id="leave-plan-address" disabled={busy} onClick={() => actions.leavePlanAddress()}>{t('options_planAt_leave')}</button>
          </div>
        </div>
      )}
      <form
        class="row" noValidate
        onSubmit={event => {
          event.preventDefault()
          if (!busy) actions.loadPlan(typed)
        }}
      >
        <label class="grow">
          <span>{t(planSource ? 'options_planAt_other' : 'options_planAt_address')}</span>
          <input
            id="plan-address" type="url" inputMode="url" autocomplete="url" spellcheck={false} dir="ltr" placeholder="https://example.com/plan.json" value={typed}
            aria-invalid={wrong} aria-describedby="plan-address-status" onInput={event => setTyped(event.currentTarget.value)}
          />
        </label>
        <button type="submit" class="act" id="load-plan" aria-disabled={busy}>{t('options_planAt_load')}</button>
      </form>
      <div id="plan-address-status" role="status" data-state={loading?.state ?? 'none'}>
        {loading?.state === 'failed' ? <Problem problem={loading.problem} kept={kept} /> : loading && <p class={wrong ? 'late' : 'good'}>{said(loading)}</p>}
      </div>
    </>
  )
}

function said(loading: Exclude<PlanLoading, { state: 'failed' }>): string {
  switch (loading.state) {
    case 'asking':
      return t('options_connect_asking', isolate(loading.host))
    case 'reading':
      return t('options_plan_reading', isolate(loading.host))
    case 'declined':
      return t('options_planAt_declined', isolate(loading.host))
    case 'taken':
      return t('options_planAt_taken')
    case 'same':
      return t('options_planAt_same')
  }
}

function Problem({ problem, kept }: { readonly problem: SourceProblem; readonly kept: boolean }): JSX.Element {
  return (
    <div class="banner late">
      <div>
        <p class="banner-title">{problem.code === 'status' ? t('options_planAt_status', String(problem.status)) : t(`options_planAt_${problem.code}`)}</p>
        {problem.code === 'refused' && (
          <ul class="problems">
            {problem.problems.map(({ path, message }) => <li key={`${path} ${message.code}`}>{path !== '' && <code dir="ltr">{path}</code>} {problemWords(message)}</li>)}
          </ul>
        )}
        {problem.code === 'refused' && problem.more > 0 && <p>{plural('options_more', problem.more)}</p>}
        <p>{kept ? t('options_refused_kept') : t('options_refused_none')}</p>
      </div>
    </div>
  )
}
