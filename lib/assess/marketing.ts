import type { Evidence, Part } from '../model/assessment'
import { fromIso, toIso, type Day } from '../model/day'
import { add, ratio, times, whole } from '../model/money'
import type { Amount } from '../model/snapshot'
import { because } from './evidence'
import type { Costing } from './costing'
import { rounded } from './sales'

/**
 * What was spent on marketing to the account: its amount from the mapped field or the plan's table (prorated by days if yearly), its share of
 * the campaigns that began in the period (cost ÷ members × its members), or a flat amount: as the plan says.
 */
export function marketingPart(costing: Costing, today: Day): Part {
  const { prepared: { plan }, snapshot } = costing
  const marketing = plan.profitability?.marketing
  if (!marketing) return missing(because('noMarketingRule', {}))
  if (marketing.from === 'campaigns') return campaignShare(costing)
  if (marketing.from === 'field') {
    const { marketing: amount } = snapshot.account
    if (snapshot.hidden.includes('account.marketing')) return missing(because('marketingFieldHidden', {}))
    if (amount === null) return missing(because('marketingFieldEmpty', {}))
    return spent(costing, amount, marketing.yearly, today, false, money => because('marketingField', { amount: money }))
  }
  if (marketing.from === 'table') {
    const id = snapshot.account.ids.find(candidate => Object.hasOwn(marketing.amounts, candidate))
    if (id === undefined) return missing(because('marketingNotInTable', {}))
    return spent(costing, inPlanCurrency(costing, marketing.amounts[id]!), marketing.yearly, today, false, money => because('marketingTable', { amount: money }))
  }
  return spent(costing, inPlanCurrency(costing, marketing.amount), marketing.yearly, today, true, money => because('marketingFlat', { amount: money }))
}

const missing = (...evidence: Evidence[]): Part => ({ amount: null, estimated: false, evidence })

const inPlanCurrency = ({ prepared: { plan } }: Costing, value: number | string): Amount => ({ value: String(value), currency: plan.currency })

function spent(
  { into, period, prepared: { plan } }: Costing, amount: Amount, yearly: boolean, today: Day, estimated: boolean,
  worded: (money: { minor: number; currency: string }) => Evidence,
): Part {
  const full = into.minor(amount, today)
  if (!full) return missing(because('noRate', { name: null, amount: amount.value, currency: amount.currency ?? plan.currency }))
  const days = period.to - period.from + 1
  const minor = rounded(yearly ? times(full, ratio(days, 365)) : full)
  if (minor === null) return missing(because('tooLarge', {}))
  const evidence = [worded({ minor: rounded(full) ?? minor, currency: into.currency })]
  if (yearly && days !== 365) evidence.push(because('marketingProrated', { days }))
  return { amount: minor, estimated, evidence }
}

function campaignShare({ snapshot, into, period, prepared: { plan } }: Costing): Part {
  if (snapshot.campaigns === null || snapshot.hidden.includes('campaigns')) return missing(because('campaignsUnknown', {}))
  const began = snapshot.campaigns
    .map(campaign => ({ campaign, day: campaign.day === null ? null : fromIso(campaign.day) }))
    .filter(({ day }) => day !== null && period.from <= day && day <= period.to)
    .sort((a, b) => (a.campaign.id < b.campaign.id ? -1 : 1))
  if (began.length === 0) return { amount: 0, estimated: false, evidence: [because('noCampaigns', { from: { day: toIso(period.from) }, to: { day: toIso(period.to) } })] }

  let sum = whole(0)
  let estimated = false
  const evidence: Evidence[] = []
  const unknown: Evidence[] = []
  for (const { campaign, day } of began) {
    const { name, cost, ofAccount, members } = campaign
    if (cost === null || members < 1) {
      unknown.push(because('campaignWithoutCost', { name }))
      continue
    }
    const full = into.minor(cost, day)
    if (!full) {
      unknown.push(because('noRate', { name, amount: cost.value, currency: cost.currency ?? plan.currency }))
      continue
    }
    const share = times(full, ratio(ofAccount, members))
    sum = add(sum, share)
    evidence.push(because('campaignShare', { name, ofAccount, members, amount: { minor: rounded(share) ?? 0, currency: into.currency } }))
    if (campaign.budgeted) {
      estimated = true
      evidence.push(because('campaignBudget', { name }))
    }
  }
  if (unknown.length) return missing(...unknown)
  const amount = rounded(sum)
  return amount === null ? missing(because('tooLarge', {})) : { amount, estimated, evidence }
}
