import type { Task } from './loop'

/** AbortSignal and its kin as light as thousands of requests a second want them; what a request no longer needs sets no alarm. */
export class Signal {
  aborted = false
  reason: unknown = undefined
  /** The timer that would abort it. */
  timer: Task | null = null
  private readonly listeners = new Set<() => void>()

  addEventListener(_type: 'abort', listener: () => void): void {
    this.listeners.add(listener)
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.listeners.delete(listener)
  }

  throwIfAborted(): void {
    if (this.aborted) throw this.reason
  }

  abort(reason: unknown): void {
    if (this.aborted) return
    this.aborted = true
    this.reason = reason
    for (const listener of [...this.listeners]) listener()
  }

  static any(signals: readonly Signal[]): Signal {
    const made = new Signal()
    for (const signal of signals) {
      if (signal.aborted) made.abort(signal.reason)
      signal.addEventListener('abort', () => made.abort(signal.reason))
    }
    return made
  }

  static abort(reason: unknown = aborted()): Signal {
    const made = new Signal()
    made.abort(reason)
    return made
  }
}

export class Controller {
  readonly signal = new Signal()

  abort(reason: unknown = aborted()): void {
    this.signal.abort(reason)
  }
}

const aborted = (): DOMException => new DOMException('This operation was aborted', 'AbortError')
