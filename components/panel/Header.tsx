import type { ComponentChildren, JSX } from 'preact'
import type { Via } from '../../lib/crm/adapter'
import { age } from '../ui/format'
import { find, isolate, listed, rich, t } from '../ui/words'
import { Later } from '../ui/Later'
import { QuickActions } from './QuickActions'
import type { CardProps, PanelView } from './view'

const oddValues = () => import('./OddValues').then(part => part.OddValues)

/** The account's name, where it is, and how fresh all of this is. */
export function Header({ view, actions }: CardProps): JSX.Element {
  return (
    <header>
      <h1 title={view.name ?? undefined}>{view.name === null ? t(view.trouble ? 'account' : 'reading') : <bdi>{view.name}</bdi>}</h1>
      <Freshness view={view} />
      <p class="subtitle">
        {[place(view), view.industry].filter(text => text !== null && text !== '').map((text, i) => <>{i > 0 && ' · '}<bdi>{text}</bdi></>)}
      </p>
      {view.chosen && <p class="via" data-chosen>{t('chosen_line')} <button type="button" class="why" onClick={() => actions.backToTab()}>{t('chosen_back')}</button></p>}
      {view.via && <p class="via" data-via={view.via.kind}>{viaLine(view.via, view.lead !== null)}</p>}
      {view.lead && <p class="via" data-lead>{view.lead.status === null ? t('lead_line') : t('lead_line_status', isolate(view.lead.status))}</p>}
      <QuickActions view={view} actions={actions} />
      {view.odd && view.odd.length > 0 && <Later load={oddValues} props={{ odd: view.odd, crm: view.crmLabel ?? '' }} />}
      {view.hidden.length > 0 && view.crmLabel && <p class="hidden-fields">{t('hiddenFields', view.crmLabel, listed(view.hidden.map(hiddenWords)))}</p>}
    </header>
  )
}

/** "Shown for the contact Jane Roe": which record led here. A lead's own page shows nothing else, and needs no such line unless it has another name. */
export function viaLine({ kind, name }: Via, lead: boolean): ComponentChildren {
  if (name === null) return t('via_unnamed')
  const named = <bdi>{name}</bdi>
  return lead && kind === 'lead' ? rich('lead_person', named) : rich(`via_${kind}`, named)
}

function place({ city, region, postalCode }: PanelView): string {
  const end = [region, postalCode].filter(Boolean).join(' ')
  return [city, end].filter(Boolean).join(', ')
}

/** "deals", "account.industry": in our words where there are some, else by the field's name. */
function hiddenWords(path: string): string {
  const field = path.replace(/^account\./, '').replace(/^fields\./, '')
  return find(`hidden_${field.replace(/\W/g, '_')}`) || isolate(field)
}

function Freshness({ view: { freshness, now } }: { view: PanelView }): JSX.Element | null {
  const { state, at } = freshness
  const text = state === 'reading' ? t('readingNow') : at === null ? '' : state === 'fresh' ? age(at, now) : t('asOf', age(at, now))
  return text ? <span class={`fresh ${state}`}>{text}</span> : null
}
