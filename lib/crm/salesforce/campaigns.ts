import type { Campaign } from '../../model/snapshot'
import { idOf } from './ids'
import { day, decimal, number, text } from './values'

type Row = Readonly<Record<string, unknown>>

/** Asked of a CampaignMember, with its campaign. */
export const memberFields = ['Id', 'CampaignId'] as const
export const campaignFields = ['Name', 'ActualCost', 'BudgetedCost', 'NumberOfContacts', 'NumberOfLeads', 'StartDate', 'CurrencyIsoCode'] as const

/**
 * Campaigns from the account's members: the account itself or its contacts. The actual cost counts; where it is empty or 0 the budget,
 * and that is said.
 */
export function readCampaigns(rows: readonly Row[]): Campaign[] {
  const byCampaign = new Map<string | null, Row[]>()
  // A member may come twice: as the account's own and by its contact.
  for (const row of new Map(rows.map(row => [row.Id, row])).values()) {
    const campaign = idOf(row.CampaignId)
    byCampaign.set(campaign, [...(byCampaign.get(campaign) ?? []), row])
  }
  return [...byCampaign].flatMap(([id, own]) => {
    const campaign = own[0]?.Campaign as Row | null | undefined
    if (id === null || !campaign) return []
    const actual = decimal(campaign.ActualCost)
    const budgeted = actual === null || Number(actual) === 0
    const cost = budgeted ? (decimal(campaign.BudgetedCost) ?? actual) : actual
    // The campaign counts its contacts and leads, not accounts that are members themselves.
    const counted = (number(campaign.NumberOfContacts) ?? 0) + (number(campaign.NumberOfLeads) ?? 0)
    return [{
      id,
      name: text(campaign.Name) ?? '',
      cost: cost === null ? null : { value: cost, currency: text(campaign.CurrencyIsoCode) },
      budgeted: budgeted && decimal(campaign.BudgetedCost) !== null,
      members: Math.max(counted, own.length),
      ofAccount: own.length,
      day: day(campaign.StartDate),
    }]
  })
}
