import type { JSX } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { t } from '../ui/words'
import { mapSites } from './maps'
import type { PanelActions, Toast } from './view'

interface Props {
  readonly offer: Extract<Toast, { kind: 'offer' | 'maps' }>
  readonly actions: Pick<PanelActions, 'log' | 'openForm' | 'route' | 'dismiss'>
}

/** What a quick action asks: to log the touch that it began, or, before the first route, which maps site to use. */
export function Offer({ offer, actions }: Props): JSX.Element {
  const region = useRef<HTMLDivElement>(null)
  // Who chose by keyboard goes on by keyboard.
  useLayoutEffect(() => region.current?.querySelector('button')?.focus(), [offer.kind])
  const ask = offer.kind === 'maps' ? t('maps_which') : t(`offer_${offer.type}`)
  return (
    <div class="toast offer" data-toast={offer.kind} role="group" aria-label={ask} ref={region} onKeyDown={event => event.key === 'Escape' && actions.dismiss()}>
      <span>{ask}</span>
      {offer.kind === 'maps'
        ? mapSites.map(site => <button type="button" data-maps={site} onClick={() => actions.route(site)}>{t(`maps_${site}`)}</button>)
        : (
          <>
            <button type="button" data-offer={offer.type} onClick={() => actions.log(offer.type)}>{t(`log_${offer.type}`)}</button>
            <button type="button" data-offer-note onClick={() => { actions.dismiss(); actions.openForm(offer.type) }}>{t('offer_note')}</button>
          </>
        )}
      <button type="button" data-dismiss onClick={() => actions.dismiss()}>{t('offer_no')}</button>
    </div>
  )
}
