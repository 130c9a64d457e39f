import { toIso } from '../../lib/model/day'
import { showcaseId } from '../showcase'
import type { Row } from '../schema/field'
import type { People } from './people'
import { usPlace, zipsOf } from './places'
import type { Writer } from './writer'

/** Street, city, state of the n-th lead. */
const places: readonly (readonly [string, string, string])[] = [
  ['12 Seaport Blvd', 'Boston', 'MA'], ['300 Park St', 'Hartford', 'CT'], ['45 Atlantic Ave', 'Brooklyn', 'NY'], ['9 Market St', 'Newark', 'NJ'],
  ['70 Euclid Ave', 'Cleveland', 'OH'], ['1100 Lake Shore Dr', 'Chicago', 'IL'], ['5 Orange Ave', 'Orlando', 'FL'], ['610 Congress Ave', 'Austin', 'TX'],
  ['88 First St', 'San Jose', 'CA'], ['210 Tryon St', 'Charlotte', 'NC'], ['14 Grand Ave', 'Billings', 'MT'],
]

/** Where the n-th lead is: the same whatever else is made. */
export function leadAddress(n: number): Row {
  const [Street, City, State] = places[n % places.length]!
  return { Street, City, State, PostalCode: usPlace(City, State, zipsOf(City, State)[0]!).postalCode, Country: 'United States' }
}

/** Records that belong to the showcase's accounts in each of the ways that there are, and some that belong to none. */
export function fillRecords(w: Writer, people: People): void {
  const { org, today } = w
  const iso: Row = org.multiCurrency ? { CurrencyIsoCode: 'USD' } : {}
  const hannah = people.rep('Hannah')
  const [overlap, keep, expand] = [showcaseId('overlap'), showcaseId('keep'), showcaseId('expand')]
  const put = (object: string, row: Row, ago: number): string => String(org.insert(object, { OwnerId: hannah, ...iso, ...row, ...w.stamp(hannah, today - ago) }).Id)

  const contact = put('Contact', { AccountId: keep, FirstName: 'Rowan', LastName: 'Whitfield', Title: 'Head Greenkeeper', Email: 'rowan.whitfield@keep.example', Phone: '(617) 555-0141' }, 300)
  put('Contact', { AccountId: null, FirstName: 'Ines', LastName: 'Falk', Title: 'Neighbour' }, 20)
  put('Case', { CaseNumber: '00001026', AccountId: overlap, ContactId: null, Subject: 'Fairway mower stops on slopes', Status: 'Working', Priority: 'High', Origin: 'Phone', Reason: 'Breakdown' }, 6)
  put('Case', { CaseNumber: '00001027', AccountId: keep, ContactId: contact, Subject: 'Irrigation timer resets', Status: 'New', Priority: 'Medium', Origin: 'Email' }, 2)
  put('Case', { CaseNumber: '00001028', AccountId: null, ContactId: null, Subject: 'Caller without a name', Status: 'New', Priority: 'Low', Origin: 'Phone' }, 1)

  const visit = (n: number, row: Row): string => put('Site_Visit__c', { Name: `SV-${String(n).padStart(4, '0')}`, Visited_On__c: toIso(today - 10), ...row }, 10)
  const seen = visit(41, { Account__c: expand, Contractor__c: keep, Findings__c: 'Compaction on the practice ground.' })
  visit(42, { Account__c: null, Contractor__c: null, Findings__c: 'Nobody was there.' })
  // Planned, so that it counts as nobody's touch.
  put('Task', { Subject: 'Send the findings', Status: 'Not Started', Priority: 'Normal', TaskSubtype: 'Task', Type: 'Other', ActivityDate: toIso(today + 5), WhatId: seen, WhoId: null, AccountId: null }, 1)
  put('Task', { Subject: 'Book the fair', Status: 'Not Started', Priority: 'Normal', TaskSubtype: 'Task', Type: 'Other', ActivityDate: toIso(today + 6), WhatId: null, WhoId: null, AccountId: null }, 1)
  put('Task', { Subject: 'Plan the spring order', Status: 'Not Started', Priority: 'Normal', TaskSubtype: 'Task', Type: 'Other', ActivityDate: toIso(today + 7), WhatId: keep, WhoId: contact, AccountId: keep }, 1)

  const lead = (row: Row, ago: number): string => put('Lead', { Status: 'Open - Not Contacted', LeadSource: 'Web', Industry: 'Hospitality', ...row }, ago)
  lead({ FirstName: 'Maya', LastName: 'Okafor', Company: 'Harbor Point Golf Resort', Title: 'General Manager', NumberOfEmployees: 180, Priority__c: 'High', Segment__c: 'Mid-Market', Phone: '(617) 555-0177', Email: 'maya.okafor@harborpoint.example', ...leadAddress(0) }, 3)
  lead({ FirstName: 'Tariq', LastName: 'Bell', Company: 'Bell & Sons Lawns', Title: 'Owner', Industry: 'Retail', ...leadAddress(10) }, 8)
  lead({ FirstName: 'Rowan', LastName: 'Whitfield', Company: String(org.get(keep)?.Name ?? ''), Status: 'Closed - Converted', ConvertedDate: toIso(today - 300), ConvertedAccountId: keep, ConvertedContactId: contact, ...leadAddress(0) }, 320)
}
