import type { JSX } from 'preact'
import type { GivenUp, StorageNote, StorageTrouble } from '../../lib/model/storageTrouble'
import { Banner } from './Banner'
import { listed, plural, t } from './words'

interface Props {
  /** How the browser's storage ails; null: it does not. */
  readonly trouble: StorageTrouble | null
  /** What happened to the data and was not read yet; null: nothing. */
  readonly note: StorageNote | null
  readonly reload: () => void
  readonly dismiss: () => void
}

/** How the browser's storage ails, what stays, and what to do; and what became of the data. */
export function StorageBanner({ trouble, note, reload, dismiss }: Props): JSX.Element {
  return (
    <>
      {trouble && (
        <Banner tone="late" title={t(`storage_${trouble.kind}`)} data={{ 'data-storage': trouble.kind }}>
          <p>{t(`storage_${trouble.kind}_do`, trouble.name)}</p>
          {trouble.kind === 'outdated' && <button type="button" class="act" data-reload onClick={reload}>{t('storage_reload')}</button>}
        </Banner>
      )}
      {note && (
        <Banner tone="due" title={t(`storage_${note.kind}`)} data={{ 'data-storage-note': note.kind }}>
          <p>{t(`storage_${note.kind}_do`, note.kind === 'madeRoom' ? givenUp(note) : '')}</p>
          <button type="button" class="act" data-note-done onClick={dismiss}>{t('storage_note_done')}</button>
        </Banner>
      )}
    </>
  )
}

function givenUp({ accounts, lists, books }: GivenUp): string {
  const parts = [
    ...(accounts > 0 ? [plural('storage_gave_accounts', accounts)] : []),
    ...(lists > 0 ? [plural('storage_gave_lists', lists)] : []),
    ...(books > 0 ? [plural('storage_gave_books', books)] : []),
  ]
  return parts.length > 0 ? listed(parts) : t('storage_gave_other')
}
