import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { age } from '../ui/format'
import { isolate, t } from '../ui/words'
import { AppAccess } from './AppAccess'
import { connectWords } from './connectWords'
import type { SectionProps } from './Options'

/** The CRMs seen so far, those that the user granted, and granting one more. */
export function ConnectionsSection({ view, actions }: SectionProps): JSX.Element {
  const [address, setAddress] = useState('')
  const { orgs, granted, connecting, copied, now } = view
  const wrong = connecting?.state === 'noAddress' || connecting?.state === 'notWeb'
  return (
    <section aria-labelledby="connections-title">
      <h2 id="connections-title">{t('options_connections')}</h2>
      {orgs.length === 0
        ? <p class="note">{t('options_orgs_none')}</p>
        : (
            <ul class="rows" id="orgs">
              {orgs.map(seen => (
                <li key={seen.key} data-org={seen.key}>
                  <b><bdi>{seen.crmLabel}</bdi></b> <bdi class="host" dir="ltr">{seen.org}</bdi>
                  <small>{seen.userName === null ? (seen.app?.needed ? '' : t('options_org_nobody')) : t('options_org_user', isolate(seen.userName), seen.seenAt === null ? '' : age(seen.seenAt, now))}</small>
                  {seen.app && <AppAccess org={seen} app={seen.app} copied={copied} actions={actions} />}
                </li>
              ))}
            </ul>
          )}

      <h3>{t('options_connect_title')}</h3>
      <p class="note">{t('options_connect_do')}</p>
      <form
        class="row" noValidate
        onSubmit={event => {
          event.preventDefault()
          actions.connect(address)
        }}
      >
        <label class="grow">
          <span>{t('options_connect_address')}</span>
          <input
            id="connect-address" type="url" inputMode="url" autocomplete="url" spellcheck={false} placeholder="https://crm.example.com" value={address}
            aria-invalid={wrong} aria-describedby="connect-status" onInput={event => setAddress(event.currentTarget.value)}
          />
        </label>
        <button type="submit" class="act" id="connect">{t('options_connect_go')}</button>
      </form>
      <p id="connect-status" role="status" class={wrong || connecting?.state === 'refused' || connecting?.state === 'failed' ? 'late' : 'good'}>{connecting && connectWords(connecting)}</p>

      {granted.length > 0 && (
        <>
          <h3 id="granted-title">{t('options_granted')}</h3>
          <ul class="rows" id="granted" aria-labelledby="granted-title">
            {granted.map(pattern => (
              <li key={pattern}>
                <bdi class="host" dir="ltr">{hostOf(pattern)}</bdi>
                <button type="button" class="act" aria-label={t('options_disconnect_of', hostOf(pattern))} onClick={() => actions.disconnect(pattern)}>{t('options_disconnect')}</button>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

const hostOf = (pattern: string): string => pattern.replace(/\/\*$/, '')
