import type { JSX } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { Banner } from './Banner'
import { t } from './words'

interface FailureProps {
  readonly report: string
  /** Puts text on the clipboard; rejects where the browser does not let it. */
  readonly copy: (text: string) => Promise<void>
  readonly dismiss: () => void
}

/** An error of our own that nobody expected, and a report of it that may be handed on: the reader sees all of it before. */
export function FailureBanner({ report, copy, dismiss }: FailureProps): JSX.Element {
  const [copied, setCopied] = useState<'yes' | 'no' | null>(null)
  const text = useRef<HTMLPreElement>(null)
  const copyOrSelect = () => void copy(report).then(() => setCopied('yes'), () => {
    setCopied('no')
    text.current?.closest('details')?.setAttribute('open', '')
    if (text.current) getSelection()?.selectAllChildren(text.current)
  })
  return (
    <aside class="failure" aria-label={t('failure_title')}>
      <Banner tone="late" title={t('failure_title')} data={{ 'data-failure': '' }}>
        <p>{t('failure_do')}</p>
        <details>
          <summary>{t('failure_show')}</summary>
          <pre ref={text} tabIndex={0}>{report}</pre>
        </details>
        <p class="ends">
          <button type="button" class="act" data-copy-report onClick={copyOrSelect}>{t('failure_copy')}</button>
          <button type="button" class="act" onClick={dismiss}>{t('failure_dismiss')}</button>
          <span role="status">{copied === null ? '' : t(copied === 'yes' ? 'failure_copied' : 'failure_notCopied')}</span>
        </p>
      </Banner>
    </aside>
  )
}
