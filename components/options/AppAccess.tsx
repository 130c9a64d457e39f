import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { find, isolate, t } from '../ui/words'
import type { AppView, OptionsActions, OrgView } from './view'

interface Props {
  readonly org: OrgView
  readonly app: AppView
  readonly copied: string | null
  readonly actions: OptionsActions
}

/** The second way into an org that lets in approved apps only: who is connected by it, or what it takes to be. */
export function AppAccess({ org, app, copied, actions }: Props): JSX.Element {
  const { connectedAs, stay } = app.setup
  if (connectedAs !== null) {
    return (
      <div class="app" data-app="connected">
        <div class="line">
          <p><span class="good">{t('app_connected', isolate(connectedAs))}</span> <span class="soft">{t(stay ? 'app_stays' : 'app_leaves')}</span></p>
          <button type="button" class="act" data-app-disconnect aria-label={t('options_disconnect_of', org.org)} onClick={() => actions.disconnectApp(org.key)}>{t('options_disconnect')}</button>
        </div>
        <Status app={app} crm={org.crmLabel} />
        {app.needed && <Setup org={org} app={app} copied={copied} actions={actions} />}
      </div>
    )
  }
  return (
    <div class="app" data-app={app.needed ? 'needed' : 'optional'}>
      {app.needed && <p class="late">{t('app_needed')}</p>}
      <details open={app.needed}>
        <summary>{t(app.needed ? 'app_how' : 'app_title')}</summary>
        <Setup org={org} app={app} copied={copied} actions={actions} />
      </details>
      <Status app={app} crm={org.crmLabel} />
    </div>
  )
}

function Setup({ org, app, copied, actions }: Props): JSX.Element {
  const { setup, doing } = app
  const [clientId, setClientId] = useState(setup.clientId ?? '')
  const [stay, setStay] = useState(setup.stay)
  const [empty, setEmpty] = useState(false)
  const id = `app-${org.org.replace(/\W+/g, '-')}`
  return (
    <form
      noValidate
      onSubmit={event => {
        event.preventDefault()
        setEmpty(clientId.trim() === '')
        // In the click itself: the browser asks the user for no other reason.
        if (clientId.trim() !== '') actions.connectApp(org.key, clientId, stay)
      }}
    >
      <p class="note">{t('app_do')}</p>
      <details class="steps">
        <summary>{t('app_steps')}</summary>
        <ol>{stepsOf(setup.guide).map(step => <li key={step}>{step}</li>)}</ol>
      </details>
      <div class="row">
        <label class="grow">
          <span>{t('app_redirect')}</span>
          <input class="code" type="text" readOnly dir="ltr" data-redirect value={setup.redirectUri} onFocus={event => event.currentTarget.select()} />
        </label>
        <button type="button" class="act" data-copy onClick={() => actions.copy(setup.redirectUri)}>{t(copied === setup.redirectUri ? 'app_copied' : 'app_copy')}</button>
      </div>
      <div class="row">
        <label class="grow">
          <span>{t(setup.managed ? 'app_clientId_managed' : 'app_clientId')}</span>
          <input
            class="code" type="text" dir="ltr" spellcheck={false} autocomplete="off" data-client-id value={clientId} readOnly={setup.managed}
            aria-invalid={empty} aria-describedby={`${id}-status`}
            onInput={event => {
              setEmpty(false)
              setClientId(event.currentTarget.value)
            }}
          />
        </label>
        <button type="submit" class="act" data-app-connect disabled={doing?.state === 'connecting'}>{t('options_connect_go')}</button>
      </div>
      <label class="check">
        <input type="checkbox" data-stay checked={stay} aria-describedby={`${id}-stay`} onChange={event => setStay(event.currentTarget.checked)} />
        <span>{t('app_stay')}</span>
      </label>
      <p class="note" id={`${id}-stay`}>{t('app_stay_do')}</p>
      <p id={`${id}-status`} class="late" role="status">{empty && t('app_clientId_none')}</p>
    </form>
  )
}

/** What has come of the last press of a button; a live region that is there from the start. */
function Status({ app, crm }: { app: AppView; crm: string }): JSX.Element {
  const { doing } = app
  const good = doing?.state === 'connected' || doing?.state === 'connecting' || (doing?.state === 'disconnected' && doing.revoked)
  // Who is connected is written above: here it is only told to those who do not see it change.
  const told = doing?.state === 'connected' && app.setup.connectedAs !== null
  return <p role="status" class={told ? 'unseen' : good ? 'good' : 'late'} data-app-status={doing?.state ?? ''}>{doing && doingWords(doing, crm)}</p>
}

function doingWords(doing: NonNullable<AppView['doing']>, crm: string): string {
  switch (doing.state) {
    case 'connecting':
      return t('app_connecting', crm)
    case 'connected':
      return t('app_connected', isolate(doing.connectedAs))
    case 'disconnected':
      return t(doing.revoked ? 'app_disconnected' : 'app_disconnected_untold', crm)
    case 'failed':
      return doing.said === '' ? t(`app_failed_${doing.failed}`, crm) : t('app_failed_said', crm, isolate(doing.said))
  }
}

/** The admin's steps, as many as there are messages. */
function stepsOf(guide: string): string[] {
  const steps: string[] = []
  for (let n = 1, step; (step = find(`guide_${guide}_${n}`)) !== ''; n++) steps.push(step)
  return steps
}
