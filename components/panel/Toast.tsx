import type { JSX } from 'preact'
import { clock } from '../ui/format'
import { troubleWords } from '../ui/trouble'
import { isolate, t } from '../ui/words'
import { Later } from '../ui/Later'
import type { CardProps, PanelView, Toast } from './view'

/** What just happened, said below and to screen readers. The region is there from the start, or they would not hear the first one. */
export function ToastRegion({ view, actions }: CardProps): JSX.Element {
  const { toast } = view
  const undo = (event: Event, mark: string, type: Toast['type']) => {
    // The button goes away under the focus: hand it back to the one that logged.
    const target = event.currentTarget as HTMLElement
    target.closest('main')?.querySelector<HTMLElement>(`[data-log="${type}"]`)?.focus()
    actions.undo(mark)
  }
  return (
    <div role="status" class="toast-region">
      {toast && (toast.kind === 'offer' || toast.kind === 'maps' ? <Later key={toast.kind + toast.type} load={offer} props={{ offer: toast, actions }} /> : (
        // Its own element for each touch: a press on Undo is not another's because another toast came under it.
        <div key={'mark' in toast ? toast.mark : ''} class={`toast ${toast.kind}`} data-toast={toast.kind} data-mark={'mark' in toast ? toast.mark : undefined}>
          <span>{toastWords(toast, view)}</span>
          {(toast.kind === 'logged' || toast.kind === 'notUndone') && (
            <button type="button" data-undo onClick={event => undo(event, toast.mark, toast.type)}>{t(toast.kind === 'logged' ? 'undo' : 'retry')}</button>
          )}
        </div>
      ))}
    </div>
  )
}

const offer = () => import('./Offer').then(part => part.Offer)

function toastWords(toast: Exclude<Toast, { kind: 'offer' | 'maps' }>, view: PanelView): string {
  const what = t(`typeTitle_${toast.type}`)
  switch (toast.kind) {
    case 'logged':
      if (toast.name) return t(toast.sent ? 'loggedFor' : 'loggedFor_waiting', what, isolate(toast.name), clock(toast.at))
      return t(toast.sent ? 'logged' : 'logged_waiting', what, clock(toast.at))
    case 'told':
      return toast.text
    case 'undone':
      return t(toast.later ? 'undoneLater' : 'undone', what)
    case 'notLogged':
      return t(`notLogged_${toast.why}`, what, view.crmLabel ?? '')
    case 'notUndone':
      return t('notUndone', what, toast.why ? troubleWords(toast.why, view.crmLabel ?? '', view.now).title : '')
  }
}
