import { Dexie } from 'dexie'
import type { OutboxRow, WrittenRow } from '../../lib/cache/db'
import { makeId } from '../../demo/ids'
import { CrmOrg, type CrmAccount } from './crm'
import { Disk, mount } from './disk'
import { Loop } from './loop'
import { Network } from './network'
import { Profile } from './profile'
import { randomOf, type Random } from './random'
import { Worker, type Asks, type Evaluate } from './worker'

/** Monday, 3 August 2026, 8:00 UTC: when every world begins. */
const epoch = Date.UTC(2026, 7, 3, 8)

/** More than any round needs: one that turns in circles ends here. */
const mostTurns = 100_000

interface Pending {
  readonly again: (() => void) | null
  readonly lost: () => void
}

/** A browser, its user's orgs, and the time in which they live. */
export class World {
  readonly random: Random
  readonly loop: Loop
  readonly disk: Disk
  readonly network: Network
  readonly profile: Profile
  readonly orgs: readonly CrmOrg[]
  readonly trace: string[] = []
  /** What must not happen at all: an error that nobody foresaw. */
  readonly bugs: string[] = []
  /** How the worker ends: turns of its until then. */
  crashIn = Infinity
  crashes = 0
  worker: Worker | null = null
  private lives = 0
  private lastTurn = 0
  private sessions = 0
  private readonly pending = new Set<Pending>()
  private readonly unmount: () => void

  /** @param like a disk on which the product has made its tables; null: it makes them in this world */
  constructor(seed: number, private readonly evaluate: Evaluate, like: Disk | null) {
    this.random = randomOf(seed)
    this.loop = new Loop(this.random.fork('disk'))
    this.disk = new Disk(this.loop, this.random.fork('diskFaults'))
    // Of some browsers it is the first day.
    if (like && this.random.chance(0.9)) this.disk.begin(like)
    const now = (): number => epoch + this.loop.now
    const users = [makeId('005', 1), makeId('005', 2)]
    const org = (name: string, n: number): CrmOrg => new CrmOrg(`https://${name}.my.salesforce.com`, makeId('00D', n), users, now, this.tell)
    // A sandbox is a copy: the same people and accounts by the same ids, in another org.
    this.orgs = this.random.chance(0.3) ? [org('acme', 1), org('acme--uat.sandbox', 2)] : [org('acme', 1)]
    for (const each of this.orgs) for (let n = 1; n <= 4; n++) each.accounts.set(makeId('001', n), accountOf(n, users))
    this.network = new Network(this.loop, this.random.fork('network'), new Map(this.orgs.map(each => [each.host, each])), this.tell)
    this.profile = new Profile(this.loop, this.disk, this.network, this.random.fork('browser'), epoch)
    this.profile.onAlarm = name => name === 'outbox' && void this.ask('drain').catch(() => {})
    this.network.onSent = origin => this.watchHold(origin)
    this.unmount = mount(this.disk)
    this.loop.beforeTurn = life => {
      if (this.watches) this.watchStores()
      if (life === null || life !== this.worker?.life) return
      if (this.isIdle()) return this.stop('after 30 idle seconds', false)
      this.lastTurn = this.loop.now
      if (--this.crashIn <= 0) this.crash('at one of its turns')
    }
  }

  /** Since when an org is to be left alone, by what the product itself has noted. */
  private readonly holds = new Map<string, { readonly until: number; readonly since: number }>()

  /** A CRM that has asked to be left alone, and whose wish is on disk, is left alone. */
  private watchHold(origin: string): void {
    const noted = this.disk.row<{ value: { until: number } | null }>('memo', `salesforce|${origin}|hold`)?.value ?? null
    const known = this.holds.get(origin)
    if (noted === null) this.holds.delete(origin)
    else if (noted.until !== known?.until) this.holds.set(origin, { until: noted.until, since: this.loop.now })
    else if (noted.until > this.profile.now() && known.since < this.loop.now - 2_000 && this.disk.faults.failing === 0 && !this.disk.faults.shut) {
      this.bugs.push(`${origin} is asked though it is to be left alone for another ${((noted.until - this.profile.now()) / 1000).toFixed(0)} s`)
    }
  }

  /** Notes in the trace how each touch lies in the storages; for whoever reads one. */
  watches = false
  private readonly stored = new Map<string, string>()

  private watchStores(): void {
    const rows = new Map<string, string>()
    const state = ({ state, attempts, error, notBefore }: OutboxRow): string => `${state} after ${attempts}${error ? `, ${error.kind}` : ''}, until ${((notBefore - this.profile.onItsClock(epoch)) / 1000).toFixed(0)}`
    for (const row of this.disk.rows<OutboxRow>('outbox')) rows.set(`outbox ${row.mark}`, state(row))
    for (const row of this.disk.rows<WrittenRow>('written')) rows.set(`written ${row.mark}`, `${row.touchId ?? 'never'}${row.removedAt === null ? '' : ', removed'}`)
    for (const [key, value] of this.profile.local) if (key.startsWith('outbox|')) rows.set(`mirror ${key.slice(7)}`, state(value as OutboxRow))
    for (const key of this.stored.keys()) if (!rows.has(key)) this.note(key, 'gone')
    for (const [key, value] of rows) if (this.stored.get(key) !== value) this.note(key, value)
  }

  private note(key: string, value: string): void {
    if (value === 'gone') this.stored.delete(key)
    else this.stored.set(key, value)
    this.notes.add(this.trace.push(`${(this.loop.now / 1000).toFixed(3).padStart(10)}    · ${key}: ${value}`) - 1)
  }

  /** Lines of the trace that are there only for its reader. */
  readonly notes = new Set<number>()

  readonly tell = (line: string): void => void this.trace.push(`${(this.loop.now / 1000).toFixed(3).padStart(10)}  ${line}`)

  /** Runs the world for so long, or until nothing can happen. */
  run(ms: number): Promise<void> {
    return this.loop.runFor(ms, mostTurns)
  }

  /** Asks the worker, which is started where it does not run. Rejects when nobody answers any more. */
  ask<K extends keyof Asks>(name: K, ...args: Parameters<Asks[K]>): Promise<Awaited<ReturnType<Asks[K]>>> {
    return new Promise((resolve, reject) => {
      const { loop } = this
      const send = (again: boolean): void => {
        if (this.worker && this.isIdle()) this.stop('after 30 idle seconds', false)
        const worker = this.worker ?? this.start()
        const pending: Pending = { again: again ? () => void loop.after(5, () => send(false), null) : null, lost: () => reject(new Error('the worker has gone')) }
        this.pending.add(pending)
        const over = (tell: () => void): void => {
          if (this.pending.delete(pending)) loop.after(0.2, tell, null)
        }
        loop.after(0.2, () => {
          const work = worker.asks[name] as (...args: unknown[]) => Promise<Awaited<ReturnType<Asks[K]>>>
          work(...args).then(value => over(() => resolve(value)), (error: unknown) => over(() => {
            worker.noteBug(error)
            reject(error as Error)
          }))
        }, worker.life)
      }
      send(true)
    })
  }

  /** A browser stops a worker that does nothing; a timer of its own keeps it as little as an answer that does not come. */
  private isIdle(): boolean {
    return this.loop.now - this.lastTurn > 30_000
  }

  start(): Worker {
    this.lastTurn = this.loop.now
    this.worker = new Worker(this.profile, this.evaluate, ++this.lives, this.tell, bug => this.bugs.push(bug))
    this.tell(`${this.worker.life.name} starts`)
    return this.worker
  }

  /** The worker ends at once, wherever it was. `wholeBrowser`: and with it every page. */
  crash(where: string, wholeBrowser = false): void {
    this.crashIn = Infinity
    if (this.worker) this.crashes++
    this.stop(where, wholeBrowser)
    this.loop.onCrash?.()
  }

  private stop(where: string, wholeBrowser: boolean): void {
    const { worker } = this
    if (worker) {
      this.tell(`${worker.life.name} ends ${where}`)
      worker.life.ended = true
      this.worker = null
      this.profile.release(worker.life)
      this.disk.cut()
      forgetConnections()
    }
    const waiting = [...this.pending]
    this.pending.clear()
    for (const { again, lost } of waiting) {
      // A page asks once more, if it is still there.
      if (again && !wholeBrowser && this.random.chance(0.8)) again()
      else this.loop.after(1, lost, null)
    }
    if (!wholeBrowser) return
    this.profile.session.clear()
    this.loop.after(this.random.between(500, 20_000), () => void this.ask('drain').catch(() => {}), null)
  }

  /** The user of an org's session; null: nobody is signed in. */
  userOf(org: CrmOrg): string | null {
    const sid = this.profile.cookies.get(org.host)
    return sid === undefined ? null : (org.sessions.get(sid) ?? null)
  }

  /** Somebody signs in, or null: out. Whether the session before ends with it is the CRM's. */
  signIn(org: CrmOrg, user: string | null): void {
    const before = this.profile.cookies.get(org.host)
    if (before !== undefined && (user === null || this.random.chance(0.5))) org.sessions.delete(before)
    if (user === null) this.profile.cookies.delete(org.host)
    else {
      const sid = `${org.id.slice(0, 15)}!session${++this.sessions}`
      org.sessions.set(sid, user)
      this.profile.cookies.set(org.host, sid)
    }
    this.tell(user === null ? `nobody is signed in at ${org.id}` : `${user} is signed in at ${org.id}`)
  }

  close(): void {
    if (this.worker) this.worker.life.ended = true
    forgetConnections()
    this.unmount()
  }
}

/** Dexie keeps a list of what is open, which would keep every world alive. */
const forgetConnections = (): void => void (Dexie as unknown as { connections: unknown[] }).connections.splice(0)

const accountOf = (n: number, users: readonly string[]): CrmAccount => ({ id: makeId('001', n), name: `Account ${n}`, gone: null, writers: n === 4 ? [users[0]!] : null })
