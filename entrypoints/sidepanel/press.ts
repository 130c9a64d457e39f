import type { RecordRef } from '../../lib/crm/adapter'
import type { TouchType } from '../../lib/model/snapshot'

/** An account that the panel shows, with its tab and name. */
export interface ShownAccount {
  readonly ref: RecordRef
  readonly tabId: number
  /** Empty: not known yet. */
  readonly name: string
}

export interface Presses {
  /** The account that the press which is being answered is for; null: none was shown. */
  meant(): ShownAccount | null
  /** To be told after each drawing of the panel. */
  drawn(): void
}

const sameAccount = (a: RecordRef | undefined, b: RecordRef | undefined): boolean => a?.id === b?.id && a?.org === b?.org && a?.crm === b?.crm

/**
 * A press is for the account that was on the screen when the pointer or the key went down, not for the one that is there when it comes up: the panel
 * follows the tab, and has its buttons in the same place for each account. What is drawn is not seen before the next frame; a press of before is for
 * what was seen. A log button that was exchanged while it was held makes no click: then `log` is called.
 */
export function watchPresses(shown: () => ShownAccount | null, log: (type: TouchType) => void): Presses {
  let latest: ShownAccount | null = null
  let before: ShownAccount | null = null
  let seenAt = 0
  let byPointer: ShownAccount | null | undefined
  let byKey: ShownAccount | null | undefined
  let answered: ShownAccount | null | undefined
  let held: HTMLElement | null = null
  let repeats = false
  let last: ShownAccount | null | undefined
  const seenThen = (at: number) => (at < seenAt && document.visibilityState === 'visible' ? before : shown())

  addEventListener('pointerdown', event => {
    byPointer = seenThen(event.timeStamp)
    held = logButton(event)
  }, true)
  addEventListener('pointerup', event => {
    const type = held?.dataset.log
    if (!type || held!.isConnected || logButton(event)?.dataset.log !== type) return
    answered = byPointer
    log(type as TouchType)
    answered = undefined
  }, true)
  addEventListener('keydown', event => {
    repeats = event.repeat
    if (!repeats) byKey = seenThen(event.timeStamp)
  }, true)
  // A key clicks as it comes up, right after this event.
  addEventListener('keyup', () => void setTimeout(() => (byKey = undefined)), true)
  addEventListener('click', event => {
    // A click that is nobody's press, such as a screen reader's, has neither.
    answered = event.detail > 0 ? byPointer : byKey
    if (!logButton(event)) return
    // A double click, or a key held down, logs once; in a list the second click would be on the row that has moved up.
    const again = (event.detail > 0 ? event.detail > 1 : repeats) && sameAccount(answered?.ref, last?.ref)
    last = answered
    if (!again) return
    event.stopPropagation()
    event.preventDefault()
  }, true)
  addEventListener('click', () => (answered = undefined))

  return {
    meant: () => (answered === undefined ? shown() : answered),
    drawn: () => {
      const now = shown()
      if (!sameAccount(now?.ref, latest?.ref)) {
        before = latest
        seenAt = Infinity
        requestAnimationFrame(() => requestAnimationFrame(() => sameAccount(shown()?.ref, now?.ref) && (seenAt = performance.now())))
      }
      latest = now
    },
  }
}

const logButton = ({ target }: Event): HTMLElement | null => (target instanceof Element ? target.closest<HTMLElement>('[data-log]') : null)
