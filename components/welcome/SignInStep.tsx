import type { JSX } from 'preact'
import { t } from '../ui/words'
import type { StepProps } from './Welcome'

/** A tab of the CRM in which somebody is signed in. */
export function SignInStep({ view, actions }: StepProps): JSX.Element | null {
  const { tabs, label, home, access } = view
  const signedIn = tabs.find(tab => tab.signedIn)
  if (signedIn) return <p class="note">{t('welcome_signIn_at', label)} <bdi class="host" dir="ltr">{new URL(signedIn.org).host}</bdi></p>
  const open = tabs[0]
  if (open) {
    return (
      <>
        <p class="note">{t('welcome_signIn_tab', new URL(open.org).host)}</p>
        <button type="button" class="act" onClick={() => actions.goTo(open)}>{t('welcome_signIn_go')}</button>
      </>
    )
  }
  if (access !== 'granted') return <p class="note">{t('welcome_signIn_first')}</p>
  return (
    <>
      <p class="note">{t(home === null ? 'welcome_signIn_own' : 'welcome_signIn_none', label)}</p>
      {home !== null && <button type="button" class="act" id="open-crm" onClick={() => actions.openHome()}>{t('welcome_signIn_open', label)}</button>}
    </>
  )
}
