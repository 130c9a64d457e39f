import type { JSX } from 'preact'
import type { Assumption, StarterNotes } from '../../lib/model/starter'
import { phrase } from '../panel/evidence'
import { sentence, t } from '../ui/words'

export interface AssumptionListProps {
  readonly notes: StarterNotes
  readonly today: string
  /** Goes to where the assumption is replaced by a fact; none: the place is here. */
  readonly set?: (code: string) => void
}

/** What a starter plan assumes and what it lacks, each with the one setting that would make it exact. */
export function AssumptionList({ notes, today, set }: AssumptionListProps): JSX.Element {
  const line = (prefix: string) => (assumption: Assumption) => (
    <li key={assumption.code} id={`${prefix}-${assumption.code}`} data-assumption={assumption.code}>
      <p>{sentence(phrase(prefix, assumption, today))}</p>
      <p class="setting">
        <span>{t('starter_setting')} <code dir="ltr">{assumption.setting}</code></span>
        {set && <button type="button" class="why" aria-label={t('starter_set_of', t(`starter_name_${assumption.code}`))} onClick={() => set(assumption.code)}>{t('starter_set')}</button>}
      </p>
    </li>
  )
  return (
    <>
      <ul class="assumptions">{notes.assumptions.map(line('starter'))}</ul>
      {notes.gaps.length > 0 && (
        <>
          <p class="answer-head">{t('starter_gaps')}</p>
          <ul class="assumptions">{notes.gaps.map(line('starterGap'))}</ul>
        </>
      )}
    </>
  )
}
