import type { CrmError } from '../../lib/crm/adapter'
import { clock, number } from './format'
import { isolate, plural, t } from './words'

export interface TroubleWords {
  /** What happened. */
  readonly title: string
  /** What to do. */
  readonly detail: string
  /** A word or two, for a card whose panel says the rest. */
  readonly short: string
  /** Whether trying again by hand can help. */
  readonly retry: boolean
  /** Whether the options can mend it. */
  readonly mend?: boolean
}

/** A failure in a person's words. `crm` is what its users call the CRM. */
export function troubleWords(error: CrmError, crm: string, now: number): TroubleWords {
  const say = (title: string, detail: string, retry: boolean): TroubleWords => ({ title, detail, short: t(`short_${error.kind}`), retry })
  switch (error.kind) {
    case 'signedOut':
      return say(t('signedOut', crm), t('signedOut_do', crm), true)
    case 'apiAccess':
      return { ...say(t(`apiAccess_${error.why}`, crm), t(`apiAccess_${error.why}_do`, crm), true), mend: true }
    case 'otherUser': {
      const [tab, app] = [isolate(error.signedInAs), isolate(error.connectedAs)]
      return { ...say(t('otherUser', tab, app), t('otherUser_do', tab, app), true), mend: true }
    }
    case 'notAllowed':
      return say(t('notAllowed', crm), t('notAllowed_do', isolate(error.what)), true)
    case 'apiOff':
      return say(t('apiOff', crm), t('apiOff_do', crm, isolate(error.what)), true)
    case 'notFound':
      return say(t('notFound'), t('notFound_do', crm), true)
    case 'merged':
      return say(t('merged', isolate(error.into.name ?? t('merged_another'))), error.into.name === null ? t('merged_unseen') : t('merged_do', crm), false)
    case 'fieldHidden':
      return say(t('fieldHidden', crm, isolate(error.field)), t('fieldHidden_do', crm), false)
    case 'limit':
      return say(t('limit', crm), error.retryAt === null ? t('limit_do') : until(error.retryAt, now), true)
    case 'offline':
      return say(t('offline', crm), error.online ? t('offline_online', crm) : t('offline_do'), true)
    case 'portal':
      return say(t('portal', crm), t('portal_do'), true)
    case 'down': {
      if (error.status === 0) return say(t('down', crm), t('down_silent'), true)
      const asks = error.retryAt ? ` ${until(error.retryAt, now)}` : ` ${t('keptMeanwhile')}`
      return say(t('down', crm), t('down_status', number(error.status)) + asks, true)
    }
    case 'unreadable':
      return say(t('unreadable', crm), t('unreadable_do', isolate(error.what)), true)
    case 'refused':
      return say(t('refused', crm), refusal(error), false)
  }
}

/** When the CRM has said that it answers again. */
function until(moment: number, now: number): string {
  const minutes = Math.ceil((moment - now) / 60_000)
  if (minutes <= 0) return t('limit_now')
  return minutes > 120 ? plural('limit_hours', Math.round(minutes / 60), clock(moment)) : plural('limit_at', minutes, clock(moment))
}

/** The CRM's own words in quotes, and the fields it names. */
export const refusal = ({ message, fields }: Extract<CrmError, { kind: 'refused' }>): string =>
  fields.length ? t('refusal_fields', isolate(message), fields.join(', ')) : t('refusal', isolate(message))

/** Why a touch was not saved, in one line. */
export function whyNotSaved(error: CrmError, crm: string, now: number): string {
  if (error.kind === 'refused') return refusal(error)
  const { title, detail } = troubleWords(error, crm, now)
  return error.kind === 'merged' ? detail : title
}
