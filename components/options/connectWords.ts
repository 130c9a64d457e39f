import { t } from '../ui/words'
import type { Connecting } from './view'

/** How asking for a host went, in words. */
export function connectWords(connecting: Connecting): string {
  switch (connecting.state) {
    case 'asking':
      return t('options_connect_asking', connecting.host)
    case 'granted':
      return t('options_connect_granted', connecting.host)
    case 'refused':
      return t('options_connect_refused', connecting.host)
    case 'noAddress':
      return t('options_connect_noAddress')
    case 'notWeb':
      return t('options_connect_notWeb')
    case 'failed':
      return t('options_connect_failed', connecting.message)
  }
}
