import { toIso } from '../../lib/model/day'
import type { Row } from '../schema/field'
import type { Customer } from './accounts'
import { person } from './names'
import { leadAddress } from './records'
import type { People } from './people'
import type { Random } from './random'
import type { Writer } from './writer'

/** Name, type, days ago, budget, actual cost, whom it went to. */
const campaigns: readonly (readonly [string, string, number, number, number | null, (c: Customer) => boolean])[] = [
  ['Spring Catalogue', 'Direct Mail', 610, 18_000, 17_250, () => true],
  ['Golf Industry Show', 'Trade Show', 660, 42_000, 45_900, c => c.industry === 'Recreation' || c.industry === 'Hospitality'],
  ['Irrigation Webinar', 'Webinar', 430, 3500, 3100, c => c.segment !== 'Small Business'], ['Autumn Overseeding', 'Email', 420, 2200, 2200, () => true],
  ['Spring Catalogue II', 'Direct Mail', 245, 19_000, 18_420, () => true],
  ['Public Works Day', 'Conference', 190, 12_000, 11_300, c => c.segment === 'Public Sector'],
  ['Autumn Overseeding II', 'Email', 60, 2400, null, () => true], ['Winter Service Drive', 'Email', 12, 1800, null, c => c.role === 'customer'],
]

/** Campaigns with members, and a few leads that belong to no account yet. */
export function fillCampaigns(w: Writer, people: People, book: readonly Customer[], r: Random): void {
  const iso: Row = w.org.multiCurrency ? { CurrencyIsoCode: 'USD' } : {}
  const leads = Array.from({ length: Math.min(60, book.length) }, (_, n) => {
    const owner = r.pick(people.reps)
    const who = person(r)
    return w.org.insert('Lead', {
      FirstName: who.first, LastName: who.last, Company: `${who.last} Turf`, Title: who.title,
      Status: r.pick(['Open - Not Contacted', 'Working - Contacted']), LeadSource: 'Web',
      Industry: 'Environmental', Email: `${who.first}.${who.last}@lead.example`.toLowerCase(), OwnerId: owner, ...leadAddress(n), ...iso,
      ...w.stamp(owner, w.today - r.int(1, 200)),
    }).Id as string
  })
  for (const [Name, Type, ago, BudgetedCost, ActualCost, fits] of campaigns) {
    const owner = people.managers[0]!
    const id = w.org.insert('Campaign', {
      Name, Type, Status: ago < 30 ? 'In Progress' : 'Completed', StartDate: toIso(w.today - ago), EndDate: toIso(w.today - ago + 30), BudgetedCost,
      ActualCost, IsActive: ago < 90, OwnerId: owner, ...iso, ...w.stamp(owner, w.today - ago - 40),
    }).Id as string
    const invite = (who: Row): void => {
      w.org.insert(
        'CampaignMember',
        {
          CampaignId: id, ...who, Status: r.weighted([['Sent', 70], ['Responded', 20], ['Attended', 10]] as const), ...iso,
          ...w.stamp(owner, w.today - ago - 5)
        }
      )
    }
    for (const c of book) if (fits(c) && r.chance(0.12)) for (const ContactId of c.contacts.slice(0, 2)) invite({ ContactId })
    for (const LeadId of leads) if (r.chance(0.1)) invite({ LeadId })
  }
}
