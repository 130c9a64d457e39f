import type { OutboxRow, TurfsideDb } from '../cache/db'
import { mirror, mirrored, type KeyedArea } from '../cache/outboxMirror'
import { withRoom } from '../cache/room'
import { storageError } from '../cache/storageError'
import type { Connection, CrmError, NewTouch, RecordRef, Result } from '../crm/adapter'
import type { LogRequest, PressedBy, Requests, TouchChanges } from '../messages'
import { arrived, takenBack } from './arrivals'
import { inTime } from './inTime'
import { carryOver } from './mergedAccounts'
import { firstWait, inOrder, isCertain, isFinal, isOnlyHere, nextTry, passes, queueOf, standsInTheWay } from './outboxWaits'
import { copy, restore, uncopy } from './outboxRestore'
import { askedSpace, currentSpace, spaceKey } from './space'

/** What the outbox works with: handed in, so that it runs in a simulated browser as well as in a real one. */
export interface OutboxParts {
  readonly db: TurfsideDb
  /** A connection; with a signal, one for a single sending: all of it in the session that it finds first, and nothing once the signal aborts. */
  readonly connect: (crm: string, org: string, signal?: AbortSignal) => Connection
  readonly now: () => number
  /** Runs one work of that name at a time, in whichever worker or page of this browser; as `navigator.locks.request`. */
  readonly lock: <T>(name: string, work: () => Promise<T>) => Promise<T>
  /** From 0 up to, not including, 1; as `Math.random`. */
  readonly random: () => number
  /** A second place for what waits, apart from the database: see `outboxMirror.ts`. */
  readonly area: KeyedArea
}

/** For all requests of one sending; each has a deadline of its own. */
const sendFor = 60_000
/** For one round of sending: a browser stops a worker that is busy for five minutes. The rest goes in the next round. */
const roundFor = 120_000
/** A storage that does not answer within this is taken for one that fails. */
const storageFor = 5_000
/** When the storage that fails is tried again. */
const storageAgain = 60_000
/** A touch that is taken back is looked for once more, so long after an attempt that may still be under way. */
const settled = 30_000

/**
 * Touches on their way to the CRM. What holds, in this file:
 * - a touch is on disk before `log` answers, in the database and its mirror, or in one of the two where the other fails; it leaves both only when the CRM has
 *   it or the user takes it back;
 * - an attempt is counted on disk before it is sent, and a second one asks the CRM first whether the first arrived;
 * - one sender at a time, and of one account in the order logged: what must wait holds up what was logged after it, what was refused does not;
 * - a touch is sent only in the session of the user who logged it, from the first request to the last;
 * - what the CRM refuses stays, with its words, until the user sends it again or drops it;
 * - what was meant for an account that was merged into another goes to that one, unless this user cannot see it: then it is kept as refused.
 */
export class Outbox {
  private readonly db: TurfsideDb

  constructor(private readonly parts: OutboxParts) {
    this.db = parts.db
  }

  /** Makes the touch durable. Logging the same mark twice is logging it once. Rejects where neither storage takes it. */
  async log(request: LogRequest): Promise<Requests['log']['answer']> {
    const { ref, accountName, by, ...rest } = request
    const space = await this.spaceOf(ref, by)
    // Offline with a session that was never seen: nobody can say whose touch this would be.
    if (!space.ok) return { failed: 'noSession' }
    const touch: NewTouch = { ...rest, accountId: ref.id }
    const row: OutboxRow = { mark: request.mark, space: space.value.space, crm: ref.crm, org: ref.org, touch, accountName, loggedAt: this.parts.now(), attempts: 0, state: 'waiting', error: null, notBefore: 0, unsureSince: null }
    try {
      const added = await inTime(storageFor, () => withRoom(this.db, () => this.add(row)))
      if (added) await copy(this.parts.area, added)
      return { mark: row.mark }
    } catch (error) {
      const ails = storageError(error)
      if (ails === null) throw error
      await mirror(this.parts.area, row)
      return { mark: row.mark, ails }
    }
  }

  /** Answers the row as added; null: its mark is known already. */
  private add(row: OutboxRow): Promise<OutboxRow | null> {
    return this.db.transaction('rw', this.db.outbox, this.db.written, async () => {
      if ((await this.db.written.get(row.mark)) || (await this.db.outbox.get(row.mark))) return null
      const before = await this.db.outbox.where('space').equals(row.space).toArray()
      // Its user is here: what waited for that waits no longer.
      await this.db.outbox.bulkPut(before.filter(passes).map(other => ({ ...other, notBefore: 0, putOff: 0 })))
      // The computer's clock may have been set back since: the order logged stays.
      const last = Math.max(0, ...before.filter(other => queueOf(other) === queueOf(row)).map(({ loggedAt }) => loggedAt + 1))
      const added = { ...row, loggedAt: Math.max(row.loggedAt, last) }
      await this.db.outbox.add(added)
      return added
    })
  }

  /** Whose touch it is: of whoever was signed in when the button was pressed. Where the database cannot say, the CRM is asked. */
  private async spaceOf({ crm, org }: RecordRef, by: PressedBy | undefined): Promise<Result<{ readonly space: string }>> {
    if (by?.space?.startsWith(`${spaceKey(crm, org)}|`)) return { ok: true, value: { space: by.space } }
    const connection = this.parts.connect(crm, org)
    const now = await currentSpace(this.db, crm, org, connection, this.parts.now()).catch((error: unknown) => {
      if (storageError(error) === null) throw error
      return askedSpace(crm, org, connection, this.parts.now())
    })
    return by && (await connection.fingerprint()) !== by.fingerprint ? { ok: false, error: { kind: 'signedOut' } } : now
  }

  /** Takes a touch back, sent or not. True once it is out of the outbox and of the CRM. */
  async undo(mark: string): Promise<boolean> {
    if (await this.takeBack(mark)) return true
    if (await this.db.outbox.get(mark)) await this.drain()
    const written = await this.db.written.get(mark)
    // Of one that nobody here knows any more (the browser has thrown the database away) nobody can say that it is taken back.
    if (!written) return false
    if (written.removedAt !== null || written.touchId === null) return (await this.db.outbox.get(mark)) === undefined
    const { space, touchId } = written
    const [crm, org] = space.split('|') as [string, string]
    const removed = await this.inSession(crm, org, space, connection => connection.remove(touchId))
    if (!removed.ok) return false
    await takenBack(this.db, written, this.parts.now())
    await uncopy(this.parts.area, mark)
    return true
  }

  /** Takes a touch back that has not left yet: true when it is gone. One that may have arrived is removed as soon as that is known, by `drain`. */
  async takeBack(mark: string): Promise<boolean> {
    await restore(this.db, this.parts.area, this.parts.now())
    const row = await this.db.outbox.get(mark)
    if (!row) return false
    await copy(this.parts.area, { ...row, state: 'taken back' })
    const gone = await this.db.transaction('rw', this.db.outbox, this.db.written, async () => {
      // Looked at again: an attempt may have begun since.
      const fresh = await this.db.outbox.get(mark)
      if (!fresh) return false
      if (isOnlyHere(fresh)) {
        await this.db.written.put({ mark, space: row.space, touchId: null, accountId: row.touch.accountId, at: this.parts.now(), removedAt: this.parts.now() })
        await this.db.outbox.delete(mark)
        return true
      }
      await this.db.outbox.update(mark, { state: 'taken back', error: null, putOff: 0, notBefore: fresh.state === 'sending' ? fresh.notBefore : 0 })
      return false
    })
    await this.uncopyLeft(mark)
    return gone
  }

  /** Drops a touch that the CRM refused. */
  async discard(mark: string): Promise<void> {
    if ((await this.db.outbox.get(mark))?.state === 'refused') await this.takeBack(mark)
  }

  /** Sends again what the CRM refused, with what the user changed; what was meant for an account that they cannot see goes to that one now. */
  async again(mark: string, changes: TouchChanges | null): Promise<void> {
    const row = await this.db.outbox.get(mark)
    if (row?.state !== 'refused') return
    const accountId = row.error?.kind === 'merged' ? row.error.into.id : row.touch.accountId
    const changed: OutboxRow = { ...row, touch: { ...row.touch, ...changes, accountId }, state: 'waiting', error: null, notBefore: 0, putOff: 0 }
    await copy(this.parts.area, changed)
    await this.db.transaction('rw', this.db.outbox, async () => {
      if ((await this.db.outbox.get(mark))?.state === 'refused') await this.db.outbox.put(changed)
    })
    await this.drain()
  }

  /** The CRM answers again: what waited for that waits no longer. Of one space, or of all. */
  async wake(space: string | null): Promise<void> {
    await this.db.outbox.filter(row => (space === null || row.space === space) && passes(row)).modify({ notBefore: 0, putOff: 0 })
    await this.drain()
  }

  /** Sends what waits and may be sent now, and answers when the next try is due; null: nothing waits. */
  async drain(): Promise<number | null> {
    try {
      await this.parts.lock('turfside outbox', () => this.sendDue())
      const heads = new Map<string, number>()
      for (const row of (await this.db.outbox.toArray()).sort(inOrder)) {
        const queue = row.state === 'taken back' ? row.mark : queueOf(row)
        if (row.state !== 'refused' && !heads.has(queue)) heads.set(queue, row.notBefore)
      }
      return heads.size > 0 ? Math.min(...heads.values()) : null
    } catch (error) {
      if (storageError(error) === null) throw error
      return (await mirrored(this.parts.area)).length > 0 ? this.parts.now() + storageAgain : null
    }
  }

  private async sendDue(): Promise<void> {
    await restore(this.db, this.parts.area, this.parts.now())
    const end = this.parts.now() + roundFor
    const held = new Set<string>()
    const inTheWay = new Map<string, CrmError>()
    for (const { mark } of (await this.db.outbox.toArray()).sort(inOrder)) {
      const row = await this.db.outbox.get(mark)
      if (!row || row.state === 'refused' || (row.state !== 'taken back' && held.has(queueOf(row)))) continue
      if (row.notBefore <= this.parts.now() && this.parts.now() < end) {
        const error = inTheWay.get(row.space) ?? (await this.send(row))
        if (error) await this.answered(mark, error)
        if (error && standsInTheWay(error)) inTheWay.set(row.space, error)
      }
      const left = await this.db.outbox.get(mark)
      if (left?.state === 'waiting' || left?.state === 'sending') held.add(queueOf(left))
    }
  }

  /** One attempt; answers what came in its way. */
  private async send({ mark, crm, org, space }: OutboxRow): Promise<CrmError | null> {
    const sent = await this.inSession<CrmError | null>(crm, org, space, async connection => {
      // Read again under the lock: it may have been taken back since.
      const row = await this.count(mark)
      if (!row) return { ok: true, value: null }
      if (row.state !== 'taken back') {
        const answer = await connection.write(row.touch, row.attempts > 1)
        if (!answer.ok) return { ok: true, value: answer.error }
        await arrived(this.db, row, answer.value, this.parts.now())
      }
      const taken = await this.db.outbox.get(mark)
      return { ok: true, value: taken ? await this.withdraw(taken, connection) : null }
    })
    if (!sent.ok) return sent.error
    if (sent.value?.kind === 'merged') return this.follow(mark, sent.value)
    await this.uncopyLeft(mark)
    return sent.value
  }

  /** The mirror's entry goes once the database says that the touch has left; one that was thrown away meanwhile says nothing. */
  private async uncopyLeft(mark: string): Promise<void> {
    if ((await this.db.written.get(mark)) && !(await this.db.outbox.get(mark))) await uncopy(this.parts.area, mark)
  }

  /** Counts an attempt on disk, before it is made. */
  private count(mark: string): Promise<OutboxRow | null> {
    return this.db.transaction('rw', this.db.outbox, async () => {
      const row = await this.db.outbox.get(mark)
      if (!row || row.state === 'refused') return null
      const now = this.parts.now()
      const counted: OutboxRow = row.state === 'taken back'
        ? { ...row, notBefore: now + firstWait }
        : { ...row, attempts: row.attempts + 1, state: 'sending', error: null, notBefore: now + firstWait, unsureSince: row.unsureSince ?? now }
      await this.db.outbox.put(counted)
      return counted
    })
  }

  /** Removes from the CRM what was taken back. */
  private async withdraw(row: OutboxRow, connection: Connection): Promise<CrmError | null> {
    const withdrawn = await connection.withdraw(row.touch)
    if (!withdrawn.ok) return withdrawn.error
    const { mark, space, unsureSince, touch: { accountId } } = row
    const after = (unsureSince ?? 0) + settled
    if (withdrawn.value === 0 && after > this.parts.now()) await this.db.outbox.update(mark, { notBefore: after })
    else await takenBack(this.db, { mark, space, accountId }, this.parts.now())
    return null
  }

  /** The account was merged into another, which has what waits for it now; one that this user cannot see is asked about. */
  private async follow(mark: string, error: Extract<CrmError, { kind: 'merged' }>): Promise<CrmError | null> {
    const row = await this.db.outbox.get(mark)
    if (!row || error.into.id === row.touch.accountId || error.into.name === null) return error
    await carryOver(this.db, row.space, row.touch.accountId, error.into)
    return this.send(row)
  }

  /** Works with the CRM in the session of that space, and in no other; with a deadline, so that a connection that hangs holds nothing up. */
  private async inSession<T>(crm: string, org: string, space: string, work: (connection: Connection) => Promise<Result<T>>): Promise<Result<T>> {
    try {
      return await inTime(sendFor, async signal => {
        const connection = this.parts.connect(crm, org, signal)
        const current = await currentSpace(this.db, crm, org, connection, this.parts.now())
        if (!current.ok) return current
        return current.value.space === space ? work(connection) : { ok: false, error: { kind: 'signedOut' } }
      })
    } catch (error) {
      if ((error as Error).name !== 'TimeoutError') throw error
      return { ok: false, error: { kind: 'down', status: 0 } }
    }
  }

  /** What the CRM said stands on disk: when to try again, or that the user is asked. */
  private async answered(mark: string, error: CrmError): Promise<void> {
    const { now, random } = this.parts
    const refused = await this.db.transaction('rw', this.db.outbox, async () => {
      const row = await this.db.outbox.get(mark)
      if (!row) return null
      // An answer is about the attempt that was made. Of earlier ones only a refusal tells, which comes after the CRM was asked for them and they had their time.
      const tells = row.state === 'sending' && (row.attempts <= 1 ? isCertain(error) : isFinal(error) && now() - (row.unsureSince ?? 0) > settled)
      const unsureSince = tells ? null : row.unsureSince
      const refusedRow: OutboxRow = { ...row, state: 'refused', error, unsureSince }
      const ask = isFinal(error) && row.state !== 'taken back'
      const putOff = row.putOff ?? 0
      await this.db.outbox.put(ask ? refusedRow : {
        ...row, state: row.state === 'taken back' ? 'taken back' : 'waiting', error, unsureSince, putOff: putOff + 1, notBefore: nextTry(error, putOff, now(), random()),
      })
      return ask ? refusedRow : null
    })
    if (refused) await copy(this.parts.area, refused)
  }
}
