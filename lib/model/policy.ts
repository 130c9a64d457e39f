import { afterSignOuts, leastRetentionDays, mostRetentionDays, type AfterSignOut } from './privacy'

/** What an organisation sets for its browsers by managed policy; `public/managed-schema.json` lists the keys. Null: the policy does not say. */
export interface Policy {
  readonly afterSignOut: AfterSignOut | null
  readonly retentionDays: number | null
  /** False: lists of accounts are not read or shown. */
  readonly listMode: boolean
  /** False: the whole book is not read. */
  readonly book: boolean
  /** The plan that is in force, as the text of its file. */
  readonly plan: string | null
  /** Client ids by org, where an org lets in approved apps only. */
  readonly clientIds: Readonly<Record<string, string>>
  /** What of it is not understood, and so does not count. */
  readonly problems: readonly PolicyProblem[]
}

export interface PolicyProblem {
  readonly key: string
  readonly code: 'unknown' | 'afterSignOut' | 'retentionDays' | 'yesOrNo' | 'text' | 'clientIds'
}

/** Reads a policy as the browser hands it over. A value that is wrong counts as not set, and is told. */
export function readPolicy(said: unknown): Policy {
  const given = typeof said === 'object' && said !== null && !Array.isArray(said) ? (said as Readonly<Record<string, unknown>>) : {}
  const problems: PolicyProblem[] = []
  const take = <T>(key: string, code: PolicyProblem['code'], otherwise: T, reads: (value: unknown) => T | undefined): T => {
    const value = Object.hasOwn(given, key) ? given[key] : undefined
    if (value === undefined || value === null) return otherwise
    const read = reads(value)
    if (read !== undefined) return read
    problems.push({ key, code })
    return otherwise
  }
  const yesOrNo = (value: unknown) => (typeof value === 'boolean' ? value : undefined)
  const policy = {
    afterSignOut: take<AfterSignOut | null>('afterSignOut', 'afterSignOut', null, value => afterSignOuts.find(known => known === value)),
    retentionDays: take<number | null>('retentionDays', 'retentionDays', null, value => (isDays(value) ? value : undefined)),
    listMode: take('listMode', 'yesOrNo', true, yesOrNo),
    book: take('book', 'yesOrNo', true, yesOrNo),
    plan: take<string | null>('plan', 'text', null, value => (typeof value === 'string' && value.trim() !== '' ? value : undefined)),
    clientIds: take<Readonly<Record<string, string>>>('clientIds', 'clientIds', {}, value => idsIn(value)),
  }
  for (const key of Object.keys(given)) if (!Object.hasOwn(policy, key)) problems.push({ key, code: 'unknown' })
  return { ...policy, problems }
}

const isDays = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value >= leastRetentionDays && value <= mostRetentionDays

function idsIn(value: unknown): Readonly<Record<string, string>> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const entries = Object.entries(value)
  return entries.every((entry): entry is [string, string] => typeof entry[1] === 'string') ? Object.fromEntries(entries.map(([org, id]) => [org, id.trim()])) : undefined
}
