import { makeId } from '../ids'
import type { Org } from '../org'
import { fillPeople } from './people'
import { fillReference } from './reference'

/** Fills an org: the same seed, number and day give the same rows. */
export function fill(org: Org, options: { seed: number; accounts: number }): void {
  const people = fillPeople(org)
  fillReference(org, makeId('005', 1))
  const now = org.clock.now()
  for (let i = 0; i < Math.min(options.accounts, 50); i++) {
    const OwnerId = people.reps[i % people.reps.length]!
    org.insert('Account', { Name: `Account ${i + 1}`, OwnerId, Type: 'Prospect', BillingCity: 'Boston', BillingState: 'MA', BillingPostalCode: '02108', BillingCountry: 'United States', CreatedDate: now, LastModifiedDate: now, CreatedById: OwnerId, LastModifiedById: OwnerId, SystemModstamp: now })
  }
}
