import type { RecordRef } from '../../lib/crm/adapter'
import type { PressedBy } from '../../lib/messages'
import type { TouchType } from '../../lib/model/snapshot'
import { askToLast } from '../../lib/sync/lasting'
import { send } from '../../lib/sync/send'
import { logRequest, type TouchWords } from '../../lib/sync/touchNow'
import { plan, toast } from './state'

/** Whether one click is not enough: the CRM wants fields filled that have no default. Where it cannot be asked, the click is. */
export async function asksForMore(ref: RecordRef, type: TouchType): Promise<boolean> {
  const answer = await send('touchForm', { ref, type })
  return 'fields' in answer && answer.fields.length > 0
}

/** Whose session it is now; to be asked at the press, before anything else is. */
export const pressedBy = async (ref: RecordRef): Promise<PressedBy> => (await import('./follow')).sessionOf(ref)

/** Hands the touch to the outbox; without words, one that has just happened. */
export const logTouch = async (ref: RecordRef, accountName: string, type: TouchType, words: TouchWords | null, by: Promise<PressedBy>) =>
  send('log', { ...logRequest(ref, accountName, type, words, plan.value !== 'loading' && plan.value ? plan.value.plan : null, Date.now()), by: await by })

/** The toast says "logged" at once, and "sent" when the CRM has it. */
export async function followSending(mark: string): Promise<void> {
  // Who logs works with it: worth that the browser keeps what it has read.
  void askToLast()
  const { followTouch } = await import('./follow')
  followTouch(mark, state => {
    const shown = toast.peek()
    // It may have been taken back, or another touch be told, by now.
    if (shown?.kind !== 'logged' || shown.mark !== mark) return
    if (state === 'sent') toast.value = { ...shown, sent: true }
    // What the CRM refused is said in its own place: "kept, sent later" would not be true of it.
    if (state === 'refused') toast.value = null
  })
}
