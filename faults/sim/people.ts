import type { OutboxRow } from '../../lib/cache/db'
import type { TouchType } from '../../lib/model/snapshot'
import type { CrmOrg } from './crm'
import { uuid } from './profile'
import { soundDisk } from './disk'
import { soundNet, type NetFaults } from './network'
import type { Random } from './random'
import type { World } from './world'

/** A touch as its user knows it. */
export interface Logged {
  readonly mark: string
  readonly org: CrmOrg
  /** Who was signed in when it was pressed, and who when it was said to be kept; in between it may be either's. */
  readonly users: Set<string>
  readonly accountId: string
  readonly type: TouchType
  minutes: number
  readonly pressedAt: number
  /** When the user was told that it is kept; null: never. */
  toldAt: number | null
  /** The user was told that it is kept. */
  told: boolean
  /** Undo was pressed: how often, and whether it was said to be done. */
  undoing: number
  undone: boolean
  /** It was dropped knowingly: asked for, and said to be done. */
  dropping: boolean
  dropped: boolean
}

export const longRule = { longest: 60, message: 'A touch ends within the hour.' }

/** What the people of a world do, and what befalls it, at random moments of a span of time. */
export class People {
  readonly logged: Logged[] = []
  private readonly random: Random

  constructor(private readonly world: World) {
    this.random = world.random.fork('people')
  }

  /** Everything that will happen is planned now; the loop lets it happen. */
  plan(spanMs: number, deeds: number): void {
    const { world } = this
    for (const org of world.orgs) world.signIn(org, org.users[0]!)
    for (let i = 0; i < deeds; i++) world.loop.after(this.random.next() * spanMs, () => this.deed(), null)
    // Of some worlds most is well.
    const bad = this.random.pick([0, 0.3, 1, 1])
    for (let i = 0; i < 4 * bad; i++) world.loop.after(this.random.next() * spanMs, () => this.trouble(), null)
    world.network.faults = this.weather(bad)
    if (bad > 0 && this.random.chance(0.8)) this.nextCrash(4)
    if (bad > 0) {
      const chance = this.random.pick([0, 0.02, 0.1])
      let left = 4
      world.network.watch = (what, method) => {
        if (method === 'GET' || left === 0 || !this.random.chance(chance)) return
        left--
        world.crash(`as a ${method} was ${what}`)
      }
    }
  }

  /** Everything is well again, and stays so. */
  calm(): void {
    const { world } = this
    world.network.faults = soundNet()
    world.network.watch = () => {}
    world.disk.faults = soundDisk()
    world.profile.areaFaults.failing = 0
    world.loop.onCrash = null
    world.crashIn = Infinity
    for (const org of world.orgs) org.locked = false
    world.tell('all is well again')
  }

  private nextCrash(left: number): void {
    const { world, random } = this
    world.crashIn = Math.ceil(-Math.log(1 - random.next()) * random.pick([40, 200, 600]))
    world.loop.onCrash = left > 1 ? () => this.nextCrash(left - 1) : null
  }

  private weather(bad: number): NetFaults {
    const { random } = this
    const some = (most: number): number => (random.chance(0.5) ? 0 : random.next() * most * bad)
    return {
      down: false, lost: some(0.2), unanswered: some(0.3), hanging: some(0.08), repeated: some(0.2), cut: some(0.15), garbled: some(0.15), refused: some(0.25), impatient: some(0.15),
      slow: some(0.3),
    }
  }

  private deed(): void {
    const { random } = this
    const roll = random.next()
    if (roll < 0.42) return this.press()
    if (roll < 0.58) return this.undo()
    if (roll < 0.66) return this.again()
    if (roll < 0.7) return this.drop()
    if (roll < 0.82) return this.look()
    if (roll < 0.86) return void this.quietly(this.world.ask('drain'))
    return this.comeAndGo()
  }

  /** A press on one of the log buttons, sometimes twice. */
  private press(): void {
    const { world, random } = this
    const org = random.pick(world.orgs)
    const user = world.userOf(org)
    if (user === null) return
    const account = random.pick([...org.accounts.values()])
    const touch: Logged = {
      mark: uuid(random), org, users: new Set([user]), accountId: account.id, type: random.pick(['call', 'email', 'visit', 'meeting'] as const), minutes: random.pick([5, 15, 30, 90]),
      pressedAt: world.loop.now, toldAt: null, told: false, undoing: 0, undone: false, dropping: false, dropped: false,
    }
    this.logged.push(touch)
    this.log(touch, org.nameFor(account, user), 2)
    if (random.chance(0.25)) world.loop.after(random.next() * 300, () => this.log(touch, org.nameFor(account, user), 0), null)
  }

  private log(touch: Logged, accountName: string, moreTries: number): void {
    const { world, random } = this
    const { mark, org, accountId, type, minutes } = touch
    const start = world.profile.now()
    const request = {
      mark, ref: { crm: 'salesforce', org: org.host, id: accountId }, accountName, type, start, day: new Date(start).toISOString().slice(0, 10), minutes, note: '', onlineWord: 'zoom', extra: {},
    }
    world.tell(`presses log ${type} ${mark} on ${accountId}, ${minutes} min`)
    const tryAgain = (why: string): void => {
      world.tell(`is told that ${mark} is not kept: ${why}`)
      const user = world.userOf(org)
      if (moreTries === 0 || user === null || touch.told || !random.chance(0.6)) return
      world.loop.after(random.between(1_000, 20_000), () => {
        const now = world.userOf(org)
        if (now !== null && touch.users.has(now) && !touch.told) this.log(touch, accountName, moreTries - 1)
      }, null)
    }
    world.ask('log', request).then(answer => {
      const user = world.userOf(org)
      if (user !== null) touch.users.add(user)
      if (!('mark' in answer)) return tryAgain(answer.failed)
      touch.told = true
      touch.toldAt ??= world.loop.now
      world.tell(`is told that ${mark} is kept`)
    }, (error: unknown) => tryAgain(String(error)))
  }

  /** Touches of whoever is signed in now. */
  private own(): Logged[] {
    return this.logged.filter(({ org, users, told, undone, dropped }) => told && !undone && !dropped && users.size === 1 && users.has(this.world.userOf(org) ?? ''))
  }

  private undo(): void {
    const own = this.own()
    if (own.length === 0) return
    const touch = this.random.chance(0.6) ? own.at(-1)! : this.random.pick(own)
    this.takeBack(touch)
    if (this.random.chance(0.15)) this.world.loop.after(this.random.next() * 400, () => this.takeBack(touch), null)
  }

  takeBack(touch: Logged): void {
    const { world } = this
    touch.undoing++
    world.tell(`presses undo of ${touch.mark}`)
    world.ask('undo', touch.mark).then(done => {
      world.tell(`is told that ${touch.mark} is ${done ? '' : 'not yet '}taken back`)
      if (done) touch.undone = true
    }, (error: unknown) => world.tell(`is told that ${touch.mark} cannot be taken back now: ${String(error)}`))
  }

  /** The refused touches of whoever is signed in, as the panel shows them. */
  refused(): Logged[] {
    const rows = this.world.disk.rows<OutboxRow>('outbox').filter(({ state }) => state === 'refused')
    return this.own().filter(({ mark }) => rows.some(row => row.mark === mark))
  }

  private again(): void {
    const refused = this.refused()
    if (refused.length > 0) this.resend(this.random.pick(refused), this.random.chance(0.6))
  }

  /** Sends again what was refused, made short enough or as it is. */
  resend(touch: Logged, shorter: boolean): void {
    const { world } = this
    world.tell(`sends ${touch.mark} again, ${shorter ? 'changed' : 'as it is'}`)
    const start = world.profile.now()
    this.quietly(world.ask('again', touch.mark, shorter ? { start, day: new Date(start).toISOString().slice(0, 10), minutes: 30, note: 'Shorter.', extra: {} } : null))
  }

  private drop(): void {
    const refused = this.refused()
    if (refused.length === 0) return
    const touch = this.random.pick(refused)
    const { world } = this
    touch.dropping = true
    world.tell(`drops ${touch.mark}`)
    world.ask('discard', touch.mark).then(() => {
      touch.dropped = true
      world.tell(`is told that ${touch.mark} is dropped`)
    }, () => {})
  }

  /** Opens an account in the panel. */
  private look(): void {
    const { world, random } = this
    const org = random.pick(world.orgs)
    const account = random.pick([...org.accounts.keys()])
    this.quietly(world.ask('refresh', { crm: 'salesforce', org: org.host, id: account }, random.pick([0, 60_000]), random.chance(0.2)))
  }

  private comeAndGo(): void {
    const { world, random } = this
    const org = random.pick(world.orgs)
    world.signIn(org, random.pick([org.users[0]!, org.users[0]!, org.users[1]!, null]))
    if (random.chance(0.6)) this.look()
  }

  private trouble(): void {
    const { world, random } = this
    const { disk, profile, network, loop } = world
    const lasts = random.between(500, 120_000)
    const org = random.pick(world.orgs)
    const forAWhile = (words: string, begin: () => void, end: () => void): void => {
      world.tell(`${words}, for ${Math.round(lasts / 1000)} s`)
      begin()
      loop.after(lasts, () => {
        world.tell(`no more: ${words}`)
        end()
      }, null)
    }
    switch (random.below(13)) {
      case 0:
        return forAWhile('no network', () => (network.faults.down = true), () => {
          network.faults.down = false
          this.quietly(world.ask('wake'))
        })
      case 1:
        return forAWhile('the storage is full', () => (disk.faults.full = true), () => (disk.faults.full = false))
      case 2:
        return forAWhile('the storage fails at times', () => (disk.faults.failing = 0.1), () => (disk.faults.failing = 0))
      case 3:
        return forAWhile('transactions are aborted at times', () => (disk.faults.aborting = 0.3), () => (disk.faults.aborting = 0))
      case 4:
        return forAWhile('the database does not open', () => (disk.faults.shut = true), () => (disk.faults.shut = false))
      case 5:
        return forAWhile('the storage is slow', () => (disk.faults.slow = 40), () => (disk.faults.slow = soundDisk().slow))
      case 6:
        return forAWhile('storage.local fails at times', () => (profile.areaFaults.failing = 0.3), () => (profile.areaFaults.failing = 0))
      case 7:
        return forAWhile('records are locked', () => (org.locked = true), () => (org.locked = false))
      case 8:
        return this.mergeTwo(org)
      case 9:
        world.tell('the admin makes a rule')
        org.rules = longRule
        return
      case 10:
        return this.setClock(random.pick([-1, 1]) * random.pick([2_000, 90_000, 7_200_000]))
      case 11:
        return world.crash('with the whole browser', true)
      default:
        if (!this.wipes) return
        world.tell('the browser throws the database away')
        return disk.wipe()
    }
  }

  /** Whether the database may be lost. */
  wipes = true

  private setClock(by: number): void {
    const { profile } = this.world
    profile.skew += by
    profile.wasSet = true
    profile.wasSetBack ||= by < 0
    this.world.tell(`the computer's clock is set, and is off by ${profile.skew / 1000} s`)
  }

  private mergeTwo(org: CrmOrg): void {
    const standing = [...org.accounts.values()].filter(({ gone, writers }) => gone === null && writers === null)
    if (standing.length < 2) return
    const loser = this.random.pick(standing)
    const winner = this.random.pick(standing.filter(account => account !== loser))
    this.world.tell(`${loser.id} is merged into ${winner.id}`)
    org.merge(loser.id, winner.id)
  }

  private quietly(work: Promise<unknown>): void {
    void work.catch(() => {})
  }
}
