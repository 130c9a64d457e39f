import type { JSX } from 'preact'
import { Banner } from '../ui/Banner'
import { day } from '../ui/format'
import { whyNotSaved } from '../ui/trouble'
import { t } from '../ui/words'
import type { CardProps, PendingTouch } from './view'

/** Touches that the CRM refused, in its own words. Nothing leaves this list but by the user's hand. */
export function Outbox({ view, actions }: CardProps): JSX.Element | null {
  const refused = view.outbox.filter(({ state }) => state === 'refused')
  if (refused.length === 0) return null
  return (
    <section class="outbox" data-outbox aria-labelledby="outbox-title">
      <h2 id="outbox-title">{t('notSent')}</h2>
      {refused.map(touch => <Refused key={touch.mark} touch={touch} view={view} actions={actions} />)}
    </section>
  )
}

function Refused({ touch, view, actions }: CardProps & { touch: PendingTouch }): JSX.Element {
  const crm = view.crmLabel ?? ''
  const { error } = touch
  const said = error && whyNotSaved(error, crm, view.now)
  return (
    <>
      <Banner tone="late" title={t('refusedTouch', crm, t(`type_${touch.type}`), day(touch.day, view.today))} data={{ 'data-refused': touch.mark }}>
        {said && <p dir="auto">{said}</p>}
      </Banner>
      <p class="ends">
        <button type="button" class="act" onClick={() => actions.editTouch(touch.mark)}>{t('editAndSend')}</button>
        <button type="button" class="act plain" onClick={() => actions.resend(touch.mark)}>{t('sendAsIs')}</button>
        <button type="button" class="act plain" onClick={() => actions.discard(touch.mark)}>{t('discard')}</button>
      </p>
    </>
  )
}
