import { refusal, type Answer, type CrmOrg } from './crm'
import type { Life, Loop } from './loop'
import type { Random } from './random'
import type { Signal } from './signals'

/** What a request can meet, each as how likely it is. */
export interface NetFaults {
  /** Nothing gets through. */
  down: boolean
  /** A request is lost before it reaches the CRM. */
  lost: number
  /** The CRM has carried it out, and its answer is lost. */
  unanswered: number
  /** The connection hangs: no answer and no error, whether or not it was carried out. */
  hanging: number
  /** A kept connection broke, and the browser sends the request again by itself. */
  repeated: number
  /** The answer breaks off. */
  cut: number
  /** Another's page, or garbage, instead of the answer. */
  garbled: number
  /** The CRM says that it cannot just now: limit, 5xx. */
  refused: number
  /** A gateway gives up after the CRM has carried it out. */
  impatient: number
  /** Takes long. */
  slow: number
}

export const soundNet = (): NetFaults => ({ down: false, lost: 0, unanswered: 0, hanging: 0, repeated: 0, cut: 0, garbled: 0, refused: 0, impatient: 0, slow: 0 })

/**
 * A request that has left the browser is carried out within this time, or never. The outbox rests on it: an attempt that was cut off is asked for after five
 * seconds (`firstWait` of `lib/sync/outboxWaits.ts`).
 */
export const latestMs = 4_500

/** Chromium's fetch, so far as Turfside uses it. */
export type Fetch = (url: string, init?: RequestInit) => Promise<Response>

export class Network {
  faults = soundNet()
  /** Called for each request that has reached the CRM, and for each whose answer arrives. */
  watch: (what: 'sent' | 'executed' | 'answered', method: string) => void = () => {}
  onSent: (origin: string) => void = () => {}
  private count = 0

  constructor(
    private readonly loop: Loop, private readonly random: Random, private readonly orgs: ReadonlyMap<string, CrmOrg>, private readonly tell: (line: string) => void,
  ) {}

  /** The network as one life sees it: answers to one that has ended reach nobody. */
  fetchFor(life: Life): Fetch {
    return (url, init = {}) => new Promise((heard, failed) => {
      const signal = init.signal as unknown as Signal | undefined
      // Its deadline is met.
      const settled = (): void => {
        if (signal?.timer) signal.timer.cancelled = true
      }
      const resolve = (response: Response): void => {
        settled()
        heard(response)
      }
      const reject = (error: Error): void => {
        settled()
        failed(error)
      }
      const { loop, random, faults } = this
      const { origin, pathname, search } = new URL(url)
      const method = init.method ?? 'GET'
      const n = ++this.count
      const name = `${n} ${method} ${pathname.replace('/services', '')}${search.length > 0 ? `?${decodeURIComponent(search.slice(3)).replace(/SELECT .*? FROM/, 'SELECT … FROM').slice(0, 90)}` : ''}`
      const fails = (after: number, why: string): void => void loop.after(after, () => {
        this.tell(`  net ${n}: ${why}`)
        reject(new TypeError('Failed to fetch'))
      }, life)
      signal?.addEventListener('abort', () => reject(signal.reason as Error))
      if (signal?.aborted) return reject(signal.reason as Error)
      const org = this.orgs.get(origin)
      this.tell(`  net → ${name}`)
      this.watch('sent', method)
      this.onSent(origin)
      if (life.ended) return
      const there = random.chance(faults.slow) ? random.between(500, latestMs) : random.between(5, 120)
      const back = random.chance(faults.slow) ? random.between(500, 10_000) : random.between(5, 120)
      if (faults.down || !org) return fails(random.between(1, 60), 'no network')
      if (random.chance(faults.lost)) return fails(there, 'lost on the way')
      const authorization = (init.headers as Record<string, string> | undefined)?.authorization
      const ask = { method, path: pathname + search, token: authorization?.replace('Bearer ', '') ?? null, body: typeof init.body === 'string' ? init.body : null }
      const hangs = random.chance(faults.hanging)
      if (hangs && random.chance(0.5)) return void this.tell(`  net ${n}: hangs, and never arrives`)
      const sick = random.chance(faults.refused) ? sickness(random) : null
      const arrive = (): void => {
        this.watch('executed', method)
        let answer = sick ?? org.answer(ask)
        if (random.chance(faults.impatient)) answer = { status: 504, body: '<html><body>Gateway Timeout</body></html>' }
        if (random.chance(faults.garbled)) answer = garbled(answer, random)
        this.watch('answered', method)
        if (hangs) return this.tell(`  net ${n}: ${answer.status}, and hangs`)
        if (this.faults.down || random.chance(faults.unanswered)) return fails(back, `${answer.status} ${brief(answer)}, but the answer is lost`)
        const breaks = random.chance(faults.cut)
        loop.after(back, () => {
          this.tell(`  net ← ${n}: ${answer.status} ${brief(answer)}${breaks ? ', breaks off' : ''}`)
          resolve(new SimResponse(answer, org.now(), breaks ? random.next() : null) as unknown as Response)
        }, life)
      }
      if (random.chance(faults.repeated)) {
        loop.after(there * random.next(), () => {
          this.tell(`  net ${n}: carried out, and sent again by the browser`)
          org.answer(ask)
        }, null)
      }
      loop.after(there, arrive, null)
    })
  }
}

const brief = ({ status, body }: Answer): string => (status >= 400 ? body.slice(0, 90) : '')

/** What a CRM answers that cannot just now. */
function sickness(random: Random): Answer {
  const wait = random.chance(0.6) ? { 'retry-after': String(random.below(90) + 1) } : undefined
  switch (random.below(5)) {
    case 0:
      return { ...refusal(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'), ...(wait && { headers: wait }) }
    case 1:
      return { status: 429, body: '', ...(wait && { headers: wait }) }
    case 2:
      return { ...refusal(503, 'SERVER_UNAVAILABLE', 'Server is too busy'), ...(wait && { headers: wait }) }
    case 3:
      return { status: 500, body: '<html><body>Internal Server Error</body></html>' }
    default:
      return refusal(401, 'INVALID_SESSION_ID', 'Session expired or invalid')
  }
}

function garbled(answer: Answer, random: Random): Answer {
  switch (random.below(4)) {
    case 0:
      return { status: 200, body: '<!doctype html><html><title>Welcome to our Wi-Fi</title></html>' }
    case 1:
      return { ...answer, body: answer.body.slice(0, random.below(answer.body.length + 1)) }
    case 2:
      return { ...answer, body: answer.body.replaceAll('"', "'") }
    default:
      return { status: 200, body: '' }
  }
}

/** An answer as `fetch` gives it, from a text. */
export class SimResponse {
  readonly type = 'basic'
  readonly status: number
  readonly ok: boolean
  readonly headers: { get: (name: string) => string | null }

  /** @param cut which part of the body comes before it breaks off; null: all of it */
  constructor(private readonly answer: Answer, date: number, private readonly cut: number | null) {
    this.status = answer.status
    this.ok = answer.status >= 200 && answer.status < 300
    const headers: Readonly<Record<string, string>> = { date: new Date(date).toUTCString(), ...answer.headers }
    this.headers = { get: name => headers[name.toLowerCase()] ?? null }
  }

  async text(): Promise<string> {
    if (this.cut === null) return this.answer.body
    // With a length it is noticed, else it looks like the end.
    if (this.cut < 0.7) throw new TypeError('network error')
    return this.answer.body.slice(0, Math.floor(this.answer.body.length * this.cut))
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text()) as unknown
  }
}
