import { isDeepStrictEqual } from 'node:util'
import type { Assessment } from '../../lib/model/assessment'
import type { Snapshot } from '../../lib/model/snapshot'
import type { Expected } from './oracle'
import { rankIn } from './profitability'

/** Where an assessment differs from the second calculation: a line each, none when they agree. */
export function differences(actual: Assessment, expected: Expected, snapshot: Snapshot): string[] {
  const found: string[] = []
  const check = (what: string, got: unknown, wanted: unknown): void => {
    if (!isDeepStrictEqual(got, wanted)) found.push(`${what}: the product says ${JSON.stringify(got)}, the definitions ${JSON.stringify(wanted)}`)
  }
  check('today', actual.today, expected.today)

  const { territory, profitability, kare, nextTouch } = actual
  check('territory', { state: territory.state, names: territory.claims.map(c => c.name), ownerMismatch: territory.ownerMismatch }, expected.territory)

  const money = expected.profitability
  for (const key of ['currency', 'from', 'to', 'net'] as const) check(key, profitability[key], money[key])
  for (const part of ['revenue', 'travel', 'repTime', 'marketing'] as const) check(part, profitability[part].amount, money[part])
  check('missing', [...profitability.missing].sort(), [...money.missing].sort())
  check('estimated', [...profitability.estimated].sort(), [...money.estimated].sort())
  const isSameMargin = profitability.margin === null || money.margin === null ? profitability.margin === money.margin : Math.abs(profitability.margin - money.margin) < 1e-9
  if (!isSameMargin) check('margin', profitability.margin, money.margin)

  const { rank } = profitability
  check('is ranked', rank !== null, territory.claims.length > 0 && money.net !== null && money.missing.length === 0)
  if (rank) {
    check('ranked where it belongs', expected.territory.names.includes(rank.territory), true)
    check('rank', { position: rank.position, of: rank.of }, rankIn(rank.territory, money, snapshot))
  }

  check('bucket', kare.bucket, expected.kare.bucket)
  check('pinned', kare.pinned, expected.kare.pinned)
  for (const signal of kare.signals) check(`signal ${signal.name}`, signal.state, expected.kare.signals[signal.name])
  const decidesBySignals = !kare.pinned && (kare.bucket === 'keep' || kare.bucket === 'expand')
  if (decidesBySignals) check('signals told', kare.signals.map(s => s.name).sort(), ['growth', 'pipeline', 'products', 'wallet'])
  if (kare.fit !== null) check('fit', Number.isInteger(kare.fit.score) && kare.fit.score >= 0 && kare.fit.score <= 100, true)

  const next = expected.nextTouch
  check('priority', nextTouch.priority?.trim().toLowerCase() ?? null, next.priority?.toLowerCase() ?? null)
  check('has a rotation plan', nextTouch.state !== 'noPriority' && nextTouch.state !== 'noRotation', next.hasRotation)
  for (const key of ['type', 'due', 'overdue', 'prorated', 'missed', 'upcoming', 'period', 'done'] as const) check(`next touch ${key}`, nextTouch[key], next[key])
  // What is planned for a period without a working day is not defined: nothing of it is due.
  if (next.hasWorkingDays) for (const key of ['planned', 'remaining'] as const) check(`next touch ${key}`, nextTouch[key], next[key])
  return found
}
