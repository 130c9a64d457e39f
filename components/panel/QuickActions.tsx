import type { JSX } from 'preact'
import { isolate, t } from '../ui/words'
import { mailAddress } from './mail'
import { telAddress } from './telephone'
import type { CardProps } from './view'

/** Call, write, go there: each offers at once to log the touch that it begins. */
export function QuickActions({ view, actions }: CardProps): JSX.Element | null {
  const { phone, email, route, name } = view
  const tel = phone === null ? null : telAddress(phone)
  const mail = email === null ? null : mailAddress(email)
  if (name === null) return null
  return (
    <p class="quick">
      {phone !== null && (tel === null
        // Not a number that could be dialled: said as it stands.
        ? <span data-phone><bdi>{phone}</bdi></span>
        : <a href={tel} data-quick="call" aria-label={t('quick_call', phone)} onClick={() => actions.offer('call')}><bdi>{phone}</bdi></a>)}
      {mail !== null && <a href={mail} data-quick="email" title={email ?? undefined} onClick={() => actions.offer('email')}>{t('quick_email')}</a>}
      {route === null
        ? !view.hidden.includes('account.address') && <span class="note" data-quick="noRoute">{t('quick_noRoute')}</span>
        : <button type="button" class="link" data-quick="route" title={t('quick_route_to', isolate(route))} onClick={() => actions.route(null)}>{t('quick_route')}</button>}
    </p>
  )
}
