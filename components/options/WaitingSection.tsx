import type { JSX } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { age, day } from '../ui/format'
import { whyNotSaved } from '../ui/trouble'
import { plural, t } from '../ui/words'
import type { SectionProps } from './Options'
import type { WaitingTouch } from './view'

/** Touches that have not reached the CRM: seen, sent, taken along as a file, or knowingly dropped. */
export function WaitingSection({ view, actions }: SectionProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const [dropped, setDropped] = useState<readonly WaitingTouch[]>([])
  const { waiting } = view
  const touches = waiting?.touches ?? []
  const ask = (some: readonly WaitingTouch[]) => {
    setDropped(some)
    dialog.current?.showModal()
  }
  return (
    <section aria-labelledby="waiting-title" data-waiting-touches={waiting ? touches.length : undefined}>
      <h2 id="waiting-title" tabIndex={-1} ref={heading}>{t('options_wait')}</h2>
      <p class="note" role="status">{waiting === null ? t('options_wait_reading') : touches.length === 0 ? t('options_wait_none') : plural('options_wait_do', touches.length)}</p>
      {waiting !== null && waiting.others > 0 && <p class="note" data-waiting-others={waiting.others}>{plural('options_wait_others', waiting.others)}</p>}
      {touches.length > 0 && (
        <>
          <table class="waits">
            <caption class="unseen">{t('options_wait')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('options_wait_logged')}</th><th scope="col">{t('options_wait_account')}</th><th scope="col">{t('options_wait_touch')}</th>
                <th scope="col">{t('options_wait_state')}</th><th scope="col"><span class="unseen">{t('options_wait_actions')}</span></th>
              </tr>
            </thead>
            <tbody>
              {touches.map(touch => <Row key={touch.mark} touch={touch} now={view.now} again={() => actions.resend(touch.mark)} drop={() => ask([touch])} />)}
            </tbody>
          </table>
          <div class="row">
            <button type="button" class="act main" id="send-waiting" disabled={waiting?.sending} onClick={() => actions.sendWaiting()}>{t('options_wait_send')}</button>
            <button type="button" class="act" data-export="csv" onClick={() => actions.exportWaiting('csv')}>{t('options_wait_csv')}</button>
            <button type="button" class="act" data-export="json" onClick={() => actions.exportWaiting('json')}>{t('options_wait_json')}</button>
            <button type="button" class="act plain" id="drop-waiting" onClick={() => ask(touches)}>{t('options_wait_dropAll')}</button>
          </div>
        </>
      )}
      <DropDialog of={dialog} touches={dropped} now={view.now} drop={() => {
        actions.takeBack(dropped.map(({ mark }) => mark))
        // The button that opened it may be gone with its row.
        heading.current?.focus()
      }} />
    </section>
  )
}

const today = (now: number): string => new Date(now).toISOString().slice(0, 10)

const nameOf = ({ accountName, accountId }: WaitingTouch): string => accountName || accountId

function Row({ touch, now, again, drop }: { touch: WaitingTouch; now: number; again: () => void; drop: () => void }): JSX.Element {
  const { type, state, error, address, crmLabel } = touch
  const said = error && whyNotSaved(error, crmLabel, now)
  const what = `${t(`typeTitle_${type}`)}, ${nameOf(touch)}`
  return (
    <tr data-waits={touch.mark} data-state={state}>
      <td data-label={t('options_wait_logged')}>{age(touch.loggedAt, now)}</td>
      <th scope="row" data-label={t('options_wait_account')}>{address === null ? <bdi>{nameOf(touch)}</bdi> : <a href={address} target="_blank" rel="noreferrer"><bdi>{nameOf(touch)}</bdi></a>}</th>
      <td data-label={t('options_wait_touch')}>{t(`typeTitle_${type}`)}, {day(touch.day, today(now))}{touch.note.trim() !== '' && <small dir="auto">{touch.note}</small>}</td>
      <td data-label={t('options_wait_state')} class={state === 'refused' ? 'late' : undefined}>
        {t(`options_wait_state_${state === 'taken back' ? 'takenBack' : state}`, crmLabel)}
        {said !== null && <small dir="auto">{said}</small>}
      </td>
      <td>
        {state === 'refused' && <button type="button" class="act" data-again aria-label={`${t('sendAsIs')}: ${what}`} onClick={again}>{t('sendAsIs')}</button>}
        {state !== 'taken back' && <button type="button" class="act plain" data-drop aria-label={`${t('discard')}: ${what}`} onClick={drop}>{t('discard')}</button>}
      </td>
    </tr>
  )
}

/** Asks before, and says how many, and what becomes of those that may be there already. */
function DropDialog({ of, touches, now, drop }: { of: { current: HTMLDialogElement | null }; touches: readonly WaitingTouch[]; now: number; drop: () => void }): JSX.Element {
  return (
    <dialog ref={of} id="drop-dialog" aria-labelledby="drop-title">
      <form method="dialog">
        <h2 id="drop-title">{plural('options_wait_ask', touches.length)}</h2>
        <ul class="rows">
          {touches.map(touch => <li key={touch.mark}><span>{t(`typeTitle_${touch.type}`)}, {day(touch.day, today(now))}</span> <bdi>{nameOf(touch)}</bdi></li>)}
        </ul>
        <p>{t('options_wait_ask_do')}</p>
        <div class="row end">
          <button type="submit" class="act plain">{t('cancel')}</button>
          <button type="submit" class="act main" id="drop-confirm" onClick={drop}>{plural('options_wait_drop', touches.length)}</button>
        </div>
      </form>
    </dialog>
  )
}
