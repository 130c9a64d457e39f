import { fromIso } from '../../lib/model/day'
import { makeId } from '../ids'
import type { Org } from '../org'
import { fillAccounts } from './accounts'
import { fillActivities } from './activities'
import { fillCampaigns } from './campaigns'
import { fillDeals } from './deals'
import { fillLists } from './lists'
import { fillGroup } from './group'
import { fillPeople } from './people'
import { createRandom } from './random'
import { fillRecords } from './records'
import { fillReference } from './reference'
import { fillShowcase } from './showcase'
import { fillTerritories } from './territories'
import { createWriter } from './writer'

/** Fills an org: the same seed, number of accounts and day give the same rows. The showcase counts among the accounts. */
export function fill(org: Org, options: { seed: number; accounts: number }): void {
  const people = fillPeople(org)
  const reference = fillReference(org, makeId('005', 1))
  const writer = createWriter(org, fromIso(org.clock.today())!, reference)
  fillShowcase(writer, people)
  const r = createRandom(options.seed)
  const book = fillAccounts(writer, people, r, Math.max(0, options.accounts - org.rows('Account').length))
  fillGroup(writer, book)
  fillDeals(writer, book, r)
  fillActivities(writer, book, r)
  fillCampaigns(writer, people, book, r)
  if (org.schema.object('Territory2')) fillTerritories(writer, people, book)
  fillLists(writer, makeId('005', 1))
  fillRecords(writer, people)
}
