import type { JSX } from 'preact'
import type { TouchType } from '../../lib/model/snapshot'
import { t, plural } from '../ui/words'
import type { CardProps } from './view'

/** From what happens often and by the way to what takes an afternoon. */
export const logOrder: readonly TouchType[] = ['call', 'email', 'visit', 'meeting']

/** One click logs a touch that has just happened; the one that the plan asks for is filled. */
export function LogRow({ suggested, view, actions }: CardProps & { suggested: TouchType | null }): JSX.Element {
  const waiting = view.outbox.filter(({ state }) => state !== 'refused').length
  return (
    <div class="log">
      <div class="head">
        <span id="log-label" class="aside">{t('log')}</span>
        <button type="button" class="why" data-more onClick={() => actions.openForm(suggested ?? 'call')}>{t('log_more')}</button>
      </div>
      <div class="buttons" role="group" aria-labelledby="log-label">
        {logOrder.map(type => (
          <button type="button" class={type === suggested ? 'next' : ''} data-log={type} aria-label={t(`log_${type}`)} onClick={() => actions.log(type)}>
            {t(`typeTitle_${type}`)}
          </button>
        ))}
      </div>
      {waiting > 0 && <p class="note" data-waiting={waiting}>{plural('waiting', waiting)}</p>}
    </div>
  )
}
