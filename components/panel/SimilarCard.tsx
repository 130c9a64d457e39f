import type { JSX } from 'preact'
import type { SimilarFact } from '../../lib/model/assessment'
import { Card } from '../ui/Card'
import { day, decimal, distance, money, percent } from '../ui/format'
import { plural, t } from '../ui/words'
import type { CardProps } from './view'

/** Accounts like this one among those cached so far. */
export function SimilarCard({ view, actions }: CardProps): JSX.Element {
  const of = view.similar
  const fact = 'value' in of ? of.value : null
  return (
    <Card name="similar" title={t('similar')} aside={fact && fact.of > 0 ? plural('similar_of', fact.of) : null} of={of} view={view} actions={actions}>
      {({ accounts, of: compared }) => (accounts.length === 0
        ? <p class="note">{compared === 0 ? t('missing_notCached') : t('similar_none')}</p>
        : (
          <ul class="rows">
            {accounts.map(account => (
              <li key={account.id}>
                <button type="button" class="link" onClick={() => actions.openAccount(account.id)}><bdi>{account.name}</bdi></button>
                {account.net && <data value={decimal(account.net)}>{money(account.net)}</data>}
                <small>{about(account, view.today)}</small>
              </li>
            ))}
          </ul>
          ))}
    </Card>
  )
}

function about({ bucket, next, km, likeness }: SimilarFact['accounts'][number], today: string): string {
  const due = next && (next.due < today ? 'lateSince' : 'dueBy')
  return [
    t(`bucket_${bucket}`),
    next && due && t(due, t(`type_${next.type}`), day(next.due, today)),
    km !== null && distance(km),
    t('likeness', percent(Math.round(likeness * 100) / 100)),
  ].filter(Boolean).join(' · ')
}
