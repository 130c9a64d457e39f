import type { JSX } from 'preact'
import { Card } from '../ui/Card'
import { day, distance } from '../ui/format'
import { plural, t } from '../ui/words'
import type { CardProps } from './view'

/** Accounts near this one whose touch is late or due soon. */
export function NearbyCard({ view, actions }: CardProps): JSX.Element {
  const of = view.nearby
  const fact = 'value' in of ? of.value : null
  return (
    <Card name="nearby" title={t('nearby')} aside={fact && fact.of > 0 ? plural('nearby_of', fact.of) : null} of={of} view={view} actions={actions}>
      {({ accounts, placed, of: seen }) => (accounts.length === 0
        ? <p class="note">{t(seen === 0 ? 'missing_notCached' : placed ? 'nearby_none' : 'nearby_unplaced')}</p>
        : (
          <ul class="rows">
            {accounts.map(({ id, name, type, due, late, km }) => (
              <li key={id}>
                <button type="button" class="link" data-nearby={id} onClick={() => actions.openAccount(id)}><bdi>{name}</bdi></button>
                <span>{distance(km ?? 0)}</span>
                <small>{t(late ? 'lateSince' : 'dueBy', t(`typeTitle_${type}`), day(due, view.today))}</small>
              </li>
            ))}
          </ul>
          ))}
    </Card>
  )
}
