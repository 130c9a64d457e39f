import { createHash } from 'node:crypto'
import type { Disk } from './disk'
import type { Life, Loop } from './loop'
import { SimResponse, type Network } from './network'
import type { Random } from './random'
import { Controller, Signal } from './signals'

/** What goes wrong with `storage.local`. */
export interface AreaFaults {
  /** That one call fails, before or after it did its work. */
  failing: number
}

interface Waiting {
  readonly life: Life
  readonly begin: () => void
}

/** One browser profile: what is there while no worker runs. */
export class Profile {
  /** Sessions by the origin of the org's API. */
  readonly cookies = new Map<string, string>()
  readonly local = new Map<string, unknown>()
  readonly session = new Map<string, unknown>()
  readonly areaFaults: AreaFaults = { failing: 0 }
  /** By how much the computer's clock is ahead of the world's. */
  skew = 0
  wasSet = false
  wasSetBack = false
  /** The alarm of a name goes off at a moment of the world's clock. */
  readonly alarms = new Map<string, number>()
  onAlarm: (name: string) => void = () => {}
  private readonly held = new Map<string, Life>()
  private readonly queues = new Map<string, Waiting[]>()

  constructor(readonly loop: Loop, readonly disk: Disk, readonly network: Network, readonly random: Random, private readonly epoch: number) {}

  /** What the computer's clock says. */
  readonly now = (): number => Math.floor(this.epoch + this.loop.now + this.skew)

  /** A moment of the epoch, as this computer's clock says it now. */
  readonly onItsClock = (moment: number): number => moment + this.skew

  /** The life has ended: what it held is free, and it waits for nothing. */
  release(life: Life): void {
    for (const [name, queue] of this.queues) this.queues.set(name, queue.filter(waiting => waiting.life !== life))
    for (const [name, holder] of this.held) if (holder === life) this.free(name)
  }

  /** The globals that the product's code finds, as one life of it sees them. */
  globals(life: Life): Readonly<Record<string, unknown>> {
    const { loop, now, network } = this
    const timer = (run: () => void, ms = 0): unknown => loop.after(ms, run, life)
    const stop = (task: { cancelled: boolean } | undefined): void => {
      if (task) task.cancelled = true
    }
    const timeout = (ms: number): Signal => {
      const signal = new Signal()
      signal.timer = loop.after(ms, () => signal.abort(new DOMException('The operation timed out.', 'TimeoutError')), life)
      return signal
    }
    const random = this.random
    return {
      fetch: network.fetchFor(life),
      navigator: { onLine: true, userAgent: 'simulated', locks: this.locks(life) },
      crypto: {
        randomUUID: () => uuid(random),
        getRandomValues: (bytes: Uint8Array) => bytes.map((_, i) => (bytes[i] = random.below(256))) && bytes,
        subtle: { digest: (_: string, bytes: Uint8Array) => this.later(life, () => digest(bytes)) },
      },
      setTimeout: timer,
      clearTimeout: stop,
      setInterval: () => { throw new Error('A worker does not live long enough for an interval.') },
      AbortController: Controller,
      AbortSignal: { any: Signal.any, abort: Signal.abort, timeout },
      Response: class extends SimResponse {
        constructor(body: string | null, init: { status: number; headers?: Record<string, string> }) {
          super({ body: body ?? '', status: init.status, ...(init.headers && { headers: init.headers }) }, now(), null)
        }
      },
      Date: clockOf(now),
      Intl: rememberingIntl,
      Math: Object.create(Math, { random: { value: () => random.next() } }) as Math,
      console: { ...console, warn: () => {}, error: () => {} },
    }
  }

  /** What stands for `webextension-polyfill`. */
  extension(life: Life): unknown {
    const later = <T>(work: () => T): Promise<T> => this.later(life, work)
    return {
      runtime: { id: 'turfside', getURL: (path: string) => `chrome-extension://turfside/${path}`, getManifest: () => ({ version: '0' }) },
      cookies: { get: ({ url }: { url: string }) => later(() => (this.cookies.has(url) ? { value: this.cookies.get(url)! } : null)) },
      storage: { local: this.area(this.local, life, this.areaFaults), session: this.area(this.session, life, { failing: 0 }), managed: { get: () => later(() => ({})) } },
      tabs: { query: () => later(() => []) },
      alarms: {
        create: (name: string, { when }: { when: number }) => later(() => this.setAlarm(name, Math.max(this.loop.now, when - this.epoch - this.skew))),
        clear: (name: string) => later(() => this.alarms.delete(name)),
      },
    }
  }

  locks(life: Life): { request: (name: string, ...rest: readonly unknown[]) => Promise<unknown> } {
    return {
      request: (name, ...rest) => new Promise((resolve, reject) => {
        const work = rest.at(-1) as (lock: unknown) => unknown
        const options = (rest.length > 1 ? rest[0] : {}) as { ifAvailable?: boolean; signal?: AbortSignal }
        if (options.ifAvailable && this.held.has(name)) return void this.loop.after(0, () => resolve(work(null)), life)
        const begin = (): void => {
          this.loop.after(0, () => void (async () => work({ name }))().then(resolve, reject).finally(() => this.held.get(name) === life && this.free(name)), life)
        }
        options.signal?.addEventListener('abort', () => {
          const queue = this.queues.get(name) ?? []
          if (queue.some(waiting => waiting.begin === begin)) reject(options.signal!.reason as Error)
          this.queues.set(name, queue.filter(waiting => waiting.begin !== begin))
        })
        if (!this.held.has(name)) {
          this.held.set(name, life)
          return begin()
        }
        const queue = this.queues.get(name)
        if (queue) queue.push({ life, begin })
        else this.queues.set(name, [{ life, begin }])
      }),
    }
  }

  private setAlarm(name: string, at: number): void {
    this.alarms.set(name, at)
    this.loop.after(at - this.loop.now, () => {
      if (this.alarms.get(name) !== at) return
      this.alarms.delete(name)
      this.onAlarm(name)
    }, null)
  }

  private free(name: string): void {
    this.held.delete(name)
    const next = this.queues.get(name)?.shift()
    if (!next) return
    this.held.set(name, next.life)
    next.begin()
  }

  /** What the browser answers after a moment. */
  private later<T>(life: Life, work: () => T): Promise<T> {
    return new Promise((resolve, reject) => void this.loop.after(this.random.next() * 0.4, () => {
      try {
        resolve(work())
      } catch (error) {
        reject(error as Error)
      }
    }, life))
  }

  private area(store: Map<string, unknown>, life: Life, faults: AreaFaults): unknown {
    const ask = <T>(work: () => T): Promise<T> => this.later(life, () => {
      const fails = faults.failing > 0 && this.random.chance(faults.failing)
      const first = fails && this.random.chance(0.5)
      if (first) throw new Error('Error: IO error: storage/LOCK: File currently in use.')
      const done = work()
      if (fails) throw new Error('Error: IO error: storage/MANIFEST: Unable to write.')
      return done
    })
    return {
      get: (keys: null | string | readonly string[] | undefined) => ask(() => {
        const wanted = keys == null ? [...store.keys()] : typeof keys === 'string' ? [keys] : keys
        return Object.fromEntries(wanted.flatMap(key => (store.has(key) ? [[key, structuredClone(store.get(key))]] : [])))
      }),
      set: (items: Readonly<Record<string, unknown>>) => ask(() => {
        // As the browser keeps it: what JSON can say.
        for (const [key, value] of Object.entries(items)) store.set(key, JSON.parse(JSON.stringify(value)) as unknown)
      }),
      remove: (keys: string | readonly string[]) => ask(() => {
        for (const key of typeof keys === 'string' ? [keys] : keys) store.delete(key)
      }),
    }
  }
}

function clockOf(now: () => number): DateConstructor {
  return class extends Date {
    constructor(...given: readonly unknown[]) {
      super(...((given.length === 0 ? [now()] : given) as [number]))
    }

    static override now(): number {
      return now()
    }
  } as unknown as DateConstructor
}

/** `Intl` takes a millisecond for each format that is made, and every life of a worker makes its own. */
const formats = new Map<string, Intl.DateTimeFormat>()
const rememberingIntl = {
  ...Intl,
  DateTimeFormat: function (locales?: string, options?: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    const key = JSON.stringify([locales, options])
    const known = formats.get(key)
    if (known) return known
    const made = new Intl.DateTimeFormat(locales, options)
    formats.set(key, made)
    return made
  },
}

const digests = new Map<string, ArrayBuffer>()

function digest(bytes: Uint8Array): ArrayBuffer {
  const key = Buffer.from(bytes).toString('latin1')
  const known = digests.get(key)
  if (known) return known.slice(0)
  const made = sha256(bytes)
  digests.set(key, made)
  return made.slice(0)
}

function sha256(bytes: Uint8Array): ArrayBuffer {
  const hash = createHash('sha256').update(bytes).digest()
  return hash.buffer.slice(hash.byteOffset, hash.byteOffset + hash.byteLength) as ArrayBuffer
}

export function uuid(random: Random): string {
  const hex = Array.from({ length: 32 }, () => random.below(16).toString(16)).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
}
