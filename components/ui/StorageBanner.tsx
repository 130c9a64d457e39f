import type { JSX } from 'preact'
import type { StorageTrouble } from '../../lib/model/storageTrouble'
import { Banner } from './Banner'
import { t } from './words'

/** How the browser's storage ails, what stays, and what to do. */
export function StorageBanner({ trouble: { kind, name }, reload }: { readonly trouble: StorageTrouble; readonly reload: () => void }): JSX.Element {
  return (
    <Banner tone="late" title={t(`storage_${kind}`)} data={{ 'data-storage': kind }}>
      <p>{t(`storage_${kind}_do`, name)}</p>
      {kind === 'outdated' && <button type="button" class="act" data-reload onClick={reload}>{t('storage_reload')}</button>}
    </Banner>
  )
}
