import type { JSX } from 'preact'
import { t } from '../ui/words'
import type { SectionProps } from './Options'

/** What can be done by key and in the address bar, and where the keys are changed. */
export function KeysSection({ view: { keys, keysPage }, actions }: SectionProps): JSX.Element {
  return (
    <section aria-labelledby="keys-title">
      <h2 id="keys-title">{t('options_keys')}</h2>
      <p class="note">{t('options_keys_note')}</p>
      <ul class="rows" id="keys">
        {keys.map(({ name, shortcut, does }) => (
          <li key={name} data-command={name}>
            <span>{does}</span>
            {shortcut === '' ? <span class="host">{t('options_keys_none')}</span> : <kbd>{shortcut}</kbd>}
          </li>
        ))}
        <li><span>{t('options_keys_search')}</span><kbd>/</kbd></li>
        <li><span>{t('options_keys_omnibox')}</span><kbd>tf</kbd></li>
      </ul>
      {keysPage
        ? <div class="row"><button type="button" class="act" onClick={() => actions.changeKeys()}>{t('options_keys_change')}</button></div>
        : <p class="note">{t('options_keys_changeByHand')}</p>}
    </section>
  )
}
