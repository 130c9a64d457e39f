import type { JSX } from 'preact'
import type { Evidence, KareFact } from '../../lib/model/assessment'
import { buckets } from '../../lib/model/snapshot'
import { Card } from '../ui/Card'
import { number } from '../ui/format'
import { listed, plural, t } from '../ui/words'
import { sentences } from './evidence'
import { Reasons } from './Reasons'
import type { CardProps } from './view'

/** Keep, Attain, Recapture or Expand, why, and what would move it. */
export function KareCard({ view, actions }: CardProps): JSX.Element {
  return (
    <Card
      name="kare" title={t('kare')} of={view.kare} view={view} actions={actions}
      why={{ ask: t('kare_why'), answer: value => <Moves fact={value} today={view.today} /> }}
    >
      {fact => (
        <>
          <ul class="kare">
            {buckets.map(bucket => (
              <li data-bucket={bucket} aria-current={bucket === fact.bucket ? 'true' : undefined}>{t(`bucket_${bucket}`)}</li>
            ))}
          </ul>
          <p class="note" data-reason>{sentences(deciding(fact), view.today)}</p>
          {fact.bucket === 'attain' && <Fit fact={fact} />}
          {fact.bucket === 'keep' && <Unknown fact={fact} />}
        </>
      )}
    </Card>
  )
}

/** What decided, and when it last bought, where the first does not say so. */
const deciding = ({ evidence }: KareFact): Evidence[] => evidence.filter(({ code }, i) => i === 0 || code === 'lastPurchase')

export function Fit({ fact }: { fact: KareFact }): JSX.Element {
  if (!fact.fit) return <p class="note">{t('fit_unknown')}</p>
  return (
    <p class="fit">
      <span>{t('fit', number(fact.fit.score))}</span>
      <i aria-hidden="true"><i style={{ inlineSize: `${fact.fit.score}%` }} /></i>
      <small>{plural('fit_of', fact.fit.of)}</small>
    </p>
  )
}

/** Keep by lack of knowledge is not Keep by knowledge. */
function Unknown({ fact }: { fact: KareFact }): JSX.Element | null {
  const names = fact.signals.filter(({ state }) => state === 'unknown').map(({ name }) => t(`signal_${name}`))
  return names.length ? <p class="note">{t('signals_unknown', listed(names))}</p> : null
}

function Moves({ fact, today }: { fact: KareFact; today: string }): JSX.Element {
  return (
    <>
      {fact.moves.length > 0 && <Reasons evidence={fact.moves} today={today} />}
      <p class="answer-head">{t('kare_because')}</p>
      <Reasons evidence={fact.evidence} today={today} />
      {fact.signals.length > 0 && (
        <>
          <p class="answer-head">{t('signals')}</p>
          <ul class="signals">
            {fact.signals.map(signal => (
              <li data-signal={signal.state}><b>{t(`signalTitle_${signal.name}`)}: {t(`signal_${signal.state}`)}.</b> {sentences([signal.evidence], today)}</li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}
