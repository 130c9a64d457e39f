import type { JSX } from 'preact'
import { age } from '../ui/format'
import { find, isolate, listed, t } from '../ui/words'
import { QuickActions } from './QuickActions'
import type { CardProps, PanelView } from './view'

/** The account's name, where it is, and how fresh all of this is. */
export function Header({ view, actions }: CardProps): JSX.Element {
  return (
    <header>
      <h1 title={view.name ?? undefined}>{view.name === null ? t(view.trouble ? 'account' : 'reading') : <bdi>{view.name}</bdi>}</h1>
      <Freshness view={view} />
      <p class="subtitle">
        {[place(view), view.industry].filter(text => text !== null && text !== '').map((text, i) => <>{i > 0 && ' · '}<bdi>{text}</bdi></>)}
      </p>
      <QuickActions view={view} actions={actions} />
      {view.hidden.length > 0 && view.crmLabel && <p class="hidden-fields">{t('hiddenFields', view.crmLabel, listed(view.hidden.map(hiddenWords)))}</p>}
    </header>
  )
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
