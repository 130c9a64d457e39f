import type { Peer } from '../../lib/model/snapshot'
import { day, money } from './format'
import { listed, t } from './words'

/** A line of the address bar's list, as Chromium's markup: XML, in which a name is nothing but text. Elsewhere it is text alone. */
export interface Suggestions {
  of(account: Peer, today: string): string
  plain(text: string): string
}

/** Text without what XML does not know: control characters and halves of surrogate pairs. */
const clean = (text: string): string => text.replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, ' ')

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }

/** The text inside XML. */
export const escapeXml = (text: string): string => clean(text).replace(/[&<>"']/g, sign => entities[sign]!)

/** @param markup the browser shows markup */
export const suggestions = (markup: boolean): Suggestions => ({
  of: (account, today) => {
    const facts = factsOf(account, today).join(' · ')
    return markup ? `<match>${escapeXml(account.name)}</match> <dim>${escapeXml(facts)}</dim>` : clean(`${account.name} · ${facts}`)
  },
  plain: text => (markup ? escapeXml(text) : clean(text)),
})

/** Territory, bucket, next touch and net, as far as they are known. */
export function factsOf({ territories, bucket, next, net, currency }: Peer, today: string): string[] {
  return [
    territories.length > 1 ? t('omnibox_overlap', listed(territories)) : (territories[0] ?? t('omnibox_unassigned')),
    t(`bucket_${bucket}`),
    next ? t(next.due < today ? 'lateSince' : 'dueBy', t(`type_${next.type}`), day(next.due, today)) : t('omnibox_nothingDue'),
    net === null ? t('today_net_unknown') : t('omnibox_net', money({ minor: net, currency })),
  ]
}
