import type { ComponentChildren, JSX } from 'preact'
import { t } from '../ui/words'
import { AccountStep } from './AccountStep'
import { CrmStep } from './CrmStep'
import { PlanStep } from './PlanStep'
import { SignInStep } from './SignInStep'
import type { WelcomeActions, WelcomeView } from './view'

export interface StepProps {
  readonly view: WelcomeView
  readonly actions: WelcomeActions
}

/** The steps in their order, and when each is done. */
const steps: readonly { readonly name: string; readonly Body: (props: StepProps) => JSX.Element | null; readonly done: (view: WelcomeView) => boolean }[] = [
  { name: 'crm', Body: CrmStep, done: view => view.access === 'granted' },
  { name: 'signIn', Body: SignInStep, done: view => view.access === 'granted' && view.tabs.some(({ signedIn }) => signedIn) },
  { name: 'account', Body: AccountStep, done: view => view.seen > 0 },
  { name: 'plan', Body: PlanStep, done: view => (view.plan !== null && view.plan !== 'loading') || view.starter !== null },
]

/** The first-run page: from an empty browser to an account with its facts beside it. Each step says live how it stands. */
export function Welcome({ view, actions }: StepProps): JSX.Element {
  const done = steps.map(step => step.done(view))
  const next = done.indexOf(false)
  return (
    <main data-done={next < 0 ? '' : undefined}>
      <header>
        <img src="/icons/turfside.svg" alt="" width="40" height="40" />
        <h1>{t('welcome_title')}</h1>
        <p>{t('welcome_lead')}</p>
      </header>
      <ol class="steps">
        {steps.map(({ name, Body }, i) => (
          <Step key={name} name={name} number={i + 1} state={done[i] ? 'done' : i === next ? 'now' : 'later'} label={view.label}>
            <Body view={view} actions={actions} />
          </Step>
        ))}
      </ol>
      <p class="finish" role="status">{next < 0 && <><b>{t('welcome_done')}</b> {t('welcome_done_do')}</>}</p>
      <footer>
        <span>{t('options_privacy')}</span>
        <button type="button" class="why" onClick={() => actions.openOptions()}>{t('options')}</button>
      </footer>
    </main>
  )
}

interface StepFrame {
  readonly name: string
  readonly number: number
  readonly state: 'done' | 'now' | 'later'
  readonly label: string
  readonly children: ComponentChildren
}

function Step({ name, number, state, label, children }: StepFrame): JSX.Element {
  return (
    <li data-step={name} data-state={state} aria-current={state === 'now' ? 'step' : undefined}>
      <span class="mark" aria-hidden="true">{state === 'done' ? '✓' : number}</span>
      <section aria-labelledby={`step-${name}`}>
        <h2 id={`step-${name}`}>{t(`welcome_${name}`, label)} {state === 'done' && <span class="unseen">{t('welcome_step_done')}</span>}</h2>
        <div aria-live="polite">{children}</div>
      </section>
    </li>
  )
}
