import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { day } from '../../ui/format'
import { isolate, plural, t } from '../../ui/words'
import type { StoredGroup, StoredKind, StoredLine } from './view'
import { whoseWords } from './whoseWords'

interface Props {
  readonly group: StoredGroup
  readonly line: StoredLine
  readonly now: number
  readonly remove: () => void
  readonly close: () => void
}

/** Asks before, and says what is lost by it: touches that wait only go when the user says that they know. */
export function RemoveDialog({ group, line, now, remove, close }: Props): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null)
  const [sure, setSure] = useState(false)
  useEffect(() => dialog.current?.showModal(), [])
  const { kind, count, touches } = line
  const today = new Date(now).toISOString().slice(0, 10)
  const waits = kind === 'outbox'
  return (
    <dialog ref={dialog} id="remove-dialog" aria-labelledby="remove-title" onClose={close}>
      <form method="dialog">
        <h2 id="remove-title">{t('privacy_remove_ask', t(`privacy_kind_${kind}`))}</h2>
        <p class="note">{whoseWords(group.of)}</p>
        <p class={waits ? 'late' : undefined}>{waits ? plural('privacy_remove_outbox', count) : t(loss(kind))}</p>
        {waits && touches && (
          <ul class="rows">
            {touches.map(({ mark, type, accountName, day: on }) => <li key={mark}>{t('options_waiting_touch', t(`typeTitle_${type}`), accountName === '' ? t('account') : isolate(accountName), day(on, today))}</li>)}
          </ul>
        )}
        {waits && (
          <label class="check">
            <input type="checkbox" id="remove-sure" checked={sure} onChange={event => setSure(event.currentTarget.checked)} />
            <span>{t('privacy_remove_sure')}</span>
          </label>
        )}
        <div class="row end">
          <button type="submit" class="act plain">{t('cancel')}</button>
          <button type="submit" class="act main" id="remove-confirm" disabled={waits && !sure} onClick={remove}>{t('privacy_remove')}</button>
        </div>
      </form>
    </dialog>
  )
}

/** What removing it costs; of what the CRM has, nothing. */
const losses: Partial<Record<StoredKind, string>> = {
  grant: 'privacy_loss_grant', written: 'privacy_loss_written', failure: 'privacy_loss_failure',
  fields: 'privacy_loss_own', plan: 'privacy_loss_own', settings: 'privacy_loss_own', others: 'privacy_loss_own',
}
const loss = (kind: StoredKind): string => losses[kind] ?? 'privacy_loss_copy'
