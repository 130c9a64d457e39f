import type { JSX } from 'preact'
import { isolate, t } from '../../ui/words'
import { problemWords } from '../problemWords'
import type { PolicyView } from './view'

/** What the user's organisation has set, and what of it is not understood. */
export function PolicyNotes({ policy: { plan, listMode, book, problems, planProblems } }: { policy: PolicyView }): JSX.Element | null {
  const set = [...(plan ? ['plan'] : []), ...(listMode ? [] : ['listMode']), ...(book ? [] : ['book'])]
  if (set.length + problems.length + planProblems.length === 0) return null
  return (
    <>
      {set.length > 0 && (
        <>
          <h3>{t('policy_title')}</h3>
          <ul class="rules">{set.map(name => <li key={name} data-policy={name}>{t(`policy_${name}`)}</li>)}</ul>
        </>
      )}
      {problems.length + planProblems.length > 0 && (
        <div class="banner late" data-policy-problems>
          <div>
            <p class="banner-title">{t('policy_wrong')}</p>
            <ul class="problems">
              {problems.map(({ key, code }) => <li key={`${key} ${code}`}><code dir="ltr">{key}</code> {t(`policy_problem_${code}`)}</li>)}
              {planProblems.map(({ path, message }) => <li key={`${path} ${message.code}`}><code dir="ltr">{path === '' ? 'plan' : `plan: ${path}`}</code> {isolate(problemWords(message))}</li>)}
            </ul>
          </div>
        </div>
      )}
    </>
  )
}
