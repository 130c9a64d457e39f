import type { LogForm, TouchDetails } from '../../components/panel/view'
import type { RecordRef } from '../../lib/crm/adapter'
import type { PressedBy } from '../../lib/messages'
import type { TouchType } from '../../lib/model/snapshot'
import { askToLast } from '../../lib/sync/lasting'
import { storageTrouble } from '../../lib/model/storageTrouble'
import { send } from '../../lib/sync/send'
import { logRequest, type TouchWords } from '../../lib/sync/touchNow'
import type { ShownAccount } from './press'
import { backgroundStorage, form, plan, toast } from './state'

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

interface Around {
  /** Null: of now, in one click. */
  readonly details: TouchDetails | null
  /** The form that was open at the click. */
  readonly open: LogForm | null
  /** Whether the panel shows the account still. */
  readonly shows: () => boolean
  /** Opens the form, where one click is not enough. */
  readonly ask: () => void
}

/** Logs a touch on the account of the press, and says what became of it. */
export async function logFor({ ref, name }: ShownAccount, type: TouchType, { details, open, shows, ask }: Around): Promise<void> {
  const by = pressedBy(ref)
  if (!details && (await asksForMore(ref, type))) return void (shows() && ask())
  const answer = await logTouch(ref, name, type, details, by)
  // Whatever is shown by now: what was done is said, with the name where that is of another account.
  if ('mark' in answer) {
    toast.value = { kind: 'logged', mark: answer.mark, type, at: Date.now(), sent: false, ...(shows() ? {} : { name }) }
    if (answer.ails !== undefined) backgroundStorage.value = storageTrouble(answer.ails)
    await followSending(answer.mark)
  } else {
    toast.value = { kind: 'notLogged', type, why: answer.failed }
    if (details && open && shows()) form.value = { ...open, ...details, type }
  }
}

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
