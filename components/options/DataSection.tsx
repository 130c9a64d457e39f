import type { JSX } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { day } from '../ui/format'
import { isolate, plural, t } from '../ui/words'
import type { SectionProps } from './Options'
import type { Stored } from './view'

/** Emptying this browser of it all. */
export function DataSection({ view, actions }: SectionProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null)
  const { stored, cleared } = view
  return (
    <section aria-labelledby="data-title">
      <h2 id="data-title">{t('options_data')}</h2>
      <p class="note">{t('options_data_do')}</p>
      <Lasting lasting={view.lasting} ask={actions.askToLast} />
      <div class="row">
        <button type="button" class="act" id="clear-data" onClick={() => dialog.current?.showModal()}>{t('options_clear')}</button>
      </div>
      <p role="status" class="good" id="clear-status">{cleared && (cleared.kept > 0 ? plural('options_cleared_kept', cleared.kept) : t('options_cleared'))}</p>
      <ClearDialog of={dialog} waiting={stored?.waiting ?? []} clear={actions.clear} now={view.now} />
    </section>
  )
}

/** Whether the browser promises to keep it, and what that means. */
function Lasting({ lasting, ask }: { lasting: SectionProps['view']['lasting']; ask: () => void }): JSX.Element | null {
  if (lasting === null) return null
  return (
    <div data-lasting={String(lasting)} aria-live="polite">
      <p class="note">{t(lasting === true ? 'options_lasting' : 'options_notLasting')}</p>
      {lasting === false && <div class="row"><button type="button" class="act" id="ask-to-last" onClick={ask}>{t('options_notLasting_ask')}</button></div>}
      {lasting === 'refused' && <p class="note">{t('options_notLasting_refused')}</p>}
    </div>
  )
}

interface ClearProps {
  readonly of: { current: HTMLDialogElement | null }
  readonly waiting: Stored['waiting']
  readonly clear: (withWaitingTouches: boolean) => void
  readonly now: number
}

/** Asks before; touches that have not reached the CRM are named, and stay unless told otherwise. */
function ClearDialog({ of, waiting, clear, now }: ClearProps): JSX.Element {
  const [withWaiting, setWithWaiting] = useState(false)
  const today = new Date(now).toISOString().slice(0, 10)
  return (
    <dialog ref={of} id="clear-dialog" aria-labelledby="clear-title" onClose={() => setWithWaiting(false)}>
      <form method="dialog">
        <h2 id="clear-title">{t('options_clear_ask')}</h2>
        <p>{t('options_clear_do')}</p>
        {waiting.length > 0 && (
          <>
            <p class="late">{plural('options_clear_waiting', waiting.length)}</p>
            <ul class="rows" id="waiting">
              {waiting.map(({ mark, type, accountName, day: on }) => <li key={mark}>{t('options_waiting_touch', t(`typeTitle_${type}`), accountName === null ? t('privacy_otherUser') : accountName === '' ? t('account') : isolate(accountName), day(on, today))}</li>)}
            </ul>
            <label class="check">
              <input type="checkbox" id="clear-waiting" checked={withWaiting} onChange={event => setWithWaiting(event.currentTarget.checked)} />
              <span>{t('options_clear_waiting_too')}</span>
            </label>
          </>
        )}
        <div class="row end">
          <button type="submit" class="act plain">{t('cancel')}</button>
          <button type="submit" class="act main" id="clear-confirm" onClick={() => clear(withWaiting)}>{t('options_clear_go')}</button>
        </div>
      </form>
    </dialog>
  )
}
