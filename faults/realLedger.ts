/** What a person did with the real panel and was told, beside what the CRM holds: pure, so that it can be shown to see what it should. */

/** A press on a log button. */
export interface Press {
  readonly type: string
  /** The account on the screen then; two where it changed that very moment. */
  readonly accounts: readonly string[]
  /** The CRM's users who were signed in then; two where that changed that very moment. */
  readonly users: readonly string[]
  /** Of the touch that the panel then said was logged; null: it said nothing, or that it was not logged. */
  mark: string | null
  /** `wanted`: to stay; `taken back`: the panel said so; `unclear`: it was asked to take it back and has not said that it did. */
  fate: 'wanted' | 'taken back' | 'unclear'
  /** The panel said that it was not logged. */
  denied: boolean
}

/** A touch of ours in the CRM, as its own record tells. */
export interface Arrived {
  readonly mark: string
  readonly type: string
  readonly account: string
  readonly user: string
}

export type Wrong = 'lost' | 'duplicated' | 'misattributed'

export interface Problem {
  readonly wrong: Wrong
  readonly mark: string
  readonly says: string
}

const fits = (press: Press, { type, account, user }: Arrived): boolean => press.type === type && press.accounts.includes(account) && press.users.includes(user)

/**
 * Compares both once nothing waits any more. A touch that the panel said was logged is there exactly once, under the account and user of its press; one that it
 * said was taken back is not there. What it said nothing of (a browser killed in between) is there at most once for each such press.
 */
export function judge(presses: readonly Press[], arrived: readonly Arrived[]): Problem[] {
  const problems: Problem[] = []
  const of = new Map<string, Arrived[]>()
  for (const row of arrived) of.set(row.mark, [...(of.get(row.mark) ?? []), row])
  const told = new Set<string>()
  for (const press of presses) {
    if (press.mark === null) continue
    told.add(press.mark)
    const rows = of.get(press.mark) ?? []
    const tell = (wrong: Wrong, says: string) => problems.push({ wrong, mark: press.mark!, says: `${press.type} on ${press.accounts.join(' or ')}: ${says}` })
    if (rows.length === 0 && press.fate === 'wanted') tell('lost', 'said to be logged, and not in the CRM')
    if (rows.length > 0 && press.fate === 'taken back') tell('duplicated', 'said to be taken back, and in the CRM')
    if (rows.length > 1) tell('duplicated', `${rows.length} times in the CRM`)
    for (const row of rows) if (!fits(press, row)) tell('misattributed', `in the CRM as ${row.type} on ${row.account} of ${row.user}`)
  }
  // Each of the others belongs to a press of its own that was never answered.
  const silent = presses.filter(({ mark, denied }) => mark === null && !denied)
  for (const [mark, rows] of of) {
    if (told.has(mark)) continue
    if (rows.length > 1) problems.push({ wrong: 'duplicated', mark, says: `${rows.length} times in the CRM` })
    const at = silent.findIndex(press => fits(press, rows[0]!))
    if (at >= 0) silent.splice(at, 1)
    else problems.push({ wrong: 'misattributed', mark, says: `${rows[0]!.type} on ${rows[0]!.account} of ${rows[0]!.user}: nobody pressed for it` })
  }
  return problems
}
