import { fromIso } from '../../lib/model/day'
import { makeId } from '../ids'
import type { Org } from '../org'
import { fillAccounts } from './accounts'
import { fillActivities } from './activities'
import { fillCampaigns } from './campaigns'
import { fillDeals } from './deals'
import { fillLists } from './lists'
import { fillGroup } from './group'
import { fillPeople, type People } from './people'
import { createRandom } from './random'
import { fillRecords } from './records'
import { fillReference } from './reference'
import { fillShowcase } from './showcase'
import { fillTerritories } from './territories'
import { createWriter } from './writer'
import { fillVast } from '../vast/fill'

/** Beyond so many accounts, an org's rows are generated when they are asked for. */
export const mostStored = 20_000
/** So many are stored in an org whose other rows are generated, and so many activities they have, each. */
const storedOfVast = 400
const activitiesEach = 20

/**
 * Fills an org: the same seed, numbers and day give the same rows. The showcase counts among the accounts. With `activities`, tasks and events
 * together, or more accounts than can be stored, most rows are generated.
 */
export function fill(org: Org, options: { seed: number; accounts: number; activities?: number | undefined }): void {
  const activities = options.activities ?? (options.accounts > mostStored ? options.accounts * 10 : null)
  if (activities === null) {
    fillStored(org, options)
    return
  }
  const people = fillStored(org, { ...options, accounts: Math.min(options.accounts, storedOfVast, Math.floor(activities / activitiesEach)) })
  fillVast(org, people, { accounts: options.accounts, activities }, options.seed)
}

function fillStored(org: Org, options: { seed: number; accounts: number }): People {
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
  return people
}
