import type { KeyedArea } from '../cache/outboxMirror'
import type { OutboxRow, RecordRow, TurfsideDb } from '../cache/db'
import type { Connection, CrmError, NewTouch } from '../crm/adapter'
import type { LogRequest, TouchChanges } from '../messages'
import type { Touch } from '../model/snapshot'
import { carryOver } from './mergedAccounts'
import { rememberPeer } from './peers'
import { changeLeadTouches } from './belonging'
import { currentSpace } from './space'

/** What the outbox works with: handed in, so that it runs in a simulated browser as well as in a real one. */
export interface OutboxParts {
  readonly db: TurfsideDb
  readonly connect: (crm: string, org: string) => Connection
  readonly now: () => number
  /** Runs one work of that name at a time, in whichever worker or page of this browser; as `navigator.locks.request`. */
  readonly lock: <T>(name: string, work: () => Promise<T>) => Promise<T>
  /** From 0 up to, not including, 1; as `Math.random`. */
  readonly random: () => number
  /** A second place for what waits, apart from the database. */
  readonly area: KeyedArea
}

/**
 * Touches on their way to the CRM. What holds, in this file:
 * - a touch is on disk before `log` answers, and leaves the table only when the CRM has it or the user takes it back;
 * - an attempt is counted on disk before it is sent, and a second one asks the CRM first whether the first arrived;
 * - a touch is sent only in the session of the user who logged it;
 * - what the CRM refuses stays, with its words, until the user sends it again or drops it;
 * - what was meant for an account that was merged into another goes to that one.
 */
export class Outbox {
  private readonly db: TurfsideDb
  private readonly connect: OutboxParts['connect']
  private readonly now: () => number

  constructor(private readonly parts: OutboxParts) {
    this.db = parts.db
    this.connect = parts.connect
    this.now = parts.now
  }

  /** Makes the touch durable. Logging the same mark twice is logging it once. */
  async log(request: LogRequest): Promise<{ mark: string } | { failed: 'storage' | 'noSession' }> {
    const { ref, accountName, ...rest } = request
    const space = await currentSpace(this.db, ref.crm, ref.org, this.connect(ref.crm, ref.org), this.now())
    // Offline with a session that was never seen: nobody can say whose touch this would be.
    if (!space.ok) return { failed: 'noSession' }
    const touch: NewTouch = { ...rest, accountId: ref.id }
    const row: OutboxRow = { mark: request.mark, space: space.value.space, crm: ref.crm, org: ref.org, touch, accountName, loggedAt: this.now(), attempts: 0, state: 'waiting', error: null, notBefore: 0 }
    return this.db.transaction('rw', this.db.outbox, this.db.written, async () => {
      if (!(await this.db.written.get(request.mark)) && !(await this.db.outbox.get(request.mark))) await this.db.outbox.add(row)
      return { mark: request.mark }
    })
  }

  /** Takes a touch back, sent or not. True once it is out of the outbox and of the CRM. */
  async undo(mark: string): Promise<boolean> {
    const unsent = await this.db.transaction('rw', this.db.outbox, async () => {
      const row = await this.db.outbox.get(mark)
      if (!row) return false
      if (row.attempts === 0 || row.state === 'refused') {
        await this.db.outbox.delete(mark)
        return true
      }
      // It may have arrived: once we know, it is removed.
      await this.db.outbox.update(mark, { state: 'taken back', notBefore: row.state === 'sending' ? row.notBefore : 0 })
      return false
    })
    if (unsent) return true
    if (await this.db.outbox.get(mark)) await this.drain()
    const written = await this.db.written.get(mark)
    if (!written || written.removedAt !== null) return (await this.db.outbox.get(mark)) === undefined
    const [crm, org] = written.space.split('|') as [string, string]
    const connection = this.connect(crm, org)
    const space = await currentSpace(this.db, crm, org, connection, this.now())
    if (!space.ok || space.value.space !== written.space) return false
    const removed = await connection.remove(written.touchId)
    if (!removed.ok) return false
    await this.forget(written.space, written.accountId, written.touchId, mark)
    return true
  }

  /** Sends again what the CRM refused, with what the user changed. */
  async again(mark: string, changes: TouchChanges | null): Promise<void> {
    await this.db.transaction('rw', this.db.outbox, async () => {
      const row = await this.db.outbox.get(mark)
      if (row?.state === 'refused') await this.db.outbox.put({ ...row, touch: { ...row.touch, ...changes }, state: 'waiting', error: null, notBefore: 0 })
    })
    await this.drain()
  }

  /** Drops a touch that the CRM refused. */
  async discard(mark: string): Promise<void> {
    await this.db.outbox.where('mark').equals(mark).and(({ state }) => state === 'refused').delete()
  }

  /** Sends what waits and may be sent now, one sender at a time, in the order logged. Answers when the next try is due; null: nothing waits. */
  async drain(): Promise<number | null> {
    await this.parts.lock('turfside outbox', async () => {
      const rows = await this.db.outbox.toArray()
      rows.sort((a, b) => a.loggedAt - b.loggedAt)
      for (const row of rows) if (row.state !== 'refused' && row.notBefore <= this.now()) await this.send(row)
    })
    const waiting = (await this.db.outbox.toArray()).filter(({ state }) => state !== 'refused')
    return waiting.length ? Math.min(...waiting.map(({ notBefore }) => notBefore)) : null
  }

  /** The CRM answers again: what waited for that waits no longer. Of one space, or of all. */
  async wake(space: string | null): Promise<void> {
    await this.db.outbox.filter(row => (space === null || row.space === space) && row.notBefore > 0 && passes(row.error)).modify({ notBefore: 0 })
    await this.drain()
  }

  private async send({ mark, crm, org, space }: OutboxRow): Promise<void> {
    const connection = this.connect(crm, org)
    const current = await currentSpace(this.db, crm, org, connection, this.now())
    if (!current.ok) return this.retry(mark, current.error)
    if (current.value.space !== space) return this.retry(mark, { kind: 'signedOut' })

    // Read again under the lock: it may have been taken back since.
    const row = await this.db.transaction('rw', this.db.outbox, async () => {
      const fresh = await this.db.outbox.get(mark)
      if (!fresh) return undefined
      const counted: OutboxRow = {
        ...fresh, attempts: fresh.attempts + 1, state: fresh.state === 'taken back' ? 'taken back' : 'sending',
        // Should the browser stop us here, the CRM may still be at work on it: asked too soon whether it arrived, it would say no.
        notBefore: this.now() + firstWait,
      }
      await this.db.outbox.put(counted)
      return counted
    })
    if (!row) return
    const answer = await connection.write(row.touch, row.attempts > 1)
    if (!answer.ok && answer.error.kind === 'merged' && answer.error.into.id !== row.touch.accountId) {
      await carryOver(this.db, space, row.touch.accountId, answer.error.into)
      return this.send(row)
    }
    if (!answer.ok) return isFinal(answer.error) ? this.refuse(mark, answer.error) : this.retry(mark, answer.error)
    await this.arrived(row, answer.value)
    if ((await this.db.outbox.get(mark))?.state !== 'taken back') return void (await this.db.outbox.delete(mark))
    const removed = await connection.remove(answer.value.id)
    if (!removed.ok) return this.retry(mark, removed.error)
    await this.db.outbox.delete(mark)
    await this.forget(space, row.touch.accountId, answer.value.id, mark)
  }

  /** The CRM has it: the cached record has it too, in the same transaction, so that it never shows twice or not at all. */
  private async arrived({ mark, space, touch, state }: OutboxRow, written: Touch): Promise<void> {
    const { db } = this
    const row = await db.transaction('rw', db.outbox, db.written, db.records, db.belongings, async () => {
      await db.written.put({ mark, space, touchId: written.id, accountId: touch.accountId, at: this.now(), removedAt: null })
      const record = await db.records.get([space, touch.accountId])
      const added = (touches: readonly Touch[]) => [...touches.filter(({ id }) => id !== written.id), written]
      const changed = record && withTouches(record, added)
      if (changed) await db.records.put(changed)
      else await changeLeadTouches(db, space, touch.accountId, added)
      if (state !== 'taken back' && (await db.outbox.get(mark))?.state !== 'taken back') await db.outbox.delete(mark)
      return changed
    })
    if (row) await rememberPeer(db, row, this.now())
  }

  private async forget(space: string, accountId: string, touchId: string, mark: string): Promise<void> {
    const { db } = this
    const row = await db.transaction('rw', db.written, db.records, db.belongings, async () => {
      await db.written.update(mark, { removedAt: this.now() })
      const record = await db.records.get([space, accountId])
      const without = (touches: readonly Touch[]) => touches.filter(({ id }) => id !== touchId)
      const changed = record && withTouches(record, without)
      if (changed) await db.records.put(changed)
      else await changeLeadTouches(db, space, accountId, without)
      return changed
    })
    if (row) await rememberPeer(db, row, this.now())
  }

  private async refuse(mark: string, error: CrmError): Promise<void> {
    await this.db.transaction('rw', this.db.outbox, async () => {
      const row = await this.db.outbox.get(mark)
      // Refused means it is not there, so a touch that was taken back needs nothing more.
      if (row?.state === 'taken back') await this.db.outbox.delete(mark)
      else if (row) await this.db.outbox.put({ ...row, state: 'refused', error })
    })
  }

  private async retry(mark: string, error: CrmError): Promise<void> {
    const row = await this.db.outbox.get(mark)
    if (!row) return
    const wait = Math.min(firstWait * 2 ** Math.max(0, row.attempts - 1), longestWait) * (0.75 + this.parts.random() / 2)
    const told = error.kind === 'limit' || error.kind === 'down' ? (error.retryAt ?? 0) : 0
    await this.db.outbox.update(mark, { state: row.state === 'taken back' ? 'taken back' : 'waiting', error, notBefore: Math.max(this.now() + wait, told) })
  }
}

const firstWait = 5_000
const longestWait = 30 * 60_000

/** What will not get better by itself. */
const isFinal = ({ kind }: CrmError): boolean => kind === 'refused' || kind === 'notAllowed' || kind === 'notFound' || kind === 'merged' || kind === 'fieldHidden'

/** What was wrong with the way to the CRM, not with its will: a limit is waited for until the moment it named. */
const passes = (error: CrmError | null): boolean => error !== null && ['offline', 'portal', 'down', 'signedOut', 'apiOff', 'apiAccess', 'otherUser', 'unreadable'].includes(error.kind)

const withTouches = (row: RecordRow, change: (touches: readonly Touch[]) => readonly Touch[]): RecordRow => ({ ...row, snapshot: { ...row.snapshot, touches: change(row.snapshot.touches) } })
