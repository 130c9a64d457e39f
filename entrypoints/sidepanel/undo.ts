import { send } from '../../lib/sync/send'
import { outboxRow } from './follow'
import { toast } from './state'

/** Takes the touch of the toast back; what may be in the CRM is taken back as soon as that can be asked. */
export async function undo(mark: string): Promise<void> {
  const shown = toast.value
  if (!shown || !('mark' in shown) || shown.mark !== mark) return
  const { done } = await send('undo', { mark })
  const later = !done && (await outboxRow(mark))?.state === 'taken back'
  toast.value = done || later ? { kind: 'undone', type: shown.type, later } : { kind: 'notUndone', mark, type: shown.type, why: null }
}
