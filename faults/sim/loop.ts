import type { Random } from './random'

/**
 * Simulated time. Whatever would let time pass is a task here: a timer, an answer of the network, a step of the storage. One task runs at a time, then
 * all that it made ready, until nothing can run any more; then the clock jumps to the next task. So a seed decides the order of everything.
 */

/** What ends all at once: a service worker, a page. Tasks of one that has ended never run. */
export interface Life {
  readonly name: string
  ended: boolean
}

export interface Task {
  cancelled: boolean
}

interface Queued extends Task {
  readonly at: number
  readonly order: number
  readonly life: Life | null
  readonly run: () => void
}

export class Loop {
  /** Milliseconds since the world began. */
  now = 0
  /** Turns taken. */
  turns = 0
  /** Whose task runs: what it starts is theirs as well. */
  life: Life | null = null
  /** Called before each turn. May end a life. */
  beforeTurn: (life: Life | null) => void = () => {}
  /** Called after a crash; plans the next. */
  onCrash: (() => void) | null = null
  private order = 0
  private diskAt = 0
  private readonly heap: Queued[] = []

  constructor(private readonly random: Random) {}

  after(ms: number, run: () => void, life: Life | null = this.life): Task {
    return this.push(this.now + Math.max(0, ms), run, life)
  }

  /** A step of the storage: after those that were asked for before it, and each takes its time. */
  step(run: () => void, slow: number): void {
    this.diskAt = Math.max(this.diskAt, this.now) + this.random.next() * slow
    this.push(this.diskAt, run, this.life)
  }

  /** Runs until nothing is left to run, or `done` says so; fails when the world does not come to rest. */
  run(done: () => boolean, mostTurns: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const turn = (): void => {
        try {
          // Asked first: what is taken from the queue must run.
          const task = done() ? null : this.pop()
          if (!task) return resolve()
          if (++this.turns > mostTurns) throw new Error(`The world does not come to rest: ${mostTurns} turns, and ${Math.round(this.now / 1000)} s of its time.`)
          this.now = task.at
          this.beforeTurn(task.life)
          if (!task.life?.ended) {
            this.life = task.life
            task.run()
          }
        } catch (error) {
          return reject(error)
        }
        // Every promise that this made ready goes first: a tick comes only when none is left.
        queueMicrotask(() => process.nextTick(turn))
      }
      turn()
    })
  }

  /** What is queued for a later time than `until` is left there. */
  async runFor(ms: number, mostTurns: number): Promise<void> {
    let over = false
    this.after(ms, () => { over = true }, null)
    await this.run(() => over, mostTurns)
  }

  private push(at: number, run: () => void, life: Life | null): Task {
    const task: Queued = { at, order: this.order++, life, run, cancelled: false }
    const { heap } = this
    let i = heap.push(task) - 1
    while (i > 0) {
      const up = (i - 1) >> 1
      if (!before(task, heap[up]!)) break
      heap[i] = heap[up]!
      i = up
    }
    heap[i] = task
    return task
  }

  private pop(): Queued | null {
    const { heap } = this
    while (heap.length > 0) {
      const top = heap[0]!
      const last = heap.pop()!
      if (heap.length > 0) {
        let i = 0
        for (;;) {
          let down = 2 * i + 1
          if (down >= heap.length) break
          if (down + 1 < heap.length && before(heap[down + 1]!, heap[down]!)) down++
          if (!before(heap[down]!, last)) break
          heap[i] = heap[down]!
          i = down
        }
        heap[i] = last
      }
      if (!top.cancelled && !top.life?.ended) return top
    }
    return null
  }
}

const before = (a: Queued, b: Queued): boolean => a.at < b.at || (a.at === b.at && a.order < b.order)
