import type { OutboxRow, RecordRow, WrittenRow } from '../../lib/cache/db'
import { markOf, type CrmOrg, type CrmRecord } from './crm'
import { longRule, type Logged } from './people'
import type { World } from './world'

/** What a round came to. */
export interface Verdict {
  /** Touches that their user was told are kept. */
  readonly logged: number
  lost: number
  duplicated: number
  misattributed: number
  /** All that is wrong, in words. */
  readonly wrong: string[]
}

/** Compares the CRM's records, and what the browser keeps, with what the users were told; once nothing more can happen. */
export function judge(world: World, logged: readonly Logged[]): Verdict {
  const verdict: Verdict = { logged: logged.filter(({ told }) => told).length, lost: 0, duplicated: 0, misattributed: 0, wrong: [...world.bugs] }
  const outbox = world.disk.rows<OutboxRow>('outbox')
  for (const touch of logged) judgeTouch(world, touch, outbox, verdict)
  const known = new Set(logged.map(({ mark }) => mark))
  for (const org of world.orgs) for (const record of org.records.values()) if (!known.has(markOf(record))) misattributed(verdict, `${record.id} was logged by nobody`)
  judgeOutbox(outbox, known, verdict)
  // Logged while the database failed, after the clock was set back: of these the order is not known.
  if (!world.profile.wasSetBack) judgeOrder(logged, verdict)
  judgeWritten(world, logged, verdict)
  judgeSpaces(world, logged, verdict)
  // When it was read is told by the computer's clock.
  if (!world.profile.wasSet) judgeRecords(world, verdict)
  return verdict
}

function judgeTouch(world: World, touch: Logged, outbox: readonly OutboxRow[], verdict: Verdict): void {
  const { mark, told, undoing, undone, dropping, dropped } = touch
  const found = world.orgs.flatMap(org => [...org.records.values()].filter(record => !record.deleted && markOf(record) === mark).map(record => ({ org, record })))
  if (found.length > 1) {
    verdict.duplicated++
    verdict.wrong.push(`${mark} is ${found.length} records: ${found.map(({ record }) => record.id).join(', ')}`)
  }
  for (const { org, record } of found) judgePlace(touch, org, record, verdict)
  const refused = outbox.find(row => row.mark === mark && row.state === 'refused')
  if (refused && found.length > 0) verdict.wrong.push(`${mark} is called refused, and is there`)
  if (undone || dropped) {
    if (found.length === 0 && !outbox.some(row => row.mark === mark)) return
    verdict.wrong.push(`${mark} was ${undone ? 'taken back' : 'dropped'}, and is there: ${found.map(({ record }) => record.id).join(', ') || 'in the outbox'}`)
    return
  }
  if (!told || undoing > 0 || dropping || found.length > 0) return
  if (refused && mayBeRefused(touch, refused)) return
  verdict.lost++
  verdict.wrong.push(`${mark} is lost${refused ? `: refused without a reason, ${JSON.stringify(refused.error)}` : ''}`)
}

function judgePlace(touch: Logged, org: CrmOrg, record: CrmRecord, verdict: Verdict): void {
  const { mark, users, accountId } = touch
  if (org !== touch.org) misattributed(verdict, `${mark} is in another org, ${org.id}`)
  else if (record.accountId !== org.standing(accountId)) misattributed(verdict, `${mark} is on ${record.accountId} instead of ${org.standing(accountId)}`)
  if (!users.has(record.createdBy) || record.fields.OwnerId !== record.createdBy) {
    misattributed(verdict, `${mark} is made by ${record.createdBy} for ${String(record.fields.OwnerId)}, and was logged by ${[...users].join(' or ')}`)
  }
}

function misattributed(verdict: Verdict, words: string): void {
  verdict.misattributed++
  verdict.wrong.push(words)
}

/** With the CRM's own words, and only where it has said so. */
function mayBeRefused({ org, users, accountId, minutes }: Logged, { error }: OutboxRow): boolean {
  if (error?.kind === 'refused') return org.rules !== null && minutes > longRule.longest && error.message === longRule.message
  const writers = org.accounts.get(org.standing(accountId))?.writers ?? null
  return error?.kind === 'notAllowed' && error.what.length > 0 && writers !== null && [...users].some(user => !writers.includes(user))
}

function judgeOutbox(outbox: readonly OutboxRow[], known: ReadonlySet<string>, verdict: Verdict): void {
  for (const { mark, state, error } of outbox) {
    if (!known.has(mark)) verdict.wrong.push(`${mark} waits, and was logged by nobody`)
    else if (state !== 'refused') verdict.wrong.push(`${mark} still waits, ${state}: ${JSON.stringify(error)}`)
  }
}

/** Of one account what was logged first comes first, unless it was refused or taken back in between. */
function judgeOrder(logged: readonly Logged[], verdict: Verdict): void {
  const made = (touch: Logged): number | null => {
    const records = [...touch.org.records.values()].filter(record => markOf(record) === touch.mark)
    return records.length > 0 ? Math.min(...records.map(({ createdAt }) => createdAt)) : null
  }
  const plain = logged.filter(({ mark, org, undoing, dropping, users }) => undoing === 0 && !dropping && users.size === 1 && !org.refused.has(mark))
  for (const first of plain) {
    for (const second of plain) {
      if (first.toldAt === null || first.toldAt >= second.pressedAt || first.org !== second.org || first.accountId !== second.accountId || [...first.users][0] !== [...second.users][0]) continue
      const [a, b] = [made(first), made(second)]
      if (a !== null && b !== null && b < a) verdict.wrong.push(`${second.mark} has overtaken ${first.mark}`)
    }
  }
}

/** What the browser remembers to have written is there, and what it remembers to have removed is not. */
function judgeWritten(world: World, logged: readonly Logged[], verdict: Verdict): void {
  // One that was asked to be removed may be gone before anybody is told.
  const unsure = new Set(logged.filter(({ undoing, undone }) => undoing > 0 && !undone).map(({ mark }) => mark))
  for (const { mark, space, touchId, removedAt } of world.disk.rows<WrittenRow>('written')) {
    const org = world.orgs.find(({ host }) => host === space.split('|')[1])
    const record = touchId === null ? undefined : org?.records.get(touchId)
    const there = record !== undefined && !record.deleted
    if (record && markOf(record) !== mark) verdict.wrong.push(`${touchId} is remembered as ${mark}`)
    if (there !== (removedAt === null) && !(unsure.has(mark) && !there)) verdict.wrong.push(`${mark} is remembered as ${removedAt === null ? 'written' : 'removed'}, and ${touchId ?? 'no record'} is ${there ? '' : 'not '}there`)
  }
}

/** Each name says for whom the CRM wrote it. */
function judgeSpaces(world: World, logged: readonly Logged[], verdict: Verdict): void {
  // Pressed by one, and said to be kept to another: it may be either's, and bears the name that the one saw.
  const unsure = new Set(logged.filter(({ users }) => users.size > 1).map(({ mark }) => mark))
  for (const table of ['records', 'peers', 'outbox', 'troubles', 'belongings', 'lists', 'starters']) {
    for (const row of world.disk.rows<{ space: string; mark?: string }>(table)) {
      if (row.mark !== undefined && unsure.has(row.mark)) continue
      const [, , orgId, user] = row.space.split('|')
      for (const [words, seenBy, of] of JSON.stringify(row).matchAll(/as seen by (\w+) of (\w+)/g)) {
        if (seenBy !== user || of !== orgId) misattributed(verdict, `${table} of ${row.space} holds what was ${words}`)
      }
    }
  }
}

/** An account that was read after the last change holds the touches that are there, each once. */
function judgeRecords(world: World, verdict: Verdict): void {
  for (const { space, id, snapshot, readAt } of world.disk.rows<RecordRow>('records')) {
    const org = world.orgs.find(({ host }) => host === space.split('|')[1])!
    const there = [...org.records.values()].filter(({ accountId, deleted }) => accountId === id && !deleted).map(record => record.id).sort()
    const shown = snapshot.touches.map(touch => touch.id).sort()
    if (org.accounts.get(id)?.gone === null && readAt > org.changedAt && there.join() !== shown.join()) verdict.wrong.push(`${id} of ${space} shows ${shown.join() || 'nothing'} instead of ${there.join() || 'nothing'}`)
  }
}
