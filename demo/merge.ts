import type { Org } from './org'

/**
 * Merges one account into another as Salesforce does (its SOAP and Apex APIs can, REST cannot): what hung on the loser hangs on the winner, and the loser is in
 * the bin with the winner's id.
 */
export function mergeAccounts(org: Org, winner: string, loser: string): void {
  const account = org.schema.object('Account')!
  const row = org.get(loser)!
  for (const { object, field } of org.schema.children(account)) {
    for (const child of [...org.by(object.name, field.name, loser)]) org.update(object.name, child, { [field.name]: winner })
  }
  // Activities keep their account beside what they are about.
  for (const object of ['Task', 'Event']) {
    for (const child of [...org.by(object, 'AccountId', loser), ...org.by(object, 'WhatId', loser)]) {
      org.update(object, child, { AccountId: winner, ...(child.WhatId === loser ? { WhatId: winner } : {}) })
    }
  }
  const now = org.stamp()
  org.update('Account', row, { IsDeleted: true, MasterRecordId: winner, LastModifiedDate: now, SystemModstamp: now })
}
