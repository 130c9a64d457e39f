import type { JSX } from 'preact'
import { t } from '../ui/words'
import type { SectionProps } from './Options'

/** Where the pill was sent away, and bringing it back. */
export function PillSection({ view: { hiddenSites }, actions }: SectionProps): JSX.Element {
  return (
    <section aria-labelledby="pill-title">
      <h2 id="pill-title">{t('options_pill')}</h2>
      <p class="note">{hiddenSites.length === 0 ? t('options_pill_everywhere') : t('options_pill_hidden')}</p>
      <ul class="rows" id="hidden-sites">
        {hiddenSites.map(({ key, site }) => (
          <li key={key}>
            <bdi class="host" dir="ltr">{site}</bdi>
            <button type="button" class="act" aria-label={t('options_pill_show_on', site)} onClick={() => actions.showPill(key)}>{t('options_pill_show')}</button>
          </li>
        ))}
      </ul>
    </section>
  )
}
