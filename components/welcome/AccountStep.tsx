import type { JSX } from 'preact'
import { isolate, plural, t } from '../ui/words'
import type { StepProps } from './Welcome'

/** An account with the panel beside it. */
export function AccountStep({ view, actions }: StepProps): JSX.Element {
  const account = view.tabs.find(tab => tab.account && tab.signedIn)
  const any = view.tabs.find(tab => tab.signedIn)
  return (
    <>
      <p class="note">{view.seen > 0 ? plural('welcome_account_seen', view.seen) : account ? t('welcome_account_open') : t('welcome_account_do', view.label)}</p>
      {account && <button type="button" class={`act ${view.seen > 0 ? '' : 'main'}`} id="open-panel" onClick={() => actions.openPanel(account)}>{t('welcome_account_show', isolate(account.title))}</button>}
      {!account && any && <button type="button" class="act" id="go-to-crm" onClick={() => actions.goTo(any)}>{t('welcome_account_go', view.label)}</button>}
    </>
  )
}
