import { fromIso } from '../../lib/model/day'
import type { People } from '../data/people'
import { idNumber, makeId } from '../ids'
import type { Org } from '../org'
import { vastAccounts } from './accounts'
import { vastEvents, vastTasks, type Ground } from './activities'
import { daysOf } from './days'
import { vastDeals } from './deals'
import type { Generated } from './generated'

/** How many there are to be in all, the stored ones among them. */
export interface Size {
  readonly accounts: number
  /** Tasks and events. */
  readonly activities: number
}

/** Of a hundred activities, so many are tasks. */
const tasksInHundred = 78

/** Puts as many generated accounts, deals and activities beside the stored ones as are missing. */
export function fillVast(org: Org, people: People, size: Size, seed: number): void {
  const today = fromIso(org.clock.today())!
  const days = daysOf(org.clock, today - 1150, today - 1)
  const users = [...people.reps, ...people.leavers]
  const accountTable = org.table('Account')
  const more = Math.max(0, size.accounts - accountTable.length)
  if (more === 0) return
  const numbers = (object: string, prefix: string, length: number) => {
    const first = idNumber(prefix, org.table(object).nextId())! + 1
    return {
      id: (n: number): string => makeId(prefix, first + n),
      number: (id: string): number | null => {
        const number = idNumber(prefix, id)
        return number === null || number < first || number >= first + length ? null : number - first
      },
    }
  }
  const put = <T extends Generated>(object: string, made: T): T => {
    org.table(object).generate(made)
    return made
  }
  const account = numbers('Account', '001', more)
  const accounts = put('Account', vastAccounts(org, people, users, days, seed, more))
  const deal = numbers('Opportunity', '006', more * 2)
  const deals = put('Opportunity', vastDeals(org, accounts, { account: account.id, accountNumber: account.number }, users, days, seed, more * 2))
  const ground: Ground = {
    org, accounts, deals, users, seed, days: daysOf(org.clock, today - 730, today - 1),
    ids: { account: account.id, accountNumber: account.number, deal: deal.id, dealNumber: deal.number },
  }
  const left = Math.max(0, size.activities - org.table('Task').length - org.table('Event').length)
  const tasks = Math.round((left * tasksInHundred) / 100)
  if (tasks > 0) put('Task', vastTasks(ground, tasks))
  if (left > tasks) put('Event', vastEvents(ground, left - tasks))
}
