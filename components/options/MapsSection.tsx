import type { JSX } from 'preact'
import { mapSites } from '../panel/maps'
import { t } from '../ui/words'
import type { SectionProps } from './Options'

/** The site that shows the way to an account. */
export function MapsSection({ view: { maps }, actions }: SectionProps): JSX.Element {
  return (
    <section aria-labelledby="maps-title">
      <h2 id="maps-title">{t('options_maps')}</h2>
      <p class="note">{t('options_maps_note')}</p>
      <div class="row">
        <label class="grow">
          <span>{t('options_maps_site')}</span>
          <select id="maps-site" onChange={event => actions.chooseMaps(event.currentTarget.value)}>
            <option value="" selected={maps === null}>{t('options_maps_ask')}</option>
            {mapSites.map(site => <option value={site} selected={site === maps}>{t(`maps_${site}`)}</option>)}
          </select>
        </label>
      </div>
    </section>
  )
}
