/**
 * Bugs of the kind that such code has had elsewhere. Each is planted alone, by replacing a piece of one file while the product is bundled for the simulation: what
 * is shipped holds nothing of them. `from` must be in the file exactly once.
 */
export const plants = [
  {
    name: 'attempt-counted-late', says: 'an attempt is not on disk before it is sent, so a worker that ends in between does not know of it',
    file: 'lib/sync/outbox.ts', from: 'await this.db.outbox.put(counted)', to: 'void counted',
  },
  {
    name: 'no-lock', says: 'two senders work at the same time',
    file: 'lib/sync/outbox.ts', from: "await this.parts.lock('turfside outbox', () => this.sendDue())", to: 'await this.sendDue()',
  },
  {
    name: 'repeat-without-asking', says: 'a second attempt does not ask whether the first arrived',
    file: 'lib/sync/outbox.ts', from: 'connection.write(row.touch, row.attempts > 1)', to: 'connection.write(row.touch, false)',
  },
  {
    name: 'gone-before-the-answer', says: 'the row is deleted before the CRM has answered',
    file: 'lib/sync/outbox.ts', from: 'await this.db.outbox.put(counted)', to: 'await (row.state === "taken back" ? this.db.outbox.put(counted) : this.db.outbox.delete(mark))',
  },
  {
    name: 'anybody-sends', says: 'whose session it is is not looked at before sending',
    file: 'lib/sync/outbox.ts', from: 'current.value.space === space ? work(connection)', to: 'true ? work(connection)',
  },
  {
    name: 'session-changes-midway', says: 'each request takes the session that it finds',
    file: 'lib/sync/connect.ts', from: 'signal ? oneSession(sessionAccess) : sessionAccess', to: 'sessionAccess',
  },
  {
    name: 'undo-forgets-in-flight', says: 'undo of a touch that is being sent deletes the row and no more',
    file: 'lib/sync/outbox.ts', from: 'if (isOnlyHere(fresh)) {', to: 'if (fresh) {',
  },
  {
    name: 'same-click-twice', says: 'a mark that is known already is logged again',
    file: 'lib/sync/outbox.ts', from: 'if ((await this.db.written.get(row.mark)) || (await this.db.outbox.get(row.mark))) return null', to: 'if (await this.db.outbox.get(row.mark)) row = { ...row, mark: `${row.mark}2` }',
  },
  {
    name: 'mirror-resurrects', says: 'what the mirror still has comes back though it has left',
    file: 'lib/sync/outboxRestore.ts', from: 'if (await db.written.get(entry.mark)) return true', to: '',
  },
  {
    name: 'restored-unasked', says: 'what comes back from the mirror is sent as if it had never been',
    file: 'lib/sync/outboxRestore.ts', from: 'attempts: Math.max(1, entry.attempts)', to: 'attempts: 0',
  },
  {
    name: 'no-mirror', says: 'what waits lies in the database alone',
    file: 'lib/cache/outboxMirror.ts', from: "area.set({ [prefix + row.mark]: { ...row, accountName: '' } })", to: 'Promise.resolve()',
  },
  {
    name: 'mirror-forgets-early', says: 'the mirror lets go of what the database does not have, also after the browser threw the database away',
    file: 'lib/sync/outbox.ts', from: 'if ((await this.db.written.get(mark)) && !(await this.db.outbox.get(mark))) await uncopy', to: 'if (!(await this.db.outbox.get(mark))) await uncopy',
  },
  {
    name: 'merged-is-dropped', says: 'a touch for an account that was merged is not carried over',
    file: 'lib/sync/mergedAccounts.ts', from: "touch: { ...row.touch, accountId: into.id }", to: 'touch: row.touch',
  },
  {
    name: 'merged-if-it-can-be-told', says: 'a deleted account of which it cannot be told just now whether it was merged is gone for good',
    file: 'lib/crm/salesforce/merged.ts', from: 'if (!reply.ok) return reply', to: 'if (!reply.ok) return fail(error)',
  },
  {
    name: 'hold-ignored', says: 'a CRM that asks to be left alone is asked on',
    file: 'lib/sync/restraint.ts', from: 'if (hold && hold.until > now()) return standing(hold, now())', to: '',
  },
  {
    name: 'last-word-dropped', says: 'what the CRM refuses is dropped',
    file: 'lib/sync/outbox.ts', from: "const refusedRow: OutboxRow = { ...row, state: 'refused', error, unsureSince }", to: "if (isFinal(error)) return await this.db.outbox.delete(mark), null\n      const refusedRow: OutboxRow = { ...row, state: 'refused', error, unsureSince }",
  },
  {
    name: 'overtaken', says: 'a later touch of an account overtakes an earlier one',
    file: 'lib/sync/outbox.ts', from: "if (left?.state === 'waiting' || left?.state === 'sending') held.add(queueOf(left))", to: '',
  },
  {
    name: 'twice-by-the-browser', says: 'a POST that the browser sent twice by itself leaves two records',
    file: 'lib/crm/salesforce/write.ts', from: 'const one = await onlyOne(api, known.value, touch, created.value.id)', to: 'const one = ok(null)',
  },
  {
    name: 'answer-for-another', says: 'a reading is stored under whoever is signed in when it ends',
    file: 'lib/sync/refresh.ts', from: 'if ((await connection.fingerprint()) !== before) return', to: 'if (false) return',
  },
  {
    name: 'kept-too-soon', says: 'a touch is called kept though neither storage took it',
    file: 'lib/sync/outbox.ts', from: 'await mirror(this.parts.area, row)\n', to: 'await mirror(this.parts.area, row).catch(() => {})\n',
  },
  {
    name: 'created-or-not', says: 'a limit that was met after the record was made is taken for one before it',
    file: 'lib/crm/salesforce/write.ts', from: 'fail(unsure(one.error))', to: 'one',
  },
]
