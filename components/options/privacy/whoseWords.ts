import { isolate, t } from '../../ui/words'
import type { StoredGroup } from './view'

/** "Jo Rivera, crm.example.com", for those who hear one button after another. */
export const whoseWords = (of: StoredGroup['of']): string =>
  (of === null ? t('privacy_browser') : [...(of.user ? [of.user.name === null ? t('privacy_otherUser') : isolate(of.user.name)] : []), isolate(hostOf(of.org))].join(', '))

export const hostOf = (org: string): string => org.replace(/^https?:\/\//, '')
