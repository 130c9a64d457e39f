import type { JSX } from 'preact'
import { Card } from '../ui/Card'
import { t } from '../ui/words'
import { Fit } from './KareCard'
import { Reasons } from './Reasons'
import type { CardProps } from './view'

/** What a lead may be worth: its likeness to the profitable customers cached so far, and whether anyone has been in touch. */
export function LeadCard({ view, actions }: CardProps): JSX.Element {
  const next = 'value' in view.nextTouch ? view.nextTouch.value : null
  return (
    <Card
      name="potential" title={t('potential')} of={view.kare} view={view} actions={actions}
      why={{ ask: t('potential_why'), answer: ({ evidence }) => <Reasons evidence={evidence} today={view.today} /> }}
    >
      {fact => (
        <>
          <Fit fact={fact} />
          {next !== null && next.last === null && !view.hidden.includes('touches') && <p class="note" data-untouched>{next.type === null ? t('lead_untouched') : t(`lead_first_${next.type}`)}</p>}
        </>
      )}
    </Card>
  )
}
