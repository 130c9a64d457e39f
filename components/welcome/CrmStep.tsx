import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { connectWords } from '../options/connectWords'
import { t } from '../ui/words'
import type { StepProps } from './Welcome'

/** Which CRM it is, and leave to read it. */
export function CrmStep({ view, actions }: StepProps): JSX.Element {
  const { access, label } = view
  return (
    <>
      <fieldset class="choices">
        <legend class="unseen">{t('welcome_crm')}</legend>
        {view.crms.map(({ id, label: name }) => (
          <label key={id}>
            <input type="radio" name="crm" value={id} checked={id === view.chosen} onChange={() => actions.choose(id)} />
            <bdi>{name}</bdi>
          </label>
        ))}
      </fieldset>
      {access === 'granted' && <p class="note">{t('welcome_crm_granted', label)}</p>}
      {access === 'needed' && (
        <>
          <p class="note">{t('welcome_crm_needed', label)}</p>
          <button type="button" class="act main" id="allow" onClick={() => actions.allow()}>{t('welcome_crm_allow', label)}</button>
          {view.connecting && <p>{connectWords(view.connecting)}</p>}
        </>
      )}
      {access === 'own' && <OwnHost view={view} actions={actions} />}
    </>
  )
}

function OwnHost({ view: { label, connecting }, actions }: StepProps): JSX.Element {
  const [address, setAddress] = useState('')
  const wrong = connecting?.state === 'noAddress' || connecting?.state === 'notWeb'
  return (
    <form
      noValidate
      onSubmit={event => {
        event.preventDefault()
        actions.connect(address)
      }}
    >
      <p class="note">{t('welcome_crm_own', label)}</p>
      <div class="row">
        <label class="grow">
          <span>{t('options_connect_address')}</span>
          <input
            id="connect-address" type="url" inputMode="url" autocomplete="url" spellcheck={false} placeholder="https://crm.example.com" value={address}
            aria-invalid={wrong} aria-describedby="connect-status" onInput={event => setAddress(event.currentTarget.value)}
          />
        </label>
        <button type="submit" class="act main" id="connect">{t('options_connect_go')}</button>
      </div>
      <p id="connect-status" class={wrong || connecting?.state === 'refused' || connecting?.state === 'failed' ? 'late' : ''}>{connecting && connectWords(connecting)}</p>
    </form>
  )
}
