import type { JSX } from 'preact'
import { isolate, plural, t } from '../ui/words'
import { problemWords } from './problemWords'
import type { Importing } from './view'

/** Why a file was not taken for a plan: each problem with its path. */
export function Refused({ importing, kept }: { importing: Importing; kept: boolean }): JSX.Element {
  const problems = importing.state === 'refused' ? importing.problems : []
  return (
    <div class="banner late">
      <div>
        <p class="banner-title">{t('options_refused', isolate(importing.fileName))}</p>
        {importing.state === 'unreadable' && <p>{t('options_unreadable')}</p>}
        <ul class="problems">
          {problems.map(({ path, message }) => (
            <li key={`${path} ${message.code}`}>
              {path !== '' && <code dir="ltr">{path}</code>} {problemWords(message)}
            </li>
          ))}
        </ul>
        {importing.state === 'refused' && importing.more > 0 && <p>{plural('options_more', importing.more)}</p>}
        <p>{kept ? t('options_refused_kept') : t('options_refused_none')}</p>
      </div>
    </div>
  )
}
